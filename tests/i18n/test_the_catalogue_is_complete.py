"""The committed Chinese catalogue says everything the source says."""

from functools import cache

import pytest

from crm.i18n import problems, used_messages


@cache
def found():
    return problems(used_messages())


@pytest.mark.parametrize(
    "kind", ["missing", "unused", "not translated", "fuzzy", "other placeholders"]
)
def test_no_entry_is(kind):
    assert [problem for problem in found() if f": {kind}" in problem] == []


def test_there_are_messages_to_translate():
    assert len(used_messages()) > 100
