"""Employers: found by name, and who reads and keeps them. Their pages: employer_list.py, employer_pages.py."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import BooleanField, Count, F, Func, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest

from chain.models import Membership
from clients.queries import shows
from placement.models import Employer, Placement

OPTIONS = 12  # names offered while typing
LEGAL_FORMS = {"bv", "nv", "vof", "b.v.", "n.v.", "v.o.f.", "stichting", "coöperatie", "de", "het"}


def tidy(name: str) -> str:
    return " ".join(name.split())


def named(chain_id: int, name: str) -> Employer | None:
    """The chain's employer with that name, whatever its capitals."""
    return Employer.objects.filter(chain_id=chain_id, name__iexact=name).order_by("pk").first()


def similar(chain_id: int, name: str) -> list[Employer]:
    """Employers that share a telling word with the name; at most five."""
    words = [word for word in name.casefold().split() if word not in LEGAL_FORMS and len(word) > 2][:4]
    if not words:
        return []
    shared = Q()
    for word in words:
        shared |= Q(name__icontains=word)
    return list(Employer.objects.filter(shared, chain_id=chain_id).order_by("name")[:5])


def matching(chain_id: int, typed: str) -> QuerySet[Employer]:
    """What to offer while a name is typed; nothing before two letters, for a list of all grows without end."""
    typed = tidy(typed)
    if len(typed) < 2:
        return Employer.objects.none()
    return Employer.objects.filter(chain_id=chain_id, name__icontains=typed).order_by("name")[:OPTIONS]


def new(chain_id: int, name: str, kind: str = "employer") -> Employer:
    """An employer by name, unchecked; the one that is there where somebody else makes it right now."""
    try:
        with transaction.atomic():
            return Employer.objects.create(chain_id=chain_id, name=name, kind=kind)
    except IntegrityError:
        return Employer.objects.get(chain_id=chain_id, name=name)


def in_words(found: QuerySet[Employer], typed: str) -> QuerySet[Employer]:
    """Those of them whose name holds what was typed, whose place begins with it, or whose KvK number does."""
    digits = typed.replace(" ", "").replace(".", "")
    if digits.isdecimal() and len(digits) >= 4:
        return found.filter(kvk=digits) if len(digits) == 8 else found.filter(kvk__startswith=digits[:8])
    there = RawSQL("select snoer_employers_named(%s)", (typed,))
    # As an array: the planner enters by the key, whatever it thinks of how many there are.
    return found.filter(Func(F("pk"), there, arg_joiner=" = any(array", template="%(expressions)s)",
                             output_field=BooleanField()))  # fmt: skip


def reader(request: HttpRequest, *, write: bool = False) -> Membership:
    """Who asks for a page about employers; 404 outside a chain, 403 for who may not read (or write) of them."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None:
        raise Http404
    if not membership.reads("employers") or (write and not may_write(membership)):
        raise PermissionDenied
    return membership


def may_write(membership: Membership) -> bool:
    """Of employers is written under the name of a partner."""
    return membership.writes("employers") and membership.partner_id is not None


def one(request: HttpRequest, pk: int, *, write: bool = False) -> tuple[Membership, Employer]:
    """The chain's employer, for who reads (or writes) of employers."""
    membership = reader(request, write=write)
    found = Employer.objects.select_related("keeper").filter(chain_id=membership.chain_id, pk=pk).first()
    if found is None:
        raise Http404
    return membership, found


def placed(membership: Membership, shown: list[Employer]) -> QuerySet[Placement]:
    """The placements at the employers of the people that the membership sees, but for those that were called off."""
    if not membership.reads("placements"):
        return Placement.objects.none()
    found = Placement.objects.filter(shows(membership, "placements"), employer__in=shown)
    return found.exclude(step__status="cancelled")


def counts(membership: Membership, shown: list[Employer]) -> dict[int, dict[str, Any]]:
    """Per employer how many of the people that the membership sees work there now, and in all; one question."""
    running = Count("pk", filter=Q(step__status="active"))
    rows = placed(membership, shown).values("employer").annotate(all=Count("pk"), now=running).order_by()
    return {row["employer"]: {"now": row["now"], "all": row["all"]} for row in rows}
