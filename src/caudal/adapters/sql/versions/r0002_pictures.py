"""Where a finished video's poster and storyboard are."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE videos ADD COLUMN pictures jsonb NOT NULL DEFAULT '{}'")
