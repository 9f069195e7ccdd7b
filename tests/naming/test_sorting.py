import pytest

from crm import naming


def test_names_sort_by_pinyin_and_not_by_code_point():
    names = ["重庆", "安徽", "北京", "Bosch", "郑州", "长安", "3M"]
    expected = ["3M", "安徽", "北京", "Bosch", "长安", "重庆", "郑州"]
    assert sorted(names, key=naming.sort_key) == expected


def test_a_shorter_syllable_sorts_first():
    assert naming.sort_key("西安") < naming.sort_key("先锋")


def test_namesakes_in_sound_do_not_interleave():
    names = ["张三", "章三", "张四", "章四"]
    ordered = sorted(names, key=lambda name: naming.sort_key(name, surname=True))
    assert [name[0] for name in ordered] in (["张", "张", "章", "章"], ["章", "章", "张", "张"])


@pytest.mark.parametrize(
    ("name", "letter"),
    [("重庆长安", "C"), ("bosch", "B"), ("Ältere", "A"), ("3M", "#"), ("あ", "#"), ("", "#")],
)
def test_the_strip_has_a_letter_for_every_name(name, letter):
    assert naming.initial(name) == letter


def test_a_person_stands_under_the_surname():
    assert naming.initial("单雄信", surname=True) == "S"
    assert naming.initial("单县") == "S"
