"""Two workers are one server: over either, everything is as everybody else has left it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from mockapi.client import Mock
from tests.control.calls import ALTEGIO, mark, marks, refused
from tests.workers.calls import ONE, ZERO, accepted_by, owner

CLIENTS = 8
REQUESTS = 25


@pytest.fixture
def two(workers: Mock) -> Mock:
    """A server of two workers, as it begins; `ZERO` lives in one of them and `ONE` in the other."""
    assert (owner(ZERO), owner(ONE)) == (0, 1)
    for snapshot in workers.call("GET", "/__admin/snapshots")["snapshots"]:
        workers.delete_snapshot(snapshot["name"])
    for sandbox in workers.call("GET", "/__admin/sandboxes")["sandboxes"]:
        if sandbox["name"] != "default":
            workers.delete_sandbox(sandbox["name"])
    workers.reset()
    return workers


@pytest.fixture
def both(two: Mock) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """A connection to each of the workers."""
    with accepted_by(0, two) as zero, accepted_by(1, two) as one:
        yield zero, one


Both = tuple[httpx.Client, httpx.Client]


def get(client: httpx.Client, sandbox: str, path: str = "/goods/1?count=1") -> httpx.Response:
    return client.get(f"/~{sandbox}{path}", headers=ALTEGIO)


@pytest.mark.parametrize("sandbox", [ZERO, ONE])
class TestASandbox:
    def test_is_the_same_over_both(self, both: Both, sandbox: str) -> None:
        for writer, reader in (both, both[::-1]):
            created = writer.post(f"/~{sandbox}/goods_categories/1", headers=ALTEGIO, json={"title": "New"}).json()
            path = f"/company/1/goods_categories/{created['data']['id']}"
            answers = [get(client, sandbox, path) for client in (reader, writer)]
            assert [answer.json()["success"] for answer in answers] == [True, True]
            assert answers[0].content == answers[1].content

    def test_has_one_journal_of_all_that_many_clients_send(self, two: Mock, sandbox: str) -> None:
        def send(number: int) -> None:
            with httpx.Client(base_url=two.url, verify=False, trust_env=False) as client:
                for step in range(REQUESTS):
                    assert get(client, sandbox, f"/goods/1?count=1&client={number}&step={step}").status_code == 200

        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(send, range(CLIENTS)))
        seen = two.sandbox(sandbox)
        assert seen.verify(operation="get_products_list", exactly=CLIENTS * REQUESTS) == CLIENTS * REQUESTS
        urls = [request["request"]["url"] for request in seen.call("GET", "/__admin/requests")["requests"]]
        assert len(set(urls)) == CLIENTS * REQUESTS
        ids = {request["id"] for request in seen.call("GET", "/__admin/requests")["requests"]}
        assert len(ids) == CLIENTS * REQUESTS

    def test_has_faults_that_hit_so_many_requests_and_no_more(self, two: Mock, both: Both, sandbox: str) -> None:
        two.sandbox(sandbox).fault(error=429, vendor="altegio", times=3)
        statuses = [get(client, sandbox).status_code for client in both * 3]
        assert statuses == [429] * 3 + [200] * 3

    def test_has_one_quota(self, two: Mock, both: Both, sandbox: str) -> None:
        two.sandbox(sandbox).quotas(altegio=[{"requests": 3, "seconds": 3600}])
        assert [get(client, sandbox).status_code for client in both * 2] == [200, 200, 200, 429]

    def test_has_one_clock(self, both: Both, sandbox: str) -> None:
        both[0].put(f"/~{sandbox}/__admin/clock", json={"freeze": "2031-05-06T07:08:09Z"})
        told = [client.get(f"/~{sandbox}/__admin/clock").json()["now"] for client in both]
        assert told == ["2031-05-06T07:08:09.000Z"] * 2

    def test_is_reset_over_either(self, two: Mock, both: Both, sandbox: str) -> None:
        for client in both:
            assert mark(two, "New", f"/~{sandbox}") == 2_000_001
            two.sandbox(sandbox).fault("lost_request")
            assert client.post("/__admin/reset", headers={"X-Mock-Sandbox": sandbox}).status_code == 200
            assert marks(two, f"/~{sandbox}") == []
            two.sandbox(sandbox).reset()

    def test_is_made_found_and_dropped_over_either(self, two: Mock, both: Both, sandbox: str) -> None:
        for maker, other in (both, both[::-1]):
            path = f"/__admin/sandboxes/{sandbox}"
            assert other.get(path).status_code == 404
            assert maker.put(path).status_code == 201
            assert other.get(path).json()["requests"] == 0
            mark(two, "New", f"/~{sandbox}")
            told = other.get(path).json()
            assert (told["name"], told["requests"], told["changed"]) == (sandbox, 1, True)
            assert other.delete(path).status_code == 204
            assert maker.get(path).status_code == 404
            assert marks(two, f"/~{sandbox}") == []
            two.delete_sandbox(sandbox)


class TestAllSandboxes:
    def test_are_listed_over_either_in_order_of_use(self, both: Both) -> None:
        for name in (ONE, ZERO, "anna", "e", ONE):
            get(both[0], name)
        lists = [client.get("/__admin/sandboxes").json()["sandboxes"] for client in both]
        assert lists[0] == lists[1]
        assert [sandbox["lastUsedAt"] for sandbox in lists[0]] == sorted(each["lastUsedAt"] for each in lists[0])
        assert sorted(sandbox["name"] for sandbox in lists[0]) == sorted(["default", ONE, ZERO, "anna", "e"])
        assert {sandbox["name"]: sandbox["requests"] for sandbox in lists[0]}[ONE] == 2

    def test_are_counted_over_either(self, both: Both) -> None:
        for name in (ZERO, ONE):
            get(both[0], name)
        told = [client.get("/__admin/health").json() for client in both]
        assert [health["sandboxes"] for health in told] == [3, 3]
        assert [(health["workers"], health["worker"]) for health in told] == [(2, 0), (2, 1)]

    def test_a_refusal_is_one_answer(self, two: Mock) -> None:
        assert "There is no parameter 'x'" in refused(two, 400, "GET", "/sandboxes?x=1")[0][1]

    def test_a_page_may_read_the_list(self, both: Both) -> None:
        for client in both:
            answer = client.get("/__admin/sandboxes", headers={"Origin": "http://page.test"})
            assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(("source", "target"), [(ZERO, ONE), (ONE, ZERO), (ZERO, "e")])
class TestACopy:
    def test_of_a_sandbox_that_lives_elsewhere_has_its_data(self, two: Mock, source: str, target: str) -> None:
        mark(two, "Copied", f"/~{source}")
        two.create_sandbox(target, copy=source)
        mark(two, "Later", f"/~{source}")
        assert marks(two, f"/~{target}") == ["Copied"]
        assert mark(two, "Next", f"/~{target}") == 2_000_002
        directory = Path(two.call("GET", "/__admin/health")["store"])
        assert not list(directory.glob("borrowed.*"))

    def test_of_an_untouched_one_is_the_baseline(self, two: Mock, source: str, target: str) -> None:
        two.create_sandbox(source)
        mark(two, "Gone", f"/~{target}")
        two.create_sandbox(target, copy=source)
        assert marks(two, f"/~{target}") == []
        assert two.call("GET", f"/__admin/sandboxes/{target}")["changed"] is False

    def test_of_one_that_is_not_there_is_refused(self, two: Mock, source: str, target: str) -> None:
        expected = [("/sandbox", f"There is no sandbox '{source}'.")]
        assert refused(two, 404, "PUT", f"/sandboxes/{target}", {"sandbox": source}) == expected


class TestASnapshot:
    def test_is_there_for_all_sandboxes_at_once(self, two: Mock) -> None:
        mark(two, "First", f"/~{ZERO}")
        two.sandbox(ZERO).snapshot("shared")
        two.sandbox(ONE).restore("shared")
        assert marks(two, f"/~{ONE}") == ["First"]

    def test_that_was_replaced_is_the_new_one_for_all(self, two: Mock) -> None:
        for title in ("First", "Second", "Third"):
            for name, other in ((ZERO, ONE), (ONE, ZERO)):
                two.sandbox(name).reset()
                mark(two, f"{title} of {name}", f"/~{name}")
                two.sandbox(name).snapshot("shared")
                two.sandbox(other).restore("shared")
                assert marks(two, f"/~{other}") == [f"{title} of {name}"]

    def test_that_was_deleted_is_gone_for_all(self, two: Mock) -> None:
        two.sandbox(ZERO).snapshot("shared")
        two.sandbox(ONE).restore("shared")
        two.sandbox(ZERO).delete_snapshot("shared")
        for name in (ZERO, ONE):
            assert two.sandbox(name).call("GET", "/__admin/snapshots") == {"snapshots": []}
            answer = httpx.post(f"{two.url}/~{name}/__admin/snapshots/shared/restore", verify=False)
            assert answer.status_code == 404

    def test_of_one_name_is_whole_whoever_makes_it_at_the_same_time(self, two: Mock, both: Both) -> None:
        def save(client: httpx.Client, name: str) -> list[int]:
            path = f"/~{name}/__admin/snapshots/shared"
            return [client.put(path).status_code for _ in range(50)]

        for name in (ZERO, ONE):
            mark(two, name, f"/~{name}")
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(save, both, (ZERO, ONE))) == [[201] * 50] * 2
        two.sandbox("e").restore("shared")
        assert marks(two, "/~e") in ([ZERO], [ONE])

    def test_of_a_larger_shop_goes_through_both_ways(self, two: Mock, both: Both, tmp_path: Path) -> None:
        two.sandbox(ZERO).seed(7, 3000)
        two.sandbox(ZERO).snapshot("large")
        downloads = [client.get(f"/~{ZERO}/__admin/snapshots/large").content for client in both]
        assert len(downloads[0]) > 1_000_000
        for client, download in zip(both, downloads, strict=True):
            kept = client.put(f"/~{ONE}/__admin/snapshots/uploaded", content=download)
            assert kept.json() == {"name": "uploaded", "seed": 7, "products": 3000}
        two.sandbox(ONE).restore("uploaded")
        rows = [two.sandbox(name).call("GET", "/__admin/data/deconetwork/product?limit=5") for name in (ZERO, ONE)]
        assert rows[0] == rows[1]
