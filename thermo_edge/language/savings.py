"""The sentences about what the program saves, in English."""

from thermo_edge.home.savings import Design, LeftOut, Measure, Source
from thermo_edge.language.marks import N_

COMPARED = N_("A day for comparison: by hours, setback and presence alone")

DESIGNS: dict[Design, str] = {
    Design.ALTERNATING: N_(
        "From {begin} to {end}: {ours} days with Thermo Edge beside {plain} days for comparison that took turns with "
        "them by lot."
    ),
    Design.MATCHED: N_(
        "From {begin} to {end}: {ours} days with Thermo Edge beside {plain} days before it acted, of like weather. "
        "This is weaker evidence than days that take turns: whatever else changed in the house meanwhile is in it."
    ),
}
MISSING = N_("Not enough data yet: about {count} more days are needed.")
MISSING_BEFORE = N_(
    "Not enough data yet: about {count} more days are needed. Too few are known from before Thermo Edge "
    "acted, and no more will come: let days take turns (savings, alternate in the settings), or import the history."
)
NO_OUTDOOR = N_(
    "Without a thermometer outside days before and after cannot be compared. Name one, or let days take turns."
)

LESS: dict[Measure, str] = {
    Measure.ENERGY: N_("Energy: {value} kWh a day less, interval of 90 %: {low} to {high}"),
    Measure.SHARE: N_("That is {value} less than a plain day's, interval of 90 %: {low} to {high}"),
    Measure.MONEY: N_("Money: {value} {currency} a day less, interval of 90 %: {low} to {high}"),
    Measure.COLD: N_("Too cold with somebody home: {value} K·h a day less, interval of 90 %: {low} to {high}"),
    Measure.WARM: N_("Too warm with somebody home: {value} K·h a day less, interval of 90 %: {low} to {high}"),
    Measure.HOLDS: N_("Changes by hand: {value} a day less, interval of 90 %: {low} to {high}"),
}
MORE: dict[Measure, str] = {
    Measure.ENERGY: N_("Energy: {value} kWh a day more, interval of 90 %: {low} to {high}"),
    Measure.SHARE: N_("That is {value} more than a plain day's, interval of 90 %: {low} to {high}"),
    Measure.MONEY: N_("Money: {value} {currency} a day more, interval of 90 %: {low} to {high}"),
    Measure.COLD: N_("Too cold with somebody home: {value} K·h a day more, interval of 90 %: {low} to {high}"),
    Measure.WARM: N_("Too warm with somebody home: {value} K·h a day more, interval of 90 %: {low} to {high}"),
    Measure.HOLDS: N_("Changes by hand: {value} a day more, interval of 90 %: {low} to {high}"),
}
UNSURE = N_("This may as well be chance")

SOURCES: dict[Source, str] = {
    Source.METER: N_("Energy is what the meters counted."),
    Source.POWER: N_("No meter is named: energy is the full power in the settings times how long it ran."),
    Source.ASSUMED: N_(
        "No meter is named and not every power is known: energy is an assumed power times how long it ran. Go by the "
        "shares, not by the kWh."
    ),
}
LEFT_OUT: dict[LeftOut, str] = {
    LeftOut.CHANGED: N_("{count} days not counted: the house still held the heat of the day before, run the other way"),
    LeftOut.NOT_NORMAL: N_("{count} days not counted: guests, a party, illness or a vacation"),
    LeftOut.WINDOWS: N_("{count} days not counted: windows stood open for hours"),
    LeftOut.GAP: N_("{count} days not counted: too little is known of them"),
    LeftOut.OTHER_WEATHER: N_("{count} days not counted: the other side had no such weather"),
}
