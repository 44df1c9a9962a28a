"""Programmes with their progress, and figures, for machines: numbers of nobody (docs/api.md)."""

from reporting.api import figures, programmes

ROUTES = [*programmes.ROUTES, *figures.ROUTES]
