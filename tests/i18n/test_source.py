"""Nothing that people read is written into the source past gettext."""

import re
from fnmatch import fnmatch

import pytest

from crm.i18n.extraction import ROOT, SOURCES, source_files

from .sources import (
    HAN,
    chinese_texts,
    python_files,
    untranslatable_calls,
    untranslated_texts,
)

FILES = python_files(ROOT, *SOURCES)
# Chinese that is data, or that is read from people rather than shown to them.
CHINESE_ALLOWED = (
    "*/data/*",
    "*/demo/*",
    "*/demo.py",
    "*/demo_views.py",
    "customers/axes_data.py",
    "customers/company_names.py",  # legal forms behind companies' names
    "customers/imports/mapping/contents.py",  # how names, companies and addresses are written
    "customers/imports/mapping/parts.py",  # what stands between a name and a number
    "customers/imports/children/words.py",  # how people head their columns
    "customers/imports/contacts.py",  # the same
    "customers/imports/mapping/synonyms.py",  # how people head their columns
    "customers/own_fields/currencies.py",  # what people write for currencies
    "sales/imports/words.py",  # how people head their columns
    "crm/grid/typed.py",  # how numbers, days and yes are typed
    "crm/people/sheets/synonyms.py",  # how people head the columns of a sheet
    "crm/naming.py",  # how Chinese names and phone extensions are written
    "crm/sheets/layout/notes.py",  # how totals and notes under a table begin
    "crm/readings.py",  # readings of surnames and polyphones
)
BRAND = "知彼"
COMMENT = re.compile(r"//.*")
AUTONYMS = re.compile(r'<(\w+)[^>]*\blang="zh[^>]*>[^<]*</\1>')


def may_hold_chinese(name):
    return any(fnmatch(name, pattern) for pattern in CHINESE_ALLOWED)


def findings(look, files):
    return [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in files
        for line, text in look(path.read_text("utf-8"))
    ]


def test_there_is_source_to_look_at():
    assert len(FILES) > 20


def test_python_asks_for_english():
    asking = [path for path in FILES if not may_hold_chinese(path.relative_to(ROOT).as_posix())]
    found = findings(chinese_texts, asking)
    assert [text for text in found if HAN.search(text.replace(BRAND, ""))] == []


def test_messages_are_looked_up_before_they_are_formatted():
    assert findings(untranslatable_calls, FILES) == []


def test_refusals_labels_and_choices_pass_gettext():
    assert findings(untranslated_texts, FILES) == []


def test_templates_and_scripts_hold_no_chinese_but_the_language_s_own_name():
    templates = [path for path in source_files() if path.suffix != ".py"]
    scripts = sorted((ROOT / "static").rglob("*.js"))
    found = [path for path in templates + scripts if HAN.search(without_names(path))]
    assert [str(path.relative_to(ROOT)) for path in found] == []


def without_names(path):
    text = path.read_text("utf-8")
    code = COMMENT.sub("", text) if path.suffix == ".js" else AUTONYMS.sub("", text)
    return code.replace(BRAND, "")


@pytest.mark.parametrize(
    "source",
    [
        'raise Refused("Ask its owner.")',
        'raise ValidationError(f"{name} is taken")',
        'messages.success(request, "Saved." if done else "")',
        'name = CharField(label="Name")',
        'class Meta:\n    verbose_name = "customer"',
        'class Kind(TextChoices):\n    VISIT = "visit"',
        'class Kind(models.TextChoices):\n    VISIT = "visit", "Visit"',
    ],
)
def test_text_past_gettext_is_found(source):
    assert len(list(untranslated_texts(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise Refused(_("Ask its owner."), next_step)',
        'raise ValidationError(_("%(name)s is taken") % {"name": name}, code="taken")',
        'messages.success(request, ngettext("row", "rows", n))',
        'logger.error("not for people")',
        'name = CharField(label="")',
        'class Kind(TextChoices):\n    VISIT = "visit", _("Visit")',
    ],
)
def test_text_through_gettext_passes(source):
    assert list(untranslated_texts(source)) == []


@pytest.mark.parametrize("argument", ['f"{n} rows"', '"%s rows" % n', '"{} rows".format(n)'])
def test_a_message_formatted_too_early_is_found(argument):
    assert len(list(untranslatable_calls(f"_({argument})"))) == 1


def test_chinese_is_found_in_strings_that_people_may_see():
    source = '"""客户"""\nlabel = "客户"  # 客户\nre.compile(r"省|市")'
    assert list(chinese_texts(source)) == [(2, "客户")]
