"""Every page a role can reach by its own links, one of each kind, as the server sends it."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit
from zlib import crc32

from playwright.sync_api import APIRequestContext

# A file, not a page.
NOT_A_PAGE = re.compile(r"/materials/\d+/file/|\.xlsx$|/export/|/me/data/|/jsi18n/|^/static/")
# Of the administration the lists and the forms: what else there is has the same look.
IN_ADMIN = re.compile(r"^/admin/(\w+/\w+/(add/|\d+/change/)?)?$")
# What differs between two people who see the same page: a token, their name, the way to the administration.
PERSONAL = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|<a class="who".*?</a>|<a href="/admin/">.*?</a>', re.DOTALL
)


@dataclass(frozen=True)
class Page:
    path: str
    html: str

    @property
    def kind(self) -> str:
        return kind(self.path)

    @property
    def sameness(self) -> str:
        """Equal for two people who see the same page."""
        return PERSONAL.sub("", self.html)

    def in_part(self, part: int, parts: int) -> bool:
        """Whether this kind of page belongs to that part; the same for everybody and in each run."""
        return crc32(self.kind.encode()) % parts == part


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def kind(path: str) -> str:
    return re.sub(r"\d+", "N", urlsplit(path).path)


def pages(server: APIRequestContext, *, start: str) -> list[Page]:
    """Paths with the query that matters, in the order found."""
    found: dict[str, Page] = {}
    waiting, met = [start], {kind(start)}
    while waiting:
        answer = server.get(waiting.pop(0))
        assert answer.status == 200, f"{answer.url} answered {answer.status}"
        address = urlsplit(answer.url)
        page = Page(f"{address.path}?{address.query}".rstrip("?"), answer.text())
        if page.kind in found:
            continue
        found[page.kind] = page
        for path in _links(page, origin=answer.url):
            if kind(path) not in met:
                met.add(kind(path))
                waiting.append(path)
    return list(found.values())


def _links(page: Page, *, origin: str) -> list[str]:
    parser, here, paths = _Links(), urlsplit(origin), []
    parser.feed(page.html)
    for href in parser.found:
        address = urlsplit(urljoin(origin, href))
        if (address.scheme, address.netloc) != (here.scheme, here.netloc) or NOT_A_PAGE.search(address.path):
            continue
        if address.path.startswith("/admin/") and not IN_ADMIN.match(address.path):
            continue
        paths.append(f"{address.path}?{address.query}" if "cohort=" in address.query else address.path)
    return paths
