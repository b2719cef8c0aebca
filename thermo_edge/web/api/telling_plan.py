"""The hours around now as the API tells them."""

from thermo_edge.home.day import RoomDay
from thermo_edge.home.house import House
from thermo_edge.home.otherwise import Otherwise
from thermo_edge.home.turn import Decision
from thermo_edge.home.view import PlannedRoomView, PlanView
from thermo_edge.home.what_if import Imagined
from thermo_edge.language.words import Words
from thermo_edge.web.api import models_plan as models
from thermo_edge.web.api.telling import reason


def plan(made: PlanView, house: House, words: Words) -> models.PlanTold:
    return models.PlanTold(
        at=made.at,
        step_minutes=made.step.total_seconds() / 60,
        cost=made.cost,
        energy=made.energy,
        discomfort=made.discomfort,
        fresh=made.fresh,
        rooms=tuple(_room(each, house, words) for each in made.rooms),
        alternatives=tuple(
            models.AlternativeTold(what=each.what.value, cost=each.cost, energy=each.energy, discomfort=each.discomfort)
            for each in made.alternatives
        ),
        left_out={place: reason(why, house, words) for place, why in made.left_out},
        notes=tuple(reason(note, house, words) for note in made.notes),
        outdoor=made.around.outdoor,
        sun=made.around.sun,
        price=made.around.price,
        weather=made.weather.value if made.weather is not None else None,
    )


def _room(each: PlannedRoomView, house: House, words: Words) -> models.PlannedRoom:
    return models.PlannedRoom(
        id=each.id,
        heat=each.heat,
        cool=each.cool,
        temperature=each.temperature,
        tenth=each.tenth,
        ninetieth=each.ninetieth,
        spans=tuple(
            models.SpanTold(first=span.first, end=span.end, why=reason(span.reason, house, words))
            for span in each.spans
        ),
        ready=tuple(
            models.ReadyTold(
                start=one.start, ready=one.ready, margin_minutes=one.margin.total_seconds() / 60, target=one.target
            )
            for one in each.ready
        ),
        kelvin=each.kelvin,
        followed=each.followed,
    )


def day(found: RoomDay) -> models.DayTold:
    return models.DayTold(
        begin=found.begin,
        step_minutes=found.step.total_seconds() / 60,
        temperature=found.temperature,
        heating=found.heating,
        outdoor=found.outdoor,
        price=found.price,
    )


def otherwise(found: Otherwise, house: House, words: Words) -> models.OtherwiseTold:
    return models.OtherwiseTold(
        domain=found.domain.value,
        what=reason(found.what, house, words),
        now=_decided(found.now, house, words),
        then=_decided(found.then, house, words),
    )


def imagined(found: Imagined, house: House, words: Words) -> models.ImaginedTold:
    return models.ImaginedTold(before=plan(found.before, house, words), after=plan(found.after, house, words))


def _decided(decision: Decision | None, house: House, words: Words) -> models.DecidedTold | None:
    if decision is None:
        return None
    request = decision.request
    return models.DecidedTold(
        title=words.title(decision, house),
        outcome=decision.outcome.value,
        entity=request.point.entity,
        attribute=request.point.attribute.value,
        value=request.value,
    )
