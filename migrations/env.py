"""Runs the migrations on the connection that the program hands over, inside the transaction it has begun."""

from alembic import context

from thermo_edge.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("The program migrates its database when it starts; there is nothing to run by hand.")

context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
