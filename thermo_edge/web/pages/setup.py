"""The first set-up: Home Assistant, rooms, people and house, the start in observe; it can be left and gone on with."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from nicegui import ui

from thermo_edge.config.editing import usual_at
from thermo_edge.config.setup_desk import Answers, Met, SetupDesk
from thermo_edge.errors import ThermoEdgeError
from thermo_edge.language.marks import N_
from thermo_edge.language.words import Words
from thermo_edge.web.components import Button, Said, attributes, box, icon, text
from thermo_edge.web.pages import inputs
from thermo_edge.web.pages.setup_found import FoundList
from thermo_edge.web.show.found import Group, groups, headline, of_house
from thermo_edge.web.site import SCOPE, Site
from thermo_edge.web.theme import MARK

SETUP = "/setup"
_CONNECT, _ROOMS, _HOUSE, _START = range(4)
_STEPS = (N_("Home Assistant"), N_("rooms"), N_("people and house"), N_("start"))
_WITHIN = 12.0
_READ = N_("Home Assistant {what}, {count} entities read")
_FOLLOWED = N_("Time zone, units and place are Home Assistant's, also when they change there.")
_HOW = N_("In Home Assistant: your name at the bottom left, Security, Long-lived access tokens, Create.")
_NO_ADMINISTRATOR = N_(
    "The token is not an administrator's: what turns switches off if Thermo Edge dies cannot be made with it."
)

Page = Callable[..., Awaitable[None]]


def first(page: Page) -> Callable[..., Awaitable[Response | None]]:
    """A page of the house; without a house there is only the set-up."""

    @wraps(page)
    async def either(request: Request, **more: Any) -> Response | None:
        site: Site = request.scope[SCOPE]
        if site.setup is not None:
            up = "../" * (request.scope["path"].count("/") - 1)
            return RedirectResponse(f"{up}setup", 303)  # seen from where the page lives, whatever the prefix
        await page(request, **more)
        return None

    return either


async def setup(request: Request) -> Response | None:
    """Build the page; where the house runs already, it is at home."""
    site: Site = request.scope[SCOPE]
    if site.setup is None:
        return RedirectResponse("./", 303)
    asked = site.setup.answers().language or request.headers.get("accept-language", "")
    words = Words("zh" if asked.startswith("zh") else "en")
    page = SetupPage(site, site.setup, words)
    await page.begin()
    return None


class SetupPage:
    """One step at a time; every answer is kept at once."""

    def __init__(self, site: Site, desk: SetupDesk, words: Words) -> None:
        self._site, self._desk, self._words = site, desk, words
        self._met: Met | None = None
        self._token = ""
        ui.page_title(words.say(N_("Set-up · Thermo Edge")))
        with box("te-top", "header"):
            ui.html(MARK, sanitize=False, tag="span").classes("te-mark")
            text("Thermo Edge", cls="te-name te-grow")
            for language, name in (("en", "English"), ("zh", "中文")):
                chip = Button(name, partial(self._speak, language), "chip")
                attributes(chip, aria_pressed="true" if words.language == language else "false", lang=language)
        self._page = box("te-page te-setup")
        self._client = ui.context.client  # what is pressed may be gone when the page goes on

    async def begin(self) -> None:
        """Go on where it was left, as far as Home Assistant still answers."""
        why = self._desk.failure
        try:
            self._met = await self._site.press(self._desk.known)
        except (ThermoEdgeError, TimeoutError, OSError) as error:
            why = why or self._why(error)
        step = self._answers.step if self._met is not None else _CONNECT
        if self._met is not None and step == _CONNECT:
            step = _ROOMS
        self._show(step, why)

    def _say(self, message: str, **facts: str | float) -> str:
        return self._words.say(message, **facts)

    def _why(self, error: Exception) -> str:
        return str(error) or self._say(N_("Home Assistant did not answer in {count} s."), count=_WITHIN)

    async def _speak(self, language: str) -> None:
        self._keep(replace(self._answers, language=language))
        ui.run_javascript("location.reload()")

    @property
    def _answers(self) -> Answers:
        """As they are now: set-up may be open twice."""
        return self._desk.answers()

    def _keep(self, answers: Answers) -> None:
        self._desk.keep(answers)

    def _show(self, step: int, why: str = "") -> None:
        if step != self._answers.step:
            self._keep(replace(self._answers, step=step))
        self._page.clear()
        with self._page:
            (self._connect, self._rooms, self._house, self._start)[step](why)
        self._client.run_javascript("window.scrollTo(0,0);document.querySelector('h1')?.focus()")

    def _head(self, title: str, below: str, step: int) -> None:
        with box("te-say"):
            attributes(text(title, "h1"), tabindex="-1")
            text(below, "p")
        with box("te-progress"):
            told = self._say(N_("Step {count} of 4: {what}"), count=float(step + 1), what=self._say(_STEPS[step]))
            text(told, "p", "te-3")
            for place in range(len(_STEPS)):
                attributes(box("on" if place <= step else "", "i"), aria_hidden="true")

    def _foot(self, forward: str, on: Callable[[], object], about: str, back: int | None) -> Said:
        said = Said()
        with box("te-row te-setup-foot"):
            Button(forward, on, "main")
            if back is not None:
                Button(self._say(N_("Back")), partial(self._show, back))
            text(about, "p", "te-3 te-grow")
        return said

    # --- Home Assistant -------------------------------------------------------------------------------------------

    def _connect(self, why: str) -> None:
        self._head(
            self._say(N_("Where is your Home Assistant?")),
            self._say(N_("Thermo Edge reads it and proposes your rooms. Nothing is switched until you say so.")),
            _CONNECT,
        )
        url = self._answers.typed or self._answers.url or str(usual_at({}, ("home_assistant", "url")))
        typed = {"url": url, "token": ""}

        def line(key: str, kind: str) -> ui.element:
            made = inputs.entry(typed[key], lambda words: typed.__setitem__(key, words), kind, wait=False)
            return made.on("keydown.enter", lambda: go(), args=[])  # noqa: PLW0108 - it is made below

        def keep() -> None:
            self._keep(replace(self._answers, typed=typed["url"].strip()))

        with box("te-card te-form", "section"):
            if self._desk.supervised:
                text(self._say(N_("This is an add-on: Home Assistant is known already.")), "p")
            else:
                inputs.labelled(
                    self._say(N_("Address")),
                    lambda: line("url", "url").on("change", keep, args=[]),
                    self._say(N_("As you open it in the browser.")),
                )
                inputs.labelled(
                    self._say(N_("Access token")),
                    lambda: line("token", "password"),
                    self._say(_HOW),
                )

        async def go() -> None:
            said.say("")
            attributes(busy, aria_busy="true")
            busy.set_text(self._say(N_("Looking at Home Assistant…")))
            try:
                look = partial(self._desk.connect, typed["url"].strip(), typed["token"])
                self._met = await self._site.press(self._desk.known if self._desk.supervised else look)
            except (ThermoEdgeError, TimeoutError, OSError) as error:
                said.say(self._why(error))
                return
            finally:
                busy.set_text("")
            if self._met is not None:
                self._keep(replace(self._answers, url=typed["url"].strip()))
                self._show(_ROOMS)

        said = self._foot(self._say(N_("Connect")), go, self._say(N_("The token stays on this computer.")), None)
        busy = text("", "p", "te-2")
        attributes(busy, role="status")
        said.say(why)

    # --- what was found -------------------------------------------------------------------------------------------

    def _rooms(self, why: str) -> None:
        met = self._seen()
        title, below = headline(met, self._answers, self._words)
        self._head(title, below, _ROOMS)
        with box("te-found"):
            for group in groups(met, self._answers):
                self._list(group, met)
        if met.proposal.unplaced:
            with box("te-banner calm"):
                icon("info")
                names = ", ".join(met.proposal.unplaced[:6])
                sentence = N_("{count} things have no area in Home Assistant and are left out: {what}")
                text(self._say(sentence, count=float(len(met.proposal.unplaced)), what=names), cls="words")
        next_ = self._say(N_("Next: people and house"))
        about = self._say(N_("What you leave unticked stays unused. Ends in Observe."))
        self._foot(next_, partial(self._show, _HOUSE), about, None if self._desk.supervised else _CONNECT).say(why)

    def _house(self, why: str) -> None:
        met = self._seen()
        self._head(
            self._say(N_("Who lives here, and what belongs to the house?")),
            self._say(N_("All of it can be changed later, under Settings.")),
            _HOUSE,
        )
        with box("te-found"):
            for group in of_house(met):
                self._list(group, met)
        about = self._say(N_("What you leave unticked stays unused. Ends in Observe."))
        self._foot(self._say(N_("Next: start")), partial(self._show, _START), about, _ROOMS).say(why)

    def _list(self, group: Group, met: Met) -> None:
        FoundList(group, met, self._words, lambda: self._answers, self._keep)

    # --- the start ------------------------------------------------------------------------------------------------

    def _start(self, why: str) -> None:
        met = self._seen()
        self._head(
            self._say(N_("Ready to watch.")),
            self._say(N_("The house begins in Observe: it says what it would do, and switches nothing.")),
            _START,
        )
        with box("te-card te-form", "section"):
            rows = [
                ("hub", self._say(_READ, what=met.version, count=float(met.entities))),
                ("schedule", self._say(N_("Time zone: {what}"), what=met.time_zone) if met.time_zone else ""),
                ("thermostat", "°F" if met.fahrenheit else "°C"),
                ("location_on", f"{met.place[0]:.2f}, {met.place[1]:.2f}" if met.place else ""),
                ("language", "中文" if self._words.language == "zh" else "English"),
            ]
            for symbol, said in rows:
                if said:
                    with box("te-fact"):
                        icon(symbol)
                        text(said, "span")
            text(self._say(_FOLLOWED), "p", "te-3")
            if not met.administrator:
                with box("te-note"):
                    icon("warning")
                    text(self._say(_NO_ADMINISTRATOR), cls="words")

        async def go() -> None:
            said_.say("")
            answers = replace(self._answers, language=self._words.language)
            try:
                await self._site.press(partial(self._desk.finish, answers))
            except (ThermoEdgeError, TimeoutError, OSError) as error:
                said_.say(self._why(error))
                return
            self._page.clear()
            with self._page, box("te-say"):
                attributes(text(self._say(N_("The house starts.")), "h1"), role="status")
                text(self._say(N_("Its page opens by itself in a few seconds.")), "p")
            self._client.run_javascript(_HOME_WHEN_READY)

        about = self._say(N_("The settings are written to a file that you can edit."))
        said_ = self._foot(self._say(N_("Start observing")), go, about, _HOUSE)
        said_.say(why)

    def _seen(self) -> Met:
        assert self._met is not None, "the step is shown after a visit"
        return self._met


_HOME_WHEN_READY = (
    "(async()=>{const here=location.pathname.replace(/setup$/,'');for(let i=0;i<120;i++){"
    "await new Promise(r=>setTimeout(r,1000));try{const a=await fetch(here+'health');const b=await a.json();"
    "if(b.loop&&b.loop.text!=='set-up'){location.href=here;return}}catch(e){}}})()"
)
"""The page changes hands: when the house answers, it is shown."""
