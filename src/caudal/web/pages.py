"""The pages: HTML of templates, in the reader's language, with what a browser may load."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from caudal.errors import CaudalError, NotFound, Unauthenticated
from caudal.media.access import Caller, Scope
from caudal.media.signing import SignedPlayback
from caudal.web.access import Access
from caudal.web.assets import Assets
from caudal.web.language import LANGUAGES, language_of, load_texts
from caudal.web.problems import error_problem
from caudal.web.views import VideoView

THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600  # seconds
WITHOUT_SCRIPT = 20  # videos that are listed to a browser without JavaScript


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPlace:
    """Where players find what the store holds.

    Attributes:
        url: What the URLs of all objects begin with.
        here: Whether this server delivers them, under /media, by whatever name it was reached.
        bucket: The origin that players are sent on to; None: they are not.
    """

    url: str
    here: bool
    bucket: str | None = None

    @property
    def origins(self) -> tuple[str, ...]:
        """The other origins that a player has to reach."""
        address = urlsplit(self.url)
        ours = () if self.here else (f"{address.scheme}://{address.netloc}",)
        return (*ours, self.bucket) if self.bucket else ours


class Pages:
    """Makes pages of templates."""

    def __init__(self, assets: Assets, media: MediaPlace) -> None:
        self._assets = assets
        self._media = media
        self._texts = load_texts()
        self._templates = Environment(
            loader=PackageLoader("caudal.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(
        self,
        request: Request,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        framed: bool = False,
        player: bool = False,
        **values: Any,
    ) -> Response:
        """Answer with a page.

        Args:
            request: Says language and theme.
            template: Its name.
            status: Of the answer.
            framed: Whether pages of any origin may show it inside theirs.
            player: Whether it can play videos.
            values: What the template names.
        """
        language = language_of(request)
        theme = request.cookies.get("theme")
        html = self._templates.get_template(template).render(
            lang=language,
            languages={name: texts["name"] for name, texts in self._texts.items()},
            theme=theme if theme in THEMES else "auto",
            here=request.url.path,
            t=self._texts[language],
            static=f"/static/{self._assets.version}",
            media=self._media,
            administrator=_is_administrator(request),
            **values,
        )
        headers = {
            "Content-Security-Policy": self._policy(framed=framed, player=player),
            "Content-Language": language,
            "Referrer-Policy": "same-origin",
        }
        return HTMLResponse(html, status_code=status, headers=headers)

    def problem(self, request: Request, error: CaudalError) -> Response:
        """Say in words what the API says in JSON."""
        told = error_problem(request, error)
        answer = self.page(
            request,
            "problem.html",
            status=told.status_code,
            problem=json.loads(bytes(told.body)),
        )
        if isinstance(error, Unauthenticated):
            # Browsers ask for it, keep it, and send it with everything that the page asks for.
            answer.headers["WWW-Authenticate"] = 'Basic realm="caudal", charset="UTF-8"'
        if "retry-after" in told.headers:
            answer.headers["Retry-After"] = told.headers["retry-after"]
        return answer

    def _policy(self, *, framed: bool, player: bool) -> str:
        """What a browser may load for a page: nothing but ours, and the videos from their place."""
        there = "".join(f" {origin}" for origin in self._media.origins)
        rules = {
            "default-src": "'self'",
            "media-src": f"'self' blob:{there}",
            "img-src": f"'self' data: blob:{there}",
            "connect-src": f"'self'{there}",
            # hls.js makes its worker of itself.
            "worker-src": "'self' blob:",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "*" if framed else "'none'",
        }
        if player:
            # media-chrome keeps its looks in <style> elements of its shadow trees.
            rules["style-src"] = "'self' 'unsafe-inline'"
        return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def wants_page(request: Request) -> bool:
    """Whether a browser asks for something to show, and no program for JSON."""
    accept = request.headers.get("accept", "")
    return "text/html" in accept and "json" not in accept


def pages_router(pages: Pages, access: Access, playback: SignedPlayback | None = None) -> APIRouter:
    """The pages over the callers' rows; embedding is playback, and asks for no key.

    Where playback is signed, it asks for a token, and shows what that token opens.
    """
    router = APIRouter(include_in_schema=False)

    def route(path: str, make: Callable[[Request], Awaitable[Response]]) -> None:
        async def answer(request: Request) -> Response:
            if chosen := _choice(request):
                return chosen
            try:
                return await make(request)
            except CaudalError as error:
                return pages.problem(request, error)

        router.add_api_route(path, answer, methods=["GET", "HEAD"], response_class=HTMLResponse)

    async def home(request: Request) -> Response:
        rows = await (await access.guest(request, Scope.READ)).videos.page(
            status=None, limit=WITHOUT_SCRIPT, after=None
        )
        return pages.page(
            request, "home.html", player=True, videos=[VideoView.of(row) for row in rows]
        )

    async def watch(request: Request) -> Response:
        guest = await access.guest(request, Scope.READ)
        video = VideoView.of(await guest.videos.get(_asked_for(request)))
        return pages.page(request, "watch.html", player=True, video=video)

    async def details(request: Request) -> Response:
        guest = await access.guest(request, Scope.READ)
        video = VideoView.of(await guest.videos.get(_asked_for(request)))
        return pages.page(request, "details.html", video=video)

    async def operator(request: Request) -> Response:
        await access.guest(request, Scope.ADMIN)
        return pages.page(request, "operator.html")

    async def embed(request: Request) -> Response:
        asked = _asked_for(request)
        if playback is None:
            video = await access.public.get(asked)
        else:
            token = request.query_params.get("token", "")
            playback.check(token, asked)
            row = await access.public.get(asked)
            # Not with another token, which would be good for longer.
            video = row.linked(lambda url: playback.link_with(token, asked, url))
        return pages.page(
            request, "embed.html", player=True, framed=True, video=VideoView.of(video)
        )

    route("/", home)
    route("/watch/{video}", watch)
    route("/videos/{video}", details)
    route("/operator", operator)
    route("/embed/{video}", embed)
    return router


def _is_administrator(request: Request) -> bool:
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller is not None and caller.may(Scope.ADMIN)


def _asked_for(request: Request) -> UUID:
    try:
        return UUID(request.path_params["video"])
    except ValueError:
        raise NotFound("There is no such video.") from None


def _choice(request: Request) -> Response | None:
    """Remember a language or theme that a link asks for, and show the page again."""
    query = dict(request.query_params)
    chosen = {
        name: query.pop(name)
        for name, known in (("lang", LANGUAGES), ("theme", (*THEMES, "auto")))
        if query.get(name) in known
    }
    if not chosen:
        return None
    address = request.url.path + (f"?{urlencode(query)}" if query else "")
    answer = RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    for name, value in chosen.items():
        answer.set_cookie(name, value, max_age=YEAR, samesite="lax")
    return answer
