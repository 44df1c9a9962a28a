"""All addresses; each app has its own list."""

from allauth.account import views as account
from django.urls import include, path

from chain import change_log, help_pages, my_settings, pages, partner_pages, passwords, phone_pages, user_pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("health", pages.health, name="health"),
    path("status/", pages.status, name="status"),
    path("hulp/", help_pages.help_page, name="help"),
    path("hulp/woorden/", help_pages.words, name="help_words"),
    path("taal/", pages.language, name="language"),
    path("voor-wie/", pages.choose_membership, name="choose_membership"),
    path("mijn-instellingen/", my_settings.my_settings, name="my_settings"),
    path("aanmelden/", account.login, name="account_login"),
    path("afmelden/", account.logout, name="account_logout"),
    path("aanmelden/telefoon/", phone_pages.sign_in, name="mfa_login_webauthn"),  # the library's name for it
    path("telefoon/", phone_pages.phone_list, name="phones"),
    path("telefoon/nieuw/", phone_pages.phone_new, name="phone_new"),
    path("telefoon/<int:phone_id>/weg/", phone_pages.phone_remove, name="phone_remove"),
    path("telefoon/verder/", phone_pages.again, name="phone_again"),
    path("wachtwoord/", passwords.password_change, name="password_change"),
    path("beheer/gebruikers/", user_pages.user_list, name="users"),
    path("beheer/gebruikers/nieuw/", user_pages.user_new, name="user_new"),
    path("beheer/gebruikers/<int:user_id>/", user_pages.user_edit, name="user_edit"),
    path("beheer/gebruikers/<int:user_id>/wachtwoord/", user_pages.user_password, name="user_password"),
    path("beheer/gebruikers/<int:user_id>/functie/", user_pages.membership_new, name="membership_new"),
    path("beheer/functies/<int:membership_id>/", user_pages.membership_change, name="membership_change"),
    path("beheer/functies/<int:membership_id>/einde/", user_pages.membership_end, name="membership_end"),
    path("beheer/partners/", partner_pages.partner_list, name="partners"),
    path("beheer/partners/<int:partner_id>/", partner_pages.partner_edit, name="partner_edit"),
    path("beheer/geschiedenis/<slug:key>/", change_log.change_list, name="changes"),
    path("", include("clients.urls")),
    path("", include("diagnosis.urls")),
    path("", include("placement.urls")),
    path("", include("development.urls")),
    path("", include("reporting.urls")),
]
