"""A server that is killed under load: its sandboxes are refused until it is back, all others never notice."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition

import httpx

from mockapi import MockClient
from tests.support import web
from tests.support.altegio import TOKENS
from tests.support.cluster import SERVER, SERVERS, Cluster
from tests.support.waiting import SECONDS

SANDBOXES = 12
FEW = 5
"""So many events of a kind are waited for."""
MAX_WRITES = 20_000
"""A writer that is never stopped ends by itself."""
HEADERS = {"Authorization": TOKENS}
CREATED, REFUSED, LOST = "created", "refused", "lost"


class Writers:
    """A client for each sandbox, which creates one category after the other, and what became of its requests."""

    def __init__(self, url: str, sandboxes: list[str]) -> None:
        self.created: dict[str, list[str]] = {name: [] for name in sandboxes}
        """The titles that were answered with 201."""
        self.lost: dict[str, list[str]] = {name: [] for name in sandboxes}
        """The titles of requests whose connection ended without an answer: created or not."""
        self.counts: Counter[tuple[str, str]] = Counter()
        self._url = url
        self._changed = Condition()
        self._is_stopped = False

    def write(self, sandbox: str) -> None:
        """Write until `stop`."""
        with httpx.Client(base_url=f"{self._url}/~{sandbox}", headers=HEADERS, verify=False, timeout=SECONDS) as client:
            for number in range(MAX_WRITES):
                if self._is_stopped:
                    return
                self._note(sandbox, f"{sandbox} {number}", _post(client, f"{sandbox} {number}"))

    def _note(self, sandbox: str, title: str, outcome: str) -> None:
        with self._changed:
            if outcome != REFUSED:
                (self.created if outcome == CREATED else self.lost)[sandbox].append(title)
            self.counts[sandbox, outcome] += 1
            self._changed.notify_all()

    def wait_for_more(self, outcome: str, sandboxes: list[str]) -> None:
        """Return once each of the sandboxes has `FEW` more outcomes of that kind."""
        with self._changed:
            enough = {name: self.counts[name, outcome] + FEW for name in sandboxes}

            def is_enough() -> bool:
                return all(self.counts[name, outcome] >= count for name, count in enough.items())

            assert self._changed.wait_for(is_enough, SECONDS), (outcome, self.counts)

    def stop(self) -> None:
        """Let the writers end after the request under way."""
        self._is_stopped = True


def _post(client: httpx.Client, title: str) -> str:
    try:
        answer = client.post("/goods_categories/1", json={"title": title})
    except httpx.TransportError:
        return LOST
    if answer.status_code == 502:
        return REFUSED
    assert answer.status_code == 201, answer.text
    return CREATED


@contextmanager
def writing(url: str, sandboxes: list[str]) -> Iterator[Writers]:
    """Run the writers while the block runs; raise what one of them raises."""
    writers = Writers(url, sandboxes)
    with ThreadPoolExecutor(len(sandboxes)) as threads:
        running: list[Future[None]] = [threads.submit(writers.write, name) for name in sandboxes]
        try:
            yield writers
        finally:
            writers.stop()
        for each in running:
            each.result(SECONDS)


def titles(url: str, sandbox: str) -> list[str]:
    """Return the titles in a sandbox that the writers can have given, in the order of their ids."""
    answer = web.get(f"{url}/~{sandbox}/company/1/goods_categories", headers=HEADERS)
    assert answer.status_code == 200
    rows = sorted(answer.json()["data"], key=lambda row: row["id"])
    return [row["title"] for row in rows if row["title"].startswith(f"{sandbox} ")]


def names_at(url: str) -> set[str]:
    """Return the sandboxes that one server has."""
    return {sandbox["name"] for sandbox in web.get(f"{url}/__admin/sandboxes").json()["sandboxes"]} - {"default"}


def new_sandboxes(cluster: Cluster, proxied: MockClient) -> dict[int, list[str]]:
    """Return some new sandboxes by the number of their server: at least one on each."""
    found: dict[int, list[str]] = {number: [] for number in range(SERVERS)}
    for number in range(SANDBOXES):
        name = f"writer-{number}"
        proxied.create_sandbox(name)
        address = web.get(f"{cluster.url}/~{name}/goods/1").headers[SERVER]
        found[cluster.addresses.index(address)].append(name)
    return found


def check_refusal(url: str, sandbox: str) -> None:
    """Assert that nginx refuses in the shape in which the control plane refuses."""
    answer = web.get(f"{url}/~{sandbox}/__admin/faults")
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/json"
    assert [error["code"] for error in answer.json()["errors"]] == [502]


def test_loses_nothing_and_no_other_server_answers_for_it(cluster: Cluster, proxied: MockClient) -> None:
    by_server = new_sandboxes(cluster, proxied)
    victim = max(by_server, key=lambda number: len(by_server[number]))
    own = by_server[victim]
    others = [name for number, names in by_server.items() if number != victim for name in names]
    assert own
    assert others
    try:
        with writing(cluster.url, [*own, *others]) as writers:
            writers.wait_for_more(CREATED, [*own, *others])
            cluster.kill(victim)
            writers.wait_for_more(REFUSED, own)
            writers.wait_for_more(CREATED, others)
        check_refusal(cluster.url, own[0])
        for number, served in enumerate(cluster.servers):
            if number != victim:
                assert names_at(served.url).isdisjoint(own)
    finally:
        cluster.start(victim)
    for name in others:
        assert writers.counts[name, LOST] == writers.counts[name, REFUSED] == 0
        assert titles(cluster.url, name) == writers.created[name]
    for name in own:
        found = titles(cluster.url, name)
        assert [title for title in found if title not in writers.lost[name]] == writers.created[name]
        assert len(found) == len(set(found))
    assert set(own) <= names_at(cluster.servers[victim].url)
