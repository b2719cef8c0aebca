"""Whether what a home taught about who is where is in use, in one sentence."""

from thermo_edge.home.view import HouseView, OccupancyView
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.show.marks import stamp


def own_sentence(known: OccupancyView, view: HouseView, words: Words) -> str:
    """Since when, where and what it is worth; empty where nothing is learned."""
    own = known.own
    if own is None:
        return ""
    if own.since is None and own.days:
        return words.say(N_("What this home taught was no better than the shipped model, which goes on."))
    if own.since is None:
        return words.say(N_("Nothing that this home taught is in use yet: it takes two weeks of ordinary days."))
    names = [words.say(N_("the home as a whole"))] if own.home else []
    names += [words.place_name(view.house, place) for place in own.rooms]
    return words.say(
        N_("What this home taught is in use since {when}: its mean error is {after}, without it {before} ({where})."),
        when=stamp(own.since, view, words),
        after=f"{own.after:.3f}",
        before=f"{own.before:.3f}",
        where=words.say(N_(", ")).join(names),
    )
