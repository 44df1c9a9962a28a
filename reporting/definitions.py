"""Every figure of the pages of figures: its rule in words, who counts it and when, from which facts, who sees the persons.

A table names its definition by key (reporting.tables.Table.definition), a word behind a question mark leads to one
(chain.words.RULES); a test holds that each is there. The rules of counting stand by version, as `Programme.rule_set` chooses
them: the wording of reporting.counting.RULE_SETS.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.models import Membership
from chain.parts import OUTSIDE
from chain.words import RULES as OF_WORDS
from chain.words import WORDS
from clients.models.facts import SCHEMES
from reporting.models import Programme

ON_CHANGE = _(
    "De database merkt elke wijziging; een verwerker telt wie het raakt meteen opnieuw, en iedere nacht iedereen."
)
AT_ONCE = _("Geteld op het moment dat u de pagina opent.")
NIGHTLY = _("Iedere nacht; wie een wijziging raakt, meteen.")
EXACT = _("Iedereen in de keten ziet dezelfde cijfers.")
STEERING = _("Wie stuurt (managers, beleid, coördinator, senior consulenten) ziet dezelfde, precieze cijfers. Bestuurders zien "
             "wat is gepubliceerd, met kleine aantallen verborgen.")  # fmt: skip
BY_RELATION = _("De personen ziet alleen wie hun dossier mag zien, en dat deel ervan leest.")
NOBODY = _("Achter dit cijfer opent geen lijst met personen.")


@dataclass(frozen=True)
class Definition:
    """A figure. `first`: the rule in a sentence, then its points, then what more has to be known. `sees`: who reads the numbers
    and who the persons. `since`: from when the rule holds, where that is not always."""

    key: str
    name: object
    first: object
    points: tuple[object, ...] = ()
    more: object = ""
    counts: object = AT_ONCE
    facts: object = ""
    sees: tuple[object, ...] = (STEERING, NOBODY)
    numbered: bool = False  # all of the points must hold

    @property
    def rule(self) -> str:
        """All of the rule as one text, for files."""
        points = [f"({place}) {force_str(point)}" for place, point in enumerate(self.points, 1)]
        return " ".join(part for part in (force_str(self.first), *points, force_str(self.more)) if part)

    @property
    def words(self) -> list[tuple[str, str, object]]:
        """The words of the list that belong to it: key, what it is called, and what it means."""
        return [
            (key, capfirst(force_str(WORDS[key].term)), WORDS[key].text)
            for key, rule in OF_WORDS.items()
            if rule == self.key
        ]


@dataclass(frozen=True)
class RuleSet:
    """A version of the rules of counting: for programmes from the day on."""

    key: str
    name: object
    since: dt.date
    definitions: tuple[Definition, ...]


RULE_SET_2018 = RuleSet(
    "2018", _("Regels 2018"), dt.date(2018, 1, 1),
    (
        Definition(
            "activation", _("geactiveerd"),
            _("Op de dag waarop de vroegste stap begon die aan alle vijf punten voldoet:"),
            (
                _("De stap is activerend (dat staat in het palet) en is echt begonnen."),
                _("De stap begon binnen het programma, en op of voor de dag van de stand."),
                _("Op die dag kreeg de persoon een uitkering die meetelt."),
                _("Op die dag woonde de persoon in een gemeente van de keten."),
                _("De persoon kwam uit rust: in de 183 dagen ervoor liep geen andere activerende stap."),
            ),
            _("Iedereen telt één keer per programma. De activering hoort bij de gemeente van die dag en bij de partner die de "
              "stap uitvoert."),
            ON_CHANGE, _("Stappen, uitkeringen en woonplaatsen; welke modules activeren, staat in het palet."),
            (EXACT, BY_RELATION), numbered=True,
        ),
        Definition(
            "outflow", _("uitgestroomd"),
            _("Op de laatste dag van een uitkering die meetelt, als de reden werk is, de dag binnen het programma valt en de "
              "persoon toen in een gemeente van de keten woonde."),
            (
                _("Geheel: er is daarna geen andere uitkering die meetelt, ook niet een die binnen 31 dagen begint."),
                _("Gedeeltelijk: de uitkering was volledig, en wat overblijft of terugkomt is alleen gedeeltelijk."),
                _("Anders telt het niet."),
            ),
            _("Iedereen telt één keer, op de dag van de eerste keer. Is één van de keren geheel, dan is de uitstroom geheel. "
              "Tot 31 dagen na de dag is het cijfer voorlopig: iemand kan nog terugkomen."),
            ON_CHANGE, _("Uitkeringen en woonplaatsen."),
            (EXACT, _("Wie uitstroomde, zegt iets over de uitkering: de personen ziet alleen het aanspreekpunt.")),
        ),
    ),
)  # fmt: skip
WORDING = {one.key: one for one in (RULE_SET_2018,)}
LATEST = max(WORDING.values(), key=lambda one: one.since)

OTHERS = (
    Definition(
        "results", _("doel, basislijn, extra en tempo"),
        _("Extra is wat geteld is min wat er ook zonder deze aanpak gebeurd zou zijn. Alleen extra telt voor het doel."),
        (
            _("Doel: het aantal mensen per jaar dat de partners extra willen bereiken."),
            _("Basislijn: wat ook zonder deze aanpak gebeurd zou zijn. Zolang die niet is ingevuld, tonen we "
              "alleen wat geteld is."),
            _("Tempo: de doelen van de jaren ervoor, plus het doel van dit jaar × het dagnummer gedeeld door het aantal dagen "
              "van het jaar, afgerond."),
            _("Stand op: alleen wat op of voor die dag begon of eindigde telt mee, zoals het nu bekend is. Wordt iets later "
              "hersteld, dan verandert ook de stand van toen."),
            _("Per gemeente: doel, basislijn en tempo naar het aandeel van de gemeente. Samen zijn zij precies het geheel."),
            _("In beide resultaten: wie geactiveerd én uitgestroomd is. In elk resultaat telt iemand één keer."),
        ),
        "", ON_CHANGE, _("De getelde resultaten; doelen, basislijnen en aandelen van het programma."), (EXACT, BY_RELATION),
    ),
    Definition(
        "changes", _("wat er veranderd is sinds een eerder moment"),
        _("De stand van een dag zoals die toen bekend was, naast dezelfde stand zoals die nu bekend is."),
        (
            _("Toen bekend: geteld met de feiten zoals zij op dat moment waren vastgelegd, met dezelfde regels."),
            _("Het verschil staat er feit voor feit: later vastgelegd, verbeterd, weggehaald, of een terugkeer in de uitkering."),
        ),
        "", AT_ONCE, _("De geschiedenis van stappen, uitkeringen, woonplaatsen, palet en programma."), (EXACT, BY_RELATION),
    ),
    Definition(
        "benefit-flow", _("uitkeringen: erbij, eraf en doorgestroomd"),
        _("Mensen die in de keten wonen met een uitkering die meetelt. Begin plus erbij min eraf is het eind, tot op de "
          "persoon."),
        (
            _("Erbij: de eerste dag met een uitkering die meetelt, voor het eerst of opnieuw, of hierheen verhuisd met "
              "uitkering."),
            _("Eraf: de uitkering eindigde en ging de volgende dag niet verder, met de reden; of weg verhuisd met uitkering."),
            _("Naar gedeeltelijk, naar volledig: de uitkering liep door. Een andere regeling de dag erna is geen beweging."),
        ),
        _("De regelingen zijn die van het programma."), AT_ONCE, _("Uitkeringen en woonplaatsen."),
    ),
    Definition(
        "file-flow", _("dossiers: aangemeld, gesloten en heropend"),
        _("Open dossiers van de keten. Begin plus erbij min eraf is het eind."),
        (_("Erbij: aangemeld of heropend in de periode."), _("Eraf: gesloten in de periode, met de reden.")),
        "", AT_ONCE, _("Aanmeldingen en sluitingen."),
    ),
    Definition(
        "step-flow", _("stappen die begonnen"),
        _("Stappen die in de periode echt begonnen, per fase en per partner die ze uitvoert, en de fase van de stap die daarvoor "
          "begon. Praktische ondersteuning is geen stap op weg."),
        counts=AT_ONCE, facts=_("Stappen."),
    ),
    Definition(
        "ladder-flow", _("omhoog en omlaag op de participatieladder"),
        _("De laatste trede die in de periode is vastgelegd, naast de laatste van voor de periode, per persoon."),
        counts=AT_ONCE, facts=_("Wat over de participatieladder is vastgelegd."),
    ),
    Definition(
        "paths", _("de wegen die mensen namen"),
        _("Van wie in de periode binnenkwam: de eerste vier soorten stap na elkaar, en waar zij nu zijn."),
        (
            _("Dezelfde soort na elkaar is er één. Stappen die alleen ondersteunen, tellen niet mee."),
            _("Einden: uitgestroomd volgens de regels van het programma, loopt nog, nog niet begonnen, niets loopt meer, of "
              "dossier gesloten."),
            _("In de tabel staan de twaalf wegen die het meest werden gegaan. De andere staan samen onder ‘Andere wegen’."),
        ),
        "", AT_ONCE, _("Aanmeldingen, stappen, sluitingen en de getelde uitstroom."),
    ),
    Definition(
        "waiting", _("wie nu wacht"),
        _("Er is iets gevraagd, gepland of nodig, en het is er nog niet. De dagen lopen van de vraag tot vandaag."),
        (
            _("Afgesproken: de dag die bij de vraag zelf is afgesproken, en anders de termijn van de keten."),
            _("Dagen te lang: van iedereen die langer wacht dan afgesproken, de dagen die erbij kwamen, samen. Waar die het "
              "hoogst zijn en de keten er zelf iets aan kan doen, zit het vast."),
        ),
        _("Dagen zijn kalenderdagen. Wie op twee dingen wacht, telt bij elk mee."), AT_ONCE,
        _("Verwijzingen, stappen, plekken, voordrachten, kaarten, ondersteuning en diagnoses in open dossiers."),
        (STEERING, BY_RELATION),
    ),
    Definition(
        "waited", _("hoe lang het wachten duurde"),
        _("Wachten dat in de periode eindigde met een antwoord, een besluit of een begin: de middelste duur, en welk deel binnen "
          "de afgesproken tijd bleef."),
        counts=AT_ONCE, facts=_("Dezelfde als bij wie nu wacht."),
    ),
    Definition(
        "contributions", _("ieders deel in het resultaat"),
        _("Het resultaat is van de keten samen. Hier staat wat elke partner eraan deed, in de volgorde van de keten."),
        (
            _("Stap vóór de uitstroom: wie uitstroomde en in het jaar daarvoor bij deze partner een stap had. Wie er bij meer "
              "partners een had, telt bij elk mee; de regels tellen dus niet op."),
            _("Verwijzingen op tijd: een eerste antwoord binnen de afgesproken tijd."),
            _("Kreeg een plek: wie begon op een leerwerkplek van de partner of in een groep die hij geeft."),
        ),
        "", AT_ONCE, _("Getelde resultaten, stappen, verwijzingen, plekken en plaatsingen."),
    ),
    Definition(
        "caseload", _("het bestand"),
        _("Iedereen met een open dossier, naar leeftijd, duur van de uitkering, arbeidsvermogen, trede, doelgroep, huishouden, "
          "opleiding, taal en gemeente."),
        (
            _("Wat niet is ingevuld, staat bij onbekend; zo tellen de regels op tot iedereen."),
            _("Bij doelgroep kan iemand bij meer regels horen: die tellen niet op."),
            _("Duur van de uitkering: zonder onderbreking tot vandaag, ook over regelingen heen."),
        ),
        "", NIGHTLY, _("Persoonsgegevens, uitkeringen, arbeidsvermogen, doelgroepen en het werkprofiel."),
        (STEERING, BY_RELATION),
    ),
    Definition(
        "returns", _("wat het opbrengt"),
        _("Begroot en uitgegeven geld, naast de uitkeringen die niet meer betaald worden voor wie uitstroomde."),
        (
            _("Bedrag bekend: de uitkering per maand die eindigde × de maanden sindsdien, min wat gedeeltelijk terugkwam; "
              "tot iemand weer volledig terug is, de dag van de stand, of een jaar na het programma."),
            _("Bedrag niet bekend: het bedrag per uitstroom uit het programma, één keer."),
            _("Van extra: de besparing van iedereen × extra gedeeld door geteld."),
            _("Kosten per gemeente: naar het aandeel."),
        ),
        _("Alleen uitkeringen; andere opbrengsten, zoals zorg of belasting, tellen niet mee. Alle aannames staan op de pagina, "
          "met hun bron."),
        AT_ONCE, _("Getelde uitstroom, uitkeringen met hun bedrag, kosten en besparingen van het programma."),
    ),
    Definition(
        "after-outflow", _("na de uitstroom"),
        _("Van wie 3, 6 of 12 maanden geleden uitstroomde: wie op die dag betaald werk had, en wie geen (volledige) uitkering."),
        (_("Alleen wie zo lang geleden uitstroomde, telt mee."),
         _("Zolang er geen laatste dag van het werk is vastgelegd, loopt het door.")),
        "", AT_ONCE, _("Getelde uitstroom, plaatsingen en uitkeringen."),
    ),
    Definition(
        "quality", _("na te kijken"),
        _("Wat in de dossiers ontbreekt of niet kan kloppen, gevonden door vaste regels die op de pagina zelf staan."),
        (
            _("Iemand kan op meer regels staan; geteld wordt wat er te herstellen is, niet hoeveel mensen."),
            _("SRG en BUS: de maandelijkse leveringen aan het CBS die het gegeven vragen."),
            _("Wat ouder is dan het vorige kalenderjaar, wordt niet meer gezocht."),
        ),
        "", _("Iedere nacht, en als een beheerder of beleid erom vraagt. Hersteld is daarna van de lijst."),
        _("Alle delen van het dossier die de regel noemt."),
        (_("Wie stuurt en de beheerder zien alle aantallen; anderen die van hun eigen organisatie."), BY_RELATION),
    ),
)  # fmt: skip
DEFINITIONS: dict[str, Definition] = {one.key: one for one in (*LATEST.definitions, *OTHERS)}


@login_required
@require_GET
def definitions(request: HttpRequest) -> HttpResponse:
    """How everything is counted, in words, for everybody; and within the chain the programmes that are counted so, with what
    they cost."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    programmes = (
        Programme.objects.filter(chain_id=membership.chain_id)
        .select_related("tally")
        .prefetch_related("costs", "savings", "targets", "shares__municipality")
        if membership.role not in OUTSIDE
        else ()
    )
    context: dict[str, Any] = {
        "section": "targets", "others": OTHERS,
        "programmes": [(one, _schemes(one), getattr(one, "tally", None)) for one in programmes],
        "rule_sets": sorted(WORDING.values(), key=lambda one: one.since, reverse=True), "latest": LATEST,
    }  # fmt: skip
    return render(request, "reporting/definitions.html", context)


def _schemes(programme: Programme) -> list[object]:
    return [SCHEMES.get(key, key) for key in programme.counted_schemes]
