"""Run a real Home Assistant Core, with a broker and a virtual home, for development and CI.

    python -m tests.instance.start_home_assistant start     start everything (the default)
    … status     say what is running (exit 3: not running)
    … restart    stop and start Home Assistant only
    … stop       stop everything
    … reset      stop, and delete the instance's data
    … install    only install, start nothing (exit 2, and one line: this machine cannot have it)

`start` needs no interaction and may be repeated. It makes a virtual environment with pinned packages (once), installs
the mosquitto broker with apt when it is missing, starts mosquitto, Home Assistant and virtual_home.py on 127.0.0.1
only, creates the owner and a long-lived token, and adds the broker. It prints one line of JSON, which holds the token:
keep it out of public logs. Several instances may run beside each other under different names.

Files live below --cache-dir: the environments in venv-*, each instance in instances/<name>.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tests.instance.install import (
    DEFAULT_VERSION,
    VERSIONS,
    CannotHave,
    Failure,
    default_cache,
    install_mosquitto,
    install_venv,
    say,
)
from tests.instance.instance import Instance


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = ["start", "status", "restart", "stop", "reset", "install"]
    parser.add_argument("command", nargs="?", default="start", choices=commands)
    parser.add_argument("--cache-dir", type=Path, default=default_cache())
    parser.add_argument("--name", default="default", help="name of the instance")
    parser.add_argument("--http-port", type=int, default=0, help="of a new instance; default: any free one")
    parser.add_argument("--mqtt-port", type=int, default=0, help="of a new instance; default: any free one")
    parser.add_argument("--ha-version", choices=VERSIONS, help=f"of a new instance; default {DEFAULT_VERSION}")
    parser.add_argument("--virtual-home-args", default="", metavar="OPTIONS", help="such as '--speed 60'")
    args = parser.parse_args()
    if not args.name or not all(letter.isalnum() or letter in "-_" for letter in args.name):
        parser.error("--name: letters, digits, - and _ only")
    return args


def main() -> int:
    args = parse_arguments()
    instance = Instance(args.cache_dir.expanduser().resolve(), args.name)
    try:
        if args.command == "install":
            version = args.ha_version or DEFAULT_VERSION
            print(json.dumps({"python": str(install_venv(instance.cache, version)), "mosquitto": install_mosquitto()}))
            return 0
        with instance.locked():
            if args.command == "reset":
                instance.forget()
            if args.command == "stop":
                instance.stop()
            if args.command == "restart":
                instance.stop(["home_assistant"])
            if args.command in ("start", "restart"):
                instance.start(args.ha_version, args.http_port, args.mqtt_port, args.virtual_home_args)
            report = instance.report()
            print(json.dumps(report))
            return 3 if args.command == "status" and not report["running"] else 0
    except CannotHave as reason:
        say(str(reason))
        return 2
    except (Failure, OSError, ValueError) as failure:
        say(f"error: {failure}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
