"""The referral: a question to a partner about a person, which is not over before there is an answer."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chain.history import keep_history
from chain.models import Chain, Partner, User
from clients.models.client import Client

STATUSES = {
    "asked": _("wacht op een eerste antwoord"),
    "queried": _("wacht op uitleg"),
    "accepted": _("aangenomen"),
    "answered": _("beantwoord"),
    "returned": _("teruggegeven"),
    "withdrawn": _("ingetrokken"),
}
OPEN = ("asked", "queried", "accepted")
# The allowed moves, act -> (from, to, whose act it is); buttons, refusals and the lock in clients.referrals come from
# this table. A question back goes to the asking partner, whose reply puts the asked one on turn again.
MOVES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "accept": (("asked", "queried"), "accepted", "asked"),
    "query": (("asked",), "queried", "asked"),
    "reply": (("queried",), "asked", "asking"),
    "return": (("asked", "queried", "accepted"), "returned", "asked"),
    "answer": (("accepted",), "answered", "asked"),
    "withdraw": (("asked", "queried"), "withdrawn", "asking"),
}


@keep_history()
class Referral(models.Model):
    """A question about a person to the partner that holds the mandate for a function: what is shared, and by when.

    Who is on turn follows from the status: the asking partner while it is queried, else the asked one (`partner`).
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="referrals", db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    function = models.SlugField(_("waarvoor"), db_index=False)  # a key of chain.functions.FUNCTIONS
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    asked_by = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    question = models.TextField(_("vraag"))
    shared = ArrayField(models.SlugField(), default=list)  # parts of the file, beside chain.parts.WITH_REFERRAL
    plan_goal = models.ForeignKey(
        "clients.PlanGoal", models.SET_NULL, null=True, blank=True, related_name="referrals", db_index=False
    )  # fmt: skip
    asked_on = models.DateField()
    respond_by = models.DateField(null=True)  # the first response, by the chain's terms
    answer_by = models.DateField(_("antwoord nodig op"), null=True, blank=True)
    status = models.SlugField(choices=list(STATUSES.items()), default="asked", db_index=False)
    turn_since = models.DateField()
    handler = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)  # who accepted it
    accepted_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    answer = models.TextField(_("antwoord"), blank=True)  # or why it was returned or withdrawn
    version = models.PositiveIntegerField(default=1)
    row_security = "referral"
    row_part = "referrals"

    class Meta:
        indexes = [
            models.Index(fields=["partner", "status", "turn_since"], name="referral_in"),
            models.Index(fields=["asked_by", "status", "turn_since"], name="referral_out"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "function", "partner"], condition=Q(status__in=OPEN), name="one_open_referral_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, closed_on__isnull=True) | ~Q(status__in=OPEN) & Q(closed_on__isnull=False),
                name="referral_closed_on_its_end",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN) | ~Q(answer=""), name="referral_ends_with_an_answer"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("asked_on")), name="referral_ends_after_start"
            ),
        ]  # fmt: skip

    def moves(self) -> list[str]:
        """The acts that the status allows."""
        return [act for act, (before, _after, _who) in MOVES.items() if self.status in before]


class ReferralLine(models.Model):
    """What was said in a referral: both sides read the same."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="lines")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    act = models.SlugField(db_index=False)  # asked, or a key of MOVES
    text = models.TextField(blank=True)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    at = models.DateTimeField(db_default=Now())
    row_security = "said"
    row_part = "referrals"
