"""People out of a file: new ones come on record as by registering, of who is known the contact data can change.

Who is known is found by BSN, or by the client number of Snoer. Another name or birth date than on record is a conflict: it
may be another person. So is a like name with the same birth date; of who is out of sight only the number is told, as
registering does (snoer_duplicates).
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from chain.days import today
from chain.formats import day_typed
from chain.models import Membership, holds_on
from chain.parts import CONSULTANTS
from clients import access, bsn
from clients.languages import LANGUAGES
from clients.loading import Change, Field, Judged, Kind, Line, bsns, code, day, like_bsn, number, shown, simple, words
from clients.models import Client, Contact, Look
from clients.models.client import GENDERS, HOUSEHOLDS, SOURCES
from clients.register import NO_PHONE, may_register, plausible_birth, tidy_postcode
from clients.registering import Newcomer, OnRecord, register_all
from clients.residences import MunicipalityField
from clients.timeline import Telling, record_many

CONTACT = {"postcode": _("postcode"), "house_number": _("huisnummer"), "phone": _("telefoon"), "email": _("e-mail"),
           "language": _("taal van het gesprek")}  # fmt: skip


def _email(typed: str) -> str:
    validate_email(typed)
    return words(254)(typed)  # type: ignore[no-any-return]


FIELDS = (
    Field("number", _("Klantnummer"), words(12), ("nummer", "clientnummer", "snoernummer"), False,
          _("Van Snoer, om contactgegevens te wijzigen van wie al bekend is.")),
    Field("bsn", _("BSN"), number, ("burgerservicenummer", "sofinummer")),
    Field("first_name", _("Voornaam"), words(80), ("voornamen", "roepnaam"), False, _("Nodig bij wie nieuw is.")),
    Field("prefix", _("Tussenvoegsel"), words(20), ("voorvoegsel", "tussenvoegsels")),
    Field("last_name", _("Achternaam"), words(120), ("naam", "geslachtsnaam"), True),
    Field("birth_date", _("Geboortedatum"), lambda typed: plausible_birth(day(typed)), ("geboren", "geb datum"), True),
    Field("municipality", _("Gemeente"), words(80), ("woongemeente", "gemeentecode"), False, _("Nodig bij wie nieuw is.")),
    Field("postcode", _("Postcode"), tidy_postcode, ("pc",)),
    Field("house_number", _("Huisnummer"), words(12), ("huisnr", "nr")),
    Field("phone", _("Telefoon"), words(24, number=True), ("telefoonnummer", "mobiel", "tel")),
    Field("email", _("E-mail"), _email, ("emailadres", "mail")),
    Field("language", _("Taal van het gesprek"), code(LANGUAGES), ("taal", "voertaal")),
    Field("gender", _("Geslacht"), code(GENDERS, {"m": "male", "v": "female", "x": "other"})),
    Field("household", _("Huishouden"), code(HOUSEHOLDS), ("leefvorm",)),
    Field("source", _("Hoe aangemeld"), code(SOURCES), ("bron", "aanmelding"), False,
          _("Leeg: overgenomen uit een ander systeem.")),
    Field("registered_on", _("Aangemeld op"), day, ("aanmelddatum", "datum aanmelding"), False, _("Leeg: vandaag.")),
    Field("lead", _("Regie"), words(120), ("consulent", "klantmanager"), False,
          _("Naam of gebruikersnaam van een collega. Leeg: u.")),
)  # fmt: skip


def may(membership: Membership) -> bool:
    """Who registers people, and keeps how they are reached."""
    return may_register(membership) and membership.writes("contact") and membership.partner_id is not None


class There:
    """What the lines are judged with, asked once for all of them."""

    def __init__(self, membership: Membership, lines: list[Line]) -> None:
        self.membership = membership
        self.slug = membership.chain.slug
        numbers = {line.values["number"] for line in lines if line.values.get("number")}
        indexes = {bsn.index(line.values["bsn"], self.slug) for line in lines if line.values.get("bsn")}
        seen = Client.objects.visible_to(membership).annotate(
            index=F("identity__bsn_index"), born=F("identity__birth_date")
        )
        people = list({one.pk: one for some in (seen.filter(identity__bsn_index__in=indexes), seen.filter(number__in=numbers))
                       for one in some}.values())  # fmt: skip
        access.looks(membership, people, ["client", "identity", "contact"])
        self.by_index: dict[str, Any] = {one.index: one for one in people if one.index}
        self.by_number: dict[str, Any] = {one.number: one for one in people}
        self.contacts = {each.client_id: each for each in Contact.objects.filter(client__in=people)}
        self.municipality = MunicipalityField(required=False)
        self.municipality.offer(membership)
        self.towns: dict[str, Any] = {}
        colleagues = Membership.objects.of_people().filter(
            holds_on(today()), partner=membership.partner_id, role__in=CONSULTANTS
        )
        self.leads = {
            simple(name): each.user
            for each in colleagues.select_related("user") for name in (each.user.name, each.user.username) if name
        }  # fmt: skip

    def town(self, typed: str) -> Any:
        """The municipality, or the ValidationError that it is."""
        if typed not in self.towns:
            try:
                self.towns[typed] = self.municipality.clean(typed)
            except ValidationError as error:
                self.towns[typed] = error
        return self.towns[typed]

    def client(self, line: Line) -> tuple[Any, str]:
        """Whom the line is of, of who is in sight; and why that cannot be said."""
        by_number = self.by_number.get(line.values.get("number") or "")
        if line.values.get("number") and by_number is None:
            return None, translate("Dit klantnummer is bij u niet bekend.")
        if not line.values.get("bsn"):
            return by_number, ""
        index = bsn.index(line.values["bsn"], self.slug)
        by_index = self.by_index.get(index)
        if by_number and by_number.index not in (None, index):
            return None, translate("Klantnummer en BSN zijn van verschillende mensen.")
        return by_index or by_number, ""


def judge(membership: Membership, lines: list[Line]) -> list[Judged]:
    """A constant number of queries: who is in sight, what is known of them, and who may be the same as somebody new."""
    wrong = _bsns_for_phones(lines)
    judged = [
        Judged(line.number, "fault", _name(line), reasons=(str(NO_PHONE),)) for line in lines if line.number in wrong
    ]
    lines = [line for line in lines if line.number not in wrong]
    there, fresh, taken = There(membership, lines), [], set[str]()
    for line in lines:
        client, why = there.client(line)
        key = line.values.get("bsn") or f"{line.values.get('number')}{simple(_name(line))}{line.values['birth_date']}"
        if key in taken:
            judged.append(
                Judged(line.number, "fault", _name(line), reasons=(translate("Staat al op een eerdere regel."),))
            )
        elif why:
            judged.append(Judged(line.number, "conflict", _name(line), reasons=(why,)))
        elif client:
            judged.append(_known(line, client, there))
        elif faults := _incomplete(line, there):
            judged.append(Judged(line.number, "fault", _name(line), reasons=tuple(faults)))
        else:
            fresh.append(line)
        taken.add(key)
    same = _duplicates(membership, fresh)
    for line in fresh:
        if found := same.get(line.number):
            judged.append(Judged(line.number, "conflict", _name(line), reasons=(_alike(found),)))
        else:
            judged.append(_new(line))
    return judged


def _bsns_for_phones(lines: list[Line]) -> set[int]:
    """The lines with a BSN where their phone number should be: their own, or in a column that has too many of them."""
    given = {line.number: phone for line in lines if (phone := line.values.get("phone"))}
    own = {
        line.number for line in lines if line.values.get("bsn") and like_bsn(given.get(line.number, ""))
        and "".join(filter(str.isdigit, given[line.number])).zfill(9) == line.values["bsn"]
    }  # fmt: skip
    return bsns(given) | own


def _name(line: Line) -> str:
    return " ".join(filter(None, (line.values.get(key) for key in ("first_name", "prefix", "last_name"))))


def _incomplete(line: Line, there: There) -> list[str]:
    labels = {each.key: each.label for each in FIELDS}
    empty, nobody, later = (
        translate("mag niet leeg zijn bij wie nieuw is"), translate("geen consulent van uw organisatie"),
        translate("deze dag moet nog komen"),
    )  # fmt: skip
    faults = [
        f"{labels[key]}: {empty}"
        for key in ("first_name", "municipality") if not line.values.get(key)
    ]  # fmt: skip
    if isinstance(town := there.town(line.values.get("municipality") or ""), ValidationError):
        faults += [f"{labels['municipality']}: {message}" for message in town.messages]
    if (lead := line.values.get("lead")) and simple(lead) not in there.leads:
        faults.append(f"{labels['lead']}: {nobody}")
    if (on := line.values.get("registered_on")) and on > today():
        faults.append(f"{labels['registered_on']}: {later}")
    line.values["town"], line.values["user"] = town, there.leads.get(simple(lead or ""))
    return faults


def _known(line: Line, client: Any, there: There) -> Judged:
    made = Judged(line.number, "same", f"{client.name} ({client.number})", reverse("record", args=[client.number]))
    now = {"first_name": client.first_name, "prefix": client.prefix, "last_name": client.last_name}
    other = [key for key in now if line.values.get(key) and simple(line.values[key]) != simple(now[key])]
    if client.closed_on:
        made.what, made.reasons = "conflict", (translate("Dit dossier is gesloten. Heropen het eerst."),)
    elif other or (client.born and line.values["birth_date"] != client.born):
        told = {"now": f"{client.name}, {day_typed(client.born)}",
                "then": f"{_name(line)}, {day_typed(line.values['birth_date'])}"}  # fmt: skip
        made.what = "conflict"
        made.reasons = (translate("In Snoer staat %(now)s, in het bestand %(then)s. Is het dezelfde persoon, wijzig het dan in "
                                  "het dossier.") % told,)  # fmt: skip
    else:
        contact = there.contacts.get(client.pk) or Contact(client=client, chain_id=client.chain_id)
        made.changes = tuple(
            Change(str(label), _told(key, getattr(contact, key)), _told(key, line.values[key]))
            for key, label in CONTACT.items()
            if line.values.get(key) and line.values[key] != getattr(contact, key)
        )
        made.what, made.data = "changed" if made.changes else "same", (line, client, contact)
    return made


def _told(key: str, value: Any) -> str:
    return str(LANGUAGES.get(value, value)) if key == "language" else shown(value)


def _new(line: Line) -> Judged:
    changes = tuple(
        Change(str(each.label), "", _told(each.key, value))
        for each in FIELDS
        if each.key in ("birth_date", "municipality", *CONTACT) and (value := line.values.get(each.key))
    )
    return Judged(line.number, "new", _name(line), changes=changes, data=(line, None, None))


def _duplicates(membership: Membership, lines: list[Line]) -> dict[int, list[tuple[str, str]]]:
    """Line -> (number, reason) of who may be the same; one question for all, and a look at each."""
    wanted = [
        {
            "line": line.number, "born": line.values["birth_date"].isoformat(),
            "bsn": bsn.index(line.values["bsn"], membership.chain.slug) if line.values.get("bsn") else None,
            "last": line.values["last_name"], "first": line.values["first_name"], "prefix": line.values.get("prefix") or "",
        }
        for line in lines
    ]  # fmt: skip
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "select w.line, d.number, d.reason from jsonb_to_recordset(%s::jsonb) as w(line int, bsn text, born date,"
            ' "last" text, "first" text, prefix text) cross join lateral'
            ' snoer_duplicates(w.bsn, snoer_sort_name(w."last", w."first", w.prefix), w.born) d order by 1, 3, 2',
            [json.dumps(wanted)],
        )
        for line, hit, reason in cursor.fetchall():
            found[line].append((hit, reason))
    _look(membership, {hit for hits in found.values() for hit, _reason in hits})
    return found


def _look(membership: Membership, hits: Iterable[str]) -> None:
    """As registering logs it: at each whom the search showed, by number alone where out of sight."""
    seen = {each.number: each for each in Client.objects.visible_to(membership).filter(number__in=hits)}
    about = {"chain_id": membership.chain_id, "membership": membership, "parts": ["identity"], "why": "duplicate"}
    Look.objects.bulk_create(
        [Look(client=seen.get(hit), asked="" if hit in seen else hit, **about) for hit in sorted(hits)]
    )


def _alike(found: list[tuple[str, str]]) -> str:
    reason = found[0][1]
    numbers = ", ".join(hit for hit, why in found if why == reason)
    if reason == "bsn":
        return translate("Dit BSN staat al op naam van klantnummer %(number)s.") % {"number": numbers}
    return translate(
        "Er is iemand met dezelfde geboortedatum en bijna dezelfde naam: klantnummer %(number)s. Is het een ander, meld deze "
        "inwoner dan zelf aan."
    ) % {"number": numbers}


def load(membership: Membership, chosen: list[Judged]) -> dict[int, str]:
    """Register who is new, and change how the others are reached."""
    new = [each.data[0] for each in chosen if each.what == "new"]
    if new:
        try:
            register_all(membership, [_newcomer(line) for line in new])
        except OnRecord:  # registered by hand at this very moment: nothing of the file is loaded
            raise ValidationError(
                translate("Iemand anders meldde zojuist een inwoner uit dit bestand aan. Bekijk het bestand opnieuw.")
            ) from None
    _reach([each.data for each in chosen if each.what == "changed"])
    return {}


def _newcomer(line: Line) -> Newcomer:
    value = line.values.get
    return Newcomer(
        first_name=line.values["first_name"], last_name=line.values["last_name"], prefix=value("prefix") or "",
        source=value("source") or "import", municipality=line.values["town"], registered_on=value("registered_on"),
        number=value("bsn") or "", birth_date=line.values["birth_date"], gender=value("gender") or "",
        household=value("household") or "", lead=value("user"),
        contact={key: line.values[key] for key in CONTACT if value(key)},
    )  # fmt: skip


def _reach(known: list[tuple[Line, Client, Contact]]) -> None:
    told: list[Telling] = []
    fresh: list[Contact] = []
    changed: list[Contact] = []
    locked = {each.pk: each for each in Contact.objects.select_for_update(of=("self",)).filter(
        pk__in=[contact.pk for _line, _client, contact in known if contact.pk]).order_by("pk")}  # fmt: skip
    for line, client, was in known:
        contact = locked.get(was.pk, was)
        fields = [key for key in CONTACT if line.values.get(key) and line.values[key] != getattr(contact, key)]
        for key in fields:
            setattr(contact, key, line.values[key])
        if contact.pk:
            contact.version += 1
        (changed if contact.pk else fresh).append(contact)
        told.append(Telling("client-changed", client, contact, {"fields": [CONTACT[key] for key in fields]}))
    Contact.objects.bulk_create(fresh)
    Contact.objects.bulk_update(changed, [*CONTACT, "version"], batch_size=500)
    record_many(told, part="contact")


EXAMPLE = """BSN;Voornaam;Tussenvoegsel;Achternaam;Geboortedatum;Gemeente;Postcode;Huisnummer;Telefoon
;Amina;;Yilmaz;03-02-1985;Maastricht;6211 AB;12;06 12345678
;Karel;van;Dijk;17-11-1971;Vaals;6291 CD;3A;
"""
KIND = Kind(
    "clients", _("Inwoners"),
    _("Nieuwe inwoners, en adres en telefoon van wie al bekend is. Wie nieuw is, komt bij u of bij wie in de kolom Regie staat."),
    may, FIELDS, judge, load, EXAMPLE,
)  # fmt: skip
