"""Tenants take turns: the order in which videos, and steps of one urgency, are taken up."""

from alembic import op

from caudal.media.video import Status

revision = "0007"
down_revision = "0006"

# What there is keeps its order of time.
TURN = "ALTER TABLE videos ADD COLUMN turn bigint NOT NULL DEFAULT 0"
NUMBERED = """
    UPDATE videos SET turn = numbered.turn
      FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS turn FROM videos) AS numbered
     WHERE videos.id = numbered.id
"""
TURN_OF_TENANT = "CREATE INDEX videos_turn_of_tenant ON videos (tenant, turn)"
TURN_OF_ALL = "CREATE INDEX videos_turn ON videos (turn)"
TURN_OF_OPEN = f"""
    CREATE INDEX videos_turn_of_open ON videos (turn)
     WHERE status IN ('{Status.PENDING}', '{Status.PROCESSING}')
"""
# The priority of a step is its urgency, and among equals its video's turn.
STEPS = """
    UPDATE step
       SET priority = step.priority * 67108864 - least(videos.turn, 67108863)
      FROM videos WHERE videos.id = step.video_id
"""
JOBS = """
    UPDATE procrastinate_jobs AS job SET priority = step.priority
      FROM step WHERE step.job_id = job.id AND job.status = 'todo'
"""


def upgrade() -> None:
    for statement in (
        TURN,
        NUMBERED,
        TURN_OF_TENANT,
        TURN_OF_ALL,
        TURN_OF_OPEN,
        STEPS,
        JOBS,
    ):
        op.execute(statement)
