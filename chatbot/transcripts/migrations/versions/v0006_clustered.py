"""In SQLite the events of a conversation lie together in the file, in their order."""

from alembic import op

revision = "0006"
down_revision = "0005"

STEPS = (
    "CREATE TABLE sorted (conversation TEXT NOT NULL, number INTEGER NOT NULL, seq INTEGER, type TEXT NOT NULL,"
    " at TEXT NOT NULL, client_id TEXT, data TEXT NOT NULL, PRIMARY KEY (conversation, number)) WITHOUT ROWID",
    "INSERT INTO sorted SELECT conversation, number, seq, type, at, client_id, data FROM events"
    " ORDER BY conversation, number",
    "DROP TABLE events",
    "ALTER TABLE sorted RENAME TO events",
    "CREATE UNIQUE INDEX events_once ON events (conversation, client_id) WHERE client_id IS NOT NULL",
)


def upgrade() -> None:
    """Every event is written once more: some seconds for a hundred thousand, and as much room as they take."""
    if op.get_bind().dialect.name == "sqlite":
        for step in STEPS:
            op.execute(step)
