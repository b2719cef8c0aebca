"""What would have to be otherwise, in words."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY = {
    Code.IF_COLDER: N_("If it were {temperature} here"),
    Code.IF_WARMER: N_("If it were {temperature} here"),
    Code.IF_DARKER: N_("If it were as dark as {lux}"),
    Code.IF_BRIGHTER: N_("If it were as bright as {lux}"),
    Code.IF_NOBODY: N_("If nobody were here"),
    Code.IF_SOMEBODY: N_("If somebody were here"),
    Code.IF_SHUT: N_("If the window were shut"),
    Code.IF_LET_GO: N_("Without what somebody set or wished here"),
    Code.IF_ALLOWED: N_("If it were allowed to act here"),
    Code.IF_LATER: N_("At {until}, if all stays as it is"),
}

HAD = {
    Code.IF_COLDER: N_("Had it been {temperature} here"),
    Code.IF_WARMER: N_("Had it been {temperature} here"),
    Code.IF_DARKER: N_("Had it been as dark as {lux}"),
    Code.IF_BRIGHTER: N_("Had it been as bright as {lux}"),
    Code.IF_NOBODY: N_("Had nobody been here"),
    Code.IF_SOMEBODY: N_("Had somebody been here"),
    Code.IF_SHUT: N_("Had the window been shut"),
    Code.IF_LET_GO: N_("Without what somebody had set or wished here"),
    Code.IF_ALLOWED: N_("Had it been allowed to act here"),
    Code.IF_LATER: N_("At {until}, had all stayed as it was"),
}
"""The same of a decision that was made."""

NOTHING = N_("Nothing would have been asked for")
