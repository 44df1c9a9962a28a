"""What people wait for in the chain, in words: what is measured, what was agreed, and whether the chain can end it.

How each is found in the record stands in reporting/waiting_sql.py, by the same keys.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from clients.models import Term
from clients.models.term import UNITS


class Wait(NamedTuple):
    """name: somebody waits for ...; measured: from when until when. `source`: of the chain's terms (clients.terms.sources)
    that says how long it may take; `day`: the day that was agreed for the one wait, which goes before; "" where there is none.
    acts: whether somebody of the chain can end it. people: whether it is a person who waits."""

    name: object
    measured: object
    source: str = ""
    day: object = ""
    acts: bool = True
    people: bool = True


# In the order in which somebody meets them.
WAITS = {
    "intake": Wait(
        _("de intake"),
        _("van de aanmelding tot de intake begint; wie nu wacht is alleen bekend als de keten er een termijn voor heeft"),
        "registered",
    ),
    "plan": Wait(
        _("een plan"),
        _("van het einde van de intake tot er een plan is; wie nu wacht is alleen bekend als de keten er een termijn voor heeft"),
        "intake-done",
    ),
    "next-step": Wait(
        _("de volgende stap"),
        _("sinds het laatste begon of eindigde, zolang er niets loopt of gepland staat; alleen bekend als de keten er een "
          "termijn voor heeft"),
        "no-step",
    ),
    "first-answer": Wait(
        _("het eerste antwoord op een verwijzing"), _("van de vraag, of de uitleg, tot een eerste antwoord"),
        "referral-asked",
    ),
    "explanation": Wait(
        _("uitleg bij een verwijzing"), _("van de vraag terug tot de uitleg van wie verwees"), "referral-queried"
    ),
    "answer": Wait(
        _("het antwoord op een verwijzing"), _("van het aannemen tot het antwoord"), "referral-accepted",
        _("de dag die in de verwijzing staat"),
    ),
    "diagnosis": Wait(
        _("het rapport van een diagnose"), _("van de eerste dag van de diagnose tot het rapport"), "",
        _("de laatste dag die is afgesproken"),
    ),
    "seat": Wait(
        _("een plek of groep"),
        _("van de aanvraag, zolang er geen plek is; achteraf tot de eerste dag op de plek"),
    ),
    "step": Wait(
        _("het begin van een stap"),
        _("van de dag waarop de stap is vastgelegd, of waarvoor zij gepland stond als dat eerder is, tot zij begint"), "",
        _("de geplande dag"),
    ),
    "support": Wait(
        _("een besluit over ondersteuning"), _("van de aanvraag tot het besluit"), "support-asked"
    ),
    "arranging": Wait(
        _("ondersteuning die is toegekend"), _("van het besluit tot het is geregeld"), "support-granted"
    ),
    "card": Wait(
        _("akkoord op een werkkaart"), _("van de vraag wie het is tot het antwoord"), "card-asked"
    ),
    "employer": Wait(
        _("een werkgever"), _("van het voorstellen aan de werkgever tot een gesprek of een nee"), acts=False
    ),
    "subsidy": Wait(
        _("een besluit over loonkostensubsidie"), _("van de aanvraag tot het besluit"), "subsidy-to-decide"
    ),
    "benefit": Wait(
        _("een besluit over de uitkering na werk"), _("van het voorstel bij een plaatsing tot het besluit")
    ),
    "candidates": Wait(
        _("kandidaten voor een vacature"), _("van de vraag van de werkgeversdienst tot er genoeg zijn"), "",
        _("de dag die in de vraag staat"), people=False,
    ),
}  # fmt: skip
ACTS = tuple(key for key, wait in WAITS.items() if wait.acts)
PEOPLE = tuple(key for key, wait in WAITS.items() if wait.people)


def agreed(key: str, terms: Iterable[Term]) -> list[object]:
    """What was agreed about the wait, as people read it, by the terms of today; empty where nothing is.

    A term for one function stands after the general one, and those that only warn the manager are left out.
    """
    wait = WAITS[key]
    told: list[object] = [wait.day] if wait.day else []
    for term in sorted(terms, key=lambda term: (term.scope, term.offset)):
        if wait.source and term.source == wait.source and term.for_whom != "manager":
            told.append(f"{term.offset} {UNITS[term.unit]}" + (f" ({term.scope})" if term.scope else ""))
    return told
