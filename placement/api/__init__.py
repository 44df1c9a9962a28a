"""Employers, vacancies, introductions and placements for machines (docs/api.md)."""

from placement.api import employers, introductions, placements, vacancies

ROUTES = [*employers.ROUTES, *vacancies.ROUTES, *introductions.ROUTES, *placements.ROUTES]
