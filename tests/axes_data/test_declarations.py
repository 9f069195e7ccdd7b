from itertools import pairwise

import pytest

from customers.axes_data import STANDARD_AXES, read_categories

KEYS = [
    *("industry", "region", "nature", "ownership_form", "size", "value", "kind", "source"),
    *("stage", "credit", "relationship", "interest", "channel", "purchase_cycle", "segment"),
]

REGIONS = {region.code: region for region in read_categories("regions.csv")}

axes = pytest.mark.parametrize("axis", STANDARD_AXES, ids=lambda axis: axis.key)


def test_fifteen_axes_stand_in_their_order():
    assert [axis.key for axis in STANDARD_AXES] == KEYS


@axes
def test_codes_are_unique_and_parents_stand_before_their_children(axis):
    seen = set()
    for category in axis.categories():
        assert category.code not in seen
        assert not category.parent or category.parent in seen
        seen.add(category.code)


@axes
def test_siblings_have_different_names_in_both_languages(axis):
    for name in ("name_zh", "name_en"):
        named = [(each.parent, getattr(each, name)) for each in axis.categories()]
        assert len(set(named)) == len(named)
        assert all(text.strip() == text != "" for _, text in named)


@axes
def test_colours_are_those_of_the_palette(axis):
    assert {each.tone for each in axis.categories()} <= {"", "jade", "amber", "sky", "seal"}


def test_amount_bands_of_the_value_axis_meet_without_gap_or_overlap():
    [value] = [axis for axis in STANDARD_AXES if axis.key == "value"]
    bands = value.categories()
    assert [band.code for band in bands] == ["A", "B", "C", "D"]
    assert bands[0].amount_to is None
    assert bands[-1].amount_from == 0
    assert all(upper.amount_from == lower.amount_to for upper, lower in pairwise(bands))


def test_industries_are_the_sections_and_divisions_of_the_standard():
    industries = read_categories("industries.csv")
    sections = [each.code for each in industries if not each.parent]
    divisions = [each.code for each in industries if each.parent]
    assert "".join(sections) == "ABCDEFGHIJKLMNOPQRST"
    assert divisions == [f"{number:02}" for number in range(1, 98)]


def test_regions_have_every_province_and_no_statistical_unit():
    assert len([each for each in REGIONS.values() if not each.parent]) == 34
    assert not [code for code in REGIONS if 71 <= int(code[4:]) <= 79]
    assert not [each for each in REGIONS.values() if "辖" in each.name_zh or each.name_zh == "县"]


def test_a_region_lies_in_the_province_its_code_says():
    assert all(each.code[:2] == each.parent[:2] for each in REGIONS.values() if each.parent)


@pytest.mark.parametrize(
    ("code", "english", "above"),
    [
        ("110105", "Chaoyang District", "Beijing"),
        ("310115", "Pudong New Area", "Shanghai"),
        ("330106", "Xihu District", "Hangzhou"),
        ("500101", "Wanzhou District", "Chongqing"),
        ("429004", "Xiantao", "Hubei"),
        ("341500", "Lu'an", "Anhui"),
        ("340300", "Bengbu", "Anhui"),
        ("341600", "Bozhou", "Anhui"),
        ("350200", "Xiamen", "Fujian"),
        ("331000", "Taizhou", "Zhejiang"),
        ("331100", "Lishui", "Zhejiang"),
        ("140400", "Changzhi", "Shanxi"),
        ("610100", "Xi'an", "Shaanxi"),
        ("411100", "Luohe", "Henan"),
        ("411726", "Biyang County", "Zhumadian"),
        ("421303", "Zengdu District", "Suizhou"),
        ("350105", "Mawei District", "Fuzhou"),
        ("141100", "Lüliang", "Shanxi"),
        ("222400", "Yanbian Korean Autonomous Prefecture", "Jilin"),
        ("331127", "Jingning She Autonomous County", "Lishui"),
        ("150100", "Hohhot", "Inner Mongolia"),
        ("150121", "Tumed Left Banner", "Hohhot"),
        ("540100", "Lhasa", "Tibet"),
        ("650100", "Ürümqi", "Xinjiang"),
        ("653100", "Kashgar Prefecture", "Xinjiang"),
        ("810002", "Wan Chai District", "Hong Kong"),
        ("710100", "Taipei", "Taiwan"),
    ],
)
def test_a_region_is_called_in_english_as_the_world_calls_it(code, english, above):
    assert REGIONS[code].name_en == english
    assert REGIONS[REGIONS[code].parent].name_en == above
