"""What customers use of competitors: a name typed freely, satisfaction, the end of a contract."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from intel.models import Competitor, RivalProduct
from tests.factories import make_customer
from tests.factories_intel import make_rival
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def rival_form(**said):
    blank = {"satisfaction": "", "contract_ends": "", "representative": "", "remarks": ""}
    return blank | {"competitor": "K Machines", "product": "CNC-400"} | said


def add(user, customer, **said):
    url = reverse("intel:new_rival", args=[customer.pk])
    return browser_of(user).post(url, rival_form(**said))


def change(user, product, **said):
    client, url = browser_of(user), reverse("intel:edit_rival", args=[product.pk])
    seen = client.get(url).context["form"]["seen"].value()
    return client.post(url, rival_form(product=product.product, seen=seen) | said)


def test_a_rival_product_is_recorded_with_a_new_competitor(house):
    response = add(house.owner, house.customer, satisfaction="2", contract_ends="2027-03-31")
    assert response.url == house.customer.get_absolute_url()
    product = RivalProduct.objects.get()
    assert (product.competitor.name, product.satisfaction) == ("K Machines", 2)
    assert product.contract_ends.isoformat() == "2027-03-31"


@pytest.mark.parametrize("typed", ["k machines", "  K  MACHINES ", "K Machines"])
def test_a_known_competitor_is_found_whatever_its_case(house, typed):
    known = make_rival(competitor="K Machines").competitor
    add(house.owner, house.customer, competitor=typed)
    assert Competitor.objects.get() == known


@pytest.mark.parametrize(
    "wrong",
    [
        {"competitor": ""},
        {"competitor": " \u3000 "},
        {"competitor": "x" * 121},
        {"competitor": "a\0"},
        {"product": ""},
        {"satisfaction": "6"},
        {"satisfaction": "0"},
        {"satisfaction": "very"},
        {"contract_ends": "31.13.2027"},
        {"contract_ends": "0999-01-01"},
        {"remarks": "x" * 2_001},
    ],
)
def test_nonsense_is_refused_with_a_sentence(house, wrong):
    response = add(house.owner, house.customer, **wrong)
    assert response.status_code == 422 and set(response.context["form"].errors) == set(wrong)
    assert not Competitor.objects.exists()


def test_a_competitor_is_changed_to_another_one(house):
    product = make_rival(house.customer, "K Machines")
    assert change(house.owner, product, competitor="Ourui", satisfaction="4").status_code == 302
    product.refresh_from_db()
    assert (product.competitor.name, product.satisfaction) == ("Ourui", 4)


def test_another_case_of_the_same_name_changes_nothing(house):
    product = make_rival(house.customer, "K Machines")
    change(house.owner, product, competitor="k MACHINES")
    assert Competitor.objects.get().name == "K Machines"


def test_a_satisfaction_can_be_unknown_again(house):
    product = make_rival(house.customer, satisfaction=3)
    change(house.owner, product, satisfaction="")
    product.refresh_from_db()
    assert product.satisfaction is None


def test_what_two_people_say_of_one_competitor_is_shown_side_by_side(house):
    product = make_rival(house.customer, "K Machines", satisfaction=3)
    client, url = browser_of(house.owner), reverse("intel:edit_rival", args=[product.pk])
    seen = client.get(url).context["form"]["seen"].value()
    product.competitor = make_rival(make_customer(), "Ourui").competitor
    product.satisfaction = 1
    product.save()
    said = {"competitor": "Tiger", "product": product.product, "satisfaction": "5", "seen": seen}
    response = client.post(url, rival_form(**said))
    assert response.status_code == 422 and "Ourui" in response.content.decode()
    assert set(response.context["form"].disputes) == {"competitor", "satisfaction"}


def test_the_page_tells_its_history(house):
    product = make_rival(house.customer, "K Machines")
    change(house.owner, product, competitor="Ourui")
    html = browser_of(house.manager).get(product.get_absolute_url()).content.decode()
    assert "Change history" in html and "K Machines" in html and "Owner" in html


def names(user, query):
    response = browser_of(user).get(reverse("intel:competitor_names"), {"q": query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("query", ["kbby", "kebei", "科北", "泵业", ""])
def test_the_field_offers_known_names_in_any_spelling(house, query):
    make_rival(competitor="科北泵业")
    assert "科北泵业" in names(house.owner, query)


def test_a_name_nobody_knows_is_announced_as_new(house):
    assert "“Tiger” will be a new competitor" in names(house.owner, "Tiger")


@pytest.mark.parametrize("query", ["\0", "%", "x" * 9_999, "'\"<b>"])
def test_nothing_odd_breaks_the_offer(house, query):
    assert "<b>" not in names(house.owner, query)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_who_name_one_new_competitor_at_once_mean_the_same(attempt):
    barrier, found = threading.Barrier(2), []

    def name_it(name):
        barrier.wait()
        found.append(Competitor.objects.named(name).pk)
        connection.close()

    threads = [threading.Thread(target=name_it, args=[name]) for name in ("Ourui", "OURUI")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Competitor.objects.get().pk] * 2
