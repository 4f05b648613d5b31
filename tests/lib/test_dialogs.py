"""A form in a dialog learns where the browser should go, without following."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from wijkmakers.lib.dialogs import dialog_redirect


def answer(method, response, **headers):
    return dialog_redirect(lambda request: response)(RequestFactory().generic(method, "/x/", headers=headers))


def test_a_redirect_after_a_post_travels_in_a_header():
    redirect = HttpResponseRedirect("/cohorts/1/#cell-3")
    redirect.set_cookie("messages", "said")
    got = answer("POST", redirect, X_Dialog="1")
    assert (got.status_code, got["X-Dialog-Location"], got.has_header("Location")) == (
        204,
        "/cohorts/1/#cell-3",
        False,
    )
    assert got.cookies["messages"].value == "said"


@pytest.mark.parametrize(
    ("method", "headers"),
    [("POST", {}), ("GET", {"X_Dialog": "1"})],
    ids=["a page sends it", "it only looks"],
)
def test_other_redirects_stay_redirects(method, headers):
    got = answer(method, HttpResponseRedirect("/y/"), **headers)
    assert (got.status_code, got["Location"]) == (302, "/y/")


def test_mistakes_are_shown_in_the_dialog():
    got = answer("POST", HttpResponse("<form>", status=200), X_Dialog="1")
    assert (got.status_code, got.content) == (200, b"<form>")
