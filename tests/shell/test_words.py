import pytest
from django.template import Context, Template
from django.utils import translation

from crm.words import listed


@pytest.mark.parametrize(("language", "said"), [("en", "Mon, Tue"), ("zh-hans", "Mon、Tue")])
def test_a_list_has_the_readers_comma(language, said):
    with translation.override(language):
        assert listed(["Mon", "Tue"]) == said
        template = Template("{% load words %}{{ days|listed }}")
        assert template.render(Context({"days": ["Mon", "Tue"]})) == said


def test_a_list_of_one_or_none_has_no_comma():
    assert listed(["Mon"]) == "Mon"
    assert listed([]) == ""
