"""What agents are called in front of customers."""

from alembic import op

from chatbot.transcripts.schema import TYPES

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Nothing yet: customers read a word of the widget's own."""
    types = TYPES[op.get_bind().dialect.name]
    op.execute(f"ALTER TABLE agents ADD COLUMN display_name {types['text']} NOT NULL DEFAULT ''")
