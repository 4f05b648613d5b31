"""The settings of the tests: the real ones, on the test cluster, watched."""

import os

os.environ.setdefault("WIJKMAKERS_LOCAL", "1")

from wijkmakers.lib import localdb
from wijkmakers.settings import *

if not os.environ.get("DATABASE_URL"):
    DATABASES["default"].update(env.db_url_config(localdb.url(test=True)))

# Every request of the suite: an N+1 fails, and so does a GET that writes.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["tests.watch.reading_stays_reading", "zeal.middleware.zeal_middleware", *MIDDLEWARE]

# Argon2 is slow on purpose; a thousand logins need not be.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
STORAGES = STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Django itself looks twice for a session that it renews.
ZEAL_ALLOWLIST = [{"model": "sessions.Session", "field": "get()"}]
