"""The door to a run: whoever said it, and administrators; everybody else gets 404."""

from django.shortcuts import get_object_or_404

from customers.models import BulkRun


def run_for(user, pk) -> BulkRun:
    return get_object_or_404(BulkRun.objects.open_to(user), pk=pk)
