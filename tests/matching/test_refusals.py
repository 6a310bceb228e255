"""Malformed and unsupported patterns: an ignored member could never fail a test."""

from typing import Any

import pytest

from mockapi.matching.errors import PatternError
from mockapi.matching.pattern import RequestPattern


def nested(matcher: dict[str, Any], times: int) -> dict[str, Any]:
    for _ in range(times):
        matcher = {"not": matcher}
    return matcher


def deep(levels: int) -> Any:
    content: Any = 1
    for _ in range(levels):
        content = [content]
    return content


def header(matcher: Any) -> dict[str, Any]:
    return {"headers": {"A": matcher}}


def body(matcher: Any) -> dict[str, Any]:
    return {"bodyPatterns": [matcher]}


@pytest.mark.parametrize(
    ("pattern", "pointer", "sentence"),
    [
        ([], "", "A request pattern must be an object, not an array."),
        (None, "", "A request pattern must be an object, not null."),
        ({"metod": "GET"}, "/metod", '"metod" is not a member of a pattern; these are: vendor, operation, method, url'),
        ({"url/~": "GET"}, "/url~1~0", '"url/~" is not a member'),
        ({"url": "/", "urlPath": "/"}, "/urlPath", '"urlPath" cannot stand beside url.'),
        ({"url": 1}, "/url", '"url" must be a string, not a number.'),
        ({"urlPath": None}, "/urlPath", '"urlPath" must be a string, not null.'),
        ({"url": "goods/1"}, "/url", '"url" must begin with /'),
        ({"url": "http://localhost/goods/1"}, "/url", "neither a scheme nor a host"),
        ({"urlPath": ""}, "/urlPath", '"urlPath" must begin with /'),
        ({"urlPath": "/goods?a=1"}, "/urlPath", "must be a path alone"),
        ({"urlPathTemplate": "{id}"}, "/urlPathTemplate", "must begin with /"),
        ({"urlPathTemplate": "/goods/{id}?a=1"}, "/urlPathTemplate", "must be a path alone"),
        ({"urlPathTemplate": "/goods/:id/x"}, "/urlPathTemplate", "must have {id} for what stands for any segment"),
        ({"url": "/~anna/goods"}, "/url", "without the sandbox's prefix"),
        ({"urlPath": "/__admin/requests"}, "/urlPath", "is an address of the control plane"),
        ({"url": "/__admin?a=1"}, "/url", "is an address of the control plane"),
        ({"method": "GTE"}, "/method", '"method" is not a method of HTTP (did you mean GET?).'),
        ({"method": {"noneOf": ["get", "a b"]}}, "/method/noneOf/1", "is not a method of HTTP."),
        ({"headers": {"X Y": {"absent": True}}}, "/headers/X Y", "cannot be the name of a header."),
        ({"headers": {"": {"absent": True}}}, "/headers/", "cannot be the name of a header."),
        ({"urlPattern": "("}, "/urlPattern", '"urlPattern" is not a regular expression of Python: '),
        ({"urlPathPattern": "[a&&b]"}, "/urlPathPattern", '"urlPathPattern" is not a regular expression of Python: '),
        ({"urlPathTemplate": "/{id"}, "/urlPathTemplate", "must have names of letters, digits, _ and - between"),
        ({"urlPathTemplate": "/{a b}/x"}, "/urlPathTemplate", "must have names"),
        ({"urlPathTemplate": "/{}"}, "/urlPathTemplate", "must have names"),
        ({"urlPathTemplate": "/{a}/{a}"}, "/urlPathTemplate", "has the same name twice."),
        ({"urlPathTemplate": ["/"]}, "/urlPathTemplate", "must be a string, not an array."),
        ({"pathParameters": {}}, "/pathParameters", '"pathParameters" must stand beside urlPathTemplate.'),
        (
            {"urlPathTemplate": "/{a}", "pathParameters": {"b": {"equalTo": "1"}}},
            "/pathParameters/b",
            '"b" is not a name in urlPathTemplate.',
        ),
        ({"method": 1}, "/method", '"method" must be a string, {"oneOf"'),
        ({"method": ""}, "/method", '"method" must not be empty.'),
        ({"method": {}}, "/method", '"method" must have oneOf or noneOf, and nothing else.'),
        ({"method": {"oneOf": ["GET"], "noneOf": ["PUT"]}}, "/method", "must have oneOf or noneOf"),
        ({"method": {"some": ["GET"]}}, "/method", "must have oneOf or noneOf"),
        ({"method": {"oneOf": []}}, "/method/oneOf", '"oneOf" must not be empty.'),
        ({"method": {"oneOf": "GET"}}, "/method/oneOf", '"oneOf" must be an array, not a string.'),
        ({"method": {"oneOf": [1]}}, "/method/oneOf/0", 'Item 0 of "oneOf" must be a string, not a number.'),
        ({"method": {"oneOf": ["any"]}}, "/method/oneOf", '"oneOf" must list methods; ANY stands for all of them.'),
        ({"vendor": 1}, "/vendor", '"vendor" must be a string, not a number.'),
        ({"operation": None}, "/operation", '"operation" must be a string, not null.'),
        ({"headers": []}, "/headers", '"headers" must be an object, not an array.'),
        (
            {"cookies": {"a": {"includes": [{"equalTo": ""}]}}},
            "/cookies/a/includes",
            "form parameters and headers alone",
        ),
        ({"basicAuthCredentials": {"username": "a"}}, "/basicAuthCredentials", "must have username and password, and"),
        (
            {"basicAuthCredentials": {"username": "a", "password": 1}},
            "/basicAuthCredentials/password",
            '"password" must be a string, not a number.',
        ),
        ({"bodyPatterns": []}, "/bodyPatterns", '"bodyPatterns" must not be empty.'),
        ({"bodyPatterns": "x"}, "/bodyPatterns", '"bodyPatterns" must be an array, not a string.'),
        ({"bodyPatterns": {"contains": 1}}, "/bodyPatterns/contains", '"contains" must be a string, not a number.'),
        ({"bodyPatterns": ["x"]}, "/bodyPatterns/0", 'Item 0 of "bodyPatterns" must be an object, not a string; for'),
        (header("x"), "/headers/A", '"A" must be an object, not a string; for this text alone write {"equalTo": …}.'),
        (header({}), "/headers/A", '"A" must have exactly one matcher; several are joined by "and" or "or".'),
        (header({"equalTo": "a", "contains": "a"}), "/headers/A", "must have exactly one matcher"),
        (header({"caseInsensitive": True}), "/headers/A", "must have exactly one matcher"),
        (header({"equals": "a"}), "/headers/A/equals", '"equals" is not a matcher; these are: equalTo, contains, '),
        (header({"equalTo": 1}), "/headers/A/equalTo", '"equalTo" must be a string, not a number.'),
        (header({"equalTo": True}), "/headers/A/equalTo", '"equalTo" must be a string, not a boolean.'),
        (
            header({"equalTo": "a", "caseInsensitive": 1}),
            "/headers/A/caseInsensitive",
            "must be a boolean, not a number",
        ),
        (
            header({"contains": "a", "caseInsensitive": True}),
            "/headers/A/caseInsensitive",
            '"caseInsensitive" is an option of equalTo, not of contains.',
        ),
        (header({"absent": False}), "/headers/A/absent", '"absent" must be true; for the opposite write {"not": '),
        (header({"matches": "("}), "/headers/A/matches", "is not a regular expression of Python: missing ), unterm"),
        (header({"doesNotMatch": "a{3,1}"}), "/headers/A/doesNotMatch", "is not a regular expression of Python: "),
        (header({"matches": "(" * 5000}), "/headers/A/matches", "is not a regular expression of Python: "),
        (header({"matches": "a{99999999999}"}), "/headers/A/matches", "is not a regular expression of Python: "),
        (header({"matches": "(?u)a"}), "/headers/A/matches", "is not a regular expression of Python: "),
        (header({"matches": "\\p{L}"}), "/headers/A/matches", "is not a regular expression of Python: bad escape"),
        (header({"and": []}), "/headers/A/and", '"and" must not be empty.'),
        (header({"or": {"equalTo": "a"}}), "/headers/A/or", '"or" must be an array, not an object.'),
        (
            header({"and": [{"equalTo": "a"}, 1]}),
            "/headers/A/and/1",
            'Item 1 of "and" must be an object, not a number.',
        ),
        (header({"not": {"not": {"contains": 1}}}), "/headers/A/not/not/contains", "must be a string"),
        (header({"not": {"hasExactly": []}}), "/headers/A/not/hasExactly", "and not nested."),
        (header({"hasExactly": []}), "/headers/A/hasExactly", '"hasExactly" must not be empty.'),
        (
            header({"includes": [{"equalTo": "a"}], "contains": "b"}),
            "/headers/A/contains",
            "cannot stand beside includes.",
        ),
        (header({"binaryEqualTo": "AA=="}), "/headers/A/binaryEqualTo", '"binaryEqualTo" is for bodies alone.'),
        (body({"binaryEqualTo": "AA="}), "/bodyPatterns/0/binaryEqualTo", '"binaryEqualTo" must be bytes in base64.'),
        (body({"binaryEqualTo": "ä"}), "/bodyPatterns/0/binaryEqualTo", '"binaryEqualTo" must be bytes in base64.'),
        (
            body({"binaryEqualTo": 1}),
            "/bodyPatterns/0/binaryEqualTo",
            '"binaryEqualTo" must be a string, not a number.',
        ),
        (body({"equalToJson": "{"}), "/bodyPatterns/0/equalToJson", '"equalToJson" is a string that holds no JSON.'),
        (body({"equalToJson": ""}), "/bodyPatterns/0/equalToJson", '"equalToJson" is a string that holds no JSON.'),
        (body({"equalToJson": 1, "ignoreArrayOrder": "no"}), "/bodyPatterns/0/ignoreArrayOrder", "must be a boolean"),
        (body({"equalToJson": 1, "ignoreExtraElements": 1}), "/bodyPatterns/0/ignoreExtraElements", "must be a bool"),
        (
            body({"equalToJson": {"a": ["${json-unit.any-date}"]}}),
            "/bodyPatterns/0/equalToJson",
            '"equalToJson" has the placeholder ${json-unit.any-date}, which is not supported.',
        ),
        (body({"equalToJson": ["${json-unit.ignore}x"]}), "/bodyPatterns/0/equalToJson", "has the placeholder"),
        (body({"equalToJson": ["${json-unit.regex}("]}), "/bodyPatterns/0/equalToJson", "is not a regular expression"),
        (
            body({"equalToJson": "[" * 51 + "]" * 51}),
            "/bodyPatterns/0/equalToJson",
            "must not have more than 50 levels.",
        ),
        (body({"equalToJson": deep(100_000)}), "", "A request pattern must not have more than 50 levels."),
        (header(nested({"equalTo": "a"}, 100_000)), "", "A request pattern must not have more than 50 levels."),
        (body({"matchesJsonPath": 1}), "/bodyPatterns/0/matchesJsonPath", "must be an object, not a number."),
        (body({"matchesJsonPath": ""}), "/bodyPatterns/0/matchesJsonPath", '"matchesJsonPath" must be one JSONPath.'),
        (body({"matchesJsonPath": "$["}), "/bodyPatterns/0/matchesJsonPath", "is not a JSONPath that is understood: "),
        (body({"matchesJsonPath": "$.a.length()"}), "/bodyPatterns/0/matchesJsonPath", "is not a JSONPath that is"),
        (body({"matchesJsonPath": "$.a | $.b"}), "/bodyPatterns/0/matchesJsonPath", "must be one JSONPath."),
        (body({"matchesJsonPath": "$[?(@.a =~ /[/)]"}), "/bodyPatterns/0/matchesJsonPath", "is not a JSONPath that is"),
        (body({"matchesJsonPath": "$[?match(@.a, '[')]"}), "/bodyPatterns/0/matchesJsonPath", "is not a JSONPath that"),
        (
            body({"matchesJsonPath": "$[?(" + "(" * 5000}),
            "/bodyPatterns/0/matchesJsonPath",
            "is not a JSONPath that is",
        ),
        (body({"matchesJsonPath": {"equalTo": "a"}}), "/bodyPatterns/0/matchesJsonPath", "with an expression and a"),
        (body({"matchesJsonPath": {"expression": "$.a"}}), "/bodyPatterns/0/matchesJsonPath", "exactly one matcher"),
        (
            body({"matchesJsonPath": {"expression": 1}}),
            "/bodyPatterns/0/matchesJsonPath/expression",
            "must be a string",
        ),
        (
            body({"matchesJsonPath": {"expression": "$.a", "contains": 1}}),
            "/bodyPatterns/0/matchesJsonPath/contains",
            '"contains" must be a string, not a number.',
        ),
    ],
)
def test_a_malformed_pattern_is_refused_with_a_pointer_and_a_sentence(
    pattern: Any, pointer: str, sentence: str
) -> None:
    with pytest.raises(PatternError) as refused:
        RequestPattern(pattern)
    assert refused.value.pointer == pointer
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


UNSUPPORTED_MEMBERS = (
    *("multipartPatterns", "customMatcher", "scheme", "host", "port", "clientIp", "basicAuth", "withoutHeaders"),
)
UNSUPPORTED_MATCHERS = (
    *("equalToXml", "matchesXPath", "xPathNamespaces", "matchesJsonSchema", "schemaVersion", "matchesPathTemplate"),
    *("equalToNumber", "greaterThanNumber", "greaterThanEqualNumber", "lessThanNumber", "lessThanEqualNumber"),
    *("equalToDateTime", "before", "after", "anything"),
)
"""WireMock's names, from https://wiremock.org/docs/request-matching/."""


@pytest.mark.parametrize("name", UNSUPPORTED_MEMBERS)
def test_an_unsupported_member_of_wiremock_is_refused(name: str) -> None:
    with pytest.raises(PatternError, match=f'^"{name}" is not supported.$') as refused:
        RequestPattern({"method": "GET", name: []})
    assert refused.value.pointer == f"/{name}"


@pytest.mark.parametrize("name", UNSUPPORTED_MATCHERS)
def test_an_unsupported_matcher_of_wiremock_is_refused(name: str) -> None:
    with pytest.raises(PatternError, match=f'^"{name}" is not supported.$') as refused:
        RequestPattern({"bodyPatterns": [{"contains": "a", name: "b"}]})
    assert refused.value.pointer == f"/bodyPatterns/0/{name}"


def test_a_pattern_may_have_fifty_levels() -> None:
    assert RequestPattern(header(nested({"equalTo": "a"}, 47)))
    assert RequestPattern(body({"equalToJson": "[" * 50 + "]" * 50}))
    assert RequestPattern(body({"equalToJson": deep(47)}))
