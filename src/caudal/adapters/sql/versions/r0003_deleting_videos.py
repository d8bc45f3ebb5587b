"""Videos can be deleted; what is left of them in the store and on disk is remembered."""

from alembic import op

revision = "0003"
down_revision = "0002"

# The row of a deleted video is gone at once, and with it all that could write for it. What it
# left is removed twice: what was on its way at the first time is there at the second.
ERASURE = """
    CREATE TABLE erasure (
        video_id uuid PRIMARY KEY,
        due_at   timestamptz NOT NULL,
        passes   int NOT NULL DEFAULT 0
    )
"""

# Whoever writes early playlists holds the row for as long as a slow store takes; deleting the
# video must not wait for that. The erasure removes the row.
LOOSE_PUBLICATION = "ALTER TABLE publication DROP CONSTRAINT publication_video_id_fkey"

# What one worker of all does, once in a while.
CHORE = """
    CREATE TABLE chore (
        name    text PRIMARY KEY,
        done_at timestamptz NOT NULL
    )
"""


def upgrade() -> None:
    for statement in (ERASURE, LOOSE_PUBLICATION, CHORE):
        op.execute(statement)
