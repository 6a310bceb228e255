"""Parameters of find and get. Source: the request tables of the Product Management API."""

from dataclasses import dataclass

from mockapi.vendors.deconetwork.conditions import Comparison, Condition, ConditionParameters
from mockapi.vendors.deconetwork.errors import InvalidParameters
from mockapi.vendors.deconetwork.parameters import (
    MAX_ROWS,
    Choice,
    Date,
    LimitOrOffset,
    Members,
    NumberedValue,
    Parameter,
    ParameterList,
    read_integer,
)


class SearchField(NumberedValue):
    """The field that a condition compares: `field`."""

    PRODUCT_CODE = 1, "Product Code"
    PRODUCT_NAME = 2, "Product Name"
    SUPPLIER = 3, "Supplier"
    PRODUCT_ID = 4, "Product Id"
    DATE_MODIFIED = 5, "Date Modified"


class Sorting(NumberedValue):
    """The order of the products: `sortby`. All but the last are ascending."""

    # docs are silent; chosen because the page names no list of values; newest first is what the back office shows.
    PRODUCT_CODE = 1, "code"
    PRODUCT_NAME = 2, "name"
    SUPPLIER = 3, "supplier"
    PRODUCT_ID = 4, "id"
    DATE_MODIFIED = 5, "date"
    NEWEST_FIRST = 6, "newest first"


_CONDITION = ConditionParameters(
    Choice.of("field", SearchField, example=5),
    Choice.of("condition", Comparison, example=4),
    Parameter("string", f"Value for the fields {SearchField.PRODUCT_CODE} to {SearchField.PRODUCT_ID}", "Sanmar"),
    Date("date1", f"Value for field {SearchField.DATE_MODIFIED}: UTC, YYYY-MM-DDTHH:MM:SS", "2018-02-01T00:00:00"),
    Date(
        "date2",
        f"Second value for field {SearchField.DATE_MODIFIED} with condition {Comparison.BETWEEN}",
        "2019-02-01T00:00:00",
    ),
    date_fields={SearchField.DATE_MODIFIED},
    integer_fields={SearchField.PRODUCT_ID},
)
_LIMIT = LimitOrOffset("limit", "Most products to answer", default=MAX_ROWS, maximum=MAX_ROWS)
_OFFSET = LimitOrOffset("offset", "Products to skip")
_SORTBY = Choice.of("sortby", Sorting, default=Sorting.NEWEST_FIRST)

FIND_PARAMETERS = ParameterList(
    "FindParameters",
    "Parameters of find, as one condition or as numbered ones; beside numbered ones the single one does not count.",
    (
        *(_CONDITION.field, _CONDITION.comparison, _CONDITION.string, _CONDITION.date1, _CONDITION.date2),
        _CONDITION.field.numbered(1, 3),
        _CONDITION.comparison.numbered(1, 1),
        _CONDITION.string.numbered(1, "Sanmar"),
        _CONDITION.field.numbered(2, 1),
        _CONDITION.comparison.numbered(2, 2, "; more follow with 3, 4, …"),
        _CONDITION.string.numbered(2, "2000B"),
        *(_LIMIT, _OFFSET, _SORTBY),
    ),
)

_ID = Parameter("id", "One product id", 19658, "integer")
_IDS = Parameter("ids", f"At most {MAX_ROWS} product ids, separated by commas")

GET_PARAMETERS = ParameterList("GetParameters", "Parameters of get; `ids` wins over `id`.", (_ID, _IDS))


@dataclass(frozen=True)
class Search:
    """A checked find request."""

    conditions: tuple[Condition[SearchField], ...]
    limit: int
    offset: int
    sorting: Sorting


def read_search(parameters: Members, *, clamp_limit: bool) -> Search:
    """Return the search of a find request. `clamp_limit`: a limit above the maximum means the maximum.

    Raises, in this order: `NoConditions`, `InvalidCondition`, `InvalidLimitOrOffset`, `InvalidParameters`.
    """
    conditions = _CONDITION.collect(parameters)
    limit, offset = _LIMIT.read(parameters, clamp=clamp_limit), _OFFSET.read(parameters)
    return Search(_CONDITION.read(conditions), limit, offset, _SORTBY.read(parameters))


def read_ids(parameters: Members) -> tuple[list[int], bool]:
    """Return the different ids of a get request in its order, and True if they are a list (`ids`).

    Raises `InvalidParameters`.
    """
    id_list = _IDS.present(parameters)
    tokens = [_ID.present(parameters) or ""] if id_list is None else id_list.split(",")
    ids = [read_integer(token) for token in tokens if token.strip()]
    # docs are silent; chosen because this is the page's code for a request that is wrong in any other way.
    if not ids or len(ids) > MAX_ROWS:
        raise InvalidParameters
    return list(dict.fromkeys(ids)), id_list is not None
