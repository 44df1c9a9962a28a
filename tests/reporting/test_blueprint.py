"""The chain as data: what the shipped blueprint says, what loading it does, and what a bad file is told."""

import datetime as dt
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from chain.acting import acting_as, system_membership
from chain.functions import FUNCTIONS
from chain.models import FORMS_OF_WORK, Chain, ChainMunicipality, Instrument, Mandate, Municipality, Partner
from clients.letter_text import fields, fill
from clients.letters import LATER, sources
from clients.models import LetterTemplate, Term
from development.models import Condition, Yield
from development.module_lines import Want
from placement.models import Amount
from reporting import loading
from reporting.blueprint import BadBlueprint, find, read
from reporting.blueprint_values import COLOURS, national_municipalities
from reporting.models import Programme, Target
from tests.factories import MembershipFactory
from tests.kept import kept

NAME = "maastricht-heuvelland"
TODAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _on_a_known_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "today", lambda: TODAY)


def load(name: str | Path = NAME) -> list[str]:
    out = io.StringIO()
    call_command("load_chain", str(name), stdout=out)
    return out.getvalue().splitlines()


def acting(slug: str = NAME):
    return acting_as(system_membership(Chain.objects.get(slug=slug), "setup"), "test")


# What document 002 says


@kept
def loaded() -> None:
    load()


@pytest.fixture
def shipped(db):
    loaded()
    with acting():
        yield


def test_the_six_municipalities(shipped):
    names = ChainMunicipality.objects.values_list("municipality__code", "municipality__name")
    assert set(names) == {
        ("GM0935", "Maastricht"),
        ("GM0938", "Meerssen"),
        ("GM0981", "Vaals"),
        ("GM0994", "Valkenburg aan de Geul"),
        ("GM1729", "Gulpen-Wittem"),
        ("GM1903", "Eijsden-Margraten"),
    }


def test_the_five_partners_come_first_each_in_its_own_colour(shipped):
    partners = Partner.objects.filter(parent=None, code__in=["szmh", "annex", "mtb", "podium24", "beleid"])
    assert [(partner.code, partner.colour) for partner in partners] == [
        (code, code) for code in ("szmh", "annex", "mtb", "podium24", "beleid")
    ]


def test_sub_units_and_succession(shipped):
    partners = {partner.code: partner for partner in Partner.objects.select_related("parent", "succeeded_by")}
    assert partners["podium24-bv"].parent == partners["podium24"]
    assert partners["mtb-joint-ventures"].parent == partners["mtb"]
    assert partners["prolabor"].succeeded_by == partners["podium24-bv"]
    assert partners["prolabor"].succeeded_on == dt.date(2017, 1, 1)
    for code in ("annex", "podium24"):  # the chain sets the day
        assert partners[code].succeeded_by == partners["annexpodium24"]
        assert partners[code].succeeded_on is None


WHO_HELD_THE_MANDATE = {
    # points of contact
    ("person", "GM0935", "2018-06-01"): {"szmh"},
    ("employer", "GM0981", "2018-06-01"): {"podium24"},
    ("chain", "GM0994", "2018-06-01"): {"beleid"},
    # stayed where it was, because of procurement law
    ("practical-diagnosis", "GM1729", "2016-01-01"): {"annex"},
    ("practical-diagnosis", "GM1729", "2017-11-07"): {"annex"},
    ("practical-diagnosis", "GM1729", "2017-11-08"): {"annex"},
    ("public-space", "GM0935", "2018-06-01"): {"annex"},
    ("public-space", "GM0938", "2018-06-01"): set(),
    ("neighbourhood-teams", "GM0938", "2018-06-01"): {"annex"},
    ("neighbourhood-teams", "GM0981", "2018-06-01"): set(),
    # moved
    ("wage-value", "GM0935", "2015-12-31"): {"annex", "phoenix"},
    ("wage-value", "GM0935", "2016-01-01"): {"szmh"},
    ("occupational-diagnosis", "GM0935", "2015-12-31"): {"annex"},
    ("occupational-diagnosis", "GM0935", "2016-01-01"): {"szmh"},
    ("secondment", "GM0935", "2016-12-31"): {"prolabor"},
    ("secondment", "GM0935", "2017-01-01"): {"podium24", "podium24-bv"},
    ("placement", "GM0994", "2015-12-31"): set(),
    ("placement", "GM0994", "2016-01-01"): {"podium24"},
    # stayed with SZMH after all
    ("participation-place", "GM0935", "2017-01-24"): {"szmh"},
    ("participation-place", "GM0935", "2017-01-25"): {"szmh"},
    ("retention-of-benefit", "GM1903", "2018-06-01"): {"szmh"},
    ("volunteering", "GM1903", "2018-06-01"): {"szmh"},
    # MTB serves three of the six
    ("learning-by-working", "GM0935", "2018-06-01"): {"mtb"},
    ("learning-by-working", "GM0938", "2018-06-01"): {"mtb"},
    ("learning-by-working", "GM1903", "2018-06-01"): {"mtb"},
    ("learning-by-working", "GM0981", "2018-06-01"): {"annex"},
    ("learning-by-working", "GM0994", "2018-06-01"): {"annex"},
    ("learning-by-working", "GM1729", "2018-06-01"): {"annex"},
    ("sheltered-work", "GM0935", "2018-06-01"): {"mtb"},
    # diagnosis-placement-development 2.0 begins with the programme
    ("market-demand", "GM0935", "2017-12-31"): set(),
    ("market-demand", "GM0935", "2018-01-01"): {"podium24"},
    ("basic-development", "GM0935", "2018-01-01"): {"annex"},
    ("guidance", "GM0935", "2026-11-21"): {"szmh"},
}


def test_who_held_the_mandate_on_a_day_in_a_municipality(shipped):
    found = {}
    for function, municipality, day in WHO_HELD_THE_MANDATE:
        lives = Municipality.objects.get(code=municipality)
        held = Mandate.objects.on(dt.date.fromisoformat(day)).covering(function, lives.pk).select_related("partner")
        found[function, municipality, day] = {mandate.partner.code for mandate in held}
    assert found == WHO_HELD_THE_MANDATE


def test_every_mandate_says_on_what_basis(shipped):
    for mandate in Mandate.objects.all():
        assert mandate.basis
        assert mandate.source
    board = Mandate.objects.get(function="participation-place", started_on="2017-01-25")
    assert "25 januari 2017" in board.basis
    assert "aanbestedingsrecht" in Mandate.objects.get(function="practical-diagnosis", started_on="2017-11-08").basis


def test_every_partner_of_the_chain_has_a_role_in_each_phase(shipped):
    now = Mandate.objects.on(dt.date(2018, 6, 1))
    for code in ("szmh", "annex", "mtb", "podium24"):
        assert set(now.filter(partner__code=code).exclude(phase="").values_list("phase", flat=True)) == {
            "diagnosis", "placement", "development",
        }  # fmt: skip


ACTIVATING = {
    "empowerment": "annex", "motivatie": "annex", "werknemersvaardigheden": "annex", "taaltraining": "annex",
    "sollicitatietraining": "annex", "activeringsplek": "annex", "leerwerktraject": "mtb", "leerlijn": "mtb",
    "participatieplaats": "szmh", "behoud-van-uitkering": "szmh", "scholing": "szmh", "vrijwilligerswerk": "szmh",
    "dagbesteding": "szmh",
}  # fmt: skip
NOT_ACTIVATING = {
    "praktijkdiagnose": "annex", "loonwaardemeting": "szmh", "tolk": "szmh", "jobcoaching": "podium24",
    "proefplaats": "podium24",
}  # fmt: skip


def test_the_palette_has_the_instruments_of_the_exchange_format(shipped):
    palette = {instrument.code: instrument for instrument in Instrument.objects.select_related("partner")}
    for codes, activates in ((ACTIVATING, True), (NOT_ACTIVATING, False)):
        for code, partner in codes.items():
            assert palette[code].activates is activates, code
            assert palette[code].partner.code == partner, code


def test_one_instrument_for_each_form_of_work(shipped):
    forms = dict(Instrument.objects.exclude(form_of_work="").values_list("form_of_work", "activates"))
    assert forms.keys() == FORMS_OF_WORK.keys()
    paid = {"regular", "temporary-agency", "wage-subsidy", "secondment", "sheltered"}
    assert {form for form, activates in forms.items() if not activates} == paid
    assert Instrument.objects.exclude(form_of_work="").count() == len(FORMS_OF_WORK)


def test_the_usual_partner_of_an_instrument_may_carry_it_out_somewhere_in_the_chain(shipped):
    for instrument in Instrument.objects.select_related("partner"):
        held = Mandate.objects.on(TODAY).filter(partner=instrument.partner, function=instrument.function)
        assert held.exists(), instrument.code


def test_everything_in_the_palette_can_be_done_for_somebody_in_every_municipality(shipped):
    local = {"public-space", "neighbourhood-teams"}  # projects of some municipalities
    for function in set(Instrument.objects.values_list("function", flat=True)) - local:
        for served in ChainMunicipality.objects.all():
            assert Mandate.objects.on(TODAY).covering(function, served.municipality_id).exists(), function


def test_the_programme_promises_685_and_375(shipped):
    programme = Programme.objects.get(key="intensivering-2018")
    assert (programme.started_on, programme.ended_on) == (dt.date(2018, 1, 1), dt.date(2021, 12, 31))
    assert set(programme.counted_schemes) == {"participatiewet", "ioaw", "ioaz"}
    assert [(cost.kind, cost.amount) for cost in programme.costs.all()] == [("planned", 1_900_000)]
    assert [(saving.full, saving.partial) for saving in programme.savings.all()] == [(8_500, 8_500)]
    targets = {kind: {} for kind in ("activation", "outflow")}
    for target in programme.targets.all():
        targets[target.kind][target.year] = target.target
        assert target.baseline is None
    assert targets == {
        "activation": {2018: 125, 2019: 185, 2020: 375},
        "outflow": {2018: 30, 2019: 120, 2020: 165, 2021: 60},
    }
    assert sum(targets["activation"].values()) == 685
    assert sum(targets["outflow"].values()) == 375


def test_every_function_is_held_by_somebody():
    assert {row["function"] for row in read(find(NAME)).mandates} == set(FUNCTIONS)


def test_a_partner_can_have_any_colour_of_the_theme():
    theme = (settings.BASE_DIR / "static" / "theme.css").read_text()
    assert set(re.findall(r"--partner-([a-z0-9-]+?):", theme)) - {f"{colour}-bg" for colour in COLOURS} == set(COLOURS)


def test_the_national_list_is_complete():
    names = national_municipalities()
    # CBS: 380 in 2018, 9 new in 2019, 1 in 2021, 3 in 2022, 1 in 2023; and 11 that ended on 1 January 2018
    assert len(names) == 380 + 9 + 1 + 3 + 1 + 11
    assert names["GM0928"] == "Kerkrade"
    assert names["GM0917"] == "Heerlen"
    assert names["GM0363"] == "Amsterdam"
    assert names["GM1954"] == "Beekdaelen"
    assert names["GM0951"] == "Nuth"  # went into Beekdaelen in 2019


# Loading


def test_loading_says_what_it_made_and_the_second_time_that_there_is_nothing_to_change(db):
    first = load()
    assert "toegevoegd: keten maastricht-heuvelland" in first
    assert "toegevoegd: 405 gemeenten van Nederland" in first
    assert "toegevoegd: partner annex" in first
    assert "toegevoegd: mandaat mtb learning-by-working (GM0935) vanaf 01-01-2016" in first
    assert "toegevoegd: doel intensivering-2018 activation 2020" in first
    assert load() == ["maastricht-heuvelland: niets te wijzigen"]


def test_it_runs_as_the_application(db):
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("snoer_app",)
    load()


CHAIN = """\
chain:
  slug: proefketen
  name: Proefketen
municipalities: [GM0935, GM0938]
partners:
  - code: dienst
    name: Dienst
    colour: szmh
  - code: bedrijf
    name: Bedrijf
    succeeded_by: dienst
mandates:
  - partner: dienst
    function: intake
    from: 2018-01-01
    basis: wet
  - partner: bedrijf
    function: learning-by-working
    municipalities: [GM0935, GM0938]
    from: 2018-01-01
    basis: contract
instruments:
  - code: leerlijn
    name: Leerlijn
    phase: development
    function: learning-by-working
    partner: bedrijf
programmes:
  - key: plan
    name: Plan
    from: 2018-01-01
    until: 2019-12-31
    rule_set: 2018
    counted_schemes: [participatiewet]
    targets:
      activation: {2018: 10, 2019: 20}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "proefketen.yaml"
    path.write_text(CHAIN)
    return path


@pytest.fixture
def changed(db, file: Path):
    """Load the small chain, then again with texts replaced; what the second time said."""
    load(file)

    def change(*replacements: tuple[str, str]) -> list[str]:
        content = file.read_text()
        for old, new in replacements:
            assert content.count(old) == 1, old
            content = content.replace(old, new)
        file.write_text(content)
        said = load(file)
        assert load(file) == ["proefketen: niets te wijzigen"]
        return said[:-1]

    return change


def test_a_change_is_told_with_the_old_and_the_new_value(changed):
    assert changed(("name: Bedrijf\n", "name: Leerbedrijf\n")) == [
        "gewijzigd: partner bedrijf, name: Bedrijf -> Leerbedrijf"
    ]
    assert changed(("name: Leerlijn\n", "name: Leerlijn\n    activates: true\n    weeks: 12\n")) == [
        "gewijzigd: instrument leerlijn, activates: nee -> ja",
        "gewijzigd: instrument leerlijn, weeks: leeg -> 12",
    ]
    assert changed(("2019: 20", "2019: 25")) == ["gewijzigd: doel plan activation 2019, target: 20 -> 25"]
    assert changed(("name: Proefketen", "name: Proefketen Zuid")) == [
        "gewijzigd: keten proefketen, name: Proefketen -> Proefketen Zuid"
    ]


def test_a_task_that_moves_ends_there_and_begins_here(changed):
    said = changed(
        ("    basis: wet\n", "    until: 2019-12-31\n    basis: wet\n"),
        ("instruments:", "  - {partner: bedrijf, function: intake, from: 2020-01-01, basis: besluit}\ninstruments:"),
    )
    assert said == [
        "gewijzigd: mandaat dienst intake (hele keten) vanaf 01-01-2018, ended_on: leeg -> 31-12-2019",
        "toegevoegd: mandaat bedrijf intake (hele keten) vanaf 01-01-2020",
    ]


def test_a_corrected_first_day_is_a_change_of_the_mandate(changed):
    said = changed(("    from: 2018-01-01\n    basis: wet", "    from: 2017-01-01\n    basis: wet"))
    assert said == [
        "gewijzigd: mandaat dienst intake (hele keten) vanaf 01-01-2018, started_on: 01-01-2018 -> 01-01-2017"
    ]


def test_a_mandate_that_left_the_blueprint_ends_yesterday(changed):
    said = changed(("municipalities: [GM0935, GM0938]\n    from", "municipalities: [GM0935]\n    from"))
    assert said == ["beëindigd: mandaat bedrijf learning-by-working (GM0938) vanaf 01-01-2018, laatste dag 20-11-2026"]
    with acting("proefketen"):
        assert Mandate.objects.count() == 3


def test_what_left_the_blueprint_is_never_deleted(changed):
    left = CHAIN[CHAIN.index("  - code: bedrijf") : CHAIN.index("mandates:")]
    learning = CHAIN[CHAIN.index("  - partner: bedrijf") : CHAIN.index("instruments:")]
    said = changed(
        (left, ""), (learning, ""), (CHAIN[CHAIN.index("instruments:") :], ""),
        ("municipalities: [GM0935, GM0938]", "municipalities: [GM0935]"),
    )  # fmt: skip
    assert said == [
        "beëindigd: mandaat bedrijf learning-by-working (GM0935) vanaf 01-01-2018, laatste dag 20-11-2026",
        "beëindigd: mandaat bedrijf learning-by-working (GM0938) vanaf 01-01-2018, laatste dag 20-11-2026",
        "beëindigd: instrument leerlijn, laatste dag 20-11-2026",
    ]
    with acting("proefketen"):
        assert Partner.objects.filter(code="bedrijf").exists()
        assert ChainMunicipality.objects.count() == 2
        assert Programme.objects.count() == 1
        assert Target.objects.count() == 2


def test_the_day_of_succession_and_the_baselines_stay_as_the_chain_set_them(changed):
    with acting("proefketen"):
        Partner.objects.filter(code="bedrijf").update(succeeded_on="2025-01-01")
        Target.objects.filter(year=2018).update(baseline=7)
    assert changed(("2018: 10", "2018: 11")) == ["gewijzigd: doel plan activation 2018, target: 10 -> 11"]
    with acting("proefketen"):
        assert Partner.objects.get(code="bedrijf").succeeded_on == dt.date(2025, 1, 1)
        assert Target.objects.get(year=2018).baseline == 7


def test_two_chains_do_not_see_each_other(db, file):
    load(file)
    load()
    with acting("proefketen"):
        assert set(Partner.objects.values_list("code", flat=True)) == {"dienst", "bedrijf"}
        assert Instrument.objects.count() == 1


# Terms

TERMS = """\
terms:
  - {key: report, name: Verslag, source: step-started, scope: leerlijn, offset: 3, from: 2018-01-01, until: 2020-12-31}
  - {key: report, name: Verslag, source: step-started, scope: leerlijn, offset: 2, from: 2021-01-01, hard: true}
  - {key: call, name: Bellen, source: contact, offset: 60, unit: days, warn_days: 7, from: 2018-01-01}
"""


@pytest.fixture
def with_terms(file: Path, changed):
    file.write_text(CHAIN + TERMS)
    load(file)
    return changed


def terms() -> dict[tuple, Term]:
    with acting("proefketen"):
        return {(term.key, term.started_on.year): term for term in Term.objects.all()}


def test_terms_are_loaded_changed_and_ended(with_terms):
    assert {(key, term.offset, term.unit, term.hard) for key, term in terms().items()} == {
        (("report", 2018), 3, "months", False), (("report", 2021), 2, "months", True), (("call", 2018), 60, "days", False),
    }  # fmt: skip
    assert with_terms(("offset: 60", "offset: 90")) == ["gewijzigd: termijn call vanaf 01-01-2018, offset: 60 -> 90",
                                                        "proefketen: 1 wijzigingen"][:1]  # fmt: skip
    line = TERMS.splitlines()[-1].replace("60", "90") + "\n"
    assert with_terms((line, "")) == ["beëindigd: termijn call vanaf 01-01-2018, laatste dag 20-11-2026"]
    assert terms()["call", 2018].version == 1


def test_a_term_that_moves_on_is_two_rows(with_terms):
    old = "offset: 3, from: 2018-01-01, until: 2020-12-31}"
    new = "offset: 3, from: 2018-01-01, until: 2019-12-31}"
    said = with_terms((old, new), ("from: 2021-01-01", "from: 2020-01-01"))
    assert said == [
        "gewijzigd: termijn report leerlijn vanaf 01-01-2018, ended_on: 31-12-2020 -> 31-12-2019",
        "gewijzigd: termijn report leerlijn vanaf 01-01-2021, started_on: 01-01-2021 -> 01-01-2020",
    ]
    said = with_terms((new, old.replace("2020-12-31", "2021-12-31")), ("from: 2020-01-01", "from: 2022-01-01"))
    assert [line.split(", ")[1] for line in said] == [
        "started_on: 01-01-2020 -> 01-01-2022", "ended_on: 31-12-2019 -> 31-12-2021",
    ]  # fmt: skip


def test_what_the_administrator_chose_stays_and_is_said(with_terms, file):
    with acting("proefketen"):
        Term.objects.filter(key="call").update(offset=30, version=2)
        Term.objects.filter(key="report", started_on__year=2021).update(ended_on=dt.date(2022, 12, 31), version=2)
        chain = Chain.objects.get(slug="proefketen")
        Term.objects.create(
            chain=chain, key="own", name="Eigen", source="contact", offset=1, started_on=TODAY, version=2
        )
    said = load(file)
    assert said[:-1] == [
        "blijft zoals de beheerder het koos: termijn call vanaf 01-01-2018",
        "blijft zoals de beheerder het koos: termijn report leerlijn vanaf 01-01-2021",
    ]
    assert (terms()["call", 2018].offset, terms()["own", 2026].ended_on) == (30, None)
    file.write_text(CHAIN + TERMS.replace("2021-01-01", "2022-01-01"))  # in the administrator's time
    assert "blijft zoals de beheerder het koos: termijn report leerlijn vanaf 01-01-2022" in load(file)
    assert ("report", 2022) not in terms()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("source: contact", "source: birthday", "40: onbekend begin birthday (step-started, "),
        ("scope: leerlijn, offset: 3", "scope: zwemmen, offset: 3", "38: step-started kent geen zwemmen"),
        ("source: contact", "source: contact, scope: leerlijn", "40: contact kent geen leerlijn"),
        ("source: contact", "source: referral-asked, scope: zwemmen", "40: referral-asked kent geen zwemmen"),
        ("unit: days", "unit: years", "40: unit: onbekende eenheid 'years'"),
        ("warn_days: 7", "for_whom: iedereen", "40: for_whom: onbekend voor wie 'iedereen'"),
        ("warn_days: 7", "every: 6", "40: every en times"),
        ("warn_days: 7", "times: 3", "40: every en times"),
        ("warn_days: 7", "every: 0, times: 3", "40: every en times"),
        ("warn_days: 7", "until: 2017-01-01", "40: het einde 2017-01-01 ligt vóór het begin"),
        ("until: 2020-12-31", "until: 2021-01-01", "39: termijn report staat al op regel 38"),
        ("key: call", "key: report", "40: report begint op regel 38"),
        ("name: Bellen, ", "", "40: name ontbreekt"),
        ("offset: 60, ", "", "40: offset ontbreekt"),
        ("offset: 60", "offset: -1", "40: offset: -1 ligt niet tussen 0 en"),
    ],
)  # fmt: skip
def test_a_bad_term_is_named_with_its_reason(file, old, new, said):
    assert TERMS.count(old) == 1
    file.write_text(CHAIN + TERMS.replace(old, new))
    assert any(line.startswith(said) for line in problems(file)), problems(file)


# Amounts

AMOUNTS = """\
amounts:
  - {key: minimum-wage, value: 14.99, source: Wet, from: 2026-07-01}
  - {key: subsidy-cap, value: 70, source: Wet, from: 2015-01-01, until: 2025-12-31}
  - {key: subsidy-cap, value: 75, source: Wet, from: 2026-01-01}
"""


def amounts() -> dict[tuple, str]:
    with acting("proefketen"):
        return {(row.key, str(row.started_on)): f"{row.value} {row.ended_on}" for row in Amount.objects.all()}


def test_amounts_are_loaded_exactly_changed_and_ended(file, changed):
    file.write_text(CHAIN + AMOUNTS)
    load(file)
    assert amounts() == {
        ("minimum-wage", "2026-07-01"): "14.99 None", ("subsidy-cap", "2015-01-01"): "70.00 2025-12-31",
        ("subsidy-cap", "2026-01-01"): "75.00 None",
    }  # fmt: skip
    assert load(file)[:-1] == []
    said = changed(("14.99", "15.00"))
    assert said == ["gewijzigd: bedrag minimum-wage vanaf 01-07-2026, value: 14.99 -> 15.00"]
    said = changed(("from: 2026-07-01", "from: 2026-08-01"))
    assert said == ["gewijzigd: bedrag minimum-wage vanaf 01-07-2026, started_on: 01-07-2026 -> 01-08-2026"]
    line = AMOUNTS.splitlines()[-1] + "\n"
    assert changed((line, "")) == ["beëindigd: bedrag subsidy-cap vanaf 01-01-2026, laatste dag 20-11-2026"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 14.99", "value: veertien", "38: value: hier hoort een getal"),
        ("value: 14.99", "value: '14,99'", "38: value: hier hoort een getal"),
        ("value: 14.99", "value: 14.999", "38: value: 14.999 is geen bedrag"),
        ("value: 14.99", "value: -1", "38: value: -1 is geen bedrag"),
        ("value: 14.99", "value: .nan", "38: value: "),
        ("key: minimum-wage", "key: bonus", "38: key: onbekend bedrag 'bonus'"),
        ("value: 14.99, source: Wet", "value: 14.99", "38: source ontbreekt"),
        ("until: 2025-12-31", "until: 2026-01-01", "40: bedrag subsidy-cap staat al op regel 39"),
        ("until: 2025-12-31", "until: 2014-12-31", "39: het einde 2014-12-31 ligt vóór het begin"),
    ],
)  # fmt: skip
def test_a_bad_amount_is_named_with_its_reason(file, old, new, said):
    assert AMOUNTS.count(old) == 1
    file.write_text(CHAIN + AMOUNTS.replace(old, new))
    assert any(line.startswith(said) for line in problems(file)), problems(file)


def test_the_amounts_of_the_example_hold_today_with_their_source(shipped):
    for key in ("minimum-wage", "holiday-allowance", "employer-charges", "full-week", "subsidy-cap", "flat-rate"):
        assert Amount.objects.get(key=key, started_on__lte=TODAY, ended_on=None).source


# A bad file


def problems(path: Path) -> list[str]:
    with pytest.raises(BadBlueprint) as caught:
        read(path)
    prefix = f"{path}:"
    assert all(line.startswith(prefix) for line in str(caught.value).splitlines())
    return [line.removeprefix(prefix) for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    colour: szmh\n", "    kleur: blauw\n", "8: onbekende sleutel 'kleur'"),
        ("    name: Bedrijf\n", "", "9: name ontbreekt"),
        ("    name: Bedrijf\n", "    name:\n", "10: name is leeg"),
        ("    name: Bedrijf\n", "    name: [a, b]\n", "10: name: hier hoort tekst"),
        ("    name: Bedrijf\n", f"    name: {'x' * 81}\n", "10: name: ten hoogste 80 tekens, niet 81"),
        ("    name: Bedrijf\n", "    name: Bedrijf\n    name: B\n", "11: name staat hier al"),
        ("    colour: szmh\n", "    colour: roze\n", "8: colour: onbekende kleur 'roze'"),
        ("  - code: bedrijf\n", "  - code: dienst\n", "9: partner dienst staat al op regel 6"),
        ("  - code: bedrijf\n", "  - code: Het Bedrijf\n", "9: code: 'Het Bedrijf' is geen code"),
        ("succeeded_by: dienst", "succeeded_by: niemand", "11: succeeded_by: onbekende partner 'niemand'"),
        ("succeeded_by: dienst", "succeeded_by: bedrijf", "11: succeeded_by komt bij zichzelf uit"),
        ("succeeded_by: dienst", "succeeded_on: 2025-01-01", "11: succeeded_on zonder succeeded_by"),
        ("[GM0935, GM0938]\npartners", "[GM0935, GM9999]\npartners", "4: onbekende gemeente 'GM9999'"),
        ("[GM0935, GM0938]\npartners", "[GM0935, GM0938, GM0935]\npartners", "4: gemeente GM0935 staat al op regel 4"),
        ("[GM0935, GM0938]\npartners", "GM0935\npartners", "4: municipalities: hier hoort een lijst"),
        ("[GM0935, GM0938]\n    from", "[GM0363]\n    from", "19: gemeente GM0363 hoort niet bij de keten"),
        ("[GM0935, GM0938]\n    from", "[]\n    from", "19: municipalities is leeg"),
        ("[GM0935, GM0938]\n    from", "\n    from", "19: municipalities is leeg"),
        ("[participatiewet]", "[]", "34: counted_schemes is leeg"),
        ("  - partner: dienst\n", "  - partner: buurman\n", "13: partner: onbekende partner 'buurman'"),
        ("function: intake", "function: praten", "14: function: onbekende functie 'praten'"),
        ("    basis: wet", "    phase: later\n    basis: wet", "16: phase: onbekende fase 'later'"),
        ("    basis: wet", "    until: 2017-12-31\n    basis: wet", "16: het einde 2017-12-31 ligt vóór het begin"),
        ("    basis: wet", "    until: 2019-02-29\n    basis: wet", "16: until: geen bestaande dag"),
        ("    basis: wet", "    until: 31-12-2019\n    basis: wet", "16: until: geen bestaande dag"),
        ("instruments:", "  - {partner: dienst, function: intake, from: 2025-01-01, basis: x}\ninstruments:",
         "22: dienst heeft intake al door het mandaat van regel 13"),
        ("instruments:", "  - {partner: dienst, function: intake, from: 2017-01-01, basis: x, municipalities: [GM0938]}"
         "\ninstruments:", "22: dienst heeft intake al door het mandaat van regel 13"),
        ("    phase: development\n", "    phase: later\n", "25: phase: onbekende fase 'later'"),
        ("    phase: development\n", "    phase: development\n    track: omweg\n", "26: track: onbekend spoor 'omweg'"),
        ("    phase: development\n", "    phase: development\n    form_of_work: hobby\n",
         "26: form_of_work: onbekende vorm van werk 'hobby'"),
        ("    phase: development\n", "    phase: development\n    weeks: veel\n", "26: weeks: hier hoort een geheel"),
        ("    phase: development\n", "    phase: development\n    weeks: -1\n", "26: weeks: -1 ligt niet tussen 0 en"),
        ("    phase: development\n", "    phase: development\n    activates: misschien\n",
         "26: activates: hier hoort true of false"),
        ("    phase: development\n    function: learning-by-working\n", "    phase: development\n    function: tests\n",
         "26: geen partner heeft een mandaat voor tests"),
        ("programmes:", "  - {code: leerlijn, name: L, phase: development, function: intake}\nprogrammes:",
         "28: instrument leerlijn staat al op regel 23"),
        ("rule_set: 2018", "rule_set: 1999", "33: rule_set: onbekende regels om te tellen '1999'"),
        ("[participatiewet]", "[participatiewet, ww]", "34: onbekende regeling 'ww'"),
        ("2019: 20", "2020: 20", "36: het jaar 2020 ligt buiten het programma plan"),
        ("2019: 20", "2018: 20", "36: 2018 staat hier al"),
        ("      activation:", "      geluk:", "36: onbekende sleutel 'geluk'"),
        ("2019: 20", "2019: veel", "36: hier hoort een geheel getal"),
        ("    targets:\n      activation: {2018: 10, 2019: 20}\n", "    targets: 30\n", "35: hier horen sleutels met"),
        ("    targets:\n", "    share_key: agreed\n    targets:\n", "29: shares hoort bij share_key"),
        ("    targets:\n", "    shares:\n      - {municipality: GM0935, percent: 100}\n    targets:\n", "29: shares hoort"),
        ("    targets:\n", "    share_key: benefits\n    targets:\n", "35: share_key: agreed of equal"),
        ("    targets:\n", "    share_key: agreed\n    shares:\n      - {municipality: GM0935, percent: 60}\n"
         "      - {municipality: GM0938, percent: 39.99}\n    targets:\n", "37: de aandelen zijn samen precies 100"),
        ("    targets:\n", "    share_key: agreed\n    shares:\n      - {municipality: GM0935, percent: 100}\n    targets:\n",
         "37: elke gemeente van de keten heeft één aandeel"),
        ("    targets:\n", "    share_key: agreed\n    shares:\n      - {municipality: GM0994, percent: 100}\n    targets:\n",
         "37: GM0994 is geen gemeente van deze keten"),
        ("    targets:\n", "    savings:\n      - {from: 2018-06-01, full: 1, partial: 1, text: x}\n    targets:\n",
         "36: een besparing geldt vanaf het begin"),
        ("    targets:\n", "    costs:\n      - {kind: spent, on: 2018-06-01, amount: 1, text: x}\n"
         "      - {kind: spent, on: 2018-06-01, amount: 2, text: y}\n    targets:\n",
         "37: bedrag 2018-06-01 staat al op regel 36"),
        ("    targets:\n", "    costs:\n      - {kind: lent, on: 2018-06-01, amount: 1, text: x}\n    targets:\n",
         "36: kind: onbekende soort kosten"),
        ("chain:\n", "chain: [\n", "3: YAML:"),
        (CHAIN, "# niets\n", "1: het bestand is leeg"),
        (CHAIN, "- a\n- b\n", "1: hier horen sleutels met waarden"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_reason(file, old, new, said):
    assert CHAIN.count(old) == 1
    file.write_text(CHAIN.replace(old, new))
    assert any(line.startswith(said) for line in problems(file)), problems(file)


def test_all_bad_lines_are_named_at_once(file):
    file.write_text(CHAIN.replace("szmh", "roze").replace("basis: wet", "basis:").replace("2019: 20", "2020: 20"))
    assert problems(file) == [
        f"8: colour: onbekende kleur 'roze' ({', '.join(COLOURS)})",
        "16: basis is leeg",
        "36: het jaar 2020 ligt buiten het programma plan",
    ]


def test_a_file_that_is_not_text(file):
    file.write_bytes(b"chain:\n  name: \xff\n")
    assert problems(file) == ["2: geen UTF-8"]


def test_a_bad_file_changes_nothing(db, file):
    load(file)
    file.write_text(CHAIN.replace("name: Bedrijf", "name: Leerbedrijf").replace("GM0938]\npartners", "GM9]\npartners"))
    with pytest.raises(CommandError, match=r"proefketen.yaml:4: onbekende gemeente 'GM9'(.|\n)*niets gewijzigd"):
        load(file)
    with acting("proefketen"):
        assert Partner.objects.get(code="bedrijf").name == "Bedrijf"


def test_what_fails_halfway_leaves_nothing_behind(db, file, monkeypatch):
    monkeypatch.setattr(loading._Loading, "programmes", lambda self, rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load(file)
    assert not Chain.objects.filter(slug="proefketen").exists()


def test_an_unknown_name_is_told_which_blueprints_there_are(db):
    with pytest.raises(CommandError, match=r"geen blauwdruk of bestand utrecht(.*)maastricht-heuvelland"):
        load("utrecht")


# What a module yields and for whom it is

MODULE = """    partner: bedrijf
    for_whom: Wie een vak wil leren
    conditions: Er is een doel
    weeks: 26
    norm_weeks: 39
    hours_per_week: 24
    unit_cost: 95.50
    cost_per: week
    capacity: 20
    srg_code: "05"
    yields: [competence:pace, language:nld:3, readiness:work-fit]
    fits: [hours-from:16, municipality:GM0935]
"""
WORDS = """definitions:
  - {key: work-fit, name: Arbeidsfit, text: Kan werken, from: 2018-01-01}
  - {key: ladder, name: Ladder, kind: ladder, text: Trede, from: 2018-01-01}
"""


def lines(model: type[Yield] | type[Condition], code: str = "leerlijn") -> list[str]:
    with acting("proefketen"):
        rows = model.objects.filter(instrument__code=code).order_by("kind", "value")
        return [str(Want.of(row)) for row in rows]


@pytest.fixture
def with_modules(file: Path, changed):
    file.write_text(CHAIN.replace("    partner: bedrijf\nprogrammes", MODULE + "programmes") + WORDS)
    load(file)
    return changed


def test_a_module_is_loaded_with_its_lines_and_a_second_time_nothing_changes(with_modules, file):
    assert load(file) == ["proefketen: niets te wijzigen"]
    with acting("proefketen"):
        one = Instrument.objects.get(code="leerlijn")
    assert (one.for_whom, one.conditions, one.norm_weeks, one.unit_cost, one.cost_per, one.capacity, one.srg_code) == (
        "Wie een vak wil leren", "Er is een doel", 39, Decimal("95.50"), "week", 20, "05",
    )  # fmt: skip
    assert lines(Yield) == ["competence:pace", "language:nld:3", "readiness:work-fit"]
    assert lines(Condition) == ["hours-from:16", "municipality:GM0935"]


def test_a_change_of_lines_is_told(with_modules):
    assert with_modules(
        ("language:nld:3", "language:nld:2"), ("hours-from:16, ", ""), ("capacity: 20", "capacity: 21")
    ) == [
        "gewijzigd: instrument leerlijn, capacity: 20 -> 21",
        "gewijzigd: instrument leerlijn, yields: competence:pace, language:nld:3, readiness:work-fit"
        " -> competence:pace, language:nld:2, readiness:work-fit",
        "gewijzigd: instrument leerlijn, fits: hours-from:16, municipality:GM0935 -> municipality:GM0935",
    ]
    assert lines(Yield) == ["competence:pace", "language:nld:2", "readiness:work-fit"]


def test_what_the_administrator_changed_or_made_stays(with_modules, file):
    with acting("proefketen"):
        Instrument.objects.filter(code="leerlijn").update(name="Leerlijn logistiek", version=2)
        Instrument.objects.create(
            chain=Chain.objects.get(), code="eigen", phase="development", function="intake", version=2
        )
    said = "blijft zoals de beheerder het koos: instrument leerlijn"
    assert said in load(file)
    content = file.read_text()
    file.write_text(content.replace("capacity: 20", "capacity: 30").replace("competence:pace, ", ""))
    assert said in load(file)
    with acting("proefketen"):
        one, own = Instrument.objects.get(code="leerlijn"), Instrument.objects.get(code="eigen")
    assert (one.name, one.capacity, own.ended_on) == ("Leerlijn logistiek", 20, None)
    assert lines(Yield) == ["competence:pace", "language:nld:3", "readiness:work-fit"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("competence:pace", "competence:flying", "'competence:flying': deze code kennen we niet"),
        ("competence:pace", "hours:2", "'hours:2': dit kan een module niet opleveren"),
        ("hours-from:16", "hours-from:99", "'hours-from:99': geef een getal van 1 tot en met 60"),
        ("hours-from:16", "municipality:GM0935", "fits municipality:GM0935 staat al op regel"),
        ("readiness:work-fit", "readiness:ladder", "geen begrip met ja of nog niet: ladder"),
        ("municipality:GM0935", "municipality:GM0363", "gemeente GM0363 hoort niet bij de keten"),
        ("    cost_per: week\n", "", "unit_cost en cost_per horen bij elkaar"),
        ("norm_weeks: 39", "norm_weeks: 12", "de norm is korter dan de gewone duur"),
        ("cost_per: week", "cost_per: year", "onbekend waarvoor de kosten zijn 'year'"),
        ('"05"', '"5"', "'5' is geen code van de statistiek"),
    ],
)
def test_a_wrong_line_is_told(with_modules, file, old, new, reason):
    content = file.read_text()
    assert old in content
    file.write_text(content.replace(old, new))
    with pytest.raises(BadBlueprint, match=re.escape(reason)):
        read(file)


def test_the_shipped_palette_says_of_each_module_of_development_for_whom_it_is(shipped):
    without = Instrument.objects.filter(phase="development", for_whom="").values_list("code", flat=True)
    assert list(without) == []
    place = Instrument.objects.get(code="activeringsplek")
    for told in (place.purpose, place.for_whom, place.conditions):  # nobody reads there why somebody is in one
        assert not re.search("niet wil|onwil|weiger|verplicht|maatregel", told, re.IGNORECASE)


def test_the_shipped_palette_has_the_codes_of_the_statistics_that_are_confirmed_and_no_others(shipped):
    coded = dict(Instrument.objects.exclude(srg_code="").values_list("code", "srg_code"))
    assert coded == {"jobcoaching": "30", "interne-werkbegeleiding": "30", "werkplekaanpassing": "31"}


@pytest.mark.parametrize("kind", ["competence", "language", "licence", "certificate", "level", "readiness"])
def test_the_shipped_palette_closes_gaps_of_every_kind(shipped, kind):
    assert Yield.objects.filter(kind=kind).exists()


# Letters

LETTERS = """\
letters:
  - {key: hello, name: Groet, source: person, subject: "Dag [voornaam]", text: "Beste [naam],"}
  - {key: come, name: Kom, source: appointment, subject: Kom, text: "Op [dag]."}
"""


def templates() -> dict[str, LetterTemplate]:
    with acting("proefketen"):
        return {one.key: one for one in LetterTemplate.objects.all()}


def test_letters_are_loaded_changed_and_taken_out_of_use_and_the_administrators_stay(file, changed):
    file.write_text(CHAIN + LETTERS)
    assert load(file)[:-1] == ["toegevoegd: brief hello", "toegevoegd: brief come"]
    assert changed(("Dag [voornaam]", "Hallo [voornaam]")) == [
        "gewijzigd: brief hello, subject: Dag [voornaam] -> Hallo [voornaam]"
    ]
    with acting("proefketen"):
        LetterTemplate.objects.filter(key="come").update(body="Kom maar.", version=2)
    assert load(file)[:-1] == ["blijft zoals de beheerder het koos: brief come"]
    file.write_text(CHAIN)
    assert load(file)[:-1] == ["gewijzigd: brief hello, in_use: ja -> nee"]
    assert (templates()["come"].in_use, templates()["come"].body) == (True, "Kom maar.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[voornaam]", "[vornaam]", "38: Dit veld kennen we niet: [vornaam]. Bedoelt u [voornaam]?"),
        ("[dag]", "[doelen]", "39: Dit veld kennen we niet: [doelen]."),
        ("source: person", "source: benefit", "38: dit is niet waar een brief over gaat (person, "),
        ("key: come", "key: hello", "39: brief hello staat al op regel 38"),
        ("name: Groet, ", "", "38: name ontbreekt"),
    ],
)
def test_a_bad_letter_is_named_with_its_reason(file, old, new, said):
    assert LETTERS.count(old) == 1
    file.write_text(CHAIN + LETTERS.replace(old, new))
    assert any(line.startswith(said) for line in problems(file)), problems(file)


def test_the_letters_that_come_with_the_product_are_whole(shipped):
    found = {one.key: one for one in LetterTemplate.objects.all()}
    assert set(found) == {"invitation", "plan", "support-granted", "support-declined", "free"}
    for one in found.values():
        filled = fill(one.body, sources()[one.source].examples)
        assert set(fields(filled)) <= set(LATER), one.key
    for key in (
        "support-granted",
        "support-declined",
    ):  # Awb 3:45 and 3:46: reasons, and how, where and until when to object
        for named in ("toelichting", "bezwaar-tot", "bestuursorgaan", "postadres", "wie-besluit"):
            assert f"[{named}]" in found[key].body
        assert "Participatiewet" in found[key].body


# What an administrator did on the pages of Beheer


def test_what_an_administrator_arranged_in_pages_is_not_undone_by_loading_again(changed, file, trusted):
    """Mandates and targets have no version: their history tells that a person changed them."""
    with trusted():
        chain = Chain.objects.get(slug="proefketen")
        admin = MembershipFactory(partner=Partner.objects.get(chain=chain, code="dienst"), role="admin")
    with acting_as(admin.pk, "/beheer/"):
        held = Mandate.objects.filter(chain=chain, ended_on=None).order_by("pk").first()
        last = TODAY - dt.timedelta(1)
        Mandate.objects.filter(pk=held.pk).update(ended_on=last)
        taken_over = Mandate.objects.create(
            chain=chain, partner=Partner.objects.get(chain=chain, code="bedrijf"), function=held.function,
            municipality=held.municipality, started_on=TODAY, basis="besluit",
        )  # fmt: skip
        Partner.objects.filter(pk=held.partner_id).update(name="Dienst Nieuw")
    said = load(file)
    assert len([line for line in said if line.startswith("blijft zoals de beheerder het koos")]) == 3
    with acting("proefketen"):
        held.refresh_from_db()
        taken_over.refresh_from_db()
        assert (held.ended_on, taken_over.ended_on) == (last, None)
        assert Partner.objects.get(pk=held.partner_id).name == "Dienst Nieuw"


MONEY = """\
    costs:
      - {kind: planned, on: 2018-01-01, amount: 1000, text: Besluit}
    savings:
      - {from: 2018-01-01, full: 8500, partial: 4000, text: Werkdocument}
    share_key: agreed
    share_note: Bestuur
    shares:
      - {municipality: GM0935, percent: 62.5}
      - {municipality: GM0938, percent: 37.5}
    targets:
"""


def test_money_and_shares_come_with_the_programme_once(db, file):
    """Loading again changes nothing; what the file says now is changed."""
    file.write_text(CHAIN.replace("    targets:\n", MONEY))
    load(file)
    load(file)
    with acting("proefketen"):
        programme = Programme.objects.get(key="plan")
        assert (programme.share_key, programme.share_note) == ("agreed", "Bestuur")
        assert dict(programme.shares.values_list("municipality__code", "percent")) == {"GM0935": 62.5, "GM0938": 37.5}
        assert list(programme.costs.values_list("kind", "amount", "text")) == [("planned", 1000, "Besluit")]
        assert list(programme.savings.values_list("full", "partial")) == [(8500, 4000)]
    equal = MONEY.replace("agreed", "equal").split("    shares:")[0] + "    targets:\n"
    file.write_text(CHAIN.replace("    targets:\n", equal.replace("full: 8500", "full: 9000")))
    load(file)
    with acting("proefketen"):
        programme = Programme.objects.get(key="plan")
        assert set(programme.shares.values_list("percent", flat=True)) == {50}
        assert list(programme.savings.values_list("full", flat=True)) == [9000]
