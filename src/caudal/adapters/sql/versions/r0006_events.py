"""Whoever follows the videos is told when one comes, goes or changes its status."""

from alembic import op

from caudal.media.video import Status

revision = "0006"
down_revision = "0005"

# Once a statement, and once a transaction: it says that there is something to ask for, not what.
TELL = """
    CREATE FUNCTION videos_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NOTIFY caudal_videos;
        RETURN NULL;
    END $$
"""
TELL_TRIGGER = """
    CREATE TRIGGER videos_changed AFTER INSERT OR UPDATE OF status OR DELETE ON videos
        FOR EACH STATEMENT EXECUTE FUNCTION videos_changed()
"""

# What has changed lately, and what is still going to, without reading all that is over.
VIDEOS_BY_CHANGE = "CREATE INDEX videos_by_change ON videos (updated_at)"
VIDEOS_OPEN = f"""
    CREATE INDEX videos_open ON videos (status, created_at, id)
        WHERE status IN ('{Status.PENDING}', '{Status.PROCESSING}')
"""

# Who sees that a video is gone. What an older process deletes belonged to the first tenant.
ERASURE_OF_TENANT = "ALTER TABLE erasure ADD COLUMN tenant text NOT NULL DEFAULT 'default'"


def upgrade() -> None:
    for statement in (TELL, TELL_TRIGGER, VIDEOS_BY_CHANGE, VIDEOS_OPEN, ERASURE_OF_TENANT):
        op.execute(statement)
