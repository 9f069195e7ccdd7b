"""One short form: what was done, and what comes next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sales.models import Activity
from tests.factories import make_user
from tests.factories_sales import in_days, make_activity, make_person_at, make_sold_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def rep(client):
    rep = make_user("Li Na")
    client.force_login(rep)
    return rep


@pytest.fixture
def customer(rep):
    return make_sold_to(rep, "Hengyu")


def written(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def form(**said):
    return {
        "status": "done",
        "kind": "call",
        "text": "Asked about line three",
        "when": written(timezone.now()),
    } | said


def send(client, customer, **said):
    return client.post(reverse("sales:log", args=[customer.pk]), form(**said))


def errors(response):
    assert response.status_code == 422
    return response.context["form"].errors


def test_logging_a_call_leads_back_to_the_customer(client, rep, customer):
    response = send(client, customer)
    assert response.status_code == 302 and response.url == customer.get_absolute_url()
    activity = customer.activities.get()
    assert (activity.kind, activity.is_done, activity.author) == ("call", True, rep)


def test_in_the_dialog_the_page_stays_and_its_panels_reload(client, customer):
    headers = {"HX-Request": "true", "HX-Target": "dialog"}
    response = client.post(reverse("sales:log", args=[customer.pk]), form(), headers=headers)
    assert response.status_code == 204
    for event in ("dialog-close", "activities-changed", "next_steps-changed", "toasts"):
        assert f'"{event}"' in response["HX-Trigger"]


def test_a_next_step_becomes_a_plan_for_the_start_of_its_day(client, customer):
    day, person = timezone.localdate() + timedelta(days=3), make_person_at(customer)
    send(
        client,
        customer,
        contact=person.pk,
        next_text="Send the offer",
        next_day=day,
        next_kind="email",
    )
    plan = customer.activities.get(happened_at=None)
    assert (plan.text, plan.kind, plan.contact) == ("Send the offer", "email", person)
    assert timezone.localtime(plan.due_at).isoformat() == f"{day}T00:00:00+08:00"


def test_a_plan_is_not_done_and_what_the_form_hides_of_it_is_not_meant(client, customer):
    later = in_days(2)
    send(
        client, customer, status="planned", when=written(later), next_day="2001-01-01", outcome="x"
    )
    plan = customer.activities.get()
    assert (plan.status, plan.outcome, plan.happened_at) == ("planned", "", None)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "nul\0"}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"kind": ""}, "kind"),
        ({"kind": "seance"}, "kind"),
        ({"status": "dreamt"}, "status"),
        ({"when": ""}, "when"),
        ({"when": "yesterday"}, "when"),
        ({"when": "0001-01-01T00:00"}, "when"),
        ({"when": "9999-12-31T23:59"}, "when"),
        ({"contact": "9" * 40}, "contact"),
        ({"contact": "Wu"}, "contact"),
        ({"next_text": "Call"}, "next_day"),
        ({"next_day": "2099-01-01"}, "next_text"),
        ({"next_text": "Call", "next_day": "2020-01-01"}, "next_day"),
        ({"next_text": "Call", "next_day": "3000-01-01"}, "next_day"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field_and_kept(client, customer, said, field):
    response = send(client, customer, **said)
    assert field in errors(response) and not customer.activities.exists()
    assert response.context["form"]["kind"].value() == said.get("kind", "call")


def test_what_is_done_cannot_lie_ahead_and_a_plan_not_behind(client, customer):
    assert "when" in errors(send(client, customer, when=written(in_days(1))))
    past = written(timezone.now() - timedelta(days=1))
    assert "when" in errors(send(client, customer, status="planned", when=past))


def test_a_contact_of_another_customer_is_refused(client, rep, customer):
    elsewhere = make_person_at(make_sold_to(rep))
    assert "contact" in errors(send(client, customer, contact=elsewhere.pk))


def test_the_model_itself_refuses_a_contact_of_another_customer(customer):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        make_activity(customer, contact=make_person_at(make_sold_to()))


def test_a_contact_who_left_is_not_offered_but_stays_on_what_was_logged(client, rep, customer):
    person = make_person_at(customer)
    activity = make_activity(customer, contact=person)
    person.put_aside(by=rep)
    offered = client.get(reverse("sales:log", args=[customer.pk])).context["form"].fields["contact"]
    kept = (
        client.get(reverse("sales:edit_activity", args=[activity.pk]))
        .context["form"]
        .fields["contact"]
    )
    assert (list(offered.queryset), list(kept.queryset)) == ([], [person])


def test_an_empty_post_says_what_is_missing(client, customer):
    response = client.post(reverse("sales:log", args=[customer.pk]), {"csrfmiddlewaretoken": "x"})
    assert {"kind", "text", "when"} <= set(errors(response))


# --- from the bar -----------------------------------------------------------------------


def anywhere(client, query="", page=None):
    headers = {"HX-Request": "true", "HX-Target": "dialog"} if page else {}
    if page:
        headers["HX-Current-URL"] = f"http://testserver{page}"
    return client.get(reverse("sales:log_anywhere") + query, headers=headers)


def test_on_a_customers_page_the_bar_logs_for_that_customer(client, customer):
    assert anywhere(client, page=customer.get_absolute_url()).context["customer"] == customer


@pytest.mark.parametrize("address", ["/activities/", "/no/such/page/", "/customers/999999/"])
def test_elsewhere_the_bar_asks_for_the_customer_first(client, customer, address):
    assert anywhere(client, page=address).context["found"] == [customer]


def test_the_bar_never_logs_for_a_customer_one_may_not_write_in(client, rep):
    other = make_sold_to()
    other.share(rep, by=other.owner, scope="everything")
    assert anywhere(client, f"?customer={other.pk}").context["found"] == []
    assert anywhere(client, page=other.get_absolute_url()).context["found"] == []


def test_without_javascript_a_name_typed_leads_to_links(client, customer):
    response = anywhere(client, "?q=heng")
    assert reverse("sales:log", args=[customer.pk]) in response.content.decode()


@pytest.mark.parametrize(
    "query", ["?customer=x", "?customer=" + "9" * 5000, "?q=%00", "?q=" + "x" * 3000]
)
def test_the_bar_bears_any_query(client, customer, query):
    assert anywhere(client, query).status_code == 200


def test_the_combobox_offers_customers_to_read_and_fewer_to_write_in(client, rep, customer):
    other = make_sold_to(name="Hengda")
    other.share(rep, by=other.owner, scope="everything")
    url = reverse("sales:customer_options")
    read, write = (
        client.get(url + query).content.decode() for query in ("?q=heng", "?q=heng&to=write")
    )
    assert "Hengda" in read and "Hengyu" in read
    assert "Hengda" not in write and "Hengyu" in write


# --- afterwards -------------------------------------------------------------------------


def tap(client, name, activity):
    return client.post(reverse(f"sales:{name}", args=[activity.pk]))


def test_one_tap_marks_a_plan_done_now_and_by_whom(client, rep, customer):
    plan = make_activity(customer, due_at=in_days(3))
    tap(client, "complete_activity", plan)
    done = Activity.objects.get(pk=plan.pk)
    assert done.is_done and done.status == "done" and done.author == rep
    assert abs(done.happened_at - timezone.now()) < timedelta(minutes=1)


def test_a_second_tap_is_refused_in_words(client, customer):
    activity = make_activity(customer)
    headers = {"HX-Request": "true"}
    response = client.post(reverse("sales:complete_activity", args=[activity.pk]), headers=headers)
    assert response.status_code == 409 and "already marked done" in response["HX-Trigger"]


def test_a_tap_taken_back_plans_it_again(client, customer):
    plan = make_activity(customer, due_at=in_days(3))
    tap(client, "complete_activity", plan)
    tap(client, "reopen_activity", plan)
    assert Activity.objects.get(pk=plan.pk).status == "planned"


def test_what_was_never_planned_cannot_be_planned_again(client, customer):
    activity = make_activity(customer)
    tap(client, "reopen_activity", activity)
    assert Activity.objects.get(pk=activity.pk).is_done


def edit(client, activity, **said):
    url = reverse("sales:edit_activity", args=[activity.pk])
    shown = client.get(url).context["form"]
    data = {name: shown[name].value() or "" for name in shown.fields}
    data["when"] = f"{shown['when'].value():%Y-%m-%dT%H:%M}"
    return lambda: client.post(url, data | said)


def test_editing_changes_what_was_said_and_keeps_the_rest(client, customer):
    activity = make_activity(
        customer, outcome="kept", happened_at=timezone.now() - timedelta(days=4)
    )
    assert edit(client, activity, text="Saw line four")().status_code == 302
    after = Activity.objects.get(pk=activity.pk)
    assert (after.text, after.outcome, after.happened_at) == (
        "Saw line four",
        "kept",
        activity.happened_at,
    )


def test_moving_the_day_of_what_was_done_moves_the_customers_last_activity(client, customer):
    activity = make_activity(customer)
    earlier = (timezone.now() - timedelta(days=6)).replace(second=0, microsecond=0)
    edit(client, activity, when=written(earlier))()
    customer.refresh_from_db()
    assert customer.last_activity_at == earlier


def test_two_people_changing_the_same_text_are_both_shown(client, rep, customer):
    activity = make_activity(customer)
    mine = edit(client, activity, text="mine")
    edit(client, activity, text="theirs")()
    page = mine()
    assert (
        page.status_code == 422
        and "mine" in page.content.decode()
        and "theirs" in page.content.decode()
    )
    assert Activity.objects.get(pk=activity.pk).text == "theirs"


def test_a_change_is_told_on_the_activitys_page(client, rep, customer):
    activity = make_activity(customer, text="before")
    edit(client, activity, text="after")()
    page = client.get(activity.get_absolute_url()).content.decode()
    assert "before" in page and "after" in page and rep.name in page
