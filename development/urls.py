"""Addresses of the stage of development."""

from django.urls import path

from development import palette, running

urlpatterns = [
    path("palet/", palette.palette, name="palette"),
    path("lopend/", running.running, name="running"),
]
