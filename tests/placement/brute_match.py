"""Matching in plain Python, written from docs/matching.md and not from the SQL: slow, and easy to believe.

A vacancy and a card are dicts with what stands in them; a requirement has kind, value, amount, must and weight.
"""

import datetime as dt
from typing import Any

HIT, NEAR, UNKNOWN, MISSING = 3, 2, 1, 0
# With which licences somebody may drive what, by hand from Directive 2006/126/EC, article 6.
DRIVES = {
    "AM": {"AM", "A1", "A2", "A", "B", "B+", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"},
    "A1": {"A1", "A2", "A"}, "A2": {"A2", "A"}, "A": {"A"},
    "B": {"B", "B+", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"},
    "B+": {"B+", "BE", "C1E", "CE", "D1E", "DE"}, "BE": {"BE", "C1E", "CE", "D1E", "DE"},
    "C1": {"C1", "C1E", "C", "CE"}, "C1E": {"C1E", "CE"}, "C": {"C", "CE"}, "CE": {"CE"},
    "D1": {"D1", "D1E", "D", "DE"}, "D1E": {"D1E", "DE"}, "D": {"D", "DE"}, "DE": {"DE"}, "T": {"T"},
}  # fmt: skip


def occupation(asked, vacancy, card):
    if vacancy["occupation_id"] is None:
        return UNKNOWN
    if vacancy["occupation_id"] in card["occupations"]:
        return HIT
    if vacancy["occupation_group"] and vacancy["occupation_group"] in card["groups"]:
        return NEAR
    if vacancy["occupation_sector"] and vacancy["occupation_sector"] in card["sectors"]:
        return NEAR
    return MISSING if card["occupations"] or card["sectors"] else UNKNOWN


def _degree(asked, known):
    if asked.amount is None or not known:
        return UNKNOWN
    below = asked.amount - known
    return HIT if below <= 0 else NEAR if below == 1 else MISSING


def level(asked, vacancy, card):
    return _degree(asked, card["level"])


def education(asked, vacancy, card):
    return _degree(asked, card["education"])


def experience(asked, vacancy, card):
    if asked.amount is None or not vacancy["occupation_group"] or not card["experience"]:
        return UNKNOWN
    years = card["experience"].get(vacancy["occupation_group"], 0)
    if years >= asked.amount:
        return HIT
    return NEAR if years else MISSING


def competence(asked, vacancy, card):
    mastery = str(card["competences"].get(asked.value, ""))
    return {"1": HIT, "2": HIT, "3": NEAR, "4": MISSING}.get(mastery, UNKNOWN)


def language(asked, vacancy, card):
    known = card["languages"].get(asked.value)
    if asked.amount is None or known is None or int(known) not in (1, 2, 3, 4):
        return UNKNOWN
    if int(known) >= asked.amount:
        return HIT
    return NEAR if int(known) > 1 and int(known) + 1 == asked.amount else MISSING


def licence(asked, vacancy, card):
    if not card["licences"]:
        return UNKNOWN
    return HIT if DRIVES[asked.value] & set(card["licences"]) else MISSING


def certificate(asked, vacancy, card):
    return HIT if asked.value in card["certificates"] else UNKNOWN


def hours(asked, vacancy, card):
    if vacancy["hours_min"] is vacancy["hours_max"] is None or card["hours_min"] is card["hours_max"] is None:
        return UNKNOWN
    theirs = range(vacancy["hours_min"] or 0, 169 if vacancy["hours_max"] is None else vacancy["hours_max"] + 1)
    if card["hours_max"] is None:
        if card["hours_min"] < theirs.start:
            return UNKNOWN  # it may be more than the least, and nobody said so
        ours = range(card["hours_min"], 169)
    else:
        ours = range(card["hours_min"] or 0, card["hours_max"] + 1)
    apart = max(theirs.start - (ours.stop - 1), ours.start - (theirs.stop - 1))
    return HIT if apart <= 0 else NEAR if apart <= 4 else MISSING


def shifts(asked, vacancy, card):
    wanted = set(vacancy["shifts"])
    if not wanted or (card["office_hours"], card["irregular"]) == ("0", "0"):
        return UNKNOWN
    if wanted == {"day"} or card["irregular"] == "1":
        return HIT
    if card["irregular"] == "0" and card["office_hours"] == "2":
        return UNKNOWN
    return NEAR if "day" in wanted else MISSING


def start(asked, vacancy, card, today):
    if card["available_from"] is None:
        return UNKNOWN
    begins = max(vacancy["starts_on"] or today, today)
    late = (card["available_from"] - begins).days
    return HIT if late <= 0 else NEAR if late <= 30 else MISSING


def reach(asked, vacancy, card):
    there, here = (vacancy["postcode"] or "")[:2], card["region"]
    if there and here and there[0] != here[0]:
        return MISSING
    apart = bool(there and here and there != here)
    by = set(card["transport"])
    if vacancy["without_car"] == "1" or by & {"1", "2", "4"}:
        way = HIT
    elif "3" in by:
        way = NEAR
    elif vacancy["without_car"] == "2" and by and "9" not in by:
        return MISSING
    else:
        return UNKNOWN
    return NEAR if apart else way


def _one_of(code, codes):
    if not code or not codes:
        return UNKNOWN
    return HIT if code in codes else MISSING


def contract(asked, vacancy, card):
    return _one_of(vacancy["contract"], card["contracts"])


def agreement(asked, vacancy, card):
    return _one_of(vacancy["agreement"], card["agreements"])


RULES = {
    rule.__name__: rule
    for rule in (
        occupation, level, education, experience, competence, language, licence, certificate, hours, shifts, reach, contract,
        agreement,
    )
}  # fmt: skip


def verdict(asked: Any, vacancy: dict, card: dict, today: dt.date) -> int:
    if asked.kind == "start":
        return start(asked, vacancy, card, today)
    return RULES[asked.kind](asked, vacancy, card)


def candidate(vacancy: dict, card: dict) -> bool:
    """Where the vacancy names an occupation, not who wants something else."""
    return vacancy["occupation_id"] is None or occupation(None, vacancy, card) != MISSING


def place(asked: list, verdicts: list[int]) -> tuple[int, int, int]:
    """Musts that are missing, points the other way round, unknown: least is first."""
    missing = sum(1 for one, found in zip(asked, verdicts, strict=True) if one.must and found == MISSING)
    points = sum(one.weight * {HIT: 2, NEAR: 1}.get(found, 0) for one, found in zip(asked, verdicts, strict=True))
    return missing, -points, verdicts.count(UNKNOWN)
