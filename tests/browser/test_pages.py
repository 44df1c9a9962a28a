"""Every page as people meet it: readable for all (WCAG 2.2 AA as far as axe sees), at three widths, without an error."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import global_settings
from django.test import override_settings
from playwright.sync_api import Page

from chain import demo
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import ApiClient, Chain, Incident, Mandate, Membership, PartnerAgreement
from clients.models import (
    Appointment,
    Client,
    Definition,
    Handover,
    Letter,
    LetterTemplate,
    Plan,
    Referral,
    Step,
    Task,
    Term,
)
from development.models import ActivationReason, CooperationSignal, Group, LearningLine, Station, Stay, Support
from diagnosis.models import Exemption, Indication, Intake, Outlook, PracticalDiagnosis, ScreeningEntry
from placement.models import (
    BenefitProposal,
    CardRequest,
    Coaching,
    Employer,
    Introduction,
    Mediation,
    Placement,
    Project,
    Vacancy,
    WageSubsidy,
    WageValue,
)
from reporting.demo.load import load
from reporting.models import Report

WIDTHS = (1440, 390, 320)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture
def chain(transactional_db: None) -> Chain:
    """A small demo: the same people's lives, fewer of them."""
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):  # the server knows no others
        load(lambda line: None, (12, 14, 14))
    return Chain.objects.get(slug=demo.CHAIN)


@pytest.fixture
def addresses(chain: Chain) -> dict[str, list[str]]:
    """By user name: the pages that this user works with."""
    with acting_as(system_membership(chain, "setup"), "test"):
        step = Step.objects.filter(status="active", partner__code="annex", client__ref__startswith="N").first()
        step = step or Step.objects.filter(client__ref__startswith="N").first()
        person = Client.objects.get(pk=step.client_id).number
        busiest = Client.objects.filter(ref__startswith="N").order_by("ref").first().number
        employer = Employer.objects.filter(people__isnull=False, projects__isnull=False).order_by("pk").first()
        project, speaks = Project.objects.order_by("pk").first(), employer.people.first()
        plan = Plan.objects.filter(ended_on=None, goals__isnull=False).select_related("client").first()
        proposal = BenefitProposal.objects.select_related("client").first()
        of_annex = Referral.objects.filter(partner__code="annex", client__closed_on=None).select_related("client")
        tasks = Task.objects.filter(status="open", part="plan", client__closed_on=None).exclude(for_whom="manager")
        task = tasks.select_related("client").order_by("due_on").first()
        term = Term.objects.filter(ended_on=None).first()
        newcomer = Membership.objects.filter(user__username="joost").first()
        letter = Letter.objects.filter(status="final", part="plan").select_related("client").first()
        template = LetterTemplate.objects.first()
        reported, edition = (Report.objects.filter(published_at__isnull=state).first() for state in (False, True))
        machine, incident = ApiClient.objects.first(), Incident.objects.first()
        agreement = PartnerAgreement.objects.first()
        mandate, word = Mandate.objects.filter(ended_on=None).first(), Definition.objects.filter(ended_on=None).first()
        manage = [
            f"/beheer/gebruikers/{newcomer.user_id}/", f"/beheer/gebruikers/{newcomer.user_id}/functie/",
            f"/beheer/functies/{newcomer.pk}/", f"/beheer/functies/{newcomer.pk}/einde/",
            f"/beheer/wie-doet-wat/{mandate.pk}/", f"/beheer/wie-doet-wat/{mandate.pk}/einde/",
            f"/beheer/begrippen/{word.pk}/", "/beheer/doelen/intensivering-2018/",
            "/beheer/doelen/nieuw/", "/beheer/doelen/intensivering-2018/verdeling/", "/beheer/doelen/intensivering-2018/geld/",
            "/beheer/doelen/intensivering-2018/geld/kosten/", "/beheer/doelen/intensivering-2018/geld/besparing/",
        ]  # fmt: skip
        exempt = (
            Exemption.objects.filter(client__closed_on=None, ended_on__gte=today()).select_related("client").first()
        )
        indicated = (
            Indication.objects.filter(client__closed_on=None).exclude(outcome="no").select_related("client").first()
        )
        outlook = Outlook.objects.order_by("valid_until").first()
        introduced = Introduction.objects.filter(client__closed_on=None, author__username="iris").select_related(
            "client"
        )
        mine = [introduced.filter(status=status).first() for status in ("agreed", "sent", "talk", "trial", "declined")]
        works = Placement.objects.filter(step__status="active", client__closed_on=None, form_of_work="regular")
        works = works.select_related("client").first()
        coached = Coaching.objects.filter(client__closed_on=None).select_related("client").first()
        waits = ScreeningEntry.objects.filter(outcome="", client__closed_on=None).order_by("position").first()
        talk = Intake.objects.filter(status="open").select_related("client").first()  # with Podium24 at the table
        made = PracticalDiagnosis.objects.filter(client__closed_on=None).select_related("client")
        given, draft = made.filter(status="reported").first(), made.filter(status="draft").first()
        module = Step.objects.filter(
            status="active", partner__code="annex", instrument__group=True, client__closed_on=None
        )
        module = module.select_related("client").order_by("pk").first()
        group = Group.objects.filter(partner__code="annex", stays__state="running").order_by("pk").first()
        seats = Stay.objects.filter(place__isnull=False, client__closed_on=None, state__in=["held", "waiting"])
        seat = seats.select_related("client").order_by("state", "pk").first()
        question = of_annex.filter(status="accepted", function="practical-diagnosis", diagnosis=None).first()
        asked = of_annex.filter(status="accepted").first() or of_annex.filter(closed_on=None).first()
        wanted = WageSubsidy.objects.filter(status="requested", client__closed_on=None).select_related("client").first()
        worksheets = WageValue.objects.filter(client__closed_on=None).select_related("client").order_by("pk")
        measured = [
            one for one in (worksheets.filter(percent=None).first(), worksheets.exclude(percent=None).first()) if one
        ]
        cards = list(CardRequest.objects.order_by("status", "pk").distinct("status"))
        marked = Mediation.objects.filter(ended_on=None, card__isnull=False).select_related("client", "card").first()
        offered = Vacancy.objects.filter(status="open", occupation__isnull=False).first()
        supports = Support.objects.filter(client__closed_on=None).select_related("client")
        supports = list(supports.order_by("status").distinct("status"))
        agreed = Appointment.objects.filter(client__closed_on=None, user__username="loes").select_related("client")
        agreed = list(agreed.order_by("status", "on").distinct("status"))
        handovers = list(Handover.objects.filter(taker__username="loes").values_list("pk", flat=True))
        signals = list(CooperationSignal.objects.select_related("client").order_by("status").distinct("status"))
        spot = ActivationReason.objects.select_related("client").first()
        line, station = LearningLine.objects.get(name="Logistiek").pk, Station.objects.get(name="LKS").pk
        along = Stay.objects.filter(station__isnull=False, state="running", step__partner__code="mtb")
        along = along.select_related("client", "step").order_by("pk").first()
    record = f"/clienten/{busiest}/"
    consultant = [
        "/clienten/?consulent=mijn&sorteer=contact&kolommen=basis&kolommen=plan&kolommen=uitkering&kolommen=werk",
        *(f"/clienten/samen/nieuw/?doe={act}&wie={busiest}" for act in ("lead", "refer", "invite", "module")),
        "/overdragen/", "/overdragen/?soort=waarnemen", f"/overdragen/?wie={busiest}", f"{record}overdracht/",
        *(f"/overdragen/{pk}/" for pk in handovers),
        "/mijn-dag/", "/clienten/", "/clienten/?q=xyzxyz", "/clienten/nieuw/", record, f"{record}intake/",
        f"{record}stappen/nieuw/", f"{record}plaatsing/", f"{record}gegevens/", f"{record}woonplaats/",
        f"{record}uitkering/nieuw/", f"{record}team/", f"{record}logboek/", f"{record}plan/",
        f"{record}werkprofiel/", f"{record}werkprofiel/?blok=wishes", f"{record}werkprofiel/?blok=abilities",
        f"{record}werkprofiel/?blok=availability", "/beroepen/?q=poets", "/clienten/?q=schoonm",
        f"/clienten/{person}/stappen/{step.pk}/", f"{record}aanvraag/?module={module.instrument_id}",
        "/zoeken/", "/zoeken/?q=schoonm", "/zoeken/?q=xyzxyz", "/zoeken/?q=hotel+op",
        "/vacatures/", "/vacatures/?q=xyzxyz", "/vacatures/nieuw/", "/inlezen/vacancies/",
        "/werkgevers/", "/werkgevers/?q=xyzxyz", f"/werkgevers/{employer.pk}/", "/projecten/", f"/projecten/{project.pk}/",
        *(f"/werkgevers/{employer.pk}/{form}/" for form in ("wijzigen", "contact", "vestiging", "persoon", "afspraak")),
        f"/werkgevers/{employer.pk}/openheid/",
        f"/projecten/{project.pk}/wijzigen/", f"/projecten/{project.pk}/groep/", "/werkgevers/nieuw/",
        f"/werkgevers/{employer.pk}/persoon/{speaks.pk}/", "/palet/", "/palet/taaltraining/", "/palet/?fase=placement&plek=1",
        f"{record}palet/", f"{record}palet/?gat=language:nld:3&gat=licence:B", "/doelen/", "/doelen/intensivering-2018/",
        "/doorstroom/", "/doorstroom/?lijst=norm", "/doorstroom/?lijst=vast",
        "/doelen/intensivering-2018/personen/", "/doelen/regels/", "/status/", "/kwaliteit/", "/kwaliteit/no-ladder/",
    ]  # fmt: skip
    consultant += [
        "/verwijzingen/", "/verwijzingen/?lijst=wij&wie=mijn", "/verwijzingen/?lijst=klaar", f"{record}verwijzingen/",
        f"{record}verwijzingen/nieuw/",
    ]  # fmt: skip
    consultant += [
        f"{record}wie-ziet-wat/", f"{record}sluiten/", f"{record}intake/uitnodigen/", f"{record}regie/", "/inzage/",
    ]  # fmt: skip
    consultant += ["/begrippen/", "/mijn-dag/nieuws/", f"{record}stand/"]
    consultant += ["/uit-beeld/", "/uit-beeld/?wie=iedereen&reden=ahead"]
    consultant += ["/ondersteuning/", "/ondersteuning/?stand=granted", f"{record}ondersteuning/nieuw/", "/signalen/"]
    consultant += [f"/clienten/{one.client.number}/ondersteuning/{one.pk}/" for one in supports]
    consultant += [f"/clienten/{one.client.number}/afspraken/{one.pk}/" for one in agreed]
    consultant += [f"/clienten/{busiest}/afspraken/nieuw/", "/agenda/", "/agenda/?wie=iedereen", "/mijn-instellingen/"]
    consultant += [f"/clienten/{one.client.number}/signalen/{one.pk}/" for one in signals]
    if spot:
        consultant.append(f"/clienten/{spot.client.number}/stappen/{spot.step_id}/activering/")
        consultant.append(f"/clienten/{spot.client.number}/signalen/nieuw/?stap={spot.step_id}")
    consultant += [
        f"{record}vermogen/",
        f"{record}indicatie/",
        f"{record}indicatie/?uitkomst=1",
        f"{record}ontheffing/",
    ]
    consultant += ["/screening/", "/bemiddeling/nog-aan-het-werk/", "/bemiddeling/nog-aan-het-werk/?per=doelgroep"]
    if works:
        placed = f"/clienten/{works.client.number}/plaatsing/{works.pk}/"
        consultant += [placed, f"{placed}gesprek/", f"{placed}jobcoaching/"]
    questions = ["/kaarten/vragen/", "/kaarten/vragen/?lijst=klaar", *(f"/kaarten/vragen/{one.pk}/" for one in cards)]
    consultant += ["/klaar/", "/klaar/?lijst=gevonden", f"{record}bemiddeling/", *questions]
    if marked:
        here = f"/clienten/{marked.client.number}/bemiddeling/"
        consultant += [here, f"{here}laatste-stap/"]
        questions.append(f"/kaarten/{marked.card.code}/vraag/")
    consultant.append("/subsidies/")
    if wanted:
        placed = f"/clienten/{wanted.client.number}/plaatsing/{wanted.placement_id}/"
        asked_for = f"/clienten/{wanted.client.number}/subsidie/{wanted.pk}/"
        consultant += [
            placed,
            f"{placed}subsidie/",
            f"{placed}loonwaarde/",
            f"{placed}wijzigen/",
            asked_for,
            f"{asked_for}besluit/",
        ]
    consultant += [f"/clienten/{one.client.number}/loonwaarde/{one.pk}/" for one in measured]
    if coached:
        consultant.append(f"/clienten/{coached.client.number}/jobcoaching/{coached.pk}/")
    senior = [
        f"/screening/nieuw/?selectie={key}&kijk=1&jaren=1&maanden=24&wat=child-5"
        for key in ("long-on-benefit", "life-event")
    ]
    if waits:
        here = f"/screening/{waits.screening_id}/"
        consultant += [here, f"{here}?besluit=open", f"{here}{waits.position}/"]
        senior.append(f"{here}sluiten/")
    if exempt:
        consultant.append(f"/clienten/{exempt.client.number}/ontheffing/{exempt.pk}/")
    if indicated:
        consultant += [
            f"/clienten/{indicated.client.number}/vermogen/",
            f"/clienten/{indicated.client.number}/indicatie/{indicated.pk}/",
        ]
    consultant += [f"{record}taken/nieuw/", *([f"/clienten/{task.client.number}/taken/{task.pk}/"] if task else [])]
    consultant += [f"{record}intake/?vorm=perspectief", *([f"/clienten/{talk.client.number}/intake/"] if talk else [])]
    consultant += [f"{record}{page}" for page in ("verzoeken/", "verzoeken/nieuw/", "verzoeken/dossier/",
                                                  "verklaringen/nieuw/", "documenten/")]  # fmt: skip
    consultant += ["/inlezen/", "/inlezen/clients/", "/inlezen/benefits/"]
    admin = ["/beheer/koppelingen/", "/beheer/koppelingen/nieuw/", f"/beheer/koppelingen/{machine.pk}/"]
    admin += ["/palet/nieuw/", "/palet/leerlijn/wijzigen/", "/beheer/termijnen/", "/beheer/termijnen/nieuw/"]
    admin += ["/beheer/gebruikers/", "/beheer/gebruikers/nieuw/", "/beheer/wie-doet-wat/", "/beheer/wie-doet-wat/nieuw/",
              "/beheer/doelen/", "/beheer/bedragen/", "/beheer/bedragen/nieuw/", "/beheer/begrippen/", "/beheer/partners/",
              "/beheer/geschiedenis/mandate/", "/wachtwoord/", *manage]  # fmt: skip
    if term:
        admin += [f"/beheer/termijnen/{term.pk}/", f"/beheer/termijnen/{term.pk}/einde/"]
    trainer = [
        "/mijn-dag/",
        "/lopend/",
        f"/clienten/{person}/",
        f"/clienten/{person}/stappen/{step.pk}/",
        *(
            f"/clienten/{module.client.number}/stappen/{module.pk}/{page}"
            for page in ("", "verlengen/", "stilzetten/", "einde/")
        ),
        "/verwijzingen/",
    ]
    trainer += ["/leerwerkplekken/", "/leerwerkplekken/?ruimte=vol", "/leerwerkplekken/nieuw/"]
    if seat:
        place = f"/leerwerkplekken/{seat.place_id}/"
        there = f"/clienten/{seat.client.number}/stappen/{seat.step_id}/plek/"
        consultant += [place, f"{place}wijzigen/", there, *([f"{there}teruggeven/"] if seat.state == "held" else [])]
    trainer += ["/groepen/vandaag/", "/groepen/", "/groepen/?welke=voorbij", "/groepen/nieuw/"]
    if group:
        one = f"/groepen/{group.pk}/"
        trainer += [one, f"{one}wijzigen/", f"{one}{today().isoformat()}/"]
    if asked:
        one = f"/clienten/{asked.client.number}/verwijzingen/{asked.pk}/"
        trainer += [one, f"{one}answer/" if asked.status == "accepted" else f"{one}query/"]
    if draft:
        one = f"/clienten/{draft.client.number}/diagnose/{draft.pk}/"
        trainer += [one, *(f"{one}{page}/" for page in ("dagen", "waar", "gesprek", "geven", "stoppen"))]
        trainer += [f"/clienten/{draft.client.number}/conclusie/?diagnose={draft.pk}"]
    if question:
        trainer.append(f"/clienten/{question.client.number}/diagnose/nieuw/?verwijzing={question.pk}")
    if given:
        one = f"/clienten/{given.client.number}/diagnose/"
        consultant += [one, f"{one}{given.pk}/", f"{one}{given.pk}/dagen/"]
    if plan:
        forms = ("", "samen/", "versies/", "akkoord/", "akkoord/?samen=1", "evaluatie/", "einde/", "wijzigen/", "doelen/",
                 "afspraken/")  # fmt: skip
        consultant += [f"/clienten/{plan.client.number}/plan/{form}" for form in forms]
    if proposal:
        consultant.append(f"/clienten/{proposal.client.number}/voorstel/{proposal.pk}/")
    consultant += [f"{record}werk/"]
    consultant += ["/arbeidsmarkt/", f"{record}arbeidsmarkt/", f"{record}arbeidsmarkt/?beroep=anders"]
    consultant += ["/leerlijnen/", f"/leerlijnen/{line}/?voor={busiest}", f"/leerlijnen/{line}/station/{station}/"]
    consultant += [f"{record}brieven/nieuw/", f"{record}brieven/nieuw/?soort=free", f"{record}brieven/"]
    if letter:
        consultant.append(f"/clienten/{letter.client.number}/brieven/{letter.pk}/")
    admin += ["/beheer/brieven/", f"/beheer/brieven/{template.pk}/", "/beheer/brieven/nieuw/"]
    coach = [f"/leerlijnen/{line}/wijzigen/", "/leerlijnen/nieuw/", f"/leerlijnen/{line}/station/{station}/wijzigen/"]
    if along:
        coach.append(f"/clienten/{along.client.number}/stappen/{along.step_id}/verder/")
    return {
        "loes": consultant,
        "sjef": [*coach, "/telefoon/", "/telefoon/nieuw/", "/telefoon/verder/"],
        "rianne": [*senior, "/doelen/intensivering-2018/veranderd/?op=31-12-2020&bekend=01-01-2021"],
        "iris": [
            "/arbeidsmarkt/",
            "/arbeidsmarkt/nieuw/",
            f"/arbeidsmarkt/{outlook.pk}/",
            *([f"/clienten/{talk.client.number}/intake/"] if talk else []),
            "/bemiddeling/",
            *questions,
            *(f"/clienten/{one.client.number}/voordracht/{one.pk}/" for one in mine if one),
            *(
                f"/clienten/{one.client.number}/voordracht/{more}"
                for one in mine[:1]
                if one
                for more in ("", f"?werkgever={one.employer_id}", f"{one.pk}/kaart/")
            ),
            *(
                [
                    f"/vacatures/{offered.pk}/passend/",
                    f"/vacatures/{offered.pk}/gewichten/",
                    f"/vacatures/{offered.pk}/",
                    f"/vacatures/{offered.pk}/wijzigen/",
                    f"/vacatures/{offered.pk}/stand/close/",
                    f"/vacatures/{offered.pk}/kandidaten/",
                ]
                if offered
                else []
            ),
        ],
        "roy": trainer,
        "bart": ["/bestand/personen/?gemeente=GM0981", "/te-laat/", "/uit-beeld/", "/caseloads/", "/telefoon/"],
        "anouk": admin,
        "wim": [
            "/rapporten/",
            f"/rapporten/{reported.pk}/",
            f"/rapporten/{reported.pk}/?voor=keten&deel=Bestand",
            "/hulp/",
        ],
        "ilse": [
            "/rapporten/",
            "/rapporten/nieuw/",
            f"/rapporten/{edition.pk}/",
            f"/rapporten/{edition.pk}/?voor=GM0938",
            f"/rapporten/{edition.pk}/publiceren/",
        ],
        "tineke": ["/inzage/", "/clienten/"],
        "pieter": [
            "/inzage/overzicht/",
            f"{record}wie-keek-mee/",
            *(
                f"/privacy/{page}/"
                for page in (
                    "inzage",
                    "inzage/logboek",
                    "toegang",
                    "overeenkomsten",
                    "overeenkomsten/nieuw",
                    f"overeenkomsten/{agreement.pk}",
                    "incidenten",
                    "incidenten/nieuw",
                    f"incidenten/{incident.pk}",
                    "verzoeken",
                    "bewaren",
                    "bewaren/nieuw",
                )
            ),
        ],
        "gerard": ["/privacy/bewaren/"],
        "hanna": [
            "/telefoon/",
            "/doelen/",
            "/doelen/intensivering-2018/?gemeente=GM0935&jaar=2020",
            "/keten/",
            "/ieders-deel/",
            "/opbrengst/?programma=intensivering-2018",
            "/doorstroom/cijfers/?van=01-01-2019&op=31-12-2020&per=kwartaal",
            "/doorstroom/cijfers/?wat=dossiers",
            "/doorstroom/cijfers/?wat=stappen",
            "/doorstroom/wegen/?van=01-01-2018&op=31-12-2020&programma=intensivering-2018",
            "/bestand/",
            "/bestand/?leeftijd=27-34&gemeente=GM0935",
            "/bestand/?rij=leeftijd&kolom=duur&toon=rij",
            "/doorstroom/wachten/",
            "/doorstroom/wachten/?wacht=first-answer&per=functie&gemeente=GM0935",
        ],
    }


LONGER = {"/beheer/termijnen/": 70_000}  # bytes; all terms of the chain, which do not grow with its people


def test_every_page_is_accessible_and_fits_three_widths(
    as_user: Callable[..., Page], addresses: dict[str, list[str]]
) -> None:
    faults = []
    for username, paths in addresses.items():
        page = as_user(username)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            if answer.status != 200:
                faults.append(f"{username} {path}: {answer.status}")
                continue
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    faults.append(f"{username} {path} at {width}: scrolls sideways")
                if width == 320:
                    continue
                for found in Axe().run(page, options=RULES).response["violations"]:
                    where = ", ".join(str(node["target"]) for node in found["nodes"][:3])
                    faults.append(f"{username} {path} at {width}: {found['id']} {where}")
            if len(answer.body()) > LONGER.get(path, 45_000):
                faults.append(f"{username} {path}: {len(answer.body())} bytes of HTML")
    assert not faults, "\n".join(faults)


def test_the_sign_in_page_is_accessible(server: str, page: Page) -> None:
    page.goto(f"{server}/aanmelden/")
    assert not Axe().run(page, options=RULES).response["violations"]
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    assert not Axe().run(page, options=RULES).response["violations"]
