"""The tables of the first version."""

from alembic import op

from chatbot.transcripts.schema import Dialect, statements

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE meta (name {text} PRIMARY KEY, value {blob} NOT NULL);
CREATE TABLE events (
    conversation {text} NOT NULL, number INTEGER NOT NULL, seq INTEGER, type {text} NOT NULL, at {text} NOT NULL,
    client_id {text}, data {text} NOT NULL, PRIMARY KEY (conversation, number)
);
CREATE UNIQUE INDEX events_once ON events (conversation, client_id) WHERE client_id IS NOT NULL;
CREATE TABLE conversations (
    id {text} PRIMARY KEY, owner {text} NOT NULL, agent {text}, language {text}, priority {text} NOT NULL,
    waiting_since {text}, last_at {text} NOT NULL, number INTEGER NOT NULL, pending {bool} NOT NULL
);
CREATE INDEX conversations_last ON conversations (last_at, id);
CREATE INDEX conversations_owner ON conversations (owner, last_at, id);
CREATE INDEX conversations_pending ON conversations (last_at) WHERE pending;
CREATE TABLE agents (
    name {name}, password_hash {text} NOT NULL, created_at {text} NOT NULL, active {bool} NOT NULL DEFAULT {yes}
);
CREATE TABLE sessions (
    token_hash {text} PRIMARY KEY, agent {text} NOT NULL REFERENCES agents (name), expires_at {text} NOT NULL
);
"""


def upgrade() -> None:
    """From nothing."""
    dialect: Dialect = "sqlite" if op.get_bind().dialect.name == "sqlite" else "postgresql"
    for statement in statements(TABLES, dialect):
        op.execute(statement)
