"""The variables that Kubernetes sets next to a Service called mockapi: MOCKAPI_PORT=tcp://… and more."""

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
"""Variables that Kubernetes sets for a Service called mockapi with one port."""


@pytest.mark.parametrize("protocol", ["tcp", "udp", "sctp"])
def test_serve_ignores_a_service_link_as_port_and_warns_in_one_line(protocol: str) -> None:
    links = LINKS | {"MOCKAPI_PORT": f"{protocol}://10.0.0.1:8000"}
    # No machine has this address: the server exits with an error that names the port.
    refusal = mockapi("serve", "--host", "192.0.2.1", **links)
    warning, error = refusal.stderr.splitlines()
    assert warning == (
        f"mockapi: Ignored MOCKAPI_PORT={protocol}://10.0.0.1:8000, which Kubernetes or Docker sets for a service "
        "called mockapi. Use --port to choose the port."
    )
    assert error.startswith("mockapi: cannot listen on 192.0.2.1:8000")


def test_the_port_option_is_used_without_a_warning(tmp_path: Path) -> None:
    errors = tmp_path / "stderr"
    with serving(errors=errors, **LINKS) as served:
        assert web.get(f"{served.url}/__admin/health").status_code == 200
    assert errors.read_text() == ""


def test_other_service_variables_have_no_effect(tmp_path: Path) -> None:
    errors = tmp_path / "stderr"
    links = {name: value for name, value in LINKS.items() if name != "MOCKAPI_PORT"}
    with serving(errors=errors, MOCKAPI_PRODUCTS="7", **links) as served:
        assert web.get(f"{served.url}/__admin/health").json()["products"] == 7
    assert errors.read_text() == ""


def test_a_service_link_as_port_option_is_refused() -> None:
    refusal = mockapi("serve", "--port", "tcp://10.0.0.1:8000")
    assert refusal.returncode == 2
    assert "--port or MOCKAPI_PORT" in refusal.stderr


def test_a_server_in_a_thread_and_an_application_ignore_service_links(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in LINKS.items():
        monkeypatch.setenv(name, value)
    with MockServer(products=0) as server, create_app(products=0):
        assert web.get(f"{server.url}/__admin/health").status_code == 200


def test_commands_call_the_default_port_beside_a_service_link() -> None:
    run = mockapi("health", MOCKAPI_HOST="127.0.0.99", **LINKS)
    assert run.returncode == 1
    assert run.stderr.startswith("mockapi: Cannot reach a mockapi server at http://127.0.0.99:8000")
