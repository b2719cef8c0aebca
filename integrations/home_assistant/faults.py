"""What can go wrong with Home Assistant, as errors with one clear sentence, and as reasons for the house."""

from thermo_edge.errors import HomeRefused, HomeUnreachable, ThermoEdgeError
from thermo_edge.home.reason import Code, Reason


class Starting(HomeUnreachable):
    """It is there but not ready."""


class TooLarge(HomeUnreachable):
    """What it sends is larger than anything sensible: it was not read."""


class TokenRefused(HomeRefused):
    """The token is wrong or was taken back, or this computer's address is banned."""


class NotHomeAssistant(HomeRefused):
    """Something else answers at this address."""

    def __init__(self, sentence: str, address: str) -> None:
        self.address = address
        super().__init__(sentence)


class Declined(ThermoEdgeError):
    """It says no to this one request; the connection is fine."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(f"Home Assistant declined: {message}")


def reason(fault: ThermoEdgeError) -> Reason:
    """Why there is no connection."""
    if isinstance(fault, TokenRefused):
        return Reason.of(Code.TOKEN_REFUSED, detail=str(fault))
    if isinstance(fault, NotHomeAssistant):
        return Reason.of(Code.NOT_HOME_ASSISTANT, detail=fault.address)
    if isinstance(fault, Starting):
        return Reason.of(Code.HOME_STARTING)
    return Reason.of(Code.LINK_DOWN, detail=str(fault))


def token_refused(address: str, banned: bool = False) -> TokenRefused:
    if banned:
        return TokenRefused(
            f"Home Assistant at {address} forbids this computer: take its address out of ip_bans.yaml "
            "and make a new long-lived token."
        )
    return TokenRefused(
        f"Home Assistant at {address} refuses the token: make a new long-lived token on your profile page "
        "in Home Assistant and put it into the settings."
    )


def not_home_assistant(address: str, how: str) -> NotHomeAssistant:
    return NotHomeAssistant(
        f"Something answers at {address}, but not as Home Assistant ({how}): check the address in the settings.",
        address,
    )


def unreachable(address: str, how: str) -> HomeUnreachable:
    return HomeUnreachable(
        f"Home Assistant at {address} does not answer ({how}): check that it runs and that the address is right."
    )
