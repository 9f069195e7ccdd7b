"""Facts: recorded with source, day and confidence, corrected, deleted with undo."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intel.models import Fact
from tests.factories import make_team, make_user
from tests.factories_intel import make_fact
from tests.house import browser_of

pytestmark = pytest.mark.django_db


def fact_form(**said):
    return {
        "text": "Wants the line to stop half as often",
        "topic": "goal",
        "confidence": "likely",
        "source": "Zhou Min",
        "learned_on": timezone.localdate().isoformat(),
    } | said


def record(user, contact, **said):
    url = reverse("intel:new_fact", args=[contact.pk])
    return browser_of(user).post(url, fact_form(**said))


def page(user, contact):
    return browser_of(user).get(reverse("intel:dossier", args=[contact.pk])).content.decode()


def test_a_recorded_fact_stands_on_the_page_with_who_when_and_how_sure(house, wu):
    response = record(house.owner, wu)
    fact = Fact.objects.get()
    assert response.url == fact.get_absolute_url() and fact.recorded_by == house.owner
    html = page(house.owner, wu)
    for word in ("Goals at work", fact.text, "Zhou Min", "likely", "recorded by Owner"):
        assert word in html


def test_facts_are_grouped_by_topic_the_latest_first(house, wu):
    day = timezone.localdate()
    make_fact(wu, "an earlier thing", topic="goal", learned_on=day - timedelta(days=9))
    make_fact(wu, "a later thing", topic="goal", learned_on=day)
    make_fact(wu, "before both", topic="career", learned_on=day - timedelta(days=99))
    html = page(house.owner, wu)
    assert html.index("before both") < html.index("a later thing") < html.index("an earlier thing")


@pytest.mark.parametrize("topic", ["family", "food", "home_town", "pets", ""])
def test_there_are_work_topics_only(house, wu, topic):
    assert record(house.owner, wu, topic=topic).status_code == 422
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 2_001},
        {"text": "a\0b"},
        {"source": ""},
        {"source": "x" * 121},
        {"learned_on": "9999-12-31"},
        {"learned_on": "0001-01-01"},
        {"learned_on": "yesterday"},
        {"confidence": "100 %"},
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(house, wu, wrong):
    response = record(house.owner, wu, **wrong)
    assert response.status_code == 422 and response.context["form"].errors
    assert "Wants the line" in response.content.decode() or "text" in wrong
    assert not Fact.objects.exists()


def test_nobody_learns_a_thing_tomorrow(house, wu):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = record(house.owner, wu, learned_on=tomorrow.isoformat())
    assert "still to come" in response.content.decode()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(house, wu):
    fact = make_fact(wu, "As it was")
    client, url = browser_of(house.manager), reverse("intel:edit_fact", args=[fact.pk])
    seen = client.get(url).context["form"]["seen"].value()
    Fact.objects.filter(pk=fact.pk).update(text="As they say")
    response = client.post(url, fact_form(text="As I say", topic="relation", seen=seen))
    assert response.status_code == 422 and "As they say" in response.content.decode()


def test_a_corrected_fact_keeps_who_recorded_it(house, wu):
    fact = make_fact(wu)
    client, url = browser_of(house.manager), reverse("intel:edit_fact", args=[fact.pk])
    seen = client.get(url).context["form"]["seen"].value()
    client.post(url, fact_form(text="Corrected", seen=seen))
    fact.refresh_from_db()
    assert (fact.text, fact.topic, fact.recorded_by) == ("Corrected", "goal", house.owner)


def test_a_deleted_fact_leaves_the_page_and_undo_brings_it_back(house, wu):
    fact, client = make_fact(wu), browser_of(house.owner)
    response = client.post(reverse("intel:delete_fact", args=[fact.pk]), follow=True)
    undo = reverse("intel:restore_fact", args=[fact.pk])
    assert undo in response.content.decode() and fact.source not in page(house.owner, wu)
    client.post(undo)
    assert fact.text in page(house.owner, wu)


def test_the_snapshots_of_a_fact_name_who_deleted_it(house, wu):
    fact = make_fact(wu)
    browser_of(house.manager).post(reverse("intel:delete_fact", args=[fact.pk]))
    event = fact.events.get()
    assert event.pgh_context.metadata["user"] == house.manager.pk


def test_a_confidant_who_may_not_change_records_nothing(house, wu):
    """Somebody's direct manager who has but a share to read, where a team above edits."""
    above = make_team()
    below = make_team(parent=above)
    boss, fact = make_user("Boss", manager_of=below), make_fact(wu)
    make_user("Rep", below)
    house.customer.share(above, by=house.owner, scope="everything", may_edit=True)
    house.customer.share(boss, by=house.owner, scope="everything")
    assert fact.text in page(boss, wu)
    assert record(boss, wu).status_code == 403
    url = reverse("intel:edit_fact", args=[fact.pk])
    assert browser_of(boss).get(url).status_code == 403
