"""An installation set up as the page on production says passes Django's own checks for deployment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = """
import django, json
django.setup()
from django.conf import settings
from django.core.checks import run_checks
found = [(m.id, str(m.msg)) for m in run_checks(include_deployment_checks=True) if not m.is_silenced()]
names = ["DEBUG", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS",
         "SECURE_HSTS_INCLUDE_SUBDOMAINS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "PASSWORD_HASHERS",
         "SESSION_COOKIE_AGE", "IDLE_SECONDS", "SECOND_FACTOR", "SILENCED_SYSTEM_CHECKS",
         "ALLAUTH_TRUSTED_PROXY_COUNT", "SESSION_ENGINE"]
from tanzuji.web.flash import Cookie
from django.test import Client
answer = Client().get("/health/live", headers={"Host": "carbon.example.org"}, secure=True)
print(json.dumps({"found": found, "set": {n: getattr(settings, n) for n in names}, "flash": Cookie.cookie_name,
                  "hsts": answer["Strict-Transport-Security"]}))
"""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a process says that runs under the settings of docs/production.md."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TANZUJI_")} | {
        "TANZUJI_HOME": str(tmp_path_factory.mktemp("deployed")),
        "TANZUJI_HOSTS": "carbon.example.org",
        "TANZUJI_ADDRESS": "https://carbon.example.org",
        "TANZUJI_HTTPS": "1",
        "TANZUJI_EMAIL_URL": "smtp://mailer:secret@mail.example.org:587",
        "TANZUJI_EMAIL_FROM": "carbon@example.org",
        "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings",
    }
    environment.pop("DATABASE_URL", None)
    told = subprocess.run(
        [sys.executable, "-c", CHECK],
        capture_output=True, text=True, env=environment, cwd=Path(__file__).parent, timeout=120, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-3000:]
    found: dict[str, object] = json.loads(told.stdout.splitlines()[-1])
    return found


def test_djangos_checks_for_deployment_find_nothing(deployed: dict[str, object]) -> None:
    assert deployed["found"] == []
    # the redirect is nginx's, which answers on port 80; the preload list is the domain owner's: docs/production.md
    assert deployed["set"]["SILENCED_SYSTEM_CHECKS"] == ["security.W008", "security.W021"]  # type: ignore[index]


def test_cookies_belong_to_this_host_over_https_alone(deployed: dict[str, object]) -> None:
    """RFC 6265bis section 4.1.3.2: Secure, path /, no domain."""
    found: dict[str, object] = deployed["set"]  # type: ignore[assignment]
    names = [found[f"{kind}_COOKIE_NAME"] for kind in ("SESSION", "CSRF", "LANGUAGE")] + [deployed["flash"]]
    assert all(str(name).startswith("__Host-") for name in names), names
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_HTTPONLY"] is found["CSRF_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_SAMESITE"] == found["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert found["SESSION_COOKIE_DOMAIN"] is None and found["SESSION_COOKIE_PATH"] == "/"


def test_browsers_come_over_https_for_a_year(deployed: dict[str, object]) -> None:
    assert deployed["hsts"] == "max-age=31536000; includeSubDomains"


def test_settings_of_production_hold_what_the_page_on_security_says(deployed: dict[str, object]) -> None:
    found: dict[str, object] = deployed["set"]  # type: ignore[assignment]
    assert found["DEBUG"] is False and found["SECOND_FACTOR"] is True
    assert found["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert found["SESSION_COOKIE_AGE"] == 12 * 3600 and found["IDLE_SECONDS"] == 3600
    assert found["SESSION_ENGINE"] == "django.contrib.sessions.backends.db"
    assert found["ALLOWED_HOSTS"] == ["carbon.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://carbon.example.org"]
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
