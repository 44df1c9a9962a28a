"""The look log in words: on what ground somebody looked, and at which parts of the file."""

from collections.abc import Iterable

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.parts import PARTS

# As the privacy officer reads it: what is in the log.
WHY = {
    "contact-point": _("aanspreekpunt voor de inwoner"),
    "involvement": _("partner die met de inwoner werkt"),
    "glass": _("met een reden, buiten het gewone werk"),
    "bsn": _("BSN getoond of op BSN gezocht"),
    "duplicate": _("bij het aanmelden: stond al in Snoer"),
    "refused": _("geweigerd"),
    "whole-file": _("het hele dossier, om aan de inwoner te geven"),
    "privacy": _("controle door de privacyfunctionaris"),
    "api": _("koppeling met een ander systeem"),
    "system": _("Snoer zelf"),
}
# As the person reads it on paper: whole sentences, about `u`.
TOLD = {
    "contact-point": _("Deze organisatie is uw aanspreekpunt."),
    "involvement": _("Deze organisatie werkt met u, of kreeg een vraag over u."),
    "glass": _("De collega had een reden om buiten het gewone werk om te kijken."),
    "bsn": _("De collega had uw burgerservicenummer nodig."),
    "duplicate": _("Bij het aanmelden bleek dat u al in Snoer stond."),
    "refused": _("De collega wilde iets zien of veranderen en mocht dat niet. Er is niets getoond."),
    "whole-file": _("De collega maakte uw hele dossier, om het aan u te geven."),
    "privacy": _("De privacyfunctionaris controleerde wie er keek."),
    "api": _("Een computersysteem van deze organisatie vroeg het op."),
    "system": _("Snoer deed dit zelf."),
}

# What a machine asked for that is no part of a file: the resources of the API (chain/api/views.py).
RESOURCES = {
    "clients": _("namen en klantnummers"),
    "bsn": _("BSN"),
    "benefit-periods": _("uitkeringsperioden"),
    "events": _("wat er gebeurde"),
    "steps": _("stappen"),
    "goals": _("doelen"),
    "introductions": _("voordrachten"),
    "learning-places": _("leerwerkplekken"),
    "groups": _("groepen"),
    "reference": _("lijsten van waarden"),
    "programmes": _("voortgang van programma’s"),
    "figures": _("cijfers van de keten"),
}


def why(key: str) -> str:
    return str(WHY.get(key, key))


def told(key: str) -> str:
    return str(TOLD.get(key, key))


def parts(keys: Iterable[str], why: Iterable[str] = ()) -> list[str]:
    """In the order of the file; what is no part (what a machine asked for) at the end. Of a whole file no list of all parts."""
    if "whole-file" in why:
        return [translate("het hele dossier")]
    there = set(keys)
    others = sorted(str(RESOURCES.get(key, key)) for key in there - set(PARTS))
    return [str(part.label) for key, part in PARTS.items() if key in there] + others
