"""Who sees what: the page tells what the policies do."""

import pytest
from django.urls import reverse

from chain.acting import acting_as
from chain.parts import PARTS
from clients import sight
from tests.factories import ReferralFactory, days_ago


def test_the_page_says_which_parts_why_and_until_when(w, signed_in, trusted):
    with trusted():
        ReferralFactory(
            client=w["unknown"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=["profile"],
            asked_on=days_ago(3),
        )  # fmt: skip
    page = signed_in("consultant").get(reverse("sight", args=[w["unknown"].number])).content.decode()
    assert "verwijzing" in page
    assert "naam en nummer, intake en werkprofiel, plan en stappen, verwijzingen" in page
    assert "aanspreekpunt voor inwoners" in page
    assert "Podium24" in signed_in("consultant").get(reverse("record", args=[w["unknown"].number])).content.decode()
    page = signed_in("consultant").get(reverse("sight", args=[w["left-team"].number])).content.decode()
    assert page.index("Eerder") < page.index("Annex")
    page = signed_in("lead").get(reverse("sight", args=[w["closed-step"].number])).content.decode()
    assert "Dit dossier is gesloten" in page
    assert signed_in("trainer").get(reverse("sight", args=[w["unknown"].number])).status_code == 404


@pytest.mark.parametrize("name", ["step", "both", "team", "unknown"])
def test_it_tells_what_each_partner_reads(w, name):
    """The parts on the page are those that the functions of the partner together read through access."""
    from clients import access

    with acting_as(w.acting("consultant")):
        told = {row.partner: row.parts for row in sight.sights([r for r in sight.involvements(w[name]) if r["now"]])}
    really: dict[str, set[str]] = {}
    for who, member in w.staff.items():
        if member.chain_id != w.chain.pk or member.partner_id is None or member.partner.code == "szmh":
            continue
        with acting_as(member.pk):
            found = access._found(member, w[name].number)
            if found is not None:
                read = set(access.readable(member, found, *(set(PARTS) - sight.OF_NO_FILE)))
                really.setdefault(member.partner.name, set()).update(read)
        assert who
    assert told == really


def test_it_is_one_query_however_many(w, trusted, django_assert_num_queries):
    with acting_as(w.acting("consultant")), django_assert_num_queries(1):
        sight.involvements(w["both"])
