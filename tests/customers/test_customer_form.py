import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from customers.forms.customer import LONGEST_LIST
from customers.models import Customer
from tests.factories import make_axis, make_category, make_customer
from tests.house import browser_of
from tests.ownership.looking import last_entry, reload

NEW = reverse("customers:new")


def add(user, **data):
    response = browser_of(user).post(NEW, {"name": "Yongjiang Valves", **data})
    return response, Customer.objects.filter(name="Yongjiang Valves").first()


def errors_of(response) -> dict:
    return response.context["form"].errors


def test_a_new_customer_is_its_creators(house):
    response, customer = add(house.owner)
    assert response.url == customer.get_absolute_url()
    assert (customer.owner, customer.created_by) == (house.owner, house.owner)
    assert last_entry(customer).verb == "created"


def test_a_new_customer_may_go_into_a_pool_that_is_open(house):
    assert add(house.owner, pool=house.east.pk)[1].pool == house.east


def test_a_pool_that_is_not_open_is_refused(house):
    response, customer = add(house.owner, pool=house.west.pk)
    assert (response.status_code, customer) == (422, None)
    assert "pool" in errors_of(response)


def test_everything_typed_is_kept_in_order(house):
    _response, customer = add(
        house.owner,
        phones="13800138000、0571-88881234转801",
        website="yongjiang.example",
        credit_code="9111 0108 5513 8508 2q",
        remarks="Ask for\r\nMr Wu",
    )
    assert customer.phones == ["138 0013 8000", "0571 8888 1234 ext. 801"]
    assert customer.website == "https://yongjiang.example"
    assert customer.credit_code == "91110108551385082Q"
    assert customer.remarks == "Ask for\nMr Wu"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("credit_code", "91110108551385082X"),
        ("phones", "nobody knows"),
        ("email", "office at hengyu"),
        ("website", "not a site"),
        ("name", ""),
        ("name", "x" * 201),
        ("name", "nul\x00"),
    ],
)
def test_what_is_wrong_comes_back_as_typed_with_the_reason(house, field, typed):
    data = {"remarks": "Do not lose me", field: typed}
    response, customer = add(house.owner, **data)
    assert response.status_code == 422
    assert field in errors_of(response)
    assert "Do not lose me" in response.content.decode()
    assert customer is None


def test_a_doubtful_number_is_kept_and_said(house):
    response, customer = add(house.owner, phones="88881234")
    assert customer.phones == ["88881234"]
    assert "88881234" in str(list(get_messages(response.wsgi_request))[1])


@pytest.fixture
def place():
    axis = make_axis("region")
    axis.north = make_category(axis, "North", name_zh="北方")
    axis.city = make_category(axis, "Harbin", parent=axis.north, name_zh="哈尔滨", code="2301")
    return axis


def test_a_category_is_put_at_the_position_of_its_axis(house, place):
    sizes = make_axis("sizes")
    large = make_category(sizes, "Large")
    customer = add(house.owner, axis_region=place.city.pk, axis_sizes=large.pk)[1]
    assert customer.category_ids == [place.city.pk, large.pk]


def test_a_category_of_another_axis_is_refused(house, place):
    other = make_category(make_axis("other"))
    response, customer = add(house.owner, axis_region=other.pk)
    assert "axis_region" in errors_of(response)
    assert customer is None


@pytest.mark.parametrize("typed", ["abc", "-1", "99999999999999999999", "1.5", "\x00"])
def test_nonsense_as_a_category_is_refused(house, place, typed):
    assert "axis_region" in errors_of(add(house.owner, axis_region=typed)[0])


def test_an_archived_category_stays_where_it_was_chosen_and_nowhere_else(house, place):
    customer = make_customer(owner=house.owner, categories=[place.city])
    place.city.archive()
    edit = reverse("customers:edit", args=[customer.pk])
    html = browser_of(house.owner).get(edit).content.decode()
    assert "Harbin" in html
    assert "Harbin" not in browser_of(house.owner).get(NEW).content.decode()
    assert "axis_region" in errors_of(add(house.owner, axis_region=place.city.pk)[0])


def test_a_long_axis_is_typed_into(house, place):
    for _ in range(LONGEST_LIST):
        make_category(place)
    html = browser_of(house.owner).get(NEW).content.decode()
    assert f'data-options-url="{reverse("customers:axis_options", args=["region"])}"' in html


def test_without_a_script_a_typed_category_is_understood(house, place):
    for _ in range(LONGEST_LIST):
        make_category(place)
    data = {"axis_region": "", "axis_region-typed": "Harbin"}
    assert add(house.owner, **data)[1].category_ids == [place.city.pk]


def test_an_archived_axis_is_no_field(house, place):
    place.archive()
    assert "axis_region" not in browser_of(house.owner).get(NEW).content.decode()


def test_editing_saves_and_returns_to_the_page(house):
    edit = reverse("customers:edit", args=[house.customer.pk])
    client = browser_of(house.owner)
    seen = client.get(edit).context["form"]["seen"].value()
    response = client.post(edit, {"name": "Hengyu Precision", "seen": seen})
    assert response.url == house.customer.get_absolute_url()
    assert reload(house.customer).name == "Hengyu Precision"


def test_two_editors_of_one_field_are_both_heard(house):
    edit = reverse("customers:edit", args=[house.customer.pk])
    client = browser_of(house.owner)
    seen = client.get(edit).context["form"]["seen"].value()
    browser_of(house.manager).post(edit, {"name": "Hengyu Group", "seen": seen})
    response = client.post(edit, {"name": "Hengyu Precision", "seen": seen})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Manager changed this" in html
    assert "Hengyu Group" in html
    assert 'value="Hengyu Precision"' in html


def test_look_alikes_are_shown_to_those_who_may_see_them(house):
    url = reverse("customers:look_alikes")
    assert (
        "Hengyu Machines" in browser_of(house.owner).get(url, {"name": "hengyu"}).content.decode()
    )
    assert "Hengyu" not in browser_of(house.stranger).get(url, {"name": "hengyu"}).content.decode()


@pytest.mark.parametrize("name", ["", "H", "\x00", "%", "' or 1=1"])
def test_look_alikes_bear_whatever_is_typed(house, name):
    response = browser_of(house.owner).get(reverse("customers:look_alikes"), {"name": name})
    assert response.status_code == 200
