"""The design language as figures: contrast, weight, and nothing a strict content policy would refuse."""

import gzip
import re
from pathlib import Path

import pytest

from placements.models import LOOKS
from wijkmakers.lib.staticfiles import squeezed

ROOT = Path(__file__).parents[2]
CSS = sorted(path for path in (ROOT / "static/css").glob("*.css") if path.name != "admin.css")
JS = sorted(path for path in (ROOT / "static/js").glob("*.js") if path.name != "admin.js")
TOKENS = (ROOT / "static/css/tokens.css").read_text()
PAIR = r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"


def colours(text):
    """Name -> (light, dark) of the custom properties in a piece of CSS."""
    pairs = {name: (light, dark) for name, light, dark in re.findall(rf"--([a-z0-9-]+): {PAIR}", text)}
    return pairs | {name: (one, one) for name, one in re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", text)}


def luminance(colour):
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


ROOT_COLOURS = colours(TOKENS.split(".look-blue")[0])
LOOK_COLOURS = {name: colours(rules) for name, rules in re.findall(r"\.look-([a-z]+) \{([^}]*)\}", TOKENS)}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("ink", "paper", 12),
        ("ink", "surface", 12),
        ("ink-2", "paper", 7),
        ("ink-2", "surface", 7),
        ("ink-2", "sunken", 6.9),
        ("action", "paper", 4.5),
        ("action", "surface", 4.5),
        ("on-action", "action", 4.5),
        ("on-action", "action-hi", 4.5),
        ("line-2", "surface", 3),
        ("line-2", "paper", 3),
        ("on-now", "now", 7),
        ("on-slab", "slab", 7),
        ("on-slab-2", "slab", 7),
        ("danger", "danger-bg", 4.5),
        ("danger", "paper", 4.5),
        ("warn", "warn-bg", 4.5),
        ("warn", "paper", 4.5),
        ("ok", "ok-bg", 4.5),
        ("ok", "surface", 4.5),
        ("info", "info-bg", 4.5),
        ("now", "slab", 7),
        ("ink-3", "sunken", 3),
    ],
)
def test_text_can_be_read(text, ground, least, theme):
    assert contrast(ROOT_COLOURS[text][theme], ROOT_COLOURS[ground][theme]) >= least


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("look", [key for key, _label in LOOKS])
def test_an_organisation_can_be_read_on_its_tint(look, theme):
    tint, strong = LOOK_COLOURS[look]["hb"][theme], LOOK_COLOURS[look]["h"][theme]
    assert contrast(ROOT_COLOURS["ink"][theme], tint) >= 11
    assert contrast(strong, tint) >= 4.8
    for status in ("ok", "danger"):
        assert contrast(ROOT_COLOURS[status][theme], tint) >= 4.5


def test_every_look_has_its_own_pattern():
    patterns = re.findall(r"\.look-([a-z]+) \{.*?--pat: (.*?); \}", TOKENS)
    assert [name for name, _pattern in patterns] == [key for key, _label in LOOKS]
    assert len({pattern for _name, pattern in patterns}) == len(LOOKS)


def packed(texts):
    return sum(len(gzip.compress(text.encode(), 9)) for text in texts)


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def scripts_of(template):
    """Our own scripts that are named in it; what they import stands in the frame around every page."""
    return set(re.findall(r"'js/(\w+\.js)'", template.read_text())) - {"admin.js"}


def test_styles_stay_light():
    # Planning and the programme came with pages of their own; a first visit stays far below 45 kB in all.
    assert packed(squeezed(path.read_text()) for path in CSS) <= 14_400


def test_no_page_loads_much_script():
    """Every page has its own few, so what counts is the most that one of them loads. A draft names poll.js
    and what its board needs, and loads either."""
    sizes = {path.name: packed([path.read_text()]) for path in JS}
    frame = scripts_of(ROOT / "templates/base.html")
    loads = {path.name: sum(sizes[name] for name in frame | scripts_of(path)) for path in templates()}
    heaviest = max(loads.values())
    assert set(sizes) == {name for path in templates() for name in scripts_of(path)}
    assert heaviest <= 5_200, {name: size for name, size in loads.items() if size == heaviest}


def test_nothing_inline_that_the_content_policy_refuses():
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*(?:src=|type=\"application/json\"))",
        re.IGNORECASE,
    )
    assert [path.name for path in templates() if inline.search(path.read_text())] == []


def test_nothing_comes_from_elsewhere():
    far = re.compile(r"(?:src|href)=\"(?:https?:)?//", re.IGNORECASE)
    assert [path.name for path in templates() if far.search(path.read_text())] == []
    assert [path.name for path in [*CSS, *JS] if re.search(r"https?:|url\(['\"]?//", path.read_text())] == []


def test_scripts_leave_no_globals_and_build_no_html_from_text():
    risky = re.compile(r"window\.\w+ =|innerHTML|insertAdjacentHTML|document\.write|eval\(")
    assert [path.name for path in JS if risky.search(path.read_text())] == []
