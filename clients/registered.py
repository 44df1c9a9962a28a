"""What the floors above add to the record and to Mijn dag: functions named in the settings return these.

    SNOER_RECORD_PANELS  def panel(membership: Membership, client: Client) -> Panel | None
    SNOER_DAY_ROWS       def rows(membership: Membership) -> list[DayRow]

Each asks its part of the file first (`membership.reads(part)`) and answers in at most two queries, however many rows.
"""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Panel:
    """A panel of the record page. `place`: main or side. Its own address is /clienten/NUMBER/paneel/KEY/."""

    key: str
    part: str
    template: str
    context: dict = field(default_factory=dict)
    place: str = "main"
    position: int = 50


@dataclass(frozen=True)
class DayRow:
    """A person on Mijn dag: why now, what next, who is on turn, by when. `urgency`: 0 term passed, 1 the person waits,
    2 a partner waits, 3 appointment, 4 signal; within it by `term`."""

    number: str
    name: str
    place: str
    reason: str
    why: str
    next_step: str
    url: str
    partner: str
    colour: str
    term: dt.date | None
    urgency: int
    client_id: int
    person: str = ""  # who of the partner
    act: str = ""  # text of a button that does it in place, posting today's date to `act_url`
    act_url: str = ""
