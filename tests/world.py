"""A small world of two chains, for tests of who sees and does what.

`world()` makes it; call it in `with trusted():`. Its people are named after their relation, so that a test reads as a
sentence: `seen(world.users.trainer) == {"step", "team"}`.
"""

import datetime as dt
from types import SimpleNamespace

from chain.models import Membership, Partner
from clients.models import Client
from tests.factories import (
    ChainFactory,
    ClientFactory,
    InstrumentFactory,
    MandateFactory,
    MembershipFactory,
    MunicipalityFactory,
    PartnerFactory,
    PlacementFactory,
    ResidenceFactory,
    StepFactory,
    TeamMemberFactory,
    UserFactory,
    a_bsn,
    days_ago,
)
from tests.kept import kept

# user name -> (partner, role); one membership each, in the first chain
STAFF = {
    "consultant": ("szmh", "consultant"),
    "lead": ("szmh", "lead_consultant"),
    "manager": ("szmh", "manager"),
    "privacy": ("szmh", "privacy"),
    "archivist": ("szmh", "archive"),
    "admin": ("szmh", "admin"),
    "trainer": ("annex", "trainer"),
    "annex_manager": ("annex", "manager"),
    "annex_consultant": ("annex", "consultant"),
    "annex_coordinator": ("annex", "coordinator"),
    "coach": ("mtb", "work_coach"),
    "adviser": ("podium24", "employer_adviser"),
    "podium24_manager": ("podium24", "manager"),
    "policy": ("beleid", "policy"),
    "coordinator": ("beleid", "coordinator"),
}
JOBS = ("setup", "import", "count", "sight", "terms", "mail", "accounts", "retention")

# What the first chain's people are called, and how Annex came to know them. SZMH sees all but the closed ones.
SEEN_BY_ANNEX = {"step", "planned", "placement", "team", "ended89", "ended90", "both"}
NOT_SEEN_BY_ANNEX = {"unknown", "ended91", "left-team", "mtb", "moved", "closed", "closed-step"}
OPEN_IN_SZMH = (SEEN_BY_ANNEX | NOT_SEEN_BY_ANNEX) - {"closed", "closed-step"}


class World(SimpleNamespace):
    partners: dict[str, Partner]
    staff: dict[str, Membership]
    clients: dict[str, Client]

    def __getitem__(self, name: str) -> Client:
        return self.clients[name]

    def acting(self, name: str) -> int:
        """The id of the membership of somebody, for acting_as()."""
        return self.staff[name].pk


@kept
def world() -> World:
    w = World(partners={}, staff={}, clients={}, steps={})
    w.chain, w.other_chain = ChainFactory(slug="keten"), ChainFactory(slug="andere-keten")
    w.maastricht = MunicipalityFactory(code="GM0935", name="Maastricht", served_by=w.chain)
    w.vaals = MunicipalityFactory(code="GM0981", name="Vaals", served_by=w.chain)
    w.elsewhere = MunicipalityFactory(code="GM0363", name="Amsterdam")  # of no chain
    w.other_town = MunicipalityFactory(code="GM0080", name="Leeuwarden", served_by=w.other_chain)
    for code in ("szmh", "annex", "mtb", "podium24", "beleid"):
        w.partners[code] = PartnerFactory(chain=w.chain, code=code)
    MandateFactory(partner=w.partners["szmh"], function="person")
    MandateFactory(partner=w.partners["podium24"], function="employer")
    MandateFactory(partner=w.partners["annex"], function="activation-place")
    w.partners["other"] = PartnerFactory(chain=w.other_chain, code="sociale-dienst")
    MandateFactory(partner=w.partners["other"], function="person")
    for name, (code, role) in STAFF.items():
        w.staff[name] = MembershipFactory(user__username=name, partner=w.partners[code], role=role)
    # Outside the chain: reads what is published for the municipality, and nothing else.
    w.staff["alderman"] = MembershipFactory(
        user__username="alderman", partner=w.partners["beleid"], role="alderman", municipality=w.vaals
    )
    w.staff["stranger"] = MembershipFactory(user__username="stranger", partner=w.partners["other"])
    for job in JOBS:
        w.staff[job] = MembershipFactory(user__username=f"system-{job}", chain=w.chain, job=job)
        w.staff[f"other_{job}"] = MembershipFactory(user__username=f"other-{job}", chain=w.other_chain, job=job)
    # Works for two partners, so may act under either.
    w.both_ways = UserFactory(username="both_ways")
    w.staff["at_szmh"] = MembershipFactory(user=w.both_ways, partner=w.partners["szmh"])
    w.staff["at_mtb"] = MembershipFactory(user=w.both_ways, partner=w.partners["mtb"], role="work_coach")
    w.instrument = InstrumentFactory(chain=w.chain, code="work-rhythm")
    w.work = InstrumentFactory(chain=w.chain, code="regular-work", phase="placement", form_of_work="regular")
    w.other_instrument = InstrumentFactory(chain=w.other_chain, code="work-rhythm")
    _people(w)
    return w


def _people(w: World) -> None:
    annex, mtb = w.partners["annex"], w.partners["mtb"]
    for name in sorted(SEEN_BY_ANNEX | NOT_SEEN_BY_ANNEX):
        w.clients[name] = ClientFactory(
            chain=w.chain, number=f"K-{len(w.clients) + 1:05d}", last_name=name, lives=w.maastricht,
            bsn=a_bsn(len(w.clients)), closed_on=days_ago(1) if name.startswith("closed") else None,
        )  # fmt: skip
    step = {"chain": w.chain, "instrument": w.instrument}
    w.steps["step"] = StepFactory(client=w["step"], partner=annex, **step)
    w.steps["planned"] = StepFactory(client=w["planned"], partner=annex, status="planned", **step)
    w.steps["placement"] = PlacementFactory(
        client=w["placement"], step__partner=annex, step__instrument=w.work, employer__name="Bakker Bart",
    ).step  # fmt: skip
    TeamMemberFactory(client=w["team"], partner=annex, user=w.staff["trainer"].user)
    TeamMemberFactory(
        client=w["left-team"],
        partner=annex,
        user=w.staff["trainer"].user,
        started_on=days_ago(60),
        ended_on=days_ago(1),
    )
    for days in (89, 90, 91):
        w.steps[f"ended{days}"] = StepFactory(
            client=w[f"ended{days}"], partner=annex, status="done", ended_on=days_ago(days),
            started_on=days_ago(200), **step,
        )  # fmt: skip
    w.steps["both"] = StepFactory(client=w["both"], partner=annex, **step)
    w.steps["both-mtb"] = StepFactory(client=w["both"], partner=mtb, **step)
    w.steps["mtb"] = StepFactory(client=w["mtb"], partner=mtb, **step)
    w.steps["closed-step"] = StepFactory(client=w["closed-step"], partner=annex, **step)
    moved = w["moved"].residences.get()
    moved.ended_on = days_ago(31)
    moved.save()
    ResidenceFactory(client=w["moved"], municipality=w.elsewhere, started_on=days_ago(30))
    w.clients["foreign"] = ClientFactory(
        chain=w.other_chain, number="K-00001", last_name="foreign", lives=w.other_town, bsn=a_bsn(900)
    )
    w.steps["foreign"] = StepFactory(
        client=w["foreign"], chain=w.other_chain, partner=w.partners["other"], instrument=w.other_instrument
    )


# Days that tests lean on.
FAR = dt.date(2999, 1, 1)
