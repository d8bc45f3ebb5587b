import unicodedata
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from caudal.adapters.migrations import MIGRATION_LOCK, head, migrate, revision
from caudal.errors import DatabaseUnavailable
from caudal.media.video import Status
from tests.queueing import rows


def test_five_parallel_starts_migrate_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(5) as starts:
        list(starts.map(migrate, [empty_database_url] * 5))

    assert revision(empty_database_url) == head()


def test_a_database_without_a_schema_has_no_revision(empty_database_url: str) -> None:
    assert revision(empty_database_url) is None


def test_a_current_schema_is_seen_without_waiting_for_anybody(database_url: str) -> None:
    with psycopg.connect(database_url) as somebody:
        somebody.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        migrate(database_url)

    assert revision(database_url) == head()


def test_the_schema_of_a_newer_caudal_is_refused(database_url: str) -> None:
    rows(database_url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseUnavailable, match=r"9999.*newer"):
        migrate(database_url)


def test_a_database_that_is_away_is_called_unavailable() -> None:
    with pytest.raises(DatabaseUnavailable):
        migrate("postgresql://postgres@127.0.0.1:9/none")


def test_the_database_knows_the_words_of_the_contract_by_code_point(database_url: str) -> None:
    ((check,),) = rows(
        database_url,
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'videos_status_check'",
    )

    assert all(f"'{status}'" in check for status in Status)
    assert unicodedata.is_normalized("NFC", check)
    assert "conclu\u00eddo" in check
