"""What is shipped has the page, its licences, and exactly what npm gave."""

import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest
from scripts import vendor

ROOT = Path(__file__).parents[2]
PAGE = [
    path.relative_to(ROOT / "src")
    for directory in ("static", "templates", "texts")
    for path in (ROOT / "src/caudal/web" / directory).rglob("*")
    if path.is_file()
]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory with a wheel and an sdist of this tree."""
    directory = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", directory],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return directory


def test_the_wheel_has_the_page_and_its_licences(dist: Path) -> None:
    [wheel] = dist.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {str(path) for path in PAGE} <= names
    assert sum("/licenses/" in name and "/vendor/" in name for name in names) == 8


def test_the_sdist_has_the_page(dist: Path) -> None:
    [sdist] = dist.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}

    assert {f"src/{path}" for path in PAGE} <= names


def test_what_the_package_has_from_npm_is_what_npm_installs() -> None:
    assert vendor.differences() == []
