from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    """The Django admin, with our own site in it."""

    default = False
    default_site = "wijkmakers.lib.admin.Site"
