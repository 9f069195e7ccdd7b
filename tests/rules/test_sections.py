"""Sections survive JSON and the page's form, all of them and in all presets."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import RuleVersion
from customers.origins import Origin
from customers.rules import sections as s
from customers.rules.choices import clock_kinds, maskable
from customers.rules.presets import PRESETS
from customers.rules.reading import own_sections
from customers.rules.reasons import RETURN_REASONS
from customers.rules.setting import drafted
from tests.house import browser_of
from tests.rules.drafting import Desk
from tests.rules.making import make_version

pytestmark = pytest.mark.django_db
days = st.integers(1, 3650)
maybe = st.none() | st.integers(1, 9999)
words = st.text("abc xyz", min_size=1, max_size=20).map(lambda t: " ".join(t.split())).filter(bool)


def days_by(values):
    return st.dictionaries(st.sampled_from(["1", "2"]), values, max_size=2)


clocks = st.lists(
    st.builds(
        s.Clock,
        st.sampled_from(["no_activity", "no_opportunity", "contract_end"]),
        days,
        days_by(st.none() | days),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda clock: clock.kind,
).map(tuple)
rules = st.builds(
    s.ReleaseRule,
    key=st.uuids().map(lambda uuid: uuid.hex[:8]),
    name=st.just("") | words,
    clocks=clocks,
    needs_all=st.booleans(),
    is_enabled=st.booleans(),
    origins=st.sets(st.sampled_from(Origin.values), min_size=1).map(
        lambda chosen: tuple(one for one in Origin.values if one in chosen)
    ),
    resets=st.builds(
        s.Resets, st.sampled_from([(), ("visit",), ("visit", "call")]), st.booleans(), st.booleans()
    ),
    step_holds=st.booleans(),
    step_holds_days=days,
    least_by_category=days_by(days),
    spares_won=st.booleans(),
    spares_open_opportunity=st.booleans(),
)
warnings = st.sets(st.integers(1, 60), max_size=5).map(lambda d: tuple(sorted(d, reverse=True)))
SECTIONS = {
    "claim_limit": st.builds(s.ClaimLimit, maybe, st.sampled_from(list(s.Period)).map(str)),
    "capacity": st.builds(
        s.Capacity,
        maybe,
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.sampled_from([(), (1,), (1, 2)]),
    ),
    "cooldown": st.builds(
        s.Cooldown,
        st.integers(0, 99),
        st.booleans(),
        st.integers(0, 99),
        st.integers(0, 9),
        st.sampled_from(["", "09:00", "23:59"]),
    ),
    "release": st.builds(
        s.Release,
        st.lists(rules, max_size=2).map(tuple),
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 9),
        maybe,
        st.none() | st.integers(1, 100),
    ),
    "warning": st.builds(s.Warning, warnings, warnings),
    "protection": st.builds(s.Protection, maybe, days, st.booleans(), st.none() | days),
    "returning": st.builds(
        s.Return,
        st.tuples(st.sets(st.sampled_from(list(RETURN_REASONS))), st.sets(words, max_size=2)).map(
            lambda both: (*(one for one in RETURN_REASONS if one in both[0]), *sorted(both[1]))
        ),
        st.booleans(),
    ),
    "pool_view": st.builds(
        s.PoolView,
        st.dictionaries(
            st.sampled_from(["phones", "email", "contact.mobile"]),
            st.sampled_from(["masked", "hidden"]),
        ),
        st.none() | st.integers(0, 99),
    ),
    "sharing": st.builds(s.Sharing, maybe.filter(lambda n: n is None or n < 3650), st.booleans()),
    "duplicates": st.builds(s.Duplicates, st.sampled_from(list(s.Disclosure)).map(str)),
}


def test_every_section_is_tested_here():
    assert {*SECTIONS, "pools"} == set(s.SECTIONS)


@pytest.mark.parametrize("key", SECTIONS)
@given(data=st.data())
def test_what_is_read_from_json_is_what_was_written(key, data):
    section = data.draw(SECTIONS[key])
    stored = json.loads(json.dumps(s.as_json(section)))
    assert s.section_from(type(section), stored) == section


def test_what_an_older_version_did_not_know_has_its_default():
    assert s.section_from(s.ClaimLimit, {"most": 3, "gone": 1}) == s.ClaimLimit(3)


@pytest.fixture
def categories(value):
    """The strategies say category 1 and 2."""
    return {"1": value["A"].pk, "2": value["yearly"].pk}


def placed(section, ids):
    """The section with the ids of real categories."""
    text = json.dumps(s.as_json(section))
    for name, pk in ids.items():
        text = text.replace(f'"{name}":', f'"{pk}":')
    data = json.loads(text)
    if "without_categories" in data:
        data["without_categories"] = [ids[str(pk)] for pk in data["without_categories"]]
    return s.section_from(type(section), data)


@pytest.mark.parametrize("key", SECTIONS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_section_survives_the_form(house, categories, key, data):
    section = placed(data.draw(SECTIONS[key]), categories)
    make_version(None, **{key: section})
    desk = Desk(browser_of(house.admin))
    desk.open()
    other = "sharing" if key == "duplicates" else "duplicates"
    assert desk.fill({f"set-{other}": "on"}).save().status_code == 302
    assert own_sections(RuleVersion.objects.latest("pk"))[key] == section


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_saved_as_it_is(desk, value, preset):
    desk.open(preset=preset)
    assert desk.save().status_code == 302
    (version,) = RuleVersion.objects.all()
    assert version.preset == preset
    expected = PRESETS[preset].sections()
    assert own_sections(version) == expected
    assert set(expected) == set(s.SECTIONS) - {"pools"}


def test_presets_leave_out_categories_that_do_not_exist(house):
    for preset in PRESETS.values():
        (rule, *_others) = preset.sections()["release"].rules
        assert rule.clocks[0].by_category == {}
        assert rule.least_by_category == {}


def test_presets_name_only_clocks_and_fields_that_exist(value):
    kinds, masks = dict(clock_kinds()), dict(maskable())
    for preset in PRESETS.values():
        sections = preset.sections()
        assert {c.kind for rule in sections["release"].rules for c in rule.clocks} <= set(kinds)
        assert set(sections["pool_view"].fields) <= set(masks)


def test_presets_grow_stricter(value):
    loose, standard, strict = (PRESETS[key].sections() for key in ("loose", "standard", "strict"))
    for one, other in ((loose, standard), (standard, strict)):
        assert one["capacity"].most > other["capacity"].most
        assert one["protection"].most > other["protection"].most
        days = [p["release"].rules[0].clocks[0].days for p in (one, other)]
        assert days == sorted(days, reverse=True)


def test_routes_survive_the_form(desk, house, value):
    section = s.Pools((s.Route(value["A"].pk, house.west.pk),))
    make_version(None, pools=section, capacity=s.Capacity(1))
    desk.open()
    desk.fill({"capacity-most": 2}).save()
    assert own_sections(RuleVersion.objects.latest("pk"))["pools"] == section


def test_a_preset_keeps_the_pools_of_the_house(desk, house, value):
    section = s.Pools((s.Route(value["A"].pk, house.west.pk),))
    make_version(None, pools=section)
    desk.open(preset="standard")
    desk.save()
    assert own_sections(RuleVersion.objects.latest("pk"))["pools"] == section


def test_drafted_sections_are_plain_json():
    version = drafted(None, {"warning": s.Warning((3, 1))}, None)
    assert version.sections == {"warning": {"owner_days": [3, 1], "manager_days": []}}
