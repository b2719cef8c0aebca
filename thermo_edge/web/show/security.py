"""The page of the alarm as one value: what stands in the way, what is open, and how many alarms there were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thermo_edge.home.events import PastAlarm
from thermo_edge.home.memory import Guarding
from thermo_edge.home.view import AlarmView, HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.alarm import AlarmModel, alarm_model, alarm_state
from thermo_edge.web.show.alerts import AlertsModel, alerts_model
from thermo_edge.web.show.headline import Headline, headline
from thermo_edge.web.show.home import cannot_send
from thermo_edge.web.show.marks import stamp
from thermo_edge.web.show.page import PageModel, begun, unseen
from thermo_edge.web.show.parts import Parts

BUDGET_DAYS = 30


@dataclass(frozen=True)
class SecurityModel(PageModel):
    """Everything on the page but what is looked up in the history."""

    alerts: AlertsModel | None = None
    alarm: AlarmModel | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """How many alarms there were of late: a cell a day, the newest last, each `calm`, `fine` or `alarm`."""

    sentence: str
    cells: tuple[str, ...]
    label: str


def security_model(
    view: HouseView | None, words: Words, answers: bool = True, demo: float | None = None
) -> SecurityModel:
    """The page for a view; `answers` is whether the house's loop still comes round."""
    if view is None:
        return unseen(SecurityModel, words, answers)
    parts = Parts()
    made = begun(SecurityModel, parts, view, words, answers, demo, lambda: _headline(view, words, answers))
    blocked = parts.one(lambda: cannot_send(view, words, answers), "")
    alarm = parts.one(lambda: alarm_model(view, words, blocked, answers), None)
    return replace(
        made,
        alerts=parts.one(lambda: alerts_model(view, words, alarm.locked if alarm is not None else blocked), None),
        alarm=alarm,
        broken=tuple(parts.broken),
    )


def budget(past: Sequence[PastAlarm], view: HouseView, words: Words) -> Budget:
    """The last days, of which people have said of some alarms that there was nothing."""
    today = view.house.local(view.at).date().toordinal()
    days = ["calm"] * BUDGET_DAYS
    for each in past:
        back = today - view.house.local(each.at).date().toordinal()
        if 0 <= back < BUDGET_DAYS and days[-1 - back] != "alarm":
            days[-1 - back] = "fine" if each.fine else "alarm"
    if not past:
        sentence = words.say(N_("No alarm in the last {days} days."), days=float(BUDGET_DAYS))
    else:
        told = N_("{count} alarms in the last {days} days, the latest {when}.")
        if len(past) == 1:
            told = N_("One alarm in the last {days} days: {when}.")
        when = stamp(past[0].at, view, words)
        sentence = words.say(told, count=float(len(past)), days=float(BUDGET_DAYS), when=when)
        fine = sum(each.fine for each in past)
        if fine:
            sentence += " " + words.say(N_("There was nothing in {count} of them."), count=float(fine))
    return Budget(sentence, tuple(days), sentence)


def _headline(view: HouseView, words: Words, answers: bool) -> Headline:
    if not answers or not view.rooms or not view.health.link_ready:
        return replace(headline(view, words, answers), note="")
    alarm = view.alarm
    if alarm is None:
        nothing = words.say(N_("This house has no alarm in its settings."))
        return Headline((nothing,), (words.say(N_("Doors, windows and motion are listed all the same.")),))
    state = alarm_state(alarm, words).words
    if alarm.hazards or alarm.alerts:
        return Headline((words.say(N_("Something needs you now.")),), (state,))
    return Headline((_first(alarm, words),), (words.say(N_("{what}."), what=state),))


def _first(alarm: AlarmView, words: Words) -> str:
    if alarm.state is not Guarding.DISARMED:
        calm = alarm.state is Guarding.ARMED
        return words.say(N_("The house is on watch.")) if calm else alarm_state(alarm, words).words
    in_the_way = {reason.get("entity") for _, reasons in alarm.blockers for reason in reasons}
    in_the_way.discard(None)
    if not in_the_way:
        return words.say(N_("All is calm, and all is closed."))
    if len(in_the_way) == 1:
        return words.say(N_("One thing stands in the way of arming."))
    return words.say(N_("{count} things stand in the way of arming."), count=float(len(in_the_way)))
