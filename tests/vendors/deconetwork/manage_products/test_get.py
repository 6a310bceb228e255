"""Get: one product by `id`, or a list by `ids`."""

from typing import Any

import pytest

from tests.support.deconetwork import CREDENTIALS, INVALID_PARAMETERS, NOT_FOUND, SUCCESS, Site, response_of

NO_IDS = [
    *("x", "1.0", "1e3", "0x10", "19658x", "x19658", "1 2", "--19658", "--", "１９６５８", "٣", "²", "\0", "19658\0"),
    *("NaN", "null", "[19658]", "19658;456456", "'19658'"),
]


def listed_ids(answer: dict[str, Any]) -> list[str]:
    """Return the ids of a response with a list of products."""
    assert set(answer) == {"response_status", "products"}
    return [product["product_id"] for product in answer["products"]]


class TestOneProduct:
    @pytest.mark.parametrize("id", ["19658", "019658", " 19658 ", "0" * 5000 + "19658"])
    def test_id_returns_one_product(self, site: Site, id: str) -> None:
        answer = site.get(id=id)
        assert set(answer) == {"response_status", "product"}
        assert answer["response_status"] == SUCCESS
        assert answer["product"]["product_id"] == "19658"

    @pytest.mark.parametrize("id", ["1", "0", "1234567", str(2**63 - 1), str(2**63), str(2**64 + 19658), "9" * 5000])
    def test_an_unknown_id_gets_the_warning_40004_without_a_product(self, site: Site, id: str) -> None:
        assert site.get(id=id) == NOT_FOUND

    def test_a_negative_id_is_an_unknown_id(self, site: Site) -> None:
        assert site.get(id="-1") == NOT_FOUND
        assert listed_ids(site.get(ids="19658,-1")) == ["19658"]

    @pytest.mark.parametrize("id", [*NO_IDS, "19658,456456", ",", "19658,"])
    def test_an_id_that_is_no_number_gets_code_50005(self, site: Site, id: str) -> None:
        assert site.get(id=id) == INVALID_PARAMETERS

    def test_get_accepts_a_form(self, site: Site) -> None:
        response = site.client.post("/manage_products/get", data={**CREDENTIALS, "id": "19658"})
        assert response_of(response) == site.get(id=19658)


class TestSeveralProducts:
    def test_ids_return_a_list_even_for_one_product(self, site: Site) -> None:
        answer = site.get(ids=19658)
        assert listed_ids(answer) == ["19658"]
        assert answer == {"response_status": SUCCESS, "products": [site.get(id=19658)["product"]]}

    @pytest.mark.parametrize(
        ("ids", "expected"),
        [
            ("19658,456456", ["19658", "456456"]),
            ("456456,19658", ["456456", "19658"]),
            ("30000002,456456,30000001,19658", ["30000002", "456456", "30000001", "19658"]),
            (" 456456 ,\t19658 ", ["456456", "19658"]),
            (",,456456,, ,19658,", ["456456", "19658"]),
            ("456456,19658,456456,0456456", ["456456", "19658"]),
        ],
    )
    def test_products_of_ids_come_in_the_order_of_the_request_and_once_each(
        self, site: Site, ids: str, expected: list[str]
    ) -> None:
        answer = site.get(ids=ids)
        assert answer["response_status"] == SUCCESS
        assert listed_ids(answer) == expected

    @pytest.mark.parametrize(
        ("ids", "expected"),
        [
            ("1234567,19658", ["19658"]),
            ("456456,1234567,19658,1", ["456456", "19658"]),
            ("1234567,124234,23434", []),
            ("1234567", []),
            (f"{2**64},19658,{'9' * 5000}", ["19658"]),
        ],
    )
    def test_existing_products_of_ids_come_with_the_warning_40004_about_the_others(
        self, site: Site, ids: str, expected: list[str]
    ) -> None:
        answer = site.get(ids=ids)
        assert answer["response_status"] == NOT_FOUND["response_status"]
        assert listed_ids(answer) == expected

    def test_a_hundred_ids_are_accepted(self, site: Site) -> None:
        ids = [str(30_000_100 - number) for number in range(100)]
        answer = site.get(ids=",".join(ids))
        assert answer["response_status"] == SUCCESS
        assert listed_ids(answer) == ids

    @pytest.mark.parametrize("id", ["19658", "{}"])
    def test_more_than_a_hundred_ids_get_code_50005(self, site: Site, id: str) -> None:
        assert site.get(ids=",".join(id.format(number) for number in range(101))) == INVALID_PARAMETERS
        assert listed_ids(site.get(ids=",".join(["19658"] * 100 + [""]))) == ["19658"]

    @pytest.mark.parametrize("token", NO_IDS)
    def test_ids_with_one_token_that_is_no_number_get_code_50005(self, site: Site, token: str) -> None:
        assert site.get(ids=f"19658,{token}") == INVALID_PARAMETERS
        assert site.get(ids=f"{token},1234567") == INVALID_PARAMETERS


class TestIdAndIds:
    def test_ids_overrides_id(self, site: Site) -> None:
        assert listed_ids(site.get(id=19658, ids=456456)) == ["456456"]
        assert listed_ids(site.get(id="x", ids=456456)) == ["456456"]
        assert site.get(id=19658, ids="x") == INVALID_PARAMETERS

    @pytest.mark.parametrize("blank", ["", " ", "\t"])
    def test_a_blank_id_or_ids_counts_as_absent(self, site: Site, blank: str) -> None:
        assert site.get(id=19658, ids=blank)["product"]["product_id"] == "19658"
        assert listed_ids(site.get(id=blank, ids=19658)) == ["19658"]
        assert site.get(id=blank, ids=blank) == INVALID_PARAMETERS

    @pytest.mark.parametrize(
        "parameters",
        [{}, {"ids": ","}, {"ids": " , ,"}, {"Id": 19658, "IDS": 19658}, {"id[]": 19658}, {"product_id": 19658}],
        ids=repr,
    )
    def test_a_get_without_any_id_gets_code_50005(self, site: Site, parameters: dict[str, Any]) -> None:
        assert site.get(**parameters) == INVALID_PARAMETERS

    @pytest.mark.parametrize("value", ["%FF", "19658%C3", "%ED%A0%80"])
    @pytest.mark.parametrize("name", ["id", "ids"])
    def test_an_id_that_is_not_utf_8_gets_code_50005(self, site: Site, name: str, value: str) -> None:
        query = f"username=mock-user&password=mock-password&{name}={value}"
        assert response_of(site.client.get(f"/manage_products/get?{query}")) == INVALID_PARAMETERS

    def test_get_ignores_the_parameters_of_find(self, site: Site) -> None:
        stray = {"field": 99, "condition": "x", "limit": 999, "offset": -1, "sortby": 0, "conditions[x]": 1}
        assert site.get(id=19658, **stray) == site.get(id=19658)


def test_get_returns_all_members_of_find_with_equal_values(site: Site) -> None:
    everything = site.every_product()
    for start in range(0, len(everything), 100):
        page = everything[start : start + 100]
        detailed = site.get(ids=",".join(product["product_id"] for product in page))["products"]
        assert [{name: product[name] for name in page[0]} for product in detailed] == page
