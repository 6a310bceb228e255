"""Parameters of find: the single and the multi form, choices, dates, and blank values."""

from typing import Any

import pytest

from tests.support.deconetwork import INVALID_PARAMETERS, NO_CONDITIONS, SUCCESS, Site, invalid_condition, numbered

HEAVY = {"field": 1, "condition": 1, "string": "2000B"}
ULTRA = {"field": 1, "condition": 1, "string": "2000"}
BLANKS = ["", " ", "\t\r\n"]
EXAMPLES = ["19658", "456456"]


class TestSingleAndMultiForm:
    def test_both_forms_find_equal_products(self, site: Site) -> None:
        assert site.ids(HEAVY) == site.ids(numbered(1, **HEAVY)) == ["456456"]

    def test_the_single_form_is_ignored_beside_the_multi_form(self, site: Site) -> None:
        assert site.ids({**ULTRA, **numbered(1, **HEAVY)}) == ["456456"]
        assert site.ids({**numbered(1, **HEAVY), "field": "x", "condition": 99}) == ["456456"]
        missing = invalid_condition("Condition 1 'field' is missing")
        assert site.find({**ULTRA, **numbered(1, string="2000B")}) == missing
        assert site.find({**ULTRA, **numbered(1, stray="1")}) == missing

    def test_members_of_the_single_form_do_not_complete_the_multi_form(self, site: Site) -> None:
        assert site.find({**numbered(1, field=1, condition=1), "string": "2000B"}) == INVALID_PARAMETERS
        without = {**numbered(1, field=5, condition=1), "date1": "2018-12-05"}
        assert site.find(without) == invalid_condition("date1 is invalid")

    @pytest.mark.parametrize("numbers", [(1, 2), (2, 1), (3, 7), (20, 100), (10**17, 1), (999_999_999_999_999_999, 5)])
    def test_condition_numbers_may_have_gaps(self, site: Site, numbers: tuple[int, int]) -> None:
        sanmar = numbered(numbers[0], field=3, condition=1, string="sanmar")
        assert site.ids({**sanmar, **numbered(numbers[1], **HEAVY)}) == ["456456"]

    @pytest.mark.parametrize("number", [1, 2, 17, 1000, 999_999_999_999_999_999])
    @pytest.mark.parametrize("name", ["field", "condition"])
    @pytest.mark.parametrize("value", [None, *BLANKS])
    def test_a_description_has_the_condition_number_of_the_request(
        self, site: Site, number: int, name: str, value: str | None
    ) -> None:
        condition = {key: part for key, part in {**HEAVY, name: value}.items() if part is not None}
        missing = invalid_condition(f"Condition {number} '{name}' is missing")
        assert site.find(numbered(number, **condition)) == missing

    @pytest.mark.parametrize("name", ["field", "condition"])
    @pytest.mark.parametrize("value", [None, *BLANKS])
    def test_the_single_form_counts_as_condition_1(self, site: Site, name: str, value: str | None) -> None:
        condition = {key: part for key, part in {**HEAVY, name: value}.items() if part is not None}
        assert site.find(condition) == invalid_condition(f"Condition 1 '{name}' is missing")

    @pytest.mark.parametrize(
        "parameters",
        [
            {},
            {"string": "2000"},
            {"date1": "2018-01-01", "date2": "2018-01-02"},
            {"limit": 101, "offset": "x", "sortby": 99},
            {"field": "", "condition": ""},
            {"field": " ", "condition": "\t", "conditions": ""},
            {"conditions[x][field]": " ", "conditions[]": ""},
            {"Field": 1, "Condition": 1, "String": "2000"},
            {"conditions1[field]": 1, "condition[1][field]": 1, "Conditions[1][field]": 1},
        ],
        ids=repr,
    )
    def test_a_find_without_conditions_gets_code_50002(self, site: Site, parameters: dict[str, Any]) -> None:
        assert site.find(parameters) == NO_CONDITIONS


class TestMalformedConditions:
    @pytest.mark.parametrize(
        "name",
        [
            *("conditions", "conditions[]", "conditions[1]", "conditions[x][field]", "conditions[][field]"),
            *("conditions[0][field]", "conditions[01][field]", "conditions[-1][field]", "conditions[+1][field]"),
            *(
                "conditions[1.0][field]",
                "conditions[1 ][field]",
                "conditions[٣][field]",
                "conditions[1٣][field]",
                "conditions[²][field]",
            ),
            *("conditions[1][field", "conditions[1]field", "conditions[1]field]", "conditions[1][field]]"),
            *("conditions[1][field][]", "conditions[1][field][x]", "conditions[1][[field]", "conditions[1] [field]"),
            *("conditions[", "conditions[[", f"conditions[{10**18}][field]", f"conditions[{'9' * 5000}][field]"),
        ],
    )
    def test_a_malformed_name_below_conditions_gets_code_50005(self, site: Site, name: str) -> None:
        assert site.find({name: 1}) == INVALID_PARAMETERS
        assert site.find({name: 1, **HEAVY}) == INVALID_PARAMETERS
        assert site.find({name: 1, **numbered(5, **HEAVY)}) == INVALID_PARAMETERS

    def test_unknown_members_of_a_condition_are_ignored(self, site: Site) -> None:
        assert site.ids(numbered(1, **HEAVY, stray="x", Field="9", limit="x", date1="x")) == ["456456"]
        assert site.ids({**numbered(1, **HEAVY), "conditions[1][]": "x"}) == ["456456"]


class TestInvalidChoices:
    @pytest.mark.parametrize("form", ["single", "multi"])
    @pytest.mark.parametrize("name", ["field", "condition"])
    @pytest.mark.parametrize(
        "value", ["0", "8", "9", "-1", "x", "1.0", "1,2", "==", "\0", "１", "²", "9" * 5000, "1e0"]
    )
    def test_a_field_or_condition_outside_its_list_gets_code_50005(
        self, site: Site, form: str, name: str, value: str
    ) -> None:
        condition = {**ULTRA, name: value}
        assert site.find(condition if form == "single" else numbered(1, **condition)) == INVALID_PARAMETERS

    def test_the_fields_end_at_5_and_the_conditions_at_7(self, site: Site) -> None:
        assert [site.find(ULTRA, field=field) for field in (6, 7)] == [INVALID_PARAMETERS] * 2
        assert site.find(ULTRA, condition=6)["response_status"] == SUCCESS

    @pytest.mark.parametrize("value", ["%FF", "%ED%A0%80"])
    @pytest.mark.parametrize("name", ["field", "condition"])
    def test_a_field_or_condition_that_is_not_utf_8_gets_code_50005(self, site: Site, name: str, value: str) -> None:
        query = f"username=mock-user&password=mock-password&field=1&condition=1&string=2000&{name}={value}"
        assert site.client.get(f"/manage_products/find?{query}").json() == INVALID_PARAMETERS

    @pytest.mark.parametrize("field", [1, 2, 3, 4])
    def test_a_condition_without_string_gets_code_50005(self, site: Site, field: int) -> None:
        for condition in range(1, 8):
            assert site.find(field=field, condition=condition, date1="2018-01-01") == INVALID_PARAMETERS
            assert site.find(numbered(1, field=field, condition=condition)) == INVALID_PARAMETERS

    def test_one_invalid_condition_among_valid_ones_gets_code_50005(self, site: Site) -> None:
        assert site.find({**numbered(1, **HEAVY), **numbered(2, field=9, condition=1)}) == INVALID_PARAMETERS


class TestBlankParameters:
    @pytest.mark.parametrize("blank", BLANKS)
    def test_blank_parameters_count_as_absent(self, site: Site, blank: str) -> None:
        unused = dict.fromkeys(("limit", "offset", "sortby", "date1", "date2", "id", "ids", "commit"), blank)
        assert site.find({**HEAVY, **unused}) == site.find(HEAVY)
        assert site.find({**numbered(1, **HEAVY, date1=blank, date2=blank), **unused}) == site.find(HEAVY)

    @pytest.mark.parametrize("blank", BLANKS)
    def test_a_blank_single_form_is_ignored_beside_the_multi_form(self, site: Site, blank: str) -> None:
        single = dict.fromkeys(("field", "condition", "string", "date1", "date2"), blank)
        assert site.ids({**single, **numbered(1, **HEAVY)}) == ["456456"]

    def test_a_blank_string_is_compared_as_the_empty_text(self, site: Site) -> None:
        empty = site.products({"field": 1, "condition": 1, "string": ""})
        assert empty
        assert {product["product_code"] for product in empty} == {""}
        assert site.find(field=2, condition=1, string="")["total"] == 0
        assert site.find(field=2, condition=2, string="")["total"] == 202

    def test_numbers_may_have_spaces_around_them(self, site: Site) -> None:
        spaced = {"field": " 1 ", "condition": "\t1", "limit": " 5 ", "offset": "0 ", "sortby": " 4"}
        assert site.ids({**HEAVY, **spaced}) == ["456456"]


class TestDates:
    @pytest.mark.parametrize(
        "date",
        [
            *("2018-12-05T00:00:00", "2018-12-05", "2018-12-05 00:00:00", "2018-12-05T00:00:00Z"),
            *("2018-12-05T00:00:00.0", "2018-12-05T00:00:00.999999999", "2018-12-05T00:00:00.5Z"),
            *("2018-12-05T02:00:00+02:00", "2018-12-04T19:30:00-04:30", "2018-12-05 00:00:00+00:00"),
            *("2018-12-05T13:59:00+13:59", "2018-12-04T10:00:00.123-14:00", " 2018-12-05T00:00:00 "),
        ],
    )
    def test_a_date_may_have_any_of_the_known_forms(self, site: Site, date: str) -> None:
        assert site.ids(field=5, condition=1, date1=date) == EXAMPLES
        assert site.ids(field=5, condition=7, date1="2018-12-05", date2=date) == EXAMPLES
        assert site.ids(numbered(1, field=5, condition=7, date1=date, date2="2018-12-05")) == EXAMPLES

    @pytest.mark.parametrize(
        "date",
        [
            *("", " ", "x", "0", "now", "2018", "2018-12", "2018-12-5", "20181205", "05.12.2018", "12/05/2018"),
            *("2018-12-05T", "2018-12-05T00", "2018-12-05T00:00", "2018-12-05T00:00:00.", "2018-12-05T000000"),
            *("2018-12-05Z", "2018-12-05+02:00", "2018-12-05T00:00:00+02", "2018-12-05T00:00:00+0200"),
            *("2018-12-05T00:00:00 02:00", "2018-12-05T00:00:00z", "2018-12-05t00:00:00", "2018-12-05T00:00:00+24:00"),
            *("2018-02-29", "2018-13-01", "2018-00-01", "2018-01-00", "2018-04-31", "0000-01-01", "2018-W49-3"),
            *("2018-12-05T24:00:00", "2018-12-05T25:00:00", "2018-12-05T00:60:00", "2018-12-05T00:00:60"),
            *(
                "10000-01-01",
                "-2018-12-05",
                "1543968000",
                "2018-12-05T00:00:00,5",
                "2018-12-05T00:00:00.５",
                "２０１８-12-05",
                "2018-12-05\0",
            ),
            *(
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "2018-12-05\n2018-12-05",
                "2018-12-05T00:00:00 Z",
            ),
        ],
    )
    def test_a_text_of_another_form_is_an_invalid_date(self, site: Site, date: str) -> None:
        for condition in range(1, 8):
            answer = site.find(field=5, condition=condition, date1=date, date2="x")
            assert answer == invalid_condition("date1 is invalid")
        answer = site.find(numbered(3, field=5, condition=7, date1="2018-12-05", date2=date))
        assert answer == invalid_condition("date2 is invalid")

    def test_a_date_that_is_not_utf_8_is_invalid(self, site: Site) -> None:
        query = "username=mock-user&password=mock-password&field=5&condition=1&date1=%FF"
        assert site.client.get(f"/manage_products/find?{query}").json() == invalid_condition("date1 is invalid")

    @pytest.mark.parametrize("condition", range(1, 7))
    def test_date2_is_read_for_between_alone(self, site: Site, condition: int) -> None:
        parameters = {"field": 5, "condition": condition, "date1": "2018-12-05"}
        assert site.find(parameters, date2="x") == site.find(parameters)

    @pytest.mark.parametrize("field", [1, 2, 3, 4])
    def test_dates_are_read_for_field_5_alone(self, site: Site, field: int) -> None:
        answer = site.find(field=field, condition=2, string="0", date1="x", date2="x")
        assert (answer["response_status"], answer["total"]) == (SUCCESS, 202)

    def test_string_is_ignored_for_field_5(self, site: Site) -> None:
        assert site.ids(field=5, condition=1, date1="2018-12-05", string="x") == EXAMPLES

    def test_a_date_is_checked_before_the_value_of_condition(self, site: Site) -> None:
        assert site.find(field=5, condition=8, date1="x") == invalid_condition("date1 is invalid")
        assert site.find(field=5, condition=8, date1="2018-12-05") == INVALID_PARAMETERS

    @pytest.mark.parametrize(("date", "total"), [("0001-01-01", 202), ("9999-12-31T23:59:59", 0)])
    def test_the_first_and_the_last_date_of_the_calendar_are_accepted(self, site: Site, date: str, total: int) -> None:
        assert site.find(field=5, condition=4, date1=date)["total"] == total

    def test_dates_are_compared_to_the_second(self, site: Site) -> None:
        assert "19658" not in site.ids(field=5, condition=4, date1="2018-12-05T00:00:00.9", sortby=5)
        assert "19658" in site.ids(field=5, condition=6, date1="2018-12-05T00:00:00.9", sortby=5)
        assert site.ids(field=5, condition=1, date1="2018-12-05T00:00:01") == []
