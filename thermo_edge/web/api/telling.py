"""The house as the API tells it."""

from collections.abc import Iterator, Mapping

from thermo_edge.home.house import House, Mode
from thermo_edge.home.past import RoomPast
from thermo_edge.home.reason import Reason
from thermo_edge.home.turn import Actor, DecisionRecord
from thermo_edge.home.view import HouseView, LampsView, RoomView
from thermo_edge.language.words import Words
from thermo_edge.web.api import discretion, models
from thermo_edge.web.show import things
from thermo_edge.web.show.decisions import DecisionCard, decision_card, latest_acts
from thermo_edge.web.show.home import wishes

_MODES: Mapping[Mode, models.ModeName] = {
    Mode.OBSERVE: "observe",
    Mode.SUGGEST: "suggest",
    Mode.ASK: "ask",
    Mode.ACT: "act",
}


def house(view: HouseView, words: Words, shows: bool) -> models.House:
    """`shows`: whether it is told who is where."""
    regime = view.occupancy.regime if view.occupancy is not None else None
    return models.House(
        at=view.at,
        name=view.house.name,
        zone=view.house.zone.key,
        outdoor=view.outdoor,
        observe_everything=view.observe_everything,
        would_today=view.would_today,
        regime=regime.regime.value if regime is not None else "normal",
        way=view.way.value if view.way is not None else None,
        rooms=tuple(room(each, view.house, words, shows) for each in view.rooms),
        sources=tuple(
            models.Source(
                id=each.id,
                name=each.name,
                mode=mode(each.mode),
                ceiling=mode(each.ceiling),
                on=each.on,
                unprotected=each.unprotected,
            )
            for each in view.sources
        ),
        holds=tuple(
            models.HoldTold(
                entity=hold.point.entity,
                attribute=hold.point.attribute.value,
                value=hold.value,
                place=hold.place,
                who=who(hold.who),
                until=hold.until,
                text=words.hold(hold, view.house),
            )
            for hold in view.holds
        ),
        wishes=tuple(
            models.WishOfRoom(
                place=wish.room,
                target=wish.target,
                who=who(wish.who),
                until=wish.until,
                text=words.wish(wish, view.house),
            )
            for wish in wishes(view)
        ),
        asks=tuple(
            models.Question(key=ask.key, place=ask.place, text=words.question(ask, view.house), until=ask.until)
            for ask in view.asks
        ),
        notices=tuple(_notice(view, words)),
    )


def _notice(view: HouseView, words: Words) -> list[models.NoticeTold]:
    told = []
    for notice in view.notices:
        title, text = words.notice(notice, view.house)
        told.append(
            models.NoticeTold(
                key=notice.key, severity=notice.severity.value, title=title, text=text, since=notice.since
            )
        )
    return told


def room(each: RoomView, house: House, words: Words, shows: bool) -> models.Room:
    """`shows`: whether it is told who is there."""
    wish = each.wish
    return models.Room(
        id=each.id,
        name=each.name,
        temperature=each.temperature,
        feels=each.feels,
        stale=each.stale,
        band=models.Range(low=each.band.low, high=each.band.high) if each.band is not None else None,
        bands=tuple(models.BandTold(since=since, low=band.low, high=band.high) for since, band in each.bands),
        unprotected=each.unprotected,
        mode=mode(each.mode),
        ceiling=mode(each.ceiling),
        presence=each.presence.value if shows else None,
        here=each.here.value if shows and each.here is not None else None,
        window_open=each.window_open,
        heating=each.heating,
        cooling=each.cooling,
        wish=models.WishTold(target=wish.target, who=who(wish.who), until=wish.until) if wish is not None else None,
        lamps=_lamps(each.lamps) if each.lamps is not None else None,
        offer=models.Offer(key=each.offer.key, text=words.offer(each.offer, house)) if each.offer else None,
        agreed=tuple(
            models.Agreement(situation=one.situation, doing=one.doing, offset=one.offset, who=who(one.who))
            for one in each.agreed
        ),
    )


def _lamps(lamps: LampsView) -> models.Lamps:
    return models.Lamps(
        total=lamps.total,
        on=lamps.on,
        brightness=lamps.brightness,
        mode=mode(lamps.mode),
        ceiling=mode(lamps.ceiling),
        wished=lamps.wished,
    )


def decisions(view: HouseView, words: Words, shows: bool) -> tuple[models.DecisionTold, ...]:
    """`shows`: whether it is told who is where."""
    latest = latest_acts(view.decisions)
    told = []
    for record in view.decisions:
        card = decision_card(record, view, words, latest=record.number in latest)
        request, because = record.decision.request, record.decision.because
        told.append(
            models.DecisionTold(
                number=record.number,
                at=record.at,
                until=record.until,
                place=request.place,
                domain=request.domain.value,
                entity=request.point.entity,
                attribute=request.point.attribute.value,
                value=request.value,
                outcome=record.decision.outcome.value,
                title=card.title,
                why=card.why,
                code=request.reason.code.value,
                because=because.code.value if because is not None else None,
                undo=card.undo,
                otherwise=tuple(_instead(record, card)),
            )
        )
    return tuple(told if shows else (discretion.decision(each, words) for each in told))


def _instead(record: DecisionRecord, card: DecisionCard) -> Iterator[models.InsteadTold]:
    for each, row in zip(record.otherwise, card.otherwise, strict=True):
        yield models.InsteadTold(
            what=models.Why(code=each.what.code.value, text=row.what),
            title=row.then,
            outcome=each.outcome.value if each.outcome is not None else None,
            value=each.value,
        )


def past(found: RoomPast) -> models.PastTold:
    return models.PastTold(
        begin=found.begin,
        step_minutes=found.step.total_seconds() / 60,
        low=found.low,
        mean=found.mean,
        high=found.high,
        heating=found.heating,
        outdoor=found.outdoor,
    )


def reason(why: Reason, house: House, words: Words, shows: bool = True) -> models.Why:
    """`shows`: whether it is told who is where."""
    told = models.Why(code=why.code.value, text=things.why(why, house, words))
    return told if shows else discretion.reason(told, words)


def who(actor: Actor | None) -> str:
    """Their name; empty: not known."""
    return actor.name if actor is not None else ""


def mode(step: Mode) -> models.ModeName:
    return _MODES[step]
