"""No setting of the environment makes a library report to somebody what the pages do."""

import os
import socket
import subprocess
import sys

SERVE = """
from tests.web.test_server import a_server, ask, served
with served(a_server()) as server:
    assert ask(server, "/health")[0] == 200
"""


def test_a_collector_named_in_the_environment_hears_nothing() -> None:
    """FastAPI exports where its environment asks for it and the exporter is installed, and warns where it is not."""
    with socket.create_server(("127.0.0.1", 0)) as collector:
        collector.settimeout(0.2)
        asked = {
            "FASTAPI_OTEL_AUTO_CONFIGURE": "true",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.getsockname()[1]}",
        }
        command = [sys.executable, "-c", SERVE]
        done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "telemetry" not in done.stderr
        try:
            collector.accept()
        except TimeoutError:
            return
        raise AssertionError("it reported to the collector")
