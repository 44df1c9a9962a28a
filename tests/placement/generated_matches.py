"""Cards, profiles and vacancies by lot, and odd ones among them: for tests that compare matching with brute_match."""

import datetime as dt
import random
from typing import Any

from chain.days import today
from chain.models import Chain
from diagnosis.codes import LICENCES, SECTORS
from diagnosis.models import (
    Competence,
    Course,
    Education,
    Experience,
    Language,
    Occupation,
    TargetOccupation,
    WorkProfile,
)
from placement.models import Requirement, Vacancy, WorkCard
from placement.models.vacancies import CERTIFICATES, SHIFTS

COMPETENCES = ("on-time", "together", "accuracy", "pace", "customers")
LANGUAGES = ("nld", "eng", "ara")
POSTCODES = ("62", "62", "62", "61", "64", "59", "")
OWN = ("occupation", "hours", "shifts", "start", "reach", "contract", "agreement")


def occupations() -> list[Occupation]:
    """Forty, in nine minor groups and four sectors; some of no group, no sector or neither."""
    rows = [
        Occupation(
            uri=f"test:{n}", name=f"Beroep {n}", source="own",
            isco="" if n % 10 == 0 else f"{911 + n % 9}{n % 3}",
            sector="" if n % 8 == 0 else list(SECTORS)[n % 4],
        )
        for n in range(40)
    ]  # fmt: skip
    return Occupation.objects.bulk_create(rows)


def some(lot: random.Random, there: Any, most: int) -> list:
    return lot.sample(list(there), lot.randint(0, most))


def cards(chain: Chain, number: int, lot: random.Random, jobs: list[Occupation]) -> list[WorkCard]:
    """Cards of nobody; what a trigger makes of their occupations and sectors is theirs too."""
    rows = []
    for n in range(number):
        wanted = some(lot, jobs, 3)
        sectors = {job.sector for job in wanted} | set(some(lot, SECTORS, 1) if lot.random() < 0.2 else ())
        rows.append(
            WorkCard(
                chain=chain, code=f"M{n:06d}", region=lot.choice(POSTCODES), occupations=[job.pk for job in wanted],
                groups=sorted({job.isco[:3] for job in wanted} - {""}), sectors=sorted(sectors - {""}),
                level=lot.randint(0, 6), education=lot.randint(0, 6),
                experience={job.isco[:3]: lot.randint(1, 6) for job in some(lot, jobs, 3) if job.isco},
                competences={code: lot.randint(1, 4) for code in some(lot, COMPETENCES, 5)},
                languages={code: lot.randint(1, 4) for code in some(lot, LANGUAGES, 3)},
                licences=some(lot, LICENCES, 2), certificates=some(lot, CERTIFICATES, 2), transport=some(lot, "123459", 2),
                **hours(lot), office_hours=lot.choice("012"), irregular=lot.choice("012"),
                available_from=lot.choice([None, today() + dt.timedelta(lot.randint(-20, 70))]),
                contracts=some(lot, "BO", 2), agreements=some(lot, ["01", "02", "03"], 2), changed_on=today(),
            )
        )  # fmt: skip
    return WorkCard.objects.bulk_create(rows)


def hours(lot: random.Random) -> dict[str, int | None]:
    least = lot.choice([None, 0, 8, 12, 16, 20, 24])
    most = lot.choice([None, 12, 16, 20, 24, 28, 32, 40])
    if least is not None and most is not None and least > most:
        least, most = most, least
    return {"hours_min": least, "hours_max": most}


def vacancies(
    chain: Chain, number: int, lot: random.Random, jobs: list[Occupation], **facts: Any
) -> list[tuple[Vacancy, list[Requirement]]]:
    """Open vacancies with what they ask, in the order in which it is asked; `facts`: employer, partner, author."""
    rows = Vacancy.objects.bulk_create(
        Vacancy(
            chain=chain, title=f"Werk {n}", occupation=lot.choice([None, *jobs, *jobs]), **hours(lot),
            shifts=[each for each in SHIFTS if lot.random() < 0.35], contract=lot.choice(["", "B", "O"]),
            agreement=lot.choice(["01", "02", "03"]), postcode=lot.choice(POSTCODES[:-1]) + "11 AB" if lot.random() < 0.8 else "",
            without_car=lot.choice("012"), starts_on=lot.choice([None, today() + dt.timedelta(lot.randint(-20, 40))]),
            opened_on=today(), **facts,
        )
        for n in range(number)
    )  # fmt: skip
    asked = [(vacancy, requirements(vacancy, lot)) for vacancy in rows]
    Requirement.objects.bulk_create([one for _vacancy, each in asked for one in each])
    return asked


def requirements(vacancy: Vacancy, lot: random.Random) -> list[Requirement]:
    there = [(kind, "", None) for kind in some(lot, OWN, len(OWN))]
    there += [
        (kind, "", lot.choice([None, *range(1, 7)])) for kind in some(lot, ("level", "education", "experience"), 3)
    ]
    there += [("competence", code, None) for code in some(lot, COMPETENCES, 3)]
    there += [("language", code, lot.choice([None, 2, 3, 4])) for code in some(lot, LANGUAGES, 2)]
    there += [("licence", code, None) for code in some(lot, LICENCES, 1)]
    there += [("certificate", code, None) for code in some(lot, CERTIFICATES, 1)]
    lot.shuffle(there)
    return [
        Requirement(
            chain_id=vacancy.chain_id, vacancy=vacancy, kind=kind, value=value, amount=amount, must=lot.random() < 0.3,
            weight=lot.randint(1, 5),
        )
        for kind, value, amount in there
    ]  # fmt: skip


def profiles(clients: list, lot: random.Random, jobs: list[Occupation]) -> None:
    """A work profile for each of the clients, some of them empty."""
    for client in clients:
        of: dict[str, Any] = {"client": client, "chain_id": client.chain_id}
        if lot.random() < 0.1:
            continue
        WorkProfile.objects.create(
            **of, level=lot.choice(["", *"1234567"]), **hours(lot), office_hours=lot.choice("012"), irregular=lot.choice("012"),
            available_from=lot.choice([None, today() + dt.timedelta(lot.randint(-20, 70))]),
            postcode=lot.choice(POSTCODES[:-1]) + "11 AB", transport=some(lot, "123459", 2), licences=some(lot, LICENCES, 2),
            contracts=some(lot, "BO", 2), agreements=some(lot, ["01", "02"], 2), sectors=some(lot, SECTORS, 1),
        )  # fmt: skip
        wanted = enumerate(some(lot, jobs, 3))
        TargetOccupation.objects.bulk_create(TargetOccupation(**of, occupation=job, position=n) for n, job in wanted)
        Competence.objects.bulk_create(
            Competence(**of, code=code, mastery=lot.choice("123459")) for code in some(lot, COMPETENCES, 5)
        )
        Language.objects.bulk_create(
            Language(**of, code=code, speaking=lot.choice("012348"), listening=lot.choice("012348"))
            for code in some(lot, LANGUAGES, 3)
        )
        Education.objects.create(**of, name="School", level=lot.choice("123459"), diploma=lot.choice("012"))
        Course.objects.create(**of, name=lot.choice(["VCA basis", "BHV", "Lassen", "Naailes"]))
        Experience.objects.bulk_create(
            Experience(**of, job="Werk", occupation=job, from_year=2015, to_year=2015 + lot.randint(0, 6))
            for job in some(lot, jobs, 2)
        )
