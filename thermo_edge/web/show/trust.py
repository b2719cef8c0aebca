"""How far the program has earned to go with one thing in one place, as its card says it."""

from thermo_edge.home.reason import Fact
from thermo_edge.home.trust import TrustView
from thermo_edge.language import trust
from thermo_edge.language.words import Words


def earned_line(standing: TrustView, words: Words) -> str:
    """What people judged right, what is missing for the next step, and how it came to the present one."""
    facts: dict[str, Fact | None] = {
        "right": float(standing.right),
        "judged": float(standing.judged),
        "needs": float(standing.needs),
        "bound": words.share(standing.bound),
        "lower": words.share(standing.lower or 0.0),
    }
    told = [words.say(_sentence(standing), **facts)]
    if standing.fell is not None:
        told.append(words.say(trust.FELL, wrong=float(standing.fell.wrong), total=float(standing.fell.done)))
    if standing.early:
        told.append(words.say(trust.EARLY))
    return " ".join(told)


def step_question(standing: TrustView, words: Words) -> str:
    """The next step as a question, where it is offered."""
    if not standing.offered or standing.following is None:
        return ""
    return words.say(trust.QUESTIONS[standing.domain, standing.following])


def _sentence(standing: TrustView) -> str:
    if standing.following is None:
        return trust.TOP if standing.judged else trust.TOP_NOTHING
    if standing.earned:
        return trust.EARNED
    if not standing.judged:
        return trust.NOTHING
    return trust.REPLAYED if standing.replayed else trust.STANDS
