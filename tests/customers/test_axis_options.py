import pytest
from django.urls import reverse

from customers.classification import OPTIONS_SHOWN
from tests.factories import make_axis, make_category
from tests.house import browser_of


@pytest.fixture
def ask(house):
    axis = make_axis("region")
    north = make_category(axis, "Zhejiang", name_zh="浙江省", code="33")
    city = make_category(axis, "Hangzhou", name_zh="杭州市", code="3301", parent=north)
    make_category(axis, "Xihu", name_zh="西湖区", code="330106", parent=city)
    make_category(axis, "Gone", name_zh="旧区", code="330199", parent=city).archive()

    def options(query):
        url = reverse("customers:axis_options", args=["region"])
        return browser_of(house.owner).get(url, {"q": query}).content.decode()

    return options


@pytest.mark.parametrize("query", ["杭州", "hangzhou", "hz", "hang", "3301", "浙江 杭", "zj hangz"])
def test_a_category_is_found_by_chinese_english_pinyin_and_code(ask, query):
    assert 'data-label="Zhejiang · Hangzhou"' in ask(query)


def test_the_path_of_a_district_names_province_and_city(ask):
    assert "Zhejiang · Hangzhou · Xihu" in ask("xihu")


def test_an_empty_query_offers_the_top_of_the_tree(ask):
    html = ask("")
    assert "Zhejiang" in html
    assert "Hangzhou" not in html


def test_archived_categories_are_not_offered(ask):
    assert "Gone" not in ask("gone")


@pytest.mark.parametrize("query", ["\x00", "%", "x" * 5000, "'", "((("])
def test_whatever_is_typed_is_borne(ask, query):
    assert "<li" in ask(query)


def test_an_unknown_axis_is_not_found(house):
    url = reverse("customers:axis_options", args=["nothing"])
    assert browser_of(house.owner).get(url).status_code == 404


def test_the_number_of_options_has_a_limit(house):
    axis = make_axis("long")
    for _ in range(OPTIONS_SHOWN + 5):
        make_category(axis)
    html = browser_of(house.owner).get(reverse("customers:axis_options", args=["long"])).content
    assert html.decode().count("<li") == OPTIONS_SHOWN
