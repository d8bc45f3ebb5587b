"""The words of the page, in each language there is, and the choice among them."""

import json
from importlib.resources import files
from typing import Any

from fastapi import Request

LANGUAGES = ("en", "pt-BR")
Texts = dict[str, Any]


def load_texts() -> dict[str, Texts]:
    """All words, by language."""
    directory = files("caudal.web") / "texts"
    return {
        language: json.loads((directory / f"{language}.json").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


def language_of(request: Request) -> str:
    """What the reader has chosen, else what the browser asks for, else English."""
    chosen = request.cookies.get("lang")
    if chosen in LANGUAGES:
        return chosen
    return preferred(request.headers.get("accept-language", ""))


def preferred(accept_language: str) -> str:
    """The language a browser likes best of ours (RFC 9110, 12.5.4)."""
    wishes = []
    for wish in accept_language.split(","):
        tag, _, parameter = wish.strip().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        wishes.append((weight, tag.strip().lower()))
    for weight, tag in sorted(wishes, key=lambda wish: wish[0], reverse=True):
        for language in LANGUAGES:
            if weight > 0 and tag.split("-")[0] == language.split("-")[0]:
                return language
    return LANGUAGES[0]
