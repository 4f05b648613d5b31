"""What the page around every page shows: the programme's name, the way around, who you are."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib import access

# Per role: URL name, label, icon. The first entry is that role's home.
NAV = {
    access.COORDINATOR: [
        ("cohort_list", _("Cohorts"), "layout-list"),
        ("trainee_list", _("Trainees"), "users"),
        ("host_list", _("Organisations"), "building-2"),
        ("curriculum_list", _("Curriculum"), "book-open"),
    ],
    access.TRAINEE: [
        ("week", _("This week"), "calendar-days"),
        ("schedule", _("Schedule"), "calendar-range"),
        ("my_modules", _("Modules"), "book-open"),
    ],
    access.SUPERVISOR: [("my_trainees", _("My trainees"), "users")],
    access.LECTURER: [("my_sessions", _("My sessions"), "presentation")],
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
    here = match.url_name if match else None
    return [
        {"url": reverse(name), "label": label, "icon": icon, "current": name == here}
        for role, entries in NAV.items()
        if role in roles
        for name, label, icon in entries
    ]
