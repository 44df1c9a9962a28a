"""The functions that a mandate can be for: what a partner does in the chain. A blueprint may name no others.

The first three are the points of contact (document 002, "gezamenlijke opdracht"): SZMH for the person, Podium24 for the
employer, Beleid for the cooperation. The others follow diagnosis-placement-development 2.0 and annex 1 of the same
document. A function is no phase and no role: a mandate says who carries it out, where, from when and on what basis.
"""

from django.utils.translation import gettext_lazy as _

FUNCTIONS = {
    # points of contact
    "person": _("aanspreekpunt voor de inwoner"),
    "employer": _("aanspreekpunt voor de werkgever"),
    "chain": _("aanspreekpunt voor de samenwerking"),
    # diagnosis
    "intake": _("intake en eerste beeld van de persoon"),
    "market-demand": _("inbreng van de vraag van de markt"),
    "practical-diagnosis": _("praktijkdiagnose"),
    "tests": _("aanvullende testen"),
    "medical-diagnosis": _("medische diagnostiek"),
    "occupational-diagnosis": _("arbeidskundige diagnostiek"),
    "wage-value": _("loonwaardemeting"),
    "diagnosis-places": _("werkplekken en activiteiten voor diagnose"),
    "caseload-analysis": _("bestandsanalyse"),
    # placement
    "placement": _("plaatsing in regulier werk"),
    "secondment": _("detachering"),
    "sheltered-work": _("beschut werk"),
    "employer-services": _("dienstverlening aan werkgevers"),
    "trial-placement": _("proefplaatsing"),
    "job-coaching": _("jobcoaching"),
    "after-care": _("nazorg en verduurzaming"),
    "trajectories": _("trajecten inzetten"),
    "trajectory-work": _("trajecten uitvoeren"),
    "trajectory-places": _("werkplekken en activiteiten voor trajecten"),
    "participation-place": _("participatieplaatsen"),
    "retention-of-benefit": _("werken met behoud van uitkering"),
    "volunteering": _("vrijwilligerswerk"),
    "day-activity": _("dagbesteding"),
    # development
    "basic-development": _("basisontwikkeling"),
    "activation-place": _("activeringsplekken"),
    "learning-guidance": _("begeleiding van leerwerktrajecten"),
    "learning-by-working": _("leren door werken"),
    "employer-learning": _("leren bij gewone werkgevers"),
    "public-space": _("project Onderhoud Openbare Ruimte"),
    "neighbourhood-teams": _("buurtteams"),
    "guidance": _("begeleiding tijdens en na het traject"),
    "schooling": _("scholing"),
    "support": _("ondersteunende voorzieningen"),
}
