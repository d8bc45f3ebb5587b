"""Every video belongs to a tenant; keys and upload tokens say whose a request is."""

from alembic import op

revision = "0004"
down_revision = "0003"

# What an older process inserts, and all that there was, belongs to the first tenant.
TENANT = "ALTER TABLE videos ADD COLUMN tenant text NOT NULL DEFAULT 'default'"
VIDEOS_OF_TENANT = "CREATE INDEX videos_of_tenant ON videos (tenant, created_at, id)"

CREDENTIAL = """
    CREATE TABLE credential (
        id           uuid PRIMARY KEY,
        kind         text NOT NULL CHECK (kind IN ('key', 'upload')),
        tenant       text NOT NULL,
        name         text NOT NULL,
        digest       bytea NOT NULL UNIQUE,  -- SHA-256 of the secret, which is nowhere
        scopes       text[] NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT now(),
        expires_at   timestamptz,
        revoked_at   timestamptz,
        last_used_at timestamptz,
        parent       uuid REFERENCES credential ON DELETE CASCADE,  -- the key behind a token
        max_bytes    bigint,
        video_id     uuid                    -- what a token has sent
    )
"""


def upgrade() -> None:
    for statement in (TENANT, VIDEOS_OF_TENANT, CREDENTIAL):
        op.execute(statement)
