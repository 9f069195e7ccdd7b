"""Nothing that can be typed or put into a URL gives a 500."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house import browser_of

FORMS = {
    "edit": ["name", "phones", "credit_code", "website", "email", "remarks", "seen"],
    "assign": ["to", "to-typed", "reason"],
    "share": ["receiver", "receiver-typed", "scope", "may_edit", "until"],
    "protect": ["until", "reason"],
    "release": ["pool", "reason"],
    "contact_new": ["name", "mobile", "phone", "email", "wechat", "remarks"],
    "unshare": ["receiver"],
}
nasty = st.one_of(
    st.text(max_size=50),
    st.sampled_from(
        ["\x00", "-1", "9" * 40, "2026-13-99", "0001-01-01", "9999-12-31", "null", "{}"]
    ),
)


@pytest.mark.parametrize("name", FORMS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_forms_bear_whatever_is_typed(house, name, data):
    posted = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(FORMS[name], nasty)))
    url = reverse(f"customers:{name}", args=[house.customer.pk])
    assert browser_of(house.admin).post(url, posted).status_code < 500


@pytest.mark.parametrize("pk", ["0", "999999999999999999999", "-1", "1.5", "x"])
@pytest.mark.parametrize("path", ["customers/{}/", "customers/{}/edit/", "contacts/{}/"])
def test_ids_that_cannot_be_are_not_found(house, path, pk):
    assert browser_of(house.admin).get("/" + path.format(pk)).status_code == 404
