"""Values as JSON in the database, and back: exact, since fractions are kept as "30000/1001"."""

from typing import Any, Generic, TypeVar

from psycopg.types.json import Jsonb
from pydantic import TypeAdapter

from caudal.media.plan import Options, Plan
from caudal.media.segment import Segment
from caudal.media.source import Source
from caudal.media.video import Pictures
from caudal.media.warnings import SourceWarning

T = TypeVar("T")


class Record(Generic[T]):
    """A column that holds values of one type."""

    def __init__(self, type_: type[T]) -> None:
        self._adapter = TypeAdapter(type_)

    def dump(self, value: T) -> Jsonb:
        """What is written to the column."""
        return Jsonb(self._adapter.dump_python(value, mode="json"))

    def load(self, column: Any) -> T:
        """The value as it was before `dump`."""
        return self._adapter.validate_python(column)


OPTIONS = Record(Options)
SOURCE = Record(Source)
PLAN = Record(Plan)
SEGMENT = Record(Segment)
PICTURES = Record(Pictures)
WARNINGS = Record(tuple[SourceWarning, ...])
