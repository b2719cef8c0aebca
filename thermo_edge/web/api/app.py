"""The API below /api: its routers, its errors and its description."""

from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse

from thermo_edge import __version__
from thermo_edge.web.api import act, asking, look, models

ROUTERS = (look.router, act.router)
"""One file for each part; another part adds its router here and its routes to the table of roles."""

_ABOUT = (
    "What the pages of Thermo Edge do, for your own dashboards. Come with a bearer token that the owner made on the "
    "page People and keys, or by the browser's session with X-CSRF-Token from /me. Bodies are JSON. What is refused is "
    "a problem with a code for programs and a sentence for people, in the language of Accept-Language or of the house."
)
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": models.Problem, "description": text}
    for status, text in {
        401: "nobody is logged in",
        403: "not allowed",
        409: "the house refuses",
        415: "not JSON",
        422: "not understood",
        429: "too often",
    }.items()
}


def api() -> FastAPI:
    """The application that stands below /api."""
    made = FastAPI(
        title="Thermo Edge", version=__version__, description=_ABOUT, openapi_url=None, docs_url=None, redoc_url=None
    )
    asking.install(made)
    for router in ROUTERS:
        made.include_router(router, responses=_PROBLEMS)

    async def description(request: Request) -> JSONResponse:
        """This description."""
        prefix = request.headers.get("x-forwarded-prefix", "")
        return asking.told({**made.openapi(), "servers": [{"url": f"{prefix}/api"}]})

    made.add_api_route(
        "/openapi.json", description, methods=["GET"], include_in_schema=False, dependencies=[Depends(asking.call)]
    )
    _describe_security(made)
    return made


def _describe_security(made: FastAPI) -> None:
    plain = made.openapi

    def openapi() -> dict[str, Any]:
        described = plain()
        schemes = {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "thermo_edge"},
        }
        described.setdefault("components", {})["securitySchemes"] = schemes
        described["security"] = [{"token": []}, {"session": []}]
        return described

    made.openapi = openapi  # type: ignore[method-assign]
