"""Recognise a database, and bring it to the schema of this program."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, column, inspect, select, table

from tongshi.errors import StoreError
from tongshi.store.engine import Database
from tongshi.store.tables import SCHEMAS, meta

_APPLICATION: Final = "tongshi"
_VERSION = table("alembic_version", column("version_num"))


def revision(connection: Connection, database: Database, name: str) -> str | None:
    """The migration that a database is at; None for an empty one.

    Raises StoreError for a database of another program and for one with a newer schema. Reads only.
    """
    tables = set(inspect(connection).get_table_names())
    ours = not tables or ({"meta", "alembic_version"} <= tables and _application(connection) == _APPLICATION)
    if not (ours and database.is_marked(connection, empty=not tables)):
        raise StoreError(f"{name}: a database of another program")
    if not tables:
        return None
    found = str(connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none())
    if found not in SCHEMAS:
        raise StoreError(
            f"{name}: made by a newer Tongshi (schema {found}, this one knows up to {SCHEMAS[-1]}); upgrade Tongshi"
        )
    return found


def upgrade(connection: Connection, database: Database, to: str = "head") -> None:
    """Run the missing migrations, up to one, inside the connection's transaction."""
    # takes a tenth of a second to import, and is needed once in a database's life
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    folder = str(files("tongshi") / "store" / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, to)
    database.after_upgrade(connection)


def _application(connection: Connection) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.key == "application")).scalar_one_or_none()
