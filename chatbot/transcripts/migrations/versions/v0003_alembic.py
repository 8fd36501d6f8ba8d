"""Names of agents are unique by an index that both databases have; the version is Alembic's to keep."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The number that was kept by hand goes."""
    op.execute("CREATE UNIQUE INDEX agents_name ON agents (lower(name))")
    op.execute("DELETE FROM meta WHERE name = 'schema_version'")
