"""What templates draw with."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

HOST = SimpleNamespace(code="LAU", name="Zorggroep <Lauwers>", look="magenta")


def drawn(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


def test_an_icon_is_silent_and_as_large_as_asked():
    svg = drawn('{% icon "check" 14 %}')
    assert svg.startswith("<svg")
    assert 'width="14" height="14"' in svg
    assert 'aria-hidden="true"' in svg
    assert "style" not in svg


@pytest.mark.parametrize(
    ("day", "html"),
    [
        (
            date(2026, 11, 20),
            '<time class="dt" datetime="2026-11-20"><span>vr</span> <b>20</b> <span>nov</span></time>',
        ),
        (
            datetime(2027, 2, 28, 23, 30, tzinfo=UTC),
            '<time class="dt" datetime="2027-03-01"><span>ma</span> <b>1</b> <span>mrt</span></time>',
        ),
    ],
    ids=["a date", "a moment is shown in Amsterdam"],
)
def test_a_date_block(day, html):
    assert drawn("{% dateblock day %}", day=day) == html


def test_an_organisation_is_swatch_code_and_name():
    key = '<span class="key look-magenta" aria-hidden="true"></span>'
    assert drawn("{% hostkey host %}", host=HOST) == key
    assert drawn("{% hostname host %}", host=HOST) == (
        f'<span class="host">{key} <b>LAU</b> Zorggroep &lt;Lauwers&gt;</span>'
    )
    assert drawn("{{ host|look }}", host=HOST) == "look-magenta"


def test_the_line_now():
    assert drawn("{{ part|at }}", part=0.6) == "at-60"


def test_a_row_of_little_bricks_each_with_its_class():
    html = drawn("{{ classes|bricks }}", classes=("on", "", '"><b>'))
    assert html == '<i class="on"></i><i></i><i class="&quot;&gt;&lt;b&gt;"></i>'


def test_a_brick_wall_says_in_words_what_it_shows():
    bricks = [
        SimpleNamespace(number=1, title="Kijken", url="/m/1/", state="done", here=False),
        SimpleNamespace(number=2, title="Vragen", url="/m/2/", state="cur", here=True),
        SimpleNamespace(number=3, title="Doen", url="", state="", here=False),
    ]
    html = drawn("{% brickwall bricks 2 %}", bricks=bricks)
    assert html.count("<ol") == 2
    assert '<ol role="list" start="3">' in html
    assert '<li class="done"><a href="/m/1/" title="Kijken">' in html
    assert '<li class="cur here"><a href="/m/2/" aria-current="page" title="Vragen">' in html
    assert '<span class="brick" title="Doen">' in html


@pytest.mark.parametrize(
    ("address", "href", "direction"),
    [
        ("/?q=a&page=3", "?q=a&amp;sort=name", None),
        ("/?sort=name", "?sort=-name", "ascending"),
        ("/?sort=-name", "?sort=name", "descending"),
        ("/?sort=city", "?sort=name", None),
    ],
)
def test_a_heading_that_sorts(address, href, direction):
    html = drawn('{% sort_th "name" "Naam" %}', request=RequestFactory().get(address))
    assert f'<a href="{href}">Naam<svg' in html
    assert ("aria-sort" in html) is bool(direction)
    assert not direction or f'aria-sort="{direction}"' in html


def test_a_heading_follows_the_sort_of_the_list_when_the_address_has_none():
    html = drawn('{% sort_th "name" "Naam" "num" %}', request=RequestFactory().get("/"), sort="name")
    assert html.startswith('<th scope="col" class="num" aria-sort="ascending"><a href="?sort=-name">')


WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) {WEBKIT} Safari/604.1", "Safari, iPhone"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/142.0 Mobile Safari", "Chrome, Android"),
        ("curl/8.5.0 <b>", "curl/8.5.0 &lt;b&gt;"),
        ("", ""),
    ],
)
def test_a_browser_as_people_know_it(sent, said):
    assert drawn("{{ sent|browser }}", sent=sent) == said
