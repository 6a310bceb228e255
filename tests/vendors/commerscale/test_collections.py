"""Collections, the twin of categories. Docs: "Product collections"; the docs print the operation get alone."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mockapi.server.server import MockServer
from mockapi.settings import Settings
from mockapi.storage.sequences import guid
from mockapi.vendors.commerscale.products_collections.schemas import Collections
from tests.support import web
from tests.support.commerscale import COLLECTIONS, FIRST, KEY, MEMBERS, SECOND, THIRD, UNKNOWN, Api, failed, texts
from tests.support.nonempty import nonempty
from tests.support.own_rows import load, stored

PLACE = "commerscale/collection"
ROW: dict[str, Any] = {**texts(slug="mine"), "author": "Me", "createdon": "2031-02-03 04:05:06"}
SEASONS = [
    *("Winter 2017", "Spring 2017", "Summer 2017", "Autumn 2017"),
    *("Winter 2018", "Spring 2018", "Summer 2018", "Autumn 2018"),
    *("Winter 2019", "Spring 2019", "Summer 2019", "Autumn 2019", "Winter 2020"),
]


@pytest.fixture
def collections(mock: MockServer, client: httpx.Client) -> Api:
    """Return the operations on collections, with seeded data."""
    return Api(client, COLLECTIONS)


class TestSeed:
    def test_the_shop_has_a_collection_for_each_season_in_which_it_created_categories(self, collections: Api) -> None:
        assert collections.names() == SEASONS

    def test_a_shop_without_products_has_them_too(self) -> None:
        with MockServer(Settings(port=0, products=0)) as server, web.client(server.url) as client:
            assert Api(client, COLLECTIONS).names() == SEASONS

    def test_no_collection_has_the_id_of_a_category(self, api: Api, collections: Api) -> None:
        ids = {collection["id"] for collection in collections.all()}
        assert len(ids) == len(SEASONS)
        assert not ids & {category["id"] for category in api.all()}
        assert collections.count(id=[FIRST, SECOND, THIRD]) == 0

    def test_every_collection_has_the_members_of_a_category_in_their_order(self, collections: Api) -> None:
        found = nonempty(collections.all())
        TypeAdapter(Collections).validate_python(found)
        assert {tuple(collection) for collection in found} == {MEMBERS}


class TestIndependence:
    @pytest.mark.parametrize("operation", ["create", "update", "delete"])
    def test_a_write_to_collections_leaves_the_categories_as_they_are(
        self, api: Api, collections: Api, operation: str
    ) -> None:
        before, first = api.all(), collections.all()[0]
        members = {"data": texts(id=first["id"]), "filter": {"id": [first["id"]]}}
        seasons = collections.all()
        collections.call(operation, **members)
        assert collections.all() != seasons
        assert api.all() == before

    def test_a_write_to_categories_leaves_the_collections_as_they_are(self, api: Api, collections: Api) -> None:
        before = collections.all()
        api.call("create", data=texts())
        api.call("delete", filter={"id": [FIRST]})
        assert collections.all() == before

    def test_the_id_of_a_category_names_no_collection(self, collections: Api) -> None:
        assert collections.error("update", data=texts(id=FIRST)) == failed("'data[0].id' names no collection")
        assert collections.call("delete", filter={"id": [FIRST]}) == {"count": 0}

    def test_the_id_of_the_first_new_collection_is_fixed(self, collections: Api) -> None:
        (created,) = collections.call("create", data=texts())
        assert created["id"] == guid("commerscale_collection", len(SEASONS) + 1)


short = st.text(alphabet="ab\0é", min_size=1, max_size=2)
pages = st.fixed_dictionaries({"pageNumber": st.integers(0, 3), "pageSize": st.integers(0, 3)})
steps = st.one_of(
    st.tuples(st.just("create"), st.lists(short, max_size=3)),
    st.tuples(st.just("update"), st.tuples(st.integers(0, 4), st.text(max_size=1))),
    st.tuples(st.just("delete"), st.lists(st.integers(0, 4), max_size=2)),
    st.tuples(st.just("get"), st.lists(short, max_size=2)),
    st.tuples(st.just("count"), st.lists(short, max_size=2)),
)


def members_of(api: Api, operation: str, value: Any) -> dict[str, Any]:
    """Return the body of a step; numbers in it mean the objects of the resource in their order."""
    ids = [*(found["id"] for found in api.all()), *[UNKNOWN] * 5]
    if operation == "create":
        return {"data": [texts(name=name) for name in value]}
    if operation == "update":
        return {"data": texts(id=ids[value[0]], slug=value[1])}
    if operation == "delete":
        return {"filter": {"id": [ids[number] for number in value]}}
    return {"filters": {"name": value}}


def comparable(answer: Any) -> str:
    """Return a response as text in which ids and the two words for a group are equal for both resources."""
    without = [{**row, "id": ""} for row in answer] if isinstance(answer, list) else answer
    return json.dumps(without).replace("names no collection", "names no category")


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, max_size=6))
def test_equal_requests_get_equal_responses_from_both(api: Api, collections: Api, history: list[Any]) -> None:
    for twin in (api, collections):
        ids = [found["id"] for found in twin.all()]
        if ids:
            twin.call("delete", filter={"id": ids})
    for operation, value in history:
        answers = [twin.call(operation, **members_of(twin, operation, value)) for twin in (api, collections)]
        assert comparable(answers[0]) == comparable(answers[1])
    assert comparable(api.all()) == comparable(collections.all())


class TestControlPlane:
    def test_a_loaded_row_is_stored_and_found(self, mock: MockServer, collections: Api) -> None:
        position = len(SEASONS) + 1
        made = {"position": position, "id": guid("commerscale_collection", position), **ROW}
        assert load(mock, PLACE, [ROW]) == [made] == stored(mock, PLACE)[-1:]
        assert collections.names()[-1] == ROW["name"]

    def test_rows_from_a_folder_are_in_the_baseline(self, tmp_path: Path) -> None:
        (tmp_path / "commerscale").mkdir()
        (tmp_path / "commerscale" / "collection.json").write_text(json.dumps([ROW]))
        folder = Settings(port=0, products=0, fixtures=tmp_path)
        with MockServer(folder) as server, web.client(server.url) as client:
            assert Api(client, COLLECTIONS).count(slug=["mine"]) == 1

    def test_an_armed_fault_refuses_the_one_operation(self, mock: MockServer, api: Api, collections: Api) -> None:
        mock.fault(vendor="commerscale", operation="products/collections/count", error="InvalidJson", times=1)
        assert api.call("count") == {"count": len(api.all())}
        assert "JSON" in collections.error("count")["message"]
        assert collections.call("count") == {"count": len(SEASONS)}

    def test_requests_for_both_use_up_one_quota(self, mock: MockServer, client: httpx.Client) -> None:
        mock.quotas(commerscale=[{"requests": 2, "seconds": 60}])
        body = {"authentication": KEY}
        paths = ("/api/v1/products/categories/count", f"{COLLECTIONS}/count", f"{COLLECTIONS}/count")
        assert [client.post(path, json=body).status_code for path in paths] == [200, 200, 429]

    def test_the_journal_names_the_operation(self, mock: MockServer, collections: Api) -> None:
        collections.call("count")
        assert mock.requests()[-1]["operation"] == "products/collections/count"
