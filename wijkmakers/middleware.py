"""What every answer needs: a permissions policy, the person's own language, and for those who see everybody
a second factor and a session that ends when they are away.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import ngettext

from trainees.models import User
from wijkmakers.lib import access
from wijkmakers.sessions import ENDS_AT

Answer = Callable[[HttpRequest], HttpResponse]


def permissions_policy(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        return response

    return answer


def own_language(get_response: Answer) -> Answer:
    """The language somebody once chose follows them to a browser that has not chosen yet."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return answer


def signed_out_in_time(get_response: Answer) -> Answer:
    """Coordinators and admins who were away for a while sign in again; who was signed out is told so.

    When somebody was last here stands in a signed cookie that only fits their session: reading a page then
    writes nothing to the database (decision 8). Without it, nobody was here since they signed in.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        was_here = bool(request.COOKIES.get(settings.LAST_SEEN_COOKIE_NAME))
        if _was_away(request):
            logout(request)
            messages.warning(request, _said_away())
        elif was_here and not request.user.is_authenticated:
            messages.warning(request, _said_over())
        response = get_response(request)
        if request.user.is_authenticated:
            _remember_here(request, response)
        elif was_here:
            response.delete_cookie(settings.LAST_SEEN_COOKIE_NAME, samesite="Lax")
        return response

    return answer


def second_factor(get_response: Answer) -> Answer:
    """Coordinators and admins go on only when they have set up a second factor (REQUIRE_SECOND_FACTOR)."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and _owes_second_factor(request):
            return redirect("mfa_index")
        return get_response(request)

    return answer


def _owes_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or request.path.startswith(("/accounts/", settings.STATIC_URL)):
        return False
    return _sees_everybody(user) and not getattr(user, "has_second_factor", False)


def _sees_everybody(user: User) -> bool:
    return user.is_staff or access.COORDINATOR in user.roles


def _was_away(request: HttpRequest) -> bool:
    user, longest = request.user, timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    if not user.is_authenticated or not _sees_everybody(user):
        return False
    if request.get_signed_cookie(
        settings.LAST_SEEN_COOKIE_NAME, default="", salt=_salt(request), max_age=longest
    ):
        return False
    ends_at = request.session.get(ENDS_AT)
    left = datetime.fromisoformat(ends_at) - timezone.now() if ends_at else timedelta()
    return timedelta(seconds=settings.SESSION_COOKIE_AGE) - left >= longest


def _remember_here(request: HttpRequest, response: HttpResponse) -> None:
    response.set_signed_cookie(
        settings.LAST_SEEN_COOKIE_NAME, "here", salt=_salt(request), httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def _salt(request: HttpRequest) -> str:
    return f"last seen {request.session.session_key}"


def _said_away() -> str:
    minutes = settings.SESSION_IDLE_MINUTES
    sentence = ngettext(
        "You did nothing here for %(n)d minute, so you have been signed out. "
        "Sign in to go on where you were.",
        "You did nothing here for %(n)d minutes, so you have been signed out. "
        "Sign in to go on where you were.",
        minutes,
    )
    return sentence % {"n": minutes}


def _said_over() -> str:
    hours = settings.SESSION_COOKIE_AGE // 3600
    sentence = ngettext(
        "You have been signed out: that happens after %(n)d hour, and when your password changes. "
        "Sign in to go on where you were.",
        "You have been signed out: that happens after %(n)d hours, and when your password changes. "
        "Sign in to go on where you were.",
        hours,
    )
    return sentence % {"n": hours}
