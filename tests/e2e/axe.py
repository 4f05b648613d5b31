"""axe on an open page: WCAG 2.0 to 2.2, A and AA, and its best practices, in both themes at each width."""

from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

WIDTHS = (1440, 768, 390)
NARROWEST = 320
THEMES = ("light", "dark")
LOOKS = len(WIDTHS) * len(THEMES)
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "reporter": "no-passes",
    # Fetches style sheets for one experimental rule only, in a way that the content policy refuses.
    "preload": False,
}
# Axe reads the text of a colour anew for every element: on one page 23,000 times the same ten texts.
REMEMBER_COLOURS = """() => {
    const Color = axe.commons.color.Color, parse = Color.prototype.parseString, known = new Map();
    Color.prototype.parseString = function (text) {
        if (!known.has(text)) known.set(text, new Color(parse.call(this, text)));
        const {r, g, b, alpha} = known.get(text);
        return Object.assign(this, {r, g, b, alpha});
    };
}"""
# A colour that still fades is not the one that is read.
RUN = """async options => {
    await Promise.allSettled(document.getAnimations().map(motion => motion.finished));
    const {violations} = await axe.run(document, options);
    return violations.map(({id, nodes}) => `${id}: ${nodes.length} x ${nodes[0].html.slice(0, 160)}`);
}"""


@cache
def _script() -> str:
    return Path(AXE_FILE_PATH).read_text()


def violations(page: Page) -> list[str]:
    """What is wrong in any of the looks; the page stays as it is, only the window and the theme change."""
    page.wait_for_load_state()
    page.evaluate(_script())
    page.evaluate(REMEMBER_COLOURS)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            wrong += [f"{page.url} {width} {theme} {found}" for found in page.evaluate(RUN, OPTIONS)]
    return wrong


def is_too_wide(page: Page) -> bool:
    """Whether it has to be scrolled sideways on the narrowest screen."""
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def as_it_was(page: Page) -> None:
    page.emulate_media(color_scheme=THEMES[0])
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
