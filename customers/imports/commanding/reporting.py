"""What came of an import, as JSON that a program or a person reads."""

from itertools import islice

from django.conf import settings

from crm.sentences import reasons
from crm.words import listed
from customers.imports.commanding.working import Order, Outcome
from customers.imports.mapping.faults import left_out
from customers.models import RowCheck, SheetImport

PROBLEMS_TOLD = 1_000


def report(outcome: Outcome, order: Order) -> dict:
    """{"file", "rows", "verdicts", "written", "columns", "left_out", "unknown_categories",
    "problems", "seconds", "rows_a_second" …}; numbers are rows."""
    found = outcome.sheet_import
    is_kept = not order.is_rehearsal
    return {
        "file": found.filename,
        "sheet": found.sheet_name,
        "kind": found.kind,
        "dry_run": order.is_rehearsal,
        "import": found.pk if is_kept else None,
        "address": f"{settings.SITE_URL}{found.get_absolute_url()}" if is_kept else None,
        "state": found.state,
        "rows": found.total,
        "verdicts": {verdict.value: found.counted(verdict) for verdict in RowCheck.Verdict},
        "written": found.done if found.committed_to else 0,
        "columns": columns(outcome),
        "left_out": left_out(found.header, outcome.mapping),
        "unknown_categories": unknown(outcome),
        "problems": problems(found),
        "seconds": outcome.seconds,
        "rows_a_second": paces(outcome),
    }


def columns(outcome: Outcome) -> list[dict]:
    header, why = outcome.sheet_import.header, outcome.mapping.why
    known = outcome.mapping.known
    return [
        {
            "target": entry.target,
            "field": known[entry.target].label,
            "from": [header[column] for column in entry.columns],
            "guessed_by": listed(sorted({why[n] for n in entry.columns if n in why})) or None,
        }
        for entry in outcome.mapping.entries
        if entry.target in known
    ]


def unknown(outcome: Outcome) -> list[dict]:
    """Texts that no axis knows, the commonest first; `more` says how many are not listed."""
    return [
        {
            "axis": on_axis.axis.key,
            "texts": [
                {"text": u.text, "rows": u.count, "nearest": [node.path for node in u.nearest]}
                for u in on_axis.texts
            ],
            "more": on_axis.more,
        }
        for on_axis in outcome.unknown
    ]


def problems(found: SheetImport) -> dict:
    """Of refused rows: how many there are, and the first ones."""
    told = each_problem(found)
    shown = list(islice(told, PROBLEMS_TOLD))
    return {"count": len(shown) + sum(1 for _each in told), "shown": shown}


def each_problem(found: SheetImport):
    refused = found.checks.filter(verdict=RowCheck.Verdict.REFUSED).order_by("number")
    for number, problems in refused.values_list("number", "problems").iterator():
        for column, said in reasons(problems):
            heading = None if column is None else found.header[column]
            yield {"row": number, "column": heading, "problem": said}


def paces(outcome: Outcome) -> dict[str, int]:
    """Rows a second of each step; what is written counts for the last."""
    rows = {"reading": outcome.sheet_import.total, "checking": outcome.sheet_import.total}
    rows["writing"] = outcome.sheet_import.done
    return {step: round(rows[step] / max(s, 0.01)) for step, s in outcome.seconds.items()}
