"""The fields of the settings, one by one: each by its kind, bound to its label, its help and its fault."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from thermo_edge.config.desk import HIDDEN
from thermo_edge.config.editing import Where, usual_at
from thermo_edge.config.form import Field, Kind, PartForm
from thermo_edge.config.kinds import weekdays
from thermo_edge.config.tree import ABSENT
from thermo_edge.config.wanted import Offer, wanted
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import Button, attributes, box, text
from thermo_edge.web.pages import inputs
from thermo_edge.web.show.draft import Draft, as_written, listed, shown, typed
from thermo_edge.web.show.settings import choice, field_help, label, title_of, unit, usually

Offers = Callable[[Where], tuple[Offer, ...]]


class Fields:
    """Makes them. `changed` hears of every change, `rebuild` where other fields are needed than are there."""

    def __init__(
        self, draft: Draft, words: Words, offers: Offers, changed: Callable[[], None], rebuild: Callable[[], None]
    ) -> None:
        self._draft, self._words, self._offers = draft, words, offers
        self._changed, self._rebuild = changed, rebuild
        self._lists: dict[str, tuple[Offer, ...]] = {}

    def begin(self) -> None:
        """Before a section is built anew."""
        self._lists = {}

    def named(self, entity: str, where: Where) -> str:
        """What is set at this place with its name, where that is known."""
        fits = self._lists.get(_list_of(where)) or self._offers(where)
        found = next((one for one in fits if one.id == entity), None)
        return f"{found.name} · {entity}" if found is not None and found.name != entity else entity

    def make(self, part: PartForm, field: Field, where: Where) -> inputs.Told:
        """One setting."""
        name, help_ = label(field, part.name, self._words), field_help(field, self._words)
        makers: Mapping[Kind, Callable[[Field, Where, str, str], inputs.Told]] = {
            Kind.TICK: self._tick,
            Kind.CHOICE: self._choice,
            Kind.SECRET: self._secret,
            Kind.ENTITY: self._entity,
            Kind.ENTITIES: self._entities,
            Kind.TEXTS: self._entities,
            Kind.DAYS: self._days,
            Kind.SEEN_BY: self._seen_by,
        }
        make = (
            self._choice
            if field.key == "source" and part.name == "DeviceSettings"
            else makers.get(field.kind, self._line)
        )
        return make(field, where, name, help_)

    def _line(self, field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        value, usual = self._draft.at(where), usual_at(self._draft.tree, where)
        number = field.kind in (Kind.NUMBER, Kind.WHOLE)
        more: dict[str, str | None] = {"data_where": _told(where)}
        if number:
            more["inputmode"] = "decimal"
        hint = usually(usual, self._words)
        if field.needed:
            more["aria_required"] = "true"
        kind = "time" if field.kind is Kind.CLOCK else "text"
        if kind == "time" and hint:  # such a field shows no hint of its own
            usual_words = self._words.say(N_("As usual: {what}"), what=hint)
            help_ = f"{help_} ({usual_words})"
        begun = shown(value).zfill(5) if kind == "time" and value is not ABSENT else shown(value)
        return inputs.labelled(
            name,
            lambda: inputs.entry(
                begun, lambda typed_: self._put(where, typed(field, typed_)), kind, placeholder=hint, more=more
            ),
            help_,
            unit(field, self._words),
            "short" if number or kind == "time" else "",
        )

    def _tick(self, _field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        value = self._draft.at(where)
        on = bool(usual_at(self._draft.tree, where)) if value is ABSENT else value is True
        return inputs.ticked(
            name, lambda: inputs.tick(on, lambda ticked: self._put(where, ticked), data_where=_told(where)), help_
        )

    def _choice(self, field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        value, usual, words = self._draft.at(where), usual_at(self._draft.tree, where), self._words
        options = [(one, choice(one, words)) for one in field.choices]
        if field.key == "source":
            sources = self._draft.at(("heat_sources",))
            known = sources if isinstance(sources, dict) else {}
            options = [
                (one, title_of(("heat_sources", one), self._draft.tree, words).split(" › ")[-1]) for one in known
            ]
        empty = words.say(N_("As usual: {what}"), what=choice(str(usual), words)) if usual else words.say(N_("None"))
        options = [("", empty), *options]
        now = "" if value in (ABSENT, None) else str(value)
        if now not in dict(options):
            options.append((now, now))
        return inputs.labelled(
            name,
            lambda: inputs.choose(
                now, options, lambda chosen: self._put(where, chosen or ABSENT), data_where=_told(where)
            ),
            help_,
        )

    def _secret(self, _field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        value, words = self._draft.at(where), self._words
        there = isinstance(value, str) and value.startswith(HIDDEN)

        def type_(typed_: str) -> None:
            self._put(where, typed_.strip() or (value if there else ABSENT))

        hint = words.say(N_("Set; type to replace it")) if there else words.say(N_("Not set"))
        made = inputs.labelled(name, lambda: inputs.entry("", type_, "password", placeholder=hint), help_)
        if there:
            Button(words.say(N_("Take away: {what}"), what=name), lambda: self._put_and_rebuild(where, ABSENT), "bare")
        return made

    def _offered(self, where: Where) -> str:
        """The list of what fits, by its id on the page; built for the first that wants it."""
        name = _list_of(where)
        if name not in self._lists:
            self._lists[name] = self._offers(where)
            with ui.element("datalist") as found:
                for one in self._lists[name]:
                    told = f"{one.name} · {one.area}" if one.area else one.name
                    text(told, "option").props["value"] = one.id
            attributes(found, id=name)
        return name

    def _entity(self, field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        offered, value = self._offered(where), self._draft.at(where)
        now = "" if value in (ABSENT, None) else str(value)
        known = {one.id: one for one in self._lists[offered]}
        called: list[Any] = []

        def type_(typed_: str) -> None:
            called[0].set_text(_name(known.get(typed_.strip())))
            self._put(where, typed_.strip() or ABSENT)

        more: dict[str, str | None] = {"data_where": _told(where)}
        if field.needed:
            more["aria_required"] = "true"
        made = inputs.labelled(
            name,
            lambda: inputs.entry(
                now, type_, offered=offered, placeholder=self._words.say(N_("Search or write")), more=more
            ),
            help_,
        )
        called.append(text(_name(known.get(now)), "p", "te-known"))
        return made

    def _entities(self, field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        words = self._words
        offered = self._offered(where) if field.kind is Kind.ENTITIES else ""
        known = {one.id: one for one in self._lists.get(offered, ())}

        def chosen() -> list[str]:
            return listed(self._draft.at(where))

        def put(now: list[str]) -> None:
            self._put(where, now or ABSENT)
            rows()

        def add(typed_: str, sure: bool) -> None:
            one = typed_.strip()
            if one and (sure or one in known) and one not in chosen():
                put([*chosen(), one])
                ui.run_javascript(f'document.getElementById("c{line[0].id}").value = ""')

        def rows() -> None:
            held.clear()
            with held:
                for place, one in enumerate(chosen()):
                    inputs.removable(
                        _title(known.get(one), one),
                        one if one in known else "",
                        words.say(N_("Take away: {what}"), what=_title(known.get(one), one)),
                        lambda one=one: put([other for other in chosen() if other != one]),  # type: ignore[misc]
                        (lambda one=one: put([one, *(o for o in chosen() if o != one)])) if place else None,  # type: ignore[misc]
                        words.say(N_("To the top: {what}"), what=_title(known.get(one), one)),
                    )

        line: list[ui.element] = []

        def control() -> ui.element:
            line.append(inputs.entry("", lambda typed_: add(typed_, False), offered=offered, wait=False,
                                     placeholder=words.say(N_("Add: search or write"))))  # fmt: skip
            line[0].on("change", lambda event: add(str(event.args), True), js_handler="(e) => emit(e.target.value)")
            return line[0]

        made = inputs.labelled(name, control, help_, cls="wide")
        held = box("te-ones")
        rows()
        return made

    def _days(self, field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        value = self._draft.at(where)
        now = days_of(field.usual if value is ABSENT else value)

        def press(day: str) -> None:
            now.remove(day) if day in now else now.append(day)
            chips[0].show(now)
            self._put(where, as_written(now))

        chips: list[inputs.Chips] = []

        def control() -> ui.element:
            chips.append(inputs.Chips([(day, choice(day, self._words)) for day in field.choices], now, press, name))
            return chips[0].box

        return inputs.labelled(name, control, help_, cls="wide")

    def _seen_by(self, _field: Field, where: Where, name: str, help_: str) -> inputs.Told:
        words, people = self._words, self._draft.at(("persons",))
        others = [one for one in people if one != where[1]] if isinstance(people, dict) else []
        value = self._draft.at(where)
        now = ["everyone"] if value == "everyone" else listed(value)
        options = [("everyone", words.say(N_("Everyone")))]
        options += [(one, title_of(("persons", one), self._draft.tree, words).split(" › ")[-1]) for one in others]

        def press(who: str) -> None:
            kept = [one for one in now if one not in (who, "everyone")]
            now[:] = kept if who in now else ["everyone"] if who == "everyone" else [*kept, who]
            chips[0].show(now)
            self._put(where, "everyone" if now == ["everyone"] else list(now) or ABSENT)

        chips: list[inputs.Chips] = []

        def control() -> ui.element:
            chips.append(inputs.Chips(options, now, press, name))
            return chips[0].box

        return inputs.labelled(name, control, help_, cls="wide")

    def put(self, where: Where, value: Any) -> None:
        self._put(where, value)

    def _put(self, where: Where, value: Any) -> None:
        self._draft.put(where, value)
        self._changed()

    def _put_and_rebuild(self, where: Where, value: Any) -> None:
        self._put(where, value)
        self._rebuild()


def _told(where: Where) -> str:
    """A place for the browser, which notes what is typed there; fields of secrets have none."""
    return json.dumps(where)


def _list_of(where: Where) -> str:
    return f"te-fits-{wanted(where)[0]}"


def days_of(value: Any) -> list[str]:
    """Weekdays by their names, however they are written."""
    try:
        named = weekdays(value)
    except ValueError:
        return []
    return [str(day) for day in named] if isinstance(named, list) else []


def _name(one: Offer | None) -> str:
    return "" if one is None else f"{one.name} · {one.area}" if one.area else one.name


def _title(one: Offer | None, entity: str) -> str:
    return one.name if one is not None else entity
