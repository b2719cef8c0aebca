"""A card of set-up: a room, or part of the house, with everything found in it: used or not, as what, and where."""

from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from thermo_edge.config.could_be import could_be
from thermo_edge.config.proposal import OF_HOUSE, Found, Role
from thermo_edge.config.setup_desk import GUEST, LIVES_HERE, Answers, Met, key_of, role_of, room_of, ticked
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import Section, attributes, box, icon, text
from thermo_edge.web.pages import inputs
from thermo_edge.web.show.found import ROLES, Group, because, counted, rights_of, sureness


class FoundList:
    """Every answer is kept as it is given."""

    def __init__(
        self, group: Group, met: Met, words: Words, answers: Callable[[], Answers], keep: Callable[[Answers], None]
    ) -> None:
        self._group, self._met, self._words = group, met, words
        self._answers, self._keep = answers, keep
        with box("te-card te-form te-group", "section") as outer:
            title = group.title if group.room else words.say(group.title)
            attributes(outer, aria_label=title)
            self._head(title)
            unsure = [one for one in group.found if not one.sure]
            sure = [one for one in group.found if one.sure]
            for one in unsure:
                self._row(one)
            if group.room and len(sure) > 3:
                with inputs.more(counted(tuple(sure), words)):
                    for one in sure:
                        self._row(one)
            else:
                for one in sure:
                    self._row(one)

    def _head(self, title: str) -> None:
        words, group = self._words, self._group
        if not group.room:
            with box("te-title"):
                icon(group.symbol)
                text(title, "h2")
            return
        used = group.key not in self._answers().left_out
        with box("te-group-head"):
            tick = inputs.tick(used, self._leave, aria_label=words.say(N_("Use {room}"), room=title))
            del tick
            line = inputs.entry(title, self._name, wait=False)
            attributes(line, aria_label=words.say(N_("Name of the room")))
            line.classes("te-roomname")

    def _row(self, one: Found) -> None:
        """Built anew when it is said to be something else."""
        shown: Section[Role] = Section(lambda role: self._fill(one, role, again))

        def again() -> None:
            shown.show(role_of(one, self._answers()))

        again()

    def _fill(self, one: Found, role: Role, again: Callable[[], None]) -> None:
        words, key = self._words, key_of(one)
        unsure = not one.sure and role is one.role
        with box("te-found-row unsure" if unsure else "te-found-row"):
            if one.role is Role.PERSON:
                icon(ROLES[role][1])
            else:
                tick = inputs.tick(ticked(one, self._answers()), lambda on: self._tick(key, on))
                icon(ROLES[role][1])
            with box("te-grow"):
                label = text(one.name or one.entity, "div" if one.role is Role.PERSON else "label")
                text(because(one, role, words), "p", "te-3")
                if one.role is not Role.PERSON:
                    attributes(label, for_=f"c{tick.id}")
                elif one.user is None:
                    text(words.say(N_("no Home Assistant user")), "p", "te-3")
            text(sureness(one, role, words), "span", "te-3 te-sure")
            if one.role is Role.PERSON:
                self._person(one, key)
            else:
                self._choices(one, role, key, again)

    def _choices(self, one: Found, role: Role, key: str, again: Callable[[], None]) -> None:
        """What else it could be, and in which room it is, where that is worth asking."""
        words, many = self._words, len(self._met.proposal.rooms) > 1
        asked = role not in OF_HOUSE and many and (not one.sure or role is not one.role)
        roles = could_be(one)
        if len(roles) == 1 and not asked:
            return

        def taken(value: str) -> None:
            answers = self._answers()
            self._keep(replace(answers, roles={**answers.roles, key: value}))
            again()

        with box("te-row te-found-choices"):
            if len(roles) > 1:
                offered = [(each.value, words.say(ROLES[each][0])) for each in roles]
                name = words.say(N_("What {what} is"), what=one.name)
                inputs.choose(role.value, offered, taken, aria_label=name)
            if asked:
                self._where(one, key)

    def _person(self, one: Found, key: str) -> None:
        """Whether they live here, and what they may; a guest is nobody of the household."""
        words = self._words

        def given(value: str) -> None:
            answers = self._answers()
            self._keep(replace(answers, rights={**answers.rights, key: value}))

        name = words.say(N_("What {what} is"), what=one.name)
        with box("te-row te-found-choices"):
            usual = LIVES_HERE if ticked(one, self._answers()) else GUEST
            inputs.choose(self._answers().rights.get(key, usual), rights_of(one, words), given, aria_label=name)

    def _where(self, one: Found, key: str) -> ui.element:
        rooms = [(room.id, self._answers().names.get(room.id) or room.name) for room in self._met.proposal.rooms]
        now = room_of(one, self._answers(), self._met.proposal) or ""
        label = self._words.say(N_("Room of {what}"), what=one.name)
        return inputs.choose(now, rooms, lambda room: self._move(key, room), aria_label=label)

    def _tick(self, key: str, on: bool) -> None:
        answers = self._answers()
        self._keep(replace(answers, ticks={**answers.ticks, key: on}))

    def _move(self, key: str, room: str) -> None:
        answers = self._answers()
        self._keep(replace(answers, rooms={**answers.rooms, key: room}))

    def _name(self, name: str) -> None:
        answers = self._answers()
        self._keep(replace(answers, names={**answers.names, self._group.key: name.strip()}))

    def _leave(self, on: bool) -> None:
        answers = self._answers()
        others = tuple(one for one in answers.left_out if one != self._group.key)
        self._keep(replace(answers, left_out=others if on else (*others, self._group.key)))
