"""Keys, tenants and upload tokens, over a real server and a real database."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from caudal.media.access import SECRET_BYTES, Kind, Scope, is_secret, secret_text
from tests.api import FORM, LIMIT, assert_problem
from tests.forms import a_form, a_part
from tests.guarded import Guarded, guarded
from tests.keys import Held, a_key
from tests.queueing import rows
from tests.serving import new_id

# What everybody may ask for: is it alive, what can it do, and playback by who knows an id.
PUBLIC = {
    "/livez",
    "/readyz",
    "/version",
    "/v1/limits",
    "/media/{key:path}",
    "/embed/{video}",
    "/static/{version}/{path:path}",
}

# What a request for a resumable upload says, whatever it asks for.
TUS = {
    "Tus-Resumable": "1.0.0",
    "Upload-Offset": "0",
    "Content-Type": "application/offset+octet-stream",
}


@pytest.fixture
async def api(tmp_path: Path, database_url: str) -> AsyncIterator[Guarded]:
    async with guarded(tmp_path, database_url) as started:
        yield started


@pytest.fixture
async def key(api: Guarded) -> Held:
    return await a_key(api.credentials)


def guarded_routes(api: Guarded, *, of_a_video: bool = False) -> Iterator[tuple[str, str]]:
    """Method and path of every route that is not public."""
    for entry in api.app.routes:
        included = getattr(entry, "original_router", None)
        for route in included.routes if included else []:
            assert isinstance(route, APIRoute)
            if route.path in PUBLIC or (of_a_video and "{" not in route.path):
                continue
            methods = sorted((route.methods or set()) - {"OPTIONS"})  # what a server can do
            yield from ((method, route.path) for method in methods)


def filled(path: str, video: object) -> str:
    """A route's path, of this video."""
    for name in ("{video_id}", "{video}", "{upload_id}"):
        path = path.replace(name, str(video))
    return path


async def test_every_route_that_is_not_public_asks_for_a_key(api: Guarded) -> None:
    routes = list(guarded_routes(api))
    answers = [
        await api.http.request(
            method, filled(path, new_id()), content=a_form(a_part(b"x")), headers=TUS
        )
        for method, path in routes
    ]

    assert len(routes) > 8
    assert {answer.status_code for answer in answers} == {401}
    assert all("WWW-Authenticate" in answer.headers for answer in answers)


async def test_what_is_public_needs_no_key(api: Guarded) -> None:
    answers = [await api.http.get(path) for path in ("/livez", "/readyz", "/version", "/docs")]

    assert [answer.status_code for answer in answers] == [200] * 4


async def test_the_video_of_another_tenant_is_not_found_on_any_route(
    api: Guarded, key: Held
) -> None:
    stranger = await a_key(api.credentials, tenant="other")
    video = (await api.send(key)).json()["id"]
    routes = list(guarded_routes(api, of_a_video=True))

    answers = [
        await api.http.request(method, filled(path, video), headers=stranger.header | TUS)
        for method, path in routes
    ]

    assert len(routes) > 5
    assert {answer.status_code for answer in answers} == {404}
    assert (await api.get("/v1/videos", stranger)).json()["items"] == []
    assert (await api.get(f"/v1/videos/{video}", key)).json()["status"] == "pendente"


async def test_another_key_of_the_tenant_sees_its_videos(api: Guarded, key: Held) -> None:
    colleague = await a_key(api.credentials, Scope.READ)
    sent = await api.send(key)

    seen = await api.get(sent.headers["location"], colleague)

    assert seen.json()["id"] == sent.json()["id"]


async def test_an_administrator_sees_the_videos_of_all_tenants(api: Guarded, key: Held) -> None:
    administrator = await a_key(api.credentials, Scope.ADMIN, tenant="us")
    await api.send(key)
    await api.send(await a_key(api.credentials, tenant="other"))

    seen = await api.get("/v1/videos", administrator)

    assert len(seen.json()["items"]) == 2


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        (Scope.READ, "POST", "/v1/videos", 403),
        (Scope.READ, "DELETE", "/v1/videos/{video}", 403),
        (Scope.READ, "POST", "/v1/videos/{video}/cancel", 403),
        (Scope.READ, "POST", "/v1/videos/{video}/retry", 403),
        (Scope.READ, "POST", "/v1/upload-tokens", 403),
        (Scope.READ, "GET", "/v1/videos/{video}", 200),
        (Scope.WRITE, "GET", "/v1/videos/{video}", 403),
        (Scope.WRITE, "GET", "/v1/videos", 403),
        (Scope.WRITE, "POST", "/v1/videos/{video}/cancel", 200),
    ],
)
async def test_a_key_is_good_for_its_scopes_alone(  # noqa: PLR0917
    api: Guarded, key: Held, scope: Scope, method: str, path: str, status: int
) -> None:
    video = (await api.send(key)).json()["id"]
    limited = await a_key(api.credentials, scope)

    answer = await api.http.request(method, filled(path, video), headers=limited.header)

    if status == 403:
        assert_problem(answer, 403, "forbidden")
    assert answer.status_code == status


async def test_a_revoked_key_is_worthless_from_the_next_request_on(api: Guarded, key: Held) -> None:
    before = await api.get("/v1/videos", key)
    await api.credentials.revoke(key.id)
    after = await api.get("/v1/videos", key)

    assert before.status_code == 200
    assert_problem(after, 401, "unauthenticated")


async def test_an_expired_key_is_worthless(api: Guarded) -> None:
    expired = await a_key(api.credentials, lifetime=timedelta(0))

    answer = await api.get("/v1/videos", expired)

    assert_problem(answer, 401, "unauthenticated")


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer caudal_key_",
        "Bearer " + secret_text(Kind.KEY, bytes(SECRET_BYTES)),
        "Bearer " + "x" * 5000,
        "Basic",
        "Basic !",
        "Basic " + b64encode(b"\xff").decode(),
        "Basic " + b64encode(b"no colon").decode(),
        "Digest abc",
    ],
)
async def test_what_is_no_good_key_is_refused(api: Guarded, header: str) -> None:
    answer = await api.http.get("/v1/videos", headers={"Authorization": header})

    assert_problem(answer, 401, "unauthenticated")


async def test_the_database_holds_no_key(api: Guarded, key: Held, database_url: str) -> None:
    await api.get("/v1/videos", key)

    ((held,),) = rows(database_url, "SELECT json_agg(c)::text FROM credential AS c")

    assert key.secret not in held
    assert key.secret[-40:-8] not in held


async def test_it_is_known_when_a_key_was_last_used(api: Guarded, key: Held) -> None:
    (before,) = await api.credentials.keys()
    await api.get("/v1/videos", key)
    (after,) = await api.credentials.keys()

    assert before.last_used_at is None
    assert after.last_used_at is not None


def test_a_mistyped_key_is_known_by_its_checksum() -> None:
    secret = secret_text(Kind.KEY, bytes(range(SECRET_BYTES)))

    assert is_secret(secret)
    assert not any(
        is_secret(secret[:at] + ("2" if letter != "2" else "3") + secret[at + 1 :])
        for at, letter in enumerate(secret)
    )


async def a_token(api: Guarded, key: Held, **wanted: Any) -> Held:
    """An upload token as a program asks for one, on behalf of a browser."""
    made = await api.http.post("/v1/upload-tokens", json=wanted, headers=key.header)
    assert made.status_code == 201, made.text
    return Held(new_id(), made.json()["token"])


async def test_an_upload_token_sends_one_video_and_follows_it(api: Guarded, key: Held) -> None:
    token = await a_token(api, key)

    sent = await api.send(token)
    followed = await api.get(sent.headers["location"], token)
    again = await api.send(token)

    assert sent.status_code == 202
    assert followed.json() == sent.json()
    assert_problem(again, 403, "forbidden")
    assert len((await api.get("/v1/videos", key)).json()["items"]) == 1


async def test_an_upload_token_sees_no_other_video(api: Guarded, key: Held) -> None:
    token = await a_token(api, key)
    other = await api.send(key)

    before = await api.get("/v1/videos", token)
    sent = await api.send(token)
    after = await api.get("/v1/videos", token)

    assert before.json()["items"] == []
    assert [video["id"] for video in after.json()["items"]] == [sent.json()["id"]]
    assert_problem(await api.get(other.headers["location"], token), 404, "not_found")


async def test_two_uploads_with_one_token_make_one_video(api: Guarded, key: Held) -> None:
    token = await a_token(api, key)

    answers = await asyncio.gather(*(api.send(token) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [202, 403, 403, 403]
    assert len((await api.get("/v1/videos", key)).json()["items"]) == 1


async def test_a_failed_upload_does_not_use_the_token_up(api: Guarded, key: Held) -> None:
    token = await a_token(api, key)

    refused = await api.send(token, b"")
    sent = await api.send(token)

    assert (refused.status_code, sent.status_code) == (422, 202)


async def test_an_upload_token_bounds_the_file(api: Guarded, key: Held) -> None:
    token = await a_token(api, key, max_bytes=10)

    too_large = await api.send(token, bytes(11))
    largest = await api.send(token, bytes(10))

    assert_problem(too_large, 413, "upload_too_large")
    assert largest.status_code == 202


async def test_an_upload_token_ends_with_its_key(api: Guarded, key: Held) -> None:
    token = await a_token(api, key)
    await api.credentials.revoke(key.id)

    assert_problem(await api.send(token), 401, "unauthenticated")


async def test_an_upload_token_makes_no_other(api: Guarded, key: Held) -> None:
    token = await a_token(api, key)

    answer = await api.http.post("/v1/upload-tokens", headers=token.header)

    assert_problem(answer, 403, "forbidden")


@pytest.mark.parametrize(
    "wanted", [{"expires_in": 0}, {"expires_in": 86401}, {"max_bytes": 0}, {"scope": "all"}]
)
async def test_a_token_beyond_bounds_is_not_made(
    api: Guarded, key: Held, wanted: dict[str, Any]
) -> None:
    answer = await api.http.post("/v1/upload-tokens", json=wanted, headers=key.header)

    assert_problem(answer, 422, "invalid_request")


async def test_a_token_allows_no_larger_file_than_the_server(api: Guarded, key: Held) -> None:
    made = await api.http.post("/v1/upload-tokens", json={"max_bytes": 2**53}, headers=key.header)

    assert made.json()["max_bytes"] == LIMIT


def basic(key: Held) -> dict[str, str]:
    """What a browser sends when somebody has put a key into its dialogue."""
    return {"Authorization": "Basic " + b64encode(f"me:{key.secret}".encode()).decode()}


async def test_a_browser_is_asked_for_the_key_and_shown_the_page(api: Guarded, key: Held) -> None:
    accept = {"Accept": "text/html"}

    asked = await api.http.get("/", headers=accept)
    shown = await api.http.get("/", headers=accept | basic(key))

    assert asked.status_code == 401
    assert asked.headers["www-authenticate"].startswith("Basic ")
    assert shown.status_code == 200
    assert key.secret not in shown.text


async def test_a_page_of_another_site_cannot_use_the_key_that_a_browser_keeps(
    api: Guarded, key: Held
) -> None:
    body = a_form(a_part(b"x"))

    from_another_site = await api.http.post(
        "/v1/videos", content=body, headers=FORM | basic(key) | {"Sec-Fetch-Site": "cross-site"}
    )
    from_our_page = await api.http.post(
        "/v1/videos", content=body, headers=FORM | basic(key) | {"Sec-Fetch-Site": "same-origin"}
    )

    assert_problem(from_another_site, 403, "forbidden")
    assert from_our_page.status_code == 202


async def test_the_document_says_which_routes_ask_for_a_key(api: Guarded) -> None:
    document = (await api.http.get("/openapi.json")).json()

    operations = {
        path: [
            operation.get("security")
            for method, operation in methods.items()
            if method != "options"
        ]
        for path, methods in document["paths"].items()
    }

    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert all(
        all(operation == [{"key": []}] for operation in found)
        for path, found in operations.items()
        if path.startswith("/v1/") and path not in PUBLIC
    )
    assert operations["/livez"] == [None]
