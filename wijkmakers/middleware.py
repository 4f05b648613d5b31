"""What every answer needs: a permissions policy, the person's own language, a second factor for some."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from wijkmakers.lib import access

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
    is_asked = user.is_staff or access.COORDINATOR in user.roles
    return is_asked and not getattr(user, "has_second_factor", False)
