"""The files of the house, as the rules read them: {path below the root: text}."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("wijkmakers", "trainees", "placements", "curriculum")
NOT_TEXT = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".mo", ".pdf"}
MADE_HERE = {".git", ".venv", ".state", "build", "dist", "staticfiles", "__pycache__", "htmlcov"}

Files = dict[str, str]


def all_files() -> Files:
    """Everything that is kept, and what is about to be."""
    return {
        path: (ROOT / path).read_text(encoding="utf-8", errors="replace")
        for path in _kept()
        if _is_text(path)
    }


def code(files: Files) -> Files:
    """The Python of the house itself: no tests, no migrations."""
    return {
        path: text
        for path, text in files.items()
        if path.endswith(".py") and path.split("/")[0] in PACKAGES and "/migrations/" not in path
    }


def views(files: Files) -> Files:
    return {
        path: text
        for path, text in code(files).items()
        if "views" in PurePosixPath(path).with_suffix("").parts
    }


def templates(files: Files) -> Files:
    return {path: text for path, text in files.items() if path.startswith("templates/")}


def parsed(files: Files) -> Iterator[tuple[str, ast.Module]]:
    for path, text in files.items():
        yield path, ast.parse(text)


def module_of(path: str) -> str:
    """The name under which a file is imported."""
    name = path.removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def _kept() -> list[str]:
    if (ROOT / ".git").exists():
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        found = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split(
            "\0"
        )
        return sorted(path for path in set(found) if path and (ROOT / path).is_file())
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if not MADE_HERE.intersection(path.parts))


def _is_text(path: str) -> bool:
    return PurePosixPath(path).suffix not in NOT_TEXT
