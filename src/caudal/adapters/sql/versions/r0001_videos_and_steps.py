"""Videos, their steps, their segments, and the queue that rings for steps."""

from alembic import op
from procrastinate.schema import SchemaManager

from caudal.media.video import Status

revision = "0001"
down_revision = None

STATUS_WORDS = ", ".join(f"'{status}'" for status in Status)

VIDEOS = f"""
    CREATE TABLE videos (
        id              uuid PRIMARY KEY,
        filename        text NOT NULL,
        status          text NOT NULL DEFAULT '{Status.PENDING}' CHECK (status IN ({STATUS_WORDS})),
        created_at      timestamptz NOT NULL DEFAULT now(),
        updated_at      timestamptz NOT NULL DEFAULT now(),
        started_at      timestamptz,  -- when it last became "em processamento"
        bytes           bigint NOT NULL,
        options         jsonb NOT NULL,
        source          jsonb,
        plan            jsonb,
        url             text,
        repairs         int NOT NULL DEFAULT 0,  -- how often lost segments were made again
        error_code      text,
        error_message   text,
        error_retryable boolean,
        CHECK ((status = '{Status.DONE}') = (url IS NOT NULL)),
        CHECK ((status = '{Status.FAILED}') = (error_code IS NOT NULL)),
        CHECK (num_nulls(error_code, error_message, error_retryable) IN (0, 3)),
        CHECK ((source IS NULL) = (plan IS NULL))
    )
"""

# Pages are read newest first, from a position on.
VIDEOS_BY_TIME = "CREATE INDEX videos_by_time ON videos (created_at, id)"

# An illegal edge is a bug or a race; the database is where it is certainly seen.
STATUS_EDGE = f"""
    CREATE FUNCTION videos_before_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
            ('{Status.PENDING}', '{Status.PROCESSING}'),
            ('{Status.PROCESSING}', '{Status.DONE}'),
            ('{Status.PROCESSING}', '{Status.FAILED}'),
            ('{Status.PENDING}', '{Status.CANCELLED}'),
            ('{Status.PROCESSING}', '{Status.CANCELLED}'),
            ('{Status.FAILED}', '{Status.PENDING}'),
            ('{Status.CANCELLED}', '{Status.PENDING}')
        ) THEN
            RAISE EXCEPTION 'a video never goes from "%" to "%"', OLD.status, NEW.status
                USING ERRCODE = 'check_violation', TABLE = 'videos', CONSTRAINT = 'status_edge';
        END IF;
        NEW.created_at := OLD.created_at;
        NEW.updated_at := greatest(now(), OLD.updated_at);
        RETURN NEW;
    END $$
"""
STATUS_EDGE_TRIGGER = """
    CREATE TRIGGER videos_before_update BEFORE UPDATE ON videos
        FOR EACH ROW EXECUTE FUNCTION videos_before_update()
"""

# `state` and `job_id` are in an index; `progress` and `beat_at` in none, so every beat is HOT.
STEP = """
    CREATE TABLE step (
        id       bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        video_id uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
        phase    text NOT NULL,            -- the unit of fan-in
        kind     text NOT NULL,            -- the stage
        idx      int  NOT NULL DEFAULT 0,  -- number within video and kind
        lane     text NOT NULL,
        priority int  NOT NULL,            -- higher first
        weight   real NOT NULL,            -- share of the video's progress
        args     jsonb NOT NULL DEFAULT '{}',
        state    text NOT NULL DEFAULT 'ready'
                 CHECK (state IN ('ready', 'running', 'done', 'failed', 'cancelled')),
        attempt  int  NOT NULL DEFAULT 0,  -- fencing token: only ever grows
        crashes  int  NOT NULL DEFAULT 0,  -- attempts that ended without a word
        progress real NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
        cpu      real NOT NULL DEFAULT 0,  -- seconds of CPU time of all attempts that ended well
        beat_at  timestamptz,              -- when the attempt last showed that it lives
        result   jsonb,                    -- {"error": code} of the last attempt that failed
        job_id   bigint,                   -- the one bell it answers to; NULL: not rung yet
        UNIQUE (video_id, kind, idx)
    ) WITH (fillfactor = 80)
"""
STEP_RUNG = """
    CREATE INDEX step_rung ON step (job_id)
        WHERE state IN ('ready', 'running') AND job_id IS NOT NULL
"""

SEGMENT = """
    CREATE TABLE segment (
        video_id  uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
        rendition text NOT NULL,
        idx       int  NOT NULL,
        key       text NOT NULL,
        bytes     bigint NOT NULL,
        record    jsonb NOT NULL,
        PRIMARY KEY (video_id, rendition, idx)
    )
"""

# A table of its own: its row is locked while playlists are written, the video's never so long.
PUBLICATION = """
    CREATE TABLE publication (
        video_id  uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
        published jsonb NOT NULL DEFAULT '{}',  -- per rendition how many segments are named
        url       text,                         -- of the early multivariant playlist
        duration  double precision NOT NULL DEFAULT 0
    )
"""


def upgrade() -> None:
    op.execute(SchemaManager.get_schema())
    for statement in (
        VIDEOS,
        VIDEOS_BY_TIME,
        STATUS_EDGE,
        STATUS_EDGE_TRIGGER,
        STEP,
        STEP_RUNG,
        SEGMENT,
        PUBLICATION,
    ):
        op.execute(statement)
