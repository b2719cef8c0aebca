"""Pages without a script, for those who are not in yet: log in, set the first password, and refusals."""

import json
from html import escape

from fastapi import Request

from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.theme import MARK, stylesheet

_OWN = """
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; }
.te-enter { width: min(100%, 420px); box-sizing: border-box; margin: auto; padding: 24px 16px 96px; }
.te-enter h1 { margin: 0 0 6px; }
.te-enter form { margin-top: 20px; display: flex; flex-direction: column; gap: 14px; }
.te-enter .te-field { display: flex; flex-direction: column; gap: 6px; }
.te-enter label { display: flex; flex-direction: column; gap: 4px; font: 500 14px/1.3 var(--te-font); }
.te-enter small { font: 400 13px/1.4 var(--te-font); color: var(--te-ink-3); }
.te-enter .te-input { box-sizing: border-box; min-height: 44px; border-radius: 12px; }
.te-enter .te-btn.main { min-height: 44px; margin-top: 4px; }
.te-enter .te-said { margin: 0; }
.te-enter a.te-btn { display: inline-flex; align-items: center; text-decoration: none; }
"""

_HOME, _LOG_IN, _SET = N_("Home"), N_("Log in"), N_("Set your password")
_LOOKED_AFTER = N_("This house is looked after by Thermo Edge.")
_OWNS = N_("Whoever sets it owns this house: its settings, its modes and everybody's keys.")
_PASSWORD_HELP = N_("At least 10 characters. A few words that nobody would put together are good.")


def problem(status: int, code: str, sentence: str, faults: tuple[str, ...] = ()) -> bytes:
    """An error of the API: a code for programs, a sentence for people, and of settings each fault."""
    told: dict[str, object] = {
        "type": "about:blank",
        "title": sentence,
        "status": status,
        "code": code,
        "detail": sentence,
    }
    if faults:
        told["faults"] = faults
    return json.dumps(told, ensure_ascii=False).encode()


def base(request: Request) -> str:
    """Where the first page is, under whatever prefix."""
    return request.headers.get("x-forwarded-prefix", "") + "/"


def refusal(words: Words, sentence: str, home: str) -> str:
    """A page that says why not, with the way to the first page, which is at `home`."""
    back = f'<a class="te-btn quiet" href="{escape(home)}">{_t(words, _HOME)}</a>'
    return _page(words, "Thermo Edge", f'<h1>{escape(sentence)}</h1><p class="te-acts">{back}</p>')


def log_in(words: Words, said: str, name: str, after: str) -> str:
    """The form to log in, with what was said to the last try."""
    fields = (
        _field("name", _t(words, N_("Name")), name, "text", "username", not name)
        + _field("password", _t(words, N_("Password")), "", "password", "current-password", bool(name))
        + f'<input type="hidden" name="next" value="{escape(after)}">'
    )
    head = f'<h1>{_t(words, _LOG_IN)}</h1><p class="te-2">{_t(words, _LOOKED_AFTER)}</p>'
    return _page(words, words.say(N_("Log in · Thermo Edge")), head + _form("login", fields, said, _t(words, _LOG_IN)))


def welcome(words: Words, said: str = "", name: str = "", code: str = "", first: str = "code") -> str:
    """The form that sets the first password, with what was said to the last try and what was typed but the passwords.

    `first`: the field to begin with.
    """
    where = _t(words, N_("It stands in the program's log, or in the terminal where it was started."))
    password = _t(words, N_("Password"))
    fields = (
        _field("code", _t(words, N_("Set-up code")), code, "text", "one-time-code", first == "code", where)
        + _field("name", _t(words, N_("What are you called?")), name, "text", "username", False)
        + _field("password", password, "", "password", "new-password", first == "password", _t(words, _PASSWORD_HELP))
        + _field("again", _t(words, N_("The password again")), "", "password", "new-password", False)
    )
    head = f'<h1>{_t(words, _SET)}</h1><p class="te-2">{_t(words, _OWNS)}</p>'
    form = _form("welcome", fields, said, _t(words, N_("Set the password")))
    return _page(words, words.say(N_("Set your password · Thermo Edge")), head + form)


def _form(action: str, fields: str, said: str, button: str) -> str:
    wrong = f'<p class="te-said" role="alert">{escape(said)}</p>' if said else ""
    send = f'<button class="te-btn main" type="submit">{button}</button>'
    return f'<form method="post" action="{action}">{fields}{wrong}{send}</form>'


def _field(name: str, label: str, value: str, kind: str, fill: str, first: bool, help_: str = "") -> str:
    more = f'<small id="{name}-help">{help_}</small>' if help_ else ""
    described = f' aria-describedby="{name}-help"' if help_ else ""
    focus = " autofocus" if first else ""
    return (
        f'<div class="te-field"><label for="{name}">{label}{more}</label>'
        f'<input class="te-input" id="{name}" name="{name}" type="{kind}" '
        f'value="{escape(value)}" autocomplete="{fill}" autocapitalize="none" spellcheck="false" maxlength="128" '
        f"required{described}{focus}></div>"
    )


def _t(words: Words, sentence: str) -> str:
    return escape(words.say(sentence))


def _page(words: Words, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<link rel="icon" href="favicon.ico"><style>{stylesheet()}@layer components{{{_OWN}}}</style></head><body>'
        f'<div class="te-sky" aria-hidden="true"></div><header class="te-top"><span class="te-mark">{MARK}</span>'
        f'<span class="te-name">Thermo Edge</span></header><main class="te-enter">{body}</main></body></html>'
    )
