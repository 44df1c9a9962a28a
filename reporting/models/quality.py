"""What is missing or cannot be right in the record, found each night (reporting/quality.py)."""

from django.db import models
from django.db.models.functions import Now

from chain.models import Chain, Partner, User
from clients.models import Client


class Flaw(models.Model):
    """One thing to mend: what (a key of reporting.quality.checks()), where, and who can. Gone once it is right again."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    check_key = models.SlugField(db_index=False)
    client = models.ForeignKey(Client, models.CASCADE, null=True, related_name="+", db_constraint=False)
    part = models.SlugField(blank=True, db_index=False)  # of the file, of which it tells; empty: of no person
    about = models.SlugField(db_index=False)  # model name
    about_id = models.BigIntegerField()
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+", db_index=False)  # who can mend it
    user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False
    )  # its lead, if one alone
    since = models.DateField(null=True)  # since when it is so, where that is known
    found_at = models.DateTimeField(db_default=Now())
    row_security = "flaw"
    row_part = "client"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "check_key", "about", "about_id"], name="one_flaw")]
        indexes = [
            models.Index(fields=["chain", "check_key", "id"], name="flaw_list"),
            # One's own: Mijn dag counts them with every page.
            models.Index(
                fields=["user", "check_key", "id"], condition=models.Q(user__isnull=False), name="flaw_of_user"
            ),
        ]
