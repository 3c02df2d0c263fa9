"""Classes."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "classrooms",
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column("document", sa.JSON, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
        sa.Column("address", sa.String(32), nullable=False, server_default=""),
    )
