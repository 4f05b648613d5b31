"""Rules about templates, addresses and their views."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.urls import URLPattern

from tests.house.tree import PACKAGES, Files, templates

TEMPLATE_LINES = 120
# Whole branches of addresses that belong to a library, and why its own locks will do.
THIRD_PARTY = {
    "allauth.urls": "signing in and one's own account; each of its views asks for a login where it must",
    "admin": "lets nobody in but staff, and asks for a permission on each page",
}
# Templates that are called by a library with everything it knows, and the frame around every page.
NEED_EVERYTHING = {
    "templates/base.html": "the frame shows what wijkmakers.context offers",
    "templates/wijk/": "crispy hands over the field, the form and its settings in one context",
    "templates/account/": "allauth's own parts look at what allauth's views give",
    "templates/allauth/": "the same",
    "templates/mfa/": "the same",
}
# Another answer of a view that has a page of its own name too.
SECOND_PAGES = {"imports/import_mistakes.html": "what cohort_import says of a sheet that it cannot take"}
COMMENT = re.compile(r"{#.*?#}|{% comment .*?%}.*?{% endcomment %}", re.DOTALL)
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*(\bsrc=|type=\"application/json\"))", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
INCLUDE = re.compile(r"{%\s*include\b(.*?)%}", re.DOTALL)
EXTENDS = re.compile(r"{%\s*extends\s+[\"'](.*?)[\"']")


def templates_are_short(files: Files) -> Iterator[str]:
    for path, text in templates(files).items():
        lines = len(text.splitlines())
        if lines >= TEMPLATE_LINES:
            yield f"{path}: {lines} lines"


def nothing_is_inline(files: Files) -> Iterator[str]:
    """The content security policy would refuse it."""
    for path, text in templates(files).items():
        bare = COMMENT.sub("", text)
        for what, pattern in INLINE.items():
            if found := pattern.search(bare):
                yield f"{path}: {what}: {found[0][-60:]}"


def parts_get_only_what_they_need(files: Files) -> Iterator[str]:
    for path, text in templates(files).items():
        for found in INCLUDE.finditer(COMMENT.sub("", text)):
            if found[1].split()[-1] != "only" and not path.startswith(tuple(NEED_EVERYTHING)):
                yield f"{path}: {found[0]}"


def every_page_is_an_address(files: Files, names: set[str]) -> Iterator[str]:
    """A template is a part (_x), a frame that others extend, or the page of the view with its name."""
    frames = {found for text in templates(files).values() for found in EXTENDS.findall(text)}
    for path in templates(files):
        page = PurePosixPath(path).relative_to("templates")
        # What stands in a mail is no page.
        pages = page.parts[0] in (*PACKAGES, "pages", "imports") and page.parts[1:2] != ("mail",)
        ours = pages and not page.name.startswith("_")
        if ours and str(page) not in frames | set(SECOND_PAGES) and page.stem not in names:
            yield f"{path}: no address is called {page.stem}"


def views_state_their_entry(patterns: list[Any]) -> Iterator[str]:
    for pattern in _leaves(patterns):
        if not getattr(pattern.callback, "entry", ""):
            yield f"{pattern.pattern}: {pattern.callback.__name__} does not say who may enter"


def addresses_are_called_like_their_views(patterns: list[Any]) -> Iterator[str]:
    for pattern in _leaves(patterns):
        if pattern.callback.__name__ != pattern.name:
            yield f"{pattern.callback.__name__} has the address {pattern.name}"


def names_of(patterns: list[Any]) -> set[str]:
    return {pattern.name for pattern in _leaves(patterns) if pattern.name}


def _leaves(patterns: list[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif not {pattern.app_name, getattr(pattern.urlconf_module, "__name__", "")} & set(THIRD_PARTY):
            yield from _leaves(pattern.url_patterns)
