"""The tables as they are now; `migrations` has how they came to be so."""

import sqlalchemy as sa

metadata = sa.MetaData()


def address() -> sa.Column[str]:
    """A keyed digest of the address from which something was kept; the address itself is not kept."""
    return sa.Column("address", sa.String(32), nullable=False, server_default="")


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
    # A run document (app.document).
    sa.Column("checkpoint", sa.LargeBinary, nullable=False),
    # So that a list of runs need not open their checkpoints.
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("step", sa.BigInteger, nullable=False),
    # Seconds since 1970; a double means the same in every database.
    sa.Column("updated_at", sa.Double, nullable=False),
    address(),
    sa.Index("runs_by_visitor", "visitor", "updated_at"),
    sa.Index("runs_by_age", "updated_at"),
)

networks = sa.Table(
    "networks",
    metadata,
    # Part of an address that is passed on: whoever has it may open the network.
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("visitor", sa.String(64), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("experiment", sa.JSON, nullable=False),
    sa.Column("step", sa.BigInteger, nullable=False),
    sa.Column("saved_at", sa.Double, nullable=False),
    # As in runs. What is large comes last: SQLite reads a row from its beginning.
    sa.Column("checkpoint", sa.LargeBinary, nullable=False),
    address(),
    sa.Index("networks_by_visitor", "visitor", "saved_at"),
)

datasets = sa.Table(
    "datasets",
    metadata,
    sa.Column("visitor", sa.String(64), primary_key=True),
    # A digest of the content: who sends the same file again keeps it once.
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    # One map a column: the fields of app.csv.table.Column, of which a former release had four.
    sa.Column("columns", sa.JSON, nullable=False),
    # Bytes of `numbers`.
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("uploaded_at", sa.Double, nullable=False),
    # (columns, rows) little-endian float64, column by column, or float32 of a former release: `size` tells. NaN is
    # what is missing; of a column of classes there are their numbers. Of pictures, a single column of that kind, bytes:
    # (1 + n, rows), the class and then the picture.
    sa.Column("numbers", sa.LargeBinary, nullable=False),
    address(),
    sa.Index("datasets_by_id", "id"),
)
