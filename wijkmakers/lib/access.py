"""Entry decorators: every view says who may enter, and a test walks the URLconf to see it.

Who is not signed in goes to the login page, whatever the address. Who is signed in but has no business
here gets 404 where a row was asked for (so that nobody learns which rows exist) and 403 elsewhere.
Inside, a view loads rows through `visible_to(user)`: strangers get 404 there, and who may see a row but
not do this with it gets 403 from a rule.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponseBase]

COORDINATOR, TRAINEE, SUPERVISOR, LECTURER = "coordinator", "trainee", "supervisor", "lecturer"


def anyone(reason: str) -> Callable[[View], View]:
    """Entry for all the world; the reason says why that is right."""

    def mark(view: View) -> View:
        view.entry = f"anyone: {reason}"  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """Entry for everybody with an account; the view itself narrows it to what is theirs."""
    return _entry(view, role=None)


def coordinator(view: View) -> View:
    """Entry for coordinators."""
    return _entry(view, role=COORDINATOR)


def trainee(view: View) -> View:
    """Entry for trainees."""
    return _entry(view, role=TRAINEE)


def supervisor(view: View) -> View:
    """Entry for people of a host organisation."""
    return _entry(view, role=SUPERVISOR)


def lecturer(view: View) -> View:
    """Entry for lecturers."""
    return _entry(view, role=LECTURER)


def allow(permitted: bool) -> None:
    """Stop with 403 unless permitted: for a row that somebody may see but not change."""
    if not permitted:
        raise PermissionDenied


def _entry(view: View, *, role: str | None) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(_place_of(request))
        if role and role not in request.user.roles:
            if kwargs:
                raise Http404
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.entry = role or "signed_in"  # type: ignore[attr-defined]
    return guarded


def _place_of(request: HttpRequest) -> str:
    """Where somebody goes on after signing in: here, or on the page from which a form was sent."""
    page = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    if request.method in {"GET", "HEAD"} or not own:
        return request.get_full_path()
    return urlunsplit(("", "", *urlsplit(page)[2:4], ""))
