"""What another system tells of most people, gender and household, and what is to be mended since not all of it is there."""

import zlib

from chain.acting import acting_as, system_membership
from chain.models import Chain
from clients.models import Client, Identity, TargetGroup
from reporting import quality

MEN = frozenset(
    "Ahmet Bas Bert Bram Cor Daan Dawit Dirk Ed Erik Frans Geert Giel Guus Hamza Harrie Huub Ivo Jan Jef Jo Joep John Kees Kevin"
    " Leon Luc Mehdi Merhawi Michel Mo Omar Pascal Piet Rob Roel Roy Sami Sjef Sjra Stef Theo Wiel Wim Yusuf Ömer".split()
)
# Of a hundred people; the others' household nobody entered.
HOUSEHOLDS = [(46, "single"), (60, "couple"), (78, "family"), (86, "sharing")]
KNOWN = 93  # of a hundred people whose gender was entered


def _chance(number: str, what: str) -> int:
    """From 0 to 99, the same every time."""
    return zlib.crc32(f"{what}{number}".encode()) % 100


def told(chain: Chain) -> None:
    """As the other system tells them: under the membership of the import."""
    with acting_as(system_membership(chain, "import"), "load_demo"):
        parents = set(TargetGroup.objects.filter(chain=chain, code="single-parent").values_list("client_id", flat=True))
        people = {pk: (number, name) for pk, number, name in
                  Client.objects.filter(chain=chain).values_list("pk", "number", "first_name")}  # fmt: skip
        changed = []
        for identity in Identity.objects.filter(chain=chain, gender="", household=""):
            number, name = people[identity.client_id]
            if _chance(number, "gender") < KNOWN:
                identity.gender = "male" if name in MEN else "female"
            found = next((key for most, key in HOUSEHOLDS if _chance(number, "household") < most), "")
            identity.household = "single-parent" if found and identity.client_id in parents else found
            changed.append(identity)
        Identity.objects.bulk_update(changed, ["gender", "household"], batch_size=500)


def looked_over(chain: Chain) -> None:
    """As the night does."""
    quality.look_at(chain.pk)
