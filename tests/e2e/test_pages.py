"""What every page promises, whoever looks: accessible, in one column, silent, and from this server only."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.e2e.crawl import pages

WIDTHS = (1440, 768, 390)
NARROWEST = 320
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ROLES = ("coordinator", "trainee", "supervisor", "lecturer", "admin", "nobody")
_found: dict[str, list[str]] = {}


@cache
def axe_script() -> str:
    return Path(AXE_FILE_PATH).read_text()


def reachable(role, sign_in):
    if role not in _found:
        start = "/accounts/login/" if role == "nobody" else "/"
        _found[role] = pages(sign_in(role), start=start)
    return _found[role]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_accessible(role, theme, sign_in):
    context = sign_in(role, theme=theme)
    # axe runs in a world of its own here; the page's policy would rightly refuse a script from elsewhere.
    page, wrong = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setBypassCSP", {"enabled": True})
    for path in reachable(role, sign_in):
        page.goto(path)
        page.evaluate(axe_script())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            report = page.evaluate("options => axe.run(document, options)", AXE)
            wrong += [
                f"{path} at {width}: {found['id']} {found['nodes'][0]['html'][:120]}"
                for found in report["violations"]
            ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_fits_and_is_silent(role, sign_in):
    context = sign_in(role, width=NARROWEST)
    page, said, elsewhere, wide = context.new_page(), [], [], []
    page.on(
        "console",
        lambda line: said.append(f"{page.url}: {line.text}") if line.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    own = None

    def watch(request):
        if request.url.startswith("http") and urlsplit(request.url).netloc != own:
            elsewhere.append(request.url)

    own = urlsplit(context.new_page().goto("/help/").url).netloc
    page.on("request", watch)
    for path in reachable(role, sign_in):
        page.goto(path)
        if not path.startswith("/admin/") and page.evaluate(
            "document.documentElement.scrollWidth > innerWidth"
        ):
            wide.append(path)
    assert (said, elsewhere, wide) == ([], [], [])
