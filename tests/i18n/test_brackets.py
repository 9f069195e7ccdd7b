"""The pseudo-locale finds text that was never handed to gettext, and nothing else."""

import pytest
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from .brackets import unbracketed_texts


@pytest.mark.parametrize(
    "html",
    [
        "<p>Owner</p>",
        "<p>⟦Owner⟧: nobody</p>",
        "<p>⟦Claim <b>«1»</b>⟧ now</p>",
        "<p>客户</p>",
        '<a title="Owner">7</a>',
        '<input placeholder="Name">',
        '<input type="submit" value="Save">',
        '<button aria-label="Close">×</button>',
        '<img alt="A chart">',
        "<select><option>Any</option></select>",
        '<optgroup label="Region"></optgroup>',
        '<button hx-confirm="Sure?">⟦Delete⟧</button>',
        '<meta name="description" content="A list">',
        "<title>Zhibi</title>",
        "<h1>Owner<p>⟦Pool⟧",
    ],
)
def test_text_outside_the_brackets_is_found(html):
    assert len(unbracketed_texts(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>⟦Owner⟧</p>",
        "<p>⟦Owner⟧: «李明», 12 – 30 %</p>",
        "<p>⟦Owned by ⟦nobody⟧ for ⟦3 days⟧⟧</p>",
        "<p>⟦Claim <b>this <i>one</i></b> now⟧</p>",
        '<input type="text" value="typed">',
        '<input type="hidden" name="next" value="grid">',
        "<script>let owner</script><style>p {color: red}</style>",
        "<svg><title>Icon</title></svg>",
        '<a lang="zh-Hans" title="中文">中文</a>',
        '<p translate="no">Zhibi <b>CRM</b></p>',
        "<p>⟦Write to⟧ rep@example.com, https://example.com/a</p>",
        '<p class="owner" id="owner" data-url="owner">7</p>',
        "<td>1,240,000 CNY</td>",
        "⟦Press⟧ <kbd>Esc</kbd>",
    ],
)
def test_messages_data_and_what_nobody_reads_are_left_alone(html):
    assert unbracketed_texts(html) == []


def test_the_language_of_the_page_exempts_nothing():
    assert unbracketed_texts('<html lang="en"><p>Owner</p></html>') == ["Owner"]


def test_an_exempt_element_ends_where_it_ends():
    assert unbracketed_texts('<p><b lang="en">English</b> left</p>') == ["left"]


def test_a_message_cut_short_hides_only_itself():
    assert unbracketed_texts("<p>⟦A long mes…</p><p>Owner</p>") == ["Owner"]


def test_an_image_needs_no_end_tag():
    assert unbracketed_texts('<img translate="no" alt="Zhibi"><p>Owner</p>') == ["Owner"]


def test_every_way_of_asking_is_bracketed(pseudo):
    assert gettext("Owner") == "⟦Owner⟧"
    assert pgettext("verb", "Share") == "⟦Share⟧"
    assert ngettext("row", "rows", 1) == "⟦row⟧"
    assert npgettext("sheet", "row", "rows", 2) == "⟦rows⟧"


def test_what_was_asked_is_remembered(pseudo):
    gettext("Owner"), pgettext("verb", "Share"), ngettext("row", "rows", 2)
    assert pseudo.asked == {"Owner", "verb\x04Share", "row"}
