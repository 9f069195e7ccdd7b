"""Two at once: on one cell, a run and a cell, two workers on one set, one that is killed."""

import pytest

from crm.grid.changes import running
from crm.grid.changes.cells import Cell
from crm.grid.changes.models import ChangeSet
from crm.grid.doors import grid_for
from customers.models import Contact
from tests.factories import make_contact, make_customer, make_pool, make_user
from tests.grids.changes.test_pasting import pasted
from tests.ownership.test_races import together
from tests.workers import killed_once

pytestmark = pytest.mark.django_db(transaction=True)
WORK = """
from crm.grid.changes.running import work
work({pk})
"""


@pytest.fixture
def owner():
    return make_user("Owner", make_pool("East"))


@pytest.fixture
def people(owner):
    customer = make_customer("Works", owner=owner)
    return [make_contact(customer, f"Wu {number:02}", title="Old") for number in range(30)]


def title_of(contact) -> str:
    return Contact.objects.get(pk=contact.pk).title


def drafted(owner, people) -> ChangeSet:
    lines = "\n".join(f"New {number}" for number, _person in enumerate(people))
    return pasted(owner, people, "job", lines, "contacts")[0].change_set


def states(found) -> list[str]:
    return list(found.changes.order_by("position").values_list("state", flat=True))


def saving(owner, contact, title):
    """Opens the cell now; the returned function saves it."""
    cell = Cell(grid_for(owner, "contacts"), contact.pk, "job")
    seen = cell.form()["seen"].value()

    def save():
        form = cell.form({"title": title, "seen": seen})
        return cell.save(form), title

    return save


@pytest.mark.parametrize("repeat", range(3))
def test_of_two_edits_of_one_cell_one_is_saved_and_one_asked(owner, people, repeat):
    results = together(*[saving(owner, people[0], title) for title in ("One", "Two")])
    assert sorted(saved for saved, _title in results) == [False, True]
    assert title_of(people[0]) == dict(results)[True]
    assert ChangeSet.objects.count() == 1


@pytest.mark.parametrize("repeat", range(3))
def test_a_run_and_a_cell_edit_overwrite_nothing_unseen(owner, people, repeat):
    found = drafted(owner, people[:6])
    save = saving(owner, people[3], "Mine")
    _run, (saved, _title) = together(lambda: running.apply(found), save)
    outcome = states(found)[3]
    assert (saved, outcome, title_of(people[3])) in [
        (True, "conflict", "Mine"),
        (False, "done", "New 3"),
    ]


def test_two_workers_on_one_set_do_every_row_once(owner, people, monkeypatch):
    found = working(owner, people, monkeypatch)
    assert together(*[lambda: running.work(found.pk)] * 2) == [None, None]
    assert states(found) == ["done"] * len(people)
    assert updates() == len(people)


def working(owner, people, monkeypatch) -> ChangeSet:
    monkeypatch.setattr(running, "AT_ONCE", 1)
    return running.apply(drafted(owner, people))


def updates() -> int:
    return Contact.events.rel.related_model.objects.filter(pgh_label="update").count()


def test_a_killed_worker_leaves_whole_rows_and_another_ends_the_work(owner, people, monkeypatch):
    found = working(owner, people, monkeypatch)
    killed_once(updates, WORK.format(pk=found.pk))
    assert states(found).count("done") == updates()
    running.work(found.pk)
    assert (states(found), updates()) == (["done"] * len(people), len(people))


def test_undone_twice_at_once_it_is_put_back_once(owner, people):
    found = running.apply(drafted(owner, people[:4]))
    results = together(*[lambda: running.undo(ChangeSet.objects.get(pk=found.pk))] * 2)
    assert sum(isinstance(result, Exception) for result in results) <= 1
    assert states(found) == ["back"] * 4
    assert title_of(people[0]) == "Old"
