"""What the floors above add to the record and to Mijn dag: functions named in the settings return these.

    SNOER_RECORD_PANELS  def panel(membership: Membership, client: Client) -> Panel | None
    SNOER_DAY_ROWS       def rows(membership: Membership) -> list[DayRow]
    SNOER_DAY_ROWS_OF_LEADS  def rows(membership: Membership, leads: Leads = ()) -> list[DayRow]

the second of what somebody has to do as the one who has the lead: of these users (none: oneself alone; None: of everybody),
since one stands in for a colleague, or leads the team.

    SNOER_DAY_QUESTIONS, SNOER_HEAD_QUESTIONS
                         def questions(membership: Membership, leads: Leads) -> dict[str, Question]

what these rows, and what the notices and counts at the head, need of the database: asked in one statement
(clients/day_asked.py).

    SNOER_WAITING        def waiting(membership: Membership) -> list[Waiting]

what waits on a page of its own: numbers at the head of Mijn dag and in the main menu. One query.

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
    SNOER_OPEN_LINES     def lines(membership: Membership, client: Client) -> list[OpenLine]

what waits of a person, for the summary that a handover is made with; from `client.asked`, no query.

    SNOER_REFERRAL_LINKS def links(membership: Membership, referral: Referral) -> list[tuple[text, address]]
    SNOER_TERM_SOURCES   a tuple of TermSource: what starts a term

    SNOER_CHECKS         a tuple of Check: what can be missing or wrong in the record

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

    SNOER_AGENDA         def agenda(membership: Membership, users: list[int], first: date, last: date) -> list[AgendaItem]

what stands in the diary of these users of one's partner from the first day to the last, of people in sight; one query.

    SNOER_FIND           def find(membership: Membership, typed: str) -> Found | None

what is not a person and is called so, for the one box that finds (clients/finding.py); None for who does not read it; one query.

    SNOER_BULK_ACTS      a tuple of BulkAct: what can be done with many people at once (clients/bulk.py)
    SNOER_LETTER_SOURCES a tuple of LetterSource: what a letter can be about (clients/letters.py)

    SNOER_MAIL_KINDS     a pair (kind, message): def message(queued: Mail) -> EmailMessage | None

the e-mail of that kind as it is now (clients/mail.py), or None where it is not needed any more.

    SNOER_VITALS         def vital(chain_id: int) -> Vital

a part of the page that says whether everything works (chain/vitals.py).

    SNOER_GAP_LINKS      def link(membership: Membership, client: Client, kind: str, value: str, amount: int | None) -> str

where to find what closes a gap (the kinds are those of a vacancy's requirements; "": none in particular), or "" for who does
not plan and where nothing can; no query.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from chain.registry import registered

Leads = Sequence[int] | None


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
    2 a partner waits, 3 appointment, 4 signal; within it by `term` (clients/day_order.py). Of no person: `number` is "",
    `client_id` 0, and `name` says what it is about. `ways`: (text, address) of pages whose form opens under the row; in an
    address, what follows # is the section that the form stands in."""

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
    ways: tuple[tuple[str, str], ...] = ()
    lead: int = 0  # the user who has the lead: a row of a colleague whom one stands in for says so


@dataclass(frozen=True)
class Waiting:
    """What waits on a page of its own: how many, what of (`number` fits it), where; `section`: its entry in the main menu,
    which then shows the number too."""

    number: int
    text: str
    url: str
    section: str = ""


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
class OpenLine:
    """Something that waits, in a line: what, by when, its page, and who is on turn."""

    text: str
    due_on: dt.date | None
    url: str
    who: str = ""


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
    unseen: str = ""  # why who has a task of it whose day has passed is out of sight (a key of clients.reasons.REASONS)


@dataclass(frozen=True)
class Check:
    """What can be missing or wrong in the record, which the night looks for (reporting/quality.py).

    `part` of the file it tells of ("": of no person), `about` the model's name. `sql` selects client_id, about_id, partner_id
    (who can mend it; null: the point of contact) and since (a day, or null) of the chain %(chain)s; an about_id stands in it
    once. It is code and holds nothing that people type. `page`: where it is mended, `takes` what its address asks of
    number, about_id and code. `statutory`: the feature of the statistics that asks for it.
    """

    key: str
    name: object  # what is wrong
    why: object  # why it matters, and what is looked for
    part: str
    about: str
    sql: str
    page: str
    takes: tuple[str, ...] = ("number",)
    statutory: str = ""
    by: str = "contact"  # who can mend it: contact (the point of contact), partner (who carries it out), admin


@dataclass(frozen=True)
class AgendaItem:
    """Something in somebody's diary. `time` None: on that day, no hour was agreed. `user`: whose diary, by id."""

    on: dt.date
    time: dt.time | None
    user: int
    number: str
    name: str
    what: str
    where: str
    url: str
    partner: str
    colour: str
    state: str = ""  # what became of it, or "" while it is to come


@dataclass(frozen=True)
class Found:
    """What was found of one kind: its title, and per row (name, what stands beneath it, address)."""

    title: object
    rows: list[tuple[str, str, str]]
    more: str = ""  # where all of them are found


@dataclass(frozen=True)
class Cell:
    """What a column says of a person: a text, a number or a day, with what stands small beneath it; `warn` marks it."""

    value: str | int | dt.date | None = None
    small: str = ""
    warn: str = ""


@dataclass(frozen=True)
class Columns:
    """A group of columns of the list of people. `parts` of the file that it shows: whoever reads the first can choose it.

    `cells(membership, ids)` gives a Cell a name for each of the clients that it knows something of, in one query, and only
    what the file shows to the membership.
    """

    key: str
    label: object
    parts: tuple[str, ...]
    names: tuple[object, ...]
    cells: Callable[[Any, list[int]], dict[int, tuple[Cell, ...]]]


@dataclass(frozen=True)
class BulkAct:
    """An act that is done for many. `may` asks whether the membership does it at all; `form` is what it asks, once for all.

    `hinders` says of whom of the people (in their order) it cannot be, by id, and why, without changing anything, in a
    number of queries that does not grow with them. `act` does it for one, with `position` among the values, or raises
    ValidationError, NotNow or PermissionDenied, which the line then tells. `about` is what is said of it before.
    """

    key: str
    label: object
    about: object
    may: Callable[[Any], bool]
    form: Callable[..., Any]  # form(data, membership=...)
    hinders: Callable[[Any, list[Any], dict[str, Any]], dict[int, str]]  # (membership, clients, values)
    act: Callable[[Any, Any, dict[str, Any]], object]  # (membership, client, values)


def nothing(_membership: Any, _client: Any) -> list[tuple[int, str]]:
    return []


def anybody(_membership: Any) -> bool:
    return True


@dataclass(frozen=True)
class LetterSource:
    """What a letter can be about: its part of the file, the fields that a template of it may hold (name -> what it is),
    and what fills them for one thing. `fill` raises LookupError where it is not there for the reader.

    `examples` are invented, for who makes a template; `things` are what one can be written about now (id, in words), `may`
    who writes one, beside who writes the part.
    """

    key: str
    label: object
    part: str
    about: str  # model name; "" for the person alone
    fields: dict[str, object]
    fill: Callable[[Any, Any, int | None], dict[str, str]]  # (membership, client, about_id)
    examples: dict[str, str] = field(default_factory=dict)
    things: Callable[[Any, Any], list[tuple[int, str]]] = nothing  # (membership, client)
    may: Callable[[Any], bool] = anybody
