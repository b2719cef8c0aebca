"""Says reasons, decisions and notices in a person's language, time zone and units."""

import gettext
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from importlib.resources import as_file, files

from thermo_edge.home.energy import EUR
from thermo_edge.home.house import Attribute, DeviceKind, Domain, House, PlaceId, Value
from thermo_edge.home.reason import Fact, Reason
from thermo_edge.home.taste import Offered
from thermo_edge.home.turn import Actor, ActorKind, Ask, Decision, Hold, Notice, Request, Wish
from thermo_edge.home.units import fahrenheit
from thermo_edge.language import savings, tastes
from thermo_edge.language.marks import N_, What
from thermo_edge.language.one import where_one
from thermo_edge.language.sentences import NOTICES, TITLES, WHY

LANGUAGES = ("en", "zh")
DOMAIN = "thermo_edge"

_MODES = {"observe": N_("Observe"), "suggest": N_("Suggest"), "ask": N_("Ask"), "act": N_("Act")}
_STATES = {"on": N_("on"), "off": N_("off"), "heat": N_("heating"), "cool": N_("cooling")}
_TEMPERATURES = frozenset({"temperature", "low", "high", "target", "value", "limit", "aim"})
_INSTANTS = frozenset({"since", "until", "at"})
_DURATIONS = frozenset({"left", "silent", "usual", "after", "margin"})
_UNITS = {"speed": "m/s", "cloud": "%", "level": "%", "kelvin": "K", "lux": "lx", "ppm": "ppm", "watt": "W"}
_SHARES = frozenset({"duty", "share"})

_PLAIN_WITHIN = timedelta(hours=12)
"""A time of day that comes sooner is understood without its day: 05:40, said at 22:00, is that of this night."""


_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


class Words:
    """One language and one house's way to write times and temperatures. Unknown languages speak English."""

    def __init__(self, language: str, zone: tzinfo = UTC, in_fahrenheit: bool = False, currency: str = EUR) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._zone = zone
        self._fahrenheit = in_fahrenheit
        self.currency = currency
        self._translate: Callable[[str], str] = _catalogue(self.language).gettext

    @property
    def in_fahrenheit(self) -> bool:
        return self._fahrenheit

    def of(self, house: House) -> "Words":
        """The same words in this house's time zone, unit and currency."""
        if (house.zone, house.fahrenheit, house.currency) == (self._zone, self._fahrenheit, self.currency):
            return self
        return Words(self.language, house.zone, house.fahrenheit, house.currency)

    def say(self, message: str, **facts: Fact | None) -> str:
        """A sentence of the catalogue with its named places filled; an unknown fact reads "not known".

        The place `currency` is the house's; where what is counted is one, the sentence is that of the singular.
        """
        return self._translate(where_one(message, facts)).format_map(_Places(self, facts))

    # --- facts -----------------------------------------------------------------------------------------------

    def fact(self, name: str, fact: Fact | None) -> str:
        """A fact in words; its name says its unit (see Reason)."""
        if fact is None:
            return self._translate(N_("not known"))
        if isinstance(fact, str):
            return fact
        if name in _TEMPERATURES:
            return self.temperature(fact)
        try:
            if name in _INSTANTS:
                return self.instant(datetime.fromtimestamp(fact, UTC))
            if name in _DURATIONS:
                return self.duration(fact)
            if name == "weekday":
                return self._translate(_WEEKDAYS[int(fact) % 7])
            unit = _UNITS.get(name)
            return f"{fact:.0f} {unit}" if unit else self.share(fact) if name in _SHARES else f"{fact:g}"
        except (OverflowError, ValueError, OSError):  # no time and no length that there is
            return self._translate(N_("not known"))

    def temperature(self, celsius: float | None, digits: int = 1) -> str:
        """20.5°, with a real minus."""
        if celsius is None or not math.isfinite(celsius):
            return self._translate(N_("not known"))
        degrees = fahrenheit(celsius) if self._fahrenheit else celsius
        return f"{degrees:.{digits}f}°".replace("-", "−")

    def instant(self, at: datetime) -> str:
        """The local time of day."""
        return f"{at.astimezone(self._zone):%H:%M}"

    def dated(self, at: datetime, now: datetime) -> str:
        """The local time of day, with the day where it is not today."""
        day, today = self.local(at).date(), self.local(now).date()
        if day == today:
            return self.instant(at)
        if day == today - timedelta(days=1):
            return self.say(N_("yesterday {at}"), at=self.instant(at))
        if day == today + timedelta(days=1):
            return self.say(N_("tomorrow {at}"), at=self.instant(at))
        return f"{day:%Y-%m-%d} {self.instant(at)}"

    def ahead(self, at: datetime, now: datetime) -> str:
        """The local time of day of what comes, with its day where that would be taken for a nearer one."""
        return self.dated(at, now) if at - now > _PLAIN_WITHIN else self.instant(at)

    def timed(self, reason: Reason, now: datetime | None) -> dict[str, Fact | None]:
        """A reason's facts; those of its times that come are said as seen from `now`, where that is known."""
        facts: dict[str, Fact | None] = dict(reason.facts)
        if now is None or "weekday" in facts:  # a time of that weekday
            return facts
        for name in _INSTANTS & facts.keys():
            fact = facts[name]
            if isinstance(fact, int | float) and fact > now.timestamp():
                try:
                    facts[name] = self.ahead(datetime.fromtimestamp(fact, UTC), now)
                except (OverflowError, ValueError, OSError):  # no time that there is
                    facts[name] = None
        return facts

    def local(self, at: datetime) -> datetime:
        """The same moment by the house's clock."""
        return at.astimezone(self._zone)

    def duration(self, seconds: float) -> str:
        """Seconds, minutes, hours or days, whichever a person would say."""
        if seconds < 90:
            return self._translate(N_("{n} s")).format(n=round(seconds))
        if seconds < 5400:
            return self._translate(N_("{n} min")).format(n=round(seconds / 60))
        if seconds < 48 * 3600:
            return self._translate(N_("{n} h")).format(n=f"{seconds / 3600:.1f}".removesuffix(".0"))
        return self._translate(N_("{n} days")).format(n=round(seconds / 86400))

    def money(self, amount: float) -> str:
        """1.20 EUR."""
        return f"{amount:.2f} {self.currency}"

    def share(self, part: float) -> str:
        return f"{part * 100:.0f} %"

    def actor(self, who: Actor) -> str:
        """A person's name, or what somebody is."""
        nameless = {
            ActorKind.US: N_("Thermo Edge"),
            ActorKind.PERSON: N_("Someone"),
            ActorKind.DEVICE: N_("The device"),
            ActorKind.AUTOMATION: N_("Another automation"),
        }
        return who.name or self._translate(nameless[who.kind])

    def place_name(self, house: House, place: PlaceId) -> str:
        """What a place is called: as a person named it, or as the house calls it by itself."""
        alarm = house.alarm
        if alarm is not None and alarm.id == place and not alarm.named:
            return self._translate(N_("Alarm"))
        return house.place_name(place)

    # --- what happened ---------------------------------------------------------------------------------------

    def why(self, reason: Reason, house: House, now: datetime | None = None) -> str:
        """The sentence of a reason as it is read `now`; a code without one says its name, so that nothing is hidden."""
        sentence = WHY.get(reason.code)
        said = self.say(sentence, **_named(reason, house, self, now)) if sentence else reason.code.value
        return f"{said}. {self.say(savings.COMPARED)}" if reason.get("compared") else said

    def title(self, decision: Decision, house: House) -> str:
        """What a decision did, did not, or would have done."""
        request = decision.request
        sentence = TITLES[what(request, house), decision.outcome]
        value = _number(request.value)
        return self.say(sentence, room=self.place_name(house, request.place), value=value, level=value, kelvin=value)

    def question(self, ask: Ask, house: House) -> str:
        if ask.domain is Domain.LIGHTING:
            light = N_("Turn on the light in {room}?") if ask.aim else N_("Turn off the light in {room}?")
            return self.say(light, room=self.place_name(house, ask.place))
        if ask.domain is Domain.SECURITY:
            return self.say(N_("Sound the alarm of {room}?"), room=self.place_name(house, ask.place))
        if ask.aim is None:
            return self.say(N_("Turn on {room}?"), room=self.place_name(house, ask.place))
        return self.say(N_("Bring {room} to {aim}?"), room=self.place_name(house, ask.place), aim=ask.aim)

    def offer(self, offer: Offered, house: House) -> str:
        """What people did about a room's warmth, and the question that follows."""
        without = tastes.TOO_COLD if offer.then > offer.now else tastes.TOO_WARM
        when, room = self._when(offer.doing), self.place_name(house, offer.place)
        sentence = without if offer.usual is None else tastes.SET_TO
        told = self.say(sentence, when=when, room=room, count=offer.times, total=offer.total, target=offer.usual)
        return f"{told} {self.say(tastes.KEEP, aim=offer.then, value=offer.now)}"

    def agreed(self, doing: str, aim: float, settings: float) -> str:
        """What was agreed to for a situation, beside what the settings say, °C."""
        return self.say(tastes.AGREED, when=self._when(doing), aim=aim, value=settings)

    def gave_in(self, who: str, owed: float) -> str:
        """Who of those that share a room had it otherwise than they like, and by how much."""
        return self.say(tastes.GAVE_IN, who=who, owed=float(round(owed)))

    def _when(self, doing: str) -> str:
        return self.say(tastes.WHEN.get(doing, doing))

    def hold(self, hold: Hold, house: House) -> str:
        """What is held."""
        room = self.place_name(house, hold.place)
        if hold.point.attribute is Attribute.SET_POINT:
            return self.say(N_("{room} stays at {value}"), room=room, value=_number(hold.value))
        if hold.point.attribute is Attribute.FLOW:
            return self.say(N_("{room}: water stays at {value}"), room=room, value=_number(hold.value))
        device = house.device(hold.point.entity)
        if device is not None and device.kind is DeviceKind.LIGHT:
            return self._lamp_hold(hold, room)
        if device is not None and device.kind is DeviceKind.COVER:
            return self.say(N_("{room}: cover stays {level} open"), room=room, level=_number(hold.value))
        if device is not None and device.kind is DeviceKind.SIREN:
            stays = N_("{room}: siren stays on") if hold.value is True else N_("{room}: siren stays off")
            return self.say(stays, room=room)
        if hold.value is True or (isinstance(hold.value, str) and hold.value != "off"):
            return self.say(N_("{room}: heating stays on"), room=room)
        return self.say(N_("{room}: heating stays off"), room=room)

    def wish(self, wish: Wish, house: House) -> str:
        """What is wished for a room."""
        return self.say(N_("{room}: {value} wished"), room=self.place_name(house, wish.room), value=wish.target)

    def _lamp_hold(self, hold: Hold, room: str) -> str:
        if hold.point.attribute is Attribute.BRIGHTNESS:
            return self.say(N_("{room}: light stays at {level}"), room=room, level=_number(hold.value))
        if hold.point.attribute is Attribute.COLOUR:
            return self.say(N_("{room}: white stays at {kelvin}"), room=room, kelvin=_number(hold.value))
        stays = N_("{room}: light stays on") if hold.value is True else N_("{room}: light stays off")
        return self.say(stays, room=room)

    def notice(self, notice: Notice, house: House) -> tuple[str, str]:
        """Title and text of a notice; the text names the mend."""
        title, text = NOTICES.get(notice.reason.code, (notice.reason.code.value, ""))
        facts: dict[str, Fact | None] = {"since": notice.since.timestamp(), "detail": ""}
        if notice.entities:
            facts["entity"] = ", ".join(notice.entities)
        facts |= _named(notice.reason, house, self)
        because = next((code for code in WHY if code.value == notice.reason.get("because")), None)
        if because is not None:
            facts["detail"] = self.why(Reason(because, notice.reason.facts), house)
        return self.say(title, **facts).strip(), self.say(text, **facts).strip() if text else ""


class _Places(dict[str, str]):
    """Named places of a sentence; one that is not given is not known, and never an error."""

    def __init__(self, words: Words, facts: dict[str, Fact | None]) -> None:
        super().__init__({name: words.fact(name, fact) for name, fact in facts.items()}, currency=words.currency)
        self._unknown = words.fact("", None)

    def __missing__(self, name: str) -> str:
        return self._unknown


def what(request: Request, house: House) -> What:
    """What a request would do."""
    device = house.device(request.point.entity)
    dial = {
        Attribute.SET_POINT: What.SET,
        Attribute.BRIGHTNESS: What.DIM,
        Attribute.COLOUR: What.TINT,
        Attribute.POSITION: What.COVER,
        Attribute.FLOW: What.FLOW,
    }
    if request.point.attribute in dial:
        return dial[request.point.attribute]
    if request.point.attribute is Attribute.ALARM:
        return {"disarmed": What.DISARM, "triggered": What.TRIGGER}.get(str(request.value), What.ARM)
    kind = device.kind if device else None
    if kind in (DeviceKind.LIGHT, DeviceKind.SIREN):
        pair = (What.LAMP_OFF, What.LAMP_ON) if kind is DeviceKind.LIGHT else (What.SIREN_OFF, What.SIREN_ON)
        return pair[request.value is True]
    on = request.value is True or (isinstance(request.value, str) and request.value != "off")
    if house.room(request.place) is None:
        return What.SOURCE_ON if on else What.SOURCE_OFF
    if on and (request.value == "cool" or (device is not None and device.cools and not device.heats)):
        return What.COOL_ON
    return What.HEAT_ON if on else What.HEAT_OFF


def _named(reason: Reason, house: House, words: Words, now: datetime | None = None) -> dict[str, Fact | None]:
    """A reason's facts with ids as names; somebody without a name is what they are."""
    facts = words.timed(reason, now)
    if facts.get("who") == "":
        facts["who"] = words.actor(Actor(ActorKind(str(facts.get("kind", ActorKind.PERSON)))))
    mode = _MODES.get(str(facts.get("what")))
    if mode is not None:
        facts["what"] = words.say(mode)
    state = _STATES.get(str(facts.get("value")))
    if state is not None:
        facts["value"] = words.say(state)
    room = facts.get("room")
    if isinstance(room, str):
        facts["room"] = words.place_name(house, PlaceId(room))
    return facts


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with as_file(files("thermo_edge.language") / "locale") as folder:
        return gettext.translation(DOMAIN, folder, [language], fallback=True)
