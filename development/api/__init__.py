"""Learning places and groups, and the lists of values, for machines (docs/api.md)."""

from development.api import places, reference

ROUTES = [*places.ROUTES, *reference.ROUTES]
