"""The form of a part of the settings, built from the model: its fields, lists of parts, and parts within."""

from collections.abc import Callable
from typing import Any

from thermo_edge.config.editing import Where
from thermo_edge.config.form import Field, Kind, PartForm, blank
from thermo_edge.config.tree import ABSENT
from thermo_edge.language.marks import N_
from thermo_edge.language.settings_labels import ONE
from thermo_edge.language.words import Words
from thermo_edge.web.components import Button, Said, attributes, box, text
from thermo_edge.web.pages import inputs
from thermo_edge.web.pages.settings_fields import Fields, Offers, days_of
from thermo_edge.web.show.draft import Draft, as_written
from thermo_edge.web.show.settings import choice, help_of, label, often


class SettingsForm:
    """Of one section. `changed` hears of every change, `rebuild` when other fields are needed than are there."""

    def __init__(
        self, draft: Draft, words: Words, offers: Offers, changed: Callable[[], None], rebuild: Callable[[], None]
    ) -> None:
        self._draft, self._words = draft, words
        self._changed, self._rebuild = changed, rebuild
        self._fields = Fields(draft, words, offers, changed, rebuild)
        self.lines: dict[Where, inputs.Told | Said] = {}
        self._open: set[Where] = set()

    def begin(self) -> None:
        """Before a section is built anew."""
        self.lines = {}
        self._fields.begin()

    def opened(self, where: Where) -> None:
        """Show this entry of a list opened."""
        self._open.add(where)

    # --- parts ----------------------------------------------------------------------------------------------------

    def part(self, part: PartForm, where: Where) -> None:
        """Plain fields first, then what has parts of its own, each in a card."""
        simple = [one for one in part.fields if one.part is None]
        nested = [one for one in part.fields if one.part is not None]
        with box("te-card te-form", "section"):
            self.fields(part, simple, where)
        for one in nested:
            self.nested(part, one, (*where, one.key))

    def fields(self, part: PartForm, fields: list[Field], where: Where) -> None:
        common = [one for one in fields if often(part, one, self._draft.at((*where, one.key)))]
        rest = [one for one in fields if one not in common]
        with box("te-fields"):
            for one in common:
                self._field(part, one, (*where, one.key))
        if rest:
            with inputs.more(self._words.say(N_("More settings"))), box("te-fields"):
                for one in rest:
                    self._field(part, one, (*where, one.key))

    def _field(self, part: PartForm, field: Field, where: Where) -> None:
        self.lines[where] = self._fields.make(part, field, where)

    def nested(self, part: PartForm, field: Field, where: Where) -> None:
        assert field.part is not None
        words = self._words
        with box("te-card te-form", "section") as outer:
            name = label(field, part.name, words)
            attributes(outer, aria_label=name)
            text(name, "h2")
            text(help_of(field.help, words), "p", "te-3")
            if field.kind is Kind.PARTS:
                self._parts(field, where)
            else:
                self._inner(field, where)
            self.lines[where] = Said()

    def _inner(self, field: Field, where: Where) -> None:
        """One part; one that may be left out can be begun and taken away."""
        assert field.part is not None
        words = self._words
        if field.optional and self._draft.at(where) in (ABSENT, None):
            with box("te-acts"):
                Button(words.say(N_("Set up")), lambda: self._put_and_rebuild(where, blank(field)))
            return
        simple = [one for one in field.part.fields if one.part is None]
        self.fields(field.part, simple, where)
        for one in field.part.fields:
            if one.part is not None:
                with box("te-below"):
                    text(label(one, field.part.name, words), "h3")
                    text(help_of(one.help, words), "p", "te-3")
                    inner = (*where, one.key)
                    if one.kind is Kind.PARTS:
                        self._parts(one, inner)
                    else:
                        self._inner(one, inner)
                    self.lines[inner] = Said()
        if field.optional:
            with box("te-acts"):
                Button(words.say(N_("Take away")), lambda: self._put_and_rebuild(where, ABSENT), "bare")

    def _parts(self, field: Field, where: Where) -> None:
        assert field.part is not None
        words, entries = self._words, self._draft.at(where)
        add, one = ONE.get(field.key, (N_("Add"), N_("Entry")))
        for place, item in enumerate(entries if isinstance(entries, list) else []):
            here = (*where, place)
            with inputs.more(self._summary(item, words.say(one), here), here in self._open, "te-item"):
                self.fields(field.part, list(field.part.fields), here)
                self.lines[here] = Said()
                with box("te-acts"):
                    name = self._summary(item, words.say(one), here)
                    Button(
                        words.say(N_("Take away")),
                        lambda here=here: self._put_and_rebuild(here, ABSENT),  # type: ignore[misc]
                        "bare",
                        words.say(N_("Take away: {what}"), what=name),
                    )
        with box("te-acts"):
            Button(words.say(add), lambda: self._add(where, len(entries) if isinstance(entries, list) else 0))

    def _summary(self, item: Any, one: str, here: Where) -> str:
        numbered = f"{one} {int(here[-1]) + 1}"
        if isinstance(item, str):
            return self._fields.named(item, (*here, "entity"))
        if not isinstance(item, dict):
            return numbered
        if item.get("entity"):
            return self._fields.named(str(item["entity"]), (*here, "entity"))
        if "from" in item:
            days = item.get("days", "all")
            told = days_of(days)
            ends = f"{choice(told[0], self._words)}–{choice(told[-1], self._words)}" if told else ""
            row = len(told) > 2 and isinstance(as_written(told), str)
            shown_days = ends if row else ", ".join(choice(day, self._words) for day in told)
            price = f" · {item['price']}" if "price" in item else ""
            return f"{shown_days} · {item.get('from', '')}–{item.get('to', '')}{price}"
        return numbered

    def _put_and_rebuild(self, where: Where, value: Any) -> None:
        self._fields.put(where, value)
        self._rebuild()

    def _add(self, where: Where, place: int) -> None:
        self._draft.add(where)
        self._open.add((*where, place))
        self._changed()
        self._rebuild()
