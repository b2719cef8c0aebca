"""`thermo-edge password`: set a password or another one, from the computer that the program runs on."""

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path

from thermo_edge.errors import StoreCorrupt, ThermoEdgeError
from thermo_edge.home.house import House
from thermo_edge.home.reason import Code, Reason, Refused
from thermo_edge.language.words import Words
from thermo_edge.ports import Clock
from thermo_edge.web.access.book import book_in
from thermo_edge.web.access.keyring import Keyring
from thermo_edge.web.access.passwords import Passwords
from thermo_edge.web.access.visitor import Role

Ask = Callable[[str], str]

RIGHTS = {"read": (Role.RESIDENT, True), "resident": (Role.RESIDENT, False), "owner": (Role.OWNER, False)}
"""What a token may: whose rights, and whether it only reads."""


def password_arguments(made: argparse.ArgumentParser) -> None:
    """What the command takes; the password itself is asked for, so that it stands in no history of a shell."""
    made.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    made.add_argument("--name", default="", help="whose (the owner's)")
    made.add_argument("--resident", action="store_true", help="a new name lives here, and does not own the house")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="say who has one, and which tokens there are")
    what.add_argument("--remove", action="store_true", help="take the key of --name away")
    what.add_argument("--token", choices=RIGHTS, help="make a token named --name, and show it once")
    what.add_argument("--revoke", action="store_true", help="take the token named --name away")


def password(arguments: argparse.Namespace) -> int:
    """Run the command; the program may run meanwhile, and whoever is logged in by that key has to log in again."""
    from thermo_edge.clock import SystemClock
    from thermo_edge.config import read_settings
    from thermo_edge.config.settings import Settings

    path: Path = arguments.config.resolve()
    settings = read_settings(path) if path.exists() else Settings()
    ask = getpass.getpass if sys.stdin.isatty() else _line
    try:
        lines = answer(arguments, path.parent / settings.data_folder, SystemClock(), ask)
    except Refused as refused:
        raise ThermoEdgeError(Words("en").why(refused.reason, House()) + ".") from None
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0


def answer(arguments: argparse.Namespace, folder: Path, clock: Clock, ask: Ask) -> tuple[str, ...]:
    """What the command does, and says then."""
    keyring, aside = _opened(folder, clock)
    name: str = arguments.name
    if arguments.list:
        return _listed(keyring)
    if arguments.token:
        role, read_only = RIGHTS[arguments.token]
        secret = keyring.make_token(name, role, read_only)
        return "A token that is shown this once:", secret
    if arguments.revoke:
        found = [token.id for token in keyring.book.tokens if token.name == name]
        for token in found:
            keyring.revoke(token)
        return (f"{len(found)} taken away",)
    if arguments.remove:
        key = keyring.key(name)
        if key is None:
            raise ThermoEdgeError(f"Nobody is called {name}: see `thermo-edge password --list`")
        keyring.remove(key.id)
        return (f"The key of {key.name} was taken away",)
    return *aside, _set(keyring, name, arguments.resident, ask)


def _set(keyring: Keyring, name: str, resident: bool, ask: Ask) -> str:
    keys = keyring.book.keys
    owner = next((key for key in keys if key.role is Role.OWNER), None)
    known = keyring.key(name) if name else owner
    if known is None and not name:
        name = "Owner"
    given = ask(f"Password for {known.name if known else name}: ")
    if given != ask("Again: "):
        raise Refused(Reason(Code.PASSWORDS_DIFFER))
    if known is not None:
        keyring.set_password(known.id, given)
        return f"{known.name} has another password; who was logged in with the old one has to log in again"
    if owner is None and not resident:
        return f"{keyring.first(name, given).name} has a password, and owns the house"
    made = keyring.add(name, given, Role.RESIDENT if resident else Role.OWNER)
    return f"{made.name} has a password"


def _listed(keyring: Keyring) -> tuple[str, ...]:
    book = keyring.book
    keys = [f"{key.name}: {key.role.name.lower()}" for key in book.keys] or ["Nobody has a password yet"]
    rights = [
        f"{token.name}: token, {token.role.name.lower()}{', reads only' * token.read_only}" for token in book.tokens
    ]
    return *keys, *rights


def _opened(folder: Path, clock: Clock) -> tuple[Keyring, tuple[str, ...]]:
    """The keyring; a damaged one is put aside, and what is said of that."""
    kept, said = book_in(folder), ()
    try:
        kept.read()
    except StoreCorrupt:
        aside = kept.path.with_name(f"{kept.path.name}.damaged")
        kept.path.replace(aside)
        return Keyring(book_in(folder), clock, Passwords()), (f"What was damaged is kept as {aside}",)
    return Keyring(kept, clock, Passwords()), said


def _line(prompt: str) -> str:
    """Without a terminal: a line of what comes in."""
    sys.stderr.write(prompt + "\n")
    return sys.stdin.readline().rstrip("\n")
