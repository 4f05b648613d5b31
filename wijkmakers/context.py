"""What the page around every page shows: the programme's name, the way around, who you are."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from wijkmakers.lib import access

# Per role: URL name, label, icon. The first entry is that role's home.
NAV = {
    access.COORDINATOR: [
        ("cohort_list", "Cohorts", "layout-list"),
        ("trainee_search", "People", "users"),
        ("host_list", "Organisations", "building-2"),
        ("curriculum_list", "Curriculum", "book-open"),
    ],
    access.TRAINEE: [
        ("week", "This week", "calendar-days"),
        ("schedule", "Schedule", "calendar-range"),
        ("my_modules", "Modules", "book-open"),
        ("me", "My details", "user-round"),
    ],
    access.SUPERVISOR: [("my_trainees", "My trainees", "users")],
    access.LECTURER: [("my_sessions", "My sessions", "presentation")],
}


def chrome(request):
    """The variables of base.html."""
    user = getattr(request, "user", None)
    roles = user.roles if user is not None and user.is_authenticated else frozenset()
    return {
        "programme_name": settings.PROGRAMME_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "nav": _nav(request, user, roles),
        "role_line": ", ".join(str(label) for role, label in _role_names().items() if role in roles),
        "languages": settings.LANGUAGES,
        "theme": theme if (theme := request.COOKIES.get("theme")) in ("light", "dark") else "",
    }


def _nav(request, user, roles):
    match = getattr(request, "resolver_match", None)
    labels = _labels()
    return [
        {"url": reverse(name), "label": labels[label], "icon": icon, "current": bool(match and match.url_name == name)}
        for role in NAV
        if role in roles
        for name, label, icon in NAV[role]
    ]


def _labels():
    return {
        "Cohorts": _("Cohorts"),
        "People": _("People"),
        "Organisations": _("Organisations"),
        "Curriculum": _("Curriculum"),
        "This week": _("This week"),
        "Schedule": _("Schedule"),
        "Modules": _("Modules"),
        "My details": _("My details"),
        "My trainees": _("My trainees"),
        "My sessions": _("My sessions"),
    }


def _role_names():
    return {
        access.COORDINATOR: _("coordinator"),
        access.TRAINEE: _("trainee"),
        access.SUPERVISOR: _("supervisor"),
        access.LECTURER: _("lecturer"),
    }
