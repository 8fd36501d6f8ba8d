"""Agents whom an identity provider vouches for, and the tickets of their sign-ins."""

from alembic import op

from chatbot.transcripts.schema import TYPES

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nobody is known to a provider."""
    text = TYPES[op.get_bind().dialect.name]["text"]
    op.execute(f"ALTER TABLE agents ADD COLUMN subject {text}")
    op.execute("CREATE UNIQUE INDEX agents_subject ON agents (subject)")
    op.execute(f"CREATE TABLE spent (ticket {text} PRIMARY KEY, until {text} NOT NULL)")
