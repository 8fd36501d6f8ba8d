"""What several processes count together."""

from alembic import op

from chatbot.transcripts.schema import TYPES

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing is counted yet."""
    types = TYPES[op.get_bind().dialect.name]
    op.execute(
        f"CREATE {types['unlogged']}TABLE limits"
        f" (key {types['text']} PRIMARY KEY, used INTEGER NOT NULL, ends DOUBLE PRECISION NOT NULL)"
    )
