"""Documents in the demo: a diploma, a curriculum and a letter on paper, with people that Loes has the lead of."""

import typst

from chain.acting import acting_as
from chain.models import Chain, Membership
from clients import documents
from clients.models import Client

PAGE = """#set document(title: "{title}")
#set text(lang: "nl", size: 11pt)
#set page(paper: "a5")
= {title}
{text}

#v(1fr)
#text(size: 8pt)[Verzonnen voor de demonstratie van Snoer.]"""
# Title, part of the file, and what stands in it.
PAPERS = (
    ("Certificaat heftruck", "profile", "De houder mag een heftruck besturen. Geldig tot en met 31 december 2027."),
    ("Curriculum", "profile", "Magazijnmedewerker, 2012 tot 2017. Productiemedewerker, 2018 tot 2021."),
    ("Werkrooster van de proefplaats", "plan", "Maandag, dinsdag en donderdag van 9.00 tot 13.00 uur."),
)


def kept(chain: Chain, people: dict[str, Membership]) -> int:
    """All of it; how many documents."""
    loes = people.get("loes")
    if loes is None:
        return 0
    with acting_as(loes.pk, "load_demo"):
        mine = Client.objects.filter(chain=chain, lead=loes.user_id, closed_on=None, ref__startswith="N").order_by(
            "ref"
        )
        made = 0
        for client in mine[:2]:
            for title, part, text in PAPERS:
                paper = typst.compile(PAGE.format(title=title, text=text).encode())
                assert isinstance(paper, bytes)
                documents.put(client, paper, "papier.pdf", title=title, part=part, by=loes)
                made += 1
    return made
