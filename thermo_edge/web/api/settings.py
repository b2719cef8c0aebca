"""The routes of the settings: read, check, save, and their versions. For the owner."""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, TypeVar

from fastapi import APIRouter

from thermo_edge.config.desk import HIDDEN, Read, Saved, SettingsDesk
from thermo_edge.config.editing import field_at, put
from thermo_edge.config.form import Kind
from thermo_edge.config.settings import Settings
from thermo_edge.config.tree import ABSENT, Conflict, mapped
from thermo_edge.errors import HomeRefused, HomeUnreachable, SettingsError
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.api import models_settings as models
from thermo_edge.web.api.asking import Asking, Call, Cannot
from thermo_edge.web.show.settings import fault, title_of, value

router = APIRouter()

T = TypeVar("T")
Tree = dict[str, Any]

_HIDDEN = "hidden"
"""What is told of a secret that is set."""

_NO_SETTINGS = N_("There are no settings to be changed here.")
_BROKEN = N_("The settings file cannot be used. The house goes on by the last good one.")
_NO_PLACE = N_("There is no such place in the settings: {where}")
_WRONG = N_("Nothing was saved: {count} to mend.")
_CONFLICT = N_("Somebody else changed the same setting.")
_BY_HAND = N_("The file is written in a way that cannot be changed here: edit it by hand.")
_NOT_KEPT = N_("That version is no longer kept.")
_NOT_GOOD = N_("That version could not be used.")
_UNREADABLE = N_("The settings file cannot be read: {what}")
_NO_HOME = N_("Home Assistant does not answer.")
_NOW_BUT = N_("{where}: now in the file {theirs}, yours {mine}")


@router.get("/settings")
async def read_settings(call: Asking) -> models.SettingsTold:
    """The settings as the file says them now, and what became of what was saved last."""
    desk = _desk(call)
    found, taken = await _try(call, desk.read), await _try(call, desk.taken)
    return models.SettingsTold(
        version=found.version,
        tree=_hidden(found.tree) if found.tree is not None else None,
        faults=found.faults,
        good=found.good,
        state=taken.state.value,
        why=taken.why,
    )


@router.get("/settings/schema")
async def settings_schema(call: Asking) -> dict[str, Any]:  # noqa: ARG001 - who asks is looked at
    """Every setting with its bounds and its help, as JSON Schema."""
    return _schema()


@router.get("/settings/entities")
async def settings_entities(call: Asking) -> tuple[models.EntityTold, ...]:
    """What the home has, that settings can name. It may take seconds."""
    found = await _try(call, _desk(call).entities)
    return tuple(
        models.EntityTold(id=each.id, name=each.name, area=each.area, kind=each.kind, unit=each.unit)
        for each in found.items
    )


@router.post("/settings/check")
async def check_settings(body: models.SettingsBody, call: Asking) -> models.CheckTold:
    """What would be wrong with the settings if these were changed. Nothing is saved."""
    desk = _desk(call)
    _, mine = _changed((await _try(call, desk.read)).tree, body)
    found = await _try(call, partial(desk.check, mine))
    return models.CheckTold(
        faults=tuple(models.FaultTold(path=each.where, text=fault(each, call.words)) for each in found)
    )


@router.patch("/settings")
async def save_settings(body: models.SettingsBody, call: Asking) -> models.SavedTold:
    """Change settings in the file that people edit by hand; its comments and order stay. All of them or none."""
    desk = _desk(call)
    found = await _try(call, desk.read)
    base, mine = _changed(found.tree, body)
    saved = await _try(call, partial(desk.save, Read(found.version, base), mine, call.seat.who.name))
    return _told(saved, mine, call.words)


@router.get("/settings/versions")
async def settings_versions(call: Asking) -> tuple[models.VersionTold, ...]:
    """The last twenty versions, newest first. The first is what the file says."""
    found = await _try(call, _desk(call).versions)
    return tuple(
        models.VersionTold(
            number=each.number,
            at=each.at,
            who=each.who,
            good=each.good,
            restored=each.restored,
            changes=tuple(
                models.ChangeTold(path=change.path, old=_plain(change.old), new=_plain(change.new))
                for change in each.changes
            ),
        )
        for each in found
    )


@router.post("/settings/versions/{number}/restore")
async def restore_version(number: int, call: Asking) -> models.SavedTold:
    """Put a version back as it was. That is a version, too, so it can be undone."""
    desk = _desk(call)
    version = next((each for each in await _try(call, desk.versions) if each.number == number), None)
    if version is None:
        raise Cannot(404, "version_unknown", _NOT_KEPT)
    if not version.good:
        raise Cannot(409, "version_broken", _NOT_GOOD)
    return _told(await _try(call, partial(desk.restore, number, call.seat.who.name)), {}, call.words)


def _desk(call: Call) -> SettingsDesk:
    if call.seat.settings is None:
        raise Cannot(409, "no_settings", _NO_SETTINGS)
    return call.seat.settings


async def _try(call: Call, verb: Callable[[], T]) -> T:
    try:
        return await call.do(verb)
    except (SettingsError, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise Cannot(409, "settings_unreadable", _UNREADABLE, what=str(error)) from error
    except (HomeUnreachable, HomeRefused) as error:
        raise Cannot(503, "home_unreachable", _NO_HOME, (str(error),)) from error


def _changed(tree: Tree | None, body: models.SettingsBody) -> tuple[Tree, Tree]:
    """The settings as they were for who asks, and as they want them."""
    if tree is None:
        raise Cannot(409, "settings_broken", _BROKEN)
    base = mine = tree
    for change in body.changes:
        given = change.model_fields_set
        try:
            if "was" in given:
                was = _as_it_was(tree, change.path, change.was)
                base, mine = put(base, change.path, was), put(mine, change.path, was)
            made = _as_it_was(tree, change.path, change.value) if "value" in given else ABSENT
            mine = put(mine, change.path, made)
            if not _named(mine):
                raise LookupError(change.path)
        except (TypeError, ValueError, LookupError, AttributeError):
            where = ".".join(str(step) for step in change.path)
            raise Cannot(422, "no_such_setting", _NO_PLACE, where=where) from None
    return base, mine


def _as_it_was(tree: Tree, path: models.Path, value: Any) -> Any:
    """Of a secret only that it is hidden was told: whoever says that again leaves it as it is."""

    def shown(where: tuple[str, ...], one: Any) -> Any:
        field = field_at(where) if one == _HIDDEN else None
        if field is None or field.kind is not Kind.SECRET:
            return one
        found: Any = tree
        for step in where:
            found = found.get(step) if isinstance(found, dict) else None
        return found if found is not None else one

    return mapped(value, shown, tuple(map(str, path)))


def _named(tree: Any) -> bool:
    """Whether all that is no list goes by names."""
    if isinstance(tree, dict):
        return all(isinstance(name, str) and _named(one) for name, one in tree.items())
    return all(map(_named, tree)) if isinstance(tree, list) else True


def _told(saved: Saved, mine: Tree, words: Words) -> models.SavedTold:
    if saved.version is not None:
        return models.SavedTold(version=saved.version)
    if saved.conflicts:
        raise Cannot(409, "settings_conflict", _CONFLICT, tuple(_both(saved.conflicts, mine, words)))
    if saved.faults:
        faults = tuple(
            f"{title_of(each.where, mine, words)}: {fault(each, words)}".removeprefix(": ") for each in saved.faults
        )
        raise Cannot(422, "settings_wrong", _WRONG, faults, count=str(len(faults)))
    raise Cannot(409, "settings_by_hand", _BY_HAND)


def _both(conflicts: Iterable[Conflict], mine: Tree, words: Words) -> Iterable[str]:
    for each in conflicts:
        secret = _HIDDEN in (_plain(each.theirs), _plain(each.base))
        theirs, yours = (_HIDDEN if secret else value(one, words) or "–" for one in (each.theirs, each.mine))
        yield words.say(_NOW_BUT, where=title_of(each.path, mine, words), theirs=theirs, mine=yours)


def _hidden(tree: Tree) -> Tree:
    told: Tree = mapped(tree, lambda _, one: _plain(one))
    return told


def _plain(one: Any) -> Any:
    """A value to tell: nothing of a secret, and nothing of what is not there."""
    if isinstance(one, str) and one.startswith(HIDDEN):
        return _HIDDEN
    return None if one is ABSENT else one


@cache
def _schema() -> dict[str, Any]:
    return Settings.model_json_schema()
