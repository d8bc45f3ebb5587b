"""What happened is recorded: how long a video had which status, and every attempt at a step."""

from alembic import op

from caudal.media.video import Status

revision = "0008"
down_revision = "0007"

# Not tied to the video: what was done does not become undone when its result is deleted.
PERIOD = """
    CREATE TABLE period (
        id         bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        video_id   uuid NOT NULL,
        status     text NOT NULL,
        began_at   timestamptz NOT NULL,
        ended_at   timestamptz,  -- NULL: it lasts
        error_code text,
        bytes      bigint        -- of what a finished video consists of
    )
"""
PERIOD_OF_VIDEO = "CREATE INDEX period_of_video ON period (video_id, id)"
PERIOD_BY_TIME = "CREATE INDEX period_by_time ON period (began_at)"
# Who waits, and who waited at a moment, without reading all that is over.
PERIOD_IN_TIME = "CREATE INDEX period_in_time ON period (status, ended_at)"

ATTEMPT = """
    CREATE TABLE attempt (
        step_id  bigint NOT NULL,
        number   int NOT NULL,
        video_id uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
        kind     text NOT NULL,
        idx      int NOT NULL,
        began_at timestamptz NOT NULL,
        ended_at timestamptz,  -- NULL: it runs
        outcome  text,         -- done, given_back, stumbled, failed, cancelled, lost
        cpu      real NOT NULL DEFAULT 0,
        error    text,
        log      text,         -- the last words of its tool, without paths
        PRIMARY KEY (step_id, number)
    )
"""
ATTEMPT_OF_VIDEO = "CREATE INDEX attempt_of_video ON attempt (video_id)"

# By triggers, so that nothing that changes a row can forget it, a process of an older version
# neither. The clock, because transactions wait for each other: now() would be out of order.
NOTE_VIDEO = f"""
    CREATE FUNCTION videos_noted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            UPDATE period SET ended_at = clock_timestamp()
             WHERE video_id = OLD.id AND ended_at IS NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO period (video_id, status, began_at, error_code, bytes)
            SELECT NEW.id, NEW.status, clock_timestamp(), NEW.error_code,
                   CASE WHEN NEW.status = '{Status.DONE}' THEN
                       (SELECT coalesce(sum(bytes), 0) FROM segment WHERE video_id = NEW.id)
                   END;
        END IF;
        RETURN NULL;
    END $$
"""  # noqa: S608 - the words of the contract
NOTE_VIDEO_CAME = """
    CREATE TRIGGER videos_came_noted AFTER INSERT OR DELETE ON videos
        FOR EACH ROW EXECUTE FUNCTION videos_noted()
"""
NOTE_VIDEO_TURNED = """
    CREATE TRIGGER videos_turned_noted AFTER UPDATE OF status ON videos
        FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION videos_noted()
"""

# A new attempt ends one before it that never said goodbye: at its last sign of life.
NOTE_STEP = """
    CREATE FUNCTION step_noted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            UPDATE attempt SET ended_at = clock_timestamp(), outcome = 'cancelled'
             WHERE step_id = OLD.id AND number = OLD.attempt AND ended_at IS NULL;
        ELSIF NEW.attempt <> OLD.attempt THEN
            UPDATE attempt SET ended_at = greatest(OLD.beat_at, began_at), outcome = 'lost'
             WHERE step_id = OLD.id AND number = OLD.attempt AND ended_at IS NULL;
            INSERT INTO attempt (step_id, number, video_id, kind, idx, began_at)
            VALUES (NEW.id, NEW.attempt, NEW.video_id, NEW.kind, NEW.idx, clock_timestamp());
        ELSIF NEW.state <> 'running' OR NEW.result IS DISTINCT FROM OLD.result THEN
            UPDATE attempt
               SET ended_at = clock_timestamp(),
                   outcome = CASE NEW.state WHEN 'running' THEN 'stumbled'
                                            WHEN 'ready' THEN 'given_back'
                                            ELSE NEW.state END,
                   cpu = NEW.cpu - OLD.cpu,
                   error = CASE WHEN NEW.state IN ('running', 'failed')
                                THEN NEW.result ->> 'error' END,
                   log = CASE WHEN NEW.state IN ('running', 'failed')
                              THEN nullif(NEW.result ->> 'log', '') END
             WHERE step_id = NEW.id AND number = NEW.attempt AND ended_at IS NULL;
        END IF;
        RETURN NULL;
    END $$
"""
NOTE_STEP_TURNED = """
    CREATE TRIGGER step_turned_noted AFTER UPDATE OF state, attempt, result ON step
        FOR EACH ROW WHEN (OLD.state = 'running' OR NEW.state = 'running')
        EXECUTE FUNCTION step_noted()
"""
NOTE_STEP_GONE = """
    CREATE TRIGGER step_gone_noted AFTER DELETE ON step
        FOR EACH ROW WHEN (OLD.state = 'running') EXECUTE FUNCTION step_noted()
"""

# What is known of the videos there are: when they came, when they last began, how they ended.
KNOWN = f"""
    INSERT INTO period (video_id, status, began_at, ended_at, error_code, bytes)
    SELECT id, status, began_at,
           lead(began_at) OVER (PARTITION BY id ORDER BY number),
           error_code,
           CASE WHEN status = '{Status.DONE}' THEN
               (SELECT coalesce(sum(bytes), 0) FROM segment WHERE video_id = known.id)
           END
      FROM (SELECT id, 1 AS number, '{Status.PENDING}' AS status, created_at AS began_at,
                   NULL AS error_code
              FROM videos
            UNION ALL
            SELECT id, 2, '{Status.PROCESSING}', started_at, NULL
              FROM videos WHERE started_at IS NOT NULL AND status <> '{Status.PENDING}'
            UNION ALL
            SELECT id, 3, status, updated_at, error_code
              FROM videos WHERE status NOT IN ('{Status.PENDING}', '{Status.PROCESSING}')
           ) AS known
     ORDER BY began_at, number
"""  # noqa: S608 - the words of the contract


def upgrade() -> None:
    for statement in (
        PERIOD,
        PERIOD_OF_VIDEO,
        PERIOD_BY_TIME,
        PERIOD_IN_TIME,
        ATTEMPT,
        ATTEMPT_OF_VIDEO,
        NOTE_VIDEO,
        NOTE_VIDEO_CAME,
        NOTE_VIDEO_TURNED,
        NOTE_STEP,
        NOTE_STEP_TURNED,
        NOTE_STEP_GONE,
        KNOWN,
    ):
        op.execute(statement)
