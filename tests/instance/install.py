"""Installs Home Assistant (pinned wheels, in an environment of its own) and the broker, once."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSIONS = ("2025.4.4", "2026.2.3")
DEFAULT_VERSION = "2025.4.4"
PYTHON_SERIES = "3.13"


class Failure(Exception):
    """Something went wrong; the message says what and where."""


class CannotHave(Failure):
    """This machine cannot have what is needed; the message is one line that says what."""


def say(text: str) -> None:
    """Progress, on standard error."""
    print(f"[home-assistant] {text}", file=sys.stderr, flush=True)


def default_cache() -> Path:
    """Where environments and instances live."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(os.environ.get("THERMO_EDGE_HA_CACHE") or Path(cache, "thermo-edge-home-assistant"))


def run(command: list[str], what: str, env: dict[str, str] | None = None) -> str:
    """Run a command to its end; on failure raise with the end of its output."""
    result = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env)
    if result.returncode != 0:
        tail = "\n".join(result.stdout.splitlines()[-25:])
        raise Failure(f"{what} failed (exit {result.returncode}):\n{tail}")
    return result.stdout


def _answer(command: list[str]) -> str:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(command, check=False, capture_output=True, text=True, timeout=30).stdout.strip()
    return ""


def find_python() -> str:
    """A Python of the series that Home Assistant needs: $HA_PYTHON, on PATH, or one of pyenv's."""
    candidates = [os.environ["HA_PYTHON"]] if os.environ.get("HA_PYTHON") else []
    if not candidates:
        on_path = shutil.which(f"python{PYTHON_SERIES}")
        candidates += [on_path] if on_path else []  # may be a pyenv shim that refuses to run: all are tried
        roots = [os.environ.get("PYENV_ROOT"), _answer(["pyenv", "root"]), str(Path.home() / ".pyenv")]
        for root in filter(None, roots):
            found = [path for path in Path(root, "versions").glob(f"{PYTHON_SERIES}.*") if path.suffix[1:].isdigit()]
            found.sort(key=lambda path: int(path.suffix[1:]), reverse=True)
            candidates += [str(path / "bin" / "python") for path in found]
        candidates.append(sys.executable)
    check = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    for candidate in candidates:
        if _answer([candidate, "-c", check]) == PYTHON_SERIES:
            return candidate
    raise CannotHave(f"no Python {PYTHON_SERIES} for Home Assistant: install one (pyenv has it) or set HA_PYTHON")


def install_venv(cache: Path, version: str) -> Path:
    """Create the virtual environment once; return its Python."""
    requirements = HERE / f"requirements-{version}.txt"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    venv = cache / f"venv-{version}-{digest}"
    python, done = venv / "bin" / "python", venv / ".complete"
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:  # instances share the environment
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (done.exists() and python.exists()):
            _build_venv(venv, python, version, requirements)
            done.write_text(version + "\n")
    return python


def _build_venv(venv: Path, python: Path, version: str, requirements: Path) -> None:
    base = find_python()
    say(f"installing Home Assistant {version} with {base} (once; a minute or two)")
    shutil.rmtree(venv, ignore_errors=True)
    run([base, "-m", "venv", str(venv)], "creating the virtual environment")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--no-compile", "--disable-pip-version-check"]
    # Every package is pinned and has a wheel: no resolver, no compiler. The micro version of Python does not matter.
    pip += ["--only-binary", ":all:", "--no-deps", "--ignore-requires-python", "-r", str(requirements)]
    run(pip, "installing packages")
    check = "import homeassistant.const as c; print(c.__version__)"
    found = run([str(python), "-c", check], "checking the installation").strip()
    if found != version:
        raise Failure(f"expected Home Assistant {version}, installed {found!r}")


def find_tool(name: str) -> str | None:
    """A program on PATH or in the system directories (sbin is often not on PATH)."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin")


def install_mosquitto() -> str:
    """Return the broker's path, installing it with apt when missing."""
    broker = find_tool("mosquitto")
    if broker and find_tool("mosquitto_passwd"):
        return broker
    if not find_tool("apt-get"):
        raise CannotHave("no mosquitto, and no apt-get to install it: install mosquitto")
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not find_tool("sudo"):
        raise CannotHave("no mosquitto: run apt-get install mosquitto")
    say("installing mosquitto with apt")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*sudo, "apt-get", "install", "-y", "--no-install-recommends", "mosquitto"]
    try:
        try:
            run(install, "installing mosquitto", env=env)
        except Failure:  # the package lists may be missing or old
            run([*sudo, "apt-get", "update"], "updating the package lists", env=env)
            run(install, "installing mosquitto", env=env)
    except Failure as failure:
        raise CannotHave(f"no mosquitto: {str(failure).splitlines()[-1]}") from failure
    # Debian may have started a system-wide broker; this project runs its own.
    if find_tool("systemctl"):
        disable = [*sudo, "systemctl", "disable", "--now", "mosquitto"]
        subprocess.run(disable, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    broker = find_tool("mosquitto")
    if not broker:
        raise CannotHave("apt installed mosquitto, but the program is not to be found")
    return broker
