"""Addresses for machines: the API (SNOER_API names the lists of each floor), its documentation, and where tokens come from."""

from django.urls import include, path, re_path

from chain.api.schema import Document
from chain.api.tokens import Token
from chain.api.views import Nothing
from chain.registry import registered

urlpatterns = [
    path("oauth/token", Token.as_view(), name="oauth-token"),
    path("api/v1/openapi.json", Document.as_view(), name="api-openapi"),
    path("api/v1/", include([route for routes in registered("SNOER_API") for route in routes])),
    re_path(r"^api/", Nothing.as_view(), name="api-nothing"),
]
