"""Roles and one-time codes of agents."""

from alembic import op

from chatbot.transcripts.schema import TYPES

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Everybody is an agent without a code."""
    text = TYPES[op.get_bind().dialect.name]["text"]
    op.execute(f"ALTER TABLE agents ADD COLUMN role {text} NOT NULL DEFAULT 'agent'")
    op.execute(f"ALTER TABLE agents ADD COLUMN totp_secret {text}")
    op.execute("ALTER TABLE agents ADD COLUMN totp_step INTEGER NOT NULL DEFAULT 0")
