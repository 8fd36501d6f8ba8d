"""A PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a socket in it."""

from __future__ import annotations

import contextlib
import getpass
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LACKING = "no PostgreSQL on this machine: initdb and pg_ctl are needed (Debian: postgresql)"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where there are several."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl", path=str(Path(found).resolve().parent)):
        return Path(found).resolve().parent
    installed = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(installed, key=lambda p: float(p.parent.name), default=None)


def _user() -> str | None:
    """Who runs it: PostgreSQL refuses to be root's."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


class Cluster:
    """A server process with databases; `stop` and `start` it as often as you like."""

    def __init__(self, bin: Path, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self._bin = bin
        self._user = _user()
        self._numbers = itertools.count(1)
        if self._user is not None:
            shutil.chown(folder, self._user)
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        lines = [f"unix_socket_directories = '{folder}'", "listen_addresses = ''", "max_connections = 200"]
        lines += [] if durable else ["fsync = off", "full_page_writes = off"]
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(lines) + "\n")
        self.start()

    def start(self) -> None:
        """Start it; returns when it takes connections."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "start")

    def ensure(self) -> None:
        """Start it where it does not run."""
        try:
            self._run("pg_ctl", "-D", str(self.folder / "data"), "status")
        except RuntimeError:
            self.start()

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is as a crash is."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def url(self, name: str) -> str:
        """Of a database."""
        return f"postgresql://{self._user or getpass.getuser()}@/{name}?host={self.folder}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def run(self, sql: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the one who may do everything; its rows."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def _run(self, name: str, *arguments: str) -> None:
        # Its output goes to a file: the server inherits a pipe, and whoever reads it would wait for its end.
        with (self.folder / "out").open("ab") as out:
            command = [str(self._bin / name), *arguments]
            done = subprocess.run(command, stdout=out, stderr=out, user=self._user, cwd=self.folder, check=False)
        if done.returncode:
            raise RuntimeError(f"{name} failed: {(self.folder / 'out').read_text()[-2000:]}")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster | None]:
    """A running cluster, gone at the end; None where there is no PostgreSQL. Not `durable`: quick, for tests."""
    bin = binaries()
    if bin is None:
        yield None
        return
    # Not below pytest's own folder, which is closed to the user who runs it; and the socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    running = None
    try:
        running = Cluster(bin, folder, durable=durable)
        yield running
    finally:
        if running is not None:
            with contextlib.suppress(RuntimeError):  # it is stopped already
                running.stop()
        shutil.rmtree(folder, ignore_errors=True)
