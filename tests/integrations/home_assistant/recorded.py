"""Payloads recorded from real Home Assistants, by version."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "recorded" / "home_assistant"
VERSIONS = sorted(path.name for path in FOLDER.iterdir())


def load(version: str, name: str) -> Any:
    return json.loads((FOLDER / version / f"{name}.json").read_text())
