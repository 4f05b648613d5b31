import pytest

from wijkmakers.lib import looks


@pytest.mark.parametrize(
    ("fraction", "css"),
    [
        (0, "at-0"),
        (0.02, "at-0"),
        (0.5, "at-50"),
        (0.63, "at-60"),
        (1, "at-100"),
        (-1, "at-0"),
        (7, "at-100"),
    ],
)
def test_the_line_now_stands_in_steps_of_ten(fraction, css):
    assert looks.at(fraction) == css


def test_bricks_in_courses():
    assert looks.courses("abcdefg", 3) == [(1, ["a", "b", "c"]), (4, ["d", "e", "f"]), (7, ["g"])]
    assert looks.courses([], 10) == []
