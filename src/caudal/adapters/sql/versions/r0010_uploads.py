"""Resumable uploads."""

from alembic import op

revision = "0010"
down_revision = "0009"

UPLOAD = """
    CREATE TABLE upload (
        id         uuid PRIMARY KEY,      -- 128 random bits
        video_id   uuid NOT NULL UNIQUE,  -- of the video to be, which has no row yet
        tenant     text NOT NULL,
        token      uuid,                  -- the upload token that began it
        filename   text NOT NULL,
        options    jsonb NOT NULL,
        metadata   text NOT NULL,         -- as it was sent
        length     bigint CHECK (length > 0),  -- NULL: not said yet
        received   bigint NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND length),  -- and durable
        writer     integer NOT NULL DEFAULT 0,  -- the latest request; earlier ones are void
        state      text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'gone')),
        expires_at timestamptz NOT NULL
    )
"""
OF_TENANT = "CREATE INDEX upload_of_tenant ON upload (tenant) WHERE state = 'open'"


def upgrade() -> None:
    op.execute(UPLOAD)
    op.execute(OF_TENANT)
