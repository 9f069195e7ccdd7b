"""Two customers that only look alike: said once, remembered for good."""

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from customers.models import DuplicatePair


def pair_for(user, pk) -> DuplicatePair:
    """To whoever reads both; Http404 to everybody else."""
    pair = DuplicatePair.objects.visible_to(user).select_related("a", "b").filter(pk=pk).first()
    if pair is None or not all(one.access_of(user).reads for one in (pair.a, pair.b)):
        raise Http404
    return pair


def dismiss(pair, *, by):
    """Raises NotAllowed unless `by` decides about both."""
    _mark(pair, by, timezone.now(), by)


def bring_back(pair, *, by):
    _mark(pair, by, None, None)


def _mark(pair, by, at, who):
    with transaction.atomic():
        for customer in (pair.a, pair.b):
            customer.refuse_unless_merged_by(by)
        rows = DuplicatePair.objects.filter(a=pair.a_id, b=pair.b_id)
        rows.update(dismissed_at=at, dismissed_by=who)
