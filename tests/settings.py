"""The settings of the tests: the product's own, on servers of this run, and strict where the product is patient.

Read before any server runs (collecting tests needs none): the first process of a run settles where its servers will be,
tests/conftest.py starts them, and the workers of pytest-xdist inherit the place.
"""

import os
import secrets
import tempfile
from pathlib import Path

from chain import embedded

if "SNOER_TEST_FOLDER" not in os.environ:
    os.environ["SNOER_TEST_FOLDER"] = str(Path(tempfile.gettempdir()) / f"snoer-tests-{secrets.token_hex(6)}")
    os.environ["SNOER_TEST_PORT"] = str(embedded.free_port())
    os.environ["SNOER_TEST_PASSWORD"] = secrets.token_urlsafe(24)
TEST_FOLDER = Path(os.environ["SNOER_TEST_FOLDER"])
TEST_PORT = int(os.environ["SNOER_TEST_PORT"])
TEST_PASSWORD = os.environ["SNOER_TEST_PASSWORD"]

for name in (
    "DATABASE_OWNER_URL",
    "SNOER_DEMO",
    "SNOER_DEBUG",
    "SNOER_HOSTS",
    "SNOER_POOL",
    "SNOER_DATA",
    "SNOER_OIDC",
):
    os.environ.pop(name, None)
worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
os.environ |= {
    # Signed in as the superuser, acting as an ordinary role from the first statement on: tests/conftest.py.
    "DATABASE_URL": embedded.database_url(TEST_FOLDER, "postgres"),
    "REDIS_URL": f"redis://:{TEST_PASSWORD}@127.0.0.1:{TEST_PORT}/{int(worker) % 16}",
    "SNOER_SECOND_FACTOR": "0",  # tests/chain/test_second_factor.py switches it on
    "SNOER_SECRET_KEY": "a key for the tests, which sign nothing that lasts",
    "SNOER_BSN_KEYS": embedded.NOWHERE["SNOER_BSN_KEYS"],
    "SNOER_SECURITY_CONTACT": "mailto:security@example.org",
    "SNOER_FILES": str(TEST_FOLDER / f"files-{worker}"),
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps an event loop in the thread of the test
}

from chain.settings import *  # noqa: E402, F403
from chain.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

# The test client and the browser speak http.
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A query per row of a page fails its test.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True

LOGGING = {"version": 1, "disable_existing_loggers": False}
