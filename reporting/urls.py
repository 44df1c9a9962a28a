"""Addresses of the dashboard and what is behind it."""

from django.urls import path

from reporting import dashboard, drilldown

urlpatterns = [
    path("doelen/", dashboard.start, name="targets"),
    path("doelen/regels/", drilldown.definitions, name="definitions"),
    path("doelen/<slug:key>/", dashboard.dashboard, name="dashboard"),
    path("doelen/<slug:key>/personen/", drilldown.results, name="results"),
]
