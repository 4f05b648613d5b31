"""The translation catalogues, kept without GNU gettext: a fresh machine has only Python and make.

Code and templates hold English msgids; `locale/<language>/LC_MESSAGES/django.po` holds the words of each
language, sorted and without places, so that a change in one sentence is a change of one entry. English
is filled with the msgid itself. The compiled `.mo` files are made here and never committed.
"""

import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("nl", "en")
CODE = ("wijkmakers", "trainees", "placements", "curriculum")
TEMPLATES = ("templates", *CODE)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# By hand: the library's own header carries dates, and each run would change the file.
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


@dataclass(frozen=True)
class Problem:
    """Something a catalogue lacks; `kind` is missing, obsolete, untranslated, fuzzy or invalid."""

    language: str
    kind: str
    msgid: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.language}: {self.kind}: {self.msgid!r}" + (f" ({self.detail})" if self.detail else "")


def po_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted(root: Path) -> Catalog:
    """Every message that the code and the templates under `root` ask for, without translations."""
    catalog = Catalog()
    for source in (*_python_sources(root), *_template_sources(root)):
        for _, msgid, _, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            catalog.add(msgid, context=context)
    return catalog


def update(root: Path) -> None:
    """Bring each catalogue in line with the sources: new entries come empty, those no longer asked for go."""
    sources = extracted(root)
    for language in LANGUAGES:
        old = _read(root, language)
        new = Catalog(locale=language)
        for message in _entries(sources):
            new[message.id] = _carried_over(message, old.get(message.id, message.context), language)
        _write(root, language, new)


def merge(root: Path, file: Path) -> list[str]:
    """Fill Dutch from a JSON list of {id, plural, context, nl}; answer what a person has to look at.

    `nl` is a string, or [singular, plural] for an entry with a plural. Update the catalogues first.
    """
    catalog, remarks = _read(root, "nl"), []
    for item in json.loads(file.read_text(encoding="utf-8")):
        string = tuple(item["nl"]) if isinstance(item["nl"], list) else item["nl"]
        message = catalog.get(item["id"], item.get("context"))
        remark = _remark(message, string)
        if remark:
            remarks.append(f"{file.name}: {remark}: {item['id']!r}")
        if message and message.pluralizable == isinstance(string, tuple):
            message.string = string
            message.flags.discard("fuzzy")
    _write(root, "nl", catalog)
    return remarks


def _remark(message: Message | None, string: str | tuple[str, ...]) -> str | None:
    if message is None:
        return "no such message"
    if message.pluralizable != isinstance(string, tuple):
        return f"needs {'two forms' if message.pluralizable else 'one form'}"
    before = message.string if isinstance(string, str) else _strings(message)
    return f"replaces {before!r}" if any(_strings(message)) and before != string else None


def compile_stale(root: Path) -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; answer what was written."""
    written = []
    for language in LANGUAGES:
        po = po_path(root, language)
        mo = po.with_suffix(".mo")
        if po.exists() and not (mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns):
            # Renamed into place: a server that is reading the old one never sees half a file.
            half = mo.with_suffix(f".{os.getpid()}")
            with half.open("wb") as file:
                write_mo(file, _read(root, language))
            written.append(half.rename(mo))
    return written


def problems(root: Path) -> Iterator[Problem]:
    """All that keeps a catalogue from being complete, in a fixed order."""
    sources = extracted(root)
    for language in LANGUAGES:
        catalog = _read(root, language)
        for message in _entries(sources):
            entry = catalog.get(message.id, message.context)
            if entry is None or entry.id != message.id:
                yield Problem(language, "missing", _first(message))
            else:
                yield from _entry_problems(language, entry, catalog)
        for message in _entries(catalog):
            if sources.get(message.id, message.context) is None:
                yield Problem(language, "obsolete", _first(message))


def _entry_problems(language: str, entry: Message, catalog: Catalog) -> Iterator[Problem]:
    strings = _strings(entry)
    if not all(strings):
        yield Problem(language, "untranslated", _first(entry))
    elif entry.fuzzy:
        yield Problem(language, "fuzzy", _first(entry))
    for error in entry.check(catalog) if all(strings) else ():
        yield Problem(language, "invalid", _first(entry), str(error))


def _carried_over(message: Message, old: Message | None, language: str) -> Message:
    """The message with the words it had; where its plural changed, those words need a second look."""
    own = message.id if language == "en" else ("", "") if message.pluralizable else ""
    fresh = Message(message.id, string=own, context=message.context)
    if old is None or not any(_strings(old)):
        return fresh
    if old.id != message.id and (language == "en" or old.pluralizable != message.pluralizable):
        return fresh
    flags = old.flags | ({"fuzzy"} if old.id != message.id else set())
    return Message(
        message.id, old.string, flags=flags, user_comments=old.user_comments, context=message.context
    )


def _python_sources(root: Path) -> Iterator[bytes]:
    for path in _files(root, CODE, {".py"}):
        if "migrations" not in path.parts:
            yield path.read_bytes()


def _template_sources(root: Path) -> Iterator[bytes]:
    for path in _files(root, TEMPLATES, {".html", ".txt"}):
        if "templates" in path.parts:
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # Its indentation is the template's, which Python's tokenizer refuses.
            yield "\n".join(line.strip() for line in code.splitlines()).encode()


def _files(root: Path, folders: Iterable[str], suffixes: set[str]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in (root / folder).rglob("*") if path.suffix in suffixes)


def _read(root: Path, language: str) -> Catalog:
    path = po_path(root, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


def _write(root: Path, language: str, catalog: Catalog) -> None:
    path = po_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = io.BytesIO()
    write_po(entries, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    content = HEADER.format(language=language) + entries.getvalue().decode().strip() + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != content:
        path.write_text(content, encoding="utf-8")


def _entries(catalog: Catalog) -> Iterator[Message]:
    """The messages without the header, which has the empty id."""
    return (message for message in catalog if message.id)


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (list, tuple)) else (message.string or "",)


def _first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id
