"""What starts a term in the stage of diagnosis (registered.TermSource)."""

from django.utils.translation import gettext_lazy as _

from clients.registered import TermSource
from clients.starts import OPEN

EXEMPTION = f"""select e.client_id, e.id as about_id, '' as scope, {{since}} as since, null::bigint as partner_id
    from diagnosis_exemption e {OPEN.format("e")} where e.chain_id = %(chain)s and {{where}}"""  # noqa: S608
INDICATION = f"""select i.client_id, i.id as about_id, '' as scope, {{since}} as since, null::bigint as partner_id
    from diagnosis_indication i {OPEN.format("i")} where i.chain_id = %(chain)s and {{where}}"""  # noqa: S608
PARENT = "e.kind = 'parent' and (e.ended_on is null or e.ended_on >= snoer_today())"

SOURCES = (
    TermSource(
        "exemption-plan", _("het verzoek om ontheffing als alleenstaande ouder, zolang er geen plan is"), "benefit",
        "exemption", EXEMPTION.format(since="e.requested_on", where=PARENT + " and e.planned_on is null"),
    ),
    TermSource(
        "exemption-review", _("het plan bij de ontheffing, of de laatste keer dat ze is bekeken"), "benefit", "exemption",
        EXEMPTION.format(since="greatest(e.planned_on, e.reviewed_on)", where=PARENT + " and e.planned_on is not null"),
        renews=True,
    ),
    TermSource(
        "exemption-end", _("de laatste dag van een ontheffing"), "benefit", "exemption",
        EXEMPTION.format(
            since="e.ended_on", where="e.ended_on is not null and not exists (select from diagnosis_exemption n"
            " where n.client_id = e.client_id and n.started_on > e.started_on)",
        ), renews=True, looks_back=31,
    ),
    TermSource(
        "sheltered-asked", _("de aanvraag van een advies beschut werk, zolang er geen antwoord is"), "capacity",
        "indication",
        INDICATION.format(
            since="i.requested_on", where="i.kind = 'sheltered-work' and i.outcome = '' and i.requested_on is not null"
        ),
    ),
    TermSource(
        "indication-end", _("de laatste dag van een indicatie"), "capacity", "indication",
        INDICATION.format(
            since="i.ended_on", where="i.ended_on is not null and i.outcome <> 'no' and not exists (select from"
            " diagnosis_indication n where n.client_id = i.client_id and n.kind = i.kind and n.started_on > i.started_on)",
        ), renews=True, looks_back=31,
    ),
    TermSource(
        "youngest-child", _("de geboortedatum van het jongste kind"), "identity", "client",
        """select c.id as client_id, c.id as about_id, '' as scope, b.youngest_child_born_on as since,
          null::bigint as partner_id from clients_client c join clients_identity b on b.client_id = c.id
        where c.chain_id = %(chain)s and c.closed_on is null and b.youngest_child_born_on is not null""",
        renews=True, looks_back=31, unseen="ahead",
    ),
    # Put off at a screening until a day, and not looked at again in a later round.
    TermSource(
        "screening-until", _("de dag tot wanneer het bij een screening niets was"), "plan", "screeningentry",
        f"""select e.client_id, e.id as about_id, '' as scope, e.until as since, null::bigint as partner_id
        from diagnosis_screeningentry e {OPEN.format("e")}
        where e.chain_id = %(chain)s and e.outcome = 'not-now' and not exists (select from diagnosis_screeningentry l
          where l.client_id = e.client_id and (l.decided_on, l.id) > (e.decided_on, e.id))""",  # noqa: S608
        renews=True, looks_back=92,
    ),
    TermSource(
        "diagnosis-end", _("de laatste dag die voor een diagnose is afgesproken, zolang er geen rapport is"), "diagnosis",
        "practicaldiagnosis",
        f"""select d.client_id, d.id as about_id, '' as scope, d.planned_end as since, d.partner_id
        from diagnosis_practicaldiagnosis d {OPEN.format("d")}
        where d.chain_id = %(chain)s and d.status = 'draft'""", renews=True,  # noqa: S608
    ),
    # A conclusion in a draft is nobody's but the partner's that writes it.
    TermSource(
        "finding-end", _("de dag tot wanneer de conclusie van een test of advies geldt"), "diagnosis", "finding",
        f"""select f.client_id, f.id as about_id, '' as scope, f.valid_until as since, f.partner_id
        from diagnosis_finding f {OPEN.format("f")} left join diagnosis_practicaldiagnosis d on d.id = f.diagnosis_id
        where f.chain_id = %(chain)s and f.valid_until is not null and coalesce(d.status, '') <> 'draft'
          and not exists (select from diagnosis_finding n where n.client_id = f.client_id and n.kind = f.kind
            and n."on" > f."on")""", renews=True, looks_back=31,  # noqa: S608
    ),
    TermSource(
        "diagnosis-length", _("een praktijkdiagnose: hoe lang die meestal duurt"), "diagnosis", "practicaldiagnosis", "",
        limit=True,
    ),
    # Asked by the acts of diagnosis/abilities.py: the day from which one may ask again, the longest time allowed.
    TermSource(
        "indication-limit", _("een eerdere aanvraag van een indicatie, of haar einde"), "capacity", "indication", "",
        limit=True,
    ),
    TermSource(
        "exemption-limit", _("een ontheffing: hoe lang die hoogstens duurt"), "benefit", "exemption", "", limit=True
    ),
)  # fmt: skip
