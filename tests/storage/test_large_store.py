"""Stores with indexes for large tables: which ones have them, and that their files are files like any other."""

from pathlib import Path
from typing import Any

import pytest

from mockapi.app import MockApi
from mockapi.search.sorted_ids import changed_ids, sorted_ids
from mockapi.settings import Settings
from mockapi.storage.files import write_file
from mockapi.storage.schema import INDEX_PREFIX
from mockapi.storage.store import Store
from mockapi.vendors.altegio.goods.store import products
from tests.storage.old_stores import changed_store
from tests.support.application import large_shop


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.sqlite3"
    with large_shop() as api:
        write_file(api.server_state.baseline, path)
    return path


def indexes(store: Store) -> list[str]:
    names = store.execute("SELECT name FROM sqlite_schema ORDER BY name")
    return [name for (name,) in names if INDEX_PREFIX in name]


def test_a_small_shop_has_none() -> None:
    with MockApi(Settings()) as api:
        assert indexes(api.server_state.baseline) == []


def test_a_file_of_a_large_shop_can_be_a_baseline(file: Path) -> None:
    with MockApi(Settings(baseline=file)) as api:
        assert sorted_ids(api.server_state.baseline, "altegio_product 1")
        assert sorted_ids(api.server_state.baseline, "deconetwork_product newest")


def test_own_rows_are_in_the_indexes(file: Path, tmp_path: Path) -> None:
    (tmp_path / "deconetwork").mkdir()
    (tmp_path / "deconetwork" / "product.json").write_text(
        '[{"id": 7, "code": "", "name": "", "supplier": "", "brand": "", "date_modified": "2020-01-01T00:00:00"}]'
    )
    with MockApi(Settings(baseline=file, fixtures=tmp_path)) as api:
        by_id = sorted_ids(api.server_state.baseline, "deconetwork_product id")
        assert by_id
        assert by_id.has(7)


def test_an_older_store_of_a_large_shop_gets_its_indexes_again(file: Path, tmp_path: Path) -> None:
    old = changed_store(tmp_path / "old.sqlite3", "ALTER TABLE altegio_product DROP COLUMN comment", source=file)
    with MockApi(Settings(baseline=file)) as api, MockApi(Settings(baseline=old)) as upgraded:
        stores = [each.server_state.baseline for each in (api, upgraded)]
        assert indexes(stores[0]) == indexes(stores[1])
        anything: dict[str, Any] = dict.fromkeys(("category_id", "changed_after", "changed_before"))
        for search in ({"term": "cotton"}, {"term": "co"}, {"term": "", "changed_after": 1.6e9}):
            one, other = (products(store, 1, page=2, count=25, **{**anything, **search}) for store in stores)
            assert [row.id for row in one] == [row.id for row in other] != []


def test_an_older_large_store_notes_its_changes_again(file: Path, tmp_path: Path) -> None:
    old = changed_store(tmp_path / "baseline.sqlite3", "ALTER TABLE altegio_product DROP COLUMN comment", source=file)
    with MockApi(Settings(data=old.parent)) as api, api.server_state.sandboxes["default"].writing() as store:
        assert changed_ids(store, "altegio_product") == []
        store.execute("DELETE FROM altegio_product WHERE id = 789")
        assert changed_ids(store, "altegio_product") == [789]
