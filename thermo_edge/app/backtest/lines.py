"""A replay of the past as people read it, and as figures."""

from collections.abc import Iterator

from thermo_edge.home.hindsight import Count, Hindsight, Judged
from thermo_edge.home.house import Domain, House
from thermo_edge.language import hindsight
from thermo_edge.language.words import Words

SHOWN = 30
"""So many of what would have been wrong are told one by one."""


def lines(found: Hindsight, house: House, words: Words, planned: bool = False, again: bool = False) -> Iterator[str]:
    """What is said about it: all, by domain and room, and what would have been wrong.

    `again`: the days are lived again as well.
    """
    days = float(round(found.days))
    whole = found.of()
    if not whole.total:
        yield words.say(hindsight.NOTHING, days=days)
    else:
        yield words.say(hindsight.WHOLE, days=days, **_facts(whole))
    if found.missing:
        yield words.say(hindsight.MISSING, left=found.missing.total_seconds())
    if found.unheard:
        yield words.say(hindsight.UNHEARD, entity=", ".join(found.unheard))
    for domain in Domain:
        yield from _domain(found, domain, house, words)
    yield from _warmth(found, house, words)
    if (found.warmth or found.of(Domain.CLIMATE).total) and not again:
        yield words.say(hindsight.NO_SAVING)
    if planned:
        yield words.say(hindsight.NO_PLAN_LIVED)
    if house.alarm is not None:
        yield words.say(hindsight.NO_ARMING)
    shown = sorted(found.wrongs, key=lambda judged: judged.act.at)[-SHOWN:]  # they come as they were judged
    if shown:
        head = hindsight.OF_MANY if whole.wrong > len(shown) else hindsight.WRONG
        yield ""
        yield words.say(head, count=float(len(shown)), total=float(whole.wrong))
        yield from (wrong(judged, house, words) for judged in shown)


def wrong(judged: Judged, house: House, words: Words) -> str:
    """One of those that would have been wrong, with why it would have been done and what speaks against it."""
    local, request = house.local(judged.act.at), judged.act.decision.request
    against = words.why(judged.reason, house) if judged.reason is not None else ""
    return words.say(
        hindsight.ONE,
        when=f"{local:%Y-%m-%d %H:%M}",
        title=words.title(judged.act.decision, house),
        why=words.why(request.reason, house),
        but=against,
    )


def as_json(found: Hindsight, policy: str) -> dict[str, object]:
    """The figures, for other programs."""
    return {
        "policy": policy,
        "begin": found.begin.isoformat(),
        "end": found.end.isoformat(),
        "missing_hours": round(found.missing.total_seconds() / 3600, 2),
        "unheard": list(found.unheard),
        "counts": [
            {"domain": domain.value, "place": place, "right": c.right, "wrong": c.wrong, "unknown": c.unknown}
            for (domain, place), c in sorted(found.counts.items())
        ],
        "wrong": [
            {
                "at": judged.act.at.isoformat(),
                "domain": judged.act.domain.value,
                "place": judged.act.place,
                "entity": judged.act.decision.request.point.entity,
                "value": judged.act.decision.request.value,
                "why": judged.act.decision.request.reason.code.value,
                "but": judged.reason.code.value if judged.reason is not None else None,
            }
            for judged in found.wrongs
        ],
        "warmth": [
            {"place": w.place, "asked": round(w.asked, 2), "was": round(w.was, 2), "hours": round(w.hours, 1)}
            for w in found.warmth
        ],
    }


def _domain(found: Hindsight, domain: Domain, house: House, words: Words) -> Iterator[str]:
    every = found.of(domain)
    if not every.total:
        return
    what = words.say(hindsight.DOMAINS[domain.value])
    yield ""
    yield words.say(hindsight.PART, what=what, **_facts(every))
    for place in house.places:
        here = found.of(domain, place)
        if here.total:
            yield "  " + words.say(hindsight.ROOM, room=words.place_name(house, place), what=what, **_facts(here))


def _warmth(found: Hindsight, house: House, words: Words) -> Iterator[str]:
    """What would have been asked of thermostats beside what was."""
    if found.warmth or found.of(Domain.CLIMATE).total:
        yield ""
    for room in found.warmth:
        name = words.place_name(house, room.place)
        yield words.say(hindsight.WARMTH, room=name, target=room.asked, temperature=room.was)


def _facts(count: Count) -> dict[str, float]:
    return {
        "count": float(count.total),
        "right": float(count.right),
        "wrong": float(count.wrong),
        "unknown": float(count.unknown),
    }
