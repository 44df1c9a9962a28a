"""What to ask with a referral: a hint per function, so that the partner can begin without asking back."""

from django.utils.translation import gettext_lazy as _

# Of every other function.
ANY = _("Wat moet deze partner doen of uitzoeken? Wat is al geprobeerd? Wat doet u met het antwoord?")
QUESTIONS = {
    "person": _("Wat moet de consulent weten of beslissen?"),
    "employer": _("Om welke werkgever of welk werk gaat het, en wat moet er gebeuren?"),
    "intake": _("Waarom een (nieuwe) intake, en wat is nog niet duidelijk?"),
    "market-demand": _("Welk werk zoekt deze persoon? Wat wilt u weten over de kans daarop?"),
    "practical-diagnosis": _("Wat wilt u zien in de praktijk: werktempo, omgaan met anderen, wat iemand kan leren?"),
    "tests": _("Wat moet de test helpen beslissen? Denk aan leren, taal of beroepskeuze."),
    "medical-diagnosis": _(
        "Wat moet duidelijk worden over uren, houding, tempo en begeleiding? Noem geen klachten of ziekte."
    ),
    "occupational-diagnosis": _("Welk werk of welke taken moeten worden bekeken, en voor hoeveel uur?"),
    "wage-value": _("Bij welke werkgever en voor welke functie? Vanaf wanneer is de loonwaarde nodig?"),
    "diagnosis-places": _("Wat voor werkplek past, hoeveel uur, en wat wilt u daar zien?"),
    "placement": _("Welk werk past, hoeveel uur, waar en vanaf wanneer? Wat is nodig om te slagen?"),
    "secondment": _("Welk werk past, hoeveel uur, en waarom detachering?"),
    "sheltered-work": _("Waarom beschut werk, en welke begeleiding is nodig?"),
    "employer-services": _("Welke werkgever, en wat heeft die nodig om iemand te kunnen aannemen?"),
    "trial-placement": _("Bij welke werkgever, voor welk werk, en wat moet de proef laten zien?"),
    "job-coaching": _("Bij welke werkgever, hoeveel uur begeleiding, en waarbij?"),
    "after-care": _("Wat gaat goed in het werk, en waar gaat het nog mis?"),
    "trajectories": _("Welk traject, en wat moet het opleveren?"),
    "trajectory-work": _("Wat moet deze persoon na het traject kunnen? Hoeveel uur per week kan het?"),
    "trajectory-places": _("Wat voor werkplek past bij het traject, hoeveel uur en welke dagen?"),
    "participation-place": _("Welk werk past, en wat leert iemand daar?"),
    "retention-of-benefit": _("Bij welke werkgever, hoelang, en wat is het doel?"),
    "volunteering": _("Wat doet deze persoon graag, hoeveel uur, en waarom nu?"),
    "day-activity": _("Wat doet deze persoon graag, en welke begeleiding is nodig?"),
    "basic-development": _("Waaraan moet gewerkt worden: ritme, conditie, taal, geldzaken? Wat is het doel?"),
    "activation-place": _("Wat wil deze persoon doen, hoeveel uur, en wat is de volgende stap?"),
    "learning-guidance": _("Wat wil deze persoon leren, en welke begeleiding past?"),
    "learning-by-working": _("Welk vak of welke taken wil deze persoon leren, en hoeveel uur?"),
    "employer-learning": _("Welk vak, wat voor werkgever, en wat kan iemand al?"),
    "public-space": _("Past buitenwerk, hoeveel uur, en wat moet het opleveren?"),
    "neighbourhood-teams": _("Welke buurt, hoeveel uur, en wat moet het opleveren?"),
    "guidance": _("Waarbij is begeleiding nodig, en hoelang?"),
    "schooling": _("Welke opleiding, wat kan iemand al, en welk werk wordt daarmee mogelijk?"),
    "support": _("Wat is nodig om te kunnen werken? Denk aan vervoer, kinderopvang of een aanpassing."),
}
