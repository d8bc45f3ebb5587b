"""Requests with an Idempotency-Key are answered once."""

from alembic import op

revision = "0005"
down_revision = "0004"

IDEMPOTENCY = """
    CREATE TABLE idempotency (
        caller      text NOT NULL,
        key         text NOT NULL,
        owner       uuid NOT NULL,         -- who deals with it: the id of the video to be
        seen_at     timestamptz NOT NULL,  -- last sign of life of the owner, or the answer
        fingerprint bytea,                 -- of what was sent
        answer      text,                  -- NULL: not answered yet
        PRIMARY KEY (caller, key),
        CHECK ((fingerprint IS NULL) = (answer IS NULL))
    )
"""


def upgrade() -> None:
    op.execute(IDEMPOTENCY)
