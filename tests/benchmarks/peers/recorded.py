"""The peers that send recorded responses: WireMock, MockServer, mountebank, Prism and Scalar."""

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.installation import JAVA, NODE, Packages, java, node
from tests.benchmarks.peers.candidate import STATIC, Candidate, path_of, recorded_plans, write_json
from tests.benchmarks.requests import Request
from tests.benchmarks.shop import JSON, REPEATED, Shop

_WIREMOCK = Packages(npm=("wiremock@3.13.2",))
_MOCKSERVER = Packages(npm=("mockserver-node@8.0.0",))
_MOUNTEBANK = Packages(npm=("mountebank@2.9.1",))
_PRISM = Packages(npm=("@stoplight/prism-cli@5.14.2",))
_SCALAR = Packages(npm=("@scalar/mock-server@0.14.4", "@hono/node-server@1.19.19"))
_JVM_WARM_UP = 30


def _wiremock(folder: Path, shop: Shop, port: int) -> list[str]:
    (folder / "mappings").mkdir(exist_ok=True)
    for name, request in REPEATED.items():
        answer = {"status": 200, "headers": JSON, "body": shop.answers[name].decode()}
        matcher = {"method": request.method, "urlPath": path_of(request)}
        write_json(folder / "mappings" / f"{name}.json", {"request": matcher, "response": answer})
    tuned = ("--no-request-journal", "--disable-request-logging", "--async-response-enabled", "true", "--disable-gzip")
    jar = _WIREMOCK.file("node_modules/wiremock/build/*.jar")
    return [java(), "-jar", jar, "--port", str(port), "--root-dir", str(folder), "--disable-banner", *tuned]


WIREMOCK = Candidate(
    "WireMock 3.13.2, tuned",
    f"{STATIC}; journal, log and gzip off, asynchronous",
    _wiremock,
    recorded_plans,
    packages=(JAVA, _WIREMOCK),
    reset=lambda _shop, _port: Request("POST", "/__admin/mappings/reset"),
    change=Request("POST", "/__admin/mappings", JSON, '{"request": {"urlPath": "/made/{n}"}, "response": {}}'),
    warm_up=_JVM_WARM_UP,
)


def _mockserver(folder: Path, shop: Shop, port: int) -> list[str]:
    expectations = [
        {
            "httpRequest": {"method": request.method, "path": path_of(request)},
            "httpResponse": {"statusCode": 200, "headers": JSON, "body": shop.answers[name].decode()},
        }
        for name, request in REPEATED.items()
    ]
    file = write_json(folder / "expectations.json", expectations)
    settings = {"initializationJsonPath": file, "logLevel": "OFF", "disableSystemOut": "true", "disableLogging": "true"}
    jar = _MOCKSERVER.file("node_modules/mockserver-node/*.jar")
    return [java(), *(f"-Dmockserver.{name}={value}" for name, value in settings.items()), "-jar", jar, *_at(port)]


def _at(port: int) -> tuple[str, str]:
    return "-serverPort", str(port)


_EXPECTATION = {"httpRequest": {"path": "/made/{n}"}, "httpResponse": {"statusCode": 200}}

MOCKSERVER = Candidate(
    "MockServer 8.0.0, tuned",
    f"{STATIC}; log off",
    _mockserver,
    recorded_plans,
    packages=(JAVA, _MOCKSERVER),
    reset=lambda _shop, _port: Request("PUT", "/mockserver/reset"),
    change=Request("PUT", "/mockserver/expectation", JSON, json.dumps(_EXPECTATION)),
    warm_up=_JVM_WARM_UP,
)


def _imposters(shop: Shop, port: int) -> dict[str, Any]:
    stubs = [
        {
            "predicates": [{"equals": {"method": request.method, "path": path_of(request)}}],
            "responses": [
                {
                    "is": {
                        "statusCode": 200,
                        "headers": {**JSON, "Connection": "keep-alive"},
                        "body": shop.answers[name].decode(),
                    }
                }
            ],
        }
        for name, request in REPEATED.items()
    ]
    return {"imposters": [{"port": port, "protocol": "http", "host": "127.0.0.1", "stubs": stubs}]}


def _mountebank(folder: Path, shop: Shop, port: int) -> list[str]:
    file = write_json(folder / "imposters.json", _imposters(shop, port))
    program = str(_MOUNTEBANK.modules / "mountebank" / "bin" / "mb")
    quiet = ("--nologfile", "--loglevel", "error", "--pidfile", str(folder / "mb.pid"))
    return [node(), program, "start", "--port", str(port + 1), "--host", "127.0.0.1", "--configfile", file, *quiet]


MOUNTEBANK = Candidate(
    "mountebank 2.9.1",
    f"{STATIC}; kept connections",
    _mountebank,
    recorded_plans,
    packages=(NODE, _MOUNTEBANK),
    reset=lambda shop, port: Request("PUT", "/imposters", JSON, json.dumps(_imposters(shop, port))),
    admin_step=1,
)


def _openapi(folder: Path, shop: Shop) -> str:
    paths = {
        path_of(request): {
            request.method.lower(): {
                **({"requestBody": {"content": {"application/json": {"schema": {}}}}} if request.body else {}),
                "responses": {
                    "200": {
                        "description": name,
                        "content": {"application/json": {"example": json.loads(shop.answers[name])}},
                    }
                },
            }
        }
        for name, request in REPEATED.items()
    }
    information = {"title": "Benchmark", "version": "1"}
    return write_json(folder / "openapi.json", {"openapi": "3.1.0", "info": information, "paths": paths})


def _prism(folder: Path, shop: Shop, port: int) -> list[str]:
    program = str(_PRISM.modules / "@stoplight" / "prism-cli" / "dist" / "index.js")
    return [node(), program, "mock", _openapi(folder, shop), "--port", str(port), "--verboseLevel", "silent"]


PRISM = Candidate("Prism 5.14.2", STATIC, _prism, recorded_plans, packages=(NODE, _PRISM))


def _scalar(folder: Path, shop: Shop, port: int) -> list[str]:
    program = Path(__file__).with_name("scalar.mjs")
    return [node(), str(program), str(_SCALAR.modules), _openapi(folder, shop), str(port)]


SCALAR = Candidate("Scalar mock server 0.14.4", STATIC, _scalar, recorded_plans, packages=(NODE, _SCALAR))
