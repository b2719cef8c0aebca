"""What every answer says to the browser: load nothing from elsewhere, and let nobody else frame or read this."""

import re

Headers = list[tuple[bytes, bytes]]

PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""Nothing from outside, whatever a page says; NiceGUI's scripts stand in the page and are compiled in the browser."""

SEALS: Headers = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # with no-referrer a browser hides the origin of our own forms from us
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
