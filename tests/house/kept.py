"""Rules about everything that is kept: it says nothing about the machine it was written on."""

import re
from collections.abc import Iterator

from tests.house.tree import Files

# Put together here, so that this file itself keeps the rule.
REGISTRIES = [name + "." + end for name, end in (
    ("pypi", "org"), ("python" + "hosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("jsdelivr", "net"),
    ("unpkg", "com"), ("cdnjs", "com"), ("crates", "io"), ("proxy.golang", "org"),
)]  # fmt: skip
PLACES = ["/" + place + "/" for place in ("work", "home", "root", "Users", "tmp/team")]
# A word before it makes it part of an address or of another path.
OF_A_MACHINE = re.compile("|".join(rf"(?<![\w.:/~}}-]){re.escape(place)}" for place in PLACES))


def no_registry_is_named(files: Files) -> Iterator[str]:
    """Whoever installs this decides where from."""
    for path, text in files.items():
        yield from (f"{path}: {host}" for host in REGISTRIES if host in text)


def no_place_of_a_machine(files: Files) -> Iterator[str]:
    for path, text in files.items():
        for found in OF_A_MACHINE.finditer(text):
            yield f"{path}: {text[found.start() : found.start() + 40].splitlines()[0]}"
