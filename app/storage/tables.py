"""The tables as they are now; `migrations` has how they came to be so."""

import sqlalchemy as sa

metadata = sa.MetaData()

# What the server must know again after a restart, such as the key of its cookies.
secrets = sa.Table(
    "secrets",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("visitor", sa.String(64), nullable=False),
    sa.Column("experiment", sa.JSON, nullable=False),
    # MessagePack, as app.hosts.hosted_run packs it: parameters, generator, counters, history, transport.
    sa.Column("checkpoint", sa.LargeBinary, nullable=False),
    # So that a list of runs need not open their checkpoints.
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("step", sa.BigInteger, nullable=False),
    # Seconds since 1970; a double means the same in every database.
    sa.Column("updated_at", sa.Double, nullable=False),
    sa.Index("runs_by_visitor", "visitor", "updated_at"),
    sa.Index("runs_by_age", "updated_at"),
)
