"""What became of a run: in numbers, by reason, row by row, as a sheet."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile

from django.db.models import Case, Count, QuerySet, Value, When
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from crm.sheets.writing.text import write_csv
from crm.sheets.writing.xlsx import write_xlsx
from crm.words import number_text
from crm.working import said_left
from customers.bulk.running import FAULT, RIGHTS
from customers.bulk.verbs import VERBS
from customers.models import BatchRow, BulkRun

State = BatchRow.State
ORDER = [State.REFUSED, State.MISSING, State.WAITING, State.SAME, State.DONE]
RULES = {
    "capacity": gettext_lazy("capacity"),
    "claim_limit": gettext_lazy("claim limit"),
    "interval": gettext_lazy("too soon after the last claim"),
    "cooldown": gettext_lazy("cooldown"),
    "waiting": gettext_lazy("new in the pool"),
    "protection": gettext_lazy("protection"),
    "dispute": gettext_lazy("in dispute"),
    "owned": gettext_lazy("already held"),
    "pool": gettext_lazy("the pool is not open"),
    "returning": gettext_lazy("the reason given"),
    "sharing": gettext_lazy("sharing"),
    RIGHTS: gettext_lazy("no right to it"),
    FAULT: gettext_lazy("the database refused it"),
}
WRITERS: dict[str, Callable] = {"xlsx": write_xlsx, "csv": write_csv}
CHUNK = 2_000


class Outcome:
    """A run in numbers, as its rows have them."""

    def __init__(self, run: BulkRun, counts: Counter | None = None):
        self.run, self.verb = run, VERBS[run.verb]
        self.counts = counts_of([run.pk])[run.pk] if counts is None else counts

    def number_in(self, state) -> int:
        return sum(number for (of, _rule), number in self.counts.items() if of == state)

    @property
    def done(self) -> int:
        return self.number_in(State.DONE)

    @property
    def refused(self) -> int:
        return self.number_in(State.REFUSED)

    @property
    def missing(self) -> int:
        return self.number_in(State.MISSING) + self.run.unseen

    @property
    def waiting(self) -> int:
        return self.number_in(State.WAITING)

    @property
    def settled(self) -> int:
        return self.run.total - self.waiting

    @property
    def is_clean(self) -> bool:
        return not (self.refused or self.missing or self.waiting)

    @property
    def chips(self) -> list[tuple[str, str, str, int]]:
        """(tone, state, its name, how many) of each state that rows are in."""
        tones = {State.REFUSED: "seal", State.MISSING: "amber", State.DONE: "jade"}
        numbers = [(state, self.number_in(state)) for state in ORDER]
        return [(tones.get(s, ""), s, s.label, number) for s, number in numbers if number]

    @property
    def sentence(self) -> str:
        """ "8 claimed, 2 refused: capacity"."""
        parts = [
            said(self.verb.told(self.done), self.done),
            self._refused_sentence() if self.refused else "",
            *self._others(),
        ]
        return _(", ").join(part for part in parts if part)

    def _refused_sentence(self) -> str:
        sentence = npgettext("bulk action", "%(count)s refused", "%(count)s refused", self.refused)
        reasons = pgettext("reasons", ", ").join(self._reasons())
        words = {"refused": said(sentence, self.refused), "reasons": reasons}
        return _("%(refused)s: %(reasons)s") % words

    def _others(self):
        if same := self.number_in(State.SAME):
            yield said(ngettext("%(count)s stays", "%(count)s stay", same), same)
        if missing := self.missing:
            yield said(ngettext("%(count)s not found", "%(count)s not found", missing), missing)
        if waiting := self.waiting:
            yield said(ngettext("%(count)s waiting", "%(count)s waiting", waiting), waiting)

    def _reasons(self) -> list[str]:
        """The rules that refused, the most frequent first; alone without its number."""
        found: Counter = Counter()
        for (state, rule), number in self.counts.items():
            if state == State.REFUSED:
                found[label_of(rule)] += number
        if len(found) == 1:
            return list(found)
        return [f"{label} {number_text(number)}" for label, number in found.most_common()]

    @property
    def pace(self) -> str:
        """How long it will still take, once there is a pace; empty before."""
        return said_left(self.run.time_left(self.settled))

    @property
    def rate(self) -> str:
        """Rows a minute since the work began."""
        left, waiting = self.run.time_left(self.settled), self.waiting
        if not left or not waiting:
            return ""
        a_minute = round(waiting / left.total_seconds() * 60)
        return _("%(count)s a minute") % {"count": number_text(a_minute)}


def outcomes_of(runs) -> list[Outcome]:
    """Many runs in one query more than their own."""
    counts = counts_of([run.pk for run in runs])
    return [Outcome(run, counts[run.pk]) for run in runs]


def counts_of(batch_ids) -> dict[int, Counter]:
    """How many rows are in each state, and refused by each rule: {batch: {(state, rule): number}}."""
    rows = BatchRow.objects.filter(batch__in=batch_ids).order_by()
    found: dict[int, Counter] = defaultdict(Counter)
    for batch, *key, number in rows.values_list("batch", "state", "rule").annotate(Count("pk")):
        found[batch][tuple(key)] = number
    return found


def said(sentence: str, number: int) -> str:
    return sentence % {"count": number_text(number)}


def label_of(rule: str) -> str:
    return str(RULES.get(rule) or _("other reasons"))


def rows_of(run: BulkRun, state: str = "") -> QuerySet:
    """The rows, refused ones first; or those in one state."""
    rows = run.rows.select_related("to")
    if state in State.values:
        return rows.filter(state=state).order_by("position")
    places = [When(state=state, then=Value(place)) for place, state in enumerate(ORDER)]
    return rows.order_by(Case(*places), "position")


def download(run: BulkRun, kind: str) -> FileResponse:
    """Every row as "xlsx" or "csv": customer, outcome, why, to."""
    if kind not in WRITERS:
        raise Http404
    file = TemporaryFile()
    header = [_("Customer"), _("Outcome"), _("Why"), _("To")]
    WRITERS[kind](file, header, cells_of(run))
    file.seek(0)
    day = timezone.localtime(run.batch.started_at)
    name = f"{VERBS[run.verb].label}-{day:%Y-%m-%d}-{run.pk}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name)


def cells_of(run: BulkRun) -> Iterator[list]:
    for row in rows_of(run).iterator(chunk_size=CHUNK):
        yield [row.name, row.get_state_display(), row.why, row.to or ""]
