"""Whether a small number can be found out, and what is hidden beside it until it cannot (access.md, rule 9).

Numbers hang together: lines add up to totals, municipalities to the chain. For each small number this looks for other
numbers that fit everything that is told. As long as there are several, sums and differences tell nobody which is true: such
an answer is a proof, whatever arithmetic a reader uses. Where there are too few, the solver (HiGHS, by scipy) says at the
same time what costs the reader least to hide.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

BELOW = 5  # smaller numbers are not told
STEP = 5  # to what totals are rounded
ENOUGH = 3  # so many values of a small number must fit what is told
FARTHEST = 12  # no number has to differ more than this for another to fit
DRAWS = 12  # answers drawn by lot, before small numbers are asked for one by one
STEPS = 3  # from a small number to what is hidden beside it, before all are looked at
SECONDS = 20  # for one question to the solver
# What it costs the reader: a total that is rounded, a line that goes, a total that goes, a number of which nothing is said.
ROUNDS, LINE, WHOLE, SILENT = 0.2, 1.0, 3.0, 6.0


class NotSafe(Exception):
    """What is left to hide does not keep a small number from being found out: nothing may leave the chain."""


def rounded(value: int) -> int:
    """To the nearest multiple of STEP."""
    return STEP * ((value + STEP // 2) // STEP)


@dataclass
class Figure:
    """One number of an edition, in however many tables it stands.

    state: exact; small (told as <5); rounded; hidden (a larger one, told as a dot); unsaid (a dot, or in no table: nothing is
    told of it). relations: in which it stands, with its factor there. whole: whether it is the total of something.
    """

    value: int
    state: str = "exact"
    whole: bool = False
    relations: dict[int, int] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[int, float]:
        """The least and the most that it may be, by what is told of it."""
        return self.bounds_as(self.state)

    def bounds_as(self, state: str) -> tuple[int, float]:
        if state == "exact":
            return self.value, self.value
        if state == "rounded":
            told = rounded(self.value)
            return max(BELOW, told - STEP // 2), told + STEP // 2
        return {"small": (0, BELOW - 1), "hidden": (BELOW, float("inf")), "unsaid": (0, float("inf"))}[state]

    def wider(self) -> dict[str, float]:
        """The states in which less is told than now, that which tells most first, and what each costs the reader."""
        found: dict[str, float] = {}
        if self.value >= BELOW and self.state == "exact" and self.whole:
            found["rounded"] = ROUNDS
        if self.value >= BELOW and self.state in ("exact", "rounded"):
            found["hidden"] = WHOLE if self.whole else LINE + min(self.value, 900) / 1000  # rather a small line
        if self.state != "unsaid":
            found["unsaid"] = SILENT
        return found


class System:
    """The figures of an edition, and the relations between them: in each, the numbers times their factors make 0."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.relations: list[dict[int, int]] = []

    def figure(self, value: int, state: str = "exact") -> int:
        self.figures.append(Figure(value, state))
        return len(self.figures) - 1

    def relate(self, whole: int, parts: Iterable[int]) -> None:
        """The parts add up to the whole: true of the numbers as they are."""
        factors: dict[int, int] = {}
        for part in parts:
            factors[part] = factors.get(part, 0) + 1
        factors[whole] = factors.get(whole, 0) - 1
        factors = {place: factor for place, factor in factors.items() if factor}
        if not factors:  # a table of one line says the same twice
            return
        if min(factors.values()) > 0:  # what was taken for one number leaves nobody for the others: so it is not told
            self.figures[whole].state = "unsaid"
            return
        self.figures[whole].whole = True
        for place, factor in factors.items():
            self.figures[place].relations[len(self.relations)] = factor
        self.relations.append(factors)


def protect(system: System) -> None:
    """Hide as much as is needed: afterwards every number under BELOW could be ENOUGH different numbers. NotSafe otherwise."""
    figures = system.figures
    for one in figures:
        if one.state == "exact" and one.value < BELOW:
            one.state = "small"
    _round(system)
    fits = {place: {one.value} for place, one in enumerate(figures) if one.value < BELOW}
    solver = _Solver(system)
    for found in solver.several(list(fits)):
        _note(system, fits, found)
    for place, known in fits.items():
        while len(known) < ENOUGH:
            others = [value for value in _near(figures[place]) if value not in known]
            fitting = (changes for value in others if (changes := solver.differ(place, value)))
            _note(system, fits, next(fitting, {}) or solver.hide(place, others))


def _note(system: System, fits: dict[int, set[int]], changes: "Changes") -> None:
    """Numbers that fit are a proof for every small number among them."""
    for place, change in changes.items():
        if place in fits:
            fits[place].add(system.figures[place].value + change)


def _near(one: Figure) -> list[int]:
    """The values that a small number could have, the nearest first."""
    return sorted(range(BELOW), key=lambda value: abs(value - one.value))


def _round(system: System) -> None:
    """Totals of what is small are rounded, and totals of those."""
    figures = system.figures
    todo = [place for place, one in enumerate(figures) if one.value < BELOW]
    while todo:
        for relation, factor in figures[todo.pop()].relations.items():
            for place, other in system.relations[relation].items() if factor > 0 else ():
                if other < 0 and figures[place].state == "exact":
                    figures[place].state = "rounded"
                    todo.append(place)


Changes = Mapping[int, int]  # number -> by how much it differs from what it is


class _Solver:
    """Asks for other numbers that fit: whole ones, of which each relation makes 0 and each stays within what is told of it."""

    def __init__(self, system: System) -> None:
        from scipy.sparse import csc_array  # takes half a second, for who makes an edition

        self.figures = system.figures
        rows = [(row, place, factor) for row, of in enumerate(system.relations) for place, factor in of.items()]
        row, place, factor = zip(*rows, strict=True) if rows else ((), (), ())
        self.relations = csc_array((factor, (row, place)), shape=(len(system.relations), len(system.figures)))
        self.links = abs(self.relations).T @ abs(self.relations)  # which numbers stand in a relation together

    def several(self, places: list[int]) -> Iterator[Changes]:
        """Other numbers that fit, in which as many of these as can be differ, in ways drawn by lot (the same each time)."""
        drawn = np.random.default_rng(len(places))
        least, most = self._bounds([one.state for one in self.figures])
        for _ in range(DRAWS if places else 0):
            prices = np.zeros(len(self.figures))
            prices[places] = drawn.choice((-1, 1), len(places))
            found = self._solved(self.relations, prices, least, most)
            if found is not None:
                yield _changes(found)

    def differ(self, place: int, value: int) -> Changes | None:
        """What differs by how much if the number is this one; None where that does not fit what is told."""
        least, most = self._bounds([one.state for one in self.figures])
        wanted = value - self.figures[place].value
        if not least[place] <= wanted <= most[place]:
            return None
        least[place] = most[place] = wanted
        found = self._solved(self.relations, np.zeros(len(least)), least, most)
        return None if found is None else _changes(found)

    def hide(self, place: int, values: Iterable[int]) -> Changes:
        """The number as one of these values, with what then has to be told less of, which is hidden. NotSafe for none."""
        wanted = [value - self.figures[place].value for value in values]
        for near in (self._around(place), np.ones(len(self.figures), dtype=bool)):
            tried = [self._cheapest(place, each, near) for each in wanted]
            if any(found is not None for found in tried):
                break
        best = min(filter(None, tried), key=lambda found: found[0], default=None)
        if best is None:
            raise NotSafe
        changes = _changes(best[1])
        for other, change in changes.items():
            self._tell_less(self.figures[other], change)
        return changes

    def _tell_less(self, one: Figure, change: int) -> None:
        for state in (one.state, *one.wider()):
            least, most = one.bounds_as(state)
            if least <= one.value + change <= most:
                one.state = state
                return

    def _around(self, place: int) -> np.ndarray:
        """Which numbers hang together with it over few others: where what is hidden is mostly found."""
        near = np.zeros(len(self.figures), dtype=bool)
        near[place] = True
        for _ in range(STEPS):
            near = near | (self.links[:, np.flatnonzero(near)].sum(axis=1) > 0)
        return near

    def _cheapest(self, place: int, wanted: int, near: np.ndarray) -> tuple[float, np.ndarray] | None:
        """What it costs the reader, and the changes. What a number differs beyond what is told of it has a price, higher in
        each state in which still less is told; so few numbers do, and rather those that cost little."""
        least, most = self._bounds([one.state for one in self.figures])
        least, most = np.where(near, least, 0), np.where(near, most, 0)
        every = np.arange(len(self.figures))
        # Column of the solver -> number and sign: first within what is told, then up and down in each wider state.
        columns, signs, lowest, highest, prices = (
            [every],
            [np.ones(len(every))],
            [least],
            [most],
            [np.zeros(len(every))],
        )
        for step in range(3):
            wider = [[*one.wider().items()][step : step + 1] for one in self.figures]
            states = [found[0][0] if found else one.state for found, one in zip(wider, self.figures, strict=True)]
            price = np.array([found[0][1] if found else 0.0 for found in wider])
            low, high = self._bounds(states)
            for sign, room in ((1, high - most), (-1, least - low)):
                there = np.flatnonzero(near & (price > 0) & (room > 0))
                columns.append(there)
                signs.append(np.full(len(there), sign))
                lowest.append(np.zeros(len(there)))
                highest.append(room[there])
                prices.append(price[there])
            least, most = np.minimum(least, low), np.maximum(most, high)
        column, ways = np.concatenate(columns), np.concatenate(signs)
        of_place = (column == place) * ways
        found = self._solved(
            self.relations[:, column] * ways,
            np.concatenate(prices),
            np.concatenate(lowest),
            np.concatenate(highest),
            (of_place, wanted),
        )
        if found is None:
            return None
        changes = np.zeros(len(self.figures))
        np.add.at(changes, column, ways * found)
        return float(np.concatenate(prices) @ found), changes

    def _bounds(self, states: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """By how much each number may be less and more, in these states."""
        pairs = [
            (low - one.value, high - one.value)
            for one, state in zip(self.figures, states, strict=True) for low, high in (one.bounds_as(state),)
        ]  # fmt: skip
        least, most = np.array(pairs, dtype=float).T
        return np.maximum(least, -FARTHEST), np.minimum(most, FARTHEST)

    def _solved(
        self, relations: Any, prices: np.ndarray, least: np.ndarray, most: np.ndarray,
        wanted: tuple[np.ndarray, int] | None = None,
    ) -> np.ndarray | None:  # fmt: skip
        """The whole numbers of least price within these bounds of which each relation makes 0; `wanted`: factors, and what
        they make. None where there are none, or none is found in time."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        constraints = [LinearConstraint(relations, 0, 0)] if relations.shape[0] else []
        if wanted:
            constraints.append(LinearConstraint(wanted[0], wanted[1], wanted[1]))
        for whole in (0, 1):  # what is found without asking for whole numbers is mostly whole, and found sooner
            answer = milp(
                prices, integrality=np.full(len(prices), whole), bounds=Bounds(least, most), constraints=constraints,
                options={"time_limit": SECONDS},
            )  # fmt: skip
            if answer.x is None:
                return None
            found = np.rint(answer.x)
            if whole or np.abs(found - answer.x).max(initial=0) < 1e-6:
                return found
        return None


def _changes(found: np.ndarray) -> Changes:
    return {place: int(change) for place, change in enumerate(found) if change}
