"""Versions come about in one way, are never changed, and those they hit are told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from crm.notices.models import Notice
from crm.refusals import NotAllowed, Refused
from customers.models import RuleVersion
from customers.rules.resolving import rules_for
from customers.rules.sections import Capacity, ClaimLimit, Warning
from customers.rules.setting import (
    drafted,
    latest_of,
    set_rules,
    tell_of_those_in_force,
    withdraw,
)
from customers.rules.signals import rules_changed
from tests.factories import make_user
from tests.rules.making import make_version

DAY = timedelta(days=1)


def save(house, team=None, *, on=None, seen=None, **sections):
    sections = sections or {"claim_limit": ClaimLimit(5)}
    version = drafted(team, sections, on or timezone.localdate())
    return set_rules(version, by=house.admin, seen=seen)


def told(kind="rules") -> dict[str, str]:
    return {notice.user.name: notice.sentence for notice in Notice.objects.filter(kind=kind)}


def test_a_version_is_saved_with_who_and_why(house):
    draft = drafted(house.east, {"capacity": Capacity(9)}, timezone.localdate(), "strict")
    version = set_rules(draft, by=house.admin, note=" Too many. ")
    assert (version.created_by, version.note, version.preset) == (
        house.admin,
        "Too many.",
        "strict",
    )
    assert rules_for(house.east).capacity.most == 9


def test_nobody_but_an_admin_sets_rules(house):
    draft = drafted(house.east, {"capacity": Capacity(9)}, timezone.localdate())
    with pytest.raises(NotAllowed):
        set_rules(draft, by=house.director)
    with pytest.raises(NotAllowed):
        withdraw(make_version(None, on=timezone.localdate() + DAY), by=house.director)
    assert RuleVersion.objects.count() == 1


@pytest.mark.parametrize("days", [-1, -400, 367, 90_000])
def test_a_day_in_the_past_or_too_far_off_is_refused(house, days):
    with pytest.raises(Refused, match="past|year ahead"):
        save(house, on=timezone.localdate() + days * DAY)
    assert not RuleVersion.objects.exists()


def test_what_changes_nothing_is_refused(house):
    with pytest.raises(Refused, match="already"):
        set_rules(drafted(None, {}, timezone.localdate()), by=house.admin)
    first = save(house, warning=Warning((3, 1)))
    with pytest.raises(Refused, match="already"):
        save(house, warning=Warning((3, 1)), seen=first.pk)


def test_who_did_not_see_the_last_version_is_told_of_it(house):
    first = save(house)
    with pytest.raises(Refused, match=f"Admin set rules no. {first.pk} for the whole company"):
        save(house, capacity=Capacity(1))
    assert save(house, capacity=Capacity(1), seen=first.pk) == latest_of(None)


@pytest.mark.parametrize("change", [{"sections": {}}, {"note": "x"}, {"preset": "loose"}])
def test_a_version_in_force_is_never_changed(house, change):
    version = save(house)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).delete()
    with pytest.raises(Refused):
        withdraw(version, by=house.admin)


def test_a_coming_version_is_withdrawn_and_those_told_are_told_again(house):
    later = timezone.localdate() + 3 * DAY
    version = save(house, house.east, on=later)
    withdraw(version, by=house.admin)
    assert not RuleVersion.objects.coming().exists()
    assert rules_for(house.east, later).claim_limit.most is None
    kinds = Notice.objects.filter(user=house.mate).values_list("details__what", flat=True)
    assert sorted(kinds) == ["coming", "withdrawn"]
    with pytest.raises(Refused):
        withdraw(version, by=house.admin)


def test_those_bound_and_those_who_manage_them_are_told(house):
    save(house, house.east)
    assert set(told()) == {"Owner", "Mate", "Manager"}
    assert told()["Owner"].startswith("New rules hold for East since")
    (notice,) = Notice.objects.filter(user=house.mate)
    assert notice.url == f"/rules/versions/{latest_of(house.east).pk}/"


def test_whom_a_team_s_own_rules_shield_is_not_told(house):
    make_version(house.east, claim_limit=ClaimLimit(3))
    make_user("Gone", house.west, is_active=False)
    save(house)
    assert {"Stranger", "Director"} <= set(told())
    assert not {"Owner", "Mate", "Manager", "Gone", "Admin"} & set(told())


def test_the_day_it_takes_effect_they_are_told_once_more_and_once_only(house):
    today = timezone.localdate()
    version = save(house, house.east, on=today + 2 * DAY)
    assert "from" in told()["Mate"]
    assert tell_of_those_in_force(today) == 0
    for _hour in range(3):
        tell_of_those_in_force(today + 2 * DAY)
    mine = Notice.objects.filter(user=house.mate, details__what="in_force")
    assert [notice.count for notice in mine] == [1]
    assert latest_of(house.east) == version


def test_a_withdrawn_version_takes_no_effect(house):
    today = timezone.localdate()
    withdraw(save(house, on=today + DAY), by=house.admin)
    assert tell_of_those_in_force(today + DAY) == 0


def test_whoever_follows_the_rules_hears_of_it_when_it_is_certain(
    house, django_capture_on_commit_callbacks
):
    heard = []
    rules_changed.connect(lambda version, **_: heard.append(version), weak=False, dispatch_uid="t")
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        version = save(house)
        assert heard == []
    callbacks[-1]()
    rules_changed.disconnect(dispatch_uid="t")
    assert heard == [version]
