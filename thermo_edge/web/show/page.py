"""What every page but the first has in common, as one value: its time, its sentence, and whether it can be believed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from thermo_edge.home.view import HouseView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.headline import Headline
from thermo_edge.web.show.home import note
from thermo_edge.web.show.parts import Parts


@dataclass(frozen=True)
class PageModel:
    """A page; those of each page add their parts. `broken` says why some of them are missing."""

    time: str
    headline: Headline
    stale: bool = False  # it is what was last known
    seen: bool = True
    waiting: bool = False  # it may be seen in a moment
    broken: tuple[str, ...] = ()


P = TypeVar("P", bound=PageModel)


def unseen(kind: Callable[..., P], words: Words, answers: bool) -> P:
    """A page before the house was seen; `answers` is whether the house's loop still comes round."""
    sentences = () if answers else (words.say(N_("The house does not answer.")),)
    return kind("", Headline(sentences), seen=False, waiting=answers)


def begun(
    kind: Callable[..., P],
    parts: Parts,
    view: HouseView,
    words: Words,
    answers: bool,
    demo: float | None,
    headline: Callable[[], Headline],
) -> P:
    """A page that has no parts yet. `demo`: how many times faster a simulated home's time runs; None: it is real."""
    said = parts.one(headline, Headline(()))
    return kind(
        parts.one(lambda: words.instant(view.at), ""),
        replace(said, note=note(demo, words)),
        stale=not answers or not parts.one(lambda: view.health.link_ready, False),
    )
