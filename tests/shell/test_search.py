import pytest
from django.utils.html import escape

from crm.shell import search
from crm.shell.search import Hit, find, register
from crm.templatetags.shell import marked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_providers")]

HTMX = {"HX-Request": "true"}


def provider(*titles):
    return lambda user, query, limit: [Hit(title, "", "/keys/") for title in titles][:limit]


def page(client, query, **headers):
    return client.get("/search/", {"q": query}, headers=headers).content.decode()


def test_hits_are_grouped_in_the_order_of_the_providers(user):
    register("Contacts", 20, provider("周敏"))
    register("Customers", 10, provider("宏展科技"))
    assert [group.label for group in find(user, "x", 5)] == ["Customers", "Contacts"]


def test_a_provider_without_hits_is_left_out(user):
    register("Contacts", 20, provider())
    assert find(user, "x", 5) == []


def test_nobody_is_asked_when_nothing_was_typed(user):
    def never(user, query, limit):
        raise AssertionError("asked")

    register("Customers", 10, never)
    assert find(user, "", 5) == []


def test_the_provider_is_given_the_user_and_the_limit(user):
    asked = []
    register("Customers", 10, lambda *arguments: asked.append(arguments) or [])
    find(user, "hz", 5)
    assert asked == [(user, "hz", 5)]


def test_registering_a_label_again_replaces_its_provider(user):
    register("Customers", 10, provider("old"))
    register("Customers", 10, provider("new"))
    assert [hit.title for group in find(user, "x", 5) for hit in group.hits] == ["new"]


def test_the_box_gets_a_few_options_and_the_page_many_links(signed_in):
    register("Customers", 10, provider(*[f"宏展 {n}" for n in range(50)]))
    assert page(signed_in, "x", **HTMX).count('role="option"') == search.LIMIT_WHILE_TYPING
    assert page(signed_in, "x").count("data-row>") == search.LIMIT_ON_THE_PAGE


def test_the_box_shows_nothing_before_anything_is_typed(signed_in):
    assert page(signed_in, "  ", **HTMX).strip() == ""


def test_nothing_found_says_what_can_be_typed(signed_in):
    assert escape("“zzz”") in page(signed_in, "zzz", **HTMX)
    assert "pinyin" in page(signed_in, "zzz")


@pytest.mark.parametrize("query", ["\x00", "%_\\", "<script>", "'", "a" * 5000, "\ud800"])
def test_nothing_that_can_be_typed_breaks_the_search(signed_in, query):
    register("Customers", 10, provider("x"))
    response = signed_in.get("/search/", {"q": query.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_what_matched_is_marked_and_escaped():
    assert marked("<杭州宏展>", [(3, 5)]) == "&lt;杭州<mark>宏展</mark>&gt;"


@pytest.mark.parametrize("spans", [[(4, 2)], [(0, 99)], [(-1, 2)]])
def test_a_mark_that_does_not_fit_is_left_out(spans):
    assert marked("宏展", spans) == "宏展"


def test_overlapping_marks_are_told_once():
    assert marked("宏展科技", [(1, 3), (0, 2)]) == "<mark>宏展</mark>科技"


def test_a_stranger_to_the_house_is_asked_to_sign_in(client):
    assert client.get("/search/?q=x").status_code == 302
