"""Tokens for playback: what they open, for how long, and what does not."""

from uuid import UUID

import pytest

from caudal.errors import PlaybackExpired, PlaybackForbidden
from caudal.media.signing import SignedPlayback

VIDEO = UUID("01a20bf4-413d-710a-81fa-bd272b6df99a")
ANOTHER = UUID("01a20bf4-413d-710a-81fa-bd272b6df99b")
NOW = 1_795_539_600
OLD, NEW = b"old" * 11, b"new" * 11


def signing(*secrets: bytes, now: float = NOW, lifetime: int = 800) -> SignedPlayback:
    return SignedPlayback(
        secrets=secrets or (NEW,),
        lifetime=lifetime,
        base="http://127.0.0.1:8080/media/",
        now=lambda: now,
    )


def test_a_token_opens_its_video_until_it_ends() -> None:
    token = signing().token(VIDEO, NOW + 60)

    assert signing().check(token, VIDEO) == 60
    assert signing(now=NOW + 59.9).check(token, VIDEO) == 1


def test_a_token_ends_at_its_moment() -> None:
    token = signing().token(VIDEO, NOW + 60)

    with pytest.raises(PlaybackExpired):
        signing(now=NOW + 60).check(token, VIDEO)


def test_a_token_opens_no_other_video() -> None:
    with pytest.raises(PlaybackForbidden):
        signing().check(signing().token(VIDEO, NOW + 60), ANOTHER)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token.replace(str(NOW + 60), str(NOW + 61)),
        lambda token: token.replace(str(NOW + 60), f"0{NOW + 60}"),
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token[:-1],
        lambda token: token + "=",
        lambda token: token.replace(".", ":"),
        lambda _: "",
        lambda _: ".",
        lambda token: "１" + token[1:],
        lambda token: token + "\n",
    ],
)
def test_a_token_that_was_changed_opens_nothing(change: object) -> None:
    assert callable(change)
    token = change(signing().token(VIDEO, NOW + 60))

    with pytest.raises(PlaybackForbidden):
        signing().check(token, VIDEO)


def test_a_secret_is_changed_while_its_tokens_are_still_good() -> None:
    before = signing(OLD).token(VIDEO, NOW + 60)

    assert signing(NEW, OLD).check(before, VIDEO) == 60
    assert signing(NEW, OLD).token(VIDEO, NOW + 60) == signing(NEW).token(VIDEO, NOW + 60)
    with pytest.raises(PlaybackForbidden):
        signing(NEW).check(before, VIDEO)


def test_a_url_has_the_token_before_the_key() -> None:
    playback = signing()

    url = playback.link(VIDEO, f"https://elsewhere/bucket/{VIDEO}/storyboard/index.vtt")

    base, _, rest = url.partition("/t/")
    token, _, key = rest.partition("/")
    assert base == "http://127.0.0.1:8080/media"
    assert key == f"{VIDEO}/storyboard/index.vtt"
    assert playback.check(token, VIDEO) > 700


def test_a_signed_url_is_signed_again_with_the_token_at_hand() -> None:
    playback = signing()
    token = playback.token(VIDEO, NOW + 1)

    url = playback.link_with(token, VIDEO, playback.link(VIDEO, f"x/{VIDEO}/master.m3u8"))

    assert url == f"http://127.0.0.1:8080/media/t/{token}/{VIDEO}/master.m3u8"


def test_a_url_stays_the_same_for_an_eighth_of_its_lifetime() -> None:
    urls = {signing(now=NOW + s).link(VIDEO, f"x/{VIDEO}/poster.jpg") for s in range(800)}

    assert len(urls) == 8


def test_a_url_is_never_good_for_longer_than_its_lifetime() -> None:
    left = set()
    for second in range(800):
        playback = signing(now=NOW + second)
        url = playback.link(VIDEO, f"x/{VIDEO}/poster.jpg")
        left.add(playback.check(url.split("/")[-3], VIDEO))

    assert (min(left), max(left)) == (701, 800)


def test_secrets_are_not_shown() -> None:
    assert "new" not in repr(signing(NEW))
