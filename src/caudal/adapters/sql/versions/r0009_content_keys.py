"""Segments may be encrypted, with a key for each video."""

from alembic import op

revision = "0009"
down_revision = "0008"

CONTENT_KEY = """
    CREATE TABLE content_key (
        video_id uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
        key      bytea NOT NULL CHECK (octet_length(key) = 16)
    )
"""


def upgrade() -> None:
    op.execute(CONTENT_KEY)
