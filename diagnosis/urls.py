"""Addresses of the stage of diagnosis."""

from django.urls import path

from diagnosis import intake_pages, invitations, occupations

urlpatterns = [
    path("beroepen/", occupations.occupations, name="occupations"),
    path("clienten/<slug:number>/intake/", intake_pages.intake, name="intake"),
    path("clienten/<slug:number>/intake/uitnodigen/", invitations.invitation_new, name="invitation_new"),
    path(
        "clienten/<slug:number>/intake/uitnodiging/<int:invitation_id>/",
        invitations.invitation_cancel,
        name="invitation_cancel",
    ),
]
