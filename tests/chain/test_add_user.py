"""manage.py add_user: how the first people of a chain come in."""

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from chain.acting import acting_as, memberships_of
from chain.models import Chain, Membership, User
from tests.factories import ChainFactory, MembershipFactory, MunicipalityFactory, PartnerFactory

pytestmark = pytest.mark.django_db
PASSWORD = "een lang en eigen wachtwoord"


@pytest.fixture(autouse=True)
def keten(trusted: Callable) -> None:
    with trusted():
        chain = ChainFactory(slug="keten")
        PartnerFactory(chain=chain, code="szmh")
        PartnerFactory(chain=chain, code="annex")
        MembershipFactory(user__username="system-setup", chain=chain, job="setup")


def test_an_alderman_is_of_a_municipality_of_the_chain_and_nobody_else_is(
    monkeypatch: pytest.MonkeyPatch, trusted: Callable
) -> None:
    with trusted():
        MunicipalityFactory(code="GM0981", name="Vaals", served_by=Chain.objects.get(slug="keten"))
        MunicipalityFactory(code="GM0363", name="Amsterdam")
    for given in ({"role": "alderman"}, {"municipality": "GM0981"}, {"role": "alderman", "municipality": "GM0363"}):
        with pytest.raises(CommandError):
            add(monkeypatch, **given)
    assert "as alderman" in add(monkeypatch, role="alderman", municipality="GM0981")
    (held,) = memberships_of(User.objects.get(username="loes").pk)
    with acting_as(held):
        assert Membership.objects.get(pk=held).municipality.code == "GM0981"  # type: ignore[union-attr]


def add(monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD, **given: str) -> str:
    options = {"chain": "keten", "partner": "szmh", "role": "consultant"} | given
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("add_user", "loes", "Loes Habets", stdout=(said := io.StringIO()), **options)
    return said.getvalue()


def test_somebody_new_can_sign_in_and_act(monkeypatch: pytest.MonkeyPatch) -> None:
    assert add(monkeypatch).startswith("Loes Habets now works for")
    user = User.objects.get(username="loes")
    assert user.check_password(PASSWORD)
    (held,) = memberships_of(user.pk)
    with acting_as(held):
        assert Membership.objects.get(pk=held).role == "consultant"


def test_somebody_known_gets_a_further_membership_and_keeps_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch)
    add(monkeypatch, password="iets anders van deze lengte", partner="annex", role="trainer")
    user = User.objects.get(username="loes")
    assert user.check_password(PASSWORD)
    assert len(memberships_of(user.pk)) == 2


def test_twice_the_same_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch)
    assert "worked already" in add(monkeypatch)
    assert len(memberships_of(User.objects.get(username="loes").pk)) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"chain": "nergens"}, "There is no chain nergens"),
        ({"partner": "niemand"}, "there are annex, szmh"),
        ({"password": "kort"}, "12"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_made(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        add(monkeypatch, **given)
    assert not User.objects.filter(username="loes").exists()
