"""Converters: what people type, as a value or as a sentence that says what to type instead."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import translation

from wijkmakers.lib.sheets import Refused, choice, day, email, integer, name_key, shown, text, yes_no

MOMENT = datetime.datetime(2026, 9, 1, 9, 30)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def refusal(convert: Callable, value: object) -> str:
    with pytest.raises(Refused) as refused:
        convert(value)
    return refused.value.sentence


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Noor", "Noor"),
        ("een\n twee", "een twee"),
        (9711, "9711"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (datetime.date(2026, 9, 1), "1-9-2026"),
        (MOMENT, "1-9-2026 09:30"),
    ],
)
def test_text(value: object, expected: str):
    assert text()(value) == expected


def test_text_of_several_lines():
    assert text(multiline=True)("een\ntwee") == "een\ntwee"


def test_text_that_is_too_long():
    assert text(60)("x" * 60) == "x" * 60
    assert refusal(text(60), "x" * 61) == f"“{'x' * 39}…” has 61 characters. Shorten it to at most 60."


@pytest.mark.parametrize("value", ["noor@example.org", "NOOR@Example.ORG"])
def test_email(value: str):
    assert email(value) == "noor@example.org"


@pytest.mark.parametrize(
    "value",
    ["sander.holtrop", "a@b", "Noor <noor@example.org>", "a@example.org, b@example.org", 12, "@", "a b@c.nl"],
)
def test_no_email(value: object):
    assert refusal(email, value) == f"“{value}” is not an e-mail address. Write it as name@example.org."


def test_an_email_that_fits_no_mailbox():
    assert refusal(email, "a@" + "b." * 130 + "nl").startswith("“a@b.b.")


@pytest.mark.parametrize("value", [2, "2", "2,0", "2.00", "+2", "02"])
def test_integer(value: object):
    assert integer()(value) == 2


@pytest.mark.parametrize("value", ["-2", "\u22122", "- 2", -2])
def test_integer_below_zero(value: object):
    assert integer(-5)(value) == -2
    assert refusal(integer(), value).endswith(" is too low. Write 0 or more.")


@pytest.mark.parametrize("value", ["twee", "1.000", "2,5", 2.5, True, MOMENT, "2 3", "", "1" * 10, "\u0662"])
def test_no_integer(value: object):
    assert (
        refusal(integer(), value) == f"“{shown(value)}” is not a whole number. Write it in digits, such as 2."
    )


def test_integer_within_bounds():
    assert [integer(1, 3)(value) for value in (1, "3")] == [1, 3]
    assert refusal(integer(1, 3), 0) == "0 is too low. Write 1 or more."
    assert refusal(integer(1, 3), 4) == "4 is too high. Write 3 or less."
    assert refusal(integer(), 10**15) == "1000000000000000 is too high. Write 1000000 or less."


@pytest.mark.parametrize(
    "value", ["ja", "Ja", "J", "yes", "Y", "x", "X", 1, "1", "waar", "WAAR", True, "true"]
)
def test_yes(value: object):
    assert yes_no(value) is True


@pytest.mark.parametrize("value", ["nee", "Nee.", "N", "no", 0, "0", "onwaar", False, "FALSE"])
def test_no(value: object):
    assert yes_no(value) is False


def test_neither_yes_nor_no():
    assert refusal(yes_no, "soms") == "“soms” is neither yes nor no. Write “yes” or “no”."
    assert refusal(yes_no, 2) == "“2” is neither yes nor no. Write “yes” or “no”."


def test_choice():
    sector = choice({"overheid": 1, "energiecoöperatie": 2, "ontwerp en advies": 3})
    assert [sector(value) for value in ("Overheid", "energiecooperatie", "Ontwerp- en advies")] == [1, 2, 3]
    assert refusal(sector, "zorg") == (
        "“zorg” is not one of the choices. Choose from: overheid, energiecoöperatie, ontwerp en advies."
    )


@pytest.mark.parametrize(
    "value",
    [
        datetime.date(2026, 9, 1),
        MOMENT,
        "1-9-2026",
        "01-09-2026",
        "1/9/2026",
        "1.9.2026",
        "1-9-26",
        "2026-09-01",
        "2026-09-01T00:00:00",
        "2026-09-01 00:00:00",
        "1-9-2026 0:00",
        "1 september 2026",
        "1 Sept. 2026",
        "dinsdag 1 september 2026",
        "1 sep 2026",
    ],
)
def test_day(value: object):
    assert day()(value) == datetime.date(2026, 9, 1)


@pytest.mark.parametrize(
    "value", ["31-2-2026", "31 februari 2026", "2026-02-31", "12/31/2026", "0-1-2026", "29-2-2027"]
)
def test_a_day_that_does_not_exist(value: str):
    assert refusal(day(), value) == (
        f"{value} does not exist. Check the day and the month; the day comes first, as in 1-9-2026."
    )


@pytest.mark.parametrize(
    "value", ["morgen", "1-9", "1-9-2026 en later", 46266, True, datetime.time(9), "9 x 2026"]
)
def test_no_day(value: object):
    assert refusal(day(), value) == f"“{shown(value)}” is not a date. Write it as 1-9-2026: day, month, year."


def test_a_day_far_away():
    assert refusal(day(), "1-9-1926") == "1-9-1926 is not between 1-1-2000 and 31-12-2099. Check the year."
    near = day(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    assert [near("1-1-2026"), near("31-12-2026")] == [datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)]
    assert refusal(near, datetime.date(2025, 12, 31)).startswith("31-12-2025 is not between")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("E-mail", "email"),
        (" É MAIL: ", "email"),
        ("Na deze module kun je…", "nadezemodulekunje"),
        ("P1 min", "p1min"),
        ("?", ""),
    ],
)
def test_the_key_of_a_name(value: str, expected: str):
    assert name_key(value) == expected


def test_a_value_in_a_sentence_is_short_and_on_one_line():
    assert shown("a\n\x00b\u202e" + "c" * 100) == "a b" + "c" * 36 + "…"
