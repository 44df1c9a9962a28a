"""Ground floor: settings and start-up; chains, municipalities, partners, mandates, users; the vocabulary."""

from chain.celery import app as celery_app

__all__ = ["celery_app"]
