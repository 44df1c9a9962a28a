"""The pages of the labour market: the region's list and forms, and a person's chances; who reads, who writes, what comes
back wrong."""

import uuid

import pytest
from django.urls import reverse

from chain.days import today
from chain.formats import day_typed
from clients.models import Look
from diagnosis.models import Outlook, PersonalOutlook
from tests.conftest import role
from tests.factories import (
    OccupationFactory,
    OutlookFactory,
    PersonalOutlookFactory,
    StepFactory,
    TargetOccupationFactory,
    WorkProfileFactory,
    days_ago,
)
from tests.world import world

pytestmark = pytest.mark.django_db

LIST = "/arbeidsmarkt/"


@pytest.fixture
def w(trusted):
    """`w["job"]` is known to Podium24 by a running step, beside SZMH, and wants to be an order picker."""
    with trusted():
        w = world()
        w.clients["job"] = w.clients["unknown"]
        StepFactory(client=w["job"], chain=w.chain, partner=w.partners["podium24"], instrument=w.instrument)
        w.picker = OccupationFactory(name="orderpicker", sector="logistics")
        w.cook = OccupationFactory(name="kok", sector="catering")
        WorkProfileFactory(client=w["job"], hours_max=16)
        TargetOccupationFactory(client=w["job"], occupation=w.picker)
        kept = {"chain": w.chain, "partner": w.partners["podium24"], "author": w.staff["adviser"].user}
        w.sector = OutlookFactory(**kept, asked="Op tijd komen.")
        w.own = OutlookFactory(**kept, occupation=w.picker, chances="poor", hard_to_fill=True, hours_min=24)
        w.expired = OutlookFactory(**kept, sector="care", valid_until=days_ago(1), started_on=days_ago(200))
        w.soon = OutlookFactory(**kept, sector="catering", chances="poor", valid_until=days_ago(-30))
        w.theirs = OutlookFactory(chain=w.other_chain, sector="ict")
    return w


def rows(page):
    return [(key, row.outlook.pk, row.state) for _name, key, group in page.context["groups"] for row in group]


def said(**fields):
    return {
        "sector": "retail", "occupation": "", "chances": "fair", "asked": "Vriendelijk zijn.", "irregular": "0",
        "started_on": day_typed(today()), "valid_until": day_typed(days_ago(-100)), "version": 1,
        "once": str(uuid.uuid4()), **fields,
    }  # fmt: skip


# the list


def test_by_sector_with_good_chances_first_and_what_expires_stands_out(w, signed_in):
    page = signed_in("consultant").get(LIST)
    assert rows(page) == [
        ("logistics", w.sector.pk, "valid"), ("logistics", w.own.pk, "valid"), ("catering", w.soon.pk, "soon"),
        ("care", w.expired.pk, "expired"),
    ]  # fmt: skip
    html = page.content.decode()
    assert html.count("verloopt bijna") == 1
    assert html.count(">verlopen<") == 1
    assert "Podium24 kijkt dit na" in html or f"{w.partners['podium24']} kijkt dit na" in html
    assert "Geldt nog" not in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sector=logistics", ["sector", "own"]),
        ("moeilijk=1", ["own"]),
        ("stand=verlopen", ["soon", "expired"]),
        ("stand=verlopen&sector=care", ["expired"]),
        ("stand=beeindigd", []),
        ("sector=nergens&stand=zomaar&moeilijk=ja&pagina=x", ["sector", "own", "soon", "expired"]),
        ("pagina=999999999999999999999", []),
    ],
)
def test_chosen_in_the_address(w, signed_in, query, names):
    page = signed_in("consultant").get(f"{LIST}?{query}")
    assert page.status_code == 200
    assert [pk for _key, pk, _state in rows(page)] == [getattr(w, name).pk for name in names]


def test_what_was_ended_is_found_again(w, signed_in, trusted):
    with trusted():
        Outlook.objects.filter(pk=w.own.pk).update(ended_on=today())
    assert w.own.pk not in [pk for _key, pk, _state in rows(signed_in("adviser").get(LIST))]
    assert rows(signed_in("adviser").get(f"{LIST}?stand=beeindigd")) == [("logistics", w.own.pk, "ended")]


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_asks_the_same_of_many(w, signed_in, trusted, number, django_assert_max_num_queries):
    with trusted():
        for _one in range(number):
            OutlookFactory(chain=w.chain, occupation=OccupationFactory(sector="green"), sector="green",
                           partner=w.partners["podium24"])  # fmt: skip
    browser = signed_in("adviser")
    browser.get(LIST)
    with django_assert_max_num_queries(8):
        assert browser.get(LIST).status_code == 200


def test_a_long_list_is_turned_over(w, signed_in, trusted):
    with trusted():
        for _one in range(60):
            OutlookFactory(chain=w.chain, sector="green", partner=w.partners["podium24"])
    page = signed_in("adviser").get(f"{LIST}?sector=green")
    assert (len(rows(page)), page.context["next_url"]) == (60, "")
    page = signed_in("adviser").get(LIST)
    assert len(rows(page)) == 60
    assert len(rows(signed_in("adviser").get(LIST + page.context["next_url"]))) == 4


@pytest.mark.parametrize(
    ("name", "reads", "keeps"),
    [("consultant", 200, 403), ("trainer", 200, 403), ("coach", 200, 403), ("adviser", 200, 200), ("manager", 200, 403),
     ("policy", 200, 403), ("coordinator", 200, 403), ("privacy", 403, 403), ("archivist", 403, 403), ("admin", 403, 403),
     ("stranger", 200, 403)],
)  # fmt: skip
def test_who_reads_and_who_keeps_it(w, signed_in, name, reads, keeps):
    browser = signed_in(name)
    assert browser.get(LIST).status_code == reads
    assert browser.get(f"{LIST}nieuw/").status_code == keeps
    assert browser.get(f"{LIST}{w.own.pk}/").status_code == keeps
    assert ('href="/arbeidsmarkt/"' in browser.get("/status/").content.decode()) == (reads == 200)
    assert (f"{LIST}nieuw/" in browser.get(LIST).content.decode()) == (keeps == 200)
    assert browser.post(f"{LIST}{w.own.pk}/", {"act": "end"}).status_code == (302 if keeps == 200 else 403)
    assert browser.post(f"{LIST}nieuw/", said()).status_code == (302 if keeps == 200 else 403)


def test_that_of_another_chain_is_not_there(w, signed_in):
    assert signed_in("adviser").get(f"{LIST}{w.theirs.pk}/").status_code == 404
    assert signed_in("adviser").get(f"{LIST}99999999999999999999/").status_code == 404
    assert not rows(signed_in("stranger").get(LIST))[1:]


# keeping it


def test_a_new_one_by_everyday_words_under_the_name_of_who_wrote_it(w, signed_in):
    codes = {
        "level": "2",
        "dutch": "2",
        "licences": ["C", "B"],
        "competences": ["pace"],
        "certificate": "VCA",
        "hours_min": "24",
    }
    answer = signed_in("adviser").post(f"{LIST}nieuw/", said(occupation="Kok", sector="catering", **codes))
    assert answer.url == LIST
    with role("snoer_owner"):
        made = Outlook.objects.get(occupation=w.cook)
        assert (made.partner_id, made.author_id) == (w.partners["podium24"].pk, w.staff["adviser"].user_id)
        assert (made.chain_id, made.sector, made.licences, made.competences) == (
            w.chain.pk,
            "catering",
            ["B", "C"],
            ["pace"],
        )
        assert (made.level, made.dutch, made.certificate, made.hours_min, made.version) == ("2", "2", "VCA", 24, 1)


def test_the_same_form_twice_is_one(w, signed_in):
    form = said()
    browser = signed_in("adviser")
    assert [browser.post(f"{LIST}nieuw/", form).status_code for _time in range(2)] == [302, 302]
    with role("snoer_owner"):
        assert Outlook.objects.filter(sector="retail").count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"sector": ""}, "Kies een sector"),
        ({"chances": ""}, "Kies hoe groot de kansen zijn"),
        ({"chances": "certain"}, "Selecteer een geldige keuze"),
        ({"valid_until": day_typed(days_ago(1))}, "Deze dag is al voorbij"),
        ({"started_on": day_typed(days_ago(-20)), "valid_until": day_typed(days_ago(-10))}, "ligt voor de eerste"),
        ({"valid_until": "31-12-2199"}, "Kijk het jaar na"),
        ({"valid_until": "31-02-2027"}, "Deze dag bestaat niet"),
        ({"valid_until": ""}, "Vul een datum in"),
        ({"hours_min": "0"}, "Vul 1 of meer in"),
        ({"hours_min": "veel"}, "getal"),
        ({"licences": "Z"}, "Selecteer een geldige keuze"),
        ({"occupation": "xyzxyzxyz"}, "Dit beroep kennen we niet"),
        ({"sector": "logistics"}, "Van deze sector als geheel is er al een beeld"),
        ({"sector": "logistics", "occupation": "orderpicker"}, "Van dit beroep is er al een beeld"),
        ({"source": "x" * 200}, "160"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(w, signed_in, fields, says):
    answer = signed_in("adviser").post(f"{LIST}nieuw/", said(**fields))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert "Vriendelijk zijn." in html
    with role("snoer_owner"):
        assert Outlook.objects.filter(chain=w.chain).count() == 4


def test_a_stale_save_shows_both_values(w, signed_in):
    address = f"{LIST}{w.own.pk}/"
    old = said(sector="logistics", occupation="orderpicker", asked="Mijn tekst.", competences=["pace"])
    signed_in("adviser").post(
        address, old | {"asked": "Hun tekst.", "competences": ["safety"], "chances": "good", "once": str(uuid.uuid4())}
    )
    answer = signed_in("adviser").post(address, old)
    html = answer.content.decode()
    assert answer.status_code == 422
    for text in (
        "Mijn tekst.",
        "Hun tekst.",
        "veilig werken",
        "veel kans",
        "Iemand anders heeft dit intussen gewijzigd",
    ):
        assert text in html, text
    again = dict(old, version=answer.context["form"].data["version"], once=str(uuid.uuid4()))
    assert signed_in("adviser").post(address, again).status_code == 302
    with role("snoer_owner"):
        assert Outlook.objects.get(pk=w.own.pk).asked == "Mijn tekst."


def test_what_has_expired_can_be_corrected_without_saying_that_it_holds(w, signed_in):
    first, last = day_typed(w.expired.started_on), day_typed(w.expired.valid_until)
    answer = signed_in("adviser").post(
        f"{LIST}{w.expired.pk}/", said(sector="care", started_on=first, valid_until=last, asked="Beter gezegd.")
    )
    assert answer.status_code == 302


def test_one_click_renews_from_the_list(w, signed_in):
    browser = signed_in("adviser")
    html = browser.get(LIST).content.decode()
    assert html.count('name="act" value="renew"') == 2  # what has expired, and what will
    answer = browser.post(f"{LIST}{w.expired.pk}/", {"act": "renew", "valid_until": day_typed(days_ago(-90))})
    assert answer.url == LIST
    page = browser.get(f"{LIST}{w.expired.pk}/").content.decode()
    assert f"Geldig tot en met {w.expired.valid_until.day} " in page  # what it said before
    with role("snoer_owner"):
        w.expired.refresh_from_db()
        assert (w.expired.valid_until, w.expired.version) == (days_ago(-90), 2)


@pytest.mark.parametrize("typed", ["", "morgen", day_typed(days_ago(1)), "01-01-2199"])
def test_a_wrong_day_of_renewal_comes_back(w, signed_in, typed):
    answer = signed_in("adviser").post(f"{LIST}{w.expired.pk}/", {"act": "renew", "valid_until": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_ended_and_back(w, signed_in):
    browser, address = signed_in("adviser"), f"{LIST}{w.own.pk}/"
    assert browser.post(address, {"act": "end"}).url == LIST
    page = browser.get(address)
    assert page.context["state"] == "ended"
    assert "Niet meer bijhouden" not in page.content.decode()
    browser.post(address, {"act": "renew", "valid_until": day_typed(days_ago(-90))})
    assert browser.get(address).context["state"] == "valid"


def test_mijn_dag_tells_who_keeps_it(w, signed_in):
    assert "2 beelden van de arbeidsmarkt" in signed_in("adviser").get("/mijn-dag/").content.decode()
    assert "van de arbeidsmarkt" not in signed_in("consultant").get("/mijn-dag/").content.decode()


# a person


def address(w, name="job"):
    return reverse("personal_outlook", args=[w[name].number])


def send(browser, w, about=None, **fields):
    given = {"chances": "good", "evidence": "Liep een dag mee.", "on": day_typed(today()), "once": str(uuid.uuid4())}
    return browser.post(address(w), given | ({"about": about.pk} if about else {}) | fields)


def test_the_region_the_gap_and_what_was_found_stand_together(w, signed_in, trusted):
    with trusted():
        PersonalOutlookFactory(
            client=w["job"], occupation=w.picker, partner=w.partners["podium24"], author=w.staff["adviser"].user,
            missing="Meer uren.", chances="good",
        )  # fmt: skip
    html = signed_in("consultant").get(address(w)).content.decode()
    for text in ("Orderpicker", "weinig kans", "ten minste 24 uur", "ten hoogste 16 uur", "ontbreekt nog", "Meer uren.",
                 "veel kans", "Twee werkgevers wilden kennismaken.", "Adviser"):  # fmt: skip
        assert text in html, text


def test_the_way_on_is_a_link_and_no_more(w, signed_in, trusted):
    with trusted():
        Outlook.objects.filter(pk=w.own.pk).update(level="3")
    html = signed_in("consultant").get(address(w)).content.decode()
    assert reverse("step_new", args=[w["job"].number]) in html
    assert reverse("referral_new", args=[w["job"].number]) + "?function=practical-diagnosis" in html


def test_the_look_is_logged_as_one_at_the_profile(w, signed_in, trusted):
    signed_in("consultant").get(address(w))
    with trusted():
        assert Look.objects.get(client=w["job"]).parts == ["profile"]


def test_found_by_whoever_writes_the_profile(w, signed_in):
    answer = send(signed_in("adviser"), w, w.picker, missing="Tempo.")
    assert answer.url == f"{address(w)}#beroep-{w.picker.pk}"
    with role("snoer_owner"):
        found = PersonalOutlook.objects.get()
        assert (found.occupation_id, found.chances, found.missing, found.outlook_id) == (
            w.picker.pk,
            "good",
            "Tempo.",
            w.own.pk,
        )


def test_another_occupation_is_searched(w, signed_in):
    browser = signed_in("adviser")
    assert 'name="occupation"' in browser.get(address(w) + "?beroep=anders").content.decode()
    assert send(browser, w, occupation="KOK").status_code == 302
    html = browser.get(address(w)).content.decode()
    assert html.index("Orderpicker") < html.index("Kok")
    assert "niet in het werkprofiel" in html


def test_a_person_without_a_profile_gets_a_search_field(w, signed_in):
    html = signed_in("trainer").get(address(w, "step")).content.decode()
    assert 'name="occupation"' in html
    assert "In het werkprofiel staat nog geen beroep." in html


def test_looked_at_again_the_earlier_stays_as_history(w, signed_in):
    browser = signed_in("adviser")
    send(browser, w, w.picker, evidence="De eerste keer.")
    page = browser.get(f"{address(w)}?beroep={w.picker.pk}")
    after = page.context["form"]["after"].value()
    assert send(browser, w, w.picker, after=after, chances="poor").status_code == 302
    html = browser.get(address(w)).content.decode()
    assert html.index("weinig kans") < html.index("Eerder gevonden") < html.index("De eerste keer.")


def test_a_stale_form_shows_what_the_other_found_and_then_follows_on_it(w, signed_in):
    send(signed_in("consultant"), w, w.picker, chances="poor", evidence="Kwam vaak te laat.")
    answer = send(signed_in("adviser"), w, w.picker, evidence="Was elke dag op tijd.")
    html = answer.content.decode()
    assert answer.status_code == 422
    for text in ("Consultant", "Kwam vaak te laat.", "Was elke dag op tijd.", "weinig kans"):
        assert text in html, text
    after = answer.context["form"].data["after"]
    assert send(signed_in("adviser"), w, w.picker, after=after).status_code == 302
    with role("snoer_owner"):
        assert PersonalOutlook.objects.get(ended_on=None).chances == "good"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"chances": ""}, "Kies hoe groot de kansen zijn"),
        ({"chances": "certain"}, "Selecteer een geldige keuze"),
        ({"evidence": " "}, "Schrijf op waaraan u dat ziet"),
        ({"on": day_typed(days_ago(-1))}, "Deze dag moet nog komen"),
        ({"on": "01-01-2000"}, "nog niet aangemeld"),
        ({"on": ""}, "Vul een datum in"),
        ({"after": "x"}, "geheel getal"),
    ],
)
def test_what_is_wrong_of_a_person_comes_back_with_what_was_typed(w, signed_in, fields, says):
    answer = send(signed_in("adviser"), w, w.picker, **{"missing": "Nog een jas.", **fields})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "Nog een jas." in answer.content.decode()
    with role("snoer_owner"):
        assert not PersonalOutlook.objects.exists()


@pytest.mark.parametrize("typed", ["", "xyzxyzxyz", "kkok"])
def test_an_occupation_that_is_not_there_comes_back(w, signed_in, typed):
    answer = send(signed_in("adviser"), w, occupation=typed)
    assert answer.status_code == 422
    assert "Liep een dag mee." in answer.content.decode()


@pytest.mark.parametrize("about", ["999999", "99999999999999999999999"])
def test_an_occupation_by_a_number_that_nobody_has(w, signed_in, about):
    assert signed_in("adviser").get(f"{address(w)}?beroep={about}").status_code == 404
    assert signed_in("adviser").post(address(w), {"about": about}).status_code == 404


def test_what_is_not_looked_at_any_more_is_kept(w, signed_in):
    browser = signed_in("adviser")
    send(browser, w, occupation="kok")
    with role("snoer_owner"):
        found = PersonalOutlook.objects.get()
    assert "Niet meer bekijken" in browser.get(address(w)).content.decode()
    assert browser.post(address(w), {"act": "end", "outlook": found.pk}).status_code == 302
    assert browser.post(address(w), {"act": "end", "outlook": "x"}).status_code == 404
    page = browser.get(address(w))
    assert [gap.row["name"] for gap in page.context["gaps"]] == ["orderpicker"]
    assert "Liep een dag mee." in page.content.decode()


@pytest.mark.parametrize(
    ("name", "reads", "writes"),
    [("consultant", 200, 302), ("lead", 200, 302), ("adviser", 200, 302), ("manager", 403, 403), ("privacy", 403, 403),
     ("trainer", 404, 404), ("coach", 404, 404), ("policy", 404, 404), ("stranger", 404, 404)],
)  # fmt: skip
def test_who_reads_and_writes_a_person_s(w, signed_in, name, reads, writes):
    assert signed_in(name).get(address(w)).status_code == reads
    assert send(signed_in(name), w, w.picker).status_code == writes


def test_a_closed_file_is_read_and_not_added_to(w, signed_in, trusted):
    with trusted():
        PersonalOutlookFactory(client=w["closed"], occupation=w.cook, partner=w.partners["szmh"])
    html = signed_in("lead").get(address(w, "closed")).content.decode()
    assert "Twee werkgevers wilden kennismaken." in html
    assert "Opnieuw bekijken" not in html
    assert signed_in("lead").post(address(w, "closed"), {"about": w.cook.pk}).status_code == 403


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_the_same_of_many_occupations(w, signed_in, trusted, number, django_assert_max_num_queries):
    with trusted():
        for position in range(number):
            made = OccupationFactory(sector="logistics")
            TargetOccupationFactory(client=w["job"], occupation=made, position=position)
            for ended_on in (None, today()):
                PersonalOutlookFactory(
                    client=w["job"], occupation=made, partner=w.partners["podium24"], ended_on=ended_on
                )
    browser = signed_in("adviser")
    browser.get(address(w))
    with django_assert_max_num_queries(11):
        assert browser.get(address(w)).status_code == 200


def test_the_panel_on_the_record_and_at_its_own_address_are_the_same(w, signed_in):
    browser = signed_in("consultant")
    panel = browser.get(reverse("panel", args=[w["job"].number, "outlook"])).content.decode()
    assert "1 punt ontbreekt nog" in panel
    assert "nog niet bekeken" in panel
    assert 'id="panel-outlook"' in browser.get(reverse("record", args=[w["job"].number])).content.decode()
