"""The list of people, one person's page and one's own profile."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from crm.people.models import User
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def listed(client, **query):
    response = client.get(reverse("people:list"), query)
    assert response.status_code == 200
    return [person.name for person in response.context["page"]]


def post(client, name, person, *more, **data):
    return client.post(reverse(f"people:{name}", args=[person.pk, *more]), data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def form_of(person, **changes):
    fields = ("display_name", "username", "email", "phone")
    return {
        **{name: getattr(person, name) for name in fields},
        "team": person.team_id or "",
    } | changes


def test_people_are_listed_as_a_chinese_dictionary_does(as_admin):
    for name in ("张伟", "单小红", "Bob", "安然"):
        make_user(name)

    assert listed(as_admin) == ["Ada Admin", "安然", "Bob", "单小红", "张伟"]


@pytest.mark.parametrize("text", ["李", "ln", "lina", "LINA@example", "1390000", "娜"])
def test_a_person_is_found_by_any_spelling_of_name_address_or_phone(text, as_admin, rep):
    rep.phone = "139 0000 2222"
    rep.save(update_fields=["phone"])

    assert listed(as_admin, text=text) == ["李娜"]


def test_a_team_filter_holds_the_teams_below(as_admin, team, rep):
    make_user("Far", team=make_team(parent=team))
    make_user("West", team=make_team())

    assert listed(as_admin, team=team.pk) == ["Far", "李娜", "Ma Nager"]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("active", ["Ada Admin", "Invited"]),
        ("invited", ["Invited"]),
        ("deactivated", ["Gone"]),
    ],
)
def test_people_are_filtered_by_state(state, names, as_admin):
    make_user("Gone", is_active=False)
    make_user("Invited")

    assert listed(as_admin, state=state) == names


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"},
        {"team": "nonsense"},
        {"team": "999999"},
        {"team": "9" * 40},
        {"text": "a\x00b"},
        {"unheard": "of"},
        {"page": "-1"},
        {"page": "x"},
    ],
)
def test_what_the_list_cannot_understand_is_ignored(query, as_admin, rep):
    assert "李娜" in listed(as_admin, **query)


def test_an_ignored_condition_is_named(as_admin):
    response = as_admin.get(reverse("people:list"), {"state": "nonsense"})

    assert 'class="note' in response.text


def test_the_list_takes_as_many_queries_for_one_person_as_for_many(
    as_admin, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as alone:
        listed(as_admin)
    team = make_team()
    for _number in range(10):
        make_user(team=team, manager_of=make_team())

    with django_assert_max_num_queries(len(alone)):
        assert len(listed(as_admin)) == 11


def test_a_long_list_has_pages(as_admin):
    User.objects.bulk_create(
        User(username=f"u{n}", display_name=f"U{n:02}", sort_name=f"u{n:02}") for n in range(60)
    )

    assert len(listed(as_admin)) == 50
    assert listed(as_admin, page="2")[-1] == "U59"


def test_a_person_is_changed(as_admin, rep):
    west = make_team("West")

    response = as_admin.post(
        reverse("people:person", args=[rep.pk]),
        form_of(rep, display_name="李丽", team=west.pk, email="LILI@example.com"),
        follow=True,
    )

    rep.refresh_from_db()
    assert (rep.name, rep.team, rep.email) == ("李丽", west, "lili@example.com")
    assert len(said(response)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "MA"},
        {"email": "x"},
        {"display_name": ""},
        {"team": "nonsense"},
        {"username": "no spaces allowed"},
        {"phone": "1" * 41},
    ],
)
def test_a_bad_change_keeps_what_was_typed_and_saves_nothing(changes, as_admin, rep):
    before = User.objects.filter(pk=rep.pk).values().get()

    typed = form_of(rep, **({"phone": "0571"} | changes))

    response = as_admin.post(reverse("people:person", args=[rep.pk]), typed)

    assert response.context["form"].errors
    assert response.context["form"]["phone"].value() == typed["phone"]
    assert response.context["person"].name == "李娜"
    assert User.objects.filter(pk=rep.pk).values().get() == before


def test_the_last_admin_is_told_why_the_right_stays(as_admin, admin):
    response = as_admin.post(reverse("people:person", args=[admin.pk]), form_of(admin))

    assert response.context["form"].non_field_errors()
    assert User.objects.get(pk=admin.pk).is_admin


def test_the_page_does_not_let_a_rep_become_admin_by_the_profile(client, rep):
    client.force_login(rep)

    client.post(
        reverse("people:profile"),
        {"display_name": "李娜", "language": "", "is_admin": "on", "username": "boss", "team": ""},
    )

    rep.refresh_from_db()
    assert (rep.is_admin, rep.username, rep.team.name) == (False, "lina", "East")


def test_deactivating_and_reactivating_from_the_page(as_admin, rep):
    post(as_admin, "deactivate", rep)
    assert not User.objects.get(pk=rep.pk).is_active

    post(as_admin, "reactivate", rep)
    assert User.objects.get(pk=rep.pk).is_active


def test_a_refusal_is_said_on_the_page_one_came_from(as_admin, manager):
    here = reverse("people:person", args=[manager.pk])

    response = as_admin.post(
        reverse("people:deactivate", args=[manager.pk]),
        follow=True,
        headers={"referer": f"http://testserver{here}"},
    )

    assert response.redirect_chain[-1][0].endswith(here)
    assert "East" in said(response)[0]


def test_somebody_is_made_manager_and_relieved(as_admin, rep, team):
    post(as_admin, "make_manager", rep, team=team.pk)
    team.refresh_from_db()
    assert team.manager == rep

    post(as_admin, "unmake_manager", rep, team.pk)
    team.refresh_from_db()
    assert team.manager is None


def test_relieving_somebody_who_does_not_manage_the_team_is_not_found(as_admin, rep, team, manager):
    assert post(as_admin, "unmake_manager", rep, team.pk).status_code == 404
    team.refresh_from_db()
    assert team.manager == manager


@pytest.mark.parametrize("unknown", ["", "nonsense", "999999"])
def test_an_unknown_team_to_manage_is_refused(unknown, as_admin, rep):
    response = post(as_admin, "make_manager", rep, team=unknown)

    assert response.status_code == 200
    assert not rep.managed_teams.exists()


def test_a_second_factor_is_reset(as_admin, rep):
    Authenticator.objects.create(user=rep, type="totp", data={})

    post(as_admin, "reset_two_factor", rep)

    assert not Authenticator.objects.filter(user=rep).exists()


def test_one_changes_ones_own_name_phone_and_language(client, rep):
    client.force_login(rep)

    client.post(
        reverse("people:profile"),
        {"display_name": "Lina", "phone": "139 0000 2222", "language": "en"},
    )

    rep.refresh_from_db()
    assert (rep.name, rep.phone, rep.language) == ("Lina", "139 0000 2222", "en")
    assert list(User.objects.matching("lina")) == [rep]


@pytest.mark.parametrize("bad", [{"display_name": ""}, {"language": "tlh"}, {"phone": "9" * 99}])
def test_a_bad_profile_is_refused_and_what_was_typed_stays(bad, client, rep):
    client.force_login(rep)

    response = client.post(
        reverse("people:profile"), {"display_name": "Typed", "language": "", **bad}
    )

    assert response.context["form"].errors
    rep.refresh_from_db()
    assert rep.name == "李娜"
