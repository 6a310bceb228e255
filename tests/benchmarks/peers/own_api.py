"""The peers that emulate one vendor each: moto and localstripe."""

import json
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.installation import Packages
from tests.benchmarks.peers.candidate import Candidate
from tests.benchmarks.requests import Client, Cycle, Plan, Request
from tests.benchmarks.shop import LIST_ROWS, Shop

_MOTO = Packages(pypi=("moto[server]==5.2.5",))
_LOCALSTRIPE = Packages(pypi=("localstripe==1.15.10", "setuptools==80.9.0"))


def _sqs(action: str, body: str) -> Request:
    scope = "benchmark/20260101/us-east-1/sqs/aws4_request"
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": f"AmazonSQS.{action}",
        "Authorization": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none",
    }
    return Request("POST", "/", headers, body)


_ACCOUNT = "123456789012"
_URL = f"http://127.0.0.1/{_ACCOUNT}"
_QUEUE = _sqs("CreateQueue", '{"QueueName": "made-{n}"}')
_QUEUE_CYCLE = Cycle(
    _QUEUE,
    _sqs("GetQueueAttributes", f'{{"QueueUrl": "{_URL}/{{id}}", "AttributeNames": ["QueueArn"]}}'),
    _sqs("DeleteQueue", f'{{"QueueUrl": "{_URL}/{{id}}"}}'),
    made=f"/{_ACCOUNT}/",
    got=f":{_ACCOUNT}:",
)


def _fill_moto(client: Client) -> None:
    for number in range(LIST_ROWS):
        client.send(
            _sqs("CreateQueue", json.dumps({"QueueName": f"queue-{number:03}-with-a-name-of-eighty".ljust(75, "-")}))
        )


def _moto_plans(_shop: Shop) -> Mapping[str, Plan]:
    listing = _sqs("ListQueues", '{"QueueNamePrefix": "queue-"}')
    return {
        "list": Plan((listing,), lambda body: len(json.loads(body)["QueueUrls"]) == LIST_ROWS),
        "get": Plan(
            (_sqs("GetQueueUrl", json.dumps({"QueueName": "queue-000-with-a-name-of-eighty".ljust(75, "-")})),)
        ),
        "changes": Plan(cycle=_QUEUE_CYCLE),
    }


MOTO = Candidate(
    "moto server 5.2.5",
    "own API: SQS queues",
    lambda _folder, _shop, port: [_MOTO.program("moto_server"), "-H", "127.0.0.1", "-p", str(port)],
    _moto_plans,
    ready=Request("GET", "/moto-api/data.json"),
    packages=(_MOTO,),
    fill=_fill_moto,
    reset=lambda _shop, _port: Request("POST", "/moto-api/reset"),
    change=_QUEUE,
)

_KEY = {"Authorization": "Bearer sk_test_benchmark"}
_FORM = {**_KEY, "Content-Type": "application/x-www-form-urlencoded"}
_CUSTOMER = Request("POST", "/v1/customers", _FORM, "description=Made+{n}")
_CUSTOMER_CYCLE = Cycle(
    _CUSTOMER, Request("GET", "/v1/customers/{id}", _KEY), Request("DELETE", "/v1/customers/{id}", _KEY), made='"id": "'
)


def _fill_localstripe(client: Client) -> None:
    for number in range(LIST_ROWS):
        client.send(_CUSTOMER.filled(n=number))


def _localstripe_plans(_shop: Shop) -> Mapping[str, Plan]:
    listing = Request("GET", f"/v1/customers?limit={LIST_ROWS}", _KEY)
    return {
        "list": Plan((listing,), lambda body: len(json.loads(body)["data"]) == LIST_ROWS),
        "changes": Plan(cycle=_CUSTOMER_CYCLE),
    }


def _localstripe(folder: Path, _shop: Shop, port: int) -> list[str]:
    return [_LOCALSTRIPE.program("localstripe"), "--port", str(port), "--from-scratch"]


LOCALSTRIPE = Candidate(
    "localstripe 1.15.10",
    "own API: customers",
    _localstripe,
    _localstripe_plans,
    ready=Request("GET", "/v1/customers", _KEY),
    packages=(_LOCALSTRIPE,),
    fill=_fill_localstripe,
    reset=lambda _shop, _port: Request("DELETE", "/_config/data"),
    change=_CUSTOMER,
)
