"""What the floors above add to the record and to Mijn dag: functions named in the settings return these.

    SNOER_RECORD_PANELS  def panel(membership: Membership, client: Client) -> Panel | None
    SNOER_DAY_ROWS       def rows(membership: Membership) -> list[DayRow]

Each asks its part of the file first (`membership.reads(part)`) and answers in at most two queries, however many rows.

    SNOER_RECORD_QUESTIONS  def questions(membership: Membership, client: Client) -> dict[str, str]

gives a panel's select under a name: the record page asks all of them in one statement (clients.asked), with the parameters
client, chain, today, lead, membership; the panel finds the rows in `client.asked[name]`, and asks itself where that is None.

    SNOER_DAY_NOTICES    def notices(membership: Membership) -> list[Notice]

what somebody has to look after that is of no person in particular, at the top of Mijn dag; one query.

    SNOER_INITIALS       def initial(membership: Membership, client: Client, source: str, form: str) -> dict[str, Any]

gives what a form begins with ("referral" or "plan") that is made from another page (`?uit=source`): no text in an address.

    SNOER_LIST_SEARCH    def found(clients: ClientQuerySet, typed: str, membership: Membership) -> ClientQuerySet | None

those of the clients in whose file it stands, where nobody is called so; None where that is not looked for.

    SNOER_OPEN_ENDS      def ends(client: Client) -> list[OpenEnd]
    SNOER_REFERRAL_LINKS def links(membership: Membership, referral: Referral) -> list[tuple[text, address]]
    SNOER_TERM_SOURCES   a tuple of TermSource: what starts a term

    SNOER_STEP_SECTIONS  def sections(membership: Membership, client: Client, step: Step) -> list[StepSection]

what a floor above shows of a step on its page: one query each.

    SNOER_STEP_ACTS      def page(step: Step, number: str, act: str) -> str

the address of a page of a floor above that does the act (finish, stop, replan ...) with such a step, which then is the only
one that does; "" for none.

    SNOER_PLAN_PAGES     def page(client: Client, instrument: Instrument) -> str

the address of the page of a floor above where such a step is planned, with all that its form asks; "" for none.

    SNOER_REFUSALS       a table: name of a constraint or trigger's refusal -> (field, what is said)

what the database refuses for a floor above: clients.steps.refusals() says it at its field, around any act.

    SNOER_START_HINDERS  def hinders(step: Step) -> list[str]

why a step cannot start yet, in words: steps.move() refuses with these; one query.

    SNOER_GAP_LINKS      def link(membership: Membership, client: Client, kind: str, value: str, amount: int | None) -> str

where to find what closes a gap (the kinds are those of a vacancy's requirements; "": none in particular), or "" for who does
not plan and where nothing can; no query.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from chain.registry import registered


def initial(request: HttpRequest, client: Any, form: str) -> dict[str, Any]:
    """What the form begins with where it is made from another page; nothing in a post, which says all itself."""
    source = request.GET.get("uit", "") if request.method == "GET" else ""
    found: dict[str, Any] = {}
    for begins in registered("SNOER_INITIALS") if source else ():
        found |= begins(request.membership, client, source, form)  # type: ignore[attr-defined]
    return found


def help_url(membership: Any, client: Any, kind: str = "", value: str = "", amount: int | None = None) -> str:
    """Where to find what closes the gap, for `Wat helpt hierbij?` beside it; "" for who does not plan for the client."""
    links = (link(membership, client, kind, value, amount) for link in registered("SNOER_GAP_LINKS"))
    return next(filter(None, links), "")


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
class StepSection:
    """A section of the page of a step: its template (a `section.panel`) and what stands in it."""

    template: str
    context: dict = field(default_factory=dict)
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


@dataclass(frozen=True)
class Notice:
    """A message at the top of Mijn dag, with where one does something about it."""

    text: str
    url: str
    link: str


@dataclass(frozen=True)
class OpenEnd:
    """What is still open when a file is to be closed. `first`: it has to end before that; the others the closing ends,
    but for what `goes_on` without the chain, such as a job.

    `end(on, why, by)` ends it where nobody can any more: the person has died or moved away.
    """

    what: str
    text: str
    url: str
    first: bool = False
    partner: str = ""
    colour: str = ""
    end: Callable[[dt.date, str, Any], object] | None = None
    goes_on: bool = False


@dataclass(frozen=True)
class TermSource:
    """What starts a term (clients/terms.py). `part` of the file it tells of, `about` the model's name.

    `sql` selects client_id, about_id, scope, since (a day) and partner_id (null: the point of contact) of the open files
    of the chain %(chain)s, so that a condition on client_id can be pushed into it: no `distinct on` or window over more
    than one client. An about_id stands in it once. It is code and holds nothing that people type.
    """

    key: str
    label: object
    part: str
    about: str
    sql: str
    renews: bool = False  # a later `since` opens a task again that was done; else once done is done
    scopes: str = ""  # what `scope` holds: instrument, function, form, or nothing
    looks_back: int | None = None  # days: what was due longer ago is not made a task any more
    limit: bool = False  # its terms are limits that an act asks for (terms.term_on); no task is made of them
