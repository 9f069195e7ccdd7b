"""Widths and pins are saved in a view; whoever opens it begins with them and may have others."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm.grid.layouts.models import GridLayout
from crm.grid.saved import keeping
from customers.grids import CustomerGrid
from tests.factories_views import make_view
from tests.house import browser_of

pytestmark = pytest.mark.django_db
LAYOUT = {"columns": ["name", "owner"], "widths": {"name": 300}, "pinned": ["owner"]}


@pytest.fixture
def view(house):
    return make_view(house.owner, "name=a", layout=LAYOUT, for_everybody=True)


def seen(user, query="") -> list[tuple]:
    """(name, width, pin) of the columns on the screen."""
    grid = CustomerGrid(user, QueryDict(query))
    return [(column.name, column.width, column.pin) for column in grid.shown_columns]


def change(user, view, do, **data):
    url = reverse("grids:layout", args=["customers"])
    query = f"view={view.pk}" if view else "cols=name,owner"
    assert browser_of(user).post(url, {"do": do, "query": query, **data}).status_code in (204, 302)


def page_of(user, view, query="") -> str:
    return browser_of(user).get(f"/customers/?view={view.pk}{query}").content.decode()


def saved_by(user, html, key="customers"):
    """Presses the button that saves the view, with what the page has in its form."""
    form = html.partition("/state/")[2]
    query = form.partition('name="query" value="')[2].partition('"')[0].replace("&amp;", "&")
    version = form.partition('name="version" value="')[2].partition('"')[0]
    pk = QueryDict(query)["view"]
    url = reverse("grids:view_state", args=[key, pk])
    return browser_of(user).post(url, {"query": query, "version": version})


def test_a_shared_view_begins_with_them(house, view):
    assert seen(house.mate, f"view={view.pk}") == [("owner", None, 1), ("name", 300, 0)]
    assert seen(house.mate, "cols=name,owner") == [("name", None, 1), ("owner", None, 0)]


def test_a_link_into_the_view_has_them_too(house, view):
    query = f"view={view.pk}&name=b&cols=name,owner,address"
    assert ("name", 300, 0) in seen(house.mate, query)


def test_what_its_reader_changes_lies_over_it_and_is_nobody_elses(house, view):
    change(house.mate, view, "width", column="owner", width="120")
    change(house.mate, view, "width", column="name", width="")
    change(house.mate, view, "pin", column="owner")
    mine = {name: (width, pin) for name, width, pin in seen(house.mate, f"view={view.pk}")}
    assert mine == {"name": (None, 0), "owner": (120, 0)}
    assert seen(house.owner, f"view={view.pk}") == [("owner", None, 1), ("name", 300, 0)]
    change(house.mate, view, "usual")
    assert seen(house.mate, f"view={view.pk}") == seen(house.owner, f"view={view.pk}")


def test_widths_alone_do_not_make_the_view_a_changed_one(house, view):
    change(house.owner, view, "width", column="owner", width="120")
    grid = CustomerGrid(house.owner, QueryDict(f"view={view.pk}"))
    assert not grid.is_changed
    assert grid.is_laid_out_anew


def test_its_owner_saves_them_into_it_and_everybody_sees_them(house, view):
    change(house.owner, view, "width", column="owner", width="120")
    html = page_of(house.owner, view)
    assert "Save my columns in the view" in html
    assert saved_by(house.owner, html).status_code == 302
    view.refresh_from_db()
    assert view.layout == {
        "columns": ["owner", "name"],
        "widths": {"name": 300, "owner": 120},
        "pinned": ["owner"],
    }
    assert seen(house.mate, f"view={view.pk}") == [("owner", 120, 1), ("name", 300, 0)]
    assert not GridLayout.objects.exists()
    assert "Save my columns in the view" not in page_of(house.owner, view)


def test_who_may_not_save_the_view_is_not_asked_to(house, view):
    change(house.mate, view, "width", column="owner", width="120")
    assert "Save my columns in the view" not in page_of(house.mate, view)


def test_saving_the_conditions_saves_them_with_it(house, view):
    change(house.owner, view, "width", column="owner", width="120")
    saved_by(house.owner, page_of(house.owner, view, "&name=b"))
    view.refresh_from_db()
    assert view.widths == {"name": 300, "owner": 120}
    keeping.undo(view, by=house.owner, version=view.version)
    assert view.layout == LAYOUT


def test_who_was_overtaken_keeps_their_own(house, view):
    change(house.owner, view, "width", column="owner", width="120")
    html = page_of(house.owner, view)
    view.version += 1
    view.save(update_fields=["version"])
    saved_by(house.owner, html)
    view.refresh_from_db()
    assert view.layout == LAYOUT
    assert GridLayout.objects.get().widths == {"owner": 120}


@pytest.mark.parametrize("of_a_view", [True, False])
def test_a_new_view_takes_those_on_the_screen(house, view, of_a_view):
    change(house.mate, view if of_a_view else None, "width", column="owner", width="90")
    query = f"view={view.pk}&name=c" if of_a_view else "name=c&cols=name,owner"
    grid = CustomerGrid(house.mate, QueryDict(query))
    url = reverse("grids:view_new", args=["customers"])
    client = browser_of(house.mate)
    form = client.get(f"{url}?{grid.state_to_save}").context["form"]
    client.post(url, {"name": "Mine", "query": form["query"].value()})
    made = house.mate.saved_views.get()
    assert made.widths == ({"name": 300, "owner": 90} if of_a_view else {"owner": 90})
    assert made.pinned == (["owner"] if of_a_view else None)


def test_a_copy_has_them(house, view):
    assert keeping.copy(view, by=house.mate).layout == LAYOUT
