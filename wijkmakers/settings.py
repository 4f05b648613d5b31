"""Settings, in one file, from the environment; safe unless told otherwise.

Production needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL. Only WIJKMAKERS_LOCAL=1 (set by
manage.py and the Makefile when nothing else is configured) relaxes that for one machine.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from wijkmakers.lib import localdb

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

LOCAL = env.bool("WIJKMAKERS_LOCAL", default=False)
DEBUG = env.bool("DEBUG", default=False)


def _needed(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"Set {name} in the environment (or WIJKMAKERS_LOCAL=1 on your own machine)."
        )
    return value


def _local_secret() -> str:
    """A key of this machine's own, so that signed-in people stay so between two demos."""
    path = localdb.state_dir() / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


if LOCAL:
    SECRET_KEY = os.environ.get("SECRET_KEY") or _local_secret()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
    DATABASES = {"default": env.db_url("DATABASE_URL", default=localdb.url())}
    STATE_DIR = localdb.state_dir()
else:
    SECRET_KEY = _needed("SECRET_KEY")
    ALLOWED_HOSTS = [host.strip() for host in _needed("ALLOWED_HOSTS").split(",")]
    _needed("DATABASE_URL")
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    STATE_DIR = Path(env("STATE_DIR", default=str(BASE_DIR / ".state")))

# Nobody waits for ever: not a query, not one behind a lock, not a transaction that does nothing.
LIMITS = ["statement_timeout=10000", "lock_timeout=2000", "idle_in_transaction_session_timeout=30000"]
DATABASES["default"].update(
    CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=60),
    CONN_HEALTH_CHECKS=True,
    OPTIONS=DATABASES["default"].get("OPTIONS", {})
    | {"options": " ".join(f"-c {limit}" for limit in LIMITS)},
)

PROGRAMME_NAME = env("PROGRAMME_NAME", default="Wijkmakers Traineeship")
CONTACT_EMAIL = env("CONTACT_EMAIL", default="traineeship@example.org")

INSTALLED_APPS = [
    "trainees",
    "placements",
    "curriculum",
    "wijkmakers.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "procrastinate.contrib.django",
    "crispy_forms",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "wijkmakers",  # last: its admin.py arranges what the others registered
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "wijkmakers.middleware.permissions_policy",
    "wijkmakers.lib.dialogs.dialog_redirect",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wijkmakers.middleware.own_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wijkmakers.middleware.signed_out_in_time",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wijkmakers.middleware.second_factor",
]

ROOT_URLCONF = "wijkmakers.urls"
WSGI_APPLICATION = "wijkmakers.wsgi.application"
ASGI_APPLICATION = "wijkmakers.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wijkmakers.context.chrome",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "wijk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("wijk",)
CRISPY_FAIL_SILENTLY = False

# People
AUTH_USER_MODEL = "trainees.User"
AUTHENTICATION_BACKENDS = ["wijkmakers.auth.RoleBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "wijkmakers.auth.OwnDetailsValidator"},
    {"NAME": "wijkmakers.auth.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "wijkmakers.auth.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "wijkmakers.auth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"reset_password": "wijkmakers.passwords.ResetPasswordForm"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,8/5m/key", "reset_password": "20/h/ip,5/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
# Nobody signs up: whoever chose a password through the link in a mail has shown that the address is theirs.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = PROGRAMME_NAME
# Coordinators and admins must have a second factor; a demo on one's own machine need not.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", default=not LOCAL)
SESSION_ENGINE = "wijkmakers.sessions"
# Everybody signs in again after so many hours; coordinators and admins also when they were away so long.
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 60 * 60
SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=60)
LAST_SEEN_COOKIE_NAME = "lastseen"

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["wijkmakers.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Work in the background. Only the worker imports the jobs: the planner they load is large.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None
PROCRASTINATE_IMPORT_PATHS = ["trainees.tasks", "placements.tasks", "wijkmakers.tasks"]
# What they did stands elsewhere, and two begin each minute: of those that went well nothing is kept.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

# Files
STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(STATE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "wijkmakers.lib.staticfiles.Storage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "wijkmakers.lib.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Rate limits live in the cache and must count over all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Beyond this many, some that still count are thrown away. Everybody checks in on the same morning.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mail
if "EMAIL_URL" in os.environ or not LOCAL:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
else:
    # Nothing leaves one's own machine: each mail can be read in this folder.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE_DIR / "mail"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=CONTACT_EMAIL)
# Minutes in which a coordinator may still change, hold or withdraw what has been written.
MAIL_DELAY_MINUTES = env.int("MAIL_DELAY_MINUTES", default=10)
# What stands before an address in a mail, where there is no request to tell it.
SITE_URL = env(
    "SITE_URL", default="http://localhost:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0]}"
).rstrip("/")

# The browser's own guards
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "wijkmakers.views.site.csrf_failure"
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Otherwise all the world has the address of the proxy, and one who guesses locks everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
if not LOCAL:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LAST_SEEN_COOKIE_NAME = "__Host-lastseen"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
