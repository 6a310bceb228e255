"""Runs the README's start command in a new session, asks the server for its health, and ends it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

SECONDS = 600
"""How long installing and starting may take."""


def main(command: str) -> None:
    """Raise unless the command's server gets healthy."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"MOCKAPI_PORT": str(port)}
    shell = subprocess.Popen(["bash", "-c", command], env=environment, start_new_session=True)
    try:
        print(health(shell, f"http://127.0.0.1:{port}/__admin/health"))
    finally:
        os.killpg(shell.pid, signal.SIGTERM)
        shell.wait(60)


def health(shell: subprocess.Popen[bytes], url: str) -> object:
    """The first answer of the server."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and shell.poll() is None:
        try:
            with urlopen(url, timeout=60) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


main(sys.argv[1])
