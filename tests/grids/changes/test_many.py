"""One value for many rows: chosen, looked at, applied, put back."""

import pytest
from django.urls import reverse

from crm.grid.changes import running
from crm.grid.changes.models import Change, ChangeSet
from tests.factories import make_axis, make_category, make_customer, make_user
from tests.factories_sales import make_activity
from tests.house import browser_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


@pytest.fixture
def works(house):
    return [make_customer(f"Works {n}", owner=house.owner) for n in range(3)]


def url(key="customers"):
    return reverse("grids:edit", args=[key])


def ids(records) -> str:
    return ",".join(str(record.pk) for record in records)


def draft(user, records, column, value, key="customers", **more) -> ChangeSet:
    field = more.pop("field", column)
    data = {"ids": ids(records), "column": column, f"new-{field}": value, **more}
    response = browser_of(user).post(url(key), data, headers=HTMX)
    assert response.status_code == 200, response.content.decode()
    return ChangeSet.objects.latest("pk")


def states(found) -> list[str]:
    return list(found.changes.order_by("position").values_list("state", flat=True))


def test_the_dialog_offers_the_columns_and_the_chosen_ones_field(house, works):
    page = (
        browser_of(house.owner).get(url(), {"ids": ids(works), "column": "email"}).content.decode()
    )
    assert 'name="new-email"' in page and 'value="address"' in page
    assert 'value="owner"' not in page


def test_a_column_that_means_another_thing_in_every_row_is_not_offered(house):
    visit = make_activity(house.customer, by=house.owner)
    page = browser_of(house.owner).get(url("activities"), {"ids": visit.pk}).content.decode()
    assert 'value="outcome"' in page and 'value="contact"' not in page


def test_every_row_is_shown_before_and_after_and_nothing_is_changed_yet(house, works):
    works[0].address = "New Street"
    works[0].save(update_fields=["address"])
    found = draft(house.owner, works, "address", "New Street")
    assert (found.state, states(found)) == ("draft", ["same", "waiting", "waiting"])
    works[1].refresh_from_db()
    assert works[1].address == ""


def test_applied_and_undone(house, works):
    found = draft(house.owner, works, "address", "New Street")
    running.apply(found)
    assert states(found) == ["done"] * 3
    works[2].address = "Edited later"
    works[2].save(update_fields=["address"])
    running.undo(found)
    assert (found.state, states(found)) == ("undone", ["back", "back", "kept"])
    works[0].refresh_from_db(), works[2].refresh_from_db()
    assert (works[0].address, works[2].address) == ("", "Edited later")


def test_undo_says_beforehand_what_it_would_come_to(house, works):
    found = running.apply(draft(house.owner, works, "address", "New Street"))
    works[2].address = "Edited later"
    works[2].save(update_fields=["address"])
    page = browser_of(house.owner).get(found.url("undo"))
    numbers = {state: str(number) for _tone, state, _label, number in page.context["chips"]}
    assert numbers == {"back": "2", "kept": "1"}


def test_rows_one_may_only_read_are_refused_and_the_rest_goes(house, works):
    works[0].share(house.stranger, by=house.owner, scope="everything")
    works[1].share(house.stranger, by=house.owner, scope="everything", may_edit=True)
    found = running.apply(draft(house.stranger, works[:2], "address", "X"))
    assert states(found) == ["refused", "done"]


def test_a_right_lost_after_the_look_counts(house, works):
    works[0].share(house.stranger, by=house.owner, scope="everything", may_edit=True)
    found = draft(house.stranger, works[:1], "address", "X")
    works[0].unshare(house.stranger, by=house.owner)
    running.apply(found)
    assert states(found) == ["missing"]


def test_everything_that_matches_is_fixed_when_it_is_chosen(house, works):
    data = {"all": "1", "query": "q=Works", "column": "short_name", "new-short_name": "W"}
    response = browser_of(house.owner).post(url(), data, headers=HTMX)
    assert response.status_code == 200
    make_customer("Works 9", owner=house.owner)
    found = running.apply(ChangeSet.objects.get())
    assert states(found) == ["done"] * 3


def test_an_empty_value_is_asked_about_and_cleared_when_it_is_meant(house, works):
    data = {"ids": ids(works), "column": "address", "new-address": ""}
    response = browser_of(house.owner).post(url(), data, headers=HTMX)
    assert response.status_code == 422 and "Clear it" in response.content.decode()
    works[0].address = "Somewhere"
    works[0].save(update_fields=["address"])
    data |= {"new-clear": "1"}
    browser_of(house.owner).post(url(), data, headers=HTMX)
    assert states(running.apply(ChangeSet.objects.get())) == ["done", "same", "same"]


def test_a_category_is_set_for_all(house, works):
    axis = make_axis("size", "Size")
    large = make_category(axis, "Large")
    found = draft(house.owner, works, "size", str(large.pk), field="axis_size")
    running.apply(found)
    works[0].refresh_from_db()
    assert works[0].category_on(axis) == large.pk


def test_who_may_change_none_of_the_rows_is_told_so(house, works):
    works[0].share(house.stranger, by=house.owner, scope="everything")
    response = browser_of(house.stranger).get(url(), {"ids": works[0].pk})
    assert response.status_code == 403


def test_a_set_is_its_makers_and_an_administrators(house, works):
    found = draft(house.owner, works, "address", "New Street")
    assert browser_of(house.stranger).get(found.get_absolute_url()).status_code == 404
    assert browser_of(house.admin).get(found.get_absolute_url()).status_code == 200
    assert browser_of(house.admin).post(found.url("apply")).status_code == 403


def test_values_are_shown_only_of_rows_that_are_still_ones_own(house, works):
    works[0].share(house.stranger, by=house.owner, scope="everything", may_edit=True)
    found = running.apply(draft(house.stranger, works[:1], "address", "Secret Street"))
    works[0].unshare(house.stranger, by=house.owner)
    assert (
        "Secret Street"
        not in browser_of(house.stranger).get(found.get_absolute_url()).content.decode()
    )


def test_a_large_set_is_checked_and_applied_by_jobs(house, works, monkeypatch):
    monkeypatch.setattr(running, "CHECKED_AT_ONCE", 1)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    data = {"ids": ids(works), "column": "address", "new-address": "X"}
    response = browser_of(house.owner).post(url(), data, headers=HTMX)
    found = ChangeSet.objects.get()
    assert response["HX-Redirect"] == found.get_absolute_url()
    running.work(found.pk)
    assert browser_of(house.owner).post(found.url("apply")).url == found.get_absolute_url()
    page = browser_of(house.owner).get(found.get_absolute_url()).content.decode()
    assert "<progress" in page
    running.work(found.pk)
    running.work(found.pk)
    found.refresh_from_db()
    assert (found.state, states(found)) == ("done", ["done"] * 3)


def test_somebody_who_left_changes_nothing_more(house, works):
    found = draft(house.owner, works, "address", "X")
    house.owner.is_active = False
    house.owner.save(update_fields=["is_active"])
    running.apply(found)
    assert (found.state, states(found)) == ("stopped", ["waiting"] * 3)
    assert "no longer works here" in found.halted


def test_a_draft_that_is_discarded_leaves_nothing(house, works):
    found = draft(house.owner, works, "address", "X")
    browser_of(house.owner).post(found.url("discard"))
    assert not Change.objects.exists()


def test_my_changes_are_listed_with_what_became_of_them(house, works):
    running.apply(draft(house.owner, works, "address", "X"))
    html = browser_of(house.owner).get(reverse("grids:changes")).content.decode()
    assert "Customers · many rows" in html and "3 changed" in html
    assert "many rows" not in browser_of(make_user()).get(reverse("grids:changes")).content.decode()


@pytest.mark.parametrize("outcome", ["", "done", "nonsense"])
def test_the_cells_of_a_set_cost_the_same_queries_whatever_their_number(house, works, outcome):
    costs = []
    for some in (works[:1], works):
        found = running.apply(draft(house.owner, some, "address", f"X{len(some)}"))
        client = browser_of(house.owner)
        client.get(found.get_absolute_url())
        costs.append(queries_of(client, f"{found.get_absolute_url()}?outcome={outcome}"))
    assert costs[0] == costs[1]


def queries_of(client, address) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
