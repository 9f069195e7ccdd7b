"""Cells of a spreadsheet are looked at, applied and put back; every wrong one says why."""

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from crm.grid.changes import pasting, running
from crm.grid.changes.models import ChangeSet
from crm.grid.changes.pasting import copied, paste
from crm.grid.doors import grid_for
from crm.refusals import Refused
from tests.factories import make_axis, make_category, make_contact, make_customer
from tests.factories_sales import make_activity, make_opportunity
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def pasted(user, records, names, text, key="customers") -> list:
    """The checked cells of a paste, in their order."""
    grid = grid_for(user, key)
    draft = paste(grid, [record.pk for record in records], names.split(","), text)
    return list(draft.changes.order_by("position"))


def states(cells) -> list[str]:
    return [cell.state for cell in cells]


def applied(cells) -> list:
    running.apply(cells[0].change_set)
    return list(cells[0].change_set.changes.order_by("position"))


@pytest.fixture
def works(house):
    return [make_customer(f"Works {n}", owner=house.owner) for n in range(3)]


def test_a_paste_is_shown_before_it_changes_anything(house, works):
    data = {
        "ids": ",".join(str(w.pk) for w in works),
        "cols": "name,short_name",
        "text": "New\tN\n",
    }
    page = browser_of(house.owner).post(reverse("grids:paste", args=["customers"]), data)
    html = page.content.decode()
    assert "Works 0" in html and "New" in html
    works[0].refresh_from_db()
    assert works[0].name == "Works 0"


def test_applied_it_changes_the_cells_and_undone_it_puts_them_back(house, works):
    cells = pasted(house.owner, works, "short_name,address", "A\tStreet 1\r\nB\tStreet 2\r\n")
    assert states(cells) == ["waiting"] * 4
    assert states(applied(cells)) == ["done"] * 4
    works[1].refresh_from_db()
    assert (works[1].short_name, works[1].address, works[1].updated_by) == (
        "B",
        "Street 2",
        house.owner,
    )
    running.undo(ChangeSet.objects.get())
    works[1].refresh_from_db()
    assert (works[1].short_name, works[1].address) == ("", "")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ('"two\nlines"\tb', [["two\nlines", "b"]]),
        ('say ""hi""\tb', [['say ""hi""', "b"]]),
        ('"open\tb\nc', [['"open', "b"], ["c"]]),
        ("a\n\nc", [["a"], [""], ["c"]]),
        ("a\tb\nc", [["a", "b"], ["c"]]),
        ("'=1+1", [["=1+1"]]),
    ],
)
def test_cells_are_parted_as_spreadsheets_part_them(text, rows):
    assert pasting.cells_in(text) == rows


def test_lines_below_the_last_row_are_counted_and_left_out(house, works):
    cells = pasted(house.owner, works[:1], "short_name", "A\nB\nC")
    assert (len(cells), cells[0].change_set.left_over) == (1, 2)


def test_a_wrong_cell_says_why_and_keeps_no_neighbour_from_it(house, works):
    cells = pasted(house.owner, works, "email,address", "nonsense\tStreet 1")
    assert states(cells) == ["refused", "waiting"]
    assert "valid email" in cells[0].why
    assert states(applied(cells)) == ["refused", "done"]


def test_a_required_cell_is_not_emptied(house, works):
    (cell,) = pasted(house.owner, works, "name", " ")[:1]
    assert (cell.state, "required" in cell.why) == ("refused", True)


def test_categories_are_read_by_name_and_path_and_unknown_ones_named(house, works):
    place = make_axis("place", "Place")
    hangzhou = make_category(place, "Hangzhou", make_category(place, "Zhejiang"))
    cells = pasted(house.owner, works, "place", "Hangzhou\nZhejiang / Hangzhou\nAtlantis")
    assert states(cells) == ["waiting", "waiting", "refused"]
    assert cells[0].new == cells[1].new == str(hangzhou.pk)
    assert "Atlantis" in cells[2].why


def test_a_column_that_is_not_changed_here_is_the_same_or_refused(house, works):
    cells = pasted(house.owner, works, "owner,short_name", "Owner\tA\nMate\tB")
    assert states(cells) == ["same", "waiting", "refused", "waiting"]


def test_rows_one_reads_only_and_rows_one_does_not_see_are_refused(house, works):
    works[0].share(house.stranger, by=house.owner, scope="everything")
    cells = pasted(house.stranger, works[:2], "address", "Here\nThere")
    assert states(cells) == ["refused", "missing"]
    assert cells[1].name == ""


def test_a_persons_name_an_amount_and_a_day_are_read(house):
    need = make_opportunity(house.customer, by=house.owner, owner=house.owner)
    text = "Mate\t￥1,500.00\t2026年12月1日\tUSD"
    cells = pasted(house.owner, [need], "owner,amount,expected,currency", text, "opportunities")
    assert states(applied(cells)) == ["done"] * 4
    need.refresh_from_db()
    assert (need.owner, need.amount, str(need.expected_close)) == (house.mate, 1500, "2026-12-01")


def test_a_contact_is_one_of_the_rows_own_customer(house):
    make_contact(house.customer, "Wu Tao")
    make_contact(make_customer(owner=house.owner), "He Jing")
    visit = make_activity(house.customer, by=house.owner)
    cells = pasted(house.owner, [visit, visit], "contact", "He Jing", "activities")
    assert (cells[0].state, "He Jing" in cells[0].why) == ("refused", True)
    cells = pasted(house.owner, [visit], "contact,kind", "Wu Tao\tphone call", "activities")
    assert states(cells) == ["waiting", "refused"]


@pytest.mark.parametrize("text", ["", "\n" * 501])
def test_nothing_and_too_much_are_refused_in_a_sentence(house, works, text):
    with pytest.raises(Refused):
        pasted(house.owner, works, "address", text)


def test_a_list_that_is_only_read_takes_no_paste(house):
    response = browser_of(house.owner).post(
        reverse("grids:paste", args=["ledger"]), {"ids": "1", "cols": "x", "text": "x"}
    )
    assert response.status_code == 302


def test_what_was_changed_since_the_look_is_left_alone(house, works):
    cells = pasted(house.owner, works[:1], "address,short_name", "Mine\tM")
    works[0].address = "Theirs"
    works[0].save(update_fields=["address"])
    cells = applied(cells)
    assert states(cells) == ["conflict", "done"]
    assert "Theirs" in cells[0].why


def full_customer(house):
    place = make_axis("place", "Place")
    where = make_category(place, "Hangzhou", make_category(place, "Zhejiang"))
    return make_customer(
        "Hengyu, \"Ltd\"", owner=house.owner, categories=[where], phones=["0571 8888 6666"],
        address="=Street\t1", remarks="two\nlines", email="a@example.com", website="https://a.cn",
    )  # fmt: skip


def full_activity(house):
    contact = make_contact(house.customer, "Wu Tao")
    return make_activity(
        house.customer, by=house.owner, contact=contact, outcome="Well", happened_at=timezone.now()
    )


FULL = {
    "customers": (full_customer, lambda house: make_customer(owner=house.owner)),
    "activities": (full_activity, lambda house: make_activity(house.customer, by=house.owner)),
    "opportunities": (
        lambda house: make_opportunity(
            house.customer, by=house.owner, expected_close=timezone.localdate(), need="More"
        ),
        lambda house: make_opportunity(house.customer, by=house.owner, name="Other", amount=None),
    ),
}


@pytest.mark.parametrize("key", FULL)
def test_what_was_copied_pastes_back_to_no_difference_and_makes_another_row_like_it(house, key):
    one, other = (make(house) for make in FULL[key])
    grid = grid_for(house.owner, key)
    names = [name for name, column in grid.editable_columns.items() if column.form_field]
    cols = QueryDict(f"cols={','.join(names)}")
    texts = texts_of(grid_for(house.owner, key, cols), one.pk)
    line = "\t".join('"' + text.replace('"', '""') + '"' for text in texts)
    assert set(states(pasted(house.owner, [one], ",".join(names), line, key))) == {"same"}
    cells = pasted(house.owner, [other], ",".join(names), line, key)
    assert set(states(applied(cells))) <= {"done", "same"}, [(c.column, c.why) for c in cells]
    assert texts_of(grid_for(house.owner, key, cols), other.pk) == texts


def texts_of(grid, pk) -> list[str]:
    """What the row's cells give to the clipboard, minutes at the finest."""
    (record,) = grid.loaded([pk])
    return [copied(c, record)[: 16 if c.css == "date" else None] for c in grid.shown_columns]
