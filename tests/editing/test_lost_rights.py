"""A right that ends while a form lies open, or between the door and the row's lock."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm.editing import SEEN
from crm.grid.changes import running
from crm.grid.changes.cells import Cell
from crm.grid.doors import grid_for
from crm.refusals import NotAllowed
from customers.forms.contact import ContactForm
from customers.forms.customer import CustomerForm
from intel.forms.department import DepartmentForm
from intel.forms.dossier import DossierForm
from intel.forms.fact import FactForm
from intel.forms.rival import RivalForm
from sales.forms.activity import ActivityForm
from sales.forms.opportunity import OpportunityForm
from tests.factories import make_customer
from tests.grids.changes.test_pasting import pasted
from tests.house import browser_of
from tests.security.world import Dossiers

pytestmark = pytest.mark.django_db
FORMS = {
    "customer": (CustomerForm, "name"),
    "contact": (ContactForm, "name"),
    "activity": (ActivityForm, "text"),
    "opportunity": (OpportunityForm, "name"),
    "department": (DepartmentForm, "name"),
    "dossier": (DossierForm, "level"),
    "fact": (FactForm, "text"),
    "rival": (RivalForm, "product"),
}


@pytest.fixture
def world(house):
    return Dossiers(owner=house.owner)


@pytest.fixture
def editor(house, world):
    """Somebody who may change everything, for now."""
    world.customer.share(house.stranger, by=house.owner, scope="everything", may_edit=True)
    return house.stranger


def opened(record, form, field):
    """The form as it was opened, sent with another value for one field."""
    made = form.of_fields([field], instance=record)
    value = "deciding" if field == "level" else "Something new"
    data = QueryDict(mutable=True)
    data.update({field: value, SEEN: made[SEEN].value()})
    return form.of_fields([field], data, instance=record)


def stored(record):
    return type(record)._base_manager.filter(pk=record.pk).values().get()


@pytest.mark.parametrize("kind", list(FORMS))
def test_it_is_saved_while_the_right_lasts(world, editor, kind):
    record = getattr(world, kind)
    assert opened(record, *FORMS[kind]).settle(by=editor)


@pytest.mark.parametrize("kind", list(FORMS))
def test_nothing_is_saved_after_the_right_is_gone(house, world, editor, kind):
    record = getattr(world, kind)
    form = opened(record, *FORMS[kind])
    world.customer.unshare(editor, by=house.owner)
    before = stored(record)
    with pytest.raises(NotAllowed):
        form.settle(by=editor)
    assert stored(record) == before


@pytest.mark.parametrize("kind", ["activity", "opportunity", "department", "rival", "fact"])
def test_a_card_that_may_be_edited_opens_nothing_behind_it(house, world, editor, kind):
    record = getattr(world, kind)
    form = opened(record, *FORMS[kind])
    world.customer.share(editor, by=house.owner, scope="card", may_edit=True)
    with pytest.raises(NotAllowed):
        form.settle(by=editor)


def test_a_fact_closes_with_the_confidence(house, world):
    form = opened(world.fact, *FORMS["fact"])
    with pytest.raises(NotAllowed):
        form.settle(by=house.admin)


def test_a_cell_opened_before_the_right_went_is_refused_in_words(house, world, editor):
    cell = Cell(grid_for(editor, "contacts"), world.contact.pk, "job")
    seen = cell.form()[SEEN].value()
    world.customer.unshare(editor, by=house.owner)
    with pytest.raises(NotAllowed, match="out of your sight"):
        cell.save(cell.form({"title": "New", SEEN: seen}))


def test_between_looking_and_applying_a_right_can_go(house, world, editor):
    draft = pasted(editor, [world.contact], "job", "New", "contacts")[0].change_set
    world.customer.unshare(editor, by=house.owner)
    running.apply(draft)
    assert [change.state for change in draft.changes.all()] == ["missing"]


def test_between_applying_and_undoing_a_right_can_go(house, world, editor):
    draft = pasted(editor, [world.contact], "job", "New", "contacts")[0].change_set
    running.apply(draft)
    world.customer.share(editor, by=house.owner, scope="everything")
    running.undo(draft)
    assert [change.state for change in draft.changes.all()] == ["stuck"]
    world.contact.refresh_from_db()
    assert world.contact.title == "New"


def test_the_sentence_reaches_the_browser_and_nothing_is_lost(house, world):
    """A form that htmx sent stays as it is: the answer swaps nothing."""
    own = make_customer("Own Works", owner=house.owner)
    client, url = browser_of(house.owner), reverse("customers:edit", args=[own.pk])
    assert client.get(url).status_code == 200
    own.assign(house.mate, by=house.manager)
    own.share(house.owner, by=house.mate, scope="card")
    response = client.post(url, {"name": "New"}, headers={"hx-request": "true"})
    assert response.status_code == 403


@pytest.fixture
def given_away(house):
    """A customer whose form the owner had open when it was given to somebody else."""
    own = make_customer("Own Works", owner=house.owner)
    own.assign(house.mate, by=house.manager)
    own.share(house.owner, by=house.mate, scope="card")
    return own


def test_without_htmx_the_sentence_comes_with_what_was_typed(house, given_away):
    url = reverse("customers:edit", args=[given_away.pk])
    typed = {"name": "New & Sons", "address": "1 High Street\nHangzhou", "password1": "secret"}
    response = browser_of(house.owner).post(url, typed)
    html = response.content.decode()
    assert response.status_code == 403
    assert "You may see this customer, but not change it." in html
    assert "New &amp; Sons</p>" in html
    assert "1 High Street<br>Hangzhou</p>" in html
    assert "secret" not in html


def test_what_was_kept_can_be_sent_again_once_the_right_is_back(house, given_away):
    client, url = browser_of(house.owner), reverse("customers:edit", args=[given_away.pk])
    seen = CustomerForm.of_fields(["name"], instance=given_away)[SEEN].value()
    kept = client.post(url, {"name": "New Works", SEEN: seen}).context["kept"]
    given_away.share(house.owner, by=house.mate, scope="card", may_edit=True)
    response = client.post(kept.url, dict(kept.fields))
    assert response.status_code == 302
    given_away.refresh_from_db()
    assert given_away.name == "New Works"


def test_a_cell_sent_without_htmx_keeps_what_was_typed(house, given_away):
    url = reverse("grids:cell", args=["customers"]) + f"?id={given_away.pk}&column=name"
    response = browser_of(house.owner).post(url, {"name": "New Works", SEEN: "{}"})
    assert response.status_code == 403
    assert response.context["kept"].texts == ["New Works"]
    assert response.context["kept"].url == url


def test_where_nothing_was_typed_nothing_is_kept(house, given_away):
    url = reverse("customers:edit", args=[given_away.pk])
    client = browser_of(house.owner)
    assert client.get(url).context["kept"] is None
    assert client.post(url, {SEEN: "{}", "axis": "17", "anyway": "x1"}).context["kept"] is None
