"""What the page around every page shows: the programme's name, the way around, who you are."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib import access

# Per role: URL name, label, icon, and how the URL names of the pages below it begin. The first entry is home.
NAV = {
    access.COORDINATOR: [
        (
            "cohort_list",
            _("Cohorts"),
            "layout-list",
            "cohort board seat period programme session attendance placement import coordinator closed outbox"
            " message absence catch check feedback",
        ),
        ("trainee_list", _("Trainees"), "users", "trainee pause wish"),
        ("host_list", _("Organisations"), "building-2", "host sector"),
        (
            "curriculum_list",
            _("Curriculum"),
            "book-open",
            "curriculum module material track theme goal coverage lessons room unavailable",
        ),
    ],
    access.TRAINEE: [
        ("week", _("This week"), "calendar-days", "week absence check feedback"),
        ("schedule", _("Schedule"), "calendar-range", "schedule session term my"),
        ("my_modules", _("Modules"), "book-open", "module"),
    ],
    access.SUPERVISOR: [("my_trainees", _("My trainees"), "users", "host")],
    access.LECTURER: [
        ("my_sessions", _("My sessions"), "presentation", "session attendance check feedback my")
    ],
}
ROLES = {
    access.COORDINATOR: _("coordinator"),
    access.TRAINEE: _("trainee"),
    access.SUPERVISOR: _("supervisor"),
    access.LECTURER: _("lecturer"),
}


def chrome(request):
    """The variables of base.html."""
    user = getattr(request, "user", None)
    roles = user.roles if user is not None and user.is_authenticated else frozenset()
    theme = request.COOKIES.get("theme")
    return {
        "programme_name": settings.PROGRAMME_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "nav": _nav(request, roles),
        "role_line": ", ".join(str(label) for role, label in ROLES.items() if role in roles),
        "languages": [
            {"code": code, "name": name, "current": code == get_language()}
            for code, name in settings.LANGUAGES
        ],
        "theme": theme if theme in ("light", "dark") else "",
    }


def _nav(request, roles):
    match = getattr(request, "resolver_match", None)
    here = (match.url_name if match else None) or ""
    entries = [entry for role, entries in NAV.items() if role in roles for entry in entries]
    around = next((name for name, *_, below in entries if here.split("_")[0] in below.split()), None)
    exact = any(name == here for name, *_ in entries)
    return [
        {
            "url": reverse(name),
            "label": label,
            "icon": icon,
            "current": "page" if name == here else "true" if name == around and not exact else "",
        }
        for name, label, icon, _below in entries
    ]
