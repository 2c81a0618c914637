"""Runs the migrations on the connection that `tongshi.store.schema` hands over; there is no alembic.ini."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
