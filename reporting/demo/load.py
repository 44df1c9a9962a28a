"""Load the demo: the chain, its users, a closed programme and a running one, each on invented people."""

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.models import F

from chain import demo
from chain.acting import acting_as, system_membership
from chain.days import today
from chain.models import Chain, Membership
from clients import terms
from clients.models import BenefitPeriod, Client, Closure
from reporting import caseload, facets
from reporting.counting import count
from reporting.demo import (
    administration,
    appointments,
    begun,
    candidates,
    corrections,
    courses,
    employers,
    flaws,
    groups,
    handovers,
    introductions,
    letters,
    lines,
    mediation,
    money,
    onward,
    outlooks,
    places,
    reports,
    supports,
    traits,
    trust_documents,
    trust_looks,
    trust_machines,
    trust_retention,
    trust_rights,
    vacancies,
)
from reporting.demo.lives import Life, Time, lives, write
from reporting.demo.rounds import screened
from reporting.demo.story import STAFF, Story, assign, told
from reporting.demo.work import Work
from reporting.models import Programme, Saving, Target

INVENTED = "Basislijn verzonnen voor de demo"
THEN = Time(
    dt.date(2017, 3, 1),
    dt.date(2021, 9, 1),
    dt.date(2022, 3, 31),
    (1, 1.2, 1.5, 1.6, 1.9, 2.2, 2.4, 1.6, 0.9),
    closed=True,
)
FULL = (3000, 400, 54)  # persons of the closed programme, of the running one, and of those how many have a story
BASELINES_THEN = {
    "activation": {2018: 380, 2019: 505, 2020: 425, 2021: 330},
    "outflow": {2018: 145, 2019: 150, 2020: 200, 2021: 270},
}
BASELINES_NOW = {"activation": (10, 14, 18, 10), "outflow": (4, 6, 10, 8)}  # for so few people
CASELOADS = ["loes"] * 36 + ["marc"] * 12 + ["rianne"] * 6  # of those whose story is told; the rest by turns


def load(say: Callable[[str], object], size: tuple[int, int, int] = FULL) -> None:
    """Everything, through the product's own functions; for an empty database."""
    persons_then, persons_now, stories = size
    call_command("load_chain", demo.CHAIN, stdout=io.StringIO())
    chain = Chain.objects.get(slug=demo.CHAIN)
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        demo.make_people(chain)
        then = Programme.objects.get(chain=chain, key="intensivering-2018")
        _baselines(then, BASELINES_THEN)
        now = running_programme(then)
    with tempfile.TemporaryDirectory() as folder:
        past = Path(folder) / "then"
        write(past, lives(persons_then, 2018, "T", THEN, 900_000_000))
        caseload.import_folder(past, chain)
        say(f"{then.name}: {persons_then}")
        everybody, imported = told(_now(now, persons_now), stories)
        present = Path(folder) / "now"
        write(present, iter(imported))
        caseload.import_folder(present, chain)
        say(f"{now.name}: {persons_now}")
    people = _memberships(chain)
    _files_closed(chain, then, people["rianne"])
    outlooks.region(chain, people["iris"], today())
    employers.known(chain, people, today())
    vacancies.offered(chain, people, today())
    assign(chain, people, CASELOADS, today())
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        story = Story(chain, people, today(), seed=7)
        leads = dict(chain_leads(chain))
    for life in everybody:
        ref = life.rows["clients"][0]["client_ref"]
        with acting_as(people["rianne"].pk, "load_demo"):
            story.tell(life, leads[ref])
    with acting_as(people["rianne"].pk, "load_demo"):
        story.guests(2)
        story.glass(everybody[0])
    story.diagnoses.running(chain, people)
    outlooks.people(chain, people, today())
    vacancies.filled(chain, people["iris"])
    mediation.marked(chain, people, today())
    introductions.told(chain, people, today())
    with acting_as(people["rianne"].pk, "load_demo"):
        work = Work(chain, people, today())
    work.tell()
    screened(people, today())
    courses.told(chain, people, today())
    places.filled(chain, people, today())
    lines.laid(chain, people, today())
    groups.meeting(chain, people, today())
    supports.told(chain, people, today())
    onward.said(chain, people, today())
    appointments.made(chain, people, today())
    letters.written(chain, people, today())
    trust_documents.kept(chain, people)
    candidates.asked(chain, people, today())
    handovers.asked(chain, people, today())
    administration.kept(chain, people, today())
    trust_machines.made(chain, people)
    begun.made(chain, people, today())
    flaws.told(chain)
    money.spent(chain, people, today())
    traits.known(chain, people, today())
    trust_rights.asked(chain, people, today())
    terms.run(chain.pk)
    story.staying.running(chain, {code: people[name] for code, name in STAFF.items()})
    with acting_as(system_membership(chain, "count"), "load_demo"):
        for programme in (then, now):
            count(programme)
        facets.renew(chain.pk)
        connection.cursor().execute("update chain_outbox set done_at = now() where done_at is null")
    reports.published(chain, people, today())
    flaws.looked_over(chain)
    trust_looks.known(chain, people, today())
    trust_retention.kept(chain, people, today())
    corrections.known_later(chain, people, today())  # last: after the report, which does not know of them


def chain_leads(chain: Chain) -> list[tuple[str, str]]:
    """Reference and user name of the lead of everybody in the running programme."""
    return list(Client.objects.filter(chain=chain, ref__startswith="N").values_list("ref", "lead__username"))  # type: ignore[arg-type]


def _files_closed(chain: Chain, then: Programme, by: Membership) -> None:
    """Of who was in the closed programme: all at once, for nothing of them is open any more, and no benefit is known."""
    on = then.ended_on + dt.timedelta(180)
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        past = Client.objects.filter(chain=chain, ref__startswith="T", closed_on=None)
        Closure.objects.bulk_create(
            Closure(client_id=pk, chain=chain, closed_on=on, reason="no-benefit", author_id=by.user_id)
            for pk in past.values_list("pk", flat=True)
        )
        BenefitPeriod.objects.filter(chain=chain, client__ref__startswith="T", ended_on=None).update(
            ended_on=on, end_reason="other"
        )
        past.update(closed_on=on, version=F("version") + 1)


def _memberships(chain: Chain) -> dict[str, Membership]:
    with acting_as(system_membership(chain, "setup"), "load_demo"):
        usernames = [person.username for person in demo.PEOPLE]
        found = Membership.objects.with_contact_point().select_related("user", "partner", "chain")
        return {m.user.username: m for m in found.filter(chain=chain, user__username__in=usernames)}


def _now(now: Programme, number: int) -> Iterator[Life]:
    first, day = dt.date(now.started_on.year - 1, 9, 1), today()
    time = Time(first, day - dt.timedelta(11), day, (0.8, 1, 1.1, 1.2, 1.3, 1.7, 1.8), followed=True)
    return lives(number, 2024, "N", time, 930_000_000)


def _baselines(programme: Programme, baselines: dict[str, dict[int, int]]) -> None:
    for kind, years in baselines.items():
        for year, baseline in years.items():
            Target.objects.update_or_create(
                programme=programme, chain=programme.chain, kind=kind, year=year,
                defaults={"baseline": baseline}, create_defaults={"baseline": baseline, "target": 0},
            )  # fmt: skip
    programme.baseline_note = INVENTED
    programme.save(update_fields=["baseline_note"])


def running_programme(then: Programme) -> Programme:
    """The same targets, moved so that today lies in the third year."""
    first = today().year - 2
    moved = first - then.started_on.year
    now, _new = Programme.objects.update_or_create(
        chain=then.chain, key=f"intensivering-{first}",
        defaults={
            "name": f"Intensivering {first}\u2013{first + 3}", "started_on": dt.date(first, 1, 1),
            "ended_on": dt.date(first + 3, 12, 31), "counted_schemes": then.counted_schemes,
            "rule_set": then.rule_set,
            "baseline_note": INVENTED,
        },
    )  # fmt: skip
    for saving in then.savings.all():
        Saving.objects.update_or_create(
            programme=now, chain=then.chain, started_on=now.started_on,
            defaults={"full": saving.full, "partial": saving.partial, "text": saving.text},
        )  # fmt: skip
    for target in then.targets.all():
        position = target.year - then.started_on.year
        Target.objects.update_or_create(
            programme=now, chain=then.chain, kind=target.kind, year=target.year + moved,
            defaults={"target": target.target, "baseline": BASELINES_NOW[target.kind][position]},
        )  # fmt: skip
    return now
