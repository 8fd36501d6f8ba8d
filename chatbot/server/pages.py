"""The pages: demo shop or start page, console and documentation, served from `pages/` without any outside host."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

from .roles import needs

FOLDER = Path(__file__).parent / "pages"
START = {"/": "demo.html", "/desk": "desk.html", "/docs": "docs.html"}

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*\.(js|css|svg)")
_INCLUDE = re.compile(rb"^ *// include (widget/[a-z]+\.js)\n", re.MULTILINE)
"""Where the widget, which is one script on other people's pages, has a part of it; the console takes one of these."""


def pages_router(folder: Path = FOLDER, *, demo: bool = True) -> APIRouter:
    """`/`, `/desk`, `/docs`, and scripts, styles and pictures beside them; a shop at `/` only for the `demo` shop."""
    router = APIRouter(include_in_schema=False)
    start = START if demo else START | {"/": "start.html"}

    def page(request: Request) -> Response:
        return _file(request, folder, start[request.url.path])

    for path in START:
        router.add_api_route(path, page, methods=["GET", "HEAD"], openapi_extra=needs("anyone"))

    @router.api_route("/{name}", methods=["GET", "HEAD"], openapi_extra=needs("anyone"))
    def part(request: Request, name: str) -> Response:
        if not _NAME.fullmatch(name):
            raise HTTPException(404, "there is no such page")
        return _file(request, folder, name)

    return router


def _file(request: Request, folder: Path, name: str) -> Response:
    path = folder / name
    if not path.is_file():
        raise HTTPException(404, "there is no such page")
    content = _INCLUDE.sub(lambda match: (folder / match[1].decode()).read_bytes(), path.read_bytes())
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    # no-cache: a browser may keep it, but asks each time, so that a new version of the widget is everywhere at once.
    headers = {"etag": etag, "cache-control": "no-cache"}
    if name.startswith("widget."):
        headers["cross-origin-resource-policy"] = "cross-origin"
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_TYPES[path.suffix], headers=headers)
