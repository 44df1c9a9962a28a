"""What of somebody's work is left with nobody when they stop: numbers for the administrator, who sees no file."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from chain.dry_run import Effect
from chain.formats import number

TOLD = (
    (_("Inwoners van wie deze collega de regie heeft"),
     _("Vraag een senior consulent om die eerst over te dragen: Mijn dag, Overdragen.")),
    (_("Andere inwoners bij wie deze collega in het team zit"), _("Hun organisatie kan ze overdragen aan een collega.")),
    (_("Open taken op naam"), _("Ze blijven staan bij de organisatie.")),
    (_("Afspraken die nog komen"), _("Zeg ze af, of laat een collega ze overnemen.")),
    (_("Overdrachten die wachten, en waarnemingen"), _("Deze hebben dan niemand meer aan één kant.")),
)  # fmt: skip


def left(user_id: int) -> list[Effect]:
    """What stays behind, as the administrator reads it; what there is none of is said too."""
    with connection.cursor() as cursor:
        cursor.execute("select * from snoer_left_behind(%s)", [user_id])
        numbers = cursor.fetchone()
    return [
        Effect(text, number(many), note if many else "", warn=bool(many))
        for (text, note), many in zip(TOLD, numbers, strict=True)
    ]
