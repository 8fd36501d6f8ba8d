"""What Alembic runs around the scripts; `migrate` gives the connection and its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
