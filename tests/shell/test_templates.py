"""What a look at the files can promise: the strict policy holds and nothing named is missing."""

import re
from pathlib import Path

import lucide
import pytest
from django.conf import settings
from django.template import Context, Engine
from django.utils.translation import override

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<style\b|hx-on\b|javascript:""")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src=|type=.application/json))[^>]*>")
ICON = re.compile(r"""(?:{% icon |icon_name=)["']([\w-]+)["']""")
IMPORT = re.compile(r"^\s*(import|export)\b|\bimport\(", re.M)


def test_the_patterns_find_what_they_are_for():
    assert INLINE.search('<p style="color: red">') and INLINE.search('<a onclick="go()">')
    assert INLINE_SCRIPT.search("<script>go()</script>")
    assert not INLINE_SCRIPT.search('<script type="module" src="x.js"></script>')
    assert ICON.findall('{% icon "plus" 14 %} icon_name="x"') == ["plus", "x"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_carries_no_style_and_no_script_of_its_own(path):
    text = path.read_text()
    assert not INLINE.search(text)
    assert not INLINE_SCRIPT.search(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_icon_of_a_template_exists(path):
    for name in ICON.findall(path.read_text()):
        lucide._load_icon(name)


def test_every_stylesheet_is_linked_and_every_link_leads_somewhere():
    linked = re.findall(r"'css/([\w-]+\.css)'", (ROOT / "templates/_styles.html").read_text())
    assert sorted(linked) == sorted(path.name for path in (ROOT / "static/css").glob("*.css"))
    assert linked[0] == "tokens.css"  # it names the layers in their order


def test_every_module_is_loaded_by_a_page():
    modules = {path.name for path in (ROOT / "static/js").glob("*.js")}
    pages = "".join(path.read_text() for path in TEMPLATES)
    loaded = set(re.findall(r"'js/([\w-]+\.js)'|\"js/([\w-]+\.js)\"", pages))
    assert {name for pair in loaded for name in pair if name} == modules


@pytest.mark.parametrize("path", sorted((ROOT / "static/js").glob("*.js")), ids=lambda p: p.name)
def test_no_module_imports_another_past_the_manifest(path):
    assert not IMPORT.search(path.read_text())


ONCE = "{% load i18n shell %}{% once %}[{{ name }}{% translate 'Keys' %}{% now 'u' %}]{% endonce %}"


def test_what_is_said_once_is_rendered_for_the_first_page_and_knows_nothing_of_it():
    page = Engine.get_default().from_string(ONCE)
    first, second = (page.render(Context({"name": name})) for name in ("Li", "Wang"))
    assert first == second and "Li" not in first


def test_what_is_said_once_is_said_in_the_readers_language():
    page = Engine.get_default().from_string(ONCE)
    texts = {}
    for language in ("en", "zh-hans", "en"):
        with override(language):
            texts.setdefault(language, set()).add(page.render(Context()))
    assert len(texts["en"]) == 1 and "Keys" in min(texts["en"])
    assert "Keys" not in min(texts["zh-hans"])
