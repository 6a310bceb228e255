"""Values of conditions: how texts and ids are compared."""

import pytest

from tests.support import deconetwork as model
from tests.support.deconetwork import ALL_PRODUCTS, INVALID_PARAMETERS, Site, numbered

TEXTS = {1: "product_code", 2: "product_name", 3: "supplier"}


class TestText:
    @pytest.mark.parametrize("field", TEXTS)
    def test_texts_are_compared_without_case(self, site: Site, everything: list[model.Product], field: int) -> None:
        for product in everything[::20]:
            value = product[TEXTS[field]]
            for written in (value, value.upper(), value.lower(), value.swapcase()):
                assert product["product_id"] in site.ids(field=field, condition=1, string=written)

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("Côte d'Azur Fleece Color Pullover", "CÔTE D'AZUR FLEECE COLOR PULLOVER"),
            ("Лён Ringspun Movement Халаты", "лён ringspun movement ХАЛАТЫ"),
        ],
    )
    def test_texts_with_accents_and_cyrillic_are_compared_without_case(
        self, site: Site, name: str, written: str
    ) -> None:
        assert [product["product_name"] for product in site.products(field=2, condition=1, string=written)] == [name]

    def test_letters_with_equal_case_folding_are_equal(self, site: Site) -> None:
        # Case folding makes a long s an s; lower case alone would leave it as it is.
        assert site.ids(field=3, condition=1, string="\N{LATIN SMALL LETTER LONG S}anmar", sortby=4) == [
            "19658",
            "456456",
        ]

    def test_letters_with_and_without_an_accent_differ(self, site: Site) -> None:
        assert site.ids(field=2, condition=1, string="Cote d'Azur Fleece Color Pullover") == []

    @pytest.mark.parametrize("string", ["2000*", "2000%", "200_", "2000?", "200", "%", "*", ".*", "2000 OR 1=1", "'"])
    def test_texts_are_compared_whole_and_without_wildcards(self, site: Site, string: str) -> None:
        assert site.ids(field=1, condition=1, string=string) == []

    def test_digits_in_texts_are_ordered_as_text(self, site: Site) -> None:
        def between(low: str, high: str) -> list[str]:
            bounds = {**numbered(1, field=1, condition=4, string=low), **numbered(2, field=1, condition=3, string=high)}
            return site.ids(bounds, sortby=1)

        assert between("1", "20000") == ["19658"]
        assert between("1", "3") == ["19658", "456456"]
        assert "19658" not in site.ids(field=1, condition=3, string="1999")

    def test_an_empty_code_is_below_all_others_and_equal_to_the_empty_string_alone(
        self, site: Site, everything: list[model.Product]
    ) -> None:
        empty = [product["product_id"] for product in everything if product["product_code"] == ""]
        assert empty
        assert site.ids(field=1, condition=1, string="", sortby=4) == empty
        assert site.ids(field=1, condition=5, string="", sortby=4) == empty
        assert site.ids(field=1, condition=3, string="") == []
        assert site.ids(field=1, condition=3, string="!", sortby=4) == empty
        both = {**numbered(1, field=1, condition=2, string="2000"), **numbered(2, field=1, condition=3, string="!")}
        assert site.ids(both, sortby=4) == empty


class TestProductId:
    def test_ids_above_0_are_all_products(self, site: Site, everything: list[model.Product]) -> None:
        answer = site.find(ALL_PRODUCTS)
        assert answer["total"] == len(everything) == 202
        found = [product["product_id"] for product in site.every_product()]
        assert sorted(found) == sorted(product["product_id"] for product in everything)
        assert any(product["product_code"] == "" for product in everything)
        assert any(not product["is_active"] for product in everything)

    @pytest.mark.parametrize("string", ["19658", "019658", " 19658 ", "+19658", "00000000000000000000000019658"])
    def test_an_id_is_compared_as_a_number(self, site: Site, string: str) -> None:
        assert site.ids(field=4, condition=1, string=string) == ["19658"]

    def test_ids_are_ordered_as_numbers(self, site: Site) -> None:
        assert site.ids(field=4, condition=3, string="100000") == ["19658"]
        assert site.ids(field=4, condition=3, string="1000000", sortby=4) == ["19658", "456456"]

    @pytest.mark.parametrize(
        ("string", "below"),
        [
            *(("-1", False), ("-0", False), ("0", False), ("-" + "9" * 5000, False), (str(-(2**63) - 1), False)),
            *((str(2**63 - 1), True), (str(2**63), True), (str(2**64 + 19658), True), ("9" * 5000, True)),
        ],
    )
    def test_an_id_may_be_compared_with_any_integer(self, site: Site, string: str, below: bool) -> None:
        totals = [site.find(field=4, condition=condition, string=string)["total"] for condition in range(1, 7)]
        assert totals == [0, 202, *((202, 0, 202, 0) if below else (0, 202, 0, 202))]

    @pytest.mark.parametrize(
        "string",
        [
            "",
            " ",
            "x",
            "19658x",
            "1.5",
            "1e3",
            "0x10",
            "1,2",
            "1 2",
            "--1",
            "+",
            "-",
            "NaN",
            "inf",
            "1_000",
            "１９６５８",
            "٣",
        ],
    )
    @pytest.mark.parametrize("condition", [1, 4])
    def test_an_id_compared_with_another_text_gets_code_50005(self, site: Site, string: str, condition: int) -> None:
        assert site.find(field=4, condition=condition, string=string) == INVALID_PARAMETERS
