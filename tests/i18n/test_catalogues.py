"""A .po is merged without guessing, checked without mercy, compiled only when it changed."""

import gettext
import os

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from crm.i18n import compile_catalogues, merge_catalogues, problems

HEADER = """\
# A glossary, which stays as it is.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


@pytest.fixture
def po(tmp_path):
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER, "utf-8")
    return path


def using(*messages):
    used = Catalog()
    for message in messages:
        used.add(message, locations=[("crm/sample.py", 0)])
    return used


def fill(po, *entries):
    blocks = [f'msgid "{msgid}"\nmsgstr "{msgstr}"' for msgid, msgstr in entries]
    po.write_text("\n\n".join([HEADER.rstrip(), *blocks]) + "\n", "utf-8")


def test_a_new_message_comes_in_empty_with_its_file(po, tmp_path):
    merge_catalogues(using("Owner"), tmp_path)
    assert po.read_text("utf-8").endswith('\n\n#: crm/sample.py\nmsgid "Owner"\nmsgstr ""\n')


def test_a_translation_and_the_header_survive(po, tmp_path):
    fill(po, ("Owner", "负责人"))
    merge_catalogues(using("Owner", "Pool"), tmp_path)
    text = po.read_text("utf-8")
    assert text.startswith(HEADER)
    assert 'msgid "Owner"\nmsgstr "负责人"' in text


def test_what_is_no_longer_used_is_dropped(po, tmp_path):
    fill(po, ("Owner", "负责人"), ("Gone", "旧"))
    merge_catalogues(using("Owner"), tmp_path)
    assert "Gone" not in po.read_text("utf-8")


def test_a_reworded_message_is_never_guessed(po, tmp_path):
    fill(po, ("Owner of the customer", "客户负责人"))
    merge_catalogues(using("Owners of the customer"), tmp_path)
    text = po.read_text("utf-8")
    assert "客户负责人" not in text and "fuzzy" not in text


def test_merging_twice_changes_nothing(po, tmp_path):
    used = using("Zebra", "Owner", ("%(n)s row", "%(n)s rows"))
    assert merge_catalogues(used, tmp_path) == [po]
    assert merge_catalogues(used, tmp_path) == []


def test_entries_stand_in_the_order_of_their_text(po, tmp_path):
    merge_catalogues(using("Zebra", ("row", "rows"), "Axis"), tmp_path)
    text = po.read_text("utf-8")
    assert text.index('"Axis"') < text.index('"Zebra"') < text.index('"row"')


def test_a_complete_catalogue_has_no_problems(po, tmp_path):
    fill(po, ("Claim %(name)s?", "领取%(name)s?"))
    assert problems(using("Claim %(name)s?"), tmp_path) == []


@pytest.mark.parametrize(
    ("msgid", "msgstr", "problem"),
    [
        ("Owner", "", "not translated"),
        ("Claim %(name)s?", "领取?", "other placeholders"),
        ("Claim %(name)s?", "领取%(nmae)s?", "other placeholders"),
        ("%s of %s", "%s", "other placeholders"),
        ("{done} rows", "行", "other placeholders"),
        ("<b>now</b>", "<b>现在", "other placeholders"),
    ],
)
def test_a_bad_translation_is_named(po, tmp_path, msgid, msgstr, problem):
    fill(po, (msgid, msgstr))
    assert problems(using(msgid), tmp_path) == [f"zh_Hans: {problem}: {msgid!r}"]


def test_a_fuzzy_entry_is_named(po, tmp_path):
    po.write_text(HEADER + '\n#, fuzzy\nmsgid "Owner"\nmsgstr "负责人"\n', "utf-8")
    assert problems(using("Owner"), tmp_path) == ["zh_Hans: fuzzy: 'Owner'"]


def test_what_was_not_extracted_and_what_is_not_used_are_named(po, tmp_path):
    fill(po, ("Gone", "旧"))
    assert problems(using("New"), tmp_path) == [
        "zh_Hans: missing (run extract): 'New'",
        "zh_Hans: unused (run extract): 'Gone'",
    ]


def test_a_message_that_became_a_plural_is_named(po, tmp_path):
    fill(po, ("row", "行"))
    assert problems(using(("row", "rows")), tmp_path) == ["zh_Hans: missing (run extract): 'row'"]


def test_the_plural_form_decides_which_placeholders_there_are(po, tmp_path):
    entry = 'msgid "One row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s 行"\n'
    po.write_text(f"{HEADER}\n{entry}", "utf-8")
    assert problems(using(("One row", "%(n)s rows")), tmp_path) == []


def test_a_compiled_catalogue_answers(po, tmp_path):
    fill(po, ("Owner", "负责人"))
    assert compile_catalogues(tmp_path) == [po.with_suffix(".mo")]
    spoken = gettext.translation("django", tmp_path, languages=["zh_Hans"])
    assert spoken.gettext("Owner") == "负责人"


def test_an_unchanged_catalogue_is_not_written_again(po, tmp_path):
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []


def test_an_older_checkout_is_compiled_too(po, tmp_path):
    compile_catalogues(tmp_path)
    fill(po, ("Owner", "负责人"))
    os.utime(po, (1_000_000, 1_000_000))
    assert compile_catalogues(tmp_path) == [po.with_suffix(".mo")]


def test_compiling_leaves_nothing_else_behind(po, tmp_path):
    compile_catalogues(tmp_path)
    assert {path.name for path in po.parent.iterdir()} == {"django.po", "django.mo"}


def test_the_command_checks_what_it_has_not_extracted_yet(po, tmp_path, capsys):
    with pytest.raises(CommandError, match="need attention"):
        call_command("catalogues", "check", locale=tmp_path)
    assert "zh_Hans: missing (run extract): 'New customer'" in capsys.readouterr().out


def test_the_command_extracts_and_compiles(po, tmp_path, capsys):
    call_command("catalogues", "extract", locale=tmp_path)
    call_command("catalogues", "compile", locale=tmp_path)
    assert capsys.readouterr().out == f"Wrote {po}\nWrote {po.with_suffix('.mo')}\n"
