"""The sentences about what would have been done in the past, and what of it would have been wrong, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.HINDSIGHT_SAID: N_("{who} called the same thing wrong"),
    Code.HINDSIGHT_BY_HAND: N_("{who} set it otherwise by hand {after} later"),
    Code.HINDSIGHT_WISHED: N_("{who} wished for {target} there {after} later"),
    Code.HINDSIGHT_STILL_THERE: N_("Somebody was seen there {after} later"),
    Code.HINDSIGHT_LEFT_DARK: N_("Somebody stayed there for {after} and left it dark"),
    Code.HINDSIGHT_CAME_HOME: N_("Somebody was seen at home {after} later"),
}

WHOLE = N_(
    "In your last {days} days I would have acted {count} times: {right} right, {wrong} wrong, {unknown} that cannot be "
    "judged."
)
NOTHING = N_("In your last {days} days there was nothing that I would have done.")
MISSING = N_("Of that time nothing was kept for {left}: it was left out.")
UNHEARD = N_("The history knows nothing of {entity}: without that nothing can be said about it.")
PART = N_("{what}: {count} times; {right} right, {wrong} wrong, {unknown} that cannot be judged")
ROOM = N_("{room}, {what}: {count} times; {right} right, {wrong} wrong, {unknown} that cannot be judged")
WRONG = N_("What would have been wrong, the latest last:")
OF_MANY = N_("What would have been wrong, the latest {count} of {total}:")
ONE = N_("{when} {title}. {why}. But: {but}.")
WARMTH = N_("{room}: {target} would have been asked on average, {temperature} was set")
NO_SAVING = N_(
    "How warm it would have been and what it would have taken cannot be read from these counts: --live-again lives "
    "your last days again in a twin of your rooms and says that."
)
NO_PLAN_LIVED = N_(
    "A plan is made anew each quarter of an hour from what was. Its heat never came, so it asks for it again and "
    "again: these counts say how often, and not how it would have been to live with."
)
NO_ARMING = N_("Whether the alarm was armed is not replayed: only smoke, gas and leaks are.")
HERE = N_("Tried on your last {days} days here: {right} right, {wrong} wrong, {unknown} that cannot be judged.")
NONE_HERE = N_("Tried on your last {days} days: nothing would have been done here.")

DOMAINS: dict[str, str] = {"climate": N_("heating"), "lighting": N_("light"), "security": N_("alarm")}
