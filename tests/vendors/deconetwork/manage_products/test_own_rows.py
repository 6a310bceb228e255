"""Categories and products that a user has loaded without the API."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from mockapi.records.errors import RowError
from mockapi.server.server import MockServer
from mockapi.vendors.deconetwork.manage_products.schemas import Found, OneProduct
from tests.support.deconetwork import ALL_PRODUCTS, Site
from tests.support.own_rows import content, load, refused, stored, wild

CATEGORIES: list[dict[str, Any]] = [{"id": 51, "name": "Aprons", "parent_id": 50}, {"id": 50, "name": "Kitchen"}]
LONG = {"id": 9, "name": "Long", "code": "L"}
SIZE = {"id": 7, "name": "Medium", "code": "M", "sub_options": [LONG]}
COLOR = {"id": 8, "name": "Noir"}
SKU = {
    **{"size_id": 7, "subsize_id": 9, "color_id": 8, "sku": "APR-M", "gtin": "0034534550345", "dn_sku_id": "12"},
    **{"price": 5.5, "cost": 3},
}
PRODUCT: dict[str, Any] = {
    **{"id": 500, "code": "Äpron-1", "name": "Bib Apron", "supplier": "Küche & Co", "brand": "Mine"},
    **{"is_active": False, "date_modified": "2031-02-03T04:05:06", "category_ids": [51]},
    **{"sizes": [SIZE], "colors": [COLOR], "skus": [SKU]},
}


@pytest.fixture
def loaded(server: MockServer, site: Site) -> Site:
    server.reset()
    load(server, "deconetwork/category", CATEGORIES)
    load(server, "deconetwork/product", [PRODUCT])
    return site


@pytest.fixture(autouse=True)
def seeded(server: MockServer) -> None:
    server.reset()


class TestLoadedRows:
    def test_loaded_rows_are_stored_unchanged(self, loaded: Site, server: MockServer) -> None:
        assert stored(server, "deconetwork/product")[0] == PRODUCT
        found = stored(server, "deconetwork/category")[:2]
        assert found == [{"id": 50, "name": "Kitchen", "parent_id": None}, CATEGORIES[0]]

    def test_find_and_get_return_a_loaded_product(self, loaded: Site) -> None:
        [found] = loaded.products(field=1, condition=1, string="äPRON-1")
        assert found["categories"] == [
            {"id": 51, "name": "Aprons", "ancestors": {"id": 50, "name": "Kitchen", "ancestors": {}}}
        ]
        product = loaded.get(id=500)["product"]
        assert product == {**found, "sizes": [SIZE], "colors": [COLOR], "skus": [SKU]}
        assert list(product["skus"][0]) == list(SKU)

    @pytest.mark.parametrize(
        "condition",
        [
            {"field": 2, "condition": 1, "string": "BIB APRON"},
            {"field": 3, "condition": 1, "string": "KÜCHE & CO"},
            {"field": 4, "condition": 1, "string": 500},
            {"field": 5, "condition": 1, "date1": "2031-02-03T04:05:06"},
        ],
    )
    def test_every_field_finds_a_loaded_product(self, loaded: Site, condition: dict[str, Any]) -> None:
        assert loaded.ids(condition) == ["500"]

    def test_the_newest_product_comes_first(self, loaded: Site) -> None:
        assert loaded.ids(ALL_PRODUCTS, limit=1) == ["500"]

    def test_members_of_a_sku_come_in_the_vendors_order(self, server: MockServer, site: Site) -> None:
        load(server, "deconetwork/product", [PRODUCT | {"category_ids": [], "skus": [dict(reversed(SKU.items()))]}])
        assert list(site.get(id=500)["product"]["skus"][0]) == list(SKU)

    def test_the_deepest_category_tree_is_returned_whole(self, server: MockServer, site: Site) -> None:
        tree = [{"id": n, "name": "Level", "parent_id": n - 1 or None} for n in range(1, 101)]
        load(server, "deconetwork/category", tree)
        load(server, "deconetwork/product", [PRODUCT | {"category_ids": [100]}])
        assert str(site.get(id=500)).count("ancestors") == 100


REFUSED = [
    ("category", {"id": 0}, "/0/id: should be greater"),
    ("category", {"parent_id": 52}, "/0/parent_id: there is no category 52"),
    ("category", {"parent_id": 0}, "/0/parent_id: there is no category 0"),
    ("category", {"parent_id": 51}, "/0/parent_id: the way up leads back"),
    ("category", {"name": None}, "/0/name: should be a valid string"),
    ("product", {"id": 19658}, "/0/id: 19658 is taken"),
    ("product", {"id": -5}, "/0/id: should be greater"),
    ("product", {"code_folded": "a"}, "/0/code_folded: is unknown"),
    ("product", {"is_active": "yes"}, "/0/is_active: should be a valid boolean"),
    ("product", {"category_ids": [3001, 52]}, "/0/category_ids/1: there is no category 52"),
    ("product", {"category_ids": [3001, 3001]}, "/0/category_ids/1: 3001 stands there twice"),
    ("product", {"category_ids": list(range(1, 102))}, "/0/category_ids: List should have at most 100 items"),
    ("product", {"category_ids": [True]}, "/0/category_ids/0: should be a valid integer"),
    ("product", {"category_ids": [10**4200]}, "/0/category_ids/0: should be less"),
    ("product", {"sizes": [SIZE, SIZE]}, "/0/sizes/1/id: 7 stands there twice"),
    ("product", {"sizes": [SIZE | {"sub_options": [LONG] * 2}]}, "/0/sizes/0/sub_options/1/id: 9 stands there twice"),
    ("product", {"sizes": [SIZE | {"nmae": ""}]}, "/0/sizes/0/nmae: is unknown; did you mean 'name'?"),
    (
        "product",
        {"sizes": [SIZE | {"sub_options": [LONG | {"cod": ""}]}]},
        "/0/sizes/0/sub_options/0/cod: is unknown; did you mean 'code'?",
    ),
    ("product", {"sizes": {}}, "/0/sizes: should be a valid"),
    ("product", {"colors": [COLOR, COLOR]}, "/0/colors/1/id: 8 stands there twice"),
    ("product", {"skus": [SKU | {"size_id": 6}]}, "/0/skus/0/size_id: the product has no size 6"),
    ("product", {"skus": [SKU | {"subsize_id": 6}]}, "/0/skus/0/subsize_id: the size has no sub-option 6"),
    ("product", {"skus": [SKU | {"size_id": None}]}, "/0/skus/0/subsize_id: the size has no sub-option 9"),
    ("product", {"skus": [SKU | {"color_id": 6}]}, "/0/skus/0/color_id: the product has no color 6"),
    ("product", {"skus": [SKU | {"price": "5"}]}, "/0/skus/0/price: should be a valid number"),
    ("product", {"skus": [SKU | {"price": float("inf")}]}, "/0/skus/0/price: should be less"),
    *(
        ("product", {"date_modified": text}, "/0/date_modified: should be a date like 2030-01-02T03:04:05")
        for text in (
            *("2030-02-30T00:00:00", "2030-01-02", "2030-01-02 03:04:05", "2030-01-02T03:04:05Z", "20300102T030405"),
            *(
                "2030-01-02T03:04:05+00:00",
                "2030-01-02T03:04:05.5",
                "2030-01-02T24:00:00",
                "٢٠30-01-02T03:04:05",
                "",
                "0000-01-01T00:00:00",
            ),
        )
    ),
]


@pytest.mark.parametrize(("table", "change", "reason"), REFUSED)
def test_a_row_that_deconetwork_could_not_return_is_rejected(
    server: MockServer, table: str, change: dict[str, Any], reason: str
) -> None:
    row = CATEGORIES[0] | {"parent_id": None} if table == "category" else PRODUCT | {"category_ids": []}
    [complaint] = refused(server, f"deconetwork/{table}", [row | change])
    assert complaint.startswith(f"deconetwork/{table} {reason}")


def test_a_category_tree_of_more_than_100_levels_is_rejected(server: MockServer) -> None:
    load(server, "deconetwork/category", [{"id": 1, "name": "Top"}])
    tree = [{"id": n, "name": "Level", "parent_id": n - 1} for n in range(2, 102)]
    assert refused(server, "deconetwork/category", tree) == [
        "deconetwork/category /99/parent_id: this is level 101 of the tree; 100 are the most"
    ]


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    category=wild(CATEGORIES[0], 50, 51, 52, 3001, None),
    product=wild({**PRODUCT, "category_ids": [3001]}, 501, [], [51], [SIZE], [SKU], "0001-01-01T00:00:00"),
)
def test_any_rows_are_rejected_whole_or_returned_in_the_documented_shape(
    server: MockServer, site: Site, category: Any, product: Any
) -> None:
    server.reset()
    for table, rows in (("category", [category, CATEGORIES[1]]), ("product", [product])):
        before = content(server)
        try:
            made = load(server, f"deconetwork/{table}", rows)
        except RowError:
            assert content(server) == before
        else:
            everything = stored(server, f"deconetwork/{table}")
            assert all(row in everything for row in made)
            assert all(row.items() >= given.items() for row, given in zip(made, rows, strict=True))
    for sorting in range(1, 7):
        Found.model_validate(site.find(ALL_PRODUCTS, sortby=sorting))
    for field in (1, 2, 3):
        Found.model_validate(site.find(field=field, condition=6, string="", sortby=4))
    Found.model_validate(site.find(field=5, condition=3, date1="2000-01-01T00:00:00"))
    for row in stored(server, "deconetwork/product", 2):
        OneProduct.model_validate(site.get(id=row["id"]))
