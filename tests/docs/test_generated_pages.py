"""What is made from the code is committed as the code makes it."""

from pathlib import Path

import pytest
from scripts.docs import pages


@pytest.mark.parametrize(("path", "text"), pages().items(), ids=lambda value: Path(value).name)
def test_a_generated_page_is_up_to_date(path: Path, text: str) -> None:
    committed = path.read_text(encoding="utf-8")

    assert committed == text, "run `make docs`"
