"""How the filters of one column are drawn: in few rows, and nothing that was typed is lost."""

import pytest
from django.http import QueryDict

from crm.grid import fields
from crm.grid.fields import Bounds, FilterField, Question
from customers.grids import CustomerGrid
from sales.grids import OpportunityGrid
from tests.factories import make_user
from tests.house import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep():
    return make_user("Rep")


@pytest.fixture
def rows_of(rep):
    def found(column, query="", grid=CustomerGrid):
        opened = grid(rep, QueryDict(f"part=head&column={column}&{query}"))
        return opened.menu.fields

    return found


def names(question) -> list[str]:
    return [name for name, *_rest in question.options]


def test_the_questions_to_a_text_share_one_row(rows_of):
    (row,) = rows_of("name")
    assert isinstance(row, Question)
    assert row.usual
    assert names(row) == [
        "name",
        "name_starts",
        "name_is",
        "name_not",
        "name_empty",
        "name_filled",
    ]
    assert row.chosen.name == "name"


def test_what_is_asked_is_chosen(rows_of):
    (row,) = rows_of("name", "name_starts=hz")
    assert (row.chosen.name, row.chosen.text) == ("name_starts", "hz")


def test_a_second_question_keeps_a_row_of_its_own(rows_of):
    second, row = rows_of("name", "name_starts=hz&name_not=hzkj")
    assert (row.chosen.name, row.chosen.text) == ("name_starts", "hz")
    assert isinstance(second, FilterField)
    assert (second.name, second.text) == ("name_not", "hzkj")
    assert "name_not" not in names(row)


def test_an_answer_of_no_asks_nothing(rows_of):
    (row,) = rows_of("name", "name_empty=0")
    assert row.chosen.name == "name"
    assert not row.typed


def test_the_ends_of_a_range_stand_side_by_side(rows_of):
    question, bounds = rows_of("amount", grid=OpportunityGrid)
    assert isinstance(bounds, Bounds)
    assert [end.name for end in bounds.ends] == ["amount_min", "amount_max"]
    assert names(question) == ["amount", "amount_empty", "amount_filled"]


@pytest.mark.parametrize("query, drawn", [("", False), ("amount_between=1,2", True)])
def test_between_is_drawn_only_where_it_is_asked(rows_of, query, drawn):
    found = [row for row in rows_of("amount", query, OpportunityGrid) if hasattr(row, "name")]
    assert [row.name for row in found] == ["amount_between"] * drawn


def test_spans_are_one_list_and_days_one_row(rows_of):
    span, days, bounds = rows_of("created")
    assert span.template.endswith("one.html")
    assert names(days)[:3] == ["created_past", "created_next", "created_ago"]
    assert [end.name for end in bounds.ends] == ["created_from", "created_to"]


def test_emptiness_alone_is_asked_only_when_it_is_chosen(rep):
    grid = CustomerGrid(rep, QueryDict(""))
    asked = grid.filterset_of(grid.filters_of["name"])
    names = ("name_empty", "name_filled")
    (row,) = fields.rows_of(FilterField(name, asked.filters[name], asked.form) for name in names)
    assert row.needs_no_answer
    assert row.chosen is None
    assert not row.usual


def test_a_menu_draws_one_input_for_a_text(rep):
    html = browser_of(rep).get("/customers/?part=head&column=name").content.decode()
    assert html.count("data-answer") == 1
    assert html.count('<input type="text"') == 1


def test_the_dialog_draws_what_is_asked(rep):
    html = browser_of(rep).get("/customers/?part=filters&name_starts=hz&name_not=x")
    text = html.content.decode()
    assert 'name="name_starts" value="hz"' in text
    assert 'name="name_not" value="x"' in text
