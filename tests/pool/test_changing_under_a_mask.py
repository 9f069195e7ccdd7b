"""A mask and the lists that are changed in place: what is covered is not told by cells, change
sets, pastes, forms or their disputes, not even to somebody who may edit."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm.grid.changes import running
from crm.grid.changes.models import Change
from crm.grid.doors import grid_for
from customers.forms.customer import CustomerForm
from customers.models import Customer
from tests.factories import make_contact, make_customer
from tests.house import browser_of
from tests.pool.ruling import FIELDS, MOBILE, SECRETS, SWITCHBOARD, make_secretive, rule

pytestmark = pytest.mark.django_db
EVERY_SECRET = [secret for secrets in SECRETS.values() for secret in secrets]


@pytest.fixture
def pooled(house):
    return make_secretive(house.east, by=house.manager)


@pytest.fixture
def mate(house, pooled):
    """Reads the pool under its mask, and holds customers of their own."""
    rule(house.east, masked=FIELDS)
    return house.mate


def entitle(customer, user):
    """A share to edit that outlived the release: the verbs end them all."""
    right = {"scope": "everything", "expires_at": None, "may_reshare": False}
    customer._upsert_share(user, user, True, right)
    assert customer.access_of(user).edits


def told(client, url, data=None) -> str:
    response = client.post(url, data) if data is not None else client.get(url)
    return response.content.decode()


def secrets_in(text: str) -> list[str]:
    return [secret for secret in EVERY_SECRET if secret in text]


def own_contact(mate):
    return make_contact(make_customer("Own Works", owner=mate), "Li Qing")


def test_a_change_of_many_names_no_covered_contact(mate, pooled):
    chosen = f"{own_contact(mate).pk},{pooled.contact.pk}"
    url = reverse("grids:edit", args=["contacts"])
    posted = {"ids": chosen, "column": "job", "new-title": "Chief", "check": "1"}
    assert secrets_in(told(browser_of(mate), url, posted)) == []
    names = [change.name for change in Change.objects.order_by("position")]
    assert names[0] == "Li Qing"
    assert len(names) == 2 and secrets_in(names[1]) == []


def test_a_set_made_before_the_release_tells_no_covered_name(house):
    customer = make_secretive(house.east, by=house.manager)
    customer.claim(by=house.mate)
    url = reverse("grids:edit", args=["contacts"])
    posted = {"ids": customer.contact.pk, "column": "mobile", "new-mobile": "139 0000 1111"}
    client = browser_of(house.mate)
    told(client, url, posted)
    found = Change.objects.get().change_set
    running.apply(found)
    customer.release(by=house.mate, reason="no_access")
    rule(house.east, masked=FIELDS)
    for name in ("set", "undo"):
        page = told(client, found.url(name))
        assert secrets_in(page) == []
        assert "139 0000 1111" not in page


@pytest.mark.parametrize("text", [MOBILE, "13873165942", "139 0000 1111"])
def test_a_paste_is_no_oracle(mate, pooled, text):
    own = own_contact(mate)
    url = reverse("grids:paste", args=["contacts"])
    ids = f"{pooled.contact.pk},{own.pk}"
    page = told(
        browser_of(mate), url, {"ids": ids, "cols": "mobile", "text": f"{text}\n139 1111 2222"}
    )
    assert Change.objects.get(record_id=pooled.contact.pk).state == "refused"
    assert secrets_in(page.replace(text, "")) == []


@pytest.mark.parametrize("text", [MOBILE, "139 0000 1111"])
def test_a_paste_is_no_oracle_to_an_editor(mate, pooled, text):
    entitle(pooled, mate)
    url = reverse("grids:paste", args=["contacts"])
    told(browser_of(mate), url, {"ids": pooled.contact.pk, "cols": "mobile", "text": text})
    change = Change.objects.get()
    assert (change.state, change.old, change.old_text) == ("refused", None, "")


def test_an_editor_changes_what_shows_and_is_told_nothing_else(mate, pooled):
    entitle(pooled, mate)
    client = browser_of(mate)
    url = f"{reverse('grids:cell', args=['contacts'])}?id={pooled.contact.pk}&column=job"
    assert secrets_in(told(client, url)) == []
    response = client.post(url, {"title": "Chief"})
    assert response.status_code in (200, 409)
    assert secrets_in(response.content.decode() + str(response.headers)) == []
    assert all(secrets_in(change.name) == [] for change in Change.objects.all())


def test_no_covered_cell_opens_to_an_editor(mate, pooled):
    entitle(pooled, mate)
    for key, record in (("customers", pooled), ("contacts", pooled.contact)):
        grid = grid_for(mate, key)
        covered = grid.masks.covered(record)
        names = [c.name for c in grid.editable_columns.values() if c.form_field in covered]
        assert names
        for name in names:
            url = f"{reverse('grids:cell', args=[key])}?id={record.pk}&column={name}"
            response = browser_of(mate).get(url)
            assert response.status_code == 403, name
            assert secrets_in(response.content.decode()) == []


def test_the_dialog_for_many_carries_no_covered_value(mate, pooled):
    entitle(pooled, mate)
    client = browser_of(mate)
    for key, record in (("customers", pooled), ("contacts", pooled.contact)):
        for name in grid_for(mate, key).editable_columns:
            url = reverse("grids:edit", args=[key])
            page = told(client, f"{url}?ids={record.pk}&column={name}")
            assert secrets_in(page) == [], name


def test_a_form_shows_an_editor_nothing_covered(mate, pooled):
    entitle(pooled, mate)
    client = browser_of(mate)
    for url in (
        reverse("customers:edit", args=[pooled.pk]),
        reverse("customers:contact_edit", args=[pooled.contact.pk]),
    ):
        assert secrets_in(told(client, url)) == [], url
        page = told(
            client,
            url,
            {
                "name": "New",
                "phones": "0571 1111 2222",
                "mobile": "139 0000 1111",
                "email": "x@y.example",
                "credit_code": "91350100M000100Y50",
                "address": "x",
                "wechat": "x_12345",
                "phone": "0571 1111 3333",
                "website": "x.example",
            },
        )
        assert secrets_in(page) == [], url


def test_what_is_covered_is_not_overwritten_by_an_editor(mate, pooled):
    entitle(pooled, mate)
    client = browser_of(mate)
    url = reverse("customers:edit", args=[pooled.pk])
    response = client.post(url, {"name": "New Valves", "phones": "0571 1111 2222"})
    assert response.status_code in (302, 409)
    stored = Customer.objects.get(pk=pooled.pk)
    assert stored.phones == [SWITCHBOARD]


def test_the_form_of_a_covered_record_has_the_fields_that_show(mate, pooled):
    covered = grid_for(mate, "customers").masks.cover([pooled])[0]
    form = CustomerForm(instance=covered)
    assert "name" in form.fields
    assert not form.fields.keys() & grid_for(mate, "customers").masks.covered(covered)


def test_a_condition_inside_another_list_finds_nothing_by_a_secret(mate, pooled):
    for where in (
        "contacts:has(mobile.has(7316))",
        "contacts:has(name.starts(王))",
        "contacts:min1(wechat.is(qzwechat_88))",
        "not(phones.has(8264))",
        "any(credit_code.starts(9135),name.is(x))",
    ):
        rows = []
        for other in ("", "9"):
            asked = where.replace("7316", f"7316{other}").replace("王", f"王{other}")
            asked = asked.replace("qzwechat_88", f"qzwechat_88{other}")
            asked = asked.replace("8264", f"8264{other}").replace("9135", f"9135{other}")
            query = QueryDict(mutable=True)
            query["where"] = asked
            rows.append([row.pk for row in grid_for(mate, "pool", query).page.rows])
        assert rows[0] == rows[1], where
