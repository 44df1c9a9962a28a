"""What in-depth diagnosis adds elsewhere: the panel on the record, the way to begin on a referral's page, what closing ends."""

from functools import partial
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as translate

from chain.days import today
from chain.formats import day_short
from chain.models import Membership
from clients import access
from clients.asked import ask
from clients.models import Client, Referral
from clients.registered import OpenEnd, Panel
from diagnosis import report
from diagnosis.codes import MASTERY
from diagnosis.models import PracticalDiagnosis
from diagnosis.models.report import FINDING_KINDS
from diagnosis.report_pages import MASTERY_TONES, TONES

GIVEN, CONCLUSIONS = 2, 3  # on the record
# What runs (of another partner: that it does), the latest reports with what was seen best, conclusions that still hold.
LATEST = f"""
    (select 'running' as kind, r.id, p.id as partner_id, p.name as partner, p.colour, r.host_id, h.name as host, r.place,
      r.started_on, r.planned_end as until, null::date as "on", '' as text, '' as what, null::jsonb as seen, '' as status
    from snoer_running_diagnoses(%(client)s) r join chain_partner p on p.id = r.partner_id
      left join chain_partner h on h.id = r.host_id)
    union all
    (select 'report', d.id, p.id, p.name, p.colour, null, h.name, d.place, d.started_on, null, d.ended_on,
      case d.status when 'reported' then left(d.advice, 300) else left(d.stop_reason, 300) end, '',
      (select jsonb_agg(jsonb_build_array(s.code, s.mastery) order by s.mastery, s.code) from diagnosis_competenceseen s
        where s.diagnosis_id = d.id and s.mastery in ('1', '2', '3', '4')), d.status
    from diagnosis_practicaldiagnosis d join chain_partner p on p.id = d.partner_id left join chain_partner h on h.id = d.host_id
    where d.client_id = %(client)s and d.status <> 'draft' order by d.ended_on desc, d.id desc limit {GIVEN})
    union all
    (select 'finding', f.id, p.id, p.name, p.colour, null, f.given_by, '', null, f.valid_until, f."on",
      left(f.conclusion, 200), f.kind, null, ''
    from diagnosis_finding f join chain_partner p on p.id = f.partner_id
    where f.client_id = %(client)s and (f.valid_until is null or f.valid_until >= %(today)s)
    order by f."on" desc, f.id desc limit {CONCLUSIONS})"""  # noqa: S608


def questions(membership: Membership, client: Client) -> dict[str, str]:
    return {"report": LATEST} if access.reads(membership, client, "diagnosis") else {}


def panel(membership: Membership, client: Client) -> Panel | None:
    """What runs, and the latest that was found; nothing where there is nothing and nothing to begin."""
    if not access.reads(membership, client, "diagnosis"):
        return None
    there = client.asked or ask({"report": LATEST}, {"client": client.pk, "today": today()})
    rows = there["report"]
    running = [_running(row, membership, client) for row in rows if row["kind"] == "running"]
    own = any(row["mine"] for row in running)
    may_start = not own and report.may_start(membership, client)
    if not rows and not may_start:
        return None
    context = {
        "running": running, "reports": [_given(row, client) for row in rows if row["kind"] == "report"],
        "findings": [row | {"name": FINDING_KINDS[row["what"]]} for row in rows if row["kind"] == "finding"],
        "start_url": reverse("diagnosis_new", args=[client.number]) if may_start else "",
        "url": reverse("diagnoses", args=[client.number]),
    }  # fmt: skip
    return Panel("report", "diagnosis", "diagnosis/panel_report.html", context, place="main", position=45)


def _running(row: dict[str, Any], membership: Membership, client: Client) -> dict[str, Any]:
    """With the way in, for its own partner and for the host: the host goes to the days."""
    mine, hosts = row["partner_id"] in membership.acts_for, row["host_id"] in membership.acts_for
    page = "diagnosis" if mine else "diagnosis_days" if hosts else ""
    writes = access.writes(membership, client, "diagnosis")
    return row | {
        "mine": mine, "url": reverse(page, args=[client.number, row["id"]]) if page else "",
        "days_url": reverse("diagnosis_days", args=[client.number, row["id"]]) if page and writes else "",
        "late": row["until"] < today(),
    }  # fmt: skip


def _given(row: dict[str, Any], client: Client) -> dict[str, Any]:
    from diagnosis.codes import COMPETENCES

    seen = [
        (COMPETENCES[code], MASTERY[mastery], MASTERY_TONES[mastery])
        for code, mastery in (row["seen"] or [])[:4] if code in COMPETENCES
    ]  # fmt: skip
    return row | {
        "seen": seen, "url": reverse("diagnosis", args=[client.number, row["id"]]), "tone": TONES[row["status"]],
        "reported": row["status"] == "reported",
    }  # fmt: skip


def referral_links(membership: Membership, referral: Referral) -> list[tuple[object, str]]:
    """Text and address for the referral's page: begin on it, or go to what answers it (registered in the settings)."""
    if referral.function not in report.ANSWERS or not membership.reads("diagnosis"):
        return []
    found = PracticalDiagnosis.objects.select_related("partner", "host").filter(referral=referral).first()
    number = referral.client.number
    if found is not None:
        if access.reads(membership, referral.client, "diagnosis") and report.may_read(membership, found):
            text = translate("Verder met de diagnose") if found.status == "draft" else translate("Rapport lezen")
            return [(text, reverse("diagnosis", args=[number, found.pk]))]
        return []
    if not report.may_start(membership, referral.client, referral):
        return []
    return [(translate("Diagnose beginnen"), f"{reverse('diagnosis_new', args=[number])}?verwijzing={referral.pk}")]


def open_ends(client: Client) -> list[OpenEnd]:
    """A diagnosis that runs, which is somebody's to give or to stop; where nobody can any more, the closing stops it.

    Named by a function in the database: who closes the file does not read the draft (diagnosis/sql.py).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.id, r.planned_end, p.name, p.colour from snoer_running_diagnoses(%s) r"
            " join chain_partner p on p.id = r.partner_id", [client.pk],
        )  # fmt: skip
        rows = cursor.fetchall()
    url = reverse("record", args=[client.number]) + "#panel-report"
    return [
        OpenEnd(
            translate("Diagnose zonder rapport"), translate("tot en met %(day)s") % {"day": day_short(end)}, url, True,
            name, colour, partial(report.end_by_closing, pk),
        )
        for pk, end, name, colour in rows
    ]  # fmt: skip
