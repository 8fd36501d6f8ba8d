"""The tables, for both databases, and the versions they had."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Dialect = Literal["sqlite", "postgresql"]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every version that was ever released, as `migrations/` names them; the last is this program's."""

HEAD = REVISIONS[-1]

OURS = ("meta", "events", "conversations", "agents", "sessions", "spent", "limits", "erased", "alembic_version")

TYPES = {
    "sqlite": {
        "text": "TEXT", "name": "TEXT PRIMARY KEY COLLATE NOCASE", "blob": "BLOB", "bool": "INTEGER", "yes": "1",
        "unlogged": "", "clustered": " WITHOUT ROWID",
    },
    # "C" compares bytes as SQLite does: lists have one order in both, and an index serves it.
    "postgresql": {
        "text": 'TEXT COLLATE "C"', "name": 'TEXT COLLATE "C" PRIMARY KEY', "blob": "BYTEA", "bool": "BOOLEAN",
        "yes": "TRUE", "unlogged": "UNLOGGED ", "clustered": "",
    },
}  # fmt: skip
"""What the tables below are made of."""

TABLES = """
CREATE TABLE meta (name {text} PRIMARY KEY, value {blob} NOT NULL);

-- In SQLite a conversation's events lie together: resuming one of very many reads a quarter of the pages.
CREATE TABLE events (
    conversation {text} NOT NULL,
    number INTEGER NOT NULL,
    seq INTEGER,
    type {text} NOT NULL,
    at {text} NOT NULL,
    client_id {text},
    data {text} NOT NULL,
    PRIMARY KEY (conversation, number)
){clustered};
CREATE UNIQUE INDEX events_once ON events (conversation, client_id) WHERE client_id IS NOT NULL;

-- What the lists need, kept in the transaction of every append; the events stay the only truth.
CREATE TABLE conversations (
    id {text} PRIMARY KEY,
    owner {text} NOT NULL,
    agent {text},
    language {text},
    priority {text} NOT NULL,
    waiting_since {text},
    last_at {text} NOT NULL,
    number INTEGER NOT NULL,
    pending {bool} NOT NULL
);
CREATE INDEX conversations_last ON conversations (last_at, id);
CREATE INDEX conversations_owner ON conversations (owner, last_at, id);
CREATE INDEX conversations_pending ON conversations (last_at) WHERE pending;

CREATE TABLE agents (
    name {name},
    password_hash {text} NOT NULL,
    created_at {text} NOT NULL,
    active {bool} NOT NULL DEFAULT {yes},
    role {text} NOT NULL DEFAULT 'agent',
    totp_secret {text},
    totp_step INTEGER NOT NULL DEFAULT 0,
    subject {text},
    display_name {text} NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX agents_name ON agents (lower(name));
CREATE UNIQUE INDEX agents_subject ON agents (subject);

CREATE TABLE sessions (
    token_hash {text} PRIMARY KEY,
    agent {text} NOT NULL REFERENCES agents (name),
    expires_at {text} NOT NULL
);

-- Tickets of sign-ins at an identity provider: each counts once.
CREATE TABLE spent (ticket {text} PRIMARY KEY, until {text} NOT NULL);

-- What several processes count together, until `ends` (seconds since 1970); a crash of the database may empty it.
CREATE {unlogged}TABLE limits (key {text} PRIMARY KEY, used INTEGER NOT NULL, ends DOUBLE PRECISION NOT NULL);

-- Conversations that are gone for good: servers let go of them, no import and no backup brings them back.
CREATE TABLE erased (number INTEGER PRIMARY KEY, conversation {text} NOT NULL UNIQUE, at {text} NOT NULL);

-- Alembic's own.
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
"""


def statements(tables: str, dialect: Dialect) -> Iterator[str]:
    """The tables' statements one by one: no driver's script must commit half a set of them."""
    for statement in tables.format(**TYPES[dialect]).split(";\n"):
        if statement.strip():
            yield statement
