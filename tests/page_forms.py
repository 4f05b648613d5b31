"""The forms on a page, as a browser would send them untouched, and what else they could be sent with."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Buttons that nobody pressed are not sent.
NOT_SENT = {"submit", "button", "image", "reset"}


@dataclass
class PageForm:
    """action: "" for the page itself; sent: name -> values; offered: name -> every value to choose from."""

    action: str
    method: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.open, self.select, self.textarea = [], None, None, None

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.open = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self.open)
        name = given.get("name")
        if not self.open or (not name and tag != "option"):
            return
        if tag == "input" and given.get("type") not in NOT_SENT:
            self._input(name, given)
        elif tag == "select":
            self.select = name
            self.open.offered.setdefault(name, [])
        elif tag == "option" and self.select:
            self.open.offered[self.select].append(given.get("value", ""))
            if "selected" in given:
                self.open.sent.setdefault(self.select, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self.open.sent[name] = [""]

    def _input(self, name, given):
        ticked = given.get("type") in {"checkbox", "radio"}
        value = given.get("value", "on" if ticked else "")
        self.open.offered.setdefault(name, []).append(value)
        if not ticked or "checked" in given:
            self.open.sent.setdefault(name, []).append(value)

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self._close_select()
        elif tag == "textarea" and self.textarea:
            self.open.sent[self.textarea] = [self.open.sent[self.textarea][0].removeprefix("\n")]
            self.textarea = None

    def _close_select(self):
        """A list of which nothing was chosen sends its first line."""
        if self.select and self.open and self.open.offered[self.select]:
            self.open.sent.setdefault(self.select, self.open.offered[self.select][:1])
        self.select = None

    def handle_data(self, data):
        if self.textarea:
            self.open.sent[self.textarea][0] += data


def forms_on(page):
    reader = _Reader()
    reader.feed(page.content.decode(errors="replace"))
    for each in reader.forms:
        each.sent.pop("csrfmiddlewaretoken", None)
    return reader.forms


def own_form(page):
    """The form of this very page: not the switches in its frame, which go elsewhere."""
    here = {"", page.request["PATH_INFO"]}
    (found,) = [each for each in forms_on(page) if each.method == "post" and each.action in here]
    return found
