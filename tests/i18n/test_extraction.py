"""What the source asks gettext for is found, however it asks."""

from textwrap import dedent

import pytest

from crm.i18n import used_messages


def extracted(tmp_path, source, name="crm/sample.py"):
    """(context, msgid) of every message; a plural's msgid is the pair."""
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(source), "utf-8")
    return [(entry.context, entry.id) for entry in used_messages(tmp_path) if entry.id]


def from_template(tmp_path, source):
    return extracted(tmp_path, source, "templates/crm/sample.html")


@pytest.mark.parametrize("call", ["_", "gettext", "gettext_lazy", "gettext_noop"])
def test_a_plain_call_is_found(tmp_path, call):
    assert extracted(tmp_path, f'label = {call}("Owner")') == [(None, "Owner")]


@pytest.mark.parametrize("call", ["ngettext", "ngettext_lazy"])
def test_a_plural_is_one_entry(tmp_path, call):
    source = f'{call}("%(n)s row", "%(n)s rows", "n")'
    assert extracted(tmp_path, source) == [(None, ("%(n)s row", "%(n)s rows"))]


@pytest.mark.parametrize("call", ["pgettext", "pgettext_lazy"])
def test_a_context_keeps_two_meanings_apart(tmp_path, call):
    source = f'{call}("verb", "Share"); {call}("noun", "Share")'
    assert extracted(tmp_path, source) == [("verb", "Share"), ("noun", "Share")]


def test_a_plural_in_a_context_is_found(tmp_path):
    source = 'npgettext("sheet", "row", "rows", n)'
    assert extracted(tmp_path, source) == [("sheet", ("row", "rows"))]


def test_pieces_of_one_literal_are_joined(tmp_path):
    source = """
        _(
            "%(customer)s is owned by %(owner)s. "
            "Ask for a share."
        ) % {"customer": customer, "owner": _("nobody")}
    """
    joined = "%(customer)s is owned by %(owner)s. Ask for a share."
    assert extracted(tmp_path, source) == [(None, joined), (None, "nobody")]


def test_migrations_are_left_out(tmp_path):
    assert extracted(tmp_path, '_("Owner")', "crm/migrations/0001_initial.py") == []


@pytest.mark.parametrize(
    "tag",
    [
        '{% translate "Owner" %}',
        "{% trans 'Owner' %}",
        '{% translate "Owner" as label %}',
        '{{ value|default:_("Owner") }}',
        '{{ _("Owner") }}',
        '{% include "crm/_head.html" with title=_("Owner") only %}',
        '{% blocktranslate with x=y|default:_("Owner") %}{{ x }}{% endblocktranslate %}',
    ],
)
def test_a_tag_is_found(tmp_path, tag):
    assert (None, "Owner") in from_template(tmp_path, tag)


def test_a_block_is_trimmed_as_django_trims_it(tmp_path):
    source = """
        {% blocktranslate trimmed with name=customer.name %}
            Claim
            {{ name }}?
        {% endblocktranslate %}
    """
    assert from_template(tmp_path, source) == [(None, "Claim %(name)s?")]


def test_a_block_with_a_plural_and_a_context_is_one_entry(tmp_path):
    source = """
        {% blocktranslate trimmed count n=rows|length context "sheet" %}
            {{ n }} row
        {% plural %}
            {{ n }} rows
        {% endblocktranslate %}
    """
    assert from_template(tmp_path, source) == [("sheet", ("%(n)s row", "%(n)s rows"))]


def test_a_context_of_a_tag_is_kept(tmp_path):
    source = '{% translate "Share" context "verb" %}'
    assert from_template(tmp_path, source) == [("verb", "Share")]


def test_uneven_indentation_hides_nothing(tmp_path):
    source = '<p>\n        <b>\n    {% translate "One" %}\n  </b>\n\t{% translate "Two" %}\n'
    assert from_template(tmp_path, source) == [(None, "One"), (None, "Two")]


def test_brackets_quotes_and_scripts_hide_nothing(tmp_path):
    source = '<p title="it\'s ((">{{ x }} \\ \'\'\' {% translate "One" %} }} """ </p>'
    assert from_template(tmp_path, source) == [(None, "One")]


def test_a_percent_sign_is_looked_up_as_django_looks_it_up(tmp_path):
    source = '{% translate "100 % sure" %}'
    assert from_template(tmp_path, source) == [(None, "100 %% sure")]


def test_a_percent_sign_that_django_would_double_is_refused(tmp_path):
    with pytest.raises(SyntaxError, match="sample.html.*100 % sure"):
        from_template(tmp_path, '{{ x|default:_("100 % sure") }}')


def test_a_broken_block_is_refused_by_name(tmp_path):
    with pytest.raises(SyntaxError, match="sample.html"):
        from_template(tmp_path, "{% blocktranslate %}{% if x %}{% endblocktranslate %}")
