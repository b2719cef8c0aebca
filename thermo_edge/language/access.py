"""The sentences of who may come in, in English."""

from thermo_edge.home.reason import Code
from thermo_edge.language.marks import N_

WHY: dict[Code, str] = {
    Code.ONLY_OWNER: N_("Only the owner of this house may do that"),
    Code.READS_ONLY: N_("This token may only read"),
    Code.LOG_IN_WRONG: N_("This name and password do not fit"),
    Code.LOG_IN_NEEDED: N_("Log in first, or bring a token"),
    Code.TOO_MANY_TRIES: N_("Too many tries. Try again in {left}"),
    Code.SETUP_CODE_WRONG: N_("That is not the set-up code. It stands in the program's log"),
    Code.PASSWORD_SET: N_("There is a password already. Log in with it"),
    Code.PASSWORD_LENGTH: N_("A password has {count} to 128 characters"),
    Code.PASSWORDS_DIFFER: N_("The two passwords are not the same"),
    Code.NAME_NEEDED: N_("A name is needed, of up to {count} characters"),
    Code.NAME_TAKEN: N_("{what} is taken, or there are too many"),
    Code.LAST_OWNER: N_("The last owner's key stays"),
    Code.NO_SUCH_PERSON: N_("Nobody of that name lives here"),
    Code.ANOTHER_NAME: N_("Type the name just as it stands here: {detail}"),
    Code.FORM_STALE: N_("This form is too old, or comes from another page. Send it again"),
}
