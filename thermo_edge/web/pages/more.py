"""The pages that a phone's bar has no room for."""

from fastapi import Request

from thermo_edge.language.marks import N_
from thermo_edge.web.components import box, text
from thermo_edge.web.pages import frame
from thermo_edge.web.pages.page import opened


async def more(request: Request) -> None:
    """Build the page for one browser."""
    site, _ = await opened(request)
    words = site.words
    frame.head(words, frame.MORE)
    with box("te-page"):
        with box("te-say"), box("", "h1"):
            text(words.say(N_("More of the house.")), "span")
        frame.others(words)
    frame.foot(words, frame.MORE)
