"""Alembic's entry: runs inside the transaction that store.migrate opened."""

from alembic import context

from store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction covers everything, on SQLite too
)
context.run_migrations()
