"""What a draft would do, before anybody saves it: what it changes, whom it hits and releases."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.functional import cached_property

from crm.days import start_of
from crm.models import User
from crm.words import listed
from customers.models import Customer, RuleVersion
from customers.release.forecast import Due, dry_run
from customers.release.naming import name_among
from customers.release.night import held_by, is_too_many
from customers.rules.categories import Names
from customers.rules.comparing import changes, people_hit
from customers.rules.resolving import RuleBook

MONTH = timedelta(days=30)
NAMES_SHOWN = 8
PASSES_FOR_SAVED = -1


@dataclass
class Trial:
    """An unsaved version, tried on its first day. Nothing is written."""

    version: RuleVersion
    names: Names = field(default_factory=Names)

    @cached_property
    def before(self) -> RuleBook:
        return RuleBook(self.version.effective_from)

    @cached_property
    def after(self) -> RuleBook:
        day, team_id = self.version.effective_from, self.version.team_id
        return RuleBook(day, instead={team_id: self.version})

    @cached_property
    def changes(self):
        team_id = self.version.team_id
        was, now = self.before.rules_for(team_id), self.after.rules_for(team_id)
        return changes(was, now, self.names, self.version.team)

    @cached_property
    def people(self) -> list:
        return list(people_hit(self.before, self.after).order_by("sort_name"))

    @property
    def people_shown(self) -> str:
        """The names of the first of them."""
        return listed(self.people[:NAMES_SHOWN])

    @property
    def people_left(self) -> int:
        return max(len(self.people) - NAMES_SHOWN, 0)

    @property
    def touches_release(self) -> bool:
        return any(change.key == "release" for change in self.changes)

    @property
    def month_end(self) -> datetime:
        return start_of(self.version.effective_from + MONTH)

    @cached_property
    def owners(self) -> dict[int, int]:
        """The owners whom other rules of release bind than before, with their teams."""
        changed = [
            pk
            for pk in self.after.parents
            if self.before.rules_for(pk).release != self.after.rules_for(pk).release
        ]
        return dict(User.objects.filter(team__in=changed).values_list("pk", "team_id"))

    @cached_property
    def due(self) -> list[Due]:
        """Who would be released within a month of the first day."""
        if not self.touches_release:
            return []
        found = dry_run(self._book_to_ask(), self.month_end)
        return [due for due in found if due.owner_id in self.owners]

    def _book_to_ask(self) -> RuleBook:
        """A dry run tries what drafts set; a draft that inherits release again sets nothing of it,
        and must pass for a saved version, so that those above it are asked."""
        if "release" in self.version.sections:
            return self.after
        day, team_id = self.version.effective_from, self.version.team_id
        saved = RuleVersion(pk=PASSES_FOR_SAVED, team_id=team_id, sections=self.version.sections)
        return RuleBook(day, instead={team_id: saved})

    @cached_property
    def due_anyway(self) -> int:
        """How many of theirs the rules of today would release as well, by the forecast."""
        due = Customer.objects.filter(owner__in=list(self.owners), deleted_at=None)
        return due.filter(release_due_at__lte=self.month_end).count()

    @cached_property
    def first_night(self) -> list[Due]:
        end = start_of(self.version.effective_from + timedelta(days=1))
        return [due for due in self.due if due.due_at <= end]

    @cached_property
    def braked(self) -> int:
        """For how many owners the first night would stop and ask."""
        counts = Counter(due.owner_id for due in self.first_night)
        held = held_by(list(counts))
        return sum(
            is_too_many(self.after.rules_for(self.owners[owner]).release, count, held[owner])
            for owner, count in counts.items()
        )

    def by_rule(self, keys) -> list[tuple[str, int]]:
        """How many customers each rule of these keys would release, the most first."""
        rules = self.after.rules_for(self.version.team_id).release.rules
        return [(name_among(rules, key), count) for key, count in Counter(keys).most_common()]
