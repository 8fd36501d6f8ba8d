"""Brings the tables of an older version up to date, with Alembic. Only a start that finds such tables imports this."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import NullPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from ..errors import StoreError
from .schema import Dialect

SCRIPTS = Path(__file__).parent / "migrations"
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def migrate(dialect: Dialect, connect: Callable[[], Any], version: Callable[[Any], str | None]) -> None:
    """Run what lies between the `version` of a connection's tables and this program's, in one transaction.

    Raises StoreError where that fails; then the tables are as they were.
    """
    engine = create_engine(f"{DRIVERS[dialect]}://", creator=connect, poolclass=NullPool)
    if dialect == "sqlite":
        # Python's driver begins no transaction before a change of tables.
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            at = version(connection.connection.driver_connection)
            if at is not None:
                command.stamp(config, at)
            command.upgrade(config, "head")
    except (SQLAlchemyError, CommandError) as error:
        raise StoreError(f"the store's tables can't be brought up to date: {error}") from error
