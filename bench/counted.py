"""Counts the chain's programme in the database of the environment: persons, seconds, and seconds of counting anew."""

import os
import sys
import time

import django

# ruff: noqa: E402  (settings first)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chain.settings")
django.setup()

from chain.acting import acting_as, system_membership
from chain.models import Chain
from reporting.counting import count
from reporting.models import Programme

chain = Chain.objects.get(slug=sys.argv[1])
with acting_as(system_membership(chain, "count"), "bench"):
    programme = Programme.objects.get(chain=chain)
    started = time.perf_counter()
    changed = count(programme)
    first = time.perf_counter()
    count(programme)
    print(changed, f"{first - started:.2f}", f"{time.perf_counter() - first:.2f}")
