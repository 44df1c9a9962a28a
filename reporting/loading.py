"""Bring a chain in the database to what its blueprint says, and tell what changed.

Nothing is ever deleted: a mandate or instrument that left the blueprint gets a last day, partners, municipalities,
programmes and targets stay. Baselines are never touched.
"""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, ChainMunicipality, Instrument, Mandate, Membership, Municipality, Partner
from clients.models import Definition, LetterTemplate, RetentionRule, Term
from development import module_lines
from development.models import Condition, Yield
from diagnosis.occupation_lists import load_own
from placement.models import Amount
from reporting.blueprint import Blueprint
from reporting.blueprint_values import Row, national_municipalities
from reporting.loading_rows import (
    amount_name,
    definition_name,
    mandate_name,
    rule_name,
    same_time,
    shown,
    take_meant,
    take_moved,
    term_name,
    within,
)
from reporting.models import Cost, Programme, Saving, Target
from reporting.programmes import divide, worked_out
from reporting.scope import places_of


def load(blueprint: Blueprint) -> list[str]:
    """Found or update the chain, in one transaction; the changes as sentences, none if there was nothing to change.

    Runs as the application: a definer function founds the chain, after which its system membership `setup` acts.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(hashtext('load_chain'))")  # one at a time
        loading = _Loading()
        chain = loading.found(blueprint.chain)
        with acting_as(system_membership(chain, "setup"), f"load_chain {blueprint.path.name}"):
            loading.country()
            loading.municipalities(blueprint.municipalities)
            loading.partners(blueprint.partners)
            loading.mandates(blueprint.mandates)
            loading.instruments(blueprint.instruments)
            loading.programmes(blueprint.programmes)
            loading.definitions(blueprint.definitions)
            loading.terms(blueprint.terms)
            loading.amounts(blueprint.amounts)
            loading.letters(blueprint.letters)
            loading.retention(blueprint.retention)
            loading.occupations()
    return loading.changes


class _Loading:
    chain: Chain

    def __init__(self) -> None:
        self.changes: list[str] = []
        self.codes: dict[str, Municipality] = {}
        self.partner: dict[str | None, Partner] = {}
        self.by_hand: dict[type[models.Model], set[int]] = {}  # table -> ids of what people changed (chosen())

    def added(self, what: str) -> None:
        self.changes.append(_("toegevoegd: %s") % what)

    def changed(self, what: str, field: str, old: Any, new: Any) -> None:
        self.changes.append(
            _("gewijzigd: %(what)s, %(field)s: %(old)s -> %(new)s")
            % {"what": what, "field": field, "old": shown(old), "new": shown(new)}
        )

    def put[M: models.Model](self, what: str, row: M | None, new: M, values: dict[str, Any]) -> M:
        """Save `new` with the values where there is no row yet, else change in the row what differs from them."""
        if row is None:
            row = new
            for name, value in values.items():
                setattr(row, name, value)
            row.save(force_insert=True)
            self.added(what)
            return row
        before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
        if before and self.chosen(row):
            self.stays(what)
            return row
        for name, old in before.items():
            setattr(row, name, values[name])
            self.changed(what, name, old, values[name])
        if before:
            row.save(update_fields=list(before))
        return row

    def chosen(self, row: models.Model) -> bool:
        """Whether somebody changed or made the row on the pages of the administrator: that stays, and loading says so. Once a
        table from its history; terms, modules and templates tell it by their version."""
        model = type(row)
        if model not in self.by_hand:
            people = Membership.objects.filter(chain=self.chain).exclude(role="system").values_list("pk", flat=True)
            try:
                events = apps.get_model(model._meta.app_label, f"{model.__name__}Event")
            except LookupError:  # of the country, which has no administrator
                self.by_hand[model] = set()
            else:
                told = events.objects.filter(pgh_context__membership__in=list(people))
                self.by_hand[model] = set(told.values_list("id", flat=True))
        return row.pk in self.by_hand[model]

    def stays(self, what: str) -> None:
        self.changes.append(_("blijft zoals de beheerder het koos: %s") % what)

    def end(self, what: str, row: Mandate | Instrument | Definition | Term | Amount | RetentionRule) -> None:
        """Give what left the blueprint its last day: yesterday, or the day it starts if that is later."""
        yesterday = today() - dt.timedelta(1)
        last = max(row.started_on or yesterday, yesterday)
        if row.ended_on is None or row.ended_on > last:
            if self.chosen(row):
                self.stays(what)
                return
            row.ended_on = last
            row.save(update_fields=["ended_on"])
            self.changes.append(_("beëindigd: %(what)s, laatste dag %(last)s") % {"what": what, "last": shown(last)})

    def found(self, row: Row) -> Chain:
        what, known = _("keten %s") % row["slug"], Chain.objects.filter(slug=row["slug"]).first()
        with connection.cursor() as cursor:  # also of a chain that is there: a new release may have new jobs
            cursor.execute("select snoer_found_chain(%s, %s)", [row["slug"], row["name"]])
        self.chain = Chain.objects.get(slug=row["slug"])
        if known is None:
            self.added(what)
        elif known.name != self.chain.name:
            self.changed(what, "name", known.name, self.chain.name)
        return self.chain

    def country(self) -> None:
        """The national table of municipalities, in which people may live anywhere."""
        self.codes = {row.code: row for row in Municipality.objects.all()}
        new = [Municipality(code=code, name=name) for code, name in national_municipalities().items()
               if code not in self.codes]  # fmt: skip
        if new:
            self.codes |= {row.code: row for row in Municipality.objects.bulk_create(new)}
            self.added(_("%d gemeenten van Nederland") % len(new))
        for code, name in national_municipalities().items():
            self.put(_("gemeente %s") % code, self.codes[code], Municipality(), {"name": name})

    def municipalities(self, codes: list[str]) -> None:
        served = set(ChainMunicipality.objects.filter(chain=self.chain).values_list("municipality_id", flat=True))
        for code in codes:
            if self.codes[code].pk not in served:
                ChainMunicipality.objects.create(chain=self.chain, municipality=self.codes[code])
                self.added(_("gemeente %(code)s %(name)s van de keten") % {"code": code, "name": self.codes[code].name})

    def partners(self, rows: list[Row]) -> None:
        self.partner = {row.code: row for row in Partner.objects.filter(chain=self.chain)}
        for position, row in enumerate(rows, 1):
            values = {
                "name": row["name"],
                "description": row.get("description", ""),
                "colour": row.get("colour", "system"),
                "position": position,
            }
            self.partner[row["code"]] = self.put(
                _("partner %s") % row["code"], self.partner.get(row["code"]),
                Partner(chain=self.chain, code=row["code"]), values,
            )  # fmt: skip
        for row in rows:  # once all of them exist
            links = {
                "parent": self.partner.get(row.get("parent")),
                "succeeded_by": self.partner.get(row.get("succeeded_by")),
            }
            if "succeeded_on" in row:  # else the chain sets the day, and keeps it
                links["succeeded_on"] = row["succeeded_on"]
            self.put(_("partner %s") % row["code"], self.partner[row["code"]], Partner(), links)

    def mandates(self, rows: list[Row]) -> None:
        have: dict[tuple, Mandate] = {
            (m.partner_id, m.function, m.municipality_id, m.started_on): m
            for m in Mandate.objects.filter(chain=self.chain).select_related("partner", "municipality")
        }
        wanted: dict[tuple, Mandate] = {}
        for row in rows:
            for code in [code for code, _line in row.get("municipalities", [])] or [None]:
                mandate = Mandate(
                    chain=self.chain, partner=self.partner[row["partner"]], function=row["function"],
                    municipality=self.codes[code] if code else None, started_on=row["from"],
                    ended_on=row.get("until"), phase=row.get("phase", ""), basis=row["basis"],
                    source=row.get("source", ""),
                )  # fmt: skip
                wanted[mandate.partner_id, mandate.function, mandate.municipality_id, mandate.started_on] = mandate
        gone = {key: mandate for key, mandate in have.items() if key not in wanted}
        for key, mandate in wanted.items():
            # A corrected start is a change of the mandate that it overlaps, not a new one beside it.
            old = have.get(key) or take_moved(mandate, gone)
            values = {name: getattr(mandate, name) for name in ("started_on", "ended_on", "phase", "basis", "source")}
            self.put(mandate_name(old or mandate), old, mandate, values)
        for mandate in gone.values():
            self.end(mandate_name(mandate), mandate)

    def instruments(self, rows: list[Row]) -> None:
        """A module that the administrator has changed or made (its version is over 1) stays so, and that is said."""
        have = {row.code: row for row in Instrument.objects.filter(chain=self.chain).select_related("partner")}
        lines = {name: self._module_lines(model) for name, model in LINES.items()}
        for row in rows:
            values = {
                "name": row["name"],
                "purpose": row.get("purpose", ""),
                "phase": row["phase"],
                "track": row.get("track", ""),
                "function": row["function"],
                "partner": self.partner.get(row.get("partner")),
                "activates": row.get("activates", False),
                "form_of_work": row.get("form_of_work", ""),
                "group": row.get("group", False),
                "for_whom": row.get("for_whom", ""),
                "conditions": row.get("conditions", ""),
                "weeks": row.get("weeks"),
                "norm_weeks": row.get("norm_weeks"),
                "hours_per_week": row.get("hours_per_week"),
                "unit_cost": row.get("unit_cost"),
                "cost_per": row.get("cost_per", ""),
                "capacity": row.get("capacity"),
                "srg_code": row.get("srg_code", ""),
                "started_on": row.get("from"),
                "ended_on": row.get("until"),
            }
            what, known = _("instrument %s") % row["code"], have.pop(row["code"], None)
            wanted = {name: module_lines.in_order(want for want, _line in row.get(name, [])) for name in LINES}
            if known is not None and known.version > 1:
                there = {name: lines[name].get(known.pk, []) for name in LINES}
                if there != wanted or any(getattr(known, name) != value for name, value in values.items()):
                    self.stays(what)
                continue
            instrument = self.put(what, known, Instrument(chain=self.chain, code=row["code"]), values)
            for name, model in LINES.items():
                was = lines[name].get(instrument.pk, [])
                if was != wanted[name] and module_lines.write(instrument, model, wanted[name]) and known is not None:
                    self.changed(what, name, was, wanted[name])
        for instrument in have.values():
            if instrument.version == 1:
                self.end(_("instrument %s") % instrument.code, instrument)

    def _module_lines(self, model: type[Yield] | type[Condition]) -> dict[int, list[module_lines.Want]]:
        """By module its lines as they are now."""
        found: dict[int, list[module_lines.Want]] = {}
        for row in model._default_manager.filter(chain=self.chain).order_by("pk"):
            found.setdefault(row.instrument_id, []).append(module_lines.Want.of(row))
        return {pk: module_lines.in_order(wants) for pk, wants in found.items()}

    def programmes(self, rows: list[Row]) -> None:
        have = {row.key: row for row in Programme.objects.filter(chain=self.chain)}
        for row in rows:
            values = {
                "name": row["name"],
                "started_on": row["from"],
                "ended_on": row["until"],
                "rule_set": row["rule_set"],
                "counted_schemes": [scheme for scheme, _line in row["counted_schemes"]],
            }
            programme = self.put(
                _("programma %s") % row["key"], have.get(row["key"]),
                Programme(chain=self.chain, key=row["key"]), values,
            )  # fmt: skip
            self._money(programme, row)
            self._shares(programme, row)
            targets = {(target.kind, target.year): target for target in Target.objects.filter(programme=programme)}
            for kind, years in row["targets"].items():
                for year, number in years.items():
                    self.put(
                        _("doel %(key)s %(kind)s %(year)d") % {"key": row["key"], "kind": kind, "year": year},
                        targets.get((kind, year)),
                        Target(programme=programme, chain=self.chain, kind=kind, year=year),
                        {"target": number},
                    )

    def _shares(self, programme: Programme, row: Row) -> None:
        """As agreed, or the same for each municipality; what was chosen in the pages stays."""
        if not (key := row.get("share_key")):
            return
        if self.chosen(programme):
            if programme.share_key != key:
                self.stays(_("verdeling %s") % programme.key)
            return
        places = places_of(self.chain.pk)
        codes = {place.code: place.pk for place in places}
        shares = {codes[line["municipality"]]: line["percent"] for line in row.get("shares", [])}
        have = {share.municipality_id: share.percent for share in programme.shares.all()}
        wanted = shares or worked_out(programme, key, places)
        if (programme.share_key, programme.share_note, have) != (key, row.get("share_note", ""), wanted):
            divide(programme, wanted, key, row.get("share_note", ""))
            self.added(_("verdeling %s") % programme.key)

    def _money(self, programme: Programme, row: Row) -> None:
        """Costs and savings: a row a day, known by its kind and day."""
        costs = {(cost.kind, cost.on): cost for cost in programme.costs.all()}
        savings = {saving.started_on: saving for saving in programme.savings.all()}
        own = {"programme": programme, "chain": self.chain}
        for line in row.get("costs", []):
            key = line["kind"], line["on"]
            self.put(
                _("kosten %(programme)s %(day)s") % {"programme": programme.key, "day": line["on"]}, costs.get(key),
                Cost(kind=key[0], on=key[1], **own), {"amount": line["amount"], "text": line["text"]},
            )  # fmt: skip
        for line in row.get("savings", []):
            self.put(
                _("besparing %(programme)s %(day)s") % {"programme": programme.key, "day": line["from"]},
                savings.get(line["from"]), Saving(started_on=line["from"], **own),
                {"full": line["full"], "partial": line["partial"], "text": line["text"]},
            )  # fmt: skip

    def definitions(self, rows: list[Row]) -> None:
        """What a word means is dated: a new meaning is a row of its own, a corrected text or first day a change."""
        have = {(row.key, row.started_on): row for row in Definition.objects.filter(chain=self.chain)}
        wanted: dict[tuple[str, dt.date], dict[str, Any]] = {}
        for position, row in enumerate(rows, 1):
            wanted[row["key"], row["from"]] = {
                "name": row["name"], "kind": row.get("kind", "yes-no"), "text": row["text"],
                "signs": "\n".join(row.get("signs", [])), "source": row.get("source", ""), "position": position,
                "started_on": row["from"], "ended_on": row.get("until"),
            }  # fmt: skip
        gone = {key: row for key, row in have.items() if key not in wanted}
        moved = {}
        for key, values in wanted.items():
            if key not in have and (old := take_meant(key[0], values, gone)):
                moved[key] = old
        for definition in gone.values():
            self.end(definition_name(definition), definition)
        for key in sorted(wanted):  # an earlier meaning ends before a later one begins
            known = have.get(key) or moved.get(key)
            new = Definition(chain=self.chain, key=key[0], started_on=key[1])
            self.put(definition_name(known or new), known, new, wanted[key])

    def terms(self, rows: list[Row]) -> None:
        """A term that the administrator has changed or made (its version is over 1) stays so, and that is said."""
        have = {(t.key, t.scope, t.started_on): t for t in Term.objects.filter(chain=self.chain)}
        wanted: dict[tuple, Term] = {}
        for row in rows:
            term = Term(
                chain=self.chain, key=row["key"], scope=row.get("scope", ""), started_on=row["from"],
                ended_on=row.get("until"), name=row["name"], source=row["source"], offset=row["offset"],
                unit=row.get("unit", "months"), every=row.get("every"), times=row.get("times", 1),
                warn_days=row.get("warn_days", 0), hard=row.get("hard", False), article=row.get("article", ""),
                for_whom=row.get("for_whom", "lead"),
            )  # fmt: skip
            wanted[term.key, term.scope, term.started_on] = term
        own = [term for term in have.values() if term.version > 1]
        gone = [term for key, term in have.items() if key not in wanted and term.version == 1]
        pairs = []
        for key, term in wanted.items():
            old = have.get(key)
            if old is None:  # a corrected first day is a change of the row that it overlaps
                old = next((other for other in gone if same_time(term, other)), None)
                gone = [other for other in gone if other is not old]
            pairs.append((term, old))
        for term in gone:
            self.end(term_name(term), term)
        # What becomes shorter first: the others grow into its place.
        for term, old in sorted(
            pairs, key=lambda pair: (not within(*pair), pair[0].key, pair[0].scope, pair[0].started_on)
        ):
            values = {name: getattr(term, name) for name in TERM}
            if old is not None and old.version > 1:
                if any(getattr(old, name) != value for name, value in values.items()):
                    self.stays(term_name(old))
            elif any(same_time(term, other) for other in own):
                self.stays(term_name(term))
            else:
                self.put(term_name(old or term), old, term, values)

    def amounts(self, rows: list[Row]) -> None:
        """Amounts by key and first day; a corrected first day is a change of the row that it overlaps."""
        have = {(row.key, row.started_on): row for row in Amount.objects.filter(chain=self.chain)}
        wanted = {(row["key"], row["from"]): row for row in rows}
        gone = [row for key, row in have.items() if key not in wanted]
        for (key, first), row in sorted(wanted.items()):
            last, old = row.get("until"), have.get((key, first))
            if old is None:
                old = next((o for o in gone if o.key == key and o.started_on <= (last or dt.date.max)
                            and first <= (o.ended_on or dt.date.max)), None)  # fmt: skip
                gone = [other for other in gone if other is not old]
            new = Amount(chain=self.chain, key=key, started_on=first)
            values = {"started_on": first, "ended_on": last, "value": row["value"], "source": row["source"]}
            self.put(amount_name(old or new), old, new, values)
        for left in gone:
            self.end(amount_name(left), left)

    def letters(self, rows: list[Row]) -> None:
        """A template that the administrator has changed or made (its version is over 1) stays so, and that is said; one that
        left the blueprint is not offered any more."""
        have = {row.key: row for row in LetterTemplate.objects.filter(chain=self.chain)}
        for row in rows:
            what, known = _("brief %s") % row["key"], have.pop(row["key"], None)
            values = {
                "name": row["name"], "source": row["source"], "subject": row["subject"], "body": row["text"], "in_use": True,
            }  # fmt: skip
            if known is None or known.version == 1:
                self.put(what, known, LetterTemplate(chain=self.chain, key=row["key"]), values)
            elif any(getattr(known, name) != value for name, value in values.items()):
                self.stays(what)
        for left in have.values():
            if left.version == 1:
                self.put(_("brief %s") % left.key, left, LetterTemplate(), {"in_use": False})

    def retention(self, rows: list[Row]) -> None:
        """Rules of keeping by kind and first day; one that left the blueprint ends, since files were closed under it."""
        have = {(rule.kind, rule.started_on): rule for rule in RetentionRule.objects.filter(chain=self.chain)}
        for row in rows:
            old = have.pop((row["kind"], row["from"]), None)
            new = RetentionRule(chain=self.chain, kind=row["kind"], started_on=row["from"])
            values = {
                "ended_on": row.get("until"), "months": row.get("months", 0), "weeks": row.get("weeks", 0),
                "source": row["source"],
            }  # fmt: skip
            self.put(rule_name(new), old, new, values)
        for left in have.values():
            self.end(rule_name(left), left)

    def occupations(self) -> None:
        """The everyday occupations that come with this release; of no chain in particular."""
        laid = load_own()
        if laid.added:
            self.added(_("%d beroepen") % laid.added)
        elif laid.names:
            self.added(_("%d namen van beroepen") % laid.names)
        self.changes += laid.changed


# What a module yields and for whom it is: keys of the blueprint.
LINES: dict[str, type[Yield] | type[Condition]] = {"yields": Yield, "fits": Condition}

# What of a term can change; key, scope and first day say which one it is.
TERM = (
    "started_on",
    "ended_on",
    "name",
    "source",
    "offset",
    "unit",
    "every",
    "times",
    "warn_days",
    "hard",
    "article",
    "for_whom",
)
