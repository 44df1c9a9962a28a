"""The report of an in-depth diagnosis on paper, in plain Dutch."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from chain.days import today
from chain.documents import pdf
from chain.formats import day_long, day_typed
from clients.steps import is_of
from diagnosis.models import PracticalDiagnosis
from diagnosis.models.report import FINDING_KINDS
from diagnosis.report_pages import fetch, seen


@never_cache
@login_required
@require_GET
def diagnosis_pdf(request: HttpRequest, number: str, diagnosis_id: int) -> HttpResponse:
    """The report that was given; to its own partner also the draft, marked so. Each is a look at the file."""
    found, membership = fetch(request, number, diagnosis_id)
    if found.status == "stopped":
        raise Http404
    if found.status == "draft" and not is_of(membership, found.partner):
        raise PermissionDenied  # the host writes days in it, and does not have what is made of them
    made = pdf("diagnosis", on_paper(found))
    name = f"diagnose-{number}-{'concept' if found.status == 'draft' else day_typed(found.ended_on)}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def on_paper(found: PracticalDiagnosis) -> dict[str, Any]:
    """What templates/documents/diagnosis.typ prints: texts and days in words, nothing to be looked up or reckoned."""
    days = list(found.days.values_list("on", "present"))
    there = {on for on, present in days if present}
    with override("nl"):
        return {
            "name": found.client.name, "number": found.client.number, "chain": found.client.chain.name,
            "draft": found.status == "draft", "printed_on": day_long(today()), "given_on": day_long(found.ended_on),
            "partner": found.partner.name, "author": found.author.name, "question": found.question,
            "asked_by": found.referral.asked_by.name if found.referral else "", "place": found.place,
            "host": found.host.name if found.host else "", "from": day_long(found.started_on),
            "until": day_long(found.ended_on or found.planned_end), "days_a_week": found.days_a_week,
            "there": len(there), "missed": len({on for on, _present in days} - there),
            "competences": found.competences, "motivation": found.motivation, "chances": found.chances,
            "advice": found.advice, "talked_on": day_long(found.talked_on), "says": found.says,
            "seen": [
                {"name": capfirst(str(row["name"])), "mastery": str(row["mastery"]), "evidence": row["evidence"]}
                for row in seen(found)
            ],
            "findings": [
                {"kind": capfirst(str(FINDING_KINDS[one.kind])), "by": one.given_by, "on": day_long(one.on),
                 "conclusion": one.conclusion, "until": day_long(one.valid_until)}
                for one in found.findings.order_by("on", "pk")
            ],
        }  # fmt: skip
