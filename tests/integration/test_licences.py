"""Whoever installs caudal takes no licence along that asks for more than their names."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"

PERMISSIVE = re.compile(r"MIT|BSD|Apache|ISC|Zlib|CC0|PSF|Python Software Foundation")

# Used as they are and apart from our code, which is all that their weak copyleft asks for.
WEAK_COPYLEFT = {
    *("certifi", "hypothesis", "pathspec", "psycopg", "psycopg-binary", "psycopg-pool"),
    "fqdn",  # of a tool that lists what is installed
}


def locked() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and metadata of what is installed of the lock; some is for other systems alone."""
    for name in re.findall(r"^([\w.-]+)==", LOCK.read_text(), re.MULTILINE):
        try:
            yield name, distribution(name).metadata.json
        except PackageNotFoundError:
            continue


def licences(about: dict[str, Any]) -> list[str]:
    """Each licence that a distribution names, in the newest of three ways to do so."""
    if expression := about.get("license_expression"):
        return re.split(r" (?:AND|OR) ", expression)
    classifiers = [c for c in about.get("classifier", ()) if re.match("License :: .*License", c)]
    return classifiers or [about.get("license", "").partition("\n")[0]]


def test_every_licence_of_what_is_locked_is_permissive_or_known() -> None:
    found = {name: licences(about) for name, about in locked()}
    assert len(found) > 50

    others = {
        name: said
        for name, said in found.items()
        if not all(PERMISSIVE.search(licence) for licence in said)
    }

    assert set(others) == WEAK_COPYLEFT
    assert all(re.search("LGPL|MPL", licence) for said in others.values() for licence in said)
