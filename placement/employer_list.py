"""The list of employers: found and filtered, by name, 25 at a time, each with who placed there and who spoke to them last."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chain.addresses import among, number
from chain.days import today
from chain.models import Membership
from clients.queries import any_of
from diagnosis.codes import SECTORS
from placement import employer_contacts, employers, vacancies
from placement.models import Employer, Project, ProjectEmployer

PAGE = 25
LONGEST = 80
CONTACTS = {"mijn": _("Van mijn werkgevers"), "alle": _("Van alle werkgevers")}


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what it does not understand is left out."""

    q: str = ""
    sector: str = ""
    project: str = ""
    contact: str = ""  # the next contact is due: of `mijn` employers, or of `alle`
    nakijken: str = ""
    na: str = ""
    voor: str = ""

    @classmethod
    def of(cls, data: QueryDict) -> "Asked":
        return cls(
            q=employers.tidy(data.get("q", "").replace("\x00", ""))[:LONGEST],
            sector=among(data.get("sector"), SECTORS),
            project=number(data.get("project")), contact=among(data.get("contact"), CONTACTS),
            nakijken=among(data.get("nakijken"), ("1",)), na=number(data.get("na")), voor=number(data.get("voor")),
        )  # fmt: skip

    def address(self, **changes: str) -> str:
        """The list with these filters, from its beginning unless `na` or `voor` is given."""
        query = vars(replace(self, na="", voor="")) | changes
        chosen = urlencode({name: value for name, value in query.items() if value})
        return reverse("employers") + (f"?{chosen}" if chosen else "")

    @property
    def filtered(self) -> bool:
        return any((self.q, self.sector, self.project, self.contact, self.nakijken))


def find(membership: Membership, asked: Asked) -> tuple[list[Employer], bool, bool]:
    """A page of the list, and whether there are more before and after it; one question."""
    found = _filtered(membership, asked)
    backwards = bool(asked.voor) and not asked.na
    if number := asked.na or asked.voor:
        anchor = Employer.objects.filter(pk=number, chain_id=membership.chain_id).values("name")[:1]
        found = found.filter(**{"name__lt" if backwards else "name__gt": anchor})
    rows = list(found.order_by("-name" if backwards else "name")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
        return rows, more, bool(rows)
    return rows, bool(asked.na) and bool(rows), more


def _filtered(membership: Membership, asked: Asked) -> QuerySet[Employer]:
    found = Employer.objects.filter(chain_id=membership.chain_id)
    if asked.q:
        found = employers.in_words(found, asked.q)
    if asked.sector:
        found = found.filter(sector=asked.sector)
    if asked.nakijken:
        found = found.filter(checked=False)
    if asked.project:
        found = found.filter(
            any_of(ProjectEmployer.objects.filter(employer=OuterRef("pk"), project=int(asked.project)))
        )
    if asked.contact:
        due = employer_contacts.due(membership.chain_id)
        due = employer_contacts.mine(due, membership) if asked.contact == "mijn" else due
        found = found.filter(pk__in=due.values("employer"))
    return found


def open_vacancies(chain_id: int, shown: list[Employer]) -> dict[int, int]:
    """Per employer how many vacancies have a place left; one question."""
    found = vacancies.open_ones(chain_id).filter(employer__in=shown)
    return dict(found.values_list("employer").annotate(number=Count("pk")).order_by())


def _rows(membership: Membership, shown: list[Employer]) -> list[dict[str, Any]]:
    counts, contacts = employers.counts(membership, shown), employer_contacts.latest_of(shown)
    to_be_had = open_vacancies(membership.chain_id, shown) if membership.reads("vacancies") else {}
    return [
        {
            "employer": one, "now": 0, "all": 0, "vacancies": to_be_had.get(one.pk, 0), "latest": contacts.get(one.pk),
            **counts.get(one.pk, {}),
        }
        for one in shown
    ]  # fmt: skip


@login_required
@require_safe
def employer_list(request: HttpRequest) -> HttpResponse:
    """The chain's employers; counted are the people that the reader may see."""
    membership = employers.reader(request)
    asked = Asked.of(request.GET)
    shown, before, after = find(membership, asked)
    projects = Project.objects.filter(chain_id=membership.chain_id).values_list("pk", "name")
    return render(request, "placement/employers.html", {
        "section": "employers", "asked": asked, "rows": _rows(membership, shown), "today": today(),
        "writes": employers.may_write(membership), "contacts": CONTACTS.items(),
        "sectors": [(key, capfirst(str(name))) for key, (name, _sbi) in SECTORS.items()],
        "projects": [(str(pk), name) for pk, name in projects], "counts": membership.reads("placements"),
        "previous_url": asked.address(voor=str(shown[0].pk)) if before else "",
        "next_url": asked.address(na=str(shown[-1].pk)) if after else "",
        "first_url": asked.address() if asked.na or asked.voor else "",
    })  # fmt: skip
