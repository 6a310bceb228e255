"""The members of a product in responses of find and get."""

import re
from typing import Any

import pytest

from mockapi.vendors.deconetwork.envelope import Failure
from mockapi.vendors.deconetwork.manage_products.schemas import Found, OneProduct, SomeProducts
from tests.support.deconetwork import ALL_PRODUCTS, Site
from tests.support.nonempty import nonempty

MEMBERS = {
    *("product_id", "product_code", "product_name", "supplier", "brand"),
    *("is_active", "categories", "date_modified"),
}
DETAILS = {"sizes", "colors", "skus"}
GARMENT_ORDER = ["XXS", "XS", "S", "M", "L", "XL", "2XL", "3XL", "4XL", "5XL", "6XL"]


@pytest.fixture(scope="module")
def found(site: Site) -> list[dict[str, Any]]:
    """Return all products, as find answers them."""
    return site.every_product(sortby=4)


@pytest.fixture(scope="module")
def detailed(site: Site, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return all products, as get answers them."""
    ids = [product["product_id"] for product in found]
    pages = [site.get(ids=",".join(ids[start : start + 100])) for start in range(0, len(ids), 100)]
    return [product for page in pages for product in page["products"]]


def test_responses_have_the_documented_shapes(site: Site, detailed: list[dict[str, Any]]) -> None:
    Found.model_validate(site.find(ALL_PRODUCTS), strict=True)
    OneProduct.model_validate(site.get(id=19658), strict=True)
    Failure.model_validate(site.get(id=1), strict=True)
    status = site.get(ids=19658)["response_status"]
    SomeProducts.model_validate({"response_status": status, "products": detailed}, strict=True)


class TestProduct:
    def test_a_product_of_find_has_the_documented_members_alone(self, found: list[dict[str, Any]]) -> None:
        assert all(set(product) == MEMBERS for product in found)

    def test_members_of_a_product_are_texts_and_its_id_has_digits_alone(self, found: list[dict[str, Any]]) -> None:
        for product in found:
            assert re.fullmatch("[0-9]+", product["product_id"])
            assert all(type(product[name]) is str for name in MEMBERS - {"is_active", "categories"})
            assert type(product["is_active"]) is bool

    def test_inactive_products_are_found(self, found: list[dict[str, Any]]) -> None:
        assert {product["is_active"] for product in found} == {True, False}

    def test_date_modified_has_no_time_zone(self, found: list[dict[str, Any]]) -> None:
        form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
        assert all(re.fullmatch(form, product["date_modified"]) for product in found)

    def test_ancestors_of_a_category_are_nested_up_to_an_empty_object(self, found: list[dict[str, Any]]) -> None:
        def depth(category: dict[str, Any]) -> int:
            if not category:
                return 0
            assert set(category) == {"id", "name", "ancestors"}
            assert (type(category["id"]), type(category["name"])) == (int, str)
            return 1 + depth(category["ancestors"])

        assert {type(product["categories"]) for product in found} == {list}
        assert {depth(category) for product in found for category in product["categories"]} == {2, 3, 4, 5}

    def test_a_product_may_have_several_categories(self, found: list[dict[str, Any]]) -> None:
        assert max(len(product["categories"]) for product in found) > 1

    def test_codes_may_be_empty_and_names_may_hold_any_letters(self, found: list[dict[str, Any]]) -> None:
        assert any(product["product_code"] == "" for product in found)
        assert any(not product["product_name"].isascii() for product in found)


class TestProductDetailed:
    def test_a_product_of_get_also_has_sizes_colors_and_skus(self, detailed: list[dict[str, Any]]) -> None:
        assert all(set(product) == MEMBERS | DETAILS for product in detailed)
        for name in ("sizes", "colors"):
            assert {type(product[name]) for product in detailed} == {list}
            assert {bool(product[name]) for product in detailed} == {True, False}

    def test_sizes_are_sorted_in_garment_order(self, detailed: list[dict[str, Any]]) -> None:
        seen = set()
        for product in nonempty(detailed):
            codes = [size["code"] for size in product["sizes"] if size["code"] in GARMENT_ORDER]
            assert codes == sorted(codes, key=GARMENT_ORDER.index)
            seen.update(codes)
            for size in product["sizes"]:
                assert set(size) == {"id", "name", "code", "sub_options"}
                assert all(set(option) == {"id", "name", "code"} for option in size["sub_options"])
        assert {"S", "M", "L", "XL"} <= seen

    def test_colors_are_sorted_by_name(self, detailed: list[dict[str, Any]]) -> None:
        for product in detailed:
            names = [color["name"] for color in product["colors"]]
            assert names == sorted(names)
            assert all(set(color) == {"id", "name"} for color in product["colors"])

    def test_ids_of_a_sku_refer_to_sizes_and_colors_of_its_product(self, detailed: list[dict[str, Any]]) -> None:
        for product in detailed:
            sizes = {size["id"]: {option["id"] for option in size["sub_options"]} for size in product["sizes"]}
            colors = {color["id"] for color in product["colors"]}
            for sku in product["skus"]:
                assert sku["size_id"] in sizes if sizes else sku["size_id"] is None
                assert sku["subsize_id"] is None or sku["subsize_id"] in sizes[sku["size_id"]]
                assert sku["color_id"] in colors if colors else sku["color_id"] is None

    def test_a_sku_has_the_documented_members_and_types(self, detailed: list[dict[str, Any]]) -> None:
        skus = [sku for product in detailed for sku in product["skus"]]
        for sku in nonempty(skus):
            assert set(sku) == {*("size_id", "subsize_id", "color_id"), *("sku", "gtin", "dn_sku_id", "price", "cost")}
            assert all(type(sku[name]) is str for name in ("sku", "gtin", "dn_sku_id"))
            assert all(type(sku[name]) in (int, float) for name in ("price", "cost"))

    def test_a_gtin_keeps_its_leading_zeros(self, detailed: list[dict[str, Any]]) -> None:
        gtins = [sku["gtin"] for product in detailed for sku in product["skus"]]
        assert all(re.fullmatch("[0-9]{13}", gtin) for gtin in gtins)
        assert len([gtin for gtin in gtins if gtin.startswith("0")]) > 1
