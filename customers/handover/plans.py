"""The plan of a hand-over: whose customers go to whom, to be looked at and changed before."""

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Team
from crm.people.principals import managed_team_ids
from crm.refusals import NotAllowed, Refused
from customers.bulk import planning
from customers.bulk.homes import VALUE, axis_of, category_on
from customers.bulk.planning import Plan, people_of, ways
from customers.bulk.spreading import Way
from customers.forms.verbs import LONGEST_REASON
from customers.handover.belongings import all_belongings
from customers.models import Batch, Category, Customer, HandOver

State = HandOver.State
WRITE_DOWN = """
INSERT INTO customers_batchrow (batch_id, customer_id, name, position, state, rule, why, is_fixed)
SELECT %s, id, name, row_number() OVER (ORDER BY sort_name, id), 'waiting', '', '', false
FROM customers_customer WHERE owner_id = %s AND deleted_at IS NULL
"""


class HandOverForm(forms.Form):
    """Over the people of which team, and how. `user` acts, `leaver` is whose customers go."""

    team = forms.ModelChoiceField(None, label=gettext_lazy("To the people of"), empty_label=None)
    way = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect, initial=Way.LOAD)

    def __init__(self, *args, user, leaver, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.leaver = user, leaver
        teams = Team.objects.order_by("name")
        if not user.is_admin:
            teams = teams.filter(pk__in=managed_team_ids(user))
        self.fields["team"].queryset = teams
        self.fields["team"].initial = leaver.team_id
        self.fields["way"].choices = ways()

    def clean(self):
        team = self.cleaned_data.get("team")
        if team and not receivers_in(team, self.leaver, self.user):
            self.add_error("team", _("Nobody else works there whom you may assign to."))


def receivers_in(team, leaver, by) -> list[int]:
    """Who of a team could take over, managers only where there is nobody else."""
    people = people_of(team, by).exclude(pk=leaver.pk)
    reps = people.filter(managed_teams=None)
    return list((reps if reps.exists() else people).values_list("pk", flat=True))


def refuse_unless_led(leaver, by):
    """Raises NotAllowed unless `by` may hand over what `leaver` holds."""
    if not (by.is_admin or by.manages(leaver)):
        raise NotAllowed(
            _("Only an administrator or a manager hands over what %(user)s holds.")
            % {"user": leaver},
            _("Ask your manager."),
        )


def plan(leaver, form: HandOverForm, *, by) -> HandOver:
    """A hand-over that waits for its confirmation, a row a customer with its receiver."""
    refuse_unless_led(leaver, by)
    everybody = receivers_in(form.cleaned_data["team"], leaver, by)
    arguments = {"way": form.cleaned_data["way"], "people": everybody, "left_out": []}
    with transaction.atomic():
        batch = Batch.objects.create(kind=Batch.Kind.HANDOVER, by=by)
        handover = HandOver.objects.create(batch=batch, leaver=leaver, arguments=arguments)
        if not _write_down(handover):
            raise Refused(_("%(user)s holds no customers.") % {"user": leaver})
        planning.spread(handover)
    return handover


def _write_down(handover) -> int:
    with connection.cursor() as cursor:
        cursor.execute(WRITE_DOWN, [handover.pk, handover.leaver_id])
        return cursor.rowcount


def refuse_unless_planner(handover, by):
    """A plan moves customers with the rights of whoever made it, so nobody else decides it."""
    if handover.batch.by_id != by.pk:
        raise NotAllowed(
            _("%(user)s made this plan and decides about it.") % {"user": handover.batch.by},
            _("Make a plan of your own."),
        )
    refuse_unless_led(handover.leaver, by)


def change(handover, *, by, way, people: set[int], receivers: dict[int, int]):
    """Spreads anew another way or without some people; keeps `receivers` chosen by hand."""
    refuse_unless_planner(handover, by)
    with transaction.atomic():
        locked = locked_in(handover, State.PLANNED)
        everybody = locked.arguments["people"]
        left_out = [pk for pk in everybody if pk not in people]
        if len(left_out) == len(everybody):
            raise Refused(_("Nobody is left to assign to."), _("Tick at least one person."))
        chosen = way if way in dict(ways()) else locked.arguments["way"]
        locked.arguments |= {"way": chosen, "left_out": left_out}
        locked.save(update_fields=["arguments"])
        planning.fix(locked, receivers)
        planning.spread(locked)


def confirm(handover, *, by, reason: str):
    """Marks the plan as decided, in the caller's transaction. Full hands want a reason."""
    refuse_unless_planner(handover, by)
    locked = locked_in(handover, State.PLANNED)
    if Plan(locked).is_over and not reason.strip():
        raise Refused(
            _("Somebody would hold more than their limit."),
            _("Give a reason to hand over all the same, or leave them out."),
        )
    locked.reason, locked.state = reason.strip()[:LONGEST_REASON], State.WORKING
    locked.save(update_fields=["reason", "state"])
    return locked


def discard(handover):
    with transaction.atomic():
        locked = locked_in(handover, State.PLANNED)
        batch = locked.batch
        batch.rows.all().delete()
        locked.delete()
        batch.delete()


def locked_in(handover, *states) -> HandOver:
    """The hand-over under a lock, in one of `states`. Raises Refused otherwise."""
    locked = HandOver.objects.select_for_update(no_key=True).get(pk=handover.pk)
    if locked.state not in states:
        raise Refused(
            _("This has moved on: it is %(state)s.") % {"state": locked.get_state_display()},
            _("This page shows where it stands now."),
        )
    return locked


# --- looking at it --------------------------------------------------------------------------


@dataclass(frozen=True)
class Level:
    """How many of the customers stand at one level of value."""

    name: str
    count: int


class Preview(Plan):
    """A planned hand-over as its page shows it: also by value, and with what goes along."""

    @cached_property
    def customer_ids(self) -> list[int]:
        return list(self.run.rows.order_by("customer").values_list("customer", flat=True))

    @cached_property
    def levels(self) -> list[Level]:
        axis = axis_of(VALUE)
        if axis is None:
            return []
        held = Customer.objects.filter(pk__in=self.customer_ids).order_by()
        found = dict(
            held.annotate(level=category_on(axis)).values_list("level").annotate(Count("pk"))
        )
        names = {c.pk: c.name for c in Category.objects.filter(axis=axis).order_by("order")}
        known = [Level(name, found[pk]) for pk, name in names.items() if pk in found]
        return [*known, *([Level(_("not classified"), found[None])] if None in found else [])]

    @property
    def belongings(self) -> list[tuple[str, list[str]]]:
        """(label, sentences) of what the rooms above would move along."""
        leaver = self.run.leaver
        rooms = ((room.label, room.figures(leaver, self.customer_ids)) for room in all_belongings())
        return [(label, figures) for label, figures in rooms if figures]


def undo_days() -> int:
    return settings.HANDOVER_UNDO_DAYS
