"""The pages under /people/ are for admins; one's own profile is for everybody."""

import pytest
from django.urls import reverse

from crm.people.models import User

PAGES = ["list", "invite", "person", "teams", "add_team", "team"]
VERBS = [
    "send_link",
    "deactivate",
    "reactivate",
    "reset_two_factor",
    "make_manager",
    "unmake_manager",
    "remove_team",
]
NEEDS_PERSON = {"person", *VERBS} - {"remove_team"}
NEEDS_TEAM = {"team", "remove_team"}


def address(name, rep, team):
    if name == "unmake_manager":
        return reverse("people:unmake_manager", args=[rep.pk, team.pk])
    if name in NEEDS_PERSON:
        return reverse(f"people:{name}", args=[rep.pk])
    return reverse(f"people:{name}", args=[team.pk] if name in NEEDS_TEAM else [])


@pytest.mark.parametrize("name", PAGES)
def test_an_admin_sees_the_page(name, as_admin, rep, team):
    assert as_admin.get(address(name, rep, team)).status_code == 200


@pytest.mark.parametrize("who", ["manager", "rep"])
@pytest.mark.parametrize("name", PAGES + VERBS)
def test_a_manager_and_a_rep_may_not(name, who, client, manager, rep, team):
    client.force_login({"manager": manager, "rep": rep}[who])

    assert client.post(address(name, rep, team)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_rep_is_not_shown_the_page_either(name, client, rep, team):
    client.force_login(rep)

    assert client.get(address(name, rep, team)).status_code == 403


@pytest.mark.parametrize("name", [*PAGES, "profile"])
def test_somebody_not_signed_in_is_sent_to_sign_in(name, client, rep, team):
    there = address(name, rep, team)

    response = client.get(there)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={there}"


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_never_a_get(name, as_admin, rep, team):
    assert as_admin.get(address(name, rep, team)).status_code == 405
    assert User.objects.get(pk=rep.pk).is_active


@pytest.mark.parametrize("name", ["person", "deactivate", "send_link", "team", "remove_team"])
@pytest.mark.parametrize("pk", [999_999, 10**25])
def test_what_does_not_exist_is_not_found(name, pk, as_admin):
    assert as_admin.post(reverse(f"people:{name}", args=[pk])).status_code == 404


def test_an_admin_who_was_demoted_loses_the_pages_at_once(as_admin, admin):
    User.objects.filter(pk=admin.pk).update(is_admin=False)

    assert as_admin.get(reverse("people:list")).status_code == 403
