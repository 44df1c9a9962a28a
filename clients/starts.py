"""What starts a term in the record itself: selects over the open files (registered.TermSource)."""

from django.utils.translation import gettext_lazy as _

from clients.registered import TermSource

OPEN = "join clients_client c on c.id = {0}.client_id and c.chain_id = {0}.chain_id and c.closed_on is null"
STEP = f"""select s.client_id, s.id as about_id, i.code as scope, s.{{day}} as since, s.partner_id
    from clients_step s join chain_instrument i on i.id = s.instrument_id {OPEN.format("s")}
    where s.chain_id = %(chain)s and s.status = '{{status}}'"""  # noqa: S608
REFERRAL = f"""select r.client_id, r.id as about_id, r.function as scope, {{since}} as since, {{partner}} as partner_id
    from clients_referral r {OPEN.format("r")} where r.chain_id = %(chain)s and {{where}}"""  # noqa: S608
CLIENT = """select c.id as client_id, c.id as about_id, '' as scope, {since} as since, null::bigint as partner_id
    from clients_client c {join} where c.chain_id = %(chain)s and c.closed_on is null {where}"""
PLAN = f"""select p.client_id, p.id as about_id, '' as scope, {{since}} as since, null::bigint as partner_id
    from clients_plan p {OPEN.format("p")} where p.chain_id = %(chain)s and p.ended_on is null {{where}}"""  # noqa: S608
LATELY = 106  # days: two weeks for the first talk, and the quarter after
BUSY = f""" and (c.registered_on > snoer_today() - {LATELY} or not exists (select 1 from clients_step s
      where s.client_id = c.id and s.status in ('active', 'done')))"""  # noqa: S608
LEADS = """from chain_membership m where m.user_id = c.lead_id and m.chain_id = c.chain_id
      and m.role in ('consultant', 'lead_consultant')"""
INTAKES = """(select {what} from clients_step s join chain_instrument i on i.id = s.instrument_id
      where s.client_id = c.id and i.function = 'intake' and s.status in ({status}))"""

SOURCES = (
    TermSource(
        "step-started", _("de start van een stap"), "plan", "step",
        STEP.format(day="started_on", status="active"), scopes="instrument",
    ),
    TermSource(
        "step-ended", _("het einde van een stap"), "plan", "step",
        STEP.format(day="ended_on", status="done"), scopes="instrument", looks_back=92,
    ),
    TermSource(
        "referral-asked", _("een verwijzing zonder eerste antwoord"), "referrals", "referral",
        REFERRAL.format(since="r.turn_since", partner="r.partner_id", where="r.status = 'asked'"), scopes="function",
        unseen="wait",
    ),
    TermSource(
        "referral-queried", _("een verwijzing met een vraag terug"), "referrals", "referral",
        REFERRAL.format(since="r.turn_since", partner="r.asked_by_id", where="r.status = 'queried'"), scopes="function",
        unseen="wait",
    ),
    TermSource(
        "referral-accepted", _("een verwijzing die is aangenomen"), "referrals", "referral",
        REFERRAL.format(since="r.accepted_on", partner="r.partner_id",
                        where="r.status = 'accepted' and r.accepted_on is not null"), scopes="function",
        unseen="wait",
    ),
    TermSource(
        "referral-answer", _("de dag waarop een verwijzing antwoord nodig heeft"), "referrals", "referral",
        REFERRAL.format(since="r.answer_by", partner="case when r.status = 'queried' then r.asked_by_id else r.partner_id end",
                        where="r.status in ('asked', 'queried', 'accepted') and r.answer_by is not null"),
        scopes="function", unseen="wait",
    ),
    TermSource(
        "plan-discussed", _("de laatste keer dat het plan met de inwoner is besproken"), "plan", "plan",
        PLAN.format(
            since="greatest(p.started_on, (select max(v.agreed_on) from clients_planversion v where v.plan_id = p.id),"
                  ' (select max(e."on") from clients_evaluation e where e.plan_id = p.id))',
            where="and p.evaluate_on is null",
        ), renews=True, unseen="evaluation",
    ),
    TermSource(
        "plan-evaluate-on", _("de dag die voor de evaluatie van het plan is afgesproken"), "plan", "plan",
        PLAN.format(since="p.evaluate_on", where="and p.evaluate_on is not null"), renews=True,
        unseen="evaluation",
    ),
    TermSource(
        "ladder", _("de laatste meting van de participatieladder"), "plan", "plan",
        PLAN.format(since='greatest(p.started_on, (select max(e."on") from clients_evaluation e'
                          " where e.plan_id = p.id and e.ladder is not null),"
                          ' (select max(a."on") from clients_assessment a join clients_definition d'
                          " on d.id = a.definition_id and d.kind = 'ladder' where a.client_id = p.client_id))",
                    where=""), renews=True,
    ),
    # A no-show is no contact; the begin or end of a step is: somebody spoke to the person then. What another partner keeps
    # to itself does not count, or the day would tell of it.
    TermSource(
        "contact", _("het laatste contact"), "plan", "client",
        CLIENT.format(
            since='greatest(c.registered_on, (select max(n."on") from clients_note n'
                  " where n.client_id = c.id and n.kind <> 'no-show' and (n.audience = 'chain' or n.partner_id in"
                  " (select d.partner_id from chain_mandate d where d.chain_id = c.chain_id and d.function = 'person'))),"
                  " (select greatest(max(s.started_on), max(s.ended_on)) from clients_step s where s.client_id = c.id),"
                  ' (select max(e."on") from clients_evaluation e where e.client_id = c.id),'
                  ' (select max(a."on") from clients_appointment a where a.client_id = c.id'
                  "   and a.status = 'kept'))",
            join="", where="",
        ), renews=True, unseen="contact",
    ),
    TermSource(
        "birth", _("de geboortedatum"), "identity", "client",
        CLIENT.format(since="b.birth_date", join="join clients_identity b on b.client_id = c.id",
                      where="and b.birth_date is not null"), looks_back=31, unseen="ahead",
    ),
    # Of who came in longer ago, only who never began with anything: who is busy has no need of a first talk any more.
    TermSource(
        "registered", _("de aanmelding, zolang er geen intake is"), "plan", "client",
        CLIENT.format(since="c.registered_on", join="",
                      where="and not exists " + INTAKES.format(what="1", status="'active', 'done'") + BUSY),
        renews=True, unseen="intake",
    ),
    TermSource(
        "intake-done", _("de intake, zolang er geen plan is"), "plan", "client",
        CLIENT.format(since="i.since", join="cross join lateral "
                      + INTAKES.format(what="max(s.ended_on) as since", status="'done'") + " i",
                      where="and i.since is not null"
                      " and not exists (select 1 from clients_plan p where p.client_id = c.id)"), renews=True, unseen="plan",
    ),
    # Nothing runs, stands planned or was asked of a partner. Who never had a step waits for the intake: `registered`.
    TermSource(
        "no-step", _("de dag waarop het laatste begon of eindigde, zolang niets loopt of gepland staat"), "plan", "client",
        CLIENT.format(
            since="greatest(c.registered_on, s.begun)",
            join="cross join lateral (select greatest(max(s.started_on), max(s.ended_on)) as begun, count(*) as steps,"
                 " bool_or(s.status in ('planned', 'active')) as going from clients_step s where s.client_id = c.id) s",
            where="and s.steps > 0 and not s.going and not exists (select 1 from clients_referral r"
                  " where r.client_id = c.id and r.status in ('asked', 'queried', 'accepted'))",
        ), renews=True, unseen="step",
    ),
    # Nobody was ever chosen, or who was does not work as a consultant any more.
    TermSource(
        "no-lead", _("de dag vanaf wanneer niemand de regie heeft"), "plan", "client",
        CLIENT.format(
            since=f"greatest(c.registered_on, (select max(m.ended_on) + 1 {LEADS}))", join="",
            where=f"and not exists (select 1 {LEADS} and (m.ended_on is null or m.ended_on >= snoer_today()))",
        ), renews=True, unseen="lead",
    ),
)  # fmt: skip
