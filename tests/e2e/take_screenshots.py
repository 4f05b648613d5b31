"""The pictures of the README: `make screenshot`. Not a test by itself, so it is only run when named."""

from tests.e2e.conftest import CHECKOUT
from tests.e2e.steps import to_cohort

IMAGES = CHECKOUT / "docs" / "images"


def test_take_screenshots(sign_in):
    IMAGES.mkdir(parents=True, exist_ok=True)
    page = sign_in("coordinator").new_page()
    to_cohort(page, 1)
    page.screenshot(path=IMAGES / "overview.png", full_page=True)
    page = sign_in("trainee", width=390).new_page()
    page.goto("/week/")
    page.screenshot(path=IMAGES / "week.png")
