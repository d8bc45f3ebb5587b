"""docs/errors.md has every code there is, and no other."""

import ast
import re
from collections.abc import Iterator

import pytest

import caudal.cli.main  # noqa: F401 - the error of a module that nobody imports is not in the tree
from caudal.adapters.failures import SENTENCES
from caudal.errors import BadSource, CaudalError, Fenced
from caudal.media.warnings import Lack
from caudal.web.problems import ANSWERS
from tests.docs.documents import ROOT, rows, text

PAGE = "docs/errors.md"
CODE = re.compile(r"`([a-z_]+)`")


def all_errors(above: type[CaudalError] = CaudalError) -> Iterator[type[CaudalError]]:
    """The whole tree, wherever in caudal an error is defined."""
    yield above
    for error in above.__subclasses__():
        yield from all_errors(error)


def codes_of_the_web() -> set[str]:
    """Codes that are written where an answer is made: code="…"."""
    trees = [ast.parse(path.read_text()) for path in (ROOT / "src/caudal/web").glob("*.py")]
    return {
        node.value.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword)
        and node.arg == "code"
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        and node.value.value
    }


ROWS = [(CODE.findall(row[0])[0], row[1]) for row in rows(PAGE)]
ANSWERED = {code: second for code, second in ROWS if second.isdigit()}
FAILED = {code: second for code, second in ROWS if second in {"yes", "no"}}


@pytest.mark.parametrize("code", sorted({error.code for error in all_errors()}))
def test_every_code_of_the_error_tree_is_on_the_page(code: str) -> None:
    assert f"`{code}`" in text(PAGE)


@pytest.mark.parametrize("code", sorted(codes_of_the_web()))
def test_every_code_of_an_answer_is_on_the_page(code: str) -> None:
    assert f"`{code}`" in text(PAGE)


def test_every_status_on_the_page_is_the_one_that_is_answered() -> None:
    answered = {
        error.code: str(
            int(next(ANSWERS[kind] for kind in error.__mro__ if kind in ANSWERS).status)
        )
        for error in all_errors()
        if not issubclass(error, BadSource)
    }

    shared = ANSWERED.keys() & answered.keys()

    assert {code: ANSWERED[code] for code in shared} == {code: answered[code] for code in shared}
    assert {error.code for error in ANSWERS} <= shared


def test_every_fault_of_a_file_is_on_the_page_as_final() -> None:
    faults = {error.code for error in all_errors(BadSource)}

    assert {code for code, retryable in FAILED.items() if retryable == "no"} == faults


def test_every_failure_with_a_sentence_is_on_the_page_as_retryable() -> None:
    assert SENTENCES.keys() <= {code for code, retryable in FAILED.items() if retryable == "yes"}


def test_no_code_on_the_page_is_unknown() -> None:
    known = {error.code for error in all_errors()} | codes_of_the_web() | {"method_not_allowed"}
    known |= {str(lack) for lack in Lack}

    assert {code for code, _ in ROWS} <= known
    assert Fenced.code not in ANSWERED


def test_every_warning_is_on_the_page() -> None:
    assert {str(lack) for lack in Lack} <= {code for code, _ in ROWS}
