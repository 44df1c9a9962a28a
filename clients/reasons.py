"""Why somebody is out of sight, and what makes a caseload heavy: two small tables that pages and figures share.

Out of sight is who has an open task whose day has passed, of a term that says so (registered.TermSource.unseen): so the rule
is a dated row that an administrator changes, the signal on Mijn dag, the list and the figure come from the same task, and
what somebody has explained (a task that is done) does not come back before something new happens. What lies ahead, such as a
child who becomes twelve, stands beside it and counts as soon as it is shown.

The weight of a caseload says how much work people ask now, by what runs and what waits. Points for each open file:
in work and nothing else runs 1, a step runs at a partner 2, none of these 3, and without a plan and with nothing running 4;
one more where something the lead has to do is past its day. It compares colleagues and decides nothing.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Reason(NamedTuple):
    """What it is called, shortly in a table (`short`) and in full, and what has to be done about it."""

    short: object
    label: object
    do: object


AHEAD = "ahead"
# The order is that of what has to be done first.
REASONS = {
    "lead": Reason(_("geen regie"), _("Niemand heeft de regie"), _("Kies een consulent")),
    "intake": Reason(_("geen intake"), _("Aangemeld en nog geen intake"), _("Plan de intake")),
    "plan": Reason(_("geen plan"), _("Intake geweest en nog geen plan"), _("Maak samen een plan")),
    "contact": Reason(_("geen contact"), _("Te lang geen contact"), _("Neem contact op")),
    "step": Reason(_("geen stap"), _("Niets loopt of staat gepland"), _("Kies de volgende stap")),
    "wait": Reason(_("wacht"), _("Wacht langer dan afgesproken"), _("Zorg voor antwoord")),
    "silent": Reason(_("stil"), _("Er loopt iets, en niemand noteert hoe het gaat"), _("Vraag hoe het gaat")),
    "evaluation": Reason(_("evaluatie"), _("Plan voorbij zijn evaluatie"), _("Evalueer samen het plan")),
    AHEAD: Reason(_("straks"), _("Er verandert straks iets in het leven"), _("Bespreek wat dit betekent")),
}
HEAVY = {"work": 1, "step": 2, "rest": 3, "fresh": 4}
LATE = 1
WEIGHTS = {  # in short, in a table; in full
    "work": (_("aan het werk"), _("aan het werk, en verder loopt er niets")),
    "step": (_("in een stap"), _("er loopt een stap bij een partner")),
    "rest": (_("zonder lopende stap"), _("er loopt niets, of het is alleen gepland")),
    "fresh": (_("zonder plan"), _("er is nog geen plan en er loopt niets")),
}
