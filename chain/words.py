"""The words of the product in plain Dutch: the list on /hulp/woorden/, and what stands behind the question mark at a figure.

One table for both, so that a figure and the list never say something different. What the chain itself means by motivated,
fit for work and the like is its own (clients/models/standing.py); how results are counted is told whole on /doelen/regels/.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Word(NamedTuple):
    """A word, what it means, and to which group of the list it belongs."""

    term: object
    text: object
    group: str


GROUPS = {
    "people": _("Mensen en partners"),
    "file": _("Het dossier"),
    "work": _("Wat er gebeurt"),
    "jobs": _("Werk en werkgevers"),
    "day": _("Uw dag"),
    "figures": _("Cijfers"),
}
WORDS = {
    # people and partners
    "chain": Word(_("keten"), _("De organisaties die samen mensen naar werk of meedoen helpen. Een keten ziet alleen zichzelf."), "people"),
    "partner": Word(_("partner"), _("Een organisatie van de keten. Iedere partner doet wat in zijn mandaat staat."), "people"),
    "mandate": Word(_("mandaat"), _("Dat een partner iets doet: wat, in welke gemeente, vanaf wanneer en op welke grond."), "people"),
    "contact-point": Word(_("aanspreekpunt"), _("Wie één partner is voor de inwoner (SZMH), de werkgever (Podium24) of de samenwerking (Beleid)."), "people"),
    "lead": Word(_("regie"), _("De consulent die het overzicht houdt en voor de inwoner het vaste gezicht is. Er is er één tegelijk."), "people"),
    "team": Word(_("casusteam"), _("Wie van welke partner met deze inwoner werkt. Wie erin zit, ziet het dossier zolang het duurt."), "people"),
    "inhabitant": Word(_("inwoner"), _("Iemand van wie een dossier in Snoer staat."), "people"),
    # the file
    "part": Word(_("deel van het dossier"), _("Een stuk dat door dezelfde functies wordt gelezen, zoals plan of uitkering. Niet iedereen leest alles."), "file"),
    "involvement": Word(_("betrokkenheid"), _("Dat een partner met een inwoner te maken heeft. Daardoor ziet die partner het dossier, en niet langer dan nodig."), "file"),
    "look-log": Word(_("wie keek mee"), _("Iedere keer dat iemand een dossier opent, wordt vastgelegd: wie, wat en waarom."), "file"),
    "glass": Word(_("inzage met een reden"), _("Een dossier openen waar u niet bij betrokken bent. Dat kan 24 uur, met een geschreven reden, en de regie krijgt bericht."), "file"),
    "string": Word(_("snoer"), _("De eigen weg van de inwoner in kralen: wat geweest is, wat loopt en wat gepland is, per partner een kleur."), "file"),
    "plan": Word(_("plan"), _("Wat de inwoner wil, de doelen en de afspraken. Samen gemaakt; iedere versie blijft bewaard."), "file"),
    "contact": Word(_("contact"), _("Een notitie met wie er gesproken is. Niet verschijnen is geen contact; het begin of einde van een stap is het wel."), "file"),
    "letter": Word(_("brief"), _("Een brief uit een sjabloon. Is hij definitief, dan staat hij in het dossier en verandert hij niet meer."), "file"),
    # what happens
    "step": Word(_("stap"), _("Wat er met iemand gedaan wordt, zoals een training of een leerwerkplek. De wet zegt: voorziening."), "work"),
    "palette": Word(_("palet"), _("Alle modules die de keten kan inzetten, met voor wie en wat ze opleveren."), "work"),
    "phase": Word(_("diagnose, plaatsing, ontwikkeling"), _("Waar een stap bij hoort. Het is geen vaste volgorde."), "work"),
    "referral": Word(_("verwijzing"), _("Een vraag aan een partner over een inwoner. Zij is pas klaar als er antwoord is."), "work"),
    "term": Word(_("termijn"), _("Een regel die zegt wanneer iets klaar moet zijn. Een harde grens kan niet worden overschreden."), "work"),
    "task": Word(_("taak"), _("Iets dat iemand op een dag moet doen: door een termijn, of genoteerd door een collega."), "work"),
    "appointment": Word(_("afspraak"), _("Met wie een inwoner op een dag en tijd spreekt, en waar."), "work"),
    "no-show": Word(_("niet verschenen"), _("De inwoner kwam niet en zei niet af. Er volgt een nieuwe afspraak of een taak; de gevolgen bepaalt een mens."), "work"),
    "handover": Word(_("overdracht"), _("Inwoners gaan naar een collega. Dat geldt zodra de ander het aanneemt."), "work"),
    "cover": Word(_("waarnemen"), _("Een collega kijkt voor een tijd naar uw mensen. De regie blijft bij u."), "work"),
    "stay": Word(_("plek, wachtlijst, reservering"), _("Of iemand een plek heeft op een leerwerkplek of in een groep, erop wacht, of een plek vasthoudt die nog moet beginnen."), "work"),
    "line": Word(_("leerlijn"), _("Een rij stations op weg naar een vak. Per station staat wat iemand er leert."), "work"),
    "support": Word(_("praktische ondersteuning"), _("Wat nodig is om te beginnen, zoals vervoer of werkkleding."), "work"),
    "screening": Word(_("screening"), _("Twee partners bekijken samen een groep dossiers: wat kan, en wat is nu nodig?"), "work"),
    # work and employers
    "card": Word(_("werkkaart"), _("Wat iemand kan en wil, zonder naam. Daarmee wordt werk gezocht; wie het is, vraagt u aan SZMH."), "jobs"),
    "introduction": Word(_("voordracht"), _("Een inwoner en een werkgever worden bij elkaar gebracht, van het eerste idee tot de plaatsing."), "jobs"),
    "candidate-request": Word(_("vraag om kandidaten"), _("Podium24 vraagt SZMH om zoveel kandidaten voor een vacature, vóór een dag."), "jobs"),
    "trial": Word(_("proefplaatsing"), _("Een tijd meewerken met behoud van uitkering, als een baan volgt: twee maanden, ten hoogste zes."), "jobs"),
    "placement": Word(_("plaatsing"), _("Werk in welke vorm ook, vanaf de eerste dag."), "jobs"),
    "wage-value": Word(_("loonwaarde"), _("Wat iemand in dit werk kan leveren, in procenten van een gewone werknemer."), "jobs"),
    "vacancy-gap": Word(_("raak, bijna, mist, onbekend"), _("Hoe iets uit het werkprofiel past bij wat de vacature vraagt. Onbekend is geen nee."), "jobs"),
    # the day
    "urgency": Word(_("volgorde van Mijn dag"), _("Eerst wat over de termijn is, dan wie wacht, dan de partner die wacht, dan afspraken, dan signalen."), "day"),
    "signal": Word(_("signaal"), _("Iets waar u aan moet denken. Er gebeurt niets vanzelf."), "day"),
    "out-of-sight": Word(_("uit beeld"), _("Er is te lang geen contact, geen plan, geen stap of geen regie. De termijnen van de keten zeggen wat te lang is."), "day"),
    "caseload": Word(_("caseload"), _("De mensen van wie een consulent de regie heeft, met een open dossier."), "day"),
    # figures
    "programme": Word(_("programma"), _("De doelen van de keten voor een aantal jaren."), "figures"),
    "activated": Word(_("geactiveerd"), _("Een activerende stap is echt begonnen, na minstens 183 dagen zonder. Iedereen telt één keer per programma."), "figures"),
    "outflow": Word(_("uitgestroomd"), _("De uitkering stopte door werk, geheel of gedeeltelijk. Iedereen telt één keer, op de dag van de eerste keer."), "figures"),
    "provisional": Word(_("voorlopig"), _("Korter dan 31 dagen geleden: iemand kan nog terugkomen in de uitkering."), "figures"),
    "target": Word(_("doel"), _("Hoeveel mensen de partners per jaar extra willen bereiken."), "figures"),
    "baseline": Word(_("basislijn"), _("Wat ook zonder deze aanpak gebeurd zou zijn. Beleid vult dit per jaar in."), "figures"),
    "extra": Word(_("extra"), _("Geteld min basislijn. Alleen extra telt voor het doel."), "figures"),
    "pace": Word(_("tempo"), _("Het deel van het doel dat bij deze dag hoort: de jaren ervoor, plus de dagen van dit jaar."), "figures"),
    "saved": Word(_("bespaarde uitkeringen"), _("Het aantal extra uitgestroomde mensen maal het bedrag per persoon uit het programma."), "figures"),
    "share": Word(_("aandeel"), _("Het deel van doel, basislijn en kosten dat bij een gemeente hoort. Samen is het honderd procent."), "figures"),
    "known-amount": Word(_("bedrag bekend"), _("Van deze mensen staat vast wat de uitkering per maand was. Van de anderen telt het bedrag uit het programma."), "figures"),
    "both": Word(_("in beide resultaten"), _("Mensen die geactiveerd én uitgestroomd zijn. In elk resultaat tellen zij één keer."), "figures"),
    "known-then": Word(_("toen bekend"), _("Het cijfer zoals het toen geteld zou zijn: met wat op dat moment was vastgelegd, en dezelfde regels."), "figures"),
    "running": Word(_("lopen nu"), _("Mensen met een stap die begonnen is en nog niet is afgerond."), "figures"),
    "past-norm": Word(_("langer dan de norm"), _("De stap loopt langer dan de norm van de module in het palet. Pauzes tellen niet mee."), "figures"),
    "can-move-on": Word(_("kan door"), _("Wie begeleidt, zegt dat iemand nu of binnen drie maanden verder kan."), "figures"),
    "stuck": Word(_("zit vast"), _("Wie begeleidt, zegt dat iemand niet verder komt, en wat zou helpen."), "figures"),
    "median": Word(_("mediaan"), _("De middelste: de helft is korter, de helft is langer. Een paar heel lange trekken haar niet scheef."), "figures"),
    "still-at-work": Word(_("nog aan het werk"), _("Van wie zoveel maanden geleden begon, wie op die dag betaald werk heeft, ook bij een andere werkgever."), "figures"),
    "seats-taken": Word(_("bezet"), _("Mensen die nu op deze plek zijn. Wie pauze heeft, houdt de plek."), "figures"),
    "seats-free": Word(_("vrij"), _("Plekken min wie er is en wie een reservering heeft. Ook de uren begeleiding moeten genoeg zijn."), "figures"),
    "waiting-list": Word(_("op de wachtlijst"), _("Mensen van wie de stap klaarstaat, maar voor wie nog geen plek is."), "figures"),
    "overdue": Word(_("te laat"), _("Taken waarvan de dag voorbij is."), "figures"),
    "open-file": Word(_("open dossier"), _("Het dossier van iemand die is aangemeld en van wie het dossier niet is gesloten."), "figures"),
    "benefit-duration": Word(_("hoelang in de uitkering"), _("De tijd zonder onderbreking in een uitkering van de gemeente. Van volledig naar gedeeltelijk, of de dag erna een andere regeling, telt door."), "figures"),
    "work-ability": Word(_("arbeidsvermogen"), _("Wat iemand kan verdienen, in procenten van het minimumloon, zoals het laatst is vastgesteld."), "figures"),
    "ladder": Word(_("participatieladder"), _("Hoe iemand meedoet, van 1 (alleen) tot 6 (betaald werk). De laatste keer dat dit is ingevuld, telt."), "figures"),
    "highest-diploma": Word(_("hoogste diploma"), _("De hoogste opleiding in het werkprofiel waarvan staat dat het diploma is gehaald."), "figures"),
    "to-mend": Word(_("na te kijken"), _("Wat in de dossiers ontbreekt of niet kan kloppen. Iedere nacht nagekeken; hersteld is van de lijst."), "figures"),
    "statutory": Word(_("hoort bij"), _("De maandelijkse levering aan het CBS die dit vraagt: SRG (voorzieningen) of BUS (uitkeringen), met het nummer van het kenmerk."), "figures"),
    "escalated": Word(_("aan u gemeld"), _("Taken die volgens de termijnen van de keten bij de leidinggevende komen."), "figures"),
    "waiting": Word(_("wachten"), _("Er is iets gevraagd, gepland of nodig, en het is er nog niet. Wie op twee dingen wacht, telt bij elk mee."), "figures"),
    "ninth": Word(_("negen van de tien"), _("Negen van de tien wachten zo lang of korter. Wie het langst wacht, telt daarin niet mee."), "figures"),
    "agreed": Word(_("afgesproken"), _("Hoe lang het mag duren: de termijn van de keten, of de dag die bij de vraag is afgesproken. Lopen die dagen uiteen, dan staat hier de middelste."), "figures"),
    "person-days": Word(_("dagen te lang"), _("Van iedereen die langer wacht dan afgesproken: de dagen die erbij kwamen, samen."), "figures"),
    "wait-over": Word(_("afgelopen"), _("Het wachten eindigde in deze periode, met een antwoord, een besluit of een begin."), "figures"),
    "step-before-outflow": Word(_("stap vóór de uitstroom"), _("Mensen die uitstroomden en in het jaar daarvoor bij deze partner een stap hadden. Wie er bij meer partners een had, telt bij elk mee."), "figures"),
    "first-answers": Word(_("verwijzingen beantwoord"), _("Een eerste antwoord op een verwijzing: aangenomen, teruggegeven of om uitleg gevraagd."), "figures"),
    "seats-given": Word(_("kreeg een plek"), _("Mensen die begonnen op een leerwerkplek van de partner, of in een groep die hij geeft."), "figures"),
    "placed-people": Word(_("aan het werk"), _("Mensen die met betaald werk begonnen, bij wie hen plaatste. Nog aan het werk of niet: dat staat bij Blijven werken."), "figures"),
    "came-in": Word(_("erbij gekomen"), _("Mensen die in de periode binnenkwamen, voor het eerst of opnieuw. Twee keer erbij telt twee keer."), "figures"),
    "went-out": Word(_("eraf gegaan"), _("Mensen die in de periode weggingen, met de reden. Begin plus erbij min eraf is het eind."), "figures"),
    "flow-through": Word(_("naar gedeeltelijk, naar volledig"), _("De uitkering liep door en werd gedeeltelijk, vaak door deeltijdwerk, of juist weer volledig."), "figures"),
}  # fmt: skip
# The figures whose rule is told whole, each at the anchor of its definition on /doelen/regels/ (reporting/definitions.py).
RULES = {
    "activated": "activation", "outflow": "outflow", "provisional": "outflow",
    "programme": "results", "target": "results", "baseline": "results", "extra": "results", "pace": "results",
    "share": "results", "both": "results", "known-then": "changes",
    "came-in": "benefit-flow", "went-out": "benefit-flow", "flow-through": "benefit-flow",
    "waiting": "waiting", "agreed": "waiting", "ninth": "waiting", "person-days": "waiting", "wait-over": "waited",
    "step-before-outflow": "contributions", "first-answers": "contributions", "seats-given": "contributions",
    "placed-people": "contributions", "open-file": "caseload", "benefit-duration": "caseload", "work-ability": "caseload",
    "ladder": "caseload", "highest-diploma": "caseload", "saved": "returns", "known-amount": "returns",
    "to-mend": "quality", "statutory": "quality",
}  # fmt: skip
