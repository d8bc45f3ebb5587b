"""The image says what it is made of."""

import json
import re
import shlex
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_command_of_the_image_lists_every_package_with_its_version(tmp_path: Path) -> None:
    [command] = re.findall(r"tools/bin/(cyclonedx-py .*)", (ROOT / "Dockerfile").read_text())
    place = {
        "cyclonedx-py": str(Path(sys.executable).with_name("cyclonedx-py")),
        "/opt/caudal/bin/python": sys.executable,
        "/opt/caudal/sbom.cdx.json": str(tmp_path / "sbom"),
    }
    argv = [place.get(word, word) for word in shlex.split(command)]

    subprocess.run(argv, check=True, capture_output=True)

    bill = json.loads((tmp_path / "sbom").read_text())
    listed = {re.sub("[-_.]+", "-", part["name"]).lower(): part for part in bill["components"]}
    locked = (ROOT / "deploy" / "requirements.lock").read_text()
    for name, wanted in re.findall(r"^([\w.-]+)==([^ ;\\]+)", locked, re.MULTILINE):
        try:
            version(name)
        except PackageNotFoundError:
            continue  # of another system
        assert listed[name]["version"] == wanted
        assert listed[name]["licenses"]
    assert bill["bomFormat"] == "CycloneDX"
    assert "caudal" in listed
