"""Why something was done, refused or noticed: a code with numbers, never a sentence."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from thermo_edge.errors import ThermoEdgeError

Fact = float | str


class Code(StrEnum):
    """Every reason there is; `language` holds a sentence for each, in each language."""

    # what a rule wants
    WARM_HOURS = "warm_hours"
    SETBACK_HOURS = "setback_hours"
    NOBODY_HOME = "nobody_home"
    KEPT_DRY = "kept_dry"
    SURFACES_COLDER = "surfaces_colder"
    SURFACES_WARMER = "surfaces_warmer"
    WISHED = "wished"
    TOO_WARM = "too_warm"
    COOL_ENOUGH = "cool_enough"
    CLOCK_UNSURE = "clock_unsure"
    SOURCE_WANTED = "source_wanted"
    SOURCE_IDLE = "source_idle"
    UNDONE = "undone"
    SOMEBODY_HERE = "somebody_here"
    NOBODY_HERE = "nobody_here"
    GOING_OUT = "going_out"
    SUN_DOWN = "sun_down"
    STILL_HERE = "still_here"
    BY_THE_SUN = "by_the_sun"
    DAYLIGHT = "daylight"
    SUN_UP = "sun_up"
    LEFT_OFF = "left_off"
    UNSEEN_LONG = "unseen_long"
    LAMP_WISHED = "lamp_wished"
    ARM_WISHED = "arm_wished"
    DISARM_WISHED = "disarm_wished"
    INTRUSION = "intrusion"
    SIREN_LONG_ENOUGH = "siren_long_enough"
    VACATION = "vacation"
    AS_AGREED = "as_agreed"
    AS_SAID = "as_said"
    SHADED = "shaded"
    SHADED_AHEAD = "shaded_ahead"
    SUN_LEFT = "sun_left"
    CLOUDED = "clouded"
    SHADE_COOL = "shade_cool"
    STORM = "storm"
    FLOW_CURVE = "flow_curve"
    FLOW_RAISED = "flow_raised"
    FLOW_LOWERED = "flow_lowered"
    THERMOSTAT_HIGHER = "thermostat_higher"
    THERMOSTAT_LOWER = "thermostat_lower"
    THERMOSTAT_BEYOND = "thermostat_beyond"
    THERMOSTAT_LEARNED = "thermostat_learned"
    HEAT_INFERRED = "heat_inferred"
    # what a plan wants, and why there is none
    COMFORT_NOW = "comfort_now"
    PREHEAT = "preheat"
    KEPT_AHEAD = "kept_ahead"
    CHEAP_NOW = "cheap_now"
    COASTING = "coasting"
    RESTING = "resting"
    CO_HEATED = "co_heated"
    POWER_CAPPED = "power_capped"
    FULL_HEAT = "full_heat"
    NOT_REACHED = "not_reached"
    COOLED_AHEAD = "cooled_ahead"
    NO_OUTLOOK = "no_outlook"
    NO_RESPONSE = "no_response"
    PRICE_GUESSED = "price_guessed"
    PRICE_STAYS = "price_stays"
    PRICE_UNKNOWN = "price_unknown"
    PRICE_COURSE = "price_course"
    PRICE_OF_SOURCE = "price_of_source"
    COP_AHEAD = "cop_ahead"
    SURPLUS_AHEAD = "surplus_ahead"
    SURPLUS_FADES = "surplus_fades"
    POWER_LIMIT = "power_limit"
    CARBON_COUNTS = "carbon_counts"
    POWER_ASSUMED = "power_assumed"
    POWER_PARTLY = "power_partly"
    PLAN_INSTEAD = "plan_instead"
    PLAN_UNFIT = "plan_unfit"
    PLAN_LATE = "plan_late"
    # what speaks for a belief of who is where
    ROOM_STIRS = "room_stirs"
    ROOM_STIRRED = "room_stirred"
    ROOM_NO_SIGN = "room_no_sign"
    ROOM_SENSORS_DOUBTED = "room_sensors_doubted"
    ROOM_LEARNED = "room_learned"
    ROOM_NEXT_DOOR = "room_next_door"
    ROOM_CO2 = "room_co2"
    ROOM_LIGHT = "room_light"
    ROOM_POWER = "room_power"
    HOME_PHONES = "home_phones"
    AWAY_PHONES = "away_phones"
    HOME_LEFT = "home_left"
    HOME_STIRRED = "home_stirred"
    HOME_LEARNED = "home_learned"
    ALARM_CLOCK = "alarm_clock"
    CALENDAR_BUSY = "calendar_busy"
    # what safety wants
    FROST = "frost"
    OVERHEAT = "overheat"
    BLIND = "blind"
    WINDOW_OPEN = "window_open"
    WINDOW_FELT = "window_felt"
    SMOKE = "smoke"
    GAS = "gas"
    LEAK = "leak"
    HANDED_BACK = "handed_back"
    # why the guard says no
    NOT_FINITE = "not_finite"
    NOT_FOR_DEVICE = "not_for_device"
    OUT_OF_RANGE = "out_of_range"
    OBSERVING = "observing"
    SUGGESTING = "suggesting"
    ASKING = "asking"
    DECLINED = "declined"
    WARM_ENOUGH = "warm_enough"
    HELD = "held"
    OUTRANKED = "outranked"
    HEAT_AND_COOL = "heat_and_cool"
    MINIMUM_ON = "minimum_on"
    MINIMUM_OFF = "minimum_off"
    BUDGET_SPENT = "budget_spent"
    UNPROTECTED = "unprotected"
    LINK_DOWN = "link_down"
    DEVICE_AWAY = "device_away"
    SECOND_PROGRAM = "second_program"
    WAITING = "waiting"
    ALREADY_SO = "already_so"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_DECISION = "unknown_decision"
    NOTHING_TO_UNDO = "nothing_to_undo"
    TOO_LATE = "too_late"
    TOO_FAR_AHEAD = "too_far_ahead"
    IF_COLDER = "if_colder"
    IF_WARMER = "if_warmer"
    IF_DARKER = "if_darker"
    IF_BRIGHTER = "if_brighter"
    IF_NOBODY = "if_nobody"
    IF_SOMEBODY = "if_somebody"
    IF_SHUT = "if_shut"
    IF_LET_GO = "if_let_go"
    IF_ALLOWED = "if_allowed"
    IF_LATER = "if_later"
    NO_FORECAST = "no_forecast"
    NO_HOURS = "no_hours"
    NO_SET_POINT = "no_set_point"
    ABOVE_CEILING = "above_ceiling"
    BUSY = "busy"
    TEST_NEEDS_LEAVE = "test_needs_leave"
    TEST_NEEDS_OFF = "test_needs_off"
    NO_GRANT = "no_grant"
    NOT_LIT = "not_lit"
    EFFECT_RUNS = "effect_runs"
    NO_ALARM = "no_alarm"
    NO_LAMP = "no_lamp"
    NO_LEVEL = "no_level"
    LAMP_HELD = "lamp_held"
    LAMP_DECLINED = "lamp_declined"
    SAID_WRONG = "said_wrong"
    STANDS_OPEN = "stands_open"
    NOT_ANSWERING = "not_answering"
    SOMEONE_INSIDE = "someone_inside"
    OTHERS_HOME = "others_home"
    PANEL_SILENT = "panel_silent"
    PANEL_REFUSED = "panel_refused"
    CODE_NEEDED = "code_needed"
    CODE_WRONG = "code_wrong"
    CODE_LOCKED = "code_locked"
    MOVED_LATELY = "moved_lately"
    OPENING_OPEN = "opening_open"
    OPENING_UNKNOWN = "opening_unknown"
    WOULD_CLOSE = "would_close"
    # who may come in, and what they may
    ONLY_OWNER = "only_owner"
    READS_ONLY = "reads_only"
    LOG_IN_WRONG = "log_in_wrong"
    LOG_IN_NEEDED = "log_in_needed"
    TOO_MANY_TRIES = "too_many_tries"
    SETUP_CODE_WRONG = "setup_code_wrong"
    PASSWORD_SET = "password_set"  # noqa: S105
    PASSWORD_LENGTH = "password_length"  # noqa: S105
    PASSWORDS_DIFFER = "passwords_differ"
    NAME_NEEDED = "name_needed"
    NAME_TAKEN = "name_taken"
    LAST_OWNER = "last_owner"
    FORM_STALE = "form_stale"
    # what a trial of what was learned came to
    TRIAL_BETTER = "trial_better"
    TRIAL_NO_BETTER = "trial_no_better"
    TRIAL_PLAIN = "trial_plain"
    TRIAL_WORSE = "trial_worse"
    TRIAL_REGRESSES = "trial_regresses"
    TRIAL_TOO_LITTLE = "trial_too_little"
    TRIAL_UNUSUAL = "trial_unusual"
    TWIN_FITS = "twin_fits"
    TWIN_TOO_SHORT = "twin_too_short"
    TWIN_NO_HEAT = "twin_no_heat"
    TWIN_NO_WEATHER = "twin_no_weather"
    TWIN_STILL = "twin_still"
    TWIN_TOO_WRONG = "twin_too_wrong"
    TWIN_OTHERWISE = "twin_otherwise"
    TWIN_HOLDS = "twin_holds"
    TWIN_COLDER = "twin_colder"
    TWIN_WARMER = "twin_warmer"
    TWIN_DEARER = "twin_dearer"
    TWIN_BUSIER = "twin_busier"
    TWIN_ALARMS = "twin_alarms"
    LEARNED_HERE = "learned_here"
    LEARNED_NOT_YET = "learned_not_yet"
    LEARNED_BACK = "learned_back"
    NETWORK_BACK = "network_back"
    # who changed a device
    OWN_ECHO = "own_echo"
    PERSON_CHANGED = "person_changed"
    DEVICE_CHANGED = "device_changed"
    AUTOMATION_CHANGED = "automation_changed"
    # why it would have been wrong, by what people did afterwards
    HINDSIGHT_SAID = "hindsight_said"
    HINDSIGHT_BY_HAND = "hindsight_by_hand"
    HINDSIGHT_WISHED = "hindsight_wished"
    HINDSIGHT_STILL_THERE = "hindsight_still_there"
    HINDSIGHT_LEFT_DARK = "hindsight_left_dark"
    HINDSIGHT_CAME_HOME = "hindsight_came_home"
    # what a person should know
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - the name of a notice
    NOT_HOME_ASSISTANT = "not_home_assistant"
    HOME_STARTING = "home_starting"
    SENSOR_SILENT = "sensor_silent"
    SENSOR_NEVER_SEEN = "sensor_never_seen"
    SENSOR_STUCK = "sensor_stuck"
    SENSOR_SHARED = "sensor_shared"
    WINDOW_LEFT = "window_left"
    MANY_AWAY = "many_away"
    PROTECT_FAILED = "protect_failed"
    SENSOR_IMPLAUSIBLE = "sensor_implausible"
    ENTITY_MISSING = "entity_missing"
    ENTITY_RENAMED = "entity_renamed"
    STATE_TOO_LARGE = "state_too_large"
    DISOBEYED = "disobeyed"
    NO_EFFECT = "no_effect"
    CLOCK_BEHIND = "clock_behind"
    STORE_FAILS = "store_fails"
    STORE_TOO_NEW = "store_too_new"
    STORE_CORRUPT = "store_corrupt"
    DISK_FULL = "disk_full"
    SETTINGS_BROKEN = "settings_broken"
    SETTINGS_NEED_RESTART = "settings_need_restart"
    TURN_FAILED = "turn_failed"
    ARM_REFUSED = "arm_refused"
    CAME_BACK_OPEN = "came_back_open"
    WATCH_SILENT = "watch_silent"
    FORECAST_AWAY = "forecast_away"
    FORECAST_NEVER = "forecast_never"
    FORECAST_ODD = "forecast_odd"
    FORECAST_FAR = "forecast_far"
    FORECAST_IMPOSSIBLE = "forecast_impossible"
    ENERGY_AWAY = "energy_away"
    ENERGY_ODD = "energy_odd"
    AIRING_ADVISED = "airing_advised"
    HEAT_FELL_BACK = "heat_fell_back"
    LIGHT_FELL_BACK = "light_fell_back"
    WAS_FINE = "was_fine"
    # why there is no night of learning, or none now
    NIGHT_AWAKE = "night_awake"
    NIGHT_HOT = "night_hot"
    NIGHT_BATTERY = "night_battery"
    NIGHT_BUSY = "night_busy"
    NIGHT_STOPPED = "night_stopped"
    NIGHT_FAILED = "night_failed"
    NIGHT_TIME_UP = "night_time_up"
    NIGHT_CLOCK = "night_clock"
    NO_NIGHT_RUNS = "no_night_runs"
    NOTHING_LEARNS = "nothing_learns"
    NOTHING_TO_ROLL_BACK = "nothing_to_roll_back"
    NO_SUCH_TIME = "no_such_time"
    NOT_LEFT_OUT = "not_left_out"
    # why a person is not forgotten, or not yet
    NO_SUCH_PERSON = "no_such_person"
    ANOTHER_NAME = "another_name"


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the facts that belong in its sentence.

    A fact's name says its unit: temperatures in °C (`temperature`, `low`, `high`, `target`, `value`, `limit`), instants
    in UTC seconds (`since`, `until`, `at`), days of the week (`weekday`, Monday is 0), durations in seconds (`left`,
    `silent`, `usual`), shares 0..1 (`duty`), counts (`count`), and words (`who` with its `kind` where nameless,
    `entity`, `room`, `what`, `detail`).
    """

    code: Code
    facts: tuple[tuple[str, Fact], ...] = ()

    @classmethod
    def of(cls, code: Code, **facts: Fact | datetime | timedelta | None) -> "Reason":
        """Times become UTC seconds, durations seconds; what is None is left out."""
        return cls(code, tuple([(name, _plain(fact)) for name, fact in sorted(facts.items()) if fact is not None]))

    def get(self, name: str) -> Fact | None:
        return next((fact for known, fact in self.facts if known == name), None)

    def with_facts(self, **facts: Fact | datetime | timedelta | None) -> "Reason":
        return Reason.of(self.code, **{**dict(self.facts), **facts})


class Refused(ThermoEdgeError):
    """A person's request cannot be done; the reason says why and what would make it possible."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(f"{reason.code} {dict(reason.facts)}")


def _plain(fact: Fact | datetime | timedelta) -> Fact:
    if isinstance(fact, int | float | str):
        return fact
    if isinstance(fact, datetime):
        return fact.astimezone(UTC).timestamp()
    return fact.total_seconds()
