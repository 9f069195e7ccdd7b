"""Nobody knows what an own field will hold: where a pool masks anything it is hidden, until a
rule shows it."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from customers.grids import ContactGrid, PoolGrid
from customers.models import Contact, Customer
from customers.pool.masking import HIDDEN, maskable, masks_for
from customers.rules.forms.sections import PoolViewForm
from customers.rules.saying import SAYING
from customers.rules.sections import PoolView
from tests.factories import make_contact, make_own_field
from tests.house import browser_of
from tests.own_fields.sampling import SAMPLES
from tests.pool.ruling import rule

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("sample", SAMPLES, ids=str)
ENDS = {"number": "_min", "money": "_min", "date": "_from"}


@pytest.fixture
def field(house, sample):
    field = make_own_field(sample.kind, "Extra")
    house.pooled.set_own(field, sample.value)
    house.pooled.save(update_fields=["own"])
    return field


def grid(user, query="") -> PoolGrid:
    return PoolGrid(user, QueryDict(query))


def shown(user, field) -> str:
    [row] = grid(user, f"cols=name,{field.key}").table
    return str(row.cells[1][1])


@every_kind
def test_a_pool_that_masks_nothing_shows_it(house, field, sample):
    assert sample.shown in shown(house.mate, field)


@every_kind
def test_it_is_hidden_in_cells_exports_and_pages(house, field, sample):
    rule(house.east, masked=["phones"])
    assert shown(house.mate, field) == HIDDEN
    url = f"{reverse('customers:pool')}?cols={field.key}&export=csv"
    content = b"".join(browser_of(house.mate).get(url).streaming_content).decode()
    page = browser_of(house.mate).get(house.pooled.get_absolute_url()).content.decode()
    assert content.splitlines()[1:] == [f'"{HIDDEN}"']
    assert f"<dd>{HIDDEN}</dd>" in page
    assert f">{sample.shown}<" not in page


@every_kind
def test_no_filter_finds_what_it_holds(house, field, sample):
    rule(house.east, masked=["phones"])
    asked = grid(house.mate, f"{field.key}{ENDS.get(sample.kind, '')}={sample.hit}")
    assert (asked.page.rows, asked.count.number) == ([], 0)
    assert "masks “Extra”" in " ".join(asked.all_told)


@every_kind
def test_no_order_tells_it(house, field, sample):
    rule(house.east, masked=["phones"])
    [row] = grid(house.mate, f"sort={field.key}").page.rows
    assert row.sort_keys == (None,)


@every_kind
def test_a_rule_shows_it(house, field, sample):
    rule(house.east, masked=["phones"], whole=[field.mask_key])
    assert sample.shown in shown(house.mate, field)
    assert grid(house.mate, f"{field.key}{ENDS.get(sample.kind, '')}={sample.hit}").page.rows


@every_kind
def test_those_who_lead_the_pool_see_it(house, field, sample):
    rule(house.east, masked=["phones"])
    assert sample.shown in shown(house.manager, field)


@every_kind
def test_what_is_covered_is_not_written_back(house, field, sample):
    rule(house.east, masked=["phones"])
    covered = masks_for(house.pooled, house.mate).cover(Customer.objects.get(pk=house.pooled.pk))
    with pytest.raises(TypeError, match="covered"):
        covered.save(update_fields=["own"])


def test_the_field_of_a_contact_is_hidden_too(house):
    field = make_own_field("text", "Extra", model=Contact)
    make_contact(house.pooled, "Wu", own={field.key: "Knows the mayor"})
    rule(house.east, masked=["phones"])
    [row] = ContactGrid(house.mate, QueryDict(f"cols=name,{field.key}")).table
    assert row.cells[1][1] == HIDDEN
    page = browser_of(house.mate).get(house.pooled.get_absolute_url()).content.decode()
    assert "mayor" not in page


def test_what_changed_is_hidden_as_well(house):
    field = make_own_field("text", "Extra")
    for value in ("Secret plan", "Other plan"):
        house.pooled.set_own(field, value)
        house.pooled.save(update_fields=["own"])
    url = reverse("customers:history", args=[house.pooled.pk])
    assert "plan" in browser_of(house.manager).get(url).content.decode()
    rule(house.east, masked=["phones"])
    assert "plan" not in browser_of(house.mate).get(url).content.decode()


def test_the_rules_offer_it_and_say_it(house):
    ours = make_own_field("text", "Extra")
    theirs = make_own_field("text", "Inner", model=Contact)
    assert {ours.mask_key, theirs.mask_key} <= dict(maskable()).keys()
    section = PoolView({"phones": "masked"})
    told = " ".join(sentence for _key, sentence in SAYING["pool_view"](section, None))
    assert "Hidden until the customer is claimed: Inner of contacts, Extra." in told


def test_the_form_of_the_rules_keeps_what_it_shows(house):
    field = make_own_field("text", "Extra")
    form = PoolViewForm(None, draft=None, prefix="x", value=PoolView({"phones": "masked"}))
    assert form.fields[field.mask_key].initial == "hidden"
    assert list(dict(form.fields[field.mask_key].choices)) == ["whole", "hidden"]
    form = PoolViewForm(None, draft=None, prefix="x", value=PoolView())
    assert form.fields[field.mask_key].initial == "whole"
