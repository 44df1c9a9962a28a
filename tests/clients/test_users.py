"""The administrator's pages about who signs in: added with a start password, given functions, changed and ended."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client as Browser
from django.urls import reverse

from chain import memberships
from chain.acting import acting_as
from chain.days import today
from chain.models import Membership, User, UserAct
from clients.models import TeamMember
from tests.factories import PASSWORD, MembershipFactory, TeamMemberFactory, UserActFactory, UserFactory, days_ago
from tests.threads import at_once


def typed(day):
    return day.strftime("%d-%m-%Y")


def somebody(w, **changes):
    given = {"name": "Nieuwe Collega", "username": "Nieuw", "email": "nieuw@example.org", "role": "trainer",
             "partner": w.partners["annex"].pk, "started_on": typed(today())}  # fmt: skip
    return given | changes


def shown_password(html):
    (found,) = re.findall(r"<code>([a-z0-9-]{23})</code>", html)
    return found


def memberships_of(trusted, user):
    with trusted():
        rows = Membership.objects.filter(user=user).order_by("pk")
        return [(m.role, m.partner.code, m.started_on, m.ended_on) for m in rows.select_related("partner")]


def sign_in(username, password):
    browser = Browser()
    browser.post(reverse("account_login"), {"login": username, "password": password})
    return browser


@pytest.fixture
def trainer(w):
    return w.staff["trainer"]


def change_of(w, **changes):
    given = {"partner": w.partners["annex"].pk, "role": "manager", "from_on": typed(today())}
    return given | changes


# somebody new


def test_somebody_new_gets_a_password_that_is_shown_once(w, trusted, signed_in):
    browser = signed_in("admin")
    answer = browser.post(reverse("user_new"), somebody(w, once=(key := "0b1de09c-3c5b-4a7b-9a5e-0f3c1a2b3c4d")))
    password = shown_password(answer.content.decode())
    with trusted():
        made = User.objects.get(username="nieuw")
    assert made.start_password and made.check_password(password)
    assert memberships_of(trusted, made) == [("trainer", "annex", today(), None)]
    again = browser.post(reverse("user_new"), somebody(w, once=key))
    assert again.status_code == 302 and password not in str(again.content)
    assert password not in browser.get(reverse("user_edit", args=[made.pk])).content.decode()
    with trusted():
        assert User.objects.filter(username="nieuw").count() == 1


def test_an_alderman_is_of_a_municipality_of_the_chain_and_others_are_of_none(w, trusted, signed_in):
    browser = signed_in("admin")
    given = {"role": "alderman", "partner": w.partners["beleid"].pk}
    for wrong in (given, given | {"municipality": w.elsewhere.pk}, {"municipality": w.vaals.pk}):
        answer = browser.post(reverse("user_new"), somebody(w, **wrong))
        assert answer.status_code == 422
        assert "municipality" in answer.context["form"].errors
    browser.post(reverse("user_new"), somebody(w, **given, municipality=w.vaals.pk))
    with trusted():
        made = Membership.objects.get(user__username="nieuw")
        assert (made.role, made.municipality) == ("alderman", w.vaals)
    assert "Vaals" in browser.get(reverse("user_edit", args=[made.user_id])).text
    change = given | {"municipality": w.maastricht.pk, "from_on": typed(today())}
    browser.post(reverse("membership_change", args=[made.pk]), change | {"sure": "1"})


def test_the_start_password_is_changed_before_anything_is_seen(w, trusted, signed_in):
    html = signed_in("admin").post(reverse("user_new"), somebody(w)).content.decode()
    browser = sign_in("nieuw", password := shown_password(html))
    for page in ("home", "day", "clients", "status"):
        assert browser.get(reverse(page)).url == reverse("password_change")
    same = browser.post(reverse("password_change"), {"old": password, "new": password, "again": password})
    assert same.status_code == 422 and "new" in same.context["form"].errors
    own = "zes gewone woorden achter elkaar gezet"
    done = browser.post(reverse("password_change"), {"old": password, "new": own, "again": own})
    assert done.url == reverse("home")
    assert browser.get(reverse("day")).status_code == 200
    assert sign_in("nieuw", password).get(reverse("day")).status_code == 302
    assert sign_in("nieuw", own).get(reverse("day")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"old": "iets anders"}, "old"), ({"new": "kort"}, "new"), ({"again": "iets anders dan dat"}, "again"),
     ({"old": ""}, "old")],
)  # fmt: skip
def test_a_new_password_that_cannot_be(w, trusted, signed_in, changes, field):
    from tests.factories import PASSWORD

    own = "zes gewone woorden achter elkaar gezet"
    answer = signed_in("trainer").post(
        reverse("password_change"), {"old": PASSWORD, "new": own, "again": own} | changes
    )
    assert answer.status_code == 422 and field in answer.context["form"].errors
    with trusted():
        assert User.objects.get(username="trainer").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"username": "trainer"}, "username"), ({"username": "TRAINER"}, "username"), ({"username": "met spatie"}, "username"),
     ({"username": "stranger"}, "username"), ({"name": ""}, "name"), ({"email": "geen adres"}, "email"),
     ({"role": "system"}, "role"), ({"role": ""}, "role"), ({"partner": "0"}, "partner"),
     ({"started_on": "31-02-2026"}, "started_on"), ({"started_on": "01-01-2020"}, "started_on")],
)  # fmt: skip
def test_bad_input_makes_nobody(w, trusted, signed_in, changes, field):
    with trusted():
        before = User.objects.count()
    answer = signed_in("admin").post(reverse("user_new"), somebody(w, **changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    with trusted():
        assert User.objects.count() == before


def test_a_partner_of_another_chain_is_not_there(w, signed_in):
    answer = signed_in("admin").post(reverse("user_new"), somebody(w, partner=w.partners["other"].pk))
    assert "partner" in answer.context["form"].errors


# functions


def test_a_change_of_function_ends_one_and_begins_another(w, trusted, signed_in, trainer):
    url, given = reverse("membership_change", args=[trainer.pk]), change_of(w)
    dry = signed_in("admin").post(url, given)
    assert dry.status_code == 200 and len(memberships_of(trusted, trainer.user)) == 1
    assert dry.context["effects"][-1].number == "manager, Annex"
    assert signed_in("admin").post(url, given | {"confirm": "1"}).url == reverse("user_edit", args=[trainer.user_id])
    old, new = memberships_of(trusted, trainer.user)
    assert old[3] == days_ago(1) and new == ("manager", "annex", today(), None)


def test_a_change_of_function_leaves_the_last_day_what_it_was(w, trusted, signed_in, trainer):
    url, last = reverse("membership_change", args=[trainer.pk]), days_ago(-20)
    with trusted():
        Membership.objects.filter(pk=trainer.pk).update(ended_on=last)
    browser = signed_in("admin")
    for late in (days_ago(-21), days_ago(-60)):
        answer = browser.post(url, change_of(w, from_on=typed(late), confirm="1"))
        assert answer.status_code == 422 and "from_on" in answer.context["form"].errors
    assert [row[3] for row in memberships_of(trusted, trainer.user)] == [last]
    assert browser.post(url, change_of(w, from_on=typed(last), confirm="1")).status_code == 302
    old, new = memberships_of(trusted, trainer.user)
    assert old[3] == days_ago(-19) and new == ("manager", "annex", last, last)


def test_a_function_does_not_get_longer_than_until_it_begins_anew(w, trusted, signed_in, trainer):
    with trusted():
        Membership.objects.filter(pk=trainer.pk).update(ended_on=days_ago(-5))
        MembershipFactory(user=trainer.user, partner=w.partners["annex"], role="trainer", started_on=days_ago(-10))
        never = {"started_on": days_ago(-7), "ended_on": days_ago(-6)}
        MembershipFactory(user=trainer.user, partner=w.partners["annex"], role="trainer", **never)
    url, browser = reverse("membership_end", args=[trainer.pk]), signed_in("admin")
    assert 'aria-current="page">Gebruikers' in browser.get(url).content.decode()
    answer = browser.post(url, {"ended_on": typed(days_ago(-10)), "confirm": "1"})
    assert answer.status_code == 422 and "ended_on" in answer.context["form"].errors
    assert memberships_of(trusted, trainer.user)[0][3] == days_ago(-5)
    assert browser.post(url, {"ended_on": typed(days_ago(-9)), "confirm": "1"}).status_code == 302
    assert memberships_of(trusted, trainer.user)[0][3] == days_ago(-9)


def test_the_dry_run_tells_what_stays_behind(w, trusted, signed_in, trainer):
    with trusted():
        TeamMemberFactory(client=w["step"], partner=w.partners["annex"], user=trainer.user)
        TeamMember.objects.filter(client=w["team"]).update(is_lead=True)
    answer = signed_in("admin").post(reverse("membership_end", args=[trainer.pk]), {"ended_on": typed(today())})
    told = [str(one.number) for one in answer.context["effects"]]
    assert told[:2] == ["1", "1"] and told[-1].startswith("geen")
    assert memberships_of(trusted, trainer.user)[0][3] is None


def test_numbers_of_what_stays_behind_are_for_administrators(w, trainer):
    from clients.leaving import left

    for name, leads in (("admin", "1"), ("consultant", "0"), ("stranger", "0")):
        with acting_as(w.acting(name)):
            assert str(left(trainer.user_id)[1].number) == leads


def test_who_stopped_yesterday_is_signed_out_at_the_next_click(w, trusted, signed_in, trainer):
    browser = signed_in("trainer")
    assert browser.get(reverse("day")).status_code == 200
    url = reverse("membership_end", args=[trainer.pk])
    assert signed_in("admin").post(url, {"ended_on": typed(days_ago(1)), "confirm": "1"}).status_code == 302
    assert browser.get(reverse("day")).status_code == 302
    assert browser.get(reverse("day")).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("day", [days_ago(2), days_ago(400)])
def test_what_was_is_not_changed(w, trusted, signed_in, trainer, day):
    answer = signed_in("admin").post(reverse("membership_end", args=[trainer.pk]), {"ended_on": typed(day)})
    assert answer.status_code == 422 and "ended_on" in answer.context["form"].errors
    answer = signed_in("admin").post(reverse("membership_change", args=[trainer.pk]), change_of(w, from_on=typed(day)))
    assert answer.status_code == 422 and "from_on" in answer.context["form"].errors
    assert memberships_of(trusted, trainer.user)[0][3] is None


def test_what_never_began_can_be_taken_back(w, trusted, signed_in):
    with trusted():
        later = MembershipFactory(partner=w.partners["mtb"], role="manager", started_on=days_ago(-30))
    url = reverse("membership_end", args=[later.pk])
    assert signed_in("admin").post(url, {"ended_on": typed(today()), "confirm": "1"}).status_code == 422
    assert signed_in("admin").post(url, {"ended_on": typed(days_ago(-29)), "confirm": "1"}).status_code == 302
    assert "Nooit ingegaan" in signed_in("admin").get(reverse("user_edit", args=[later.user_id])).content.decode()


def test_a_second_function_is_chosen_at_the_sign_in(w, trusted, signed_in, trainer):
    url = reverse("membership_new", args=[trainer.user_id])
    given = {"partner": w.partners["mtb"].pk, "role": "work_coach", "started_on": typed(today())}
    assert signed_in("admin").post(url, given).status_code == 302
    assert len(memberships_of(trusted, trainer.user)) == 2
    assert signed_in("admin").post(url, given).status_code == 422  # holds already
    assert len(memberships_of(trusted, trainer.user)) == 2


# who may not


def test_nobody_changes_their_own(w, trusted, signed_in):
    own = w.staff["admin"]
    browser = signed_in("admin")
    for name, pk in (("membership_change", own.pk), ("membership_end", own.pk), ("membership_new", own.user_id)):
        assert browser.get(reverse(name, args=[pk])).status_code == 403
    for name in ("user_edit", "user_password"):
        assert browser.post(reverse(name, args=[own.user_id]), {"name": "Anders"}).status_code == 403
    assert "Dit bent u zelf" in browser.get(reverse("user_edit", args=[own.user_id])).content.decode()


@pytest.mark.parametrize("name", ["consultant", "lead", "manager", "trainer", "privacy", "coordinator", "stranger"])
def test_it_is_the_administrators(w, trusted, signed_in, trainer, name):
    browser = signed_in(name)
    pages = [("users",), ("user_new",), ("user_edit", trainer.user_id), ("membership_new", trainer.user_id),
             ("membership_change", trainer.pk), ("membership_end", trainer.pk)]  # fmt: skip
    for page, *args in pages:
        assert browser.get(reverse(page, args=args)).status_code == 403
    with acting_as(w.acting(name)), pytest.raises(PermissionDenied):
        memberships.begin(trainer.user, partner=w.partners["mtb"], role="admin", started_on=today(), by=w.staff[name])


def test_another_chain_is_not_there(w, trusted, signed_in):
    with trusted():
        MembershipFactory(user__username="beheerder-daar", partner=w.partners["other"], role="admin")
        w.staff["there"] = Membership.objects.get(user__username="beheerder-daar")
    browser = signed_in("there")
    own = browser.get(reverse("users")).content.decode()
    assert "Stranger" in own and "Trainer" not in own
    assert browser.get(reverse("user_edit", args=[w.staff["trainer"].user_id])).status_code == 404
    assert browser.get(reverse("membership_end", args=[w.staff["trainer"].pk])).status_code == 404
    assert browser.post(reverse("user_password", args=[w.staff["trainer"].user_id])).status_code == 404


def test_who_works_in_two_chains_keeps_name_and_password(w, trusted, signed_in, trainer):
    """Else the administrator of one chain could sign in to the other."""
    with trusted():
        before = User.objects.get(pk=trainer.user_id).password
        MembershipFactory(user=trainer.user, partner=w.partners["other"])
    browser = signed_in("admin")
    assert browser.post(reverse("user_password", args=[trainer.user_id])).status_code == 403
    assert browser.post(reverse("user_edit", args=[trainer.user_id]), {"name": "X"}).status_code == 403
    assert browser.get(reverse("user_edit", args=[trainer.user_id])).status_code == 200
    with trusted():
        assert User.objects.get(pk=trainer.user_id).password == before


def test_a_job_is_no_colleague(w, signed_in):
    browser = signed_in("admin")
    assert "system-" not in browser.get(reverse("users")).content.decode()
    assert browser.get(reverse("user_edit", args=[w.staff["count"].user_id])).status_code == 404
    assert browser.get(reverse("membership_end", args=[w.staff["count"].pk])).status_code == 404


# the rest


def test_a_forgotten_password_is_made_anew_and_ends_all_sessions(w, trusted, signed_in, confirmed, trainer):
    browser = signed_in("trainer")
    answer = confirmed("admin").post(reverse("user_password", args=[trainer.user_id]))
    assert browser.get(reverse("day")).url.startswith(reverse("account_login"))
    fresh = sign_in("trainer", shown_password(answer.content.decode()))
    assert fresh.get(reverse("day")).url == reverse("password_change")


@pytest.mark.parametrize(("name", "act"), [("user_password", "password"), ("user_second_factor", "factor")])
def test_taking_over_how_a_colleague_signs_in_asks_ones_own_password_and_is_told(
    w, trusted, signed_in, trainer, name, act
):
    browser, url = signed_in("admin"), reverse(name, args=[trainer.user_id])
    before = trainer.user.password
    asked = browser.post(url, {"once": "a" * 32})
    assert "Uw wachtwoord" in asked.text and 'name="once" value="' + "a" * 32 in asked.text
    assert browser.post(url, {"password": "verkeerd"}).status_code == 422
    with trusted():
        assert not UserAct.objects.exists() and User.objects.get(pk=trainer.user_id).password == before
    assert browser.post(url, {"password": PASSWORD}).status_code in (200, 302)
    with trusted():
        (done,) = UserAct.objects.all()
    assert (done.membership_id, done.user_id, done.act) == (w.acting("admin"), trainer.user_id, act)
    page = browser.get(reverse("user_edit", args=[trainer.user_id])).text
    assert "Wat beheerders aan het aanmelden deden" in page and str(w.staff["admin"].user) in page


def test_who_signs_in_hears_what_was_done_about_it_since_the_last_time_and_once(w, trusted, signed_in, trainer):
    with trusted():
        User.objects.filter(pk=trainer.user_id).update(last_login=None)
        UserActFactory(membership=w.staff["admin"], user=trainer.user, act="factor")
    first = signed_in("trainer")  # never signed in before: what was prepared is no news
    assert "veranderde iets" not in first.get(reverse("home"), follow=True).text
    signed_in("admin").post(reverse("user_sessions_end", args=[trainer.user_id]))
    fresh = signed_in("trainer")
    page = fresh.get(reverse("home"), follow=True).text
    assert "veranderde iets aan uw aanmelden: overal afgemeld" in page and "tweede stap weggehaald" not in page
    assert str(w.staff["admin"].user) in page
    assert "veranderde iets" not in fresh.get(reverse("home"), follow=True).text
    mine = fresh.get(reverse("my_settings")).text
    assert "overal afgemeld" in mine.lower() and "tweede stap weggehaald" in mine.lower()
    assert "Wat beheerders aan het aanmelden deden" not in signed_in("coach").get(reverse("my_settings")).text


def test_what_else_is_done_about_signing_in_is_told_too(w, trusted, signed_in, trainer):
    signed_in("admin").post(reverse("user_sessions_end", args=[trainer.user_id]))
    with trusted():
        assert [one.act for one in UserAct.objects.all()] == ["sessions"]


def test_two_administrators_at_one_name_lose_nothing(w, trusted, signed_in, trainer):
    url, browser = reverse("user_edit", args=[trainer.user_id]), signed_in("admin")
    seen = browser.get(url).context["form"].initial["seen"]
    assert browser.post(url, {"name": "Roy", "email": "", "seen": seen}).status_code == 302
    stale = browser.post(url, {"name": "Roi", "email": "roy@example.org", "seen": seen})
    assert stale.status_code == 422 and "Roy" in stale.content.decode()
    again = browser.post(url, {"name": "Trainer", "email": "roy@example.org", "seen": seen})
    assert again.status_code == 302
    with trusted():
        user = User.objects.get(pk=trainer.user_id)
    assert (user.name, user.email) == ("Roy", "roy@example.org")


def test_the_history_says_who_changed_what(w, trusted, signed_in, trainer):
    url = reverse("membership_change", args=[trainer.pk])
    signed_in("admin").post(url, change_of(w, confirm="1"))
    html = signed_in("admin").get(reverse("user_edit", args=[trainer.user_id])).content.decode()
    told = html[html.index("Geschiedenis") :]
    assert "Admin" in told and "manager" in told and "Tot en met" in told
    page = signed_in("admin").get(reverse("changes", args=["membership"]))
    assert page.status_code == 200 and "manager" in page.content.decode()
    assert signed_in("admin").get(reverse("changes", args=["nonsense"])).status_code == 404
    assert signed_in("trainer").get(reverse("changes", args=["membership"])).status_code == 403


def test_the_list_goes_by_name_a_page_at_a_time(w, trusted, signed_in, django_assert_max_num_queries):
    with trusted():
        for number in range(40):
            MembershipFactory(
                user=UserFactory(username=f"zz{number}", name=f"Zz {number:02d}"), partner=w.partners["mtb"]
            )
    browser = signed_in("admin")
    with django_assert_max_num_queries(18):
        first = browser.get(reverse("users"), {"partner": "mtb"})
    assert len(first.content) < 45_000
    second = browser.get(reverse("users") + first.context["next_url"])
    names = [one.user.name for page in (first, second) for one in page.context["people"]]
    assert len(names) == len(set(names)) == 42 and names == sorted(names)
    assert [one.user.name for one in browser.get(reverse("users"), {"q": "zz 07"}).context["people"]] == ["Zz 07"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one_function(w, trusted, trainer):
    def give():
        with acting_as(w.acting("admin")):
            memberships.begin(
                trainer.user, partner=w.partners["mtb"], role="work_coach", started_on=today(), by=w.staff["admin"]
            )

    outcomes = at_once([give, give])
    assert len(memberships_of(trusted, trainer.user)) == 2, outcomes
