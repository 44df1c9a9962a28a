"""All addresses; each app has its own list."""

from allauth.account import views as account
from django.urls import include, path

from chain import pages, phone_pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("health", pages.health, name="health"),
    path("status/", pages.status, name="status"),
    path("taal/", pages.language, name="language"),
    path("voor-wie/", pages.choose_membership, name="choose_membership"),
    path("aanmelden/", account.login, name="account_login"),
    path("afmelden/", account.logout, name="account_logout"),
    path("aanmelden/telefoon/", phone_pages.sign_in, name="mfa_login_webauthn"),  # the library's name for it
    path("telefoon/", phone_pages.phone_list, name="phones"),
    path("telefoon/nieuw/", phone_pages.phone_new, name="phone_new"),
    path("telefoon/<int:phone_id>/weg/", phone_pages.phone_remove, name="phone_remove"),
    path("telefoon/verder/", phone_pages.again, name="phone_again"),
    path("", include("clients.urls")),
    path("", include("diagnosis.urls")),
    path("", include("placement.urls")),
    path("", include("development.urls")),
    path("", include("reporting.urls")),
]
