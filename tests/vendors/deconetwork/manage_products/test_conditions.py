"""Find: what the conditions mean, held against a plain model over all products."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import deconetwork_model as model
from tests.support.deconetwork import ALL_PRODUCTS, INVALID_PARAMETERS, SUCCESS, Site, numbered
from tests.support.nonempty import nonempty

Conditions = st.SearchStrategy[model.Condition]
ConditionsOn = dict[int, Conditions]

TEXTS = {1: "product_code", 2: "product_name", 3: "supplier"}


@pytest.fixture(scope="module")
def everything(site: Site) -> list[model.Product]:
    """All products, by id."""
    return site.every_product(sortby=4)


@pytest.fixture(scope="module")
def conditions_on(everything: list[model.Product]) -> ConditionsOn:
    """For each field, conditions about values that products have, and values near them."""
    return {field: conditions_of(everything, field) for field in model.FIELDS}


def assert_as_modelled(site: Site, everything: list[model.Product], *conditions: model.Condition) -> None:
    """Find answers what the model finds, in its order; one condition goes out in the single form."""
    expected = model.found(everything, conditions)
    answer = site.find(conditions[0] if len(conditions) == 1 else multi_form(conditions))
    assert answer == {"response_status": SUCCESS, "products": expected[:100], "total": len(expected)}


def multi_form(conditions: Sequence[model.Condition]) -> dict[str, Any]:
    """The conditions, numbered from 1."""
    named = [numbered(number, **condition) for number, condition in enumerate(conditions, start=1)]
    return {name: value for members in named for name, value in members.items()}


def values_of(products: list[model.Product], field: int) -> list[str]:
    """The field's values as a request writes them, sorted."""
    return [str(value) for value in sorted({model.FIELDS[field](product) for product in products})]


def neighbours(products: list[model.Product], field: int) -> Iterator[str]:
    """Values at both ends and in the middle, and values beside them that no product has."""
    values = values_of(products, field)
    for value in (values[0], values[len(values) // 2], values[-1]):
        yield value
        if field == 5:
            for seconds in (-1, 1):
                yield (datetime.fromisoformat(value) + timedelta(seconds=seconds)).isoformat()
        elif field == 4:
            yield from (str(int(value) - 1), str(int(value) + 1))
        else:
            yield from (value.upper(), value[:-1], f"{value} ")


class TestEveryFieldAndComparison:
    @pytest.mark.parametrize("comparison", [1, 2, 3, 4, 5, 6])
    @pytest.mark.parametrize("field", [1, 2, 3, 4, 5])
    def test_it_finds_what_the_model_finds(
        self, site: Site, everything: list[model.Product], field: int, comparison: int
    ) -> None:
        name = "date1" if field == 5 else "string"
        for value in neighbours(everything, field):
            assert_as_modelled(site, everything, {"field": field, "condition": comparison, name: value})

    def test_between_finds_dates_of_both_ends_and_all_that_lies_between(
        self, site: Site, everything: list[model.Product]
    ) -> None:
        dates = values_of(everything, 5)
        low, high = dates[20], dates[60]
        assert_as_modelled(site, everything, {"field": 5, "condition": 7, "date1": low, "date2": high})
        answer = site.find(field=5, condition=7, date1=low, date2=high, sortby=5)
        assert [answer["products"][end]["date_modified"] for end in (0, -1)] == [low, high]

    def test_between_of_one_instant_is_equality(self, site: Site, everything: list[model.Product]) -> None:
        date = values_of(everything, 5)[30]
        assert site.find(field=5, condition=7, date1=date, date2=date) == site.find(field=5, condition=1, date1=date)
        assert_as_modelled(site, everything, {"field": 5, "condition": 7, "date1": date, "date2": date})

    def test_a_first_date_after_the_second_finds_nothing(self, site: Site, everything: list[model.Product]) -> None:
        dates = values_of(everything, 5)
        answer = site.find(field=5, condition=7, date1=dates[60], date2=dates[20])
        assert answer == {"response_status": SUCCESS, "products": [], "total": 0}

    @pytest.mark.parametrize("field", [1, 2, 3, 4])
    def test_there_is_no_between_for_texts_and_ids(self, site: Site, field: int) -> None:
        dates = {"date1": "2018-01-01", "date2": "2019-01-01"}
        assert site.find({"field": field, "condition": 7, "string": "1", **dates}) == INVALID_PARAMETERS


class TestText:
    @pytest.mark.parametrize("field", TEXTS)
    def test_case_does_not_matter(self, site: Site, everything: list[model.Product], field: int) -> None:
        for product in nonempty(everything[::20]):
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
    def test_case_does_not_matter_beyond_english(self, site: Site, name: str, written: str) -> None:
        assert [product["product_name"] for product in site.products(field=2, condition=1, string=written)] == [name]

    def test_letters_that_fold_to_the_same_are_the_same(self, site: Site) -> None:
        # Case folding makes a long s an s; lower case alone would leave it as it is.
        assert site.ids(field=3, condition=1, string="\N{LATIN SMALL LETTER LONG S}anmar", sortby=4) == [
            "19658",
            "456456",
        ]

    def test_an_accent_matters(self, site: Site) -> None:
        assert site.ids(field=2, condition=1, string="Cote d'Azur Fleece Color Pullover") == []

    @pytest.mark.parametrize("string", ["2000*", "2000%", "200_", "2000?", "200", "%", "*", ".*", "2000 OR 1=1", "'"])
    def test_the_whole_value_is_compared_and_nothing_is_a_wildcard(self, site: Site, string: str) -> None:
        assert site.ids(field=1, condition=1, string=string) == []

    def test_digits_are_ordered_as_text(self, site: Site) -> None:
        def between(low: str, high: str) -> list[str]:
            bounds = {**numbered(1, field=1, condition=4, string=low), **numbered(2, field=1, condition=3, string=high)}
            return site.ids(bounds, sortby=1)

        assert between("1", "20000") == ["19658"]
        assert between("1", "3") == ["19658", "456456"]
        assert "19658" not in site.ids(field=1, condition=3, string="1999")

    def test_empty_codes_come_first_and_are_not_equal_to_anything_else(
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
    def test_zero_is_below_every_product(self, site: Site, everything: list[model.Product]) -> None:
        answer = site.find(ALL_PRODUCTS)
        assert answer["total"] == len(everything) == 202
        found = [product["product_id"] for product in site.every_product()]
        assert sorted(found) == sorted(product["product_id"] for product in everything)
        assert any(product["product_code"] == "" for product in everything)
        assert any(not product["is_active"] for product in everything)

    @pytest.mark.parametrize("string", ["19658", "019658", " 19658 ", "+19658", "00000000000000000000000019658"])
    def test_it_is_compared_as_a_number(self, site: Site, string: str) -> None:
        assert site.ids(field=4, condition=1, string=string) == ["19658"]

    def test_numbers_are_not_ordered_as_text(self, site: Site) -> None:
        assert site.ids(field=4, condition=3, string="100000") == ["19658"]
        assert site.ids(field=4, condition=3, string="1000000", sortby=4) == ["19658", "456456"]

    @pytest.mark.parametrize(
        ("string", "below"),
        [
            *(("-1", False), ("-0", False), ("0", False), ("-" + "9" * 5000, False), (str(-(2**63) - 1), False)),
            *((str(2**63 - 1), True), (str(2**63), True), (str(2**64 + 19658), True), ("9" * 5000, True)),
        ],
    )
    def test_any_whole_number_may_be_compared_with(self, site: Site, string: str, below: bool) -> None:
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
    def test_another_text_is_a_wrong_request(self, site: Site, string: str, condition: int) -> None:
        assert site.find(field=4, condition=condition, string=string) == INVALID_PARAMETERS


class TestSeveralConditions:
    def test_all_of_them_must_hold(self, site: Site, everything: list[model.Product]) -> None:
        assert_as_modelled(
            site,
            everything,
            {"field": 3, "condition": 1, "string": "sanmar"},
            {"field": 2, "condition": 6, "string": "n"},
            {"field": 5, "condition": 7, "date1": "2018-01-01T00:00:00", "date2": "2019-01-01T00:00:00"},
        )

    @pytest.mark.parametrize("value", [{"field": 1, "string": "2000"}, {"field": 4, "string": "19658"}])
    @pytest.mark.parametrize(
        ("comparisons", "found"),
        [
            *(((4, 5), []), ((3, 6), []), ((3, 4), []), ((1, 2), []), ((1, 3), []), ((1, 4), []), ((4, 5, 6), [])),
            *(((5, 6), ["19658"]), ((1, 5), ["19658"]), ((1, 6), ["19658"]), ((1, 1), ["19658"]), ((2, 5, 6), [])),
        ],
    )
    def test_several_may_have_one_bound(
        self, site: Site, value: dict[str, Any], comparisons: tuple[int, ...], found: list[str]
    ) -> None:
        conditions = [{**value, "condition": comparison} for comparison in comparisons]
        assert site.ids(multi_form(conditions)) == found
        assert site.ids(multi_form(conditions[::-1])) == found

    def test_a_thousand_conditions_are_read(self, site: Site, everything: list[model.Product]) -> None:
        assert site.find(many(everything, 1000)) == site.find(field=2, condition=4, string="w")

    def test_one_more_is_refused(self, site: Site, everything: list[model.Product]) -> None:
        assert site.find(many(everything, 1001)) == INVALID_PARAMETERS

    def test_a_thousand_different_conditions_on_every_field_are_read(self, site: Site) -> None:
        parameters: dict[str, Any] = {}
        for number in range(1, 1001):
            field = number % 5 + 1
            value = {"date1": f"2031-01-01T00:{number % 60:02}:00"} if field == 5 else {"string": str(number)}
            parameters.update(numbered(number, field=field, condition=2, **value))
        assert site.find(parameters)["total"] == 202

    @settings(deadline=None, max_examples=50)
    @given(data=st.data())
    def test_whatever_they_are_it_finds_what_the_model_finds(
        self, site: Site, everything: list[model.Product], conditions_on: ConditionsOn, data: st.DataObject
    ) -> None:
        conditions = data.draw(st.lists(st.one_of(*conditions_on.values()), min_size=1, max_size=5))
        sortby, offset, limit = data.draw(st.tuples(st.integers(1, 6), st.integers(0, 210), st.integers(0, 100)))
        answer = site.find(multi_form(conditions), sortby=sortby, offset=offset, limit=limit)
        expected = model.found(everything, conditions, sortby)
        page = expected[offset : offset + limit]
        assert answer == {"response_status": SUCCESS, "products": page, "total": len(expected)}

    @settings(deadline=None, max_examples=40)
    @given(field=st.sampled_from(list(model.FIELDS)), data=st.data())
    def test_several_on_one_field_find_what_the_model_finds(
        self, site: Site, everything: list[model.Product], conditions_on: ConditionsOn, field: int, data: st.DataObject
    ) -> None:
        conditions = data.draw(st.lists(conditions_on[field], min_size=2, max_size=4))
        assert_as_modelled(site, everything, *conditions)


def many(products: list[model.Product], count: int) -> dict[str, Any]:
    """So many conditions that find the products whose name is after `w`."""
    parameters = numbered(1, field=2, condition=4, string="w")
    for number in range(2, count + 1):
        parameters.update(numbered(number, field=2, condition=4, string=f"a{number}"))
    assert any(product["product_name"].casefold() > "w" for product in products)
    return parameters


def conditions_of(products: list[model.Product], field: int) -> Conditions:
    """Conditions on one field."""
    values = st.sampled_from([*neighbours(products, field), *values_of(products, field)])
    comparison = {"field": st.just(field), "condition": st.integers(1, 6)}
    if field == 5:
        between = {"field": st.just(5), "condition": st.just(7), "date1": values, "date2": values}
        return st.fixed_dictionaries({**comparison, "date1": values}) | st.fixed_dictionaries(between)
    texts = values if field == 4 else values | st.text(st.characters(codec="utf-8"), max_size=3)
    return st.fixed_dictionaries({**comparison, "string": texts})
