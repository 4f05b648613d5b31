import datetime as dt

import pytest
from django.utils import translation

from wijkmakers.lib import days


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "1 sep 2026, 1 sep, sep"), ("en", "1 Sep 2026, 1 Sep, Sep")]
)
def test_a_short_date_in_each_language(language, said):
    day = dt.date(2026, 9, 1)
    with translation.override(language):
        found = [days.said_short(day), days.said_short_of_year(day), days.said_month(day)]
    assert ", ".join(found).replace("\N{NO-BREAK SPACE}", " ") == said
