"""The present tables; `migrations` holds their history."""

import sqlalchemy as sa

metadata = sa.MetaData()


def address() -> sa.Column[str]:
    """A keyed digest of the address from which a row was stored; the address itself is not stored."""
    return sa.Column("address", sa.String(32), nullable=False, server_default="")


# Values that the server needs again after a restart, such as the key of its cookies.
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
    # Copies from the document, so that a list of runs need not open checkpoints.
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
    # Part of an address that is shared: a visitor who has it may open the network.
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("visitor", sa.String(64), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("experiment", sa.JSON, nullable=False),
    sa.Column("step", sa.BigInteger, nullable=False),
    sa.Column("saved_at", sa.Double, nullable=False),
    # As in runs. Large columns come last, because SQLite reads a row from its beginning.
    sa.Column("checkpoint", sa.LargeBinary, nullable=False),
    address(),
    sa.Index("networks_by_visitor", "visitor", "saved_at"),
)

datasets = sa.Table(
    "datasets",
    metadata,
    sa.Column("visitor", sa.String(64), primary_key=True),
    # A digest of the content: a file that is uploaded again is stored once.
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    # One map a column: the fields of app.csv.table.Column, of which a former release had four.
    sa.Column("columns", sa.JSON, nullable=False),
    # Bytes of `numbers`.
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("uploaded_at", sa.Double, nullable=False),
    # (columns, rows) little-endian float64, column by column, or float32 from a former release, as `size` shows. NaN is
    # a missing value; a column of classes holds their numbers. Pictures, a single column of that kind, are bytes:
    # (1 + n, rows), the class and then the picture.
    sa.Column("numbers", sa.LargeBinary, nullable=False),
    address(),
    sa.Index("datasets_by_id", "id"),
)

# Classes: each is small and changes often. One document holds its tasks and its members.
classrooms = sa.Table(
    "classrooms",
    metadata,
    sa.Column("code", sa.String(8), primary_key=True),
    # app.classroom.classroom.Classroom, with a version of its own.
    sa.Column("document", sa.JSON, nullable=False),
    sa.Column("expires_at", sa.Double, nullable=False),
    address(),
)
