"""The sentences about the last days lived again in the twin of a home's rooms, in English."""

from thermo_edge.language.marks import N_

HEAD = N_(
    "Your last {days} days lived again in the twin of your rooms, each time by another policy. Every figure is the "
    "mean of {count} twins, all of which may be so; in brackets the least and the most of them."
)
WHOLE = N_("All these rooms, a day (too cold and too warm: the mean room)")
ROOM = N_("{room}, a day")
LEFT_OUT = N_("{room} is left out. {why}.")
NOBODY = N_(
    "Your last days cannot be lived again: no room has a twin that may be believed. It takes nine days of what a "
    "room’s thermometer, its heater and the outdoor temperature said, with eight hours of heat among them."
)
HOW = N_(
    "The day before these was lived too and is not counted. Weather, people, windows and wishes are as they were; "
    "nobody changes anything by hand. Too cold and too warm are by the hours of your settings, while somebody is home. "
    "What is known of your thermostats and your taste is what is known today, with these days in it."
)
TAUGHT = N_(
    "Plans go by the models and by what rooms had taught before these days began, as far as that is still kept."
)
SURE = N_(
    "What lies in brackets is what your history leaves open about each room; more than that may be wrong. Compare the "
    "policies with each other rather than with your bill: where a valve says only that it heats, and not how far it is "
    "open, heat, energy and cost come out too high, in simulated homes by 30 to 60 %."
)
NO_POWER = N_("Energy and cost are not known: the settings do not say the power of {entity}.")
NO_PRICE = N_("What it costs is not known: for more than a tenth of this time there is no price.")
NO_PLAN = N_("No plan was lived: the thermal model cannot run here.")
COOLS = N_("What cools is lived with, but its energy and cost are not in these figures.")

MEASURED = N_("measured then")
POLICIES: dict[str, str] = {
    "as-it-was": N_("as it was"),
    "constant": N_("warm all day"),
    "rule": N_("the plain rule"),
    "preheat-1h": N_("the rule, 1 h earlier"),
    "preheat-3h": N_("the rule, 3 h earlier"),
    "preheat-6h": N_("the rule, 6 h earlier"),
    "plan": N_("by plans"),
}
MEASURES: dict[str, str] = {
    "cold": N_("too cold, K·h"),
    "warm": N_("too warm, K·h"),
    "heat": N_("full heat, h"),
    "energy": N_("energy, kWh"),
    "cost": N_("cost"),
    "commands": N_("commands"),
    "starts": N_("starts of heat"),
}
AGAINST: dict[str, str] = {
    "heat": N_("heat against as it was"),
    "energy": N_("energy against as it was"),
}
