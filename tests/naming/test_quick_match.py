import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import naming

POLYPHONES = "长重行乐朝单曾解仇朴查盖区万俟尉迟石厦参差女绿"
PLAIN = "北京上海杭州科技有限公司集团机械制造"
NAMES = st.one_of(
    st.text(st.sampled_from(POLYPHONES + PLAIN + "AbZ19 ()（）-·&Ｋ①ﬁéß"), max_size=24),
    st.text(max_size=24),
)


def finds(query, names, numbers=(), surname=False):
    """What the database does: bigrams of the row contain the query's, LIKE rechecks."""
    text = naming.search_text(names, numbers, surname=surname)
    terms = naming.query_terms(query)
    grams = set(naming.query_grams(terms)) <= set(naming.search_grams(text))
    return bool(terms) and grams and all(term in text for term in terms)


def found_by_every_part(spelling, data, **row):
    start = data.draw(st.integers(0, len(spelling) - 2))
    end = data.draw(st.integers(start + 2, len(spelling)))
    return finds(spelling[start:end], **row)


@given(name=NAMES, surname=st.booleans(), data=st.data())
def test_a_name_is_found_by_any_part_of_any_spelling(name, surname, data):
    spellings = [
        naming.fold(name),
        *naming.initials_readings(name, surname),
        *naming.pinyin_readings(name, surname),
    ]
    spelling = data.draw(st.sampled_from(spellings))
    if len(spelling) >= 2:
        assert found_by_every_part(spelling, data, names=[name], surname=surname)


@given(number=st.from_regex(r"(\+86 )?0\d{2,3}[- ]?\d{7,8}", fullmatch=True), data=st.data())
def test_a_number_is_found_by_any_run_of_its_digits(number, data):
    digits = "".join(character for character in number if character.isdecimal())
    assert found_by_every_part(digits, data, names=["甲"], numbers=[number])


@given(name=NAMES)
def test_folding_twice_is_folding_once(name):
    assert naming.fold(naming.fold(name)) == naming.fold(name)


@given(names=st.lists(NAMES, max_size=3), numbers=st.lists(st.text(max_size=20), max_size=2))
def test_grams_are_distinct_sorted_pairs_of_characters(names, numbers):
    grams = naming.search_grams(naming.search_text(names, numbers))
    assert grams == sorted(set(grams))
    assert all(len(gram) == 2 and "\n" not in gram for gram in grams)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("bjkj", "北京科技有限公司"),
        ("beijing", "北京科技有限公司"),
        ("京科", "北京科技有限公司"),
        ("jkj", "北京科技有限公司"),
        ("北京kj", "北京科技有限公司"),
        ("bj 科技", "北京科技有限公司"),
        ("ＢＪＫＪ", "北京科技有限公司"),
        ("cqca", "重庆长安"),
        ("zqca", "重庆长安"),
        ("cqza", "重庆长安"),
        ("xi'an", "西安电机厂"),
        ("abb(中国)", "ABB（中国）有限公司"),
        ("muller", "Müller GmbH"),
        ("MÜLLER", "Müller GmbH"),
        ("lvye", "海德铝业"),
        ("lüye", "海德铝业"),
        ("北", "北京科技有限公司"),
    ],
)
def test_a_customer_is_found_by(query, name):
    assert finds(query, [name])


@pytest.mark.parametrize("query", ["sxx", "shan", "雄信", "dxx"])
def test_a_person_is_found_by(query):
    assert finds(query, ["单雄信"], surname=True)


@pytest.mark.parametrize("query", ["bjjk", "京北", "上海", "kjbj"])
def test_another_name_is_not_found(query):
    assert not finds(query, ["北京科技有限公司"])


@pytest.mark.parametrize(
    "query",
    ["88886666", "8888-6666", "0571 8888", "(0571)88886666", "+86 571 88886666", "88886666转12"],
)
@pytest.mark.parametrize("number", ["0571-88886666转12", "+86-571-8888 6666 ext. 12"])
def test_a_telephone_number_is_found_however_it_is_written(query, number):
    assert finds(query, ["甲公司"], numbers=[number])


def test_numbers_kept_in_one_field_do_not_run_together():
    assert not finds("66660571", ["甲"], numbers=["0571-88886666/0571-99996666"])


def test_wildcards_of_like_never_reach_the_database():
    assert naming.query_terms("100%_\\纯") == ["100", "纯"]


def test_punctuation_alone_asks_for_nothing():
    assert naming.query_terms(" -- ！ ") == []
