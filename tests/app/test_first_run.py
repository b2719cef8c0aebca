"""Set-up as an add-on: who came first owns the house only where Home Assistant does not say who does."""

from pathlib import Path

from tests.config.homes import DUTCH
from tests.web.access import guarded
from thermo_edge.app.first_run import TOKEN_FILE, FirstRun
from thermo_edge.config.propose import propose
from thermo_edge.config.setup_desk import Met
from thermo_edge.web.access.gate import SUPERVISOR, Guarded
from thermo_edge.web.access.visitor import Knock, Role


def role(access: Guarded, user: str) -> Role:
    headers = {"x-remote-user-id": user, "x-ingress-path": "/api/hassio_ingress/abc"}
    found = access.judge(Knock(SUPERVISOR, "/setup", headers))
    assert found is not None
    return found.role


def looked(folder: Path, rule: frozenset[str] | None) -> Guarded:
    """Eve was there first; then Home Assistant was asked."""
    access = guarded(folder, ingress=True, claiming=True)
    met = Met("2026.2.3", True, propose(DUTCH.inventory), 9, rule=rule)
    (folder / TOKEN_FILE).write_text("x.y.z", encoding="utf-8")
    run = FirstRun(folder / "config.yaml", 0, supervised=True, look=lambda *_: met, access=access)
    assert role(access, "eve") is Role.OWNER
    assert run.known() == met
    return access


def test_who_came_first_owns_nothing_once_home_assistant_has_named_its_administrators(tmp_path: Path) -> None:
    access = looked(tmp_path, frozenset({"ada"}))
    assert (role(access, "eve"), role(access, "ada")) == (Role.RESIDENT, Role.OWNER)


def test_where_it_names_none_who_came_first_stays_the_owner(tmp_path: Path) -> None:
    access = looked(tmp_path, None)
    assert (role(access, "eve"), role(access, "ada")) == (Role.OWNER, Role.RESIDENT)
