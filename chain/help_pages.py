"""Help: how one begins, by role; the list of words. In the product itself, so that it never tells of another version."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chain.models import Membership
from chain.parts import CASEWORKERS, CONSULTANTS, OUTSIDE, PUBLISHES, STEERS
from chain.words import GROUPS, WORDS


@dataclass(frozen=True)
class Topic:
    """Something one wants to do: how, on which page (the name of an address), and for whom."""

    title: object
    text: object
    page: str
    may: Callable[[Membership], bool] = lambda membership: True


def of(*roles: str) -> Callable[[Membership], bool]:
    return lambda membership: membership.role in roles


TOPICS = (
    Topic(_("Beginnen met de dag"), _("Mijn dag zet voorop wie iets van u nodig heeft. U handelt het daar meteen af, of u "
          "schrijft er een notitie."), "day", of(*CASEWORKERS)),
    Topic(_("Aanwezigheid noteren"), _("Kies de groep van vandaag, tik per persoon aan hoe het was en sla één keer op. Dat "
          "kan op uw telefoon."), "groups_today", of("trainer", "work_coach")),
    Topic(_("Een verwijzing beantwoorden"), _("U neemt een vraag aan, vraagt om uitleg of geeft haar terug. Zij is klaar "
          "als uw antwoord er staat."), "referrals", of(*CASEWORKERS)),
    Topic(_("Iemand vinden"), _("Zet met de toets / de cursor in het zoekveld. Een deel van de naam is genoeg; een "
          "schrijffout geeft niet."), "clients", of(*CASEWORKERS, "manager")),
    Topic(_("Iemand aanmelden"), _("Snoer kijkt eerst of deze inwoner al bekend is. Daarna volgt de intake."),
          "register", lambda membership: membership.writes("client")),
    Topic(_("Werk zoeken voor iemand"), _("Een vacature en een werkprofiel worden naast elkaar gezet. U ziet wat raak is, "
          "wat bijna past en wat nog onbekend is; u kiest zelf."), "vacancies", of(*CONSULTANTS, "employer_adviser")),
    Topic(_("Zien of wij het doel halen"), _("Hoeveel mensen geteld zijn, tegen het doel en het tempo van deze dag. Achter "
          "elk cijfer staat wie het zijn, voor wie dat mag zien."), "targets", lambda membership: membership.role not in OUTSIDE),
    Topic(_("Een rapport lezen"), _("Hoe het staat in uw gemeente en in de hele keten, op de dag van het rapport. Kleine "
          "aantallen staan er niet in, zodat niemand te herkennen is."), "reports", of("alderman")),
    Topic(_("Een rapport maken en publiceren"), _("Snoer legt de cijfers van een dag vast. U kijkt na wat bestuurders "
          "lezen en publiceert het."), "reports", of(*PUBLISHES)),
    Topic(_("Zien waar mensen op wachten"), _("Hoe lang mensen wachten tegen wat is afgesproken, en waar het vastloopt. "
          "De regel staat erbij."), "waiting", of(*STEERS)),
    Topic(_("Het bestand bekijken"), _("Wie er in het bestand zitten naar leeftijd, duur, ladder en meer, en twee daarvan "
          "gekruist. Van een groep gaat u naar een screening."), "analysis", of(*STEERS)),
    Topic(_("Nakijken wat ontbreekt"), _("Wat er in het dossier mist of niet kan kloppen, en wie het kan herstellen."), "quality",
          lambda membership: membership.role not in OUTSIDE),
    Topic(_("Zien wat te lang wacht"), _("Per partner en soort welke taken hun dag voorbij zijn."), "overdue",
          of("manager", "lead_consultant")),
    Topic(_("Termijnen van de keten aanpassen"), _("U ziet eerst wat een wijziging doet, voor u haar bewaart."), "terms",
          of("admin")),
)  # fmt: skip
KEYS = (
    ("/", _("de cursor in het zoekveld")),
    ("j k", _("op Mijn dag: een rij omlaag, omhoog")),
    ("n", _("op Mijn dag: een notitie bij deze rij")),
    ("Ctrl Enter", _("de notitie opslaan")),
    ("Tab", _("naar het volgende veld of de volgende knop")),
    ("Enter", _("doen wat geselecteerd is")),
    ("Esc", _("een keuzelijst of uitleg sluiten")),
)


@login_required
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """What the acting role does most, with where; who sees what; the keys."""
    membership = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    topics = [
        {"title": topic.title, "text": topic.text, "url": reverse(topic.page)}
        for topic in TOPICS if topic.may(membership)
    ]  # fmt: skip
    return render(request, "chain/help.html", {"topics": topics, "keys": KEYS, "section": "help"})


@login_required
@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """The list of words by group, in the order of the alphabet; `woord` in the address leaves those that hold it."""
    if request.membership is None:  # type: ignore[attr-defined]
        raise Http404
    wanted = request.GET.get("woord", "").strip()[:60]
    groups = []
    for group, title in GROUPS.items():
        rows = [
            (key, str(word.term), word.text) for key, word in WORDS.items()
            if word.group == group and wanted.lower() in f"{word.term} {word.text}".lower()
        ]  # fmt: skip
        if rows:
            groups.append((group, title, sorted(rows, key=lambda row: row[1].lower())))
    context = {
        "groups": groups, "wanted": wanted, "section": "help",
        "title": translate("Woordenlijst"),
    }  # fmt: skip
    return render(request, "chain/words.html", context)
