"""The settings, each time in a process of its own: what a server reads when it starts."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "n0t-the-real-one-but-l0ng-enough-f0r-Django-to-accept-1t-here",
    "ALLOWED_HOSTS": "traineeship.example.org",
    "DATABASE_URL": "postgres://wijk:makers@db.example.org/wijkmakers",
}
# Of the shell that runs the tests, only what a program needs to run at all.
NEEDED = ("PATH", "HOME", "LANG", "SYSTEMROOT")


def django(*arguments, **environment):
    needed = {name: os.environ[name] for name in NEEDED if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        cwd=settings.BASE_DIR,
        env=needed | {"DJANGO_SETTINGS_MODULE": "wijkmakers.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def setting(name, **environment):
    answer = django(
        "shell",
        "--no-imports",
        "-c",
        f"from django.conf import settings; print(settings.{name})",
        **environment,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_does_not_start_without(missing):
    answer = django("check", **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert answer.returncode != 0
    assert f"ImproperlyConfigured: Set {missing} in the environment" in answer.stderr


@pytest.mark.parametrize("missing", PRODUCTION)
def test_an_empty_one_is_a_missing_one(missing):
    answer = django("check", **PRODUCTION | {missing: " "})
    assert f"ImproperlyConfigured: Set {missing} in the environment" in answer.stderr


def test_production_is_safe(tmp_path):
    answer = django("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, STATE_DIR=str(tmp_path))
    assert (answer.returncode, answer.stdout) == (0, "System check identified no issues (0 silenced).\n"), (
        answer.stderr
    )


def test_nothing_is_silenced():
    assert settings.SILENCED_SYSTEM_CHECKS == []


def test_production_shows_no_errors_and_asks_for_a_second_factor():
    assert setting("DEBUG", **PRODUCTION) == "False"
    assert setting("REQUIRE_SECOND_FACTOR", **PRODUCTION) == "True"


def test_one_word_relaxes_it_for_a_machine_of_ones_own(tmp_path):
    assert setting("SECURE_SSL_REDIRECT", WIJKMAKERS_LOCAL="1", WIJKMAKERS_STATE=str(tmp_path)) == "False"
    assert setting("SECURE_SSL_REDIRECT", **PRODUCTION) == "True"


def test_on_ones_own_machine_no_mail_leaves_it(tmp_path):
    local = {"WIJKMAKERS_LOCAL": "1", "WIJKMAKERS_STATE": str(tmp_path)}
    assert setting("EMAIL_BACKEND", **local) == "django.core.mail.backends.filebased.EmailBackend"
    assert setting("EMAIL_FILE_PATH", **local) == str(tmp_path / "mail")
    assert setting("SITE_URL", **local) == "http://localhost:8000"


def test_mail_in_production():
    named = PRODUCTION | {"EMAIL_URL": "smtp+tls://post:office@mail.example.org:587", "EMAIL_TIMEOUT": "7"}
    assert setting("EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_USE_TLS", **named) == (
        "django.core.mail.backends.smtp.EmailBackend mail.example.org True"
    )
    assert setting("EMAIL_TIMEOUT, settings.MAIL_DELAY_MINUTES", **named) == "7 10"
    assert setting("SITE_URL", **named) == "https://traineeship.example.org"
    assert setting("SITE_URL", **named, SITE_URL="https://elsewhere.example.org/") == (
        "https://elsewhere.example.org"
    )


def test_behind_a_proxy_people_have_their_own_address():
    proxies = [setting("ALLAUTH_TRUSTED_PROXY_COUNT", **PRODUCTION, BEHIND_PROXY=yes) for yes in ("0", "1")]
    assert proxies == ["0", "1"]
