"""The facts known about a person, in the order they are read."""

from dataclasses import dataclass

from django.utils.text import capfirst

from intel.models import Fact


@dataclass(frozen=True)
class Topic:
    label: str
    facts: list[Fact]


def facts_by_topic(contact, user) -> list[Topic]:
    """What `user` may read of `contact`: the topics with facts, the latest fact first."""
    known = Fact.objects.visible_to(user).filter(contact=contact).select_related("recorded_by")
    facts = list(known.order_by("-learned_on", "-pk"))
    topics = ((topic, [f for f in facts if f.topic == topic]) for topic in Fact.Topic)
    return [Topic(capfirst(str(topic.label)), found) for topic, found in topics if found]
