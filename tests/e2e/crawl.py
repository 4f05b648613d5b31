"""Every page a role can reach by its own links, one of each kind."""

import re
from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

OF_EACH_KIND = 1
# A file, not a page; and pages that a browser test should not walk into.
NOT_A_PAGE = re.compile(
    r"/materials/\d+/file/|\.xlsx$|/export/|/me/data/|/jsi18n/|/admin/.*/(history|delete)/"
)
IN_ADMIN = re.compile(r"^/admin/\w+/\w+/(add/|\d+/change/)?$|^/admin/$")


def kind(path: str) -> str:
    return re.sub(r"\d+", "N", path)


def pages(context: BrowserContext, *, start: str = "/") -> list[str]:
    """Paths with their query, in the order found."""
    page = context.new_page()
    found, waiting, kinds = [], [start], Counter({kind(start): 1})
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"
        found.append(path)
        for href in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            address = urlsplit(href)
            here = urlsplit(page.url)
            if (address.scheme, address.netloc) != (here.scheme, here.netloc) or NOT_A_PAGE.search(
                address.path
            ):
                continue
            if address.path.startswith("/admin/") and not IN_ADMIN.match(address.path):
                continue
            following = kind(address.path)
            if kinds[following] < OF_EACH_KIND and address.path not in [
                urlsplit(p).path for p in [*found, *waiting]
            ]:
                kinds[following] += 1
                waiting.append(address.path + (f"?{address.query}" if "cohort=" in address.query else ""))
    page.close()
    return found
