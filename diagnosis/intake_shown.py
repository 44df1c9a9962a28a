"""What the pages of the intake show: each section as the reader meets it, who takes part, and what was known before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as translate

from chain.days import today
from chain.formats import day
from chain.models import Mandate, Membership, Partner
from clients import access, plans, standing
from clients.languages import LANGUAGES
from clients.models import SCHEMES, BenefitPeriod, Client, Contact
from clients.models.plan import PLAN_KINDS
from clients.steps import is_of
from diagnosis import presence
from diagnosis.intake import may_lead, may_write
from diagnosis.intake_forms import DomainForm, OpenDomainForm, OutcomeForm, SectionForm
from diagnosis.models import CONCLUSIONS, Intake, IntakeSection, Invitation, LifeDomain
from diagnosis.models.intake import IN_THE_WAY
from diagnosis.sections import PRACTICAL, SECTIONS, Section

OUTCOME = "outcome"
# Which functions come next: the mandates for them say which partners a conclusion is about, and whom a question goes to.
NEXT_FUNCTIONS = {
    "placement": ("placement",),
    "diagnosis": ("practical-diagnosis", "tests", "medical-diagnosis"),
    "development": ("basic-development", "learning-by-working"),
    "participation": ("participation-place", "volunteering", "day-activity"),
    "none": (),
}
SPOKEN = ("nld", "lim")  # without an interpreter


class Told(NamedTuple):
    """An answer to read; `own`: in the person's own words."""

    label: str
    value: object
    own: bool = False


@dataclass
class Part:
    """A section as this reader meets it. `mode`: form, read (along), or shut (not for this reader)."""

    key: str
    title: object
    partner: Partner
    mode: str
    row: IntakeSection | None = None
    form: Any = None
    rows: list[Told] = field(default_factory=list)
    domains: list["Domain"] = field(default_factory=list)
    opens: OpenDomainForm | None = None
    busy: Mapping[str, Any] | None = None
    newer: bool = False  # another saved since the page was made
    take_url: str = ""  # for who leads the talk, and may fill in what is another's
    saved: str = ""  # said after saving

    @property
    def filled(self) -> bool:
        return bool(self.rows or self.domains)


@dataclass
class Domain:
    """An open life domain, to write in or to read."""

    domain: LifeDomain
    form: DomainForm | None
    rows: list[Told]


class Talk:
    """An intake with all that its pages show of it, for one reader. Asks the same few questions whatever was written."""

    def __init__(self, intake: Intake, membership: Membership, taken: str = "") -> None:
        self.intake, self.client, self.membership, self.taken = intake, intake.client, membership, taken
        self.open = intake.status == "open"
        self.leads = self.open and may_lead(membership, self.client)
        self.sections = {row.key: row for row in intake.sections.select_related("partner", "author")}
        for row in self.sections.values():
            row.client, row.intake = self.client, intake  # asked already
        self.invitations = list(
            Invitation.objects.filter(client=self.client, cancelled_on=None, ended_on=None)
            .select_related("partner", "client").order_by("on", "time", "pk")
        ) if self.open else []  # fmt: skip
        self.coming = {found.partner_id for found in self.invitations}
        self.busy = presence.busy(intake.pk, [*SECTIONS, OUTCOME], membership) if self.open else {}

    def reads(self, part: str) -> bool:
        return access.reads(self.membership, self.client, part)

    def held(self) -> list[Section]:
        """The sections of this talk; those of a partner that comes only where it was asked."""
        return [
            section for section in SECTIONS.values()
            if self.intake.form in section.forms and (not section.when_asked or section.key in self.sections)
        ]  # fmt: skip

    def parts(self, bound: Mapping[str, Any] | None = None, known: "Known | None" = None) -> list[Part]:
        """Each section, `bound` being forms that were sent and come back."""
        return [self.part(section, (bound or {}).get(section.key), known) for section in self.held()]

    def part(self, section: Section, form: Any = None, known: "Known | None" = None) -> Part:
        row = self.sections.get(section.key)
        made = Part(section.key, section.title, row.partner if row else self.intake.step.partner, "read", row)
        if not self.reads(section.part):
            made.mode = "shut"
            return made
        made.busy = self.busy.get(section.key)
        if section.key == "barriers":
            return self._barriers(made, form)
        if row is None:
            return made
        made.rows = told(section, row.answers)
        if not self.open or not may_write(self.membership, self.client, row):
            return made
        own = is_of(self.membership, row.partner)
        if own or form is not None or self.taken == section.key or row.partner_id not in self.coming:
            made.mode = "form"
            prefill = known.earlier(section.key) if known and row.saved_at is None else {}
            made.form = (form or SectionForm(row, prefill=prefill)).lay_out()
        else:
            made.take_url = f"{reverse('intake', args=[self.client.number])}?invullen={section.key}#{section.key}"
        return made

    def _barriers(self, made: Part, form: Any) -> Part:
        """The life domains that are open. `form`: one of theirs, or the one to open another, that comes back."""
        found = (
            self.intake.domains.filter(closed_at=None).select_related("author", "partner").order_by("opened_at", "pk")
        )
        writes = self.open and access.writes(self.membership, self.client, "barriers")
        made.mode, made.form = "form" if writes else "read", form
        domains = list(found)
        for domain in domains:
            mine = writes and may_write(self.membership, self.client, domain)
            came_back = isinstance(form, DomainForm) and form.domain.pk == domain.pk
            shown = (form if came_back else DomainForm(domain)).lay_out() if mine else None
            made.domains.append(Domain(domain, shown, _domain_told(domain)))
        if writes:
            opened = [domain.domain for domain in domains]
            made.opens = form if isinstance(form, OpenDomainForm) else OpenDomainForm(opened=opened)
        return made

    def outcome(self, form: OutcomeForm | None = None) -> Part:
        made = Part(OUTCOME, translate("Conclusie"), self.intake.step.partner, "form" if self.leads else "read")
        made.busy = self.busy.get(OUTCOME)
        if self.leads:
            made.form = form or OutcomeForm(self.intake)
            for each in made.form.fields.values():
                each.required = True
        return made

    def taking_part(self, parts: list[Part]) -> list[dict[str, Any]]:
        """The partners of the talk, each with its sections; who of it wrote last, and who is busy now."""
        partners: dict[int, dict[str, Any]] = {}
        for part in parts:
            whose = partners.setdefault(
                part.partner.pk, {"partner": part.partner, "parts": [], "people": {}, "busy": None}
            )
            whose["parts"].append(part)
            author, lead = part.row.author if part.row else None, self.intake.step.partner_id
            if author and (part.partner.pk == lead or author.pk != self.intake.author_id):  # not for another partner
                whose["people"][author.pk] = str(author)
            if part.busy and part.busy["partner"] == part.partner.name:
                whose["busy"] = part.busy
        for found in self.invitations:
            partners.setdefault(found.partner_id, {"partner": found.partner, "parts": [], "people": {}, "busy": None})[
                "comes"
            ] = found
        first = partners.get(self.intake.step.partner_id)
        if first is not None:
            first["people"].setdefault(self.intake.author_id, str(self.intake.author))
        return [{"comes": None, **whose} for whose in partners.values()]


def told(section: Section, answers: Mapping[str, Any]) -> list[Told]:
    """What was answered, in the order of the section, without what was left empty."""
    rows = []
    for name, asked in section.asked.items():
        value = answers.get(name)
        matter, _, what = name.rpartition("_")
        if matter in PRACTICAL:
            done = answers.get(f"{matter}_done")
            if what == "needed" and (value or done):
                rows.append(Told(capfirst(str(asked.short)), done or translate("nodig")))
            continue
        if value in (None, "", False):
            continue
        if asked.kind == "hours":
            value = translate("%(hours)s uur per week") % {"hours": value}
        rows.append(
            Told(capfirst(str(asked.short)), translate("ja") if value is True else value, asked.kind == "words")
        )
    return rows


def _domain_told(domain: LifeDomain) -> list[Told]:
    said = [
        (translate("Nodig voor werk, omdat"), domain.why),
        (translate("Staat in de weg"), IN_THE_WAY.get(domain.in_the_way, "")),
        (translate("Wat staat in de weg"), domain.barrier), (translate("Wat is nodig"), domain.needed),
    ]  # fmt: skip
    return [Told(label, value) for label, value in said if value]


def conclusions(client: Client) -> list[dict[str, Any]]:
    """What people choose from, each with the partners that then act, by today's mandates where the person lives."""
    functions = [function for names in NEXT_FUNCTIONS.values() for function in names]
    holders: dict[str, list[Partner]] = {}
    mandates = Mandate.objects.on(today()).filter(chain_id=client.chain_id, function__in=functions)
    for mandate in mandates.select_related("partner").order_by("partner__position", "pk"):
        if mandate.municipality_id in (None, client.home_id):
            holders.setdefault(mandate.function, []).append(mandate.partner)
    return [
        {"name": label, "partners": list(dict.fromkeys(p for f in NEXT_FUNCTIONS[key] for p in holders.get(f, [])))}
        for key, label in CONCLUSIONS.items()
    ]


class Known:
    """What the record knows already, as far as this reader reads it: in the margin, and what it puts into fields, in sight."""

    def __init__(self, membership: Membership, client: Client, intake: Intake | None = None) -> None:
        self.client, self.membership = client, membership
        self.rows: list[tuple[str, object, str]] = []  # name, value, address
        before = Intake.objects.filter(client=client, status="concluded").order_by("-concluded_on", "-pk")
        self.before = (before.exclude(pk=intake.pk) if intake else before).first()
        rows = self.before.sections.all() if self.before else []
        self.answers = {row.key: row.answers for row in rows}
        contact = Contact.objects.filter(client=client).first() if self._reads("contact") else None
        self.language = contact.language if contact else ""
        if self.language:
            self._add(translate("Taal van het gesprek"), LANGUAGES.get(self.language, self.language))
        if self._reads("benefit"):
            self._benefit()
        if self._reads("plan") and (plan := plans.latest(client)):
            name = PLAN_KINDS[plan.kind]
            said = translate("%(plan)s, tot %(day)s") if plan.ended_on else translate("%(plan)s, sinds %(day)s")
            when = {"plan": name, "day": day(plan.ended_on or plan.started_on)}
            self._add(translate("Plan"), said % when, reverse("plan", args=[client.number]))
        if self.before:
            url = f"{reverse('intake', args=[client.number])}?intake={self.before.pk}"
            said = translate("%(conclusion)s (%(day)s)")
            what = {"conclusion": CONCLUSIONS[self.before.conclusion], "day": day(self.before.concluded_on)}
            self._add(translate("Vorige intake"), said % what, url)
        self._profile()
        self.standing = [each for each in standing.latest(client) if each.said] if self._reads("profile") else []

    def _reads(self, part: str) -> bool:
        return access.reads(self.membership, self.client, part)

    def _add(self, name: str, value: object, url: str = "") -> None:
        self.rows.append((name, value, url))

    def _benefit(self) -> None:
        now = today()
        rows = BenefitPeriod.objects.filter(client=self.client, started_on__lte=now).order_by("-started_on")
        for period in rows:
            if period.ended_on is None or period.ended_on >= now:
                said = translate("%(scheme)s sinds %(on)s")
                self._add(
                    translate("Uitkering"), said % {"scheme": SCHEMES[period.scheme], "on": day(period.started_on)}
                )

    def _profile(self) -> None:
        """The work profile, where there is one: its hours and the way to it."""
        if not self._reads("profile"):
            return
        try:
            url = reverse("profile", args=[self.client.number])
        except NoReverseMatch:
            return
        from diagnosis.models import WorkProfile

        found = WorkProfile.objects.filter(client=self.client).first()
        self.hours = found.hours_max if found else None
        hours = translate("%(hours)s uur per week") % {"hours": self.hours} if self.hours else ""
        self._add(translate("Werkprofiel"), hours or (translate("lezen") if found else translate("nog leeg")), url)

    hours: int | None = None

    def earlier(self, key: str) -> dict[str, Any]:
        """What is put into a section that nobody wrote in yet: what lasts of the last intake, and what stands on record."""
        asked, answers = SECTIONS[key].asked, self.answers.get(key, {})
        found = {name: answers[name] for name, each in asked.items() if each.lasting and answers.get(name)}
        if key == "practical":
            if self.hours:
                found["hours"] = self.hours
            if self.language and self.language not in SPOKEN:
                found["interpreter_needed"] = True
        return found
