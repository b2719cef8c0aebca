"""Days that were lived again as people read them, a table for all rooms and one for each, and as figures."""

import math
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from thermo_edge.app.backtest.again import LivedAgain
from thermo_edge.app.backtest.lives import AS_IT_WAS, PLAN
from thermo_edge.app.backtest.tally import COST, MEASURES
from thermo_edge.climate.thermal import FloatArray
from thermo_edge.home.house import Device, House, PlaceId
from thermo_edge.language import lived_again
from thermo_edge.language.words import Words

_DIGITS = {"cold": 1, "warm": 1, "heat": 1, "energy": 1, "cost": 2, "commands": 0, "starts": 0}
_GAP = "  "


def lines(found: LivedAgain, house: House, words: Words, asked: Sequence[str]) -> Iterator[str]:
    """What is said about it; `asked`: the policies that were to be lived."""
    yield ""
    if found.figures:
        yield words.say(lived_again.HEAD, days=float(found.days), count=float(_members(found)))
        yield ""
        yield words.say(lived_again.WHOLE)
        yield from _table(_whole(found, words))
        for place, room in enumerate(found.rooms if len(found.rooms) > 1 else ()):
            yield ""
            yield words.say(lived_again.ROOM, room=words.place_name(house, room))
            yield from _table(_room(found, place, words))
        yield ""
        yield words.say(lived_again.HOW)
        if PLAN in found.figures:
            yield words.say(lived_again.TAUGHT)
        yield words.say(lived_again.SURE)
        yield from _unknown(found, house, words)
    if not found.rooms:
        yield words.say(lived_again.NOBODY)
    elif PLAN in asked and PLAN not in found.figures:
        yield words.say(lived_again.NO_PLAN)
    for room, each in found.found.items():
        if each.lacks is not None:
            name, why = words.place_name(house, room), words.why(each.reason, house)
            yield words.say(lived_again.LEFT_OUT, room=name, why=why)


def as_json(found: LivedAgain) -> dict[str, object]:
    """The figures, for other programs: of each policy and room, and of all rooms where `room` is null."""
    rows = []
    for policy, each in found.figures.items():
        rows.append({"policy": policy, "room": None, **_told(found.whole(policy))})
        rows += [{"policy": policy, "room": room, **_told(each[:, place])} for place, room in enumerate(found.rooms)]
    return {
        "days": found.days,
        "begin": found.begin.isoformat(),
        "end": found.end.isoformat(),
        "members": _members(found),
        "rows": rows,
        "measured": [
            {"room": room, "cold": _known_or_null(cold), "warm": _known_or_null(warm)}
            for room, (cold, warm) in zip(found.rooms, found.measured.tolist(), strict=True)
        ],
        "left_out": [
            {"room": room, "why": each.lacks.value} for room, each in found.found.items() if each.lacks is not None
        ],
    }


def _told(figures: FloatArray) -> dict[str, object]:
    """Of (members, MEASURES) the middle, the least and the most of each; null where not known."""
    told: dict[str, object] = {}
    for name, values in zip(MEASURES, figures.T, strict=True):
        known = bool(np.isfinite(values).all())
        three = (float(values.mean()), float(values.min()), float(values.max()))
        told[name] = (
            dict(zip(("mean", "least", "most"), (round(each, 3) for each in three), strict=True)) if known else None
        )
    return told


def _known_or_null(value: float) -> float | None:
    return round(value, 3) if math.isfinite(value) else None


def _members(found: LivedAgain) -> int:
    return max((len(each) for each in found.figures.values()), default=0)


# --- tables -------------------------------------------------------------------------------------------------------


def _whole(found: LivedAgain, words: Words) -> Iterator[list[str]]:
    """Rows of the table of all rooms, its head first."""
    names = _known(found, range(len(found.rooms)))
    against = AS_IT_WAS in found.figures and len(found.figures) > 1
    measure = "energy" if "energy" in names else "heat"
    yield [
        "",
        *(words.say(lived_again.MEASURES[name]) for name in names),
        *([words.say(lived_again.AGAINST[measure])] if against else []),
    ]
    measured = found.measured[np.isfinite(found.measured).all(axis=1)]
    cold, warm = measured.mean(axis=0) if len(measured) else (math.nan, math.nan)
    yield _measured(words, cold, warm)
    for policy in found.figures:
        figures = found.whole(policy)
        cells = [words.say(lived_again.POLICIES[policy]), *(_cell(figures, name) for name in names)]
        yield [*cells, *([_against(found, policy, MEASURES.index(measure))] if against and policy != AS_IT_WAS else [])]


def _room(found: LivedAgain, place: int, words: Words) -> Iterator[list[str]]:
    names = _known(found, [place])
    yield ["", *(words.say(lived_again.MEASURES[name]) for name in names)]
    yield _measured(words, *found.measured[place])
    for policy, each in found.figures.items():
        yield [words.say(lived_again.POLICIES[policy]), *(_cell(each[:, place], name) for name in names)]


def _measured(words: Words, cold: float, warm: float) -> list[str]:
    return [words.say(lived_again.MEASURED), *(f"{each:.1f}" if math.isfinite(each) else "–" for each in (cold, warm))]


def _known(found: LivedAgain, places: Sequence[int]) -> list[str]:
    """The measures that every policy has of these rooms."""
    every = np.stack([each[:, places] for each in found.figures.values()]) if found.figures else np.zeros((1, 1, 1, 0))
    return [name for number, name in enumerate(MEASURES) if np.isfinite(every[..., number]).all()]


def _cell(figures: FloatArray, name: str) -> str:
    return _between(figures[:, MEASURES.index(name)], _DIGITS[name])


def _against(found: LivedAgain, policy: str, measure: int) -> str:
    """% more or less than as it was, each member by itself; nothing where as it was took none."""
    ours, theirs = found.whole(policy), found.whole(AS_IT_WAS)
    if not (theirs[:, measure] > 0.0).all():
        return ""
    return _between(100.0 * (ours[:, measure] / theirs[:, measure] - 1.0), 0, sign="+", unit=" %")


def _between(values: FloatArray, digits: int, sign: str = "", unit: str = "") -> str:
    """The middle, and in brackets the least and the most where they differ."""
    middle, least, most = (
        f"{round(float(each), digits) + 0.0:{sign}.{digits}f}".replace("-", "−")
        for each in (values.mean(), values.min(), values.max())
    )
    return f"{middle}{unit}" if least == most else f"{middle}{unit} ({least}…{most})"


def _table(rows: Iterator[list[str]]) -> Iterator[str]:
    """In columns; what is shorter ends early."""
    every = list(rows)
    widths = [max(_width(row[column]) for row in every if column < len(row)) for column in range(len(every[0]))]
    for row in every:
        yield _GAP + _GAP.join(_padded(cell, width) for cell, width in zip(row, widths, strict=False)).rstrip()


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    """Columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


# --- what is not in it --------------------------------------------------------------------------------------------


def _unknown(found: LivedAgain, house: House, words: Words) -> Iterator[str]:
    devices = [device for place in found.rooms for device in _devices(house, place)]
    lacking = [device.entity for device in devices if device.heats and device.power is None]
    if lacking:
        yield words.say(lived_again.NO_POWER, entity=", ".join(lacking))
    elif any(np.isnan(each[..., COST]).any() for each in found.figures.values()):
        yield words.say(lived_again.NO_PRICE)
    if any(device.cools for device in devices):
        yield words.say(lived_again.COOLS)


def _devices(house: House, place: PlaceId) -> tuple[Device, ...]:
    found = house.room(place)
    return found.devices if found is not None else ()
