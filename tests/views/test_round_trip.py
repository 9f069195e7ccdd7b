"""A state goes into the URL, into a view and back, and is the same."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.grid.addresses import MOVING
from crm.grid.saved import keeping
from crm.grid.saved.models import SavedView
from customers.grids import CustomerGrid
from tests.factories import make_axis, make_category, make_user

COLUMNS = ["name", "owner", "size", "created", "phones", "nonsense"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
SOME = st.sampled_from


def several(*values):
    return st.lists(SOME(values), max_size=3).map(",".join)


STATES = st.fixed_dictionaries(
    {},
    optional={
        "q": TEXT,
        "sort": SOME(["name", "-created", "size", "nonsense", ""]),
        "cols": several(*COLUMNS),
        "state": several("mine", "pool", "untouched", "nonsense"),
        "letter": SOME(["A", "z", "#", "ab", ""]),
        "owner": several("me", "none", "1", "0012", "x"),
        "size": several("1", "none", "99999999999"),
        "created_from": SOME(["2026-01-01", "2026-13-45", ""]),
        "name": TEXT,
        "nonsense": TEXT,
        "after": TEXT,
    },
)
ROUNDS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def reader(db):
    make_category(make_axis("size", "Size"), "Large")
    return make_user()


def asked(user, query) -> CustomerGrid:
    return CustomerGrid(user, QueryDict(query.removeprefix("?")))


@ROUNDS
@given(state=STATES)
def test_a_url_that_was_read_is_written_as_it_was(reader, state):
    url = asked(reader, urlencode(state)).here_url
    assert asked(reader, url).here_url == url
    assert asked(reader, url).state == asked(reader, urlencode(state)).state


@ROUNDS
@given(state=STATES)
def test_the_order_in_which_a_url_says_things_does_not_matter(reader, state):
    backwards = dict(reversed(state.items()))
    assert asked(reader, urlencode(state)).url() == asked(reader, urlencode(backwards)).url()


@ROUNDS
@given(state=STATES)
def test_what_a_view_kept_is_what_was_seen(reader, state):
    SavedView.objects.all().delete()
    seen = asked(reader, urlencode(state))
    view = keeping.save(seen, name="A", by=reader)
    opened = asked(reader, f"view={view.pk}")
    assert opened.known_state == seen.known_state
    assert opened.shown_columns == [opened.columns_by_name[c.name] for c in seen.shown_columns]
    assert not opened.is_changed and opened.url() == f"?view={view.pk}"


@ROUNDS
@given(state=STATES, other=STATES)
def test_a_url_over_a_view_means_what_it_says(reader, state, other):
    SavedView.objects.all().delete()
    view = keeping.save(asked(reader, urlencode(state)), name="A", by=reader)
    wanted = {name: text for name, text in {**state, **other}.items() if name not in MOVING}
    changed = asked(reader, f"view={view.pk}").url(**wanted)
    again = asked(reader, changed)
    assert again.url() == changed
    assert again.is_changed == (changed != f"?view={view.pk}")


@ROUNDS
@given(state=STATES)
def test_a_link_opens_the_same_for_somebody_without_the_view(reader, state):
    seen = asked(reader, urlencode(state))
    theirs = asked(make_user(), seen.whole_state)
    assert theirs.whole_state == seen.whole_state
