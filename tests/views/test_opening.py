"""`?view=` opens a saved state; whatever the URL says beside it, it says whole."""

import pytest
from django.http import QueryDict

from customers.grids import CustomerGrid
from tests.factories import make_axis, make_category, make_customer
from tests.factories_views import make_view


def opened(user, query) -> CustomerGrid:
    return CustomerGrid(user, QueryDict(query))


def rows(user, query) -> set[str]:
    return {row.name for row in opened(user, query).page.rows}


@pytest.fixture
def view(house):
    make_customer("Alpha", owner=house.owner)
    make_customer("Beta", owner=house.owner)
    return make_view(house.owner, "q=alpha&sort=name", "A", columns=["name", "owner"])


def test_a_view_alone_is_the_view_as_it_was_saved(house, view):
    grid = opened(house.owner, f"view={view.pk}")
    assert [row.name for row in grid.page.rows] == ["Alpha"]
    assert [column.name for column in grid.shown_columns] == ["name", "owner"]
    assert not grid.is_changed and grid.all_problems == []


def test_a_page_further_on_is_still_the_view(house, view, monkeypatch):
    monkeypatch.setattr(CustomerGrid, "rows_on_a_page", 1)
    view.query = "sort=name"
    view.save(update_fields=["query"])
    first = opened(house.owner, f"view={view.pk}")
    second = opened(house.owner, first.after_url.removeprefix("?"))
    assert first.after_url.startswith(f"?view={view.pk}&after=")
    assert second.page.rows[0].name == "Beta" and not second.is_changed


def test_once_anything_differs_the_url_says_the_whole_state(house, view):
    changed = opened(house.owner, f"view={view.pk}").url(state="mine")
    assert changed == f"?view={view.pk}&q=alpha&state=mine&sort=name"
    assert opened(house.owner, changed[1:]).is_changed


def test_going_back_to_what_was_saved_makes_the_url_short_again(house, view):
    grid = opened(house.owner, f"view={view.pk}&q=alpha&state=mine&sort=name")
    assert grid.url(state=None) == f"?view={view.pk}"


def test_a_cleared_list_does_not_fall_back_to_the_view(house, view):
    cleared = opened(house.owner, f"view={view.pk}").cleared_url
    assert cleared == f"?view={view.pk}&sort=name"
    assert {"Alpha", "Beta"} <= rows(house.owner, cleared[1:])


def test_a_form_that_empties_its_field_does_not_fall_back_either(house, view):
    kept = dict(opened(house.owner, f"view={view.pk}").kept_params)
    assert kept == {"view": str(view.pk), "sort": "name"}


def test_columns_count_as_a_change_where_the_url_names_them(house, view):
    assert opened(house.owner, f"view={view.pk}&q=alpha&sort=name&cols=name").is_changed
    assert not opened(house.owner, f"view={view.pk}&q=alpha&sort=name").is_changed


@pytest.mark.parametrize("asked", ["99999", "x", "-1", "0", "9" * 40, "1,2"])
def test_an_unknown_view_is_named_and_ignored(house, asked):
    grid = opened(house.owner, f"view={asked}")
    assert grid.all_problems == [f"The view “{asked}” is gone or not shared with you."]
    assert grid.page.rows and "view" not in grid.url()


def test_somebody_elses_private_view_tells_no_more_than_one_that_is_not_there(house, view):
    grid = opened(house.mate, f"view={view.pk}")
    assert grid.all_problems == [f"The view “{view.pk}” is gone or not shared with you."]
    assert grid.query == ""


def test_a_view_of_another_list_is_not_opened(house):
    contacts = make_view(house.owner, "q=x", grid="contacts")
    assert opened(house.owner, f"view={contacts.pk}").view is None


def test_what_is_gone_is_named_by_the_word_it_had(house):
    axis = make_axis("mood", "Mood")
    happy = make_category(axis, "Happy")
    words = {"mood": "Mood"}
    view = make_view(
        house.owner,
        f"mood={happy.pk}&sort=mood",
        "Happy ones",
        columns=["name", "mood"],
        words=words,
    )
    assert opened(house.owner, f"view={view.pk}").all_problems == []
    axis.archive()
    told = opened(house.owner, f"view={view.pk}").all_problems
    assert told == ["“Mood” is gone; the view “Happy ones” shows without it."]
    assert "Hengyu Machines" in rows(house.owner, f"view={view.pk}")


def test_everything_that_matches_is_said_without_the_view(house, view):
    """What a verb was given must not change when the view is saved anew."""
    assert opened(house.owner, f"view={view.pk}").query_of_all == "q=alpha&sort=name"


def test_links_have_one_order_and_nothing_empty(house):
    grid = opened(house.owner, "sort=name&letter=&state=mine&owner=me&q=a&cols=name")
    assert grid.url() == "?q=a&state=mine&owner=me&sort=name&cols=name"


def test_all_is_said_only_where_a_default_would_open_instead(house, view):
    assert opened(house.owner, "q=a").cleared_url == "?"
    view.places.create(user=house.owner, grid="customers", is_default=True)
    assert opened(house.owner, "q=a").cleared_url == "?view=all"
    assert opened(house.owner, "view=all").all_problems == []
