import pytest
from django.urls import NoReverseMatch

from crm.shell.navigation import Entry, entries_for, register, sections_for
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_places")]


def labels(sections):
    return [[place.entry.label for place in places] for _, places in sections]


def current(user, path):
    places = [place for _, places in sections_for(user, path) for place in places]
    return [place.entry.label for place in places if place.is_current]


def test_places_stand_in_their_order_inside_their_section(user):
    register(Entry("Teams", "people:teams", "network", "manage", 2))
    register(Entry("Search", "shell:search", "search", order=20))
    register(Entry("Keys", "shell:keys", "keyboard", order=10))
    assert labels(sections_for(user, "/")) == [["Keys", "Search"], ["Teams"]]


def test_a_place_is_shown_only_to_those_it_is_for(user):
    register(Entry("Teams", "people:teams", "network", visible=lambda user: user.is_admin))
    assert sections_for(user, "/") == []
    assert labels(sections_for(make_user(is_admin=True), "/")) == [["Teams"]]


def test_the_longest_matching_address_is_the_current_place(user):
    register(Entry("People", "people:list", "users"))
    register(Entry("Teams", "people:teams", "network"))
    assert current(user, "/people/teams/7/") == ["Teams"]
    assert current(user, "/people/7/") == ["People"]
    assert current(user, "/search/") == []


def test_a_place_outside_the_rail_never_takes_the_mark(user):
    register(Entry("People", "people:list", "users"))
    register(Entry("Profile", "people:profile", "user", "account"))
    assert current(user, "/people/me/") == ["People"]


def test_registering_twice_replaces(user):
    register(Entry("Old", "shell:keys", "keyboard"))
    register(Entry("New", "shell:keys", "keyboard"))
    assert labels(sections_for(user, "/")) == [["New"]]


def test_an_unknown_section_is_refused():
    with pytest.raises(ValueError, match="attic"):
        register(Entry("Keys", "shell:keys", "keyboard", "attic"))


def test_an_unknown_address_is_not_hidden(user):
    register(Entry("Nowhere", "no:such", "x"))
    with pytest.raises(NoReverseMatch):
        sections_for(user, "/")


def test_the_rail_links_to_the_place_marks_it_and_shows_its_count(signed_in):
    register(Entry("Keys", "shell:keys", "keyboard", count=lambda user: 0))
    page = signed_in.get("/keys/").content.decode()
    assert 'href="/keys/" title="Keys" aria-current="page"' in page
    assert "<span>Keys</span><small>0</small>" in page


def test_the_menu_of_the_user_holds_the_places_of_the_account(signed_in, user):
    register(Entry("Profile", "people:profile", "user", "account"))
    page = signed_in.get("/keys/").content.decode()
    assert 'href="/people/me/"' in page
    assert [entry.label for entry in entries_for(user, "account")] == ["Profile"]
