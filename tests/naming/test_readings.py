import pytest

from crm import naming

PEOPLE = [
    ("单雄信", "shanxiongxin"),
    ("曾国强", "zengguoqiang"),
    ("解晓东", "xiexiaodong"),
    ("仇大海", "qiudahai"),
    ("朴志勇", "piaozhiyong"),
    ("查文彬", "zhawenbin"),
    ("盖明", "geming"),
    ("区海燕", "ouhaiyan"),
    ("任远", "renyuan"),
    ("覃华", "qinhua"),
    ("万俟文", "moqiwen"),
    ("万里", "wanli"),
    ("尉迟恭", "yuchigong"),
    ("单于飞", "chanyufei"),
    ("长孙明", "zhangsunming"),
    ("令狐冲", "linghuchong"),
    ("澹台清", "tantaiqing"),
    ("欧阳修文", "ouyangxiuwen"),
    ("王重阳", "wangchongyang"),
]


@pytest.mark.parametrize(("name", "pinyin"), PEOPLE)
def test_a_surname_is_read_as_a_surname(name, pinyin):
    assert naming.pinyin_readings(name, surname=True)[0] == pinyin


def test_an_organisation_is_read_by_its_words():
    assert naming.pinyin_readings("重庆长安汽车")[0] == "chongqingchanganqiche"
    assert naming.pinyin_readings("长春银行")[0] == "changchunyinhang"
    assert naming.pinyin_readings("六安瓜片")[0] == "luanguapian"
    assert naming.pinyin_readings("朝阳区乐清大厦")[0] == "chaoyangquyueqingdasha"


def test_places_are_read_as_their_people_read_them():
    places = {"漯河": "luohe", "闵行": "minhang", "什邡": "shifang", "荥经": "yingjing"}
    assert {place: naming.pinyin_readings(place)[0] for place in places} == places


def test_every_reading_of_a_character_is_kept():
    assert naming.initials_readings("长乐") == ["cl", "zl", "cy", "zy"]
    assert {"shanji", "danji", "chanji"} <= set(naming.pinyin_readings("单记"))


def test_umlauts_are_found_by_v_and_by_u():
    assert naming.pinyin_readings("吕铝") == ["lvlv", "lulv", "lvlu", "lulu"]


def test_a_latin_v_stays_a_v():
    assert naming.pinyin_readings("VIVO") == ["vivo"]


def test_readings_are_bounded_and_the_nearest_to_the_likeliest_stay():
    readings = naming.pinyin_readings("长重行乐朝单" * 10)
    assert len(readings) == naming.SPELLINGS_KEPT
    assert readings[1] == readings[0].replace("chang", "zhang", 1)


def test_letters_and_digits_stand_in_the_pinyin_as_they_are():
    assert naming.pinyin_readings("3M（中国）") == ["3mzhongguo"]
    assert naming.initials_readings("ABB中国") == ["abbzg"]


def test_what_nobody_can_read_is_kept_as_it_is():
    assert naming.pinyin_readings("あさひ") == ["あさひ"]
