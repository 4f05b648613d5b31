"""The front door, the switches at the top of every page, the pages at its foot, and the error pages."""

import logging
import secrets
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from trainees.actions import choose_language
from wijkmakers import context
from wijkmakers.lib.access import anyone, signed_in
from wijkmakers.lib.cookies import remember

log = logging.getLogger(__name__)


@signed_in
@require_safe
def home(request):
    """On to what somebody comes for; who has no role yet is told so."""
    for role, entries in context.NAV.items():
        if role in request.user.roles:
            return redirect(entries[0][0])
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "wijkmakers/home.html")


@anyone("a choice of looks, kept in a cookie")
@require_POST
def theme_switch(request):
    answer = HttpResponseRedirect(_next(request))
    theme = request.POST.get("theme")
    if theme in ("light", "dark"):
        remember(answer, "theme", theme)
    else:
        answer.delete_cookie("theme")
    return answer


@anyone("a choice of language, kept in a cookie and, for who is signed in, with the person")
@require_POST
def language_switch(request):
    answer = HttpResponseRedirect(_next(request))
    language = request.POST.get("language")
    if language in dict(settings.LANGUAGES):
        remember(answer, settings.LANGUAGE_COOKIE_NAME, language)
        if request.user.is_authenticated:
            choose_language(language=language, by=request.user)
    return answer


@anyone("explains the programme to who cannot get in")
@require_safe
def help(request):  # noqa: A001, the page is called so
    return render(request, "pages/help.html")


@anyone("says what is done with personal data")
@require_safe
def privacy(request):
    return render(request, "pages/privacy.html")


@anyone("says how accessible the pages are and where to complain")
@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


def csrf_failure(request, reason=""):
    """A form that was open too long, or cookies that are refused."""
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """The database away for a moment is 503 and worth another try; anything else is our mistake."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(_bare("503.html"), status=503, headers={"Retry-After": "10"})
    reference = secrets.token_hex(4)
    log.error("Reference %s: %s %s", reference, request.method, request.path)
    return HttpResponse(_bare("500.html", reference=reference), status=500)


def _bare(template, **context):
    """Without the request: what the frame asks of it (who is this?) may be the very thing that broke."""
    return render_to_string(template, {"programme_name": settings.PROGRAMME_NAME, **context})


def _next(request):
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("home")
