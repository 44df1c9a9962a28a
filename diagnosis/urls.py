"""Addresses of the stage of diagnosis."""

from django.urls import path

from diagnosis import intake

urlpatterns = [
    path("clienten/<slug:number>/intake/", intake.intake, name="intake"),
]
