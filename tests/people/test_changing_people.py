"""What an admin changes about a person, and what the domain refuses."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection

from crm.people import accounts, departures
from crm.people.models import User
from crm.refusals import NotAllowed, Refused
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db

VERBS = [accounts.deactivate, accounts.reactivate, accounts.reset_two_factor, accounts.change]


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_but_an_admin_may(verb, manager, rep):
    with pytest.raises(NotAllowed):
        verb(rep, by=manager)


@pytest.mark.parametrize("verb", VERBS)
def test_an_admin_who_was_deactivated_may_not(verb, rep):
    with pytest.raises(NotAllowed):
        verb(rep, by=make_user(is_admin=True, is_active=False))


def test_a_change_reaches_only_what_it_names(admin, rep):
    User.objects.filter(pk=rep.pk).update(phone="13800000000")

    accounts.change(rep, by=admin, display_name="李丽娜")

    rep.refresh_from_db()
    assert (rep.display_name, rep.phone) == ("李丽娜", "13800000000")


def test_a_renamed_person_is_found_under_the_new_name_only(admin, rep):
    accounts.change(rep, by=admin, display_name="单小红")

    assert rep in User.objects.matching("sxh")
    assert rep not in User.objects.matching("李")


def test_moving_somebody_moves_what_they_may_see(admin, rep):
    west = make_team("West")

    moved = accounts.change(rep, by=admin, team=west)

    assert moved.principals == [rep.pk, -west.pk]


def test_a_user_name_somebody_has_is_refused_in_any_case(admin, rep, manager):
    with pytest.raises(Refused, match="already has this user name"):
        accounts.change(rep, by=admin, username="MA")
    rep.refresh_from_db()
    assert rep.username == "lina"


def test_only_the_new_address_signs_in(admin, rep):
    EmailAddress.objects.create(user=rep, email="old@example.com", primary=True, verified=True)

    accounts.change(rep, by=admin, email="new@example.com")

    addresses = EmailAddress.objects.filter(user=rep).values_list("email", "primary", "verified")
    assert list(addresses) == [("new@example.com", True, True)]


def test_taking_the_address_away_leaves_none(admin, rep):
    EmailAddress.objects.create(user=rep, email=rep.email, primary=True)

    accounts.change(rep, by=admin, email="")

    assert not EmailAddress.objects.filter(user=rep).exists()


def test_the_last_active_admin_keeps_the_right(admin):
    make_user("Gone", is_admin=True, is_active=False)

    with pytest.raises(Refused, match="last active administrator"):
        accounts.change(admin, by=admin, is_admin=False)
    assert User.objects.get(pk=admin.pk).is_admin


def test_one_of_two_admins_may_give_the_right_up(admin):
    make_user(is_admin=True)

    assert not accounts.change(admin, by=admin, is_admin=False).is_admin


def test_an_admin_changes_their_own_name_without_being_asked_for_another_admin(admin):
    assert accounts.change(admin, by=admin, display_name="Ada A.", is_admin=True).name == "Ada A."


def test_deactivating_keeps_the_person_and_ends_the_right_to_sign_in(admin, rep):
    accounts.deactivate(rep, by=admin)

    rep.refresh_from_db()
    assert not rep.is_active


def test_deactivating_oneself_is_refused(admin):
    make_user(is_admin=True)

    with pytest.raises(Refused, match="cannot deactivate yourself"):
        accounts.deactivate(admin, by=admin)


def test_somebody_who_manages_a_team_is_not_deactivated(admin, manager):
    with pytest.raises(Refused, match="Ma Nager still manages East. Name another manager first"):
        accounts.deactivate(manager, by=admin)
    assert User.objects.get(pk=manager.pk).is_active


def test_the_apps_above_can_keep_somebody_who_still_holds_something(monkeypatch, admin, rep):
    monkeypatch.setattr(departures, "_user_checks", [])

    @departures.before_user_leaves
    def owns_nothing(user):
        raise Refused("李娜 still owns 3 customers.", "Hand them over first.")

    with pytest.raises(Refused, match="still owns 3 customers. Hand them over first"):
        accounts.deactivate(rep, by=admin)
    assert User.objects.get(pk=rep.pk).is_active


def test_somebody_comes_back_as_they_were(admin, rep):
    accounts.deactivate(rep, by=admin)
    accounts.reactivate(rep, by=admin)

    rep.refresh_from_db()
    assert rep.is_active
    assert rep.team.name == "East"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_admins_who_demote_each_other_leave_one(attempt):
    first, second = make_user(is_admin=True), make_user(is_admin=True)
    barrier = threading.Barrier(2)
    refusals = []

    def demote(victim, by):
        barrier.wait()
        try:
            accounts.change(victim, by=by, is_admin=False)
        except Refused as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=demote, args=args) for args in [(first, second), (second, first)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert User.objects.admins().count() == 1
    assert len(refusals) == 1


def test_the_first_admin_comes_from_the_command_line():
    call_command("createsuperuser", "--noinput", username="root", email="", display_name="Root")

    assert User.objects.admins().get().username == "root"
