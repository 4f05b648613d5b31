"""What nobody types and somebody sends: values, queries, bodies, headers. A seed draws the same again."""

from random import Random
from urllib.parse import quote_plus, urlencode

VALUES = [
    b"", b" ", b"x", b"0", b"-1", b"1", b"on", b"null", b"None", b"[]", b"1,2", b"1.5", b"1e9", b"NaN",
    b"\0", b"a\0b", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n\t", b"9" * 400, b"2147483648",
    b"9223372036854775808",
    b"a" * 30_000, b"<script>alert(1)</script>", b"' OR 1=1 --", b"{{ 7|add:7 }}", b"%(name)s %s {0}", b"%00",
    b"../../../etc/passwd", b"31-2-2027", b"0001-01-01", b"9999-12-31", b"99999-01-01", b"1-1-0000", b"24:00",
    b"25:61", b"javascript:alert(1)", b"https://evil.example/", b"=1+1", b"a@b", b"@" * 300,
    *(text.encode() for text in ("٣", "１２", "²", "\u202egnirts", "🧱" * 300, "e\u0301" * 99, "\ufeff")),
]  # fmt: skip
# What pages listen to; an address may be given any of it.
ASKED = [
    "q", "sort", "page", "cohort", "sector", "kind", "year", "on", "back", "equal", "module", "next", "role",
    "state", "period", "name", "code", "title", "starts_on", "number", "x[]", "",
]  # fmt: skip
ASKED_OF_ADMIN = [
    "q", "o", "p", "all", "e", "_popup", "_to_field", "_changelist_filters", "id__exact", "id__in", "pk",
    "user__password__startswith", "cohort__id__exact", "term", "app_label", "model_name", "field_name",
    "is_active__exact", "language__exact", "starts_on__gte", "password__regex",
]  # fmt: skip
KEYS = ["0", "00", "999999", "2147483648", "9223372036854775808", "9" * 60]
HEADERS = [
    {"X-Dialog": "1"},
    {"Accept-Language": "xx-" + "y" * 5000},
    {"Referer": "http://testserver/\0"},
    {"Referer": "https://evil.example/x"},
    {"Cookie": "theme=\"; django_language=xx; lastseen=a:b:c; messages=x"},
    {"Range": "bytes=9-1"},
    {"If-Modified-Since": "yesterday"},
    {"Accept": "application/json"},
]  # fmt: skip
FORM = "application/x-www-form-urlencoded"


def query(draw: Random, names: list[str]) -> str:
    """One to four parameters, one of them perhaps twice."""
    pairs = [(draw.choice(names), draw.choice(VALUES)) for _ in range(draw.randint(1, 4))]
    if draw.random() < 0.2:
        pairs.append((pairs[0][0], draw.choice(VALUES)))
    return urlencode(pairs, quote_via=quote_plus)


def body(draw: Random, sent: dict[str, list[str]], ids: list[int]) -> tuple[bytes, str]:
    """The body of a form that was tampered with, and its content type. ids: of rows that are not meant."""
    odd = draw.random()
    if odd < 0.04:
        return b'{"name": [1, {"x": null}]}', "application/json"
    if odd < 0.08:
        return b'--b\r\nContent-Disposition: form-data; name="x', "multipart/form-data; boundary=b"
    if odd < 0.12:
        return urlencode([(f"field{number}", "x") for number in range(1500)]).encode(), FORM
    pairs = [(name, value.encode()) for name, values in sent.items() for value in values]
    for _ in range(draw.randint(1, 3)):
        pairs = draw.choice(WAYS)(draw, pairs or [("x", b"")], ids)
    return urlencode(pairs).encode(), FORM


Pairs = list[tuple[str, bytes]]


def leave_out(draw: Random, pairs: Pairs, ids: list[int]) -> Pairs:
    gone = draw.choice(pairs)
    return [pair for pair in pairs if pair != gone]


def replace(draw: Random, pairs: Pairs, ids: list[int]) -> Pairs:
    at = draw.randrange(len(pairs))
    return [(name, draw.choice(VALUES) if n == at else value) for n, (name, value) in enumerate(pairs)]


def replace_all(draw: Random, pairs: Pairs, ids: list[int]) -> Pairs:
    return [(name, draw.choice(VALUES)) for name, _value in pairs]


def repeat(draw: Random, pairs: Pairs, ids: list[int]) -> Pairs:
    return [*pairs, (draw.choice(pairs)[0], draw.choice(VALUES))]


def point_elsewhere(draw: Random, pairs: Pairs, ids: list[int]) -> Pairs:
    """Another row's id, where a number stood or anywhere."""
    numbers = [n for n, (_name, value) in enumerate(pairs) if value.isdigit()] or range(len(pairs))
    at = draw.choice(list(numbers))
    return [
        (name, str(draw.choice(ids)).encode() if n == at else value) for n, (name, value) in enumerate(pairs)
    ]


WAYS = [leave_out, replace, replace_all, repeat, point_elsewhere, replace, point_elsewhere]
