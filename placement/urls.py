"""Addresses of the stage of placement."""

from django.urls import path

from placement import employers, placement_pages, proposals

urlpatterns = [
    path("clienten/<slug:number>/plaatsing/", placement_pages.placement_new, name="placement_new"),
    path("clienten/<slug:number>/plaatsing/<int:pk>/", placement_pages.placement, name="placement"),
    path("clienten/<slug:number>/plaatsing/<int:pk>/begin/", placement_pages.placement_start, name="placement_start"),
    path("clienten/<slug:number>/plaatsing/<int:pk>/einde/", placement_pages.placement_end, name="placement_end"),
    path("clienten/<slug:number>/plaatsing/<int:pk>/voorstel/", proposals.proposal_new, name="proposal_new"),
    path("clienten/<slug:number>/voorstel/<int:pk>/", proposals.proposal, name="proposal"),
    path("voorstellen/", proposals.proposals, name="proposals"),
    path("werkgevers/", employers.employers, name="employers"),
    path("werkgevers/<int:pk>/", employers.employer, name="employer"),
]
