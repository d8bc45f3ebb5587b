"""The OpenAPI document: every answer of every route, problems included."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from caudal.web.problems import CHECKSUM_MISMATCH, MEDIA_TYPE, Problem

REF = "#/components/schemas/{model}"
PROBLEM = {"$ref": REF.format(model="Problem")}
REQUEST_ID = {
    "X-Request-Id": {
        "description": "Names the request in the server's logs.",
        "schema": {"type": "string"},
    }
}
RETRY_AFTER = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
}


CHALLENGE = {
    "WWW-Authenticate": {"description": "How to say who asks.", "schema": {"type": "string"}},
}
RATE_LIMIT = {
    "RateLimit": {"description": "What is left, as r, until t s.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "q requests in w s.", "schema": {"type": "string"}},
}
PHRASES = {CHECKSUM_MISMATCH: "Checksum Mismatch"}
HEADERS: dict[int, dict[str, Any]] = {
    401: CHALLENGE,
    429: RETRY_AFTER | RATE_LIMIT,
    503: RETRY_AFTER,
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems a route may answer with; any route may fail with a 500."""
    return {
        status: {
            "description": PHRASES.get(status) or HTTPStatus(status).phrase,
            "headers": REQUEST_ID | HEADERS.get(status, {}),
            "content": {MEDIA_TYPE: {"schema": PROBLEM}},
        }
        for status in (*statuses, 500)
    }


def describe(app: FastAPI, *, models: Sequence[type[BaseModel]]) -> None:
    """Make the document true: our problems in place of the framework's errors.

    Args:
        app: The application.
        models: Models that `openapi_extra` of a route refers to.
    """
    build = app.openapi

    def openapi() -> dict[str, Any]:
        document = build()
        schemas = document["components"]["schemas"]
        for framework_model in ("HTTPValidationError", "ValidationError"):
            schemas.pop(framework_model, None)
        ours: list[type[BaseModel]] = [Problem, *models]
        _, extra = models_json_schema(
            [(model, "serialization") for model in ours], ref_template=REF
        )
        schemas.update(extra["$defs"])
        for path in document["paths"].values():
            for operation in path.values():
                # The framework adds it to every route with a parameter; we say it where it is so.
                if "application/json" in operation["responses"].get("422", {}).get("content", {}):
                    del operation["responses"]["422"]
        return document

    app.openapi = openapi  # type: ignore[method-assign]
