"""What each worker of the web server holds in memory for as long as it lives."""

import os
import subprocess
import sys

from django.conf import settings

LARGE = ("numpy", "openpyxl", "ortools", "pandas")


def loaded_by(code):
    """Which of the large libraries a process has loaded after this."""
    told = f"import sys; {code}; print(*(name for name in {LARGE!r} if name in sys.modules))"
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "wijkmakers.settings", "WIJKMAKERS_LOCAL": "1"},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return set(run.stdout.split())


def test_serving_pages_loads_nothing_large():
    assert loaded_by("import wijkmakers.wsgi, wijkmakers.urls, placements.admin") == set()


def test_the_worker_loads_the_planner():
    assert loaded_by("import django; django.setup(); import placements.tasks") >= {"ortools", "numpy"}
