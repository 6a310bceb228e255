"""GET /goods/search/{location_id}: https://developer.alteg.io/en/b2b-v1/openapi/products/search_product."""

from typing import Any

import httpx
import pytest

from tests.support.altegio import CHILD, CHILD_PRODUCT, EXAMPLES, created_category, created_product, data


def search(client: httpx.Client, *, location: int = EXAMPLES, **query: str | int) -> list[int]:
    """Return the ids that a search finds: those of products are negative."""
    return found(client, str(httpx.QueryParams(query)), location)


def found(client: httpx.Client, query: str, location: int = EXAMPLES) -> list[int]:
    """Return the ids that a search with an encoded query finds: those of products are negative."""
    response = client.get(f"/goods/search/{location}?{query}")
    elements = data(response)
    assert response.json()["meta"] == {"count": len(elements)}
    return [element["category_id"] or -element["item_id"] for element in elements]


class TestWithoutTerm:
    @pytest.mark.parametrize(
        "query", [{}, {"term": ""}, {"search_term": ""}, {"count": 1}, {"max_count": "2", "term": ""}]
    )
    def test_a_search_without_term_returns_all_root_categories_for_any_count(
        self, client: httpx.Client, query: dict[str, Any]
    ) -> None:
        assert search(client, **query) == [123, 123456, 289632, 961078, 1035384]

    def test_a_search_without_term_returns_more_root_categories_than_the_maximum_count(
        self, client: httpx.Client
    ) -> None:
        made = [created_category(client, f"Root {number}") for number in range(101)]
        assert search(client, count=5)[5:] == made


class TestTerm:
    @pytest.mark.parametrize("name", ["term", "search_term"])
    def test_term_and_search_term_find_categories_before_products(self, client: httpx.Client, name: str) -> None:
        assert found(client, f"{name}=child") == [CHILD, -CHILD_PRODUCT]

    @pytest.mark.parametrize(
        "term", ["Child", "CHILD", "hild ", "il", "child p", "Лён-7", "лён", "ÉTÉ", "été", "straße", "100%", "_b", "'"]
    )
    def test_a_title_is_found_by_any_part_ignoring_case(self, client: httpx.Client, term: str) -> None:
        made = [created_category(client, "Child pool Лён-7 Été STRASSE 100% a_b'"), created_category(client, "Другое")]
        assert made[0] in search(client, term=term)
        assert made[1] not in search(client, term=term)

    @pytest.mark.parametrize("term", ["%", "_", "*", "zzz", "\\", "child category2"])
    def test_a_term_that_no_title_contains_finds_nothing(self, client: httpx.Client, term: str) -> None:
        assert search(client, term=term) == []

    def test_a_category_is_found_by_its_article(self, client: httpx.Client) -> None:
        body = {"title": "Plain", "article": "Cat-77"}
        made = data(client.post(f"/goods_categories/{EXAMPLES}", json=body))["id"]
        assert search(client, term="cat-77") == [made]

    def test_a_category_is_not_found_by_its_comment(self, client: httpx.Client) -> None:
        client.post(f"/goods_categories/{EXAMPLES}", json={"title": "Plain", "comment": "Remark"})
        assert search(client, term="remark") == []

    def test_a_product_is_found_by_title_article_and_barcode_and_no_other_text(self, client: httpx.Client) -> None:
        texts = {"title": "Wax", "article": "ART-9", "barcode": "46000", "comment": "Remark", "print_title": "Receipt"}
        made = created_product(client, **texts)
        for term in ("wax", "art-9", "4600"):
            assert search(client, term=term) == [-made]
        assert search(client, term="remark") == search(client, term="receipt") == []

    def test_a_term_does_not_match_across_two_texts(self, client: httpx.Client) -> None:
        created_product(client, title="Wax", article="ART", barcode="46")
        for term in ("waxart", "art46", "wax\x1fart", "art\x1f", "wax\x00art"):
            assert search(client, term=term) == []

    def test_a_renamed_category_is_found_by_its_new_title_only(self, client: httpx.Client) -> None:
        client.put(f"/goods_categories/{EXAMPLES}/{CHILD}", json={"title": "Brushes", "parent_category_id": 123})
        assert search(client, term="child") == [-CHILD_PRODUCT]
        assert search(client, term="brush") == [CHILD]

    def test_a_search_does_not_find_categories_of_other_locations(self, client: httpx.Client) -> None:
        assert search(client, location=2, term="Child category") == []

    def test_search_results_are_ordered_by_id(self, client: httpx.Client) -> None:
        numbers = search(client, location=1, term="ba", count=100)
        categories = [number for number in numbers if number > 0]
        products = [-number for number in numbers if number < 0]
        assert (len(categories) > 3, len(products) > 3) == (True, True)
        assert numbers == sorted(categories) + [-number for number in sorted(products)]


class TestCount:
    @pytest.fixture
    def waxes(self, client: httpx.Client) -> list[int]:
        """Create 60 categories and 60 products, and return their ids as `search` does."""
        categories = [created_category(client, f"Wax {number}") for number in range(60)]
        return [*categories, *(-created_product(client, title=f"Wax {number}") for number in range(60))]

    def test_products_follow_until_count_elements_are_found(self, client: httpx.Client, waxes: list[int]) -> None:
        for name in ("count", "max_count"):
            for count in (1, 59, 60, 61, 99, 100):
                assert found(client, f"term=wax&{name}={count}") == waxes[:count]

    def test_the_default_count_is_25_and_a_count_above_100_means_100(
        self, client: httpx.Client, waxes: list[int]
    ) -> None:
        for count in ("0", "-3", "ten", "", "5.5", " 5", "٥"):
            assert search(client, term="wax", count=count) == waxes[:25]
        assert search(client, term="wax") == waxes[:25]
        for count in ("101", "1000", str(2**63), "9" * 5000):
            assert search(client, term="wax", count=count) == waxes[:100]
            assert search(client, term="wax", max_count=count) == waxes[:100]

    def test_only_one_of_a_repeated_parameter_has_an_effect(self, client: httpx.Client) -> None:
        assert found(client, "term=x&term=child&count=1&count=2") == [CHILD, -CHILD_PRODUCT]


def test_a_term_with_the_internal_separator_finds_nothing(client: httpx.Client) -> None:
    """The separator of the searched texts belongs to none of them."""
    for term in ("%1F", "s%1Fc", "%EE%80%80"):
        assert data(client.get(f"/goods/search/1?term={term}")) == []
