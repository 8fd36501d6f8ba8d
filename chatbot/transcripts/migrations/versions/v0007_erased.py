"""Which conversations are gone for good."""

from alembic import op

from chatbot.transcripts.schema import TYPES

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """None is yet."""
    types = TYPES[op.get_bind().dialect.name]
    op.execute(
        "CREATE TABLE erased (number INTEGER PRIMARY KEY,"
        f" conversation {types['text']} NOT NULL UNIQUE, at {types['text']} NOT NULL)"
    )
