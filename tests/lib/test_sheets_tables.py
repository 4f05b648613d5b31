"""Tables: headers as people write them, rows as records, and every problem at its place."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from wijkmakers.lib.sheets import (
    Column,
    Kind,
    Problems,
    Sheet,
    Table,
    Workbook,
    day,
    email,
    find_table,
    find_tables,
    integer,
    read,
    text,
    yes_no,
)

ROOT = Path(__file__).parents[2]

TRAINEES = Kind(
    "trainees",
    (
        Column("first_name", text(60), nl=("Voornaam", "Roepnaam"), en=("First name",)),
        Column("last_name", text(60), nl=("Achternaam",), en=("Last name", "Surname")),
        Column("email", email, nl=("E-mail", "E-mailadres"), en=("Email",)),
        Column("phone", text(30), nl=("Telefoon",), en=("Phone",), required=False, default=""),
        Column("licence", yes_no, nl=("Rijbewijs",), en=("Driving licence",), required=False),
        Column("start_on", day(), nl=("Start",), en=("Start",), required=False),
    ),
    nl=("Trainees", "Deelnemers"),
    en=("Trainees",),
)
HOSTS = Kind(
    "hosts",
    (
        Column("name", text(100), nl=("Organisatie",), en=("Host",)),
        Column("code", text(3), nl=("Code",), en=("Code",)),
        Column("at_least", integer(), nl=("P{n} min",), en=("P{n} min",)),
        Column("at_most", integer(), nl=("P{n} max",), en=("P{n} max",)),
    ),
    nl=("Organisaties",),
    en=("Hosts",),
)
WISHES = Kind(
    "wishes",
    (
        Column("email", email, nl=("E-mail",), en=("Email",)),
        Column("wish", text(3), nl=("Wens {n}",), en=("Wish {n}",)),
    ),
    nl=("Wensen",),
    en=("Wishes",),
)
KINDS = (TRAINEES, HOSTS, WISHES)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sheet_of(csv: str, name: str = "lijst") -> Sheet:
    [sheet] = read(csv.encode(), f"{name}.csv").sheets
    return sheet


def table_of(csv: str, kind: Kind = TRAINEES) -> Table:
    table = find_table(sheet_of(csv), kind.columns)
    assert table is not None
    return table


def problems_of(csv: str, kind: Kind = TRAINEES) -> list[tuple[str, str]]:
    problems = Problems()
    table_of(csv, kind).records(problems)
    return [(problem.ref or f"row {problem.row}", problem.sentence) for problem in problems]


# --- the real files -----------------------------------------------------------------------------------


def test_the_workbook_of_a_cohort_is_complete():
    path = ROOT / "wijkmakers/data/lichting-2026.xlsx"
    problems = Problems()
    found = find_tables(read(path.read_bytes(), path.name), KINDS, problems)
    records = {key: table.records(problems) for key, table in found.tables.items()}

    assert list(problems) == []
    assert found.unused == ("Modules",)
    assert {key: len(rows) for key, rows in records.items()} == {"trainees": 11, "hosts": 7, "wishes": 11}
    assert sum(len(record["at_most"]) for record in records["hosts"]) == 21
    assert sum(len(record["wish"]) for record in records["wishes"]) == 74
    assert {record["start_on"] for record in records["trainees"]} == {datetime.date(2026, 9, 1)}
    assert records["trainees"][4]["email"] == "lotte.veenstra@example.org"
    assert found.tables["trainees"].title == "Lichting 2026 - aanmeldingen (bijgewerkt 24-8-2026)"
    assert found.tables["trainees"].header_row == 3
    assert found.tables["hosts"].title == ""


def test_the_workbook_with_mistakes():
    path = ROOT / "tests/data/lichting-met-fouten.xlsx"
    problems = Problems()
    found = find_tables(read(path.read_bytes(), path.name), KINDS, problems)
    for table in reversed(found.tables.values()):
        table.records(problems)
    formula = '=HYPERLINK("http://evil.example","Huizi…'
    assert [(p.sheet, p.row, p.column, p.header, p.sentence) for p in problems] == [
        (
            "Trainees",
            4,
            "I",
            "Start",
            "31-2-2026 does not exist. Check the day and the month; the day comes first, as in 1-9-2026.",
        ),
        (
            "Trainees",
            5,
            "C",
            "E-mail",
            "“sander.holtrop” is not an e-mail address. Write it as name@example.org.",
        ),
        ("Trainees", 6, "A", "Voornaam", "“Voornaam” is empty. Fill it in."),
        (
            "Trainees",
            7,
            "B",
            "Achternaam",
            f"“{formula}” is a formula. Replace it by its value: copy the cell, then paste only the value.",
        ),
        ("Organisaties", 3, "F", "P1 max", "-2 is too low. Write 0 or more."),
        ("Organisaties", 3, "H", "P2 max", "“twee” is not a whole number. Write it in digits, such as 2."),
    ]


def test_csv_from_excel():
    path = ROOT / "tests/data/trainees-excel-nl.csv"
    problems = Problems()
    found = find_tables(read(path.read_bytes(), path.name), KINDS, problems)
    records = found.tables["trainees"].records(problems)
    assert list(problems) == []
    assert (len(records), records[-1]["first_name"], records[-1].number) == (12, "Zoë", 13)
    assert [note.sentence for note in found.tables["trainees"].notes] == [
        "Column E, “Studie”, is not known and is ignored.",
        "Column F, “Woonplaats”, is not known and is ignored.",
        "Column G, “Postcode”, is not known and is ignored.",
    ]


# --- headers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "Voornaam;Achternaam;E-mail",
        "First name;Last name;Email",
        " VOORNAAM ;achter-naam;E mail:",
        "Roepnaam;Surname;e-mailadres",
        "Vóórnaam (roepnaam);Achternaam (zonder titels);E-mail (verplicht)",
    ],
)
def test_headers_in_dutch_and_english_however_written(header: str):
    problems = Problems()
    [record] = table_of(f"{header}\nNoor;Dijkema;noor@example.org\n").records(problems)
    assert list(problems) == []
    assert [record[key] for key in ("first_name", "last_name", "email", "phone", "licence")] == [
        "Noor",
        "Dijkema",
        "noor@example.org",
        "",
        None,
    ]


def test_columns_in_any_order():
    table = table_of("E-mail;Start;Achternaam;Voornaam\nnoor@example.org;1-9-2026;Dijkema;Noor\n")
    [record] = table.records(Problems())
    assert (record["first_name"], record["start_on"]) == ("Noor", datetime.date(2026, 9, 1))
    assert record.cell("first_name").place.ref == "D2"


@pytest.mark.parametrize(
    "header", ["Wens 1;Wens 2;Wens 10", "wish1;WISH 2;Wish-10", "Wens 01;Wens 02;Wens 10 (laatste)"]
)
def test_columns_that_repeat(header: str):
    table = table_of(f"E-mail;{header}\nnoor@example.org;GRO;;LEF\n", WISHES)
    [record] = table.records(Problems())
    assert record["wish"] == {1: "GRO", 10: "LEF"}
    assert record.cell("wish", 10).place.ref == "D2"
    assert (record.has("wish"), record.ok) == (True, True)


def test_numbers_below_one_are_no_repeated_column():
    table = table_of("E-mail;Wens 1;Wens 0;Wens;Wens 100\nnoor@example.org;GRO\n", WISHES)
    assert [note.column for note in table.notes] == ["C", "D", "E"]


def test_the_header_is_the_row_with_most_names():
    header = "Voornaam;Achternaam;E-mail;Opmerking"
    table = table_of(f"Trainees 2026\n\nE-mail van;Start\n{header}\nNoor;Dijkema;n@example.org\n")
    assert (table.header_row, table.title) == (4, "Trainees 2026")
    assert [record.number for record in table.records(Problems())] == [5]


def test_a_header_below_many_rows_is_not_looked_for():
    below = "Voornaam;Achternaam;E-mail\n"
    assert find_table(sheet_of("x;y;z\n" * 19 + below), TRAINEES.columns) is not None
    assert find_table(sheet_of("x;y;z\n" * 20 + below), TRAINEES.columns) is None


def test_a_sheet_without_a_header():
    assert find_table(sheet_of("Noor;Dijkema\nE-mail;x\n"), TRAINEES.columns) is None


def test_missing_columns_are_named_at_the_header_and_not_in_each_row():
    assert problems_of("titel\nVoornaam;Telefoon\nNoor;06\nJelle;06\n") == [
        ("row 2", "The column “Last name” is missing. Add it to the header in row 2."),
        ("row 2", "The column “Email” is missing. Add it to the header in row 2."),
    ]
    assert problems_of("Organisatie;Code\nLefier;LEF\n", HOSTS) == [
        ("row 1", "The column “P1 min” is missing. Add it to the header in row 1."),
        ("row 1", "The column “P1 max” is missing. Add it to the header in row 1."),
    ]


def test_columns_are_named_in_the_language_of_the_reader():
    with translation.override("nl"):
        assert [column.label for column in table_of("Telefoon;Start;x\n").missing] == [
            "Voornaam",
            "Achternaam",
            "E-mail",
        ]
        assert (WISHES.label, WISHES.columns[1].label_for(3)) == ("Wensen", "Wens 3")
    assert (WISHES.label, WISHES.columns[1].label_for(3)) == ("Wishes", "Wish 3")


def test_a_column_that_stands_twice():
    assert problems_of("Voornaam;Achternaam;E-mail;Roepnaam\nNoor;Dijkema;n@example.org;No\n") == [
        ("D1", "“Roepnaam” is the same column as A. Remove one of the two.")
    ]


def test_unknown_columns_are_named_and_their_formulas_do_not_matter():
    csv = "Voornaam;Achternaam;Leeftijd;E-mail;;\nNoor;Dijkema;=1+1;n@example.org;;x\n"
    assert problems_of(csv) == []
    assert [(note.ref, note.sentence) for note in table_of(csv).notes] == [
        ("C1", "Column C, “Leeftijd”, is not known and is ignored."),
        ("F1", "Column F has no header and is ignored."),
    ]


@pytest.mark.parametrize("names", [(), ("Wens {n}", "Wensen")])
def test_a_column_without_sense(names: tuple[str, ...]):
    with pytest.raises(ValueError, match="Column wish"):
        Column("wish", nl=names)


# --- records ------------------------------------------------------------------------------------------

HEADER = "Voornaam;Achternaam;E-mail;Telefoon;Rijbewijs;Opmerking\n"


def test_a_refused_cell_leaves_the_default_and_the_others():
    problems = Problems()
    good, bad = table_of(f"{HEADER}Noor;Dijkema;n@example.org;06;ja\nJelle;Wiersma;jelle;;soms\n").records(
        problems
    )
    assert (good.ok, good["licence"], good.has("licence")) == (True, True, True)
    assert (bad.ok, bad["licence"], bad.has("licence")) == (False, None, False)
    assert (bad["email"], bad.has("email"), bad["phone"], bad.has("phone")) == (None, False, "", False)
    assert bad["first_name"] == "Jelle"
    assert [problem.ref for problem in problems] == ["C3", "E3"]


def test_rows_with_something_in_unknown_columns_only_are_no_records():
    records = table_of(f"{HEADER}Noor;Dijkema;n@example.org\n;;;;;let op\n;;\n").records(Problems())
    assert [record.number for record in records] == [2]


def test_what_is_required_may_not_be_empty():
    assert problems_of(f"{HEADER}Noor;;n@example.org\n") == [("B2", "“Achternaam” is empty. Fill it in.")]


def test_errors_of_the_spreadsheet_are_no_values():
    assert problems_of(f"{HEADER}Noor;#VERW!;n@example.org\n") == [
        ("B2", "#VERW! is an error in the spreadsheet itself. Type the right value.")
    ]


def test_a_cell_in_a_column_that_is_not_there_is_the_whole_row():
    [record] = table_of("Voornaam;Achternaam;E-mail\nNoor;Dijkema;n@example.org\n").records(Problems())
    place = record.cell("phone").place
    assert (place.row, place.letter, place.ref, record.cell("phone").value) == (2, "", "", None)


def test_problems_stand_in_the_order_of_the_file():
    table = table_of(f"{HEADER}Noor;Dijkema;n@example.org\nJelle;Wiersma;j@example.org\n")
    noor, jelle = table.records(Problems())
    problems = Problems()
    assert not problems
    for where in (
        jelle.cell("email"),
        noor.cell("email"),
        jelle.cell("first_name"),
        table.place("email"),
        table.place(),
    ):
        problems.add(where, "Kijk dit na.")
    assert [problem.ref or problem.row for problem in problems] == [1, "C1", "C2", "A3", "C3"]
    assert len(problems) == 5


# --- which sheet is what ------------------------------------------------------------------------------


def found_in(*sheets: Sheet) -> tuple[dict[str, str], tuple[str, ...], list[tuple[str, str]]]:
    problems = Problems()
    numbered = tuple(replace(sheet, number=number) for number, sheet in enumerate(sheets, 1))
    found = find_tables(Workbook(numbered), KINDS, problems)
    return (
        {key: table.sheet.name for key, table in found.tables.items()},
        found.unused,
        [(problem.sheet, problem.sentence) for problem in problems],
    )


PEOPLE = "Voornaam;Achternaam;E-mail\nNoor;Dijkema;noor@example.org\n"


def test_sheets_are_known_by_name_or_by_header():
    assert found_in(
        sheet_of("E-mail;Wens 1\nn@example.org;GRO\n", "Blad1"),
        sheet_of("Notities;x\n", "Kladblok"),
        sheet_of(PEOPLE, "deelnemers"),
        sheet_of("Organisatie;Code;P1 min;P1 max\nLefier;LEF;0;1\n", "Blad4"),
    ) == ({"wishes": "Blad1", "trainees": "deelnemers", "hosts": "Blad4"}, ("Kladblok",), [])


def test_a_sheet_with_half_of_the_columns_is_taken_when_no_better_one_is_there():
    half = "Voornaam;Achternaam;Telefoon\nNoor;Dijkema;06\n"
    assert found_in(sheet_of(half, "Blad1")) == ({"trainees": "Blad1"}, (), [])
    assert found_in(sheet_of(half, "Blad1"), sheet_of(PEOPLE, "Blad2")) == (
        {"trainees": "Blad2"},
        ("Blad1",),
        [],
    )
    assert found_in(sheet_of("Voornaam;Telefoon\nNoor;06\n", "Blad1")) == ({}, ("Blad1",), [])


def test_a_sheet_with_the_right_name_but_without_header():
    tables, unused, problems = found_in(sheet_of("Noor;Dijkema\n", "Trainees"))
    assert (tables, unused) == ({}, ())
    sentence = (
        "The sheet “Trainees” has no row with the names of its columns. "
        "Put them above the list: First name, Last name, Email."
    )
    assert problems == [("Trainees", sentence)]


def test_two_sheets_of_one_kind():
    tables, unused, problems = found_in(sheet_of(PEOPLE, "Blad1"), sheet_of(PEOPLE, "Trainees"))
    assert (tables, unused) == ({"trainees": "Trainees"}, ())
    sentence = (
        "The sheets “Trainees” and “Blad1” hold the same kind of list. Keep one of them, or hide the other."
    )
    assert problems == [("Blad1", sentence)]
