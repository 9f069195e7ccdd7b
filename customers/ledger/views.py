"""The pages of looking back."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm.models import Team, User
from crm.refusals import NotAllowed
from crm.shell import sheets
from customers.bulk.planning import people_of
from customers.doors import customer_for
from customers.ledger import fairness as figures
from customers.ledger.forms import DayForm, FairnessForm, HeldOnForm
from customers.ledger.looking_back import held_by_on, held_on
from customers.models import Customer

ROWS_ON_A_PAGE = 50


@require_GET
def on_a_day(request, pk):
    """Who held one customer on a day."""
    customer = customer_for(request.user, pk)
    form = DayForm(request.GET or {"day": timezone.localdate().isoformat()})
    context = {"customer": customer, "form": form}
    if form.is_valid():
        day = form.cleaned_data["day"]
        context |= {"day": day, "held": held_on(customer, day)}
    return sheets.show(request, "customers/ledger/on_a_day.html", context)


@require_GET
def held(request):
    """The customers somebody, or a pool, held on a day."""
    form = HeldOnForm(request.GET or None)
    context = {"form": form}
    if form.is_valid():
        rows = rows_held(request.user, **form.cleaned_data)
        page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {**form.cleaned_data, "page": page}
    return render(request, "customers/ledger/held.html", context)


def rows_held(user, day, holder):
    named = {"pool": holder} if isinstance(holder, Team) else {"owner": holder}
    return held_by_on(user, day, **named).select_related("owner", "pool")


@require_GET
def fairness(request):
    if not (request.user.is_admin or request.user.is_manager):
        raise NotAllowed(_("Managers and administrators look at how fair the pool is."))
    form = FairnessForm(request.GET, user=request.user)
    context = {"form": form}
    if form.is_valid():
        context |= counted(form, request.user)
    return render(request, "customers/ledger/fairness.html", context)


def counted(form, user) -> dict:
    team, times = form.cleaned_data["team"], form.cleaned_data["times"]
    since, until = form.period
    people = list(everybody_of(team, user))
    pools = list(pools_of(team, user))
    pairs = figures.ping_pong(people, since, until)
    return {
        "shares": figures.by_person(people, since, until),
        "pools": figures.by_pool(pools, since, until, times),
        "pairs": pairs,
        "names": names_of(pairs, user),
        "cycled": cycled(user, pools, people, times),
        "times": times,
    }


def everybody_of(team, user):
    return User.objects.filter(pk__in=people_of(team, user)).order_by("sort_name", "pk")


def pools_of(team, user):
    """The pools of the team and of those below it."""
    below = Team.objects.filter(pk__in=below_ids(team), has_pool=True)
    return below.order_by("name")


def below_ids(team) -> list[int]:
    book, ids = dict(Team.objects.values_list("pk", "parent_id")), {team.pk}
    while more := {pk for pk, parent in book.items() if parent in ids and pk not in ids}:
        ids |= more
    return list(ids)


def names_of(pairs, user) -> dict:
    """The customers of the pairs that `user` may see, by id."""
    ids = [pk for pair in pairs for pk in pair.customer_ids]
    return Customer.objects.visible_to(user).in_bulk(ids)


def cycled(user, pools, people, times):
    """Customers returned more often than `times`, the worst first."""
    rows = Customer.objects.visible_to(user).filter(returned__gt=times)
    rows = rows.filter(pool__in=pools) | rows.filter(owner__in=people)
    return rows.select_related("owner", "pool").order_by("-returned", "pk")[: figures.MOST_SHOWN]
