"""A store of every released version is brought up to date without loss and ends as a new one begins."""

import re
import sqlite3
import subprocess
import sys

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from chatbot.errors import StoreError
from chatbot.transcripts import postgres, sqlite
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.migrate import SCRIPTS, migrate
from chatbot.transcripts.migrations.versions.v0001_first import TABLES as FIRST
from chatbot.transcripts.schema import HEAD, OURS, REVISIONS, statements

from .conftest import open_store
from .test_accounts import CHEAP, PASSWORD, Clock

# What the releases made beside the first version's tables, as they made it.
RELEASED = {
    1: (),
    2: (
        "ALTER TABLE agents ADD COLUMN role TEXT NOT NULL DEFAULT 'agent'",
        "ALTER TABLE agents ADD COLUMN totp_secret TEXT",
        "ALTER TABLE agents ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0",
    ),
}
RELEASED[3] = (
    *RELEASED[2],
    "CREATE UNIQUE INDEX agents_name ON agents (lower(name))",
    "CREATE TABLE alembic_version ("
    "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    "INSERT INTO alembic_version VALUES ('0003')",
)
RELEASED[4] = (
    *RELEASED[3],
    "ALTER TABLE agents ADD COLUMN subject TEXT",
    "CREATE UNIQUE INDEX agents_subject ON agents (subject)",
    "CREATE TABLE spent (ticket TEXT PRIMARY KEY, until TEXT NOT NULL)",
    "UPDATE alembic_version SET version_num = '0004'",
)
RELEASED[5] = (
    *RELEASED[4],
    "CREATE TABLE limits (key TEXT PRIMARY KEY, used INTEGER NOT NULL, ends DOUBLE PRECISION NOT NULL)",
    "UPDATE alembic_version SET version_num = '0005'",
)
RELEASED[6] = (
    *RELEASED[5],
    "DROP TABLE events",
    "CREATE TABLE events (conversation TEXT NOT NULL, number INTEGER NOT NULL, seq INTEGER, type TEXT NOT NULL,"
    " at TEXT NOT NULL, client_id TEXT, data TEXT NOT NULL, PRIMARY KEY (conversation, number)) WITHOUT ROWID",
    "CREATE UNIQUE INDEX events_once ON events (conversation, client_id) WHERE client_id IS NOT NULL",
    "UPDATE alembic_version SET version_num = '0006'",
)
EVENT = '{"type":"conversation_started","at":"2026-01-02T03:04:05.678Z","locale":"en"}'


def released(path, version):
    """A file as a release left it."""
    with sqlite3.connect(path) as old:
        for statement in (*statements(FIRST, "sqlite"), *RELEASED[version]):
            old.execute(statement)
        old.execute("INSERT INTO meta VALUES ('secret', ?)", (b"s" * 32,))
        if version < 3:
            old.execute("INSERT INTO meta VALUES ('schema_version', ?)", (version,))
        hashed = CHEAP.hash(PASSWORD)
        old.execute("INSERT INTO agents (name, password_hash, created_at) VALUES ('Anna', ?, 'x')", (hashed,))
        old.execute("INSERT INTO events VALUES ('c', 1, 1, 'conversation_started', 'x', NULL, ?)", (EVENT,))
        old.execute("INSERT INTO conversations VALUES ('c', 'bot', NULL, 'en', 'normal', NULL, 'x', 1, 0)")
    old.close()


def of_file(path):
    """Everything that a file's tables are."""
    with sqlite3.connect(path) as file:
        names = [n for (n,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        columns = {n: file.execute(f"PRAGMA table_xinfo({n})").fetchall() for n in names}
        keys = {n: file.execute(f"PRAGMA foreign_key_list({n})").fetchall() for n in names}
        indexes = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()
        collated = {
            n: ("NOCASE" in sql, "WITHOUT ROWID" in sql)
            for n, sql in file.execute("SELECT name, sql FROM sqlite_master WHERE sql > ''")
        }
        version = file.execute("SELECT * FROM alembic_version").fetchall()
        meta = file.execute("SELECT name FROM meta").fetchall()
    file.close()
    return columns, keys, [(n, " ".join((s or "").split())) for n, s in indexes], collated, version, meta


def of_database(url):
    """Everything that a database's tables are."""
    with psycopg.connect(url) as database:
        columns = database.execute(
            "SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        ).fetchall()
        indexes = database.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1").fetchall()
        rules = database.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " ORDER BY 1"
        ).fetchall()
        version = database.execute("SELECT * FROM alembic_version").fetchall()
    return columns, indexes, rules, version


@pytest.mark.parametrize("version", sorted(RELEASED))
async def test_a_file_of_every_release_keeps_everything_and_ends_as_a_new_one_begins(tmp_path, version):
    old, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    released(old, version)
    for _ in range(2):
        store = open_store(str(old))
        assert store.secret == b"s" * 32
        assert [e.type for e in await store.load("c")] == ["conversation_started"]
        assert [s.id for s in await store.list()] == ["c"]
        assert (await Accounts(store.database, Clock(), CHEAP).sign_in("anna", PASSWORD)).role == "agent"
        await store.close()
    await open_store(str(new)).close()
    assert of_file(old) == of_file(new)


async def test_a_database_made_step_by_step_is_as_a_new_one(cluster, tmp_path):
    steps, new = cluster.database(), cluster.database()
    migrate("postgresql", lambda: psycopg.connect(steps), lambda raw: postgres.version(postgres.Postgres(raw)))
    await open_store(new).close()
    assert of_database(steps) == of_database(new)
    path = tmp_path / "steps.sqlite"
    migrate("sqlite", lambda: sqlite.connect(path), sqlite.version)
    await open_store(str(tmp_path / "new.sqlite")).close()
    assert of_file(path)[:5] == of_file(tmp_path / "new.sqlite")[:5]


_NO_DISPLAY_NAMES = "ALTER TABLE agents DROP COLUMN display_name"
_NO_SUBJECTS = (
    _NO_DISPLAY_NAMES, "DROP TABLE erased", "DROP TABLE limits", "DROP TABLE spent",
    "ALTER TABLE agents DROP COLUMN subject",
)  # fmt: skip
UNDONE = {
    "0002": (*_NO_SUBJECTS, "DROP INDEX agents_name"),
    "0003": _NO_SUBJECTS,
    "0004": (_NO_DISPLAY_NAMES, "DROP TABLE erased", "DROP TABLE limits"),
    "0005": (_NO_DISPLAY_NAMES, "DROP TABLE erased"),
    "0006": (_NO_DISPLAY_NAMES, "DROP TABLE erased"),
    "0007": (_NO_DISPLAY_NAMES,),
}
"""What makes this program's tables in PostgreSQL those of a release."""


@pytest.mark.parametrize("version", sorted(UNDONE))
async def test_a_database_of_an_older_version_is_brought_up_to_date(cluster, version):
    url = cluster.database()
    store = open_store(url)
    await Accounts(store.database, Clock(), CHEAP).add("anna", PASSWORD)
    await store.close()
    expected = of_database(url)
    with psycopg.connect(url) as database:
        for statement in UNDONE[version]:
            database.execute(statement)
        database.execute("UPDATE alembic_version SET version_num = %s", (version,))
    store = open_store(url)
    assert [a.name for a in await Accounts(store.database, Clock(), CHEAP).agents()] == ["anna"]
    await store.close()
    assert of_database(url) == expected


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "old.sqlite"
    released(path, 1)
    with sqlite3.connect(path) as old:
        old.execute("CREATE INDEX agents_name ON agents (name)")  # the last step will find its name taken
    old.close()
    with pytest.raises(StoreError, match="can't be brought up to date"):
        open_store(str(path))
    with sqlite3.connect(path) as old:
        assert "role" not in [c[1] for c in old.execute("PRAGMA table_info(agents)")]
        assert old.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone() == (1,)
        assert sqlite.version(old) == "0001"
    old.close()


def test_the_scripts_are_the_released_versions():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert tuple(s.revision for s in reversed(scripts)) == REVISIONS
    assert scripts[0].revision == HEAD


def test_the_list_of_tables_is_complete(tmp_path):
    sqlite.prepare(tmp_path / "db")
    assert set(of_file(tmp_path / "db")[0]) == set(OURS)


def test_a_start_that_migrates_nothing_carries_no_sqlalchemy(tmp_path):
    code = (
        "import sys; from chatbot.transcripts.sqlite import prepare; from pathlib import Path\n"
        f"prepare(Path({str(tmp_path / 'db')!r}))\n"
        "print([m for m in sys.modules if m in ('sqlalchemy', 'alembic', 'psycopg')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\[\]\s*", done.stdout), done.stdout
