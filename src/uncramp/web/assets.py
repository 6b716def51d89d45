"""Assets: what the pages of charts need and the report has, under the addresses of the application."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from uncramp.report.html import packaged

router = APIRouter(include_in_schema=False)

STYLE, SCRIPT = "text/css", "text/javascript"
FROM_REPORT: Final = {
    "uplot.css": ("assets", "uplot.css", STYLE),
    "uplot.js": ("assets", "uplot.js", SCRIPT),
    "course.css": ("templates", "course.css", STYLE),
    "race.css": ("templates", "race.css", STYLE),
    "weeks.css": ("templates", "weeks.css", STYLE),
    "course.js": ("templates", "page.js", SCRIPT),
}
"""Name under /static: folder, file and kind."""


def _route(name: str, folder: str, file: str, kind: str) -> None:
    def asset() -> Response:
        return Response(packaged(folder, file), media_type=kind)

    router.add_api_route(f"/static/{name}", asset, methods=["GET", "HEAD"])


for _name, _where in FROM_REPORT.items():
    _route(_name, *_where)
