"""Assigning many to several: a plan that can be looked at and changed before anything is written.

The plan is the rows' `to`; a receiver chosen by hand stays when the rest is spread anew.
"""

from django import forms
from django.db import connection, transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Team
from crm.people.models import User
from crm.people.principals import managed_team_ids
from crm.refusals import Refused
from customers.bulk import running
from customers.bulk.homes import axis_of, homes_of, tops_on
from customers.bulk.preview import AXES, Plan, Planned, figures_of, leaving_of, ways
from customers.bulk.spreading import Way, by_level, by_load, by_region, in_turn
from customers.bulk.verbs import SPREAD, VERBS
from customers.forms.verbs import LONGEST_REASON, VerbForm
from customers.models import BulkRun

WRITE_RECEIVERS = """
UPDATE customers_batchrow r SET to_id = p.receiver
FROM unnest(%s::int[], %s::int[]) AS p (id, receiver)
WHERE r.id = p.id AND r.to_id IS DISTINCT FROM p.receiver
"""
MEMBERS = """
WITH RECURSIVE below AS (
    SELECT %s::int AS id
    UNION
    SELECT t.group_ptr_id FROM crm_team t JOIN below ON t.parent_id = below.id
)
SELECT id FROM below
"""


class SpreadChoiceForm(VerbForm):
    """Over which team, and how."""

    team = forms.ModelChoiceField(None, label=gettext_lazy("Over the people of"), empty_label=None)
    way = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect, initial=Way.LOAD)

    def prepare(self):
        teams = Team.objects.order_by("name")
        if not self.user.is_admin:
            teams = teams.filter(pk__in=managed_team_ids(self.user))
        self.fields["team"].queryset = teams
        self.fields["team"].initial = self.user.team_id
        self.fields["way"].choices = ways()

    def clean(self):
        team = self.cleaned_data.get("team")
        if team and not people_of(team, self.user).exists():
            self.add_error("team", _("Nobody works there whom you may assign to."))


def people_of(team: Team, by: User):
    """Who works in the team or below it, as far as `by` leads them."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, [team.pk])
        team_ids = [pk for (pk,) in cursor]
    return User.objects.led_by(by).filter(team__in=team_ids).order_by("sort_name", "pk")


# --- making and changing --------------------------------------------------------------------


def plan(selection, form: SpreadChoiceForm) -> BulkRun:
    """A run that waits for its confirmation, each row with its receiver. Managers are among
    those to choose from, but left out where there is anybody else."""
    people = people_of(form.cleaned_data["team"], form.user)
    ids = list(people.values_list("pk", flat=True))
    bosses = list(
        people.filter(managed_teams__isnull=False).distinct().values_list("pk", flat=True)
    )
    left_out = bosses if len(bosses) < len(ids) else []
    arguments = {"way": form.cleaned_data["way"], "people": ids, "left_out": left_out}
    with transaction.atomic():
        run = running.written_down(VERBS[SPREAD], selection, BulkRun.State.PLANNED, arguments)
        spread(run)
    return run


def change(run: BulkRun, *, way, people: set[int], receivers: dict[int, int]):
    """Spreads anew another way or without some people, and keeps the `receivers` (by row) that
    were chosen by hand."""
    with transaction.atomic():
        locked = running.locked_in(run, BulkRun.State.PLANNED)
        everybody = locked.arguments["people"]
        if way in dict(ways()):
            locked.arguments["way"] = way
        locked.arguments["left_out"] = [pk for pk in everybody if pk not in people]
        locked.save(update_fields=["arguments"])
        fix(locked, receivers)
        spread(locked)


def fix(locked: Planned, receivers: dict[int, int]):
    """Takes over what was changed by hand; a row whose person is left out is spread again."""
    chosen = included(locked)
    for row in locked.rows.filter(pk__in=receivers):
        if row.to_id != receivers[row.pk] and receivers[row.pk] in chosen:
            row.to_id, row.is_fixed = receivers[row.pk], True
            row.save(update_fields=["to", "is_fixed"])
    locked.rows.filter(is_fixed=True).exclude(to__in=chosen).update(is_fixed=False)


def included(run: Planned) -> list[int]:
    """The ids of those who take part, as far as the actor still leads them, in a stable order."""
    wanted = set(run.arguments["people"]) - set(run.arguments["left_out"])
    people = User.objects.led_by(run.batch.by).filter(pk__in=wanted).order_by("sort_name", "pk")
    return list(people.values_list("pk", flat=True))


def spread(run: Planned):
    """Gives every row that is not fixed its receiver."""
    open_rows = run.rows.filter(is_fixed=False).order_by("position")
    pairs = list(open_rows.values_list("pk", "customer"))
    receivers = receivers_for(run, [customer for _row, customer in pairs])
    with connection.cursor() as cursor:
        cursor.execute(WRITE_RECEIVERS, [[row for row, _customer in pairs], receivers])


def receivers_for(run: Planned, customer_ids: list[int]) -> list[int]:
    people, way = included(run), run.arguments["way"]
    if not people:
        raise Refused(_("Nobody is left to assign to."), _("Tick at least one person."))
    if way == Way.TURN:
        return in_turn(len(customer_ids), people)
    loads = loads_without(run, people)
    axis = axis_of(AXES[way]) if way in AXES else None
    if axis is None:
        return by_load(len(customer_ids), loads)
    tops = tops_on(customer_ids, axis)
    if way == Way.LEVEL:
        return by_level(tops, loads)
    return by_region(tops, homes_of(people, axis), loads)


def loads_without(run: Planned, people: list[int]) -> dict[int, int]:
    """How many each holds that are not to be spread, those fixed by hand included."""
    figures = figures_of(people)
    leaving = leaving_of(run)
    fixed = dict(run.rows.filter(is_fixed=True).order_by().values_list("to").annotate(Count("pk")))
    return {pk: max(figures[pk].used - leaving.get(pk, 0), 0) + fixed.get(pk, 0) for pk in people}


def confirm(run: BulkRun, reason: str):
    """Has the plan carried out. Past somebody's limit it takes a reason."""
    with transaction.atomic():
        locked = running.locked_in(run, BulkRun.State.PLANNED)
        if Plan(locked).is_over and not reason.strip():
            raise Refused(
                _("Somebody would hold more than their limit."),
                _("Give a reason to assign all the same, or leave them out."),
            )
        locked.arguments["reason"] = reason[:LONGEST_REASON]
        locked.state = BulkRun.State.WORKING
        locked.save(update_fields=["arguments", "state"])
        running.send(locked)
    running.done_at_once(locked)


def discard(run: BulkRun):
    """Nothing was done yet, so nothing of it has to be kept."""
    with transaction.atomic():
        locked = running.locked_in(run, BulkRun.State.PLANNED)
        batch = locked.batch
        batch.rows.all().delete()
        locked.delete()
        batch.delete()
