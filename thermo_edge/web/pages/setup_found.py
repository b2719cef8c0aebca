"""A card of set-up: a room, or part of the house, with everything found in it, ticked or not."""

from collections.abc import Callable
from dataclasses import replace

from thermo_edge.config.proposal import Found, Role
from thermo_edge.config.setup_desk import Answers, Met, key_of, ticked
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import attributes, box, icon, text
from thermo_edge.web.pages import inputs
from thermo_edge.web.show.found import ROLES, Group, because, counted, sureness


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
        words, key = self._words, key_of(one)
        with box("te-found-row" if one.sure else "te-found-row unsure"):
            tick = inputs.tick(ticked(one, self._answers()), lambda on: self._tick(key, on))
            icon(ROLES[one.role][1])
            with box("te-grow"):
                label = text(one.name or one.entity, "label")
                attributes(label, for_=f"c{tick.id}")
                text(because(one, words), "p", "te-3")
                if not one.sure and one.room is not None and len(self._met.proposal.rooms) > 1:
                    self._where(one, key)
                if one.role is Role.PERSON and one.user is None:
                    text(words.say(N_("no Home Assistant user")), "p", "te-3")
            text(sureness(one, words), "span", "te-3 te-sure")

    def _where(self, one: Found, key: str) -> None:
        """In which room it is, where that is worth asking."""
        rooms = [(room.id, self._answers().names.get(room.id) or room.name) for room in self._met.proposal.rooms]
        now = self._answers().rooms.get(key, one.room or "")
        label = self._words.say(N_("Room of {what}"), what=one.name)
        inputs.choose(now, rooms, lambda room: self._move(key, room), aria_label=label)

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
