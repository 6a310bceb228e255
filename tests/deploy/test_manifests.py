"""The files of deploy/ fit together, and Kubernetes' own schemas accept the manifests. Nothing here is run."""

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.support.cluster import CONFIGURATION, DEPLOY, SERVERS

NGINX = DEPLOY / "nginx"
KUBERNETES = DEPLOY / "kubernetes"
HEALTH = {"path": "/__admin/health", "port": "http"}
KUBERNETES_VERSIONS = ("1.29", "1.37")


def documents(kind: str = "") -> list[dict[str, Any]]:
    """Return the manifests of all resources, or of those of a kind."""
    kustomization = load(KUBERNETES / "kustomization.yaml")
    files = [KUBERNETES / name for name in kustomization["resources"] if name.endswith(".yaml")]
    found = [document for file in files for document in yaml.safe_load_all(file.read_text())]
    return [document for document in found if not kind or document["kind"] == kind]


def load(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


def named(kind: str, name: str) -> dict[str, Any]:
    [document] = [document for document in documents(kind) if document["metadata"]["name"] == name]
    return document


def server_lines(file: Path) -> list[str]:
    """Return the addresses of the servers, each of which keeps its sandboxes when it fails."""
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    found = [re.fullmatch(r"server (\S+) max_fails=0;", line) for line in lines]
    assert all(found), lines
    return [match[1] for match in found if match]


COMPOSE = load(DEPLOY / "compose.scale.yaml")
PODS = [document["spec"]["template"]["spec"] for document in (*documents("StatefulSet"), *documents("Deployment"))]
ADDRESSES = server_lines(NGINX / "containers" / "servers.conf")


class TestKubernetes:
    @pytest.mark.parametrize("version", KUBERNETES_VERSIONS)
    @pytest.mark.parametrize("document", documents(), ids=lambda each: f"{each['kind']} {each['metadata']['name']}")
    def test_its_schemas_accept_each_manifest(self, document: dict[str, Any], version: str) -> None:
        kubernetes_validate.validate(document, version, strict=True)

    def test_its_schemas_refuse_a_wrong_one(self) -> None:
        wrong = named("StatefulSet", "mockapi")
        wrong["spec"]["template"]["spec"]["containers"][0]["readOnly"] = True
        with pytest.raises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(wrong, KUBERNETES_VERSIONS[-1], strict=True)

    @pytest.mark.parametrize("pod", PODS, ids=["server", "proxy"])
    def test_a_pod_has_no_rights_and_no_variables_of_services(self, pod: dict[str, Any]) -> None:
        assert pod["enableServiceLinks"] is False
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        [container] = pod["containers"]
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }

    def test_each_server_has_a_volume_an_address_and_a_line(self) -> None:
        servers = named("StatefulSet", "mockapi")["spec"]
        assert servers["replicas"] == len(ADDRESSES) == SERVERS
        assert [claim["metadata"]["name"] for claim in servers["volumeClaimTemplates"]] == ["data"]
        for number, address in enumerate(ADDRESSES):
            name, _, port = address.partition(":")
            assert name == f"mockapi-{number}"
            service = named("Service", name)["spec"]
            assert service["selector"] == {"statefulset.kubernetes.io/pod-name": name}
            assert [each["port"] for each in service["ports"]] == [int(port)]

    def test_servers_are_asked_for_their_health_and_nginx_is_not_asked_for_a_servers(self) -> None:
        server, proxy = (pod["containers"][0] for pod in PODS)
        assert {server[f"{kind}Probe"]["httpGet"] == HEALTH for kind in ("startup", "readiness", "liveness")} == {True}
        assert {tuple(proxy[f"{kind}Probe"]["tcpSocket"].items()) for kind in ("readiness", "liveness")} == {
            (("port", "http"),)
        }

    def test_services_select_what_there_is(self) -> None:
        servers, proxy = named("StatefulSet", "mockapi"), named("Deployment", "mockapi-proxy")
        assert named("Service", "mockapi")["spec"]["selector"] == proxy["spec"]["template"]["metadata"]["labels"]
        governing = named("Service", servers["spec"]["serviceName"])["spec"]
        assert governing["clusterIP"] == "None"
        assert governing["selector"] == servers["spec"]["template"]["metadata"]["labels"]
        for document in (servers, proxy):
            assert document["spec"]["selector"]["matchLabels"] == document["spec"]["template"]["metadata"]["labels"]

    def test_the_proxy_has_the_one_nginx_conf_and_what_it_includes(self) -> None:
        assert "../nginx" in load(KUBERNETES / "kustomization.yaml")["resources"]
        [generated] = load(NGINX / "kustomization.yaml")["configMapGenerator"]
        files = dict((entry if "=" in entry else f"{entry}={entry}").split("=") for entry in generated["files"])
        assert files == {
            "nginx.conf": "nginx.conf",
            "listen.conf": "containers/listen.conf",
            "servers.conf": "containers/servers.conf",
        }
        proxy = PODS[1]
        assert proxy["volumes"][0]["configMap"]["name"] == generated["name"]
        [mount] = [each for each in proxy["containers"][0]["volumeMounts"] if each["name"] == "configuration"]
        assert f"{mount['mountPath']}/nginx.conf" in proxy["containers"][0]["command"]


class TestCompose:
    def test_each_server_has_a_volume_and_a_fixed_address(self) -> None:
        services = COMPOSE["services"]
        volumes = [services[f"mockapi-{number}"]["volumes"] for number in range(SERVERS)]
        assert volumes == [[f"data-{number}:/data"] for number in range(SERVERS)]
        assert list(COMPOSE["volumes"]) == [f"data-{number}" for number in range(SERVERS)]
        hosts = {name: service["networks"]["default"]["ipv4_address"] for name, service in services.items()}
        assert len(set(hosts.values())) == SERVERS + 1
        names = [address.partition(":")[0] for address in ADDRESSES]
        assert services["proxy"]["extra_hosts"] == [f"{name}:{hosts[name]}" for name in names]
        assert list(services["proxy"]["depends_on"]) == names

    def test_only_nginx_is_published_and_only_to_this_machine(self) -> None:
        ports = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
        assert ports == {"proxy": ["127.0.0.1:${MOCKAPI_PORT:-8000}:8000"]}

    def test_nginx_has_the_one_nginx_conf_and_what_it_includes(self) -> None:
        mounts = dict(volume.removesuffix(":ro").split(":") for volume in COMPOSE["services"]["proxy"]["volumes"])
        assert {Path(inside).name: (DEPLOY / outside).resolve() for outside, inside in mounts.items()} == {
            "nginx.conf": CONFIGURATION,
            "listen.conf": NGINX / "containers" / "listen.conf",
            "servers.conf": NGINX / "containers" / "servers.conf",
        }
        assert all(Path(outside).suffix == ".conf" for outside in mounts)

    def test_nginx_is_run_as_in_kubernetes(self) -> None:
        proxy = PODS[1]["containers"][0]
        assert COMPOSE["services"]["proxy"]["command"] == proxy["command"]
        assert COMPOSE["services"]["proxy"]["image"] == proxy["image"]


def test_nginx_conf_includes_only_the_addresses() -> None:
    assert re.findall(r"include (\S+);", CONFIGURATION.read_text()) == ["servers.conf", "listen.conf"]


def test_there_are_as_many_servers_on_one_machine() -> None:
    assert len(server_lines(NGINX / "servers.conf")) == SERVERS
    assert (NGINX / "listen.conf").read_text() == "listen 127.0.0.1:8000;\n"
