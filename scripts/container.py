"""Run the container image as Docker runs one by default, as its user and as root.

Builds the image `caudal` unless IMAGE names one that is there. In each container one video
is converted, and a playlist that names a file of another is refused; then what holds the tools is
shown.
"""
# ruff: noqa: S603, S607 - the commands are fixed; docker is where the PATH says

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import imageio_ffmpeg

USERS = ("10001:10001", "0:0")
PORT = 8097
PATIENCE = 120.0  # seconds
FINAL = {"concluído", "falhou", "cancelado"}


def main() -> int:
    """Exit status 0 when all is as it should be for every user."""
    image = os.environ.get("IMAGE") or built()
    with tempfile.TemporaryDirectory(prefix="caudal-container-") as directory:
        film, playlist = Path(directory, "film.mp4"), Path(directory, "list.mp4")
        make_film(film)
        playlist.write_text("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n")
        return max(as_user(image, user, film, playlist) for user in USERS)


def built() -> str:
    """Build the image, and say how it is called."""
    docker("build", "--tag", "caudal", ".")
    return "caudal"


def as_user(image: str, user: str, film: Path, playlist: Path) -> int:
    """Exit status for one user."""
    # Nothing but the port and the user differs from `docker run`; --init is what is documented.
    where = ("--network", "host", "--env", "CAUDAL_HOST=127.0.0.1", "--env", f"CAUDAL_PORT={PORT}")
    container = docker("run", "--detach", "--init", "--user", user, *where, image, "serve")
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=PATIENCE) as http:
            wait(http)
            outcomes = [outcome(http, film), outcome(http, playlist)]
        findings = json.loads(docker("exec", container, "caudal", "doctor", "--json"))["findings"]
    finally:
        docker("rm", "--force", "--volumes", container)
    [sandbox] = [finding["detail"] for finding in findings if finding["check"] == "sandbox"]
    right = outcomes == ["concluído", "unsupported_format"] and not sandbox.startswith("rlimits")
    sys.stdout.write(f"{user}: film {outcomes[0]}, playlist {outcomes[1]}, sandbox {sandbox}\n")
    return 0 if right else 1


def wait(http: httpx.Client) -> None:
    """Return when the service is ready."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if http.get("/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    raise TimeoutError("the service in the container does not become ready")


def outcome(http: httpx.Client, file: Path) -> str:
    """The status of a video when it is over, or the code of its error."""
    sent = http.post("/v1/videos", files={"file": (file.name, file.read_bytes())})
    place = sent.raise_for_status().headers["location"]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        video = http.get(place).raise_for_status().json()
        if video["status"] in FINAL:
            return str((video["error"] or {}).get("code", video["status"]))
        time.sleep(0.5)
    raise TimeoutError(f"{file.name} is not converted in time")


def make_film(path: Path) -> None:
    """Two seconds of test picture and a tone."""
    inputs = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=2")
    inputs += ("-f", "lavfi", "-i", "sine=duration=2")
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([ffmpeg, "-v", "error", *inputs, "-preset", "ultrafast", path], check=True)


def docker(*arguments: str) -> str:
    """What a command of docker says."""
    done = subprocess.run(["docker", *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
