"""The page of the work profile: read on one screen, changed block by block, by several at a time without loss."""

import json
import re
import uuid

import pytest
from django.urls import reverse

from chain.days import today
from chain.formats import day_typed
from clients.models import Event, Look
from diagnosis.models import Competence, Education, Experience, Language, TargetOccupation, WorkProfile
from tests.factories import (
    CompetenceFactory,
    OccupationFactory,
    ReferralFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
)
from tests.world import world

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def w(trusted):
    with trusted():
        w = world()
        w.cleaner = OccupationFactory(name="schoonmaker", names=["poetsvrouw"])
        w.cook = OccupationFactory(name="kok")
    return w


def address(w, name="both"):
    return reverse("profile", args=[w[name].number])


def opened(browser, w, block, name="both"):
    """The fields of a block as the page has them: what a browser would send back untouched."""
    page = browser.get(address(w, name), {"blok": block})
    form, fields = page.context["form"], {"blok": block, "once": str(uuid.uuid4())}
    for rows in form.rows:
        fields[f"{rows.name}-count"] = str(rows.count)
    for one in form.forms:
        for bound in one:
            value = bound.value()
            shown = bound.field.widget.format_value(value) if not isinstance(value, list) else value
            fields[bound.html_name] = (
                ""
                if shown is None
                else shown[0]
                if isinstance(shown, list) and not isinstance(value, list) and shown
                else shown
            )
    return {name: value for name, value in fields.items() if value != []} | {
        name: value for name, value in fields.items() if name.endswith("gone") and value
    }


def save(browser, w, block, name="both", page=None, **changed):
    fields = dict(page or opened(browser, w, block, name))
    fields |= {key.replace("__", "-"): value for key, value in changed.items()}
    return browser.post(address(w, name), {key: value for key, value in fields.items() if value is not None})


def work(trusted, w, name="both"):
    with trusted():
        return WorkProfile.objects.get(client=w[name])


# Reading


def test_an_empty_profile_begins_with_what_takes_two_minutes(w, signed_in):
    page = signed_in("consultant").get(address(w))
    text = page.content.decode()
    assert "Begin hier" in text and "Wat ontbreekt er nog?" in text
    assert page.context["form"].block.key == "first"
    assert "Begin hier" not in signed_in("archivist").get(address(w, "closed")).content.decode()


def test_the_first_profile_in_one_save(w, signed_in, trusted):
    answer = save(
        signed_in("consultant"), w, "first", targets__0__occupation="Poetsvrouw", targets__1__occupation="kok",
        first__interests=["helpen"], first__hours_min="16", first__hours_max="24", first__level="3",
        first__transport=["3", "5"], first__licences=["B"],
    )  # fmt: skip
    assert answer.status_code == 302
    found = work(trusted, w)
    assert (found.interests, found.hours_min, found.hours_max, found.level) == (["helpen"], 16, 24, "3")
    assert (found.transport, found.licences) == (["3", "5"], ["B"])
    with trusted():
        wanted = TargetOccupation.objects.filter(client=w["both"]).order_by("position")
        assert [each.occupation for each in wanted] == [w.cleaner, w.cook]
    text = signed_in("trainer").get(address(w)).content.decode()
    assert "Schoonmaker" in text and "16 tot 24 uur per week" in text and "Begin hier" not in text


def test_who_reads_sees_no_buttons_who_writes_does(w, signed_in, trusted):
    with trusted():
        WorkProfileFactory(client=w["both"], level="3")
    assert "Wijzigen" in signed_in("trainer").get(address(w)).content.decode()
    page = signed_in("archivist").get(address(w, "closed"))
    assert "blok=" not in page.content.decode()
    # asked for a block in a file that is closed: the page to read
    assert signed_in("lead").get(address(w, "closed"), {"blok": "needs"}).context["form"] is None
    assert signed_in("lead").post(address(w, "closed"), {"blok": "needs"}).status_code == 403
    assert signed_in("manager").get(address(w)).status_code == 403
    assert signed_in("adviser").get(address(w)).status_code == 404


def test_a_partner_whom_the_profile_was_shared_with_fills_it_in(w, signed_in, trusted):
    with trusted():
        ReferralFactory(
            client=w["unknown"], partner=w.partners["podium24"], asked_by=w.partners["szmh"], shared=["profile"]
        )
    answer = save(signed_in("adviser"), w, "needs", "unknown", needs__guidance="Een vast aanspreekpunt")
    assert answer.status_code == 302 and work(trusted, w, "unknown").guidance == "Een vast aanspreekpunt"


def test_every_block_opens_by_itself_and_within_the_page(w, signed_in, trusted):
    with trusted():
        WorkProfileFactory(client=w["both"], level="3")
    browser = signed_in("consultant")
    for block in ("wishes", "abilities", "education", "experience", "languages", "availability", "needs"):
        part = browser.get(address(w), {"blok": block}, headers=HTMX).content.decode()
        whole = browser.get(address(w), {"blok": block}).content.decode()
        assert part.lstrip().startswith(f'<section class="panel open" id="block-{block}"')
        assert "<html" in whole
        tidy = re.compile(r'value="[\w-]{36,64}"| tabindex="-1" autofocus|\s+')  # keys; where the cursor is put
        assert tidy.sub("", part) in tidy.sub("", whole)
    assert browser.get(address(w), {"blok": "nothing"}).status_code == 200


def test_the_look_is_logged_once_a_page(w, signed_in, trusted):
    browser = signed_in("consultant")
    browser.get(address(w))
    browser.get(address(w), {"blok": "needs"}, headers=HTMX)
    with trusted():
        assert Look.objects.filter(client=w["both"], parts=["profile"]).count() == 1


# Saving


def test_a_block_by_htmx_answers_with_the_block_and_what_is_missing(w, signed_in, trusted):
    browser = signed_in("consultant")
    fields = opened(browser, w, "languages") | {"languages-0-code": "nld", "languages-0-speaking": "3"}
    answer = browser.post(address(w), fields, headers=HTMX)
    assert answer.url == f"{address(w)}?klaar=languages"
    text = browser.get(answer.url, headers=HTMX).content.decode()
    assert "Opgeslagen" in text and "spreken goed" in text and 'id="profile-missing"' in text and "<html" not in text
    assert "hoe goed iemand Nederlands" not in text.lower()


def test_rows_are_added_changed_and_taken_away(w, signed_in, trusted):
    browser = signed_in("trainer")
    save(browser, w, "abilities", competences__0__code="pace", competences__0__mastery="3",
         competences__1__code="on-time", competences__1__mastery="1", competences__1__evidence="Drie weken op tijd")  # fmt: skip
    with trusted():
        pace = Competence.objects.get(code="pace")
        assert Competence.objects.filter(client=w["both"]).count() == 2
    page = opened(browser, w, "abilities")
    at = next(key.split("-")[1] for key, value in page.items() if key.endswith("-row") and value == str(pace.pk))
    save(browser, w, "abilities", page=page, **{f"competences__{at}__gone": "on", "competences__2__code": "learning",
                                                "competences__2__mastery": "2"})  # fmt: skip
    with trusted():
        assert set(Competence.objects.values_list("code", "evidence")) == {
            ("on-time", "Drie weken op tijd"), ("learning", "")
        }  # fmt: skip


def test_another_row_keeps_what_was_typed_and_judges_nothing(w, signed_in, trusted):
    browser = signed_in("consultant")
    page = opened(browser, w, "experience") | {"experiences-0-job": "Kok in Beek", "experiences-0-from_year": "twintig"}
    answer = browser.post(address(w), page | {"more": "experiences"}, headers=HTMX)
    text = answer.content.decode()
    assert answer.status_code == 200 and "Kok in Beek" in text and "twintig" in text and "experiences-1-job" in text
    assert "Er is nog niets opgeslagen" not in text
    assert browser.post(address(w), page | {"more": "experiences"}).status_code == 200
    with trusted():
        assert not Experience.objects.exists()


def test_two_occupations_change_places(w, signed_in, trusted):
    with trusted():
        TargetOccupationFactory(client=w["both"], occupation=w.cook, position=0)
        TargetOccupationFactory(client=w["both"], occupation=w.cleaner, position=1)
    answer = save(
        signed_in("consultant"), w, "wishes", targets__0__occupation="poetsvrouw", targets__1__occupation="kok"
    )
    assert answer.status_code == 302
    with trusted():
        wanted = TargetOccupation.objects.filter(client=w["both"]).order_by("position")
        assert [each.occupation for each in wanted] == [w.cleaner, w.cook]


def test_the_same_post_twice_is_one(w, signed_in, trusted):
    browser = signed_in("consultant")
    page = opened(browser, w, "education") | {"educations-0-name": "Bakker", "educations-0-level": "4"}
    assert {browser.post(address(w), page).status_code for _ in range(2)} == {302}
    with trusted():
        assert Education.objects.count() == 1


def test_it_is_told_once_a_day_for_each_who_works_on_it(w, signed_in, trusted):
    for name, text in (("consultant", "Rustig"), ("consultant", "Licht"), ("trainer", "Droog")):
        save(signed_in(name), w, "needs", needs__adapted_workplace=text)
    save(signed_in("coach"), w, "needs")  # nothing changed
    with trusted():
        assert Event.objects.filter(client=w["both"], act="profile-changed", part="profile").count() == 2


# What is wrong


@pytest.mark.parametrize(
    ("block", "typed"),
    [
        ("availability", {"availability-hours_min": "30", "availability-hours_max": "20"}),
        ("availability", {"availability-hours_max": "veel"}),
        ("availability", {"availability-hours_max": "61"}),
        ("availability", {"availability-postcode": "62 AB"}),
        ("availability", {"availability-available_from": "31-02-2027"}),
        ("availability", {"availability-available_from": "02-02-2027", "availability-available_until": "01-02-2027"}),
        ("availability", {"availability-licences": ["Z"]}),
        ("wishes", {"targets-0-occupation": "xyzzyq"}),
        ("wishes", {"targets-0-occupation": "kok", "targets-1-occupation": "Kok"}),
        ("abilities", {"competences-0-code": "pace"}),
        ("abilities", {"competences-0-code": "flying", "competences-0-mastery": "1"}),
        ("education", {"educations-0-name": "Bakker"}),
        ("education", {"educations-0-name": "B" * 121, "educations-0-level": "4"}),
        ("education", {"courses-0-name": "VCA", "courses-0-year": "1066"}),
        (
            "experience",
            {"experiences-0-job": "Kok", "experiences-0-from_year": "2020", "experiences-0-to_year": "2019"},
        ),
        ("languages", {"languages-0-code": "xxx"}),
        ("languages", {"languages-0-code": "nld", "languages-1-code": "nld"}),
        ("needs", {"needs-guidance": "x" * 501}),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(w, signed_in, trusted, block, typed):
    browser = signed_in("consultant")
    answer = browser.post(address(w), opened(browser, w, block) | typed)
    assert answer.status_code == 422 and "Er is nog niets opgeslagen" in answer.content.decode()
    for value in typed.values():
        if isinstance(value, str) and len(value) < 50:
            assert value in answer.content.decode()
    with trusted():
        assert not TargetOccupation.objects.exists() and not Language.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [{}, {"blok": "nothing"}, {"blok": "wishes", "targets-count": "x"}, {"blok": "wishes", "targets-count": "9999999"},
     {"blok": "wishes", "targets-count": "1", "targets-0-row": "99999999999999999999", "targets-0-occupation": "kok"},
     {"blok": "needs", "needs-seen": "[1"}, {"blok": "needs", "needs-seen": "[]"}, {"blok": "wishes", "more": "nothing"}],
)  # fmt: skip
def test_what_no_page_sends_breaks_nothing(w, signed_in, sent):
    assert signed_in("consultant").post(address(w), sent).status_code in (200, 302, 403, 422)


def test_a_row_of_somebody_else_is_not_reached(w, signed_in, trusted):
    with trusted():
        theirs = CompetenceFactory(client=w["mtb"], code="pace", mastery="1")
    browser = signed_in("trainer")
    page = opened(browser, w, "abilities") | {
        "competences-0-row": str(theirs.pk), "competences-0-code": "pace", "competences-0-mastery": "4",
    }  # fmt: skip
    assert browser.post(address(w), page).status_code == 302
    with trusted():
        theirs.refresh_from_db()
        assert theirs.mastery == "1"
        assert Competence.objects.get(client=w["both"]).mastery == "4"


# Two at once


def test_two_who_change_different_things_lose_nothing(w, signed_in, trusted):
    with trusted():
        WorkProfileFactory(client=w["both"], hours_max=20)
    one, other = signed_in("consultant"), signed_in("trainer")
    first, second = opened(one, w, "availability"), opened(other, w, "availability")
    assert save(one, w, "availability", page=first, availability__hours_max="24").status_code == 302
    assert save(other, w, "availability", page=second, availability__licences=["B"]).status_code == 302
    third = opened(one, w, "needs")
    assert save(other, w, "needs", needs__variation="Afwisselend").status_code == 302
    assert save(one, w, "needs", page=third, needs__guidance="Een maatje").status_code == 302
    found = work(trusted, w)
    assert (found.hours_max, found.licences) == (24, ["B"])
    assert (found.variation, found.guidance) == ("Afwisselend", "Een maatje")


def test_two_who_change_the_same_both_see_both(w, signed_in, trusted):
    with trusted():
        WorkProfileFactory(client=w["both"], hours_max=20)
    one, other = signed_in("consultant"), signed_in("trainer")
    second = opened(other, w, "availability")
    save(one, w, "availability", availability__hours_max="24", availability__transport=["1"])
    answer = save(other, w, "availability", page=second, availability__hours_max="32")
    text = answer.content.decode()
    assert answer.status_code == 422 and "Nu staat er:</b> 24" in text and 'value="32"' in text
    assert work(trusted, w).hours_max == 24
    again = second | {
        "availability-hours_max": "32", "availability-seen": answer.context["form"].work["seen"].value(),
        "once": str(uuid.uuid4()), "availability-transport": ["1"],
    }  # fmt: skip
    assert json.loads(again["availability-seen"])["hours_max"] == "24"
    assert other.post(address(w), again).status_code == 302
    assert (work(trusted, w).hours_max, work(trusted, w).transport) == (32, ["1"])


def test_a_row_that_both_change_is_shown_and_rows_that_both_add_are_kept(w, signed_in, trusted):
    with trusted():
        CompetenceFactory(client=w["both"], code="pace", mastery="3")
    one, other = signed_in("consultant"), signed_in("trainer")
    second = opened(other, w, "abilities")
    save(one, w, "abilities", competences__0__mastery="2", competences__1__code="learning", competences__1__mastery="1")
    answer = save(other, w, "abilities", page=second, competences__0__mastery="1",
                  competences__1__code="on-time", competences__1__mastery="1")  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422 and "Nu staat er:</b> Voldoende" in text
    assert text.count('value="learning" selected') == 1  # what came in meanwhile is there to see
    save(other, w, "abilities", page=second, competences__0__mastery="3", competences__1__code="on-time",
         competences__1__mastery="1", once=str(uuid.uuid4()))  # fmt: skip
    with trusted():
        assert dict(Competence.objects.values_list("code", "mastery")) == {"pace": "2", "learning": "1", "on-time": "1"}


def test_a_row_taken_away_and_changed_meanwhile(w, signed_in, trusted):
    with trusted():
        CompetenceFactory(client=w["both"], code="pace", mastery="3")
    one, other = signed_in("consultant"), signed_in("trainer")
    second = opened(other, w, "abilities")
    save(one, w, "abilities", competences__0__mastery="1")
    answer = save(other, w, "abilities", page=second, competences__0__gone="on")
    assert answer.status_code == 422 and "heeft deze regel gewijzigd" in answer.content.decode()
    third = opened(other, w, "abilities")
    save(one, w, "abilities", competences__0__gone="on")
    assert save(other, w, "abilities", page=third, competences__0__evidence="Gezien").status_code == 302
    with trusted():
        assert Competence.objects.get().evidence == "Gezien"  # what was typed is not lost
    fourth = opened(other, w, "abilities")
    save(one, w, "abilities", competences__0__gone="on")
    save(other, w, "abilities", page=fourth, competences__1__code="on-time", competences__1__mastery="1")
    with trusted():
        assert Competence.objects.get().code == "on-time"  # untouched it stays away


# Beside the record


def test_the_panel_says_what_somebody_wants_and_lacks(w, signed_in, trusted):
    browser = signed_in("consultant")
    record = reverse("record", args=[w["both"].number])
    assert "Nog niet ingevuld" in browser.get(record).content.decode()
    with trusted():
        WorkProfileFactory(client=w["both"], hours_max=24, licences=["B"])
        TargetOccupationFactory(client=w["both"], occupation=w.cleaner)
        CompetenceFactory(client=w["both"], code="pace", mastery="1")
    text = browser.get(record).content.decode()
    part = browser.get(reverse("panel", args=[w["both"].number, "profile"])).content.decode()
    for page in (text, part):
        assert "Schoonmaker" in page and "rijbewijs B" in page and "Tempo houden" in page and "werkervaring" in page


def test_a_first_day_typed_the_dutch_way(w, signed_in, trusted):
    save(signed_in("consultant"), w, "availability", availability__available_from=day_typed(today()))
    assert work(trusted, w).available_from == today()


def test_the_page_asks_no_more_for_more_rows(w, signed_in, trusted, django_assert_max_num_queries):
    with trusted():
        WorkProfileFactory(client=w["both"], level="3")
        for code in ("pace", "on-time", "learning", "manual"):
            CompetenceFactory(client=w["both"], code=code)
        for name in ("a", "b", "c", "d"):
            TargetOccupationFactory(client=w["both"], occupation=OccupationFactory(name=name * 3))
    browser = signed_in("consultant")
    browser.get(address(w))
    with django_assert_max_num_queries(18):
        browser.get(address(w))
    with django_assert_max_num_queries(22):
        browser.get(address(w), {"blok": "wishes"})
