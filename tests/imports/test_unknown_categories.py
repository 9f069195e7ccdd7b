"""Categories no axis knows are asked for before the check: created, mapped, or left empty."""

import pytest
from django.urls import reverse

from customers.imports.categories.forms import name_of
from customers.imports.categories.unknown import unknown_categories
from customers.imports.mapping import Mapping
from customers.imports.mapping.guessing import proposal
from customers.imports.running import run_check, run_writing, start_writing
from customers.models import Category, Customer
from tests.factories import make_axis, make_category, make_import, make_user
from tests.house import browser_of
from tests.imports.conftest import problems, reloaded

pytestmark = pytest.mark.django_db

CHOSEN = {"column_0": "name", "column_1": "mood"}


@pytest.fixture
def mood(db):
    return make_axis("mood", "Mood")


@pytest.fixture
def grim(mood):
    return make_category(mood, "Grim")


def sheet_of(*moods):
    return make_import(["Name", "Mood"], [[f"C{n}", text] for n, text in enumerate(moods)])


def url(staged, verb="import_categories"):
    return reverse(f"customers:{verb}", args=[staged.pk])


def unknown_in(staged):
    return unknown_categories(staged, Mapping.of(staged))


def asked(client, staged):
    """The columns are confirmed, and the page asks."""
    answer = client.post(url(staged, "import_check"), CHOSEN)
    assert answer["location"] == url(staged)
    assert reloaded(staged).state == "mapping"
    return client.get(url(staged)).content.decode()


def answer_of(staged, **chosen) -> dict:
    """The form's fields: text → what, or (what, category)."""
    (on_axis,) = unknown_in(staged)
    fields = {}
    for text in on_axis.texts:
        what = chosen.get(text.text, "")
        what, category = what if isinstance(what, tuple) else (what, "")
        fields |= {
            name_of("what", on_axis, text): what,
            name_of("category", on_axis, text): category,
        }
    return fields


def answered(client, staged, **chosen):
    return client.post(url(staged), answer_of(staged, **chosen))


def moods_of(staged, mood) -> dict:
    run_check(staged.pk)
    start_writing(reloaded(staged))
    run_writing(staged.pk)
    return {c.name: c.category_on(mood) for c in Customer.objects.all()}


# --- finding them -----------------------------------------------------------------------------


def test_each_text_is_told_once_with_its_rows_however_it_is_spelt(grim):
    (on_axis,) = unknown_in(sheet_of("Dark", "grim", "d a r k", "ＤＡＲＫ", "", "foul"))
    assert [(text.text, text.count) for text in on_axis.texts] == [("Dark", 3), ("foul", 1)]
    assert (on_axis.rows, on_axis.more) == (4, 0)


def test_the_nearest_ones_are_those_called_nearly_so(mood):
    names = ["Sunny", "Sunshine", "Grim", "Sundown"]
    made = {name: make_category(mood, name).pk for name in names}
    (on_axis,) = unknown_in(sheet_of("Sunnyy"))
    assert on_axis.texts[0].nearest[0].pk == made["Sunny"]
    assert made["Grim"] not in [node.pk for node in on_axis.texts[0].nearest]


def test_an_archived_category_is_unknown_and_no_longer_near(grim):
    grim.archive()
    (on_axis,) = unknown_in(sheet_of("Grim"))
    assert on_axis.texts[0].nearest == []


def test_columns_put_together_are_one_text(mood):
    staged = make_import(["Name", "A", "B"], [["x", "North", "East"], ["y", "North", ""]])
    entry = {"target": "mood", "from": [1, 2], "join": " "}
    (on_axis,) = unknown_categories(staged, Mapping.from_json({"columns": [entry]}))
    assert [text.text for text in on_axis.texts] == ["North", "North East"]


def test_the_commonest_are_shown_and_the_others_counted(mood, monkeypatch):
    monkeypatch.setattr("customers.imports.categories.unknown.SHOWN", 1)
    (on_axis,) = unknown_in(sheet_of("a", "b", "b", "c"))
    assert ([text.text for text in on_axis.texts], on_axis.more) == (["b"], 2)


def test_signs_tell_categories_apart_that_fold_alike(mood):
    for name in ("A+", "A-"):
        make_category(mood, name)
    assert unknown_in(sheet_of("A+", "a-")) == []


# --- asking -----------------------------------------------------------------------------------


def test_a_sheet_whose_categories_are_known_is_not_asked_about(client, grim):
    staged = sheet_of("Grim", "")
    answer = client.post(url(staged, "import_check"), CHOSEN)
    assert answer["location"] == url(staged, "import")
    assert reloaded(staged).state == "checking"
    assert client.get(url(staged))["location"] == url(staged, "import")


def test_only_admins_are_asked(grim):
    rep = browser_of(make_user())
    staged = sheet_of("Dark")
    assert rep.get(url(staged)).status_code == 403
    assert rep.post(url(staged, "import_categories_form")).status_code == 403


def test_the_page_names_each_text_with_its_rows(client, grim):
    page = asked(client, sheet_of("Dark", "Dark", "foul"))
    assert "2 unknown texts" in page
    assert "3 rows" in page


def test_one_is_created_one_mapped_one_left_empty(client, mood, grim):
    staged = sheet_of("Fair", "Dark", "misc")
    asked(client, staged)
    below = make_category(mood, "Good")
    answer = answered(
        client, staged, Fair=("create", below.pk), Dark=("other", grim.pk), misc="empty"
    )
    assert answer["location"] == url(staged, "import")
    fair = Category.objects.get(name_en="Fair")
    assert (fair.parent, fair.axis) == (below, mood)
    assert moods_of(staged, mood) == {"C0": fair.pk, "C1": grim.pk, "C2": None}


def test_all_that_are_open_get_one_choice_and_the_others_keep_theirs(client, mood, grim):
    staged = sheet_of("Fair", "Dark", "misc")
    asked(client, staged)
    given = answer_of(staged, misc="empty") | {"all": f"{mood.pk}.create"}
    page = client.post(url(staged, "import_categories_form"), given).content.decode()
    assert page.count('value="create" selected') == 2
    assert page.count('value="empty" selected') == 1
    assert not Category.objects.filter(name_en="Fair").exists()


def test_what_is_called_nearly_so_is_proposed(client, mood):
    sunny = make_category(mood, "Sunshine")
    assert f'value="={sunny.pk}" selected' in asked(client, sheet_of("Sunshines"))


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ("", "Choose what “Dark” means."),
        ("other", "“Dark”: choose the category."),
        (("other", "nonsense"), "is not one category of Mood"),
        (("create", "999999"), "not offered any more"),
        ("=999999", "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_told_and_the_rest_stays_chosen(client, grim, choice, fault):
    staged = sheet_of("Dark", "misc")
    asked(client, staged)
    answer = answered(client, staged, Dark=choice, misc="empty")
    assert answer.status_code == 422
    assert fault in " ".join(answer.context["faults"])
    assert 'value="empty" selected' in answer.content.decode()
    assert reloaded(staged).state == "mapping"
    assert Category.objects.count() == 1


def test_a_category_that_cannot_be_created_creates_none(client, mood, grim):
    staged = sheet_of("x" * 130, "Fair")
    asked(client, staged)
    answer = answered(client, staged, **{"x" * 130: "create"}, Fair="create")
    assert answer.status_code == 422
    assert Category.objects.count() == 1


def test_nothing_is_wrong_while_it_is_filled_in(client, grim):
    staged = sheet_of("Dark", "misc")
    asked(client, staged)
    page = client.post(url(staged, "import_categories_form"), answer_of(staged, Dark="other"))
    assert "aria-invalid" not in page.content.decode()
    assert "aria-invalid" in answered(client, staged, Dark="other").content.decode()


def test_the_place_is_asked_for_only_where_it_matters(client, grim):
    staged = sheet_of("Dark")
    asked(client, staged)
    for what, is_there in (("create", True), ("other", True), ("empty", False)):
        page = client.post(url(staged, "import_categories_form"), answer_of(staged, Dark=what))
        assert ('name="category_' in page.content.decode()) is is_there


# --- the rest ---------------------------------------------------------------------------------


@pytest.fixture
def one_shown(monkeypatch):
    """Only the commonest text is asked about by itself."""
    monkeypatch.setattr("customers.imports.categories.unknown.SHOWN", 1)


def rest_of(mood, what, category="") -> dict:
    return {f"rest_{mood.pk}": what, f"place_{mood.pk}": category}


def settled(client, staged, mood, what, category=""):
    asked(client, staged)
    given = answer_of(staged, Dark="empty") | rest_of(mood, what, category)
    return client.post(url(staged), given)


def test_further_texts_need_a_choice_too(client, one_shown, mood):
    staged = sheet_of("Dark", "Dark", "Fair", "Foul")
    answer = settled(client, staged, mood, "")
    assert answer.context["faults"] == ["Mood: choose what becomes of the further texts."]
    assert settled(client, staged, mood, "other").context["faults"] == [
        "Mood: choose the category."
    ]


@pytest.mark.parametrize("what", ["other", "empty"])
def test_further_texts_mean_one_category_or_none(client, one_shown, mood, what):
    sunny = make_category(mood, "Sunny").pk
    staged = sheet_of("Dark", "Dark", "Fair", "Sunny")
    settled(client, staged, mood, what, sunny)
    meant = sunny if what == "other" else None
    assert moods_of(staged, mood) == {"C0": None, "C1": None, "C2": meant, "C3": sunny}


def test_the_rows_of_further_texts_are_refused_where_somebody_says_so(client, one_shown, mood):
    staged = sheet_of("Dark", "Dark", "Fair")
    settled(client, staged, mood, "refuse")
    run_check(staged.pk)
    assert problems(reloaded(staged)) == {4: "Mood: “Fair” is unknown."}


def test_further_texts_are_created_in_their_order_below_one_place(client, one_shown, mood):
    below = make_category(mood, "Weather")
    staged = sheet_of("Dark", "Dark", "Fair", "Foul", "x" * 130)
    assert "“xxx" in settled(client, staged, mood, "create").context["faults"][0]
    staged = sheet_of("Dark", "Dark", "Fair", "Foul")
    settled(client, staged, mood, "create", below.pk)
    made = list(Category.objects.filter(parent=below).order_by("order"))
    assert [each.name_en for each in made] == ["Fair", "Foul"]
    assert moods_of(staged, mood)["C3"] == made[1].pk


def test_no_more_are_created_than_anybody_would_want(client, one_shown, mood, monkeypatch):
    monkeypatch.setattr("customers.imports.categories.rest.MOST_CREATED", 1)
    staged = sheet_of("Dark", "Dark", "Fair", "Foul")
    answer = settled(client, staged, mood, "create")
    assert "Select a valid choice" in answer.context["faults"][0]


def test_what_the_rest_meant_is_proposed_and_asked_again(client, one_shown, mood):
    first = sheet_of("Dark", "Dark", "Fair")
    settled(client, first, mood, "empty")
    staged = make_import(["Name", "Mood"], [["A", "Odd"], ["B", "Odder"]])
    staged.mapping = proposal(staged).to_json()
    staged.save()
    assert '<option value="empty" selected>' in asked(client, staged)
    assert Mapping.of(staged).rests == {"mood": None}


# --- remembered -------------------------------------------------------------------------------


def test_the_answers_are_those_of_last_time_for_the_same_headings(client, upload, mood, grim):
    first = sheet_of("Dark", "misc")
    asked(client, first)
    answered(client, first, Dark=("other", grim.pk), misc="empty")
    upload([["NAME", "mood"], ["New", "dark"], ["Newer", "misc"], ["Newest", "odd"]])
    again = client.get(reverse("customers:imports")).context["imports"][0]
    page = asked(client, again)
    assert f'value="={grim.pk}" selected' in page
    assert 'value="empty" selected' in page
    assert page.count('class="open"') == 1


def test_an_answer_whose_category_is_gone_is_asked_anew(client, upload, mood, grim):
    first = sheet_of("Dark")
    asked(client, first)
    answered(client, first, Dark=("other", grim.pk))
    grim.archive()
    upload([["Name", "Mood"], ["New", "Dark"]])
    again = client.get(reverse("customers:imports")).context["imports"][0]
    assert 'class="open"' in asked(client, again)
