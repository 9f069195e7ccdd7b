"""WCAG 2.2 AA: 4.5:1 for text, 3:1 for the edges of fields, in both themes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
COLOUR = re.compile(r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")
GROUNDS = ["paper", "sheet", "well", "hover"]

TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS]
TEXT += [(tone, f"{tone}-soft") for tone in ("seal", "jade", "amber", "sky")]
TEXT += [(tone, "sheet") for tone in ("seal", "jade", "amber", "sky")]
TEXT += [("seal", "paper"), ("seal", "well"), ("ink", "sky-soft"), ("seal", "sky-soft")]
TEXT += [("on-seal", "seal-fill"), ("on-seal", "seal-fill-hover"), ("on-slab", "slab")]
TEXT += [("paper", "ink")]
EDGES = [("edge", "sheet"), ("edge", "paper"), ("seal", "sheet"), ("seal", "paper")]


def colours(theme):
    """The tokens of one theme, 0 light and 1 dark."""
    found = {
        name: (light or both, dark or both) for name, light, dark, both in COLOUR.findall(TOKENS)
    }
    return {name: pair[theme] for name, pair in found.items()}


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(pairs, least, theme):
    tokens = colours(theme)
    ratios = {(a, b): contrast(tokens[a], tokens[b]) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_the_measure_gives_the_known_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme):
    assert too_weak(TEXT, 4.5, theme) == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_field_can_be_told_from_its_ground(theme):
    assert too_weak(EDGES, 3, theme) == {}
