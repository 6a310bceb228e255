"""Kubernetes sets MOCKAPI_PORT=tcp://… and more in every container next to a Service called mockapi."""

from pathlib import Path

import pytest

from mockapi import MockServer, create_app
from tests.support import web
from tests.support.command import mockapi, serving

LINKS = {
    "MOCKAPI_PORT": "tcp://10.0.0.1:8000",
    "MOCKAPI_PORT_8000_TCP": "tcp://10.0.0.1:8000",
    "MOCKAPI_PORT_8000_TCP_ADDR": "10.0.0.1",
    "MOCKAPI_PORT_8000_TCP_PORT": "8000",
    "MOCKAPI_PORT_8000_TCP_PROTO": "tcp",
    "MOCKAPI_SERVICE_HOST": "10.0.0.1",
    "MOCKAPI_SERVICE_PORT": "8000",
    "MOCKAPI_SERVICE_PORT_HTTP": "8000",
}
"""What Kubernetes sets for a Service called mockapi with one port."""


@pytest.mark.parametrize("protocol", ["tcp", "udp", "sctp"])
def test_the_server_takes_the_default_port_and_warns_in_one_line(protocol: str) -> None:
    links = LINKS | {"MOCKAPI_PORT": f"{protocol}://10.0.0.1:8000"}
    # No machine has this address: the server ends by itself, and says on which port it would have listened.
    refusal = mockapi("serve", "--host", "192.0.2.1", **links)
    warning, error = refusal.stderr.splitlines()
    assert warning == (
        f"mockapi: ignored MOCKAPI_PORT={protocol}://10.0.0.1:8000, the address that Kubernetes or Docker sets for a "
        "service called mockapi; to choose the port, use --port"
    )
    assert error.startswith("mockapi: cannot listen on 192.0.2.1:8000")


def test_a_flag_is_taken_without_a_warning(tmp_path: Path) -> None:
    errors = tmp_path / "stderr"
    with serving(errors=errors, **LINKS) as served:
        assert web.get(f"{served.url}/__admin/health").status_code == 200
    assert errors.read_text() == ""


def test_the_other_variables_change_nothing(tmp_path: Path) -> None:
    errors = tmp_path / "stderr"
    links = {name: value for name, value in LINKS.items() if name != "MOCKAPI_PORT"}
    with serving(errors=errors, MOCKAPI_PRODUCTS="7", **links) as served:
        assert web.get(f"{served.url}/__admin/health").json()["products"] == 7
    assert errors.read_text() == ""


def test_a_flag_that_is_no_port_is_still_refused() -> None:
    refusal = mockapi("serve", "--port", "tcp://10.0.0.1:8000")
    assert refusal.returncode == 2
    assert "--port or MOCKAPI_PORT" in refusal.stderr


def test_a_server_in_a_test_does_not_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LINKS.items():
        monkeypatch.setenv(name, value)
    with MockServer(products=0) as server, create_app(products=0):
        assert web.get(f"{server.url}/__admin/health").status_code == 200


def test_commands_ask_the_default_port() -> None:
    run = mockapi("health", MOCKAPI_HOST="127.0.0.99", **LINKS)
    assert run.returncode == 1
    assert run.stderr.startswith("mockapi: no mockapi server at http://127.0.0.99:8000")
