"""The machines of partners that come in by the API. Their secrets are told to nobody: who tries one makes a new one."""

from chain import machines
from chain.acting import acting_as
from chain.models import Chain, Membership, Partner

# name -> partner, function, scopes
MACHINES = {
    "Suite": (
        "szmh", "consultant",
        ("clients:read", "identity:read", "bsn:read", "contact:read", "contact:write", "benefits:read", "steps:read",
         "reference:read"),
    ),
    "Podium24 CRM": (
        "podium24", "employer_adviser",
        ("employers:read", "employers:write", "contact-persons:read", "vacancies:read", "vacancies:write",
         "introductions:read", "placements:read", "reference:read"),
    ),
}  # fmt: skip


def made(chain: Chain, people: dict[str, Membership]) -> None:
    """Act as the administrator."""
    by = people["anouk"]
    with acting_as(by.pk, "load_demo"):
        partners = {partner.code: partner for partner in Partner.objects.filter(chain=chain)}
        for name, (code, role, scopes) in MACHINES.items():
            machines.make(by=by, name=name, partner=partners[code], role=role, scopes=scopes)
