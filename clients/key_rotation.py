"""A new key for what is sealed at rest: BSNs with their blind index and their history, second factors, documents.

By the owner, with web, worker and beat stopped: the index changes with the key, so nobody may look for a BSN meanwhile. All in
the database is one transaction. A document opens under all keys before and after, so its file can be sealed anew at any time;
a second run goes on where the first one was killed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from chain.sealing import box, first_alone
from clients import bsn, documents

CHUNK = 2000
# The table and its key; of the history too, which would else keep the old key alive.
TABLES = {"clients_identity": "id", "clients_identityevent": "pgh_id"}
SECRETS = ("secret", "seed")  # what of a second factor is sealed (chain/accounts.py)


class NotNow(Exception):
    """There is no second key to go to, or somebody is at work."""


def rotate(owner: BaseDatabaseWrapper) -> dict[str, int]:
    """Seal everything under the first key, and index BSNs with it; what was sealed anew -> how many. NotNow, InvalidToken
    (a BSN or second factor is sealed with a key that is not among them): then nothing has changed. What of the documents does
    not open, `left` counts; whose file is not there, `missing`."""
    if len(settings.BSN_KEYS) < 2:
        raise NotNow("Put the new key first: SNOER_BSN_KEYS=NEW,OLD.")
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        _alone(cursor)
        done = {table: _bsns(cursor, table, key) for table, key in TABLES.items()}
        done["mfa_authenticator"] = _factors(cursor)
        cursor.execute("delete from chain_upload")  # kept an hour at most, under the old key
        cursor.execute("delete from usersessions_usersession")
        cursor.execute("delete from django_session")  # in which forms and second steps wait, sealed: all sign in anew
    done["clients_document"] = sum(_reseal(path) for path in _files(owner) if path.exists())
    return done


def _files(owner: BaseDatabaseWrapper) -> list[Path]:
    """Where the file of each document lies, or should."""
    with owner.cursor() as cursor:
        cursor.execute("select stored from clients_document")
        return [documents.path_of(stored) for (stored,) in cursor.fetchall()]


def _alone(cursor: Any) -> None:
    cursor.execute(
        "select count(*) from pg_stat_activity where datname = current_database() and usename = 'snoer_app'"
        " and pid <> pg_backend_pid()"
    )
    (others,) = cursor.fetchone()
    if others:
        raise NotNow(f"Stop web, worker and beat first: {others} connections of snoer_app are open.")


def _bsns(cursor: Any, table: str, key: str) -> int:
    """How many rows; without a trigger: who somebody is has not changed, so neither has the history."""
    first, total = settings.BSN_KEYS[0], 0
    cursor.execute(f'alter table "{table}" disable trigger user')
    for rows in _chunks(cursor, table, key):
        cursor.executemany(
            f'update "{table}" set bsn_cipher = %s, bsn_index = %s where "{key}" = %s',  # noqa: S608 (constants)
            [
                (bsn.encrypt(number), bsn.index_under(first, number, slug), pk)
                for pk, slug, number in ((pk, slug, bsn.decrypt(cipher)) for pk, slug, cipher in rows)
            ],
        )
        total += len(rows)
    cursor.execute(f'alter table "{table}" enable trigger user')
    return total


def _chunks(cursor: Any, table: str, key: str) -> Iterator[list[tuple[int, str, bytes]]]:
    last = 0
    while True:
        cursor.execute(
            f'select t."{key}", c.slug, t.bsn_cipher from "{table}" t join chain_chain c on c.id = t.chain_id'  # noqa: S608
            f' where t.bsn_cipher is not null and t."{key}" > %s order by 1 limit {CHUNK}',
            [last],
        )
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield rows


def _factors(cursor: Any) -> int:
    rows = _kept_factors(cursor)
    for pk, kept in rows:
        for name in SECRETS:
            if name in kept:
                kept[name] = box("second factor").rotate(kept[name].encode()).decode()
        cursor.execute("update mfa_authenticator set data = %s where id = %s", [json.dumps(kept), pk])
    return len(rows)


def _kept_factors(cursor: Any) -> list[tuple[int, dict[str, Any]]]:
    cursor.execute("select id, data from mfa_authenticator where type in ('totp', 'recovery_codes')")
    return [(pk, json.loads(data) if isinstance(data, str) else data) for pk, data in cursor.fetchall()]


def _reseal(path: Path) -> bool:
    try:
        sealed = box("documents").rotate(path.read_bytes())
    except InvalidToken:
        return False
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)  # of a run that was killed
    documents.write_whole(path, sealed, beside=beside)
    return True


def missing(owner: BaseDatabaseWrapper) -> int:
    """How many documents have no file: gone, or in a folder that is not this one and still sealed with a key of before."""
    return sum(not path.exists() for path in _files(owner))


def left(owner: BaseDatabaseWrapper) -> int:
    """How many BSNs, second factors and documents do not open under the first key alone: none, after a rotation."""
    first, wrong = settings.BSN_KEYS[0], 0
    alone = Fernet(first)
    with owner.cursor() as cursor:
        for table, key in TABLES.items():
            for rows in _chunks(cursor, table, key):
                wrong += sum(not _opens(alone, bytes(cipher)) for _pk, _slug, cipher in rows)
        wrong += sum(
            not all(_opens(first_alone("second factor"), kept[name].encode()) for name in SECRETS if name in kept)
            for _pk, kept in _kept_factors(cursor)
        )
    files = (path.read_bytes() for path in _files(owner) if path.exists())
    return wrong + sum(not _opens(first_alone("documents"), sealed) for sealed in files)


def _opens(key: Fernet | MultiFernet, cipher: bytes) -> bool:
    try:
        key.decrypt(cipher)
    except InvalidToken:
        return False
    return True
