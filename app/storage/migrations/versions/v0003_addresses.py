"""The address of each stored row, so that the bytes of one address can be counted."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table in ("runs", "networks", "datasets"):
        op.add_column(table, sa.Column("address", sa.String(32), nullable=False, server_default=""))
