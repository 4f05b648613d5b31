import gettext
import json
import os

import pytest

from wijkmakers.lib import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

TITLE = _("Learning day")
SENTENCE = _(
    "Name the host "
    "and the period."
)


def seats(count):
    return ngettext("%(count)d seat", "%(count)d seats", count) % {"count": count}


MAY = pgettext("month", "May")
"""
PAGE = """
    <h1>{% translate "Learning day" %}</h1>
  <p title="{% translate 'Who is where' as title %}">{{ title }}
      {% blocktranslate trimmed with name=trainee.name %}
        Dear {{ name }},
        welcome
      {% endblocktranslate %}
    {% blocktranslate trimmed count number=n %}
      {{ number }} absence
    {% plural %}
      {{ number }} absences
    {% endblocktranslate %}
   {{ row.kind|default:_("None") }} it's {# Translators: ignored #}
   {% if a == _("Yes") %}("{% endif %}
</p>
"""


@pytest.fixture
def root(tmp_path):
    """A checkout with one module of code and one template."""
    for name, text in {"trainees/views.py": CODE, "templates/trainees/page.html": PAGE}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


def write_dutch(root, **replacements):
    """Type words into the catalogue as a translator does."""
    path = messages.po_path(root, "nl")
    text = path.read_text()
    for msgid, nl in replacements.items():
        entry = f'msgid "{msgid.replace("_", " ")}"\nmsgstr ""\n'
        assert entry in text
        text = text.replace(entry, entry.replace('msgstr ""', f'msgstr "{nl}"'))
    path.write_text(text)


def kinds(root):
    return [(problem.language, problem.kind, problem.msgid) for problem in messages.problems(root)]


def test_extracted_finds_every_form_in_code_and_templates(root):
    found = {(message.id, message.context) for message in messages.extracted(root) if message.id}

    assert found == {
        ("Learning day", None),
        ("Name the host and the period.", None),
        (("%(count)d seat", "%(count)d seats"), None),
        ("May", "month"),
        ("Who is where", None),
        ("Dear %(name)s, welcome", None),
        (("%(number)s absence", "%(number)s absences"), None),
        ("None", None),
        ("Yes", None),
    }


def test_extracted_leaves_migrations_alone(root):
    path = root / "trainees" / "migrations" / "0001_initial.py"
    path.parent.mkdir()
    path.write_text('from django.utils.translation import gettext as _\nNAME = _("once upon a time")\n')

    assert messages.extracted(root).get("once upon a time") is None


def test_update_fills_english_and_leaves_dutch_to_a_translator(root):
    messages.update(root)

    assert {(language, kind) for language, kind, _ in kinds(root)} == {("nl", "untranslated")}
    assert len(kinds(root)) == 9


def test_update_twice_changes_nothing(root):
    messages.update(root)
    write_dutch(root, Learning_day="Leerdag")
    messages.update(root)
    first = [messages.po_path(root, language).read_text() for language in messages.LANGUAGES]

    messages.update(root)

    assert [messages.po_path(root, language).read_text() for language in messages.LANGUAGES] == first
    assert 'msgid "Learning day"\nmsgstr "Leerdag"\n' in first[0]


def test_update_keeps_what_a_translator_wrote_beside_an_entry(root):
    messages.update(root)
    path = messages.po_path(root, "nl")
    path.write_text(
        path.read_text().replace('msgid "Learning day"', '# de vaste weekdag\nmsgid "Learning day"')
    )
    write_dutch(root, Learning_day="Leerdag")

    messages.update(root)

    assert '# de vaste weekdag\nmsgid "Learning day"\nmsgstr "Leerdag"\n' in path.read_text()


def test_update_drops_what_nobody_asks_for(root):
    messages.update(root)
    write_dutch(root, Learning_day="Leerdag")
    (root / "trainees/views.py").write_text("")
    (root / "templates/trainees/page.html").write_text("")
    assert ("nl", "obsolete", "Learning day") in kinds(root)

    messages.update(root)

    assert kinds(root) == []
    assert "Learning day" not in messages.po_path(root, "nl").read_text()


def test_a_changed_plural_asks_for_a_second_look(root):
    messages.update(root)
    dutch(
        root,
        [
            {
                "id": "%(count)d seat",
                "plural": "%(count)d seats",
                "nl": ["%(count)d plek", "%(count)d plekken"],
            }
        ],
    )
    code = root / "trainees" / "views.py"
    code.write_text(code.read_text().replace("%(count)d seats", "%(count)d places"))
    assert ("nl", "missing", "%(count)d seat") in kinds(root)

    messages.update(root)

    assert ("nl", "fuzzy", "%(count)d seat") in kinds(root)
    assert ("en", "fuzzy", "%(count)d seat") not in kinds(root)


def dutch(root, items):
    file = root / "words.json"
    file.write_text(json.dumps(items), encoding="utf-8")
    return messages.merge(root, file)


def test_merge_fills_dutch_and_says_what_a_person_has_to_look_at(root):
    messages.update(root)

    remarks = dutch(
        root,
        [
            {"id": "Learning day", "plural": None, "context": None, "nl": "Leerdag"},
            {"id": "May", "context": "month", "nl": "mei"},
            {
                "id": "%(count)d seat",
                "plural": "%(count)d seats",
                "nl": ["%(count)d plek", "%(count)d plekken"],
            },
            {"id": "May", "context": None, "nl": "mag"},
            {"id": "Learning day", "nl": "Lesdag"},
            {"id": "Who is where", "nl": ["wie", "waar"]},
            {"id": "%(number)s absence", "nl": "%(number)s afwezigheid"},
        ],
    )

    assert remarks == [
        "words.json: no such message: 'May'",
        "words.json: replaces 'Leerdag': 'Learning day'",
        "words.json: needs one form: 'Who is where'",
        "words.json: needs two forms: '%(number)s absence'",
    ]
    assert len(kinds(root)) == 6


def test_a_lost_placeholder_is_a_problem(root):
    messages.update(root)
    dutch(root, [{"id": "Dear %(name)s, welcome", "nl": "Beste %(naam)s, welkom"}])

    assert ("nl", "invalid", "Dear %(name)s, welcome") in kinds(root)


def test_a_compiled_catalogue_speaks(root):
    messages.update(root)
    dutch(
        root,
        [
            {"id": "Learning day", "nl": "Leerdag"},
            {"id": "May", "context": "month", "nl": "mei"},
            {"id": "%(count)d seat", "nl": ["%(count)d plek", "%(count)d plekken"]},
        ],
    )

    messages.compile_stale(root)

    words = gettext.translation("django", root / "locale", ["nl"])
    assert words.gettext("Learning day") == "Leerdag"
    assert words.pgettext("month", "May") == "mei"
    assert [words.ngettext("%(count)d seat", "%(count)d seats", n) for n in (0, 1, 2)] == [
        "%(count)d plekken",
        "%(count)d plek",
        "%(count)d plekken",
    ]
    assert words.gettext("Who is where") == "Who is where"


def test_compiling_again_waits_for_a_change(root):
    messages.update(root)
    mo = [messages.po_path(root, language).with_suffix(".mo") for language in messages.LANGUAGES]

    assert messages.compile_stale(root) == mo
    assert messages.compile_stale(root) == []
    later = mo[0].stat().st_mtime + 5
    os.utime(messages.po_path(root, "nl"), (later, later))
    assert messages.compile_stale(root) == mo[:1]
