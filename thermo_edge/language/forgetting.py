"""The sentences of forgetting a person: what goes, and what stays."""

from thermo_edge.home.forgetting import Forgetting
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words

DONE = N_("{who} is forgotten")
ASKED = N_("Type {who} to forget them for good.")

_GOES = N_("This goes for good")
_STAYS = N_("This stays")
_MEASURED = N_("Measurements of their own things ({what}), in every aggregate too: {count}")
_UNMEASURED = N_("Their own things, of which nothing was measured: {what}")
_SAID = N_(
    "Wishes, changes by hand and judgements: {count}. What stands of them ends, what was agreed because of them is "
    "withdrawn, and the next night learns comfort as if they had never been made"
)
_NAMED = N_("Their name in decisions, changes, notices and the record of the alarm: {count}. It says somebody then")
_KEYS = N_("Keys and tokens, with everything logged in by them: {count}; and who looked whether they were home")
_SETTINGS = N_(
    "Their entry in the settings, and earlier versions in which they stand, which can no longer be brought back: "
    "{count}"
)
_COPIES = N_("Copies that a restore or an upgrade had put aside: {count}")
_SENSORS = N_("What motion sensors, doors and meters saw: of whom, they do not know")
_MODELS = N_(
    "Models, until a night has learned without them, and how often the house was right: none has anybody's name"
)
_BACKUPS = N_("Backups that somebody has downloaded: delete them yourself, or they bring everything back")
_THINGS = N_("Names that you gave to rooms and things of the house")
_HOME = N_(
    "Home Assistant's own: its person, phone and history; the settings name them no more, so nothing of them is read"
)


def goes(found: Forgetting, words: Words) -> tuple[str, ...]:
    """What would go, a heading and a line for each kind."""
    traces, things = found.traces, ", ".join(sorted(found.whom.entities))
    lines = [words.say(_GOES)]
    if traces.readings:
        lines.append(words.say(_MEASURED, count=traces.readings, what=things))
    elif things:
        lines.append(words.say(_UNMEASURED, what=things))
    lines += [words.say(_SAID, count=traces.words), words.say(_NAMED, count=traces.named)]
    lines += [words.say(_KEYS, count=found.keys), words.say(_SETTINGS, count=found.versions)]
    if found.copies:
        lines.append(words.say(_COPIES, count=found.copies))
    return tuple(lines)


def stays(found: Forgetting, words: Words) -> tuple[str, ...]:
    """What would stay, the same for everybody."""
    del found
    return tuple(words.say(each) for each in (_STAYS, _SENSORS, _MODELS, _BACKUPS, _THINGS, _HOME))
