"""A new key: everything opens under it alone, the BSN is found with it, and nothing else has changed."""

import json

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection

from chain.sealing import box
from clients import bsn, documents, key_rotation
from clients.management.commands import rotate_bsn_keys
from clients.models import Identity
from tests import factories as make
from tests.attacks import sql

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NUMBER = make.a_bsn(4711)


class Owner(dict):
    """The connections, with this one as the owner's."""

    settings = {"owner": {}}

    def __getitem__(self, name):
        return connection


@pytest.fixture
def sealed(trusted, settings, tmp_path):
    """A person with a BSN that was changed once, a second factor and a document, under the old key; the new one stands first."""
    settings.BSN_KEYS, settings.SNOER_FILES = [OLD], tmp_path
    with trusted():
        client = make.ClientFactory(bsn=make.a_bsn(1))
        identity = Identity.objects.get(client=client)
        identity.bsn_cipher, identity.bsn_index = bsn.encrypt(NUMBER), bsn.index(NUMBER, client.chain.slug)
        identity.save()
        Authenticator.objects.create(
            user=make.UserFactory(),
            type="totp",
            data={"secret": box("second factor").encrypt(b"GEHEIM").decode(), "last": 1},
        )
        document = make.DocumentFactory(client=client)
        path = documents.path_of(document.stored)
        path.parent.mkdir(parents=True)
        path.write_bytes(box("documents").encrypt(b"%PDF-1.7"))
        sql("set constraints all immediate")
        settings.BSN_KEYS = [NEW, OLD]
        yield client
        sql("set constraints all deferred")


def rows() -> list[tuple]:
    return sql("select birth_date, version, client_id from clients_identity order by id") + sql(
        "select pgh_label, birth_date, version from clients_identityevent order by pgh_id"
    )


def test_everything_opens_under_the_new_key_alone_and_nothing_else_changes(sealed, settings):
    before = rows()
    done = key_rotation.rotate(connection)
    assert done["clients_identity"] == 1 and done["clients_identityevent"] >= 2
    assert (done["mfa_authenticator"], done["clients_document"]) == (1, 1)
    assert key_rotation.left(connection) == 0
    settings.BSN_KEYS = [NEW]
    identity = Identity.objects.get(client=sealed)
    assert bsn.decrypt(identity.bsn_cipher) == NUMBER
    assert identity.bsn_index == bsn.index(NUMBER, sealed.chain.slug)
    factor = Authenticator.objects.get()
    assert box("second factor").decrypt(factor.data["secret"].encode()) == b"GEHEIM" and factor.data["last"] == 1
    path = documents.path_of(sealed.documents.get().stored)
    assert box("documents").decrypt(path.read_bytes()) == b"%PDF-1.7"
    assert rows() == before
    for (cipher,) in sql("select bsn_cipher from clients_identityevent where bsn_cipher is not null"):
        assert bsn.decrypt(cipher)


def test_sessions_end_with_the_old_key(sealed):
    store = SessionStore()
    store["typed"] = box("typed").encrypt(b"{}").decode()
    store.save()
    key_rotation.rotate(connection)
    assert not Session.objects.exists()


def test_a_second_run_does_no_harm(sealed):
    key_rotation.rotate(connection)
    assert key_rotation.rotate(connection)["clients_identity"] == 1
    assert key_rotation.left(connection) == 0


def test_with_a_key_missing_nothing_has_changed(sealed, settings):
    settings.BSN_KEYS = [NEW, Fernet.generate_key().decode()]
    before = sql("select bsn_cipher::text, bsn_index from clients_identity")
    with pytest.raises(InvalidToken):
        key_rotation.rotate(connection)
    assert sql("select bsn_cipher::text, bsn_index from clients_identity") == before


def test_what_else_does_not_open_under_the_first_key_alone_is_counted(sealed, settings):
    key_rotation.rotate(connection)
    path = documents.path_of(sealed.documents.get().stored)
    settings.BSN_KEYS = [OLD]
    path.write_bytes(box("documents").encrypt(b"x"))
    Authenticator.objects.update(data={"secret": box("second factor").encrypt(b"GEHEIM").decode()})
    settings.BSN_KEYS = [NEW, OLD]
    assert key_rotation.left(connection) == 2
    path.write_bytes(b"sealed with a key that is lost")
    assert key_rotation.rotate(connection)["clients_document"] == 0
    assert key_rotation.left(connection) == 1


def test_a_document_without_its_file_is_no_success(sealed, settings, monkeypatch):
    documents.path_of(sealed.documents.get().stored).unlink()
    monkeypatch.setattr(rotate_bsn_keys, "connections", Owner())
    with pytest.raises(CommandError, match="1 documents have no file"):
        call_command("rotate_bsn_keys")


def test_a_run_that_was_killed_is_gone_on_with(sealed):
    path = documents.path_of(sealed.documents.get().stored)
    path.with_suffix(".new").write_bytes(b"half")
    assert key_rotation.rotate(connection)["clients_document"] == 1
    assert [one.name for one in path.parent.iterdir()] == [path.name] and path.stat().st_mode & 0o077 == 0


def test_with_one_key_there_is_nothing_to_go_to(sealed, settings):
    settings.BSN_KEYS = [OLD]
    with pytest.raises(key_rotation.NotNow):
        key_rotation.rotate(connection)


def test_the_command_is_the_owners():
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        call_command("rotate_bsn_keys")


def test_secrets_of_a_second_factor_are_written_as_json(sealed):
    """As the library reads them back."""
    key_rotation.rotate(connection)
    ((data,),) = sql("select data::text from mfa_authenticator")
    assert isinstance(json.loads(data)["secret"], str)
