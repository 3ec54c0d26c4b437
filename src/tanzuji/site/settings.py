"""Django's settings, made from the environment (`environment.SETTINGS`)."""

from __future__ import annotations

import zoneinfo
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from tanzuji.engine.store import home
from tanzuji.proofs.sealing import ALGORITHMS
from tanzuji.site.environment import number, one_of, refused, secret_key, switch, value

DEBUG = False
DEMO = switch("TANZUJI_DEMO")
HTTPS = switch("TANZUJI_HTTPS")
_PREFIX = "__Host-" if HTTPS else ""  # a browser takes such a cookie from this host over HTTPS alone
SECRET_KEY = secret_key()
ALLOWED_HOSTS = [host.strip() for host in value("TANZUJI_HOSTS").split(",") if host.strip()]
PLATFORM_NAME_ZH = value("TANZUJI_NAME_ZH")
PLATFORM_NAME_EN = value("TANZUJI_NAME_EN")
ADDRESS = value("TANZUJI_ADDRESS").rstrip("/")
if not ADDRESS.startswith(("http://", "https://")):
    raise refused("TANZUJI_ADDRESS")
JURISDICTION = value("TANZUJI_JURISDICTION")
INNER_PEERS = switch("TANZUJI_INNER_PEERS")
SECOND_FACTOR = switch("TANZUJI_SECOND_FACTOR")
SM2 = switch("TANZUJI_SM2")
_cipher = one_of("TANZUJI_FIELD_ENCRYPTION", ("off", *ALGORITHMS))
FIELD_ENCRYPTION = None if _cipher == "off" else _cipher
KEY_PROVIDER = value("TANZUJI_KEY_PROVIDER")
if KEY_PROVIDER.count(":") != 1:
    raise refused("TANZUJI_KEY_PROVIDER")
WITNESSES = value("TANZUJI_WITNESSES").split()
TIME_STAMPS = value("TANZUJI_TIME_STAMPS")
if TIME_STAMPS and not TIME_STAMPS.startswith(("http://", "https://")):
    raise refused("TANZUJI_TIME_STAMPS")
SENDS_MAIL = bool(value("TANZUJI_EMAIL_URL"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "tanzuji.web",
    "tanzuji.ledger",
    "tanzuji.parties",
    "tanzuji.jobs",
    "tanzuji.audit",
    "tanzuji.notices",
    "tanzuji.rulebook",
    "tanzuji.standards",
    "tanzuji.activity",
    "tanzuji.library",
    "tanzuji.reference_models",
    "tanzuji.contributions",
    "tanzuji.publications",
    "tanzuji.benchmarks",
    "tanzuji.footprints",
    "tanzuji.verification",
    "tanzuji.certificates",
    "tanzuji.certification",
    "tanzuji.labels",
    "tanzuji.filings",
    "tanzuji.supervision",
    "tanzuji.register",
    "tanzuji.campaigns",
    "tanzuji.archive",
    "tanzuji.nodes",
    "tanzuji.sharing",
    "tanzuji.site",
]

MIDDLEWARE = [
    "tanzuji.web.middleware.RequestNumber",
    "django.middleware.security.SecurityMiddleware",
    "tanzuji.web.middleware.Security",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tanzuji.register.middleware.PublicRegister",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tanzuji.web.middleware.PersonLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tanzuji.parties.signing.idling.IdleSignOut",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tanzuji.parties.walling.Walls",
    "tanzuji.audit.middleware.Trail",
    "tanzuji.web.middleware.CodedErrors",
]

ROOT_URLCONF = "tanzuji.site.urls"
WSGI_APPLICATION = "tanzuji.site.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "tanzuji.site.context.frame",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [Path(__file__).parent.parent / room / "templates" for room in (
            "site", "archive", "nodes", "sharing", "campaigns",
            "register", "supervision", "filings", "labels", "certification", "certificates", "verification", "footprints", "benchmarks", "publications", "contributions", "reference_models",
            "library", "activity", "standards", "rulebook", "notices", "audit", "jobs", "parties", "web")],
        "OPTIONS": {"environment": "tanzuji.web.templating.environment", "context_processors": _CONTEXT},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]  # fmt: skip


def _databases() -> dict[str, dict[str, Any]]:
    url = value("DATABASE_URL")
    if url:
        try:
            found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
        except (ValueError, KeyError) as error:
            raise refused("DATABASE_URL") from error
    else:
        found = {"ENGINE": "django.db.backends.sqlite3", "NAME": home() / "tanzuji.sqlite3"}
    if found["ENGINE"].endswith("sqlite3"):
        # A writer takes its lock when it begins, so that it waits instead of failing half way; what was
        # acknowledged survives a power cut (synchronous=FULL).
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
        }
    return {"default": found}


DATABASES = _databases()
CACHES = {
    # Limits of sign-in attempts are counted here, so all processes of a machine have to see the same.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": home() / "cache",
        # beyond this a tenth is dropped at random, counts of attempts among them: far more than a minute brings
        "OPTIONS": {"MAX_ENTRIES": 20_000, "CULL_FREQUENCY": 10},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MESSAGE_STORAGE = "tanzuji.web.flash.Flash"

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "tanzuji.parties.signing.passwords.Unlike",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "tanzuji.parties.signing.passwords.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "tanzuji.parties.signing.passwords.Uncommon"},
    {"NAME": "tanzuji.parties.signing.passwords.Unlocal"},
]

ACCOUNT_ADAPTER = "tanzuji.parties.signing.adapters.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "tanzuji.parties.signing.forms.ResetForm"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "tanzuji.parties.signing.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from invitations and the operator, not from sign-up
MFA_TOTP_ISSUER = "tanzuji"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # whose X-Forwarded-For is believed for limits of attempts
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = value("TANZUJI_TIME_ZONE")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise refused("TANZUJI_TIME_ZONE")

STATIC_URL = "/static/"
# the tokens of pages and reports are one file, kept on the lower floor
STATICFILES_DIRS = [("tanzuji", Path(__file__).parent.parent / "reports" / "assets")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 33 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
FILE_UPLOAD_MAX_MEMORY_SIZE = 33 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["tanzuji.web.uploads.LargeUpload", "tanzuji.web.uploads.BoundedUpload"]

SESSION_COOKIE_NAME = f"{_PREFIX}sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS = 60 * number("TANZUJI_IDLE_MINUTES", 1, 720)
CSRF_COOKIE_NAME = f"{_PREFIX}csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and not host.startswith("[")]
CSRF_FAILURE_VIEW = "tanzuji.site.failures.csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = False
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False


def _mail() -> dict[str, Any]:
    url = value("TANZUJI_EMAIL_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise refused("TANZUJI_EMAIL_URL")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": parts.username or "",
        "EMAIL_HOST_PASSWORD": parts.password or "",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }


globals().update(_mail())
DEFAULT_FROM_EMAIL = value("TANZUJI_EMAIL_FROM")
if "@" not in parseaddr(DEFAULT_FROM_EMAIL)[1]:
    raise refused("TANZUJI_EMAIL_FROM")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING_CONFIG = "tanzuji.site.logs.configure"
LOGGING: dict[str, Any] = {"format": value("TANZUJI_LOG")}
if LOGGING["format"] not in ("json", "text"):
    raise refused("TANZUJI_LOG")

SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # nginx redirects to HTTPS; the health endpoints stay reachable
    "security.W021",  # whether a whole domain is put on the browsers' preload list is its owner's to decide
]
