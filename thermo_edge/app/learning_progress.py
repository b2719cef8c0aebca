"""What a page is shown of a night: its reports folded into one value."""

from dataclasses import replace
from datetime import datetime, timedelta

from thermo_edge.home.learning import LearningView, judged, latest
from thermo_edge.home.reason import Code, Reason
from thermo_edge.home.turn import Actor
from thermo_edge.learning.parent import Outcome, Result
from thermo_edge.learning.report import Report

LINES = 12
"""Of the log that are kept, and outcomes of the night."""


def heard_of(view: LearningView, report: Report, now: datetime) -> LearningView:
    """The view after one report more."""
    found = replace(view, at=now)
    if report.text and report.event in ("note", "outcome", "failed"):
        found = replace(found, log=(*found.log, report.text)[-LINES:])
    if report.outcome is not None:
        past = judged((*found.past, report.outcome))
        told = (*found.told, report.outcome)[-LINES:]
        found = replace(found, told=told, outcomes=latest((*found.outcomes, report.outcome)), past=past)
    if report.event != "step":
        return found
    share = (report.step - 1 + report.share) / report.of if report.of else 0.0
    return replace(
        found,
        step=report.step,
        of=report.of,
        name=report.name,
        place=report.place,
        loss=report.loss,
        share=share,
        left=_left(view, report, share, now),
    )


def _left(view: LearningView, report: Report, share: float, now: datetime) -> timedelta | None:
    """By the pace so far; the budget that is left is the most, and in the beginning the only thing known."""
    most = timedelta(seconds=report.left) if report.left else None
    if view.begun is None or share <= 0.05:
        return most
    paced = (now - view.begun) * ((1.0 - share) / share)
    return min(paced, most) if most is not None else paced


def why_ended(outcome: Outcome, who: Actor) -> Reason | None:
    """Why a night came to nothing; None: it is done."""
    if outcome.result is Result.DONE:
        return None
    if outcome.result is Result.STOPPED:
        return Reason.of(Code.NIGHT_STOPPED, who=who.name, kind=who.kind.value)
    if outcome.result is Result.UNUSABLE and "another training" in outcome.text:
        return Reason(Code.NIGHT_BUSY)
    return Reason.of(Code.NIGHT_FAILED, detail=outcome.text or outcome.result.value)
