"""Calendars: any text stays a text, in lines that every program reads."""

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.lib.calendars import READERS, an_entry, written

ANY = settings(max_examples=150, deadline=None)
# What ends a line for one reader or another.
BREAKS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
INJECTED = "Module 9\r\nATTENDEE:mailto:noor@example.org\nEND:VEVENT\u2028X-A:1\x85X-B:2\x0bX-C:3\rX-D:4"

every_reader = pytest.mark.parametrize("read", READERS)
any_text = st.text(
    st.one_of(
        st.characters(exclude_categories=()),  # halves of characters too
        st.sampled_from(
            "\\;,:\"'\r\n\t \0\x1b\x7f\x85\u2028\ufeff\N{COMBINING DIAERESIS}ë€🏘\N{ZERO WIDTH JOINER}"
        ),
    ),
    max_size=200,
)


def as_read(text: str) -> str:
    """A text without what only steers a machine, and with one kind of line break."""
    lines = BREAKS.sub("\n", text)
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})


@every_reader
@ANY
@given(text=any_text)
@example(text=INJECTED)
@example(text="é" * 200)
@example(text="👩‍👩‍👧‍👦" * 30)
@example(text="\\n is no line break; \\\\n neither, \\, nor that")
def test_any_text_comes_back(read, text):
    entry = an_entry(summary=f"a{text}b", location=f"a{text}b", description=f"a{text}b")
    [event] = read(written(entry))
    expected = as_read(f"a{text}b")
    assert (event["summary"], event["location"], event["description"]) == (expected, expected, expected)


@ANY
@given(text=any_text, name=any_text)
@example(text=INJECTED, name=INJECTED)
@example(text="é" * 36, name="€" * 100)
def test_lines_are_short_and_whole(text, name):
    calendar = written(an_entry(summary=text, uid=f"x{text}", url=text, categories=(text,)), name=name)
    lines = [line.decode() for line in calendar.split(b"\r\n")]
    assert max(len(line.encode()) for line in lines) <= 75
    assert [line for line in lines if len(line.splitlines()) > 1] == []
    assert {sign for line in lines for sign in line if unicodedata.category(sign) == "Cc"} <= {"\t"}


@pytest.mark.parametrize("field", ["uid", "summary", "location", "description", "url", "categories"])
@every_reader
def test_no_text_becomes_a_property(read, field):
    value = (INJECTED,) if field == "categories" else INJECTED
    calendar = written(an_entry(**{field: value}), cancelled=INJECTED, name=INJECTED)
    [event] = read(calendar)
    names = {re.split("[:;]", line)[0] for line in calendar.decode().splitlines() if not line.startswith(" ")}
    assert event["attendees"] == []
    assert names & {"ATTENDEE", "X-A", "X-B", "X-C", "X-D"} == set()


@every_reader
def test_the_word_for_cancelled_is_text_too(read):
    [event] = read(written(an_entry(is_cancelled=True), cancelled="Afgelast\nATTENDEE"))
    assert event["summary"] == "Afgelast\nATTENDEE: Module 9"


@every_reader
def test_an_address_is_written_as_an_address(read):
    [event] = read(written(an_entry(url="https://example.org/café/\r\nX-A:1?a=%20b")))
    assert event["url"] == "https://example.org/caf%C3%A9/%0D%0AX-A:1?a=%20b"
