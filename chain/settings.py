"""Settings of Snoer; everything that differs from place to place comes from the environment (docs/operations.md)."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pghistory
import pgtrigger
from celery.schedules import crontab
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from chain import oidc_settings
from chain.embedded import default_folder
from chain.floors import *  # noqa: F403 - settings too

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO = os.environ.get("SNOER_DEMO") == "1"
DEBUG = os.environ.get("SNOER_DEBUG") == "1"
SECRET_KEY = os.environ["SNOER_SECRET_KEY"]
BSN_KEYS = os.environ["SNOER_BSN_KEYS"].split(",")  # Fernet keys; the first encrypts, all of them decrypt
ALLOWED_HOSTS = os.environ.get("SNOER_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("localhost", "127.0.0.1", "*")]

INSTALLED_APPS = [
    "chain",
    "clients",
    "diagnosis",
    "placement",
    "development",
    "reporting",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "chain.signed_in_app.SignedInConfig",  # allauth.usersessions
    "oauth2_provider",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chain.api.middleware.ApiMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chain.phones.PhoneMiddleware",
    "chain.passwords.StartPasswordMiddleware",
    "chain.again.AgainMiddleware",
    "chain.acting.ActingMiddleware",
    "chain.throttle.ThrottleMiddleware",
    "chain.second_factor.SecondFactorMiddleware",
    "chain.outside.OutsideMiddleware",
]

ROOT_URLCONF = "chain.urls"
WSGI_APPLICATION = "chain.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chain.navigation.context",
            ],
            "builtins": ["chain.templatetags.snoer", "django.templatetags.i18n", "django.templatetags.static"],
            "loaders": [
                ("django.template.loaders.cached.Loader",
                 ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]),
            ],
        },
    }
]  # fmt: skip
FORM_RENDERER = "chain.forms.SnoerRenderer"


def database(url: str, *, pool: bool = False) -> dict:
    """Django's settings for `postgres://user:password@host:port/name`; a socket folder goes percent-encoded as host."""
    parts = urlsplit(url)
    # Statements that come back are prepared: half of what the record costs PostgreSQL is planning under the policies.
    options: dict = {"server_side_binding": True, "prepare_threshold": 3}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 4, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.netloc.rpartition("@")[2].partition(":")[0]),
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 0 if pool else None,
        "CONN_HEALTH_CHECKS": not pool,
    }


# Web processes keep a pool; Celery closes one after each task, so workers and commands do without.
DATABASES = {"default": database(os.environ["DATABASE_URL"], pool=os.environ.get("SNOER_POOL") == "1")}
if "DATABASE_OWNER_URL" in os.environ:  # only where migrations run
    DATABASES["owner"] = database(os.environ["DATABASE_OWNER_URL"])
    DATABASES["owner"]["TEST"] = {"MIGRATE": False}
if "DATABASE_ERASER_URL" in os.environ:  # only where approved erasures are carried out (clients/erasure.py)
    DATABASES["eraser"] = database(os.environ["DATABASE_ERASER_URL"])
    DATABASES["eraser"]["TEST"] = {"MIGRATE": False}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in throttles live in the database, so that people can work while Redis is away.
# Never so few that a flood of one kind of row pushes out the tries of another.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "chain_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}  # fmt: skip

AUTH_USER_MODEL = "chain.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "chain.accounts.ClosedAdapter"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SNOER_PROXIES") or "0")
# All ways in: five wrong tries in five minutes for a name, ten a minute from an address (chain/throttle.py).
SNOER_TRIES = os.environ.get("SNOER_TRIES") or "10/m/ip,5/5m/key"
ACCOUNT_RATE_LIMITS = False  # the library's own
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
# One's own phone (chain/phones.py). Behind a passkey there is nothing to guess: the limit is for floods.
MFA_ADAPTER = "chain.accounts.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 10
# The second step after the password (chain/second_factor.py), and how many half minutes a clock may be off.
SNOER_SECOND_FACTOR = (os.environ.get("SNOER_SECOND_FACTOR") or ("0" if DEMO else "1")) == "1"
SNOER_CODE_STEPS = 1
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # the finger, the face or the code of who has the phone
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
PHONE_DAYS = int(os.environ.get("SNOER_PHONE_DAYS") or "14")  # after a touch one stays signed in so long, and no longer
SNOER_PHONE_PAGES = ["groups_today", "group_day"]  # what goes on in a session that was idle; the first is its beginning
# Single sign-on (chain/oidc.py): what this names, a file or JSON itself, says the providers.
SNOER_OIDC = oidc_settings.read(os.environ.get("SNOER_OIDC", ""), insecure=DEMO or DEBUG)
SOCIALACCOUNT_PROVIDERS = oidc_settings.for_allauth(SNOER_OIDC)
SOCIALACCOUNT_ADAPTER = "chain.oidc.ProviderAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = int(timedelta(minutes=int(os.environ.get("SNOER_IDLE_MINUTES") or "30")).total_seconds())
SNOER_SESSION_HOURS = int(os.environ.get("SNOER_SESSION_HOURS") or "12")  # however busy; not by phone
SESSION_SAVE_EVERY_REQUEST = False  # chain.acting renews it once a minute instead of on every click
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Where a weakness can be reported, as security.txt tells it: mailto: or https:.
SNOER_SECURITY_CONTACT = os.environ.get("SNOER_SECURITY_CONTACT", "")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not (DEMO or DEBUG)
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not (DEMO or DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_HSTS_SECONDS = 0 if DEMO or DEBUG else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether browsers preload the domain is for who owns it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "chain.pages.csrf_failure"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# Documents with people's files, encrypted (clients/documents.py); outside what is served, and in the backup.
SNOER_FILES = Path(os.environ.get("SNOER_FILES") or (default_folder() / "files" if DEMO else os.environ["SNOER_FILES"]))
SNOER_UPLOAD_MB = int(os.environ.get("SNOER_UPLOAD_MB") or "10")  # the largest file that is taken in
SNOER_PERSON_MB = int(os.environ.get("SNOER_PERSON_MB") or "200")  # and all documents of one person together
FILE_UPLOAD_HANDLERS = ["chain.uploads.LimitedUpload", "django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = (
    (SNOER_UPLOAD_MB + 1) * 1024 * 1024
)  # in memory alone: unencrypted it never touches a disk

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("SNOER_STATIC", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO or DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# History: statement level, since row-level triggers are quadratic in bulk; context without a shared table.
PGHISTORY_LEVEL = pgtrigger.Statement  # type: ignore[has-type]
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="+", db_index=False)
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGTRIGGER_MIGRATIONS = False  # chain.history.lay() lays them after migrating

# E-mail (chain/smtp.py): an address such as smtp://name:password@host:587; empty: Snoer sends none.
SNOER_MAIL = os.environ.get("SNOER_MAIL", "")
SNOER_MAIL_FROM = os.environ.get("SNOER_MAIL_FROM") or f"snoer@{ALLOWED_HOSTS[0].strip('*.') or 'localhost'}"
SNOER_URL = (
    os.environ.get("SNOER_URL") or f"https://{ALLOWED_HOSTS[0].strip('*.') or 'localhost'}/"
)  # for links in e-mail

# Machines (chain/api/): a token for an hour, by the client's own name and secret alone.
OAUTH2_PROVIDER = {
    "SCOPES_BACKEND_CLASS": "chain.api.scopes.Scopes",
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "chain.api.tokens.Validator",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # only a digest is kept
    # What this server does not offer is closed in the library too (RFC 9700).
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
SNOER_API = ["clients.api.ROUTES", "placement.api.ROUTES", "development.api.ROUTES", "reporting.api.ROUTES"]
SNOER_API_LOOKS = ["clients.api.looks.look"]
SNOER_API_CALLS_A_MINUTE = int(os.environ.get("SNOER_API_CALLS_A_MINUTE") or "600")  # of one machine
SNOER_TOKENS_A_MINUTE = 20  # asked for from one address

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "chain.api.problems.handler",
    "UNAUTHENTICATED_USER": None,
}
SNOER_API_EMAIL = os.environ.get("SNOER_API_CONTACT_EMAIL") or "beheer@example.nl"  # for developers of partners
SPECTACULAR_SETTINGS = {
    "TITLE": "Snoer",
    "VERSION": "1.0.0",
    "CONTACT": {
        "name": (os.environ.get("SNOER_API_CONTACT_NAME") or "Beheer van Snoer"),
        "email": SNOER_API_EMAIL,
        "url": os.environ.get("SNOER_API_CONTACT_URL") or SNOER_URL,
    },
    "SERVERS": [{"url": f"{SNOER_URL.rstrip('/')}/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SCHEMA_COERCE_PATH_PK": False,
    "DISABLE_ERRORS_AND_WARNINGS": False,
    "POSTPROCESSING_HOOKS": ["chain.api.schema.complete"],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # they are English, and for who reads the code
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # it would say each code twice
}

# Jobs. Redis may be away: then the outbox keeps what is to be done, and publishing gives up at once.
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "max_retries": 0,  # of publishing; without it kombu tries for ever
    "visibility_timeout": 3600,
}
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for Redis as long as it takes
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "snoer"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "reporting.tasks.sweep", "schedule": 60.0, "options": {"expires": 55}},
    "nightly": {"task": "reporting.tasks.nightly", "schedule": crontab(hour=1, minute=30)},
    "quality": {"task": "reporting.tasks.quality", "schedule": crontab(hour=2, minute=30)},
    "documents": {"task": "clients.tasks.sweep_documents", "schedule": crontab(hour=3, minute=50)},
    "sight": {"task": "clients.tasks.end_sight", "schedule": crontab(hour=0, minute=5)},
    "terms": {"task": "clients.tasks.terms", "schedule": crontab(hour=0, minute=20)},
    "erase": {"task": "clients.tasks.erase", "schedule": crontab(hour=3, minute=15)},
    "mail": {"task": "clients.tasks.send_mail", "schedule": 60.0, "options": {"expires": 55}},
    # From seven on; later quarters are for where the clock stood still then. Its key makes one a day.
    "digest": {"task": "clients.tasks.digest", "schedule": crontab(minute="*/15", hour="7-9", day_of_week="1-5")},
    "uploads": {"task": "clients.tasks.forget_uploads", "schedule": crontab(minute="*/10")},
    "sent": {"task": "clients.tasks.forget_sent", "schedule": crontab(hour=4, minute=5)},
    "work-cards": {"task": "placement.tasks.work_cards", "schedule": crontab(hour=0, minute=45)},
    "contact-persons": {"task": "placement.tasks.contact_persons", "schedule": crontab(hour=0, minute=40)},
}

# Days between two reports that a chain publishes (reporting/publishing.py).
SNOER_REPORT_DAYS = int(os.environ.get("SNOER_REPORT_DAYS") or "80")
# What aldermen open beside what is of everybody (chain/outside.py).
SNOER_OUTSIDE_PAGES = ["reports", "report", "definitions", "file_new", "file", "file_get"]

CONTACT_PERSON_MONTHS = 24  # how long the name of who speaks for an employer is kept after the last contact
SCREENING_WEEKS = 8  # how long a screening may last at most: as long gives it sight of people who know of no step yet
CARD_SIGHT_DAYS = 90  # how long a partner sees the person whose work card it asked for, once that is accepted
CARD_REQUESTS_OPEN = 30  # how many such questions of one partner may wait for an answer
SIGHT_AFTER_STEP_DAYS = 90  # access.md rule 2: a partner sees a person until so many days after its step or placement
# From how many on a look is unusual (clients/look_unusual.py): different files opened in an hour, people seen in lists in an
# hour, refusals in a row, files outside one's own work on a day, BSNs shown on a day; and the hours in which people work.
UNUSUAL_LOOKS = {"files": 30, "people": 500, "refused": 5, "outside": 8, "bsns": 8, "opens": 7, "closes": 20}
UNUSED_DAYS = 90  # who did not sign in for so long may have no need of it
AGREEMENT_WARN_DAYS = 60  # so long before an agreement of a partner runs out it is told

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
