"""The settings of a worker that a test starts: on the database of the test, with its mail server, and without
what takes as long to load as many mails take to send: the planner, the administration, and most pages."""

import os

from tests.settings import *  # noqa: F403

SIMPLE_ADMIN = "django.contrib.admin.apps.SimpleAdminConfig"
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_POST_PORT"])
PROCRASTINATE_IMPORT_PATHS = ["trainees.tasks"]
ROOT_URLCONF = "trainees.urls"
INSTALLED_APPS = [name.replace("wijkmakers.apps.AdminConfig", SIMPLE_ADMIN) for name in INSTALLED_APPS]  # noqa: F405
