"""The web process. Refuses to serve as a database role that row-level security does not hold."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chain.settings")
application = get_wsgi_application()

from django.db import connection  # noqa: E402  (settings first)

from chain.rowsecurity import check_role  # noqa: E402

check_role(connection)
connection.close()
