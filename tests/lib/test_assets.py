import pytest
from fontTools import ttLib

from wijkmakers.lib import assets

BUDGET = 80_000
NAMES = "Noor Dijkema, Zoë Ångström, Şükrü Çelik, Łukasz Żółć, Jiří Dvořák, Ștefan €5 – ‘ja’ “nee” … → ×"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    lines = []
    assets.build(folder, say=lines.append)
    return folder, lines


def test_two_fonts_within_the_budget(built):
    folder, lines = built
    sizes = {path.name: path.stat().st_size for path in (folder / "fonts").glob("*.woff2")}
    assert set(sizes) == {"hanken-grotesk.woff2", "bricolage-grotesque.woff2"}
    assert sum(sizes.values()) <= BUDGET
    assert len(lines) == 2


@pytest.mark.parametrize("name", ["hanken-grotesk", "bricolage-grotesque"])
def test_names_of_people_can_be_written(built, name):
    letters = ttLib.TTFont(built[0] / "fonts" / f"{name}.woff2").getBestCmap()
    assert [letter for letter in NAMES if ord(letter) not in letters] == []


def test_axes_are_limited(built):
    axes = {
        name: {
            axis.axisTag: (axis.minValue, axis.maxValue)
            for axis in ttLib.TTFont(built[0] / "fonts" / name)["fvar"].axes
        }
        for name in ("hanken-grotesk.woff2", "bricolage-grotesque.woff2")
    }
    assert axes == {
        "hanken-grotesk.woff2": {"wght": (400, 700)},
        "bricolage-grotesque.woff2": {"opsz": (12, 48)},
    }


def test_a_second_time_nothing_is_done(built):
    assert assets.build(built[0]) == []


def test_a_lost_font_is_made_again(built):
    (built[0] / "fonts" / "hanken-grotesk.woff2").unlink()
    assert [path.name for path in assets.build(built[0])] == ["hanken-grotesk.woff2"]
