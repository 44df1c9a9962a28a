"""The timeline: record() is the one way in which an act leaves its story, and TEXTS tells it."""

import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from chain.acting import acting_membership
from chain.days import today
from chain.formats import day
from chain.models import Membership, Outbox
from chain.outbox import kick_on_commit
from clients.models import Client, Event

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Parameters that hold labels, as their Dutch source; the others are names, or what somebody wrote.
LABELS = frozenset(
    {
        "source",
        "fields",
        "scheme",
        "level",
        "reason",
        "conclusion",
        "effect",
        "form",
        "answer",
        "function",
        "how",
        "kind",
        "outcome",
    }
)

# act -> (title, sentence with the act's parameters, icon of the page)
TEXTS: dict[str, tuple[object, object, str]] = {
    "registered": (_("Aangemeld"), _("Aangemeld: %(source)s."), "person"),
    "client-changed": (_("Gegevens gewijzigd"), _("Gewijzigd: %(fields)s."), "pen"),
    "residence-changed": (_("Verhuisd"), _("Woont vanaf %(on)s in %(municipality)s."), "person"),
    "benefit-started": (_("Uitkering begonnen"), _("%(scheme)s, %(level)s, vanaf %(on)s."), "doc"),
    "benefit-ended": (_("Uitkering beëindigd"), _("%(scheme)s, laatste dag %(on)s. Reden: %(reason)s."), "doc"),
    "benefit-changed": (_("Uitkering gewijzigd"), _("%(scheme)s: %(fields)s. Zo staat het in het uitkeringssysteem."), "pen"),
    "appointment-made": (_("Afspraak gemaakt"), _("%(subject)s: %(day)s om %(time)s uur, met %(name)s."), "calendar"),
    "appointment-moved": (_("Afspraak verzet"), _("%(subject)s: nu %(day)s om %(time)s uur, met %(name)s."), "calendar"),
    "appointment-kept": (_("Afspraak geweest"), _("%(subject)s, met %(name)s."), "check"),
    "appointment-missed": (_("Niet verschenen"), _("%(subject)s, om %(time)s uur bij %(name)s."), "bell"),
    "appointment-excused": (_("Afgemeld"), _("%(subject)s, op %(day)s. %(why)s"), "bell"),
    "appointment-cancelled": (_("Afspraak gaat niet door"), _("%(subject)s, op %(day)s. %(why)s"), "bell"),
    "team-joined": (_("In het casusteam"), _("%(name)s (%(partner)s) doet mee: %(task)s."), "person"),
    "team-left": (_("Uit het casusteam"), _("%(name)s (%(partner)s) doet niet meer mee."), "person"),
    "lead-changed": (_("Regie"), _("%(name)s heeft nu de regie."), "person"),
    "handed-over": (_("Overgedragen"), _("%(name)s (%(partner)s) neemt het over van %(giver)s."), "person"),
    "intake-started": (_("Intake begonnen"), _("De intake is begonnen."), "talk"),
    "intake-concluded": (_("Intake afgerond"), _("Conclusie: %(conclusion)s."), "check"),
    "screened": (_("Gescreend"), _("Samen bekeken. Besluit: %(outcome)s."), "check"),
    "screened-later": (_("Gescreend"), _("Samen bekeken. Nu niets, tot %(until)s."), "hourglass"),
    "assessed": (_("Waar iemand staat"), _("%(definition)s: %(answer)s."), "check"),
    "assessed-percent": (_("Waar iemand staat"), _("%(definition)s: %(answer)s, %(percent)s procent."), "check"),
    "profile-changed": (_("Werkprofiel"), _("Het werkprofiel is bijgewerkt."), "work"),
    "step-planned": (_("Stap gepland"), _("%(step)s, vanaf %(start)s, door %(partner)s."), "calendar"),
    "step-replanned": (_("Verzet"), _("%(step)s is verzet: vanaf %(start)s, tot en met %(end)s."), "calendar"),
    "step-started": (_("Gestart"), _("%(step)s is begonnen op %(on)s."), "arrow"),
    "step-finished": (_("Afgerond"), _("%(step)s is afgerond op %(on)s. %(result)s"), "check"),
    "step-stopped": (_("Gestopt"), _("%(step)s is gestopt op %(on)s. %(result)s"), "bell"),
    "step-cancelled": (_("Gaat niet door"), _("%(step)s gaat niet door. %(result)s"), "bell"),
    "line-moved": (_("Verder op de leerlijn"), _("Leerlijn %(line)s: verder naar %(station)s."), "arrow"),
    "stay-waiting": (_("Op de wachtlijst"), _("%(step)s: op de wachtlijst. %(where)s"), "hourglass"),
    "stay-reserved": (_("Plek gereserveerd"), _("%(step)s: plek bij %(where)s."), "calendar"),
    "stay-released": (_("Plek teruggegeven"), _("%(step)s: de plek bij %(where)s is teruggegeven."), "hourglass"),
    "onward-said": (_("Doorstroom"), _("%(step)s: besproken of deze persoon door kan."), "arrow"),
    "step-explained": (_("Reden ingevuld"), _("Waarom %(step)s stopte, is nu ingevuld."), "check"),
    "step-extended": (_("Verlengd"), _("%(step)s duurt langer: tot en met %(until)s."), "calendar"),
    "step-paused": (_("Stilgezet"), _("%(step)s staat stil vanaf %(on)s."), "hourglass"),
    "step-resumed": (_("Loopt weer"), _("%(step)s loopt weer vanaf %(day)s."), "arrow"),
    "step-observed": (_("Voortgang"), _("%(step)s: %(text)s"), "talk"),
    "not-there": (_("Niet verschenen"), _("%(step)s: was er niet, en had zich niet afgemeld."), "bell"),
    "not-there-corrected": (_("Aanwezigheid verbeterd"), _("%(step)s: stond als niet verschenen. Dat klopte niet."), "pen"),
    "support-asked": (_("Ondersteuning gevraagd"), _("%(what)s."), "doc"),
    "support-granted": (_("Ondersteuning toegekend"), _("%(what)s."), "check"),
    "support-declined": (_("Ondersteuning afgewezen"), _("%(what)s."), "bell"),
    "support-arranged": (_("Ondersteuning geregeld"), _("%(what)s, op %(on)s."), "check"),
    "support-withdrawn": (_("Ondersteuning niet meer nodig"), _("%(what)s."), "back"),
    "support-not-waited": (_("Ondersteuning"), _("%(what)s: niet nodig om te beginnen."), "arrow"),
    "activation-explained": (_("Afspraken"), _("%(step)s: de afspraken zijn opgeschreven."), "doc"),
    "cooperation-told": (_("Signaal gegeven"), _("Er is een signaal over medewerking."), "bell"),
    "cooperation-heard": (_("Gesproken over een signaal"), _("De inwoner heeft gezegd wat die ervan vindt."), "talk"),
    "cooperation-decided": (_("Besluit over een signaal"), _("De consulent heeft besloten."), "check"),
    "cooperation-withdrawn": (_("Signaal ingetrokken"), _("Het signaal is ingetrokken."), "back"),
    "letter-sent": (_("Brief"), _("%(what)s."), "doc"),
    "plan-started": (_("Plan begonnen"), _("Begonnen met een %(kind)s."), "flag"),
    "plan-agreed": (_("Plan besproken"), _("Versie %(version)s: %(how)s."), "check"),
    "plan-evaluated": (_("Plan geëvalueerd"), _("Samen teruggekeken. Volgende keer: %(next)s."), "talk"),
    "plan-ended": (_("Plan afgesloten"), _("Reden: %(reason)s."), "doc"),
    "goal-reached": (_("Doel bereikt"), _("%(goal)s. %(result)s"), "check"),
    "goal-dropped": (_("Doel losgelaten"), _("%(goal)s. %(result)s"), "bell"),
    "placed": (_("Geplaatst"), _("%(form)s bij %(employer)s, vanaf %(on)s."), "check"),
    "placed-form": (_("Geplaatst"), _("%(form)s, vanaf %(on)s."), "check"),  # no employer
    "wage-value-settled": (_("Loonwaarde vastgesteld"), _("De loonwaarde is gemeten en staat vast."), "check"),
    "subsidy-asked": (_("Subsidie aangevraagd"), _("%(kind)s, gevraagd op %(on)s."), "doc"),
    "subsidy-granted": (_("Subsidie toegekend"), _("%(kind)s."), "check"),
    "subsidy-refused": (_("Subsidie afgewezen"), _("%(kind)s."), "bell"),
    "subsidy-ended": (_("Subsidie beëindigd"), _("%(kind)s, laatste dag %(on)s."), "doc"),
    "placement-changed": (_("Plaatsing gewijzigd"), _("De gegevens van de plaatsing zijn bijgewerkt."), "pen"),
    "placement-ended": (_("Plaatsing beëindigd"), _("%(step)s, laatste dag %(on)s. Reden: %(reason)s."), "bell"),
    "benefit-proposed": (_("Voorstel voor de uitkering"), _("%(effect)s, vanaf %(on)s. SZMH bevestigt."), "doc"),
    "benefit-confirmed": (_("Gevolg voor de uitkering bevestigd"), _("%(effect)s, vanaf %(on)s."), "check"),
    "task-done": (_("Gedaan"), _("%(task)s. %(result)s"), "check"),
    "task-postponed": (_("Uitgesteld"), _("%(task)s: van %(before)s naar %(to)s. %(why)s"), "calendar"),
    "referral-asked": (_("Verwijzing"), _("%(function)s: gevraagd aan %(partner)s."), "arrow"),
    "referral-accepted": (_("Verwijzing opgepakt"), _("%(function)s: %(partner)s gaat ermee aan de slag."), "check"),
    "referral-queried": (_("Vraag terug"), _("%(function)s: %(partner)s vraagt om uitleg."), "talk"),
    "referral-replied": (_("Uitleg gegeven"), _("%(function)s: %(partner)s gaf uitleg."), "talk"),
    "referral-returned": (_("Verwijzing teruggegeven"), _("%(function)s: %(partner)s gaf de vraag terug."), "back"),
    "referral-answered": (_("Verwijzing beantwoord"), _("%(function)s: %(partner)s heeft geantwoord."), "check"),
    "referral-withdrawn": (_("Verwijzing ingetrokken"), _("%(function)s: %(partner)s trok de vraag in."), "back"),
    "file-closed": (_("Dossier gesloten"), _("Gesloten op %(on)s. Reden: %(reason)s."), "lock"),
    "file-reopened": (_("Dossier heropend"), _("Het dossier is weer open. %(why)s"), "arrow"),
    "diagnosis-started": (_("Diagnose begonnen"), _("De diagnose duurt tot en met %(until)s."), "work"),
    "diagnosis-reported": (_("Rapport van de diagnose"), _("Het rapport is gegeven en besproken."), "doc"),
    "diagnosis-stopped": (_("Diagnose gestopt"), _("De diagnose is gestopt zonder rapport."), "bell"),
    "finding-added": (_("Conclusie"), _("Er staat een conclusie in het dossier: %(kind)s."), "doc"),
    "intake-invited": (_("Uitgenodigd voor de intake"), _("%(partner)s, %(on)s om %(time)s uur."), "calendar"),
    "invitation-cancelled": (_("Uitnodiging ingetrokken"), _("%(partner)s hoeft niet te komen op %(day)s."), "bell"),
    "indication-asked": (_("Indicatie aangevraagd"), _("%(kind)s."), "doc"),
    "indication-decided": (_("Uitkomst van een indicatie"), _("%(kind)s: %(outcome)s."), "check"),
    "indication-ends": (_("Einde van een indicatie"), _("%(kind)s, tot en met %(until)s."), "doc"),
    "exempted": (_("Ontheffing"), _("%(kind)s, van %(on)s tot en met %(until)s."), "doc"),
    "exempted-for-good": (_("Ontheffing"), _("%(kind)s, vanaf %(on)s."), "doc"),
    "exemption-ends": (_("Einde van de ontheffing"), _("%(kind)s, tot en met %(until)s."), "doc"),
    "exemption-planned": (_("Plan bij de ontheffing"), _("Het plan is gemaakt."), "check"),
    "exemption-reviewed": (_("Ontheffing bekeken"), _("%(kind)s: samen opnieuw bekeken."), "check"),
    "outlook-found": (_("Kansen op werk"), _("De kansen als %(occupation)s zijn bekeken."), "work"),
    "work-checked": (_("Gesprek over het werk"), _("Gesproken over hoe het op het werk gaat."), "talk"),
    "coaching-granted": (_("Jobcoaching"), _("Toegekend tot en met %(until)s."), "check"),
    "coaching-changed": (_("Jobcoaching"), _("De toekenning is gewijzigd: tot en met %(until)s."), "doc"),
    "mediation-marked": (_("Klaar voor bemiddeling"), _("Er is een werkkaart zonder naam."), "work"),
    "mediation-ended": (_("Einde van de bemiddeling"), _("De werkkaart is weg. %(reason)s"), "bell"),
    "card-accepted": (_("Werkkaart"), _("%(partner)s mag zien wie het is, om werk te zoeken."), "person"),
    "introduction-proposed": (_("Voordracht"), _("Bedacht: voorstellen bij %(employer)s."), "work"),
    "introduction-agreed": (_("Voordracht besproken"), _("Wil kennismaken met %(employer)s."), "talk"),
    "introduction-sent": (_("Voorgesteld aan een werkgever"), _("%(employer)s heeft een profielkaart."), "doc"),
    "introduction-talk": (_("Gesprek met een werkgever"), _("%(employer)s, %(day)s."), "calendar"),
    "introduction-trial": (_("Proefplaats"), _("%(employer)s, van %(start)s tot en met %(end)s."), "work"),
    "introduction-offered": (_("Aanbod van een werkgever"), _("%(employer)s, %(on)s."), "check"),
    "introduction-declined": (_("Voordracht gaat niet door"), _("%(employer)s."), "bell"),
    "introduction-overtaken": (_("Voordracht gesloten"), _("%(employer)s: deze persoon is geplaatst."), "bell"),
    "introduction-filled": (_("Voordracht gesloten"), _("%(employer)s: de plek is vervuld."), "bell"),
    "rights-asked": (_("Verzoek van de inwoner"), _("Gevraagd: %(kind)s. Antwoord uiterlijk %(until)s."), "doc"),
    "rights-extended": (_("Verzoek duurt langer"), _("%(kind)s: antwoord uiterlijk %(until)s."), "hourglass"),
    "rights-answered": (_("Verzoek beantwoord"), _("%(kind)s: %(outcome)s."), "check"),
    "rights-withdrawn": (_("Verzoek ingetrokken"), _("%(kind)s."), "back"),
    "whole-file": (_("Dossier voor de inwoner"), _("Het hele dossier is gemaakt als %(form)s."), "doc"),
    "statement-added": (_("Verklaring van de inwoner"), _("Bij %(reason)s."), "talk"),
    "statement-withdrawn": (_("Verklaring ingetrokken"), _("Bij %(reason)s."), "back"),
    "document-added": (_("Document toegevoegd"), _("%(title)s."), "doc"),
    "document-removed": (_("Document weggehaald"), _("%(title)s."), "back"),
    "benefit-declined": (_("Voorstel afgewezen"), _("%(effect)s, vanaf %(on)s. %(reason)s"), "bell"),
}  # fmt: skip


def record(
    act: str,
    client: Client,
    about: models.Model | None = None,
    part: str = "plan",
    on: dt.date | None = None,
    **params: Any,
) -> Event:
    """Write the timeline event and the outbox line, in the transaction of what they tell.

    `on` is the day that it tells of (today), and %(on)s in the text. `params` are texts and days (or ISO dates),
    without anybody's BSN; KeyError for an act without a text. Celery hears of it after the commit, once a transaction;
    if Redis is away, the sweep finds it.
    """
    TEXTS[act]
    params = {key: _kept(value) for key, value in params.items()}
    teller = Membership.objects.filter(pk=acting_membership())  # in the insert itself: an act may tell many
    event = Event.objects.create(
        client=client, chain_id=client.chain_id, act=act, part=part, params=params, on=on or today(),
        about=str(about._meta.model_name) if about else "", about_id=about.pk if about else None,
        partner_id=models.Subquery(teller.values("partner")), author_id=models.Subquery(teller.values("user")),
    )  # fmt: skip
    Outbox.objects.create(chain_id=client.chain_id, topic="told", payload={"event": event.pk, "client": client.pk})
    kick_on_commit(client.chain_id)
    return event


class Telling(NamedTuple):
    """An act to tell of one person, for record_many(); parameters as record() takes them."""

    act: str
    client: Client
    about: models.Model | None
    params: dict[str, Any]
    on: dt.date | None = None  # that of record_many() where there is none


# As record(): who tells stands in the insert itself.
TELL = """with told as (select * from jsonb_to_recordset(%s) as t(client_id bigint, chain_id bigint, act text, params jsonb,
      about text, about_id bigint, day date)),
    event as (insert into clients_event (client_id, chain_id, act, part, params, about, about_id, "on", partner_id, author_id)
      select t.client_id, t.chain_id, t.act, %s, t.params, t.about, t.about_id, t.day, m.partner_id, m.user_id
      from told t join chain_membership m on m.id = %s returning id, client_id, chain_id)
    insert into chain_outbox (chain_id, topic, payload)
    select e.chain_id, 'told', jsonb_build_object('event', e.id, 'client', e.client_id) from event e"""


def record_many(told: Iterable[Telling], part: str = "plan", on: dt.date | None = None) -> None:
    """What record() writes, of many people of one chain in one statement. KeyError for an act without a text."""
    found = list(told)
    rows = [
        {
            "client_id": one.client.pk, "chain_id": one.client.chain_id, "act": one.act,
            "params": {key: _kept(value) for key, value in one.params.items()},
            "about": str(one.about._meta.model_name) if one.about else "", "about_id": one.about.pk if one.about else None,
            "day": (one.on or on or today()).isoformat(),
        }
        for one in found
        if TEXTS[one.act]
    ]  # fmt: skip
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(TELL, [json.dumps(rows), part, acting_membership()])
    kick_on_commit(found[0].client.chain_id)


def _kept(value: Any) -> Any:
    """A parameter as it is stored: days as ISO dates, labels as their Dutch source, which a reader's language can translate."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [_kept(each) for each in value]
    if isinstance(value, Promise):
        with override("nl"):
            return str(value)
    return value


def told(event: dict) -> tuple[str, str, str]:
    """Title, sentence and icon of an event given as values (act, params, on), in the reader's language."""
    title, sentence, icon = TEXTS.get(event["act"], (event["act"], "", "gear"))
    known = {"on": day(event["on"]), **{key: _shown(value, key in LABELS) for key, value in event["params"].items()}}
    try:
        text = str(sentence) % known
    except KeyError:  # an older event without a later parameter
        text = ""
    return str(title), text.strip(), icon


def _shown(value: Any, label: bool) -> Any:
    """A parameter as people read it: a day in words, a label in their language."""
    if isinstance(value, list):
        return ", ".join(str(_shown(each, label)) for each in value)
    if not isinstance(value, str) or not value:
        return value
    if ISO_DAY.fullmatch(value):
        return day(dt.date.fromisoformat(value))
    return _label(value) if label else value


def _label(source: str) -> str:
    """The label in the reader's language, also where it was stored with a capital: messages have none."""
    told, small = translate(source), source[:1].lower() + source[1:]
    if told != source or small == source:
        return told
    told = translate(small)
    return told[:1].upper() + told[1:]
