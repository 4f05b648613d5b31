"""What the page around every page shows: the programme's name, the way around, who you are."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib import access

# Per role: URL name, label, icon, and how the URL names of the pages below it begin; the longest that fits
# counts. The first entry is home. What is one's own (details, messages, calendar) is below none.
COHORT_PAGES = (
    "cohort board seat period plan pair repair placement programme session draft release attendance check"
    " catch feedback absence outbox message import coordinator closed"
)
CURRICULUM_PAGES = "curriculum module material track theme goal coverage lessons room unavailable"
NAV = {
    access.COORDINATOR: [
        ("cohort_list", _("Cohorts"), "layout-list", COHORT_PAGES),
        ("trainee_list", _("Trainees"), "users", "trainee pause wish exclusion absence_new"),
        ("host_list", _("Organisations"), "building-2", "host sector"),
        ("curriculum_list", _("Curriculum"), "book-open", CURRICULUM_PAGES),
    ],
    access.TRAINEE: [
        ("week", _("This week"), "calendar-days", "week absence my_absence my_check feedback"),
        ("schedule", _("Schedule"), "calendar-range", "schedule session term release my_wish"),
        ("my_modules", _("Modules"), "book-open", "my_modules module"),
    ],
    access.SUPERVISOR: [("my_trainees", _("My trainees"), "users", "my_trainees host")],
    access.LECTURER: [
        (
            "my_sessions",
            _("My sessions"),
            "presentation",
            "my_sessions my_unavailable session attendance check feedback release module material",
        )
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
    below = {prefix: name for name, *_, prefixes in reversed(entries) for prefix in prefixes.split()}
    around = below.get(max(filter(here.startswith, below), key=len, default=""))
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
