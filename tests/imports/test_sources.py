"""What a row says of each target, out of its cells as they are stored."""

from importlib import import_module

import pytest
from django.core.exceptions import ValidationError

from crm.sheets.cells import BadCell
from customers.imports.mapping import Entry, Mapping
from tests.factories import make_axis, make_category

pytestmark = pytest.mark.django_db

BROKEN = {"text": "#N/A", "fault": "error"}


def text_of(entry: dict, cells, **others):
    (source,) = Mapping.from_json({"columns": [entry], **others}).sources
    return source.text(cells)


def test_a_column_gives_its_text_without_blanks_around_it():
    assert text_of({"target": "name", "from": [1]}, ["x", " A\n"]) == "A"


def test_a_cell_that_shows_an_error_stays_one_alone_and_joined():
    for columns in ([0], [0, 1]):
        found = text_of({"target": "address", "from": columns}, [BROKEN, "Road 1"])
        assert isinstance(found, BadCell)
        assert "#N/A" in found.reason


def test_several_columns_are_joined_in_their_order_and_blanks_leave_no_gap():
    entry = {"target": "address", "from": [2, 0, 1], "join": ", "}
    assert text_of(entry, ["Hangzhou", "", " Road 1 "]) == "Road 1, Hangzhou"


def test_a_value_can_stand_behind_the_heading_of_its_column():
    entry = {"target": "remarks", "from": [0, 1], "join": "\n", "headings": ["", "Star sign"]}
    assert text_of(entry, ["likes tea", "Leo"]) == "likes tea\nStar sign: Leo"
    assert text_of(entry, ["likes tea", " "]) == "likes tea"


def test_a_default_stands_in_for_a_blank_cell_and_for_a_column_that_is_not_there():
    defaults = {"defaults": {"address": "unknown"}}
    assert text_of({"target": "address", "from": [0]}, [" "], **defaults) == "unknown"
    assert text_of({"target": "address", "from": [0]}, ["Road 1"], **defaults) == "Road 1"
    (source,) = Mapping.from_json({"defaults": {"address": "unknown"}}).sources
    assert (source.columns, source.text(["x"])) == ((), "unknown")


def test_what_is_kept_with_the_import_is_read_as_it_was():
    mapping = Mapping(
        (
            Entry("name", (0,)),
            Entry("remarks", (1, 2), "\n", ("", "Sign")),
            Entry("email", (3,), part="email"),
        ),
        {"source": "fair"},
        {"industry": {"IT": 7, "misc": None}},
        (4,),
    )
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_an_entry_says_no_more_than_it_has_to():
    entry = {"target": "name", "from": [0]}
    assert Mapping.from_json({"columns": [entry]}).to_json()["columns"] == [entry]


def test_a_target_that_is_gone_is_not_asked_for():
    axis = make_axis("mood", "Mood")
    stored = {"columns": [{"target": "mood", "from": [0]}], "defaults": {"nonsense": "x"}}
    axis.archive()
    assert Mapping.from_json(stored).sources == []


# --- unknown categories ---------------------------------------------------------------------


@pytest.fixture
def mood():
    return make_axis("mood", "Mood")


def reader_with(meant):
    stored = {"columns": [{"target": "mood", "from": [0]}], "categories": {"mood": meant}}
    return Mapping.from_json(stored).sources[0].reader()


def test_a_text_means_the_category_that_was_chosen_for_it_however_it_is_spelt(mood):
    grim, sunny = make_category(mood, "Grim"), make_category(mood, "Sunny")
    read = reader_with({"dark  ２": grim.pk, "A+": sunny.pk, "A-": grim.pk})
    assert [read(text) for text in ("Dark 2", "a＋", "A-", "sunny")] == [
        grim.pk, sunny.pk, grim.pk, sunny.pk,
    ]  # fmt: skip


def test_a_text_chosen_to_mean_nothing_reads_as_nothing(mood):
    assert reader_with({"misc": None})("misc") is None


def test_what_nobody_chose_for_is_still_unknown(mood):
    with pytest.raises(ValidationError, match="“other” is unknown"):
        reader_with({"misc": None})("other")


def test_a_chosen_category_that_was_archived_since_is_unknown(mood):
    grim = make_category(mood, "Grim")
    grim.archive()
    with pytest.raises(ValidationError, match="“dark” is unknown"):
        reader_with({"dark": grim.pk})("dark")


# --- mappings of former days ----------------------------------------------------------------


def test_a_mapping_kept_in_the_former_shape_is_carried_over():
    migration = import_module("customers.migrations.0015_import_mapping")
    stored = migration.entries({"0": "name", "2": "email", "1": ""}, width=4)
    assert Mapping.from_json(stored) == Mapping.plain({0: "name", 2: "email"}, [""] * 4)
