"""What the three nets cost: pages with them, and without, on the same rows by the same server.

Without: signed in as the owner, whom row-level security does not hold, and net 1 answers yes to everything and logs no look.
Net 3 is a test and costs nothing. Never part of the product.
"""

from django.core.wsgi import get_wsgi_application

from bench.counted import counted

application = counted(get_wsgi_application())  # chain.wsgi would not serve as the owner

from clients import access  # noqa: E402 - there are models only now
from clients.queries import ClientQuerySet  # noqa: E402

ClientQuerySet.visible_to = lambda self, membership: self  # type: ignore[method-assign]
access.look = lambda *given, **more: None  # type: ignore[assignment]
access.looks = lambda *given, **more: None  # type: ignore[assignment]
access.sees_by_place = lambda membership: True  # type: ignore[assignment]
