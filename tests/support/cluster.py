"""Three servers in processes of their own, and a real nginx in front of them, as deploy/nginx configures it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.command import Served, serving
from tests.support.waiting import SECONDS

DEPLOY = Path(__file__).parents[2] / "deploy"
CONFIGURATION = DEPLOY / "nginx" / "nginx.conf"
SERVERS = 3
SANDBOX, SERVER = "x-test-sandbox", "x-test-server"
"""Headers that nginx adds in tests: the sandbox that it found, and the address of the server that it chose."""
_TELL = (f"add_header {SANDBOX} $sandbox always;", f"add_header {SERVER} $upstream_addr always;")


class Cluster:
    """The servers, by number, and `url`, where nginx answers for them."""

    def __init__(self, folder: Path, ports: list[int], port: int, stack: ExitStack, arguments: tuple[str, ...]) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.addresses = [f"127.0.0.1:{each}" for each in ports]
        self._folder = folder
        self._ports = ports
        self._stack = stack
        self._arguments = arguments
        with ThreadPoolExecutor(len(ports)) as threads:
            self.servers = list(threads.map(self._started, range(len(ports))))

    def start(self, number: int) -> None:
        """Start a server that was killed, on its old port and data."""
        self.servers[number] = self._started(number)

    def kill(self, number: int) -> None:
        """End a server at once, as a crash does, and wait until it is gone."""
        self.servers[number].process.kill()
        self.servers[number].process.wait(SECONDS)

    def _started(self, number: int) -> Served:
        data = str(self._folder / f"data-{number}")
        arguments = ("--port", str(self._ports[number]), "--data", data, *self._arguments)
        return self._stack.enter_context(serving(*arguments))


@contextmanager
def running_cluster(folder: Path, *arguments: str) -> Iterator[Cluster]:
    """Start three servers with `arguments`, and nginx; `folder` is for their files."""
    with ExitStack() as stack:
        *ports, port = [stack.enter_context(reserved_port()) for _ in range(SERVERS + 1)]
        cluster = Cluster(folder, ports, port, stack, arguments)
        stack.enter_context(running_nginx(folder / "nginx", port, cluster.addresses, *_TELL))
        yield cluster


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a port of this machine that a server can listen on, again and again, and that no other program gets.

    A socket that is bound and does not listen: Linux gives its port away only when it is asked for by number.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@contextmanager
def running_nginx(folder: Path, port: int, servers: Sequence[str], *directives: str) -> Iterator[int]:
    """Run nginx with the committed nginx.conf on `port` in front of `servers`, and yield the id of its first process.

    `directives` are added to its `server` block; its errors go to `folder`/errors.
    """
    folder.mkdir()
    configuration = Path(shutil.copy(CONFIGURATION, folder))
    (folder / "listen.conf").write_text("\n".join([f"listen 127.0.0.1:{port};", *directives, ""]))
    (folder / "servers.conf").write_text("".join(f"server {server} max_fails=0;\n" for server in servers))
    command = [nginx_path(), "-p", str(folder), "-c", str(configuration), "-e", "stderr", "-g", "daemon off;"]
    with open(folder / "errors", "w") as errors:
        process = subprocess.Popen(command, stderr=errors)
    try:
        deadline = time.monotonic() + SECONDS
        while not _answers(port):
            assert process.poll() is None, (folder / "errors").read_text()
            assert time.monotonic() < deadline, "nginx does not listen"
        yield process.pid
    finally:
        process.terminate()
        process.wait(SECONDS)


def nginx_path() -> str:
    """Return where nginx is, or an empty string if it is not installed."""
    # Debian installs it where the PATH of an ordinary user does not lead.
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=SECONDS).close()
    except ConnectionRefusedError:
        return False
    return True
