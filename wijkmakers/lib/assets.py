"""Fonts for the browser: the letters we need, in the weights we use, as WOFF2.

The typefaces come as wheels (fontpkg-…, Open Font License); nothing of theirs is in the repository.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from fontTools import subset, ttLib
from fontTools.varLib import instancer

# Latin, Latin-1 and Latin Extended-A (names in every Latin script), then marks, arrows and signs in use.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x218, 0x219, 0x21A, 0x21B, 0x1E9E),
    *(0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026),
    *(0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2260, 0x2264, 0x2265),
]
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "calt"]


@dataclass(frozen=True)
class Font:
    """One WOFF2 file: from which wheel, and what of each axis stays (a number pins it, a pair limits it)."""

    name: str
    package: str
    axes: dict[str, float | tuple[float, float]]


FONTS = [
    Font("hanken-grotesk", "fontpkg_hanken_grotesk", {"wght": (400, 700)}),
    Font("bricolage-grotesque", "fontpkg_bricolage_grotesque", {"wght": 700, "wdth": 100, "opsz": (12, 48)}),
]


def build(target: Path, say: Callable[[str], object] = lambda line: None) -> list[Path]:
    """Write the fonts into `target`/fonts unless they are there already; returns the files written."""
    folder = target / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for font in FONTS:
        path, stamp = folder / f"{font.name}.woff2", folder / f".{font.name}"
        recipe = _recipe(font)
        if path.exists() and stamp.exists() and stamp.read_text() == recipe:
            continue
        _cut(font, path)
        stamp.write_text(recipe)
        say(f"{path.name}: {path.stat().st_size // 1024} kB")
        written.append(path)
    return written


def _source(font: Font) -> Path:
    folder = Path(str(files(font.package) / "files"))
    upright = [path for path in folder.iterdir() if path.suffix == ".ttf" and "Italic" not in path.name]
    return min(upright)


def _recipe(font: Font) -> str:
    ingredients = f"{font}{UNICODES}{FEATURES}{_source(font).stat().st_size}"
    return sha256(ingredients.encode()).hexdigest()


def _cut(font: Font, path: Path) -> None:
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True, name_IDs=[1, 2, 13, 14]
    )
    typeface = ttLib.TTFont(_source(font))
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=UNICODES)
    subsetter.subset(typeface)
    instancer.instantiateVariableFont(typeface, font.axes, inplace=True)
    typeface.flavor = "woff2"
    part = path.with_suffix(".part")
    typeface.save(part)
    part.replace(path)
