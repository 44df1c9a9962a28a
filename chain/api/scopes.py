"""What a machine may ask for: scopes that say of themselves what they open (rule 3 of access.md still holds under them).

A scope goes with a part of the file, so that what a partner's system does not need, its token does not open either.
"""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import BaseScopes

from chain.api.tokens import own_scopes

SCOPES: dict[str, Any] = {
    "clients:read": _("namen en klantnummers lezen en zoeken"),
    "clients:write": _("inwoners aanmelden"),
    "identity:read": _("geboortedatum, geslacht en huishouden lezen"),
    "identity:write": _("geboortedatum, geslacht en huishouden wijzigen"),
    "bsn:read": _("op BSN zoeken en een BSN tonen"),
    "contact:read": _("adres en contactgegevens lezen"),
    "contact:write": _("adres en contactgegevens wijzigen"),
    "benefits:read": _("uitkeringsperioden lezen"),
    "capacity:read": _("arbeidsvermogen en doelgroepen lezen"),
    "capacity:write": _("arbeidsvermogen en doelgroepen wijzigen"),
    "profile:read": _("intake en werkprofiel lezen"),
    "notes:read": _("notities lezen"),
    "notes:write": _("notities schrijven"),
    "timeline:read": _("lezen wat er gebeurde"),
    "plan:read": _("het plan lezen"),
    "plan:write": _("doelen van het plan wijzigen en afronden"),
    "steps:read": _("stappen lezen"),
    "steps:write": _("stappen plannen, starten en afronden"),
    "referrals:read": _("verwijzingen lezen"),
    "referrals:write": _("verwijzingen stellen en beantwoorden"),
    "placements:read": _("plaatsingen lezen"),
    "placements:write": _("plaatsingen vastleggen, wijzigen en beëindigen"),
    "introductions:read": _("voordrachten lezen"),
    "introductions:write": _("voordrachten doen en bijwerken"),
    "employers:read": _("werkgevers lezen"),
    "employers:write": _("werkgevers vastleggen en wijzigen"),
    "contact-persons:read": _("contactpersonen van werkgevers lezen, met telefoonnummer en e-mailadres"),
    "vacancies:read": _("vacatures lezen"),
    "vacancies:write": _("vacatures vastleggen en wijzigen"),
    "places:read": _("leerwerkplekken en groepen lezen, met de vrije plekken"),
    "figures:read": _("cijfers van de keten lezen, in aantallen"),
    "programmes:read": _("voortgang van programma's lezen, in aantallen"),
    "reference:read": _("lijsten van waarden lezen: instrumenten, partners, gemeenten, beroepen, codes"),
}


# Part of the file -> the scope that opens it, where one resource tells of several (events, notes). A part without a scope of
# its own (barriers, diagnosis, support, cooperation, subsidy, rights) is opened by none.
OPENED_BY = {
    "client": "clients:read",
    "identity": "identity:read",
    "contact": "contact:read",
    "benefit": "benefits:read",
    "capacity": "capacity:read",
    "profile": "profile:read",
    "notes": "notes:read",
    "plan": "plan:read",
    "referrals": "referrals:read",
    "placements": "placements:read",
}


def opened(scopes: Collection[str]) -> list[str]:
    """The parts of the file that these scopes open."""
    return [part for part, scope in OPENED_BY.items() if scope in scopes]


class Scopes(BaseScopes):
    """Of a machine: those that the administrator gave it (ApiClient.scopes), and without asking all of these."""

    def get_all_scopes(self) -> dict[str, str]:
        return {name: str(text) for name, text in SCOPES.items()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        given = own_scopes(application.pk) if application else None
        return [name for name in given or () if name in SCOPES]

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        return self.get_available_scopes(application, request)
