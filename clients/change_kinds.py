"""The record's own settings whose changes the administrator reads (chain/change_log.py)."""

from django.utils.translation import gettext_lazy as _

from chain.change_log import Kind

KINDS = [
    Kind(
        "term", "clients.Term", _("termijnen"),
        {"name": _("wat er moet gebeuren"), "offset": _("termijn"), "unit": _("eenheid"), "every": _("daarna elke"),
         "times": _("hoe vaak"), "warn_days": _("dagen vooraf te zien"), "hard": _("harde grens"),
         "article": _("artikel of bron"), "for_whom": _("voor wie"), "started_on": _("geldt vanaf"),
         "ended_on": _("tot en met")},
        ("name",),
    ),
    Kind(
        "word", "clients.Definition", _("begrippen"),
        {"name": _("woord"), "text": _("betekenis"), "signs": _("waaraan u het ziet"), "source": _("bron"),
         "started_on": _("geldt vanaf"), "ended_on": _("tot en met")},
        ("name",),
    ),
    Kind(
        "letter_template", "clients.LetterTemplate", _("sjablonen van brieven"),
        {"name": _("naam"), "subject": _("onderwerp"), "body": _("tekst"), "in_use": _("in gebruik")},
        ("name",),
    ),
]  # fmt: skip
