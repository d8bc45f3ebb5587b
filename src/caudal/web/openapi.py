"""The OpenAPI document: every answer of every route, problems included."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from caudal.web.problems import MEDIA_TYPE, Problem

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


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems a route may answer with; any route may fail with a 500."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "headers": REQUEST_ID | (RETRY_AFTER if status == 503 else {}),
            "content": {MEDIA_TYPE: {"schema": PROBLEM}},
        }
        for status in (*statuses, 500)
    }


def describe(app: FastAPI) -> None:
    """Make the document know the model that all problems share."""
    build = app.openapi

    def openapi() -> dict[str, Any]:
        document = build()
        _, schemas = models_json_schema([(Problem, "serialization")], ref_template=REF)
        document["components"]["schemas"].update(schemas["$defs"])
        return document

    app.openapi = openapi  # type: ignore[method-assign]
