"""A settings file without a person: their entry, their place in others' lists, and their name in comments."""

import re
from typing import Any

from ruamel.yaml.error import YAMLError

from thermo_edge.config.file import parse_settings
from thermo_edge.config.splice import CannotSplice, loaded, rewrite
from thermo_edge.config.tree import same
from thermo_edge.errors import SettingsError
from thermo_edge.home.forgetting import Whom, is_theirs

_COMMENT = re.compile(r"(?:(?<=\s)|^)#.*$", re.MULTILINE)


def without(text: str, whom: Whom, path: str = "settings") -> str:
    """The text, in which names that somebody gave to rooms and things stay. Raises SettingsError where it cannot be."""
    try:
        tree = loaded(text)
        made = rewrite(text, _tree(tree, whom)) if isinstance(tree, dict) else text
        made = _comments(made, whom)
        parse_settings(made, path)
    except (YAMLError, ValueError, RecursionError, CannotSplice) as error:
        fault = (
            f"take {whom.name} out of it by hand first: it cannot be changed by the program ({type(error).__name__})"
        )
        raise SettingsError(path, (fault,)) from None
    return made


def _tree(tree: dict[str, Any], whom: Whom) -> dict[str, Any]:
    made = dict(tree)
    persons = made.get("persons")
    if isinstance(persons, dict):
        made["persons"] = {name: _seen(each, whom) for name, each in persons.items() if name != whom.person}
    calendars, notices = made.get("calendars"), made.get("notices")
    if isinstance(calendars, list):
        made["calendars"] = [each for each in calendars if each not in whom.entities]
    if isinstance(notices, dict) and isinstance(notices.get("phones"), list):
        phones = [each for each in notices["phones"] if not is_theirs(str(each), whom)]
        made["notices"] = {**notices, "phones": phones}
    return made


def _seen(person: Any, whom: Whom) -> Any:
    """Another person, as seen by the others."""
    if not isinstance(person, dict) or not isinstance(person.get("visible_to"), list):
        return person
    return {**person, "visible_to": [each for each in person["visible_to"] if each != whom.person]}


def _comments(text: str, whom: Whom) -> str:
    """The whole stays what it says: what only looks like a comment is left."""
    made = _COMMENT.sub(lambda found: whom.without(found[0]), text)
    return made if same(loaded(made), loaded(text)) else text
