"""Comboboxes that offer people and teams, and the fields behind them."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from crm.people.fields import PersonField, ReceiverField
from crm.people.models import User
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def offered(client, user, **query):
    client.force_login(user)
    response = client.get(reverse("people:options"), query)
    assert response.status_code == 200
    return [label for _value, label, _hint in response.context["options"]]


def test_a_colleague_is_offered_by_any_spelling(client, rep, manager):
    assert offered(client, manager, q="ln") == ["李娜"]


def test_somebody_who_left_is_not_offered(client, rep):
    make_user("李明", is_active=False)

    assert offered(client, rep, q="李") == ["李娜"]


def test_a_manager_can_be_offered_only_those_they_lead(client, manager, rep):
    make_user("Stranger", team=make_team())

    assert offered(client, manager, of="mine") == ["李娜", "Ma Nager"]


def test_a_rep_leads_only_themselves(client, manager, rep):
    assert offered(client, rep, of="mine") == ["李娜"]


def test_teams_are_offered_where_they_are_asked_for(client, rep, team):
    assert "East" not in offered(client, rep)
    assert "East" in offered(client, rep, **{"with": "teams"})


@pytest.mark.parametrize("query", ["a\x00b", "x" * 5000, "%", "'", "\\", "", "²"])
def test_no_query_costs_the_page(query, client, rep):
    assert set(offered(client, rep, q=query)) <= {"李娜", "Ma Nager"}


def test_options_are_for_those_who_are_signed_in(client):
    assert client.get(reverse("people:options")).status_code == 302


def test_a_field_takes_an_id_or_a_name_that_is_somebodys_alone(rep):
    field = PersonField()

    assert field.clean(str(rep.pk)) == rep
    assert field.clean("李娜") == rep


@pytest.mark.parametrize("value", ["999999", "9" * 30, "nobody", "a\x00b", "None"])
def test_a_field_names_what_it_does_not_know(value, rep):
    with pytest.raises(ValidationError):
        PersonField().clean(value)


def test_a_name_that_two_people_share_has_to_be_chosen(rep):
    make_user("李娜")

    with pytest.raises(ValidationError):
        PersonField().clean("李娜")


def test_a_field_does_not_take_somebody_outside_its_circle(rep, manager):
    field = PersonField(among=User.objects.led_by(rep))

    with pytest.raises(ValidationError):
        field.clean(str(manager.pk))


def test_a_receiver_is_a_person_or_a_team_by_principal(rep, team):
    field = ReceiverField()

    assert field.clean(str(rep.pk)) == rep
    assert field.clean(str(-team.pk)) == team


@pytest.mark.parametrize("value", ["-999999", "--1", "-", "-²", "- 1"])
def test_a_receiver_that_does_not_exist_is_named(value, db):
    with pytest.raises(ValidationError):
        ReceiverField().clean(value)


def test_what_was_typed_stays_in_the_field(rep):
    form = type("Form", (forms.Form,), {"who": PersonField()})({"who": "nobody"})

    assert not form.is_valid()
    assert "nobody" in str(form["who"])
