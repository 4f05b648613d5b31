"""The bench measures what is there: its people obey every rule, and each of its pages answers as bounded."""

import pytest
from django.conf import settings
from django.db import connection
from django.urls import Resolver404, resolve

from bench import fill, measure, pages
from bench.urls import PROCESSES, UNIT
from tests.factories import TODAY

TRAINEES = 23  # two cohorts, and one of a single trainee


@pytest.fixture
def filled(db, time_machine):
    time_machine.move_to(TODAY)
    fill.fill(TRAINEES, today=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return measure.signed_in()


def test_every_page_is_there_within_its_bounds(filled):
    over = []
    for page in pages.PAGES:
        asked = measure.asks(filled[page.visitor], page.address_at(TRAINEES), page)
        if asked["rows"] > pages.ROWS or (page.queries and asked["queries"] > page.queries):
            over.append((page.name, asked))
    assert over == []


@pytest.mark.urls("bench.urls")
def test_the_unit_page_is_small(filled):
    answer = filled["trainee"].get(UNIT)
    assert (answer.status_code, len(answer.content)) == (200, 32)


@pytest.mark.parametrize("address", [UNIT, PROCESSES])
def test_the_product_has_no_address_of_the_bench(address):
    with pytest.raises(Resolver404):
        resolve(address, settings.ROOT_URLCONF)
