"""The API below /api: its routers, its errors and its description."""

from collections.abc import Mapping
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse

from thermo_edge import __version__
from thermo_edge.web.api import (
    act,
    ahead,
    alarm,
    asking,
    forgetting,
    learning,
    look,
    models,
    people,
    presence,
    settings,
    system,
)

ROUTERS = (
    look.router,
    act.router,
    ahead.router,
    alarm.router,
    presence.router,
    learning.router,
    forgetting.router,
    settings.router,
    system.router,
    people.router,
)
"""One file for each part; another part adds its router here and its routes to the table of roles."""

TAGS: Mapping[str, str] = {
    "you": "who asks, and whether the program works",
    "house": "everything at a glance, and its switch that always works",
    "rooms": "rooms now, their day, wishes, light and offers",
    "decisions": "what was decided and why, undo, wrong, questions and holds",
    "modes": "how far the program may go, and the ladder to it",
    "plan": "the hours ahead, and what would be otherwise",
    "alarm": "arming, alerts and what the sensors saw",
    "who is where": "persons, beliefs, and what kind of time it is",
    "learning": "nights, verdicts, trust, savings, and what is left out",
    "settings": "the file of settings and its versions",
    "system": "the program itself: connections, diagnostics, backup",
    "people": "who may come in, and who is to be forgotten",
}
"""The subjects of the description, in its order."""

_HEADS: Mapping[str, frozenset[str]] = {
    "you": frozenset({"me", "health"}),
    "house": frozenset({"house", "observe-everything"}),
    "rooms": frozenset({"rooms", "agreements"}),
    "decisions": frozenset({"decisions", "asks", "holds"}),
    "modes": frozenset({"places", "switch-offs"}),
    "plan": frozenset({"plan", "what-if"}),
    "alarm": frozenset({"alarm"}),
    "who is where": frozenset({"whereabouts", "looks", "occupancy", "regime"}),
    "learning": frozenset({"learning"}),
    "settings": frozenset({"settings"}),
    "system": frozenset({"system"}),
    "people": frozenset({"people", "persons"}),
}

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
        404: "there is no such thing",
        409: "the house refuses: it may be otherwise later",
        415: "not JSON",
        422: "not understood, or impossible",
        429: "too often",
        503: "no answer in time",
    }.items()
}


def api() -> FastAPI:
    """The application that stands below /api."""
    made = FastAPI(
        title="Thermo Edge",
        version=__version__,
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
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
    _describe(made)
    return made


def _describe(made: FastAPI) -> None:
    """The description with its subjects, a summary for each route, and how to come in."""
    plain = made.openapi

    def openapi() -> dict[str, Any]:
        described = plain()
        if "tags" in described:
            return described
        described["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
        for path, verbs in described["paths"].items():
            for route in verbs.values():
                route["tags"] = [tag_of(path)]
                route["summary"] = " ".join(route["description"].split(". ")[0].removesuffix(".").split())
        schemes = {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "thermo_edge"},
        }
        described.setdefault("components", {})["securitySchemes"] = schemes
        described["security"] = [{"token": []}, {"session": []}]
        return described

    made.openapi = openapi  # type: ignore[method-assign]


def tag_of(path: str) -> str:
    """The subject that a route belongs to."""
    return next(tag for tag, heads in _HEADS.items() if path.split("/")[1] in heads)
