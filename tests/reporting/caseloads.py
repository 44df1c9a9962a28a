"""A caseload in which nobody is like anybody else, and what each counts for in the analysis, worked out one by one."""

import datetime as dt
import random
from collections import Counter

from chain.days import today
from clients.models import (
    Assessment,
    BenefitPeriod,
    Capacity,
    Client,
    Contact,
    Evaluation,
    Identity,
    Residence,
    TargetGroup,
)  # fmt: skip
from clients.models.client import HOUSEHOLDS, TARGET_GROUPS
from diagnosis.models import Education
from tests.factories import (
    AssessmentFactory,
    BenefitPeriodFactory,
    CapacityFactory,
    ClientFactory,
    ContactFactory,
    DefinitionFactory,
    EducationFactory,
    EvaluationFactory,
    IdentityFactory,
    PlanFactory,
    TargetGroupFactory,
    TermFactory,
    days_ago,
)  # fmt: skip
from tests.kept import kept
from tests.world import World, world

PEOPLE = 60
PENSION = 67


def years_ago(years: int, days: int = 0) -> dt.date:
    """The day so many years before today, and so many days later."""
    day = today()
    last = 28 if day.month == 2 else day.day
    return dt.date(day.year - years, day.month, last) + dt.timedelta(days)


@kept
def caseload_world() -> World:
    """The world with sixty more people in it, and somebody in the other chain; on the edges of the groups too."""
    w, rng = world(), random.Random(8)
    w.ladder = DefinitionFactory(
        chain=w.chain, key="ladder", kind="ladder", started_on=days_ago(900), ended_on=days_ago(100)
    )
    w.ladder_now = DefinitionFactory(chain=w.chain, key="ladder", kind="ladder", started_on=days_ago(99))
    DefinitionFactory(chain=w.chain, key="motivated")
    TermFactory(
        chain=w.chain,
        key="pension-age",
        source="birth",
        offset=12 * PENSION,
        unit="months",
        started_on=dt.date(1957, 3, 1),
    )
    for number in range(PEOPLE):
        _somebody(w, rng, number)
    return w


def _somebody(w: World, rng: random.Random, number: int) -> None:
    lives = rng.choice([w.maastricht, w.maastricht, w.vaals, w.elsewhere, None])
    one = ClientFactory(
        chain=w.chain, number=f"B-{number:05d}", last_name=f"Bestand{number}", lives=lives,
        closed_on=days_ago(2) if rng.random() < 0.1 else None,
    )  # fmt: skip
    if rng.random() < 0.9:
        edge = rng.choice([18, 27, 35, 45, 55, PENSION, 90])
        births = [None, years_ago(edge), years_ago(edge, 1), years_ago(edge, rng.randrange(-900, 900))]
        IdentityFactory(client=one, birth_date=rng.choice(births), household=rng.choice(["", *HOUSEHOLDS]))
    if rng.random() < 0.8:
        ContactFactory(client=one, language=rng.choice(["nld", "nld", "ara", "kmr", "ukr"]))
    if rng.random() < 0.8:
        CapacityFactory(client=one, work_ability=rng.choice([None, 0, 29, 30, 54, 55, 80, 81, 100]))
    for code in rng.sample(list(TARGET_GROUPS), rng.choice([0, 0, 1, 2, 3])):
        TargetGroupFactory(client=one, code=code)
    for _time in range(rng.choice([0, 1, 2])):
        AssessmentFactory(
            client=one, definition=rng.choice([w.ladder, w.ladder_now]), value=str(rng.randint(1, 6)),
            on=days_ago(rng.randint(0, 300)), partner=w.partners["szmh"],
        )  # fmt: skip
    if rng.random() < 0.4:
        plan = PlanFactory(client=one, started_on=days_ago(300), ended_on=days_ago(1))
        for _time in range(rng.choice([1, 2])):
            EvaluationFactory(plan=plan, ladder=rng.choice([None, 1, 3, 6]), on=days_ago(rng.randint(0, 300)))
    for _school in range(rng.choice([0, 1, 2])):
        EducationFactory(client=one, level=rng.choice("1234569"), diploma=rng.choice("0112"))
    _benefits(rng, one)


def _benefits(rng: random.Random, one: Client) -> None:
    """Runs that go on from one scheme or level to another, with a day between or without."""
    start = years_ago(rng.choice([0, 1, 2, 3, 5, 10, 12]), rng.choice([-1, 0, 0, 1]))
    if rng.random() < 0.15 or start > today():
        return
    if rng.random() < 0.5:
        middle = start + (today() - start) / 2
        BenefitPeriodFactory(
            client=one, scheme=rng.choice(["participatiewet", "wajong"]), started_on=start, ended_on=middle
        )
        start = middle + dt.timedelta(rng.choice([1, 1, 2]))
    ends = rng.choice([None, None, today(), today() + dt.timedelta(30), today() - dt.timedelta(1)])
    BenefitPeriodFactory(
        client=one, scheme=rng.choice(["ioaw", "ioaz", "wajong"]), level="partial", started_on=start,
        ended_on=None if ends and ends < start else ends,
    )  # fmt: skip


# By brute force: from the rows as they are, person by person, with the words of the analysis.


def expected(w: World) -> dict[int, dict[str, set[str]]]:
    """Per person with an open file in the chain: kind -> the groups. In `trusted()`."""
    return {one.pk: _facets(one) for one in Client.objects.filter(chain=w.chain, closed_on=None)}


def _facets(one: Client) -> dict[str, set[str]]:
    identity = Identity.objects.filter(client=one).first()
    contact, capacity = Contact.objects.filter(client=one).first(), Capacity.objects.filter(client=one).first()
    home = Residence.objects.filter(client=one).order_by("-started_on").first()
    said = [
        (row.on, row.at, row.pk, row.value) for row in Assessment.objects.filter(client=one, definition__kind="ladder")
    ]
    evaluated = Evaluation.objects.filter(client=one, ladder__isnull=False)
    said += [(row.on, row.at, row.pk, str(row.ladder)) for row in evaluated]
    schools = Education.objects.filter(client=one, diploma="1").values_list("level", flat=True)
    level = max(schools, key=lambda code: "0" if code == "9" else code, default="onbekend")
    codes = set(TargetGroup.objects.filter(client=one).values_list("code", flat=True))
    return {
        "leeftijd": {_age(identity.birth_date if identity else None)},
        "duur": {_duration(one)},
        "arbeidsvermogen": {_ability(capacity.work_ability if capacity else None)},
        "trede": {max(said)[3] if said else "onbekend"},
        "doelgroep": codes or {"onbekend"},
        "huishouden": {identity.household if identity and identity.household else "onbekend"},
        "opleiding": {level},
        "taal": {_language(contact.language if contact else "")},
        "gemeente": {_place(home)},
    }


def _place(home: Residence | None) -> str:
    if home is None:
        return "onbekend"
    return home.municipality.code if home.municipality.code in ("GM0935", "GM0981") else "elders"


def _language(code: str) -> str:
    if not code:
        return "onbekend"
    return code if code in ("nld", "ara", "ukr", "tir") else "anders"


def _whole_years(since: dt.date) -> int:
    day = today()
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def _age(born: dt.date | None) -> str:
    if born is None:
        return "onbekend"
    years = _whole_years(born)
    if years >= PENSION:
        return "aow"
    bounds = [(55, "55-aow"), (45, "45-54"), (35, "35-44"), (27, "27-34")]
    return next((name for since, name in bounds if years >= since), "18-26")


def _ability(percent: int | None) -> str:
    if percent is None:
        return "onbekend"
    return "0-29" if percent < 30 else "30-54" if percent < 55 else "55-80" if percent <= 80 else "81-100"


def _duration(one: Client) -> str:
    periods = BenefitPeriod.objects.filter(client=one, scheme__in=["participatiewet", "ioaw", "ioaz"])
    held = {
        day
        for period in periods
        for day in range(period.started_on.toordinal(), (period.ended_on or today()).toordinal() + 1)
    }
    day = today().toordinal()
    if day not in held:
        return "onbekend"
    while day - 1 in held:
        day -= 1
    years = _whole_years(dt.date.fromordinal(day))
    bounds = [(10, "10-"), (5, "5-10"), (3, "3-5"), (2, "2-3"), (1, "1-2")]
    return next((name for since, name in bounds if years >= since), "0-1")


def counted(people: dict[int, dict[str, set[str]]], kind: str) -> Counter[str]:
    return Counter(group for facets in people.values() for group in facets[kind])


def fitting(people: dict[int, dict[str, set[str]]], **chosen: str) -> dict[int, dict[str, set[str]]]:
    return {pk: facets for pk, facets in people.items() if all(group in facets[kind] for kind, group in chosen.items())}
