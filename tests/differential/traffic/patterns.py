"""Writes request patterns: right ones of every kind of matcher, and wrong ones."""

from random import Random
from typing import Any

Pattern = dict[str, Any]

RIGHT_MATCHERS: tuple[Pattern, ...] = (
    *({"equalTo": "1"}, {"equalTo": "MANICURE", "caseInsensitive": True}, {"contains": "mock"}, {"contains": ""}),
    *(
        {"doesNotContain": "a"},
        {"matches": "[0-9]+"},
        {"matches": ".*Man.*"},
        {"doesNotMatch": "[a-z]+"},
        {"absent": True},
    ),
    *({"absent": "(absent)"}, {"not": {"contains": "1"}}, {"and": [{"contains": "a"}, {"doesNotContain": "b"}]}),
    *({"or": [{"equalTo": "2"}, {"absent": True}]}, {"not": {"absent": True}}, {"and": []}, {"or": []}),
    *({"equalToJson": {"title": "Manicure"}}, {"equalToJson": '{"title": "Manicure"}'}, {"equalToJson": [1, 2]}),
    {"equalToJson": {"title": "${json-unit.any-string}"}, "ignoreExtraElements": True},
    {"equalToJson": {"title": "Manicure"}, "ignoreExtraElements": True, "ignoreArrayOrder": True},
    *(
        {"matchesJsonPath": "$.title"},
        {"matchesJsonPath": "$..apiKey"},
        {"matchesJsonPath": "$.filters.slug[?@ == 'category-2']"},
    ),
    {"matchesJsonPath": {"expression": "$.title", "contains": "Man"}},
    {"matchesJsonPath": {"expression": "$.data[0].slug", "equalToJson": "one"}},
    {"matchesJsonPath": {"expression": "$.nothing", "absent": True}},
)
VALUES_MATCHERS: tuple[Pattern, ...] = (
    *({"hasExactly": [{"equalTo": "1"}]}, {"includes": [{"equalTo": "1"}, {"matches": "[0-9]"}]}, {"hasExactly": []}),
    {"includes": []},
)
WRONG_MATCHERS: tuple[Any, ...] = (
    *("x", 1, None, [], {}, {"equalTo": 1}, {"equalTo": None}, {"equalto": "x"}, {"equalTo": "x", "contains": "y"}),
    *(
        {"matches": "["},
        {"matches": "(a+)+$"},
        {"absent": False},
        {"contains": "x", "caseInsensitive": True},
        {"and": {}},
    ),
    *({"equalTo": "x", "caseInsensitive": "yes"}, {"equalToXml": "<a/>"}, {"matchesXPath": "/a"}, {"before": "now"}),
    *(
        {"equalToJson": "{"},
        {"equalToJson": "nul"},
        {"matchesJsonPath": "$["},
        {"matchesJsonPath": ""},
        {"matchesJsonPath": {}},
    ),
    *({"matchesJsonPath": {"expression": "$.a"}}, {"matchesJsonPath": {"expression": 1}}, {"not": "x"}, {"not": {}}),
    *(
        {"equalToJson": {"a": "${json-unit.nothing}"}},
        {"or": [{"nothing": 1}]},
        {"hasExactly": "x"},
        {"anything": True},
    ),
)
RIGHT: tuple[Pattern, ...] = (
    *({}, {"vendor": "altegio"}, {"operation": "manage_products/get"}, {"method": "ANY"}, {"method": "get"}),
    *({"method": {"oneOf": ["PUT", "DELETE"]}}, {"method": {"noneOf": ["GET"]}}, {"url": "/api/v1/goods/4564/789"}),
    *({"urlPattern": "/api/v1/goods.*"}, {"urlPath": "/api/v1/goods/4564/789"}, {"urlPathPattern": ".*/goods/[0-9]+"}),
    *(
        {"urlPathTemplate": "/api/v1/goods/{location}/{product}"},
        {"urlPathTemplate": "/api/**"},
        {"urlPath": "/nothing"},
    ),
    {"urlPathTemplate": "/api/v1/goods/{a}/{b}", "pathParameters": {"b": {"matches": "7.*"}}},
    *({"basicAuthCredentials": {"username": "user", "password": "pass"}}, {"vendor": "commerscale", "method": "POST"}),
    *(
        {"bodyPatterns": []},
        {"headers": {}},
        {"vendor": "altegio", "operation": "get_product"},
        {"cookies": {"a": {"equalTo": "b"}}},
    ),
    {"bodyPatterns": [{"binaryEqualTo": "eHl6"}]},
    {"formParameters": {"username": {"equalTo": "mock-user"}, "password": {"contains": "mock"}}},
)
WRONG: tuple[Any, ...] = (
    *(
        [],
        "x",
        1,
        None,
        {"vendor": "altegi"},
        {"vendor": 1},
        {"operation": "get_produkt"},
        {"operation": "manage_products"},
    ),
    *({"vendor": "altegio", "operation": "manage_products/get"}, {"method": "GTE"}, {"method": ""}, {"method": []}),
    *({"method": {"oneOf": []}}, {"method": {"oneOf": ["ANY"]}}, {"method": {"oneof": ["GET"]}}, {"url": "goods"}),
    *(
        {"url": "http://mock.test/api/v1/goods/1"},
        {"urlPath": "/a?b=c"},
        {"urlPath": "/~name/api"},
        {"urlPath": "/__admin/x"},
    ),
    *({"urlPattern": "("}, {"url": "/a", "urlPath": "/a"}, {"urlPathTemplate": "/a/:b"}, {"urlPathTemplate": "/a/{b"}),
    *(
        {"urlPathTemplate": "/{a}/{a}"},
        {"pathParameters": {"a": {"equalTo": "1"}}},
        {"queryParams": {}},
        {"Headers": {}},
    ),
    {"urlPathTemplate": "/a/{b}", "pathParameters": {"c": {"equalTo": "1"}}},
    *({"queryParameters": []}, {"headers": {"a b": {"equalTo": "x"}}}, {"basicAuthCredentials": {"username": "a"}}),
    *({"bodyPatterns": "x"}, {"bodyPatterns": [{"binaryEqualTo": "%"}]}, {"headers": {"x": {"binaryEqualTo": "eA=="}}}),
    *({"customMatcher": {}}, {"multipartPatterns": []}, {"host": {"equalTo": "x"}}, {"port": 80}, {"scheme": "http"}),
    *({"urlpath": "/a"}, {"bodyPattern": []}, {"verdor": "altegio"}, {"exactly": "x"}, {"atleast": 1}, {"": {}}),
)
PLACES = (
    *(("queryParameters", name) for name in ("id", "count", "term", "ids[]", "nothing")),
    *(("headers", name) for name in ("Authorization", "content-type", "Host", "X-Mock-Sandbox", "X-Nothing")),
    *(("formParameters", name) for name in ("username", "field", "conditions[1][field]")),
    ("cookies", "a"),
)
EXPECTED: tuple[Pattern, ...] = (
    *({}, {"exactly": 0}, {"exactly": 1}, {"exactly": 3}, {"atLeast": 2}, {"atMost": 1}, {"atLeast": 1, "atMost": 100}),
    *({"exactly": -1}, {"exactly": 1, "atLeast": 1}, {"atLeast": 3, "atMost": 2}, {"exactly": True}, {"atMost": "1"}),
)


def random_pattern(random: Random) -> Pattern:
    """Draw a pattern that asks one to three things; one in eight is wrong somewhere."""
    pattern: Pattern = {}
    for _ in range(random.randint(1, 3)):
        part = random.choice((0, 1, 1, 2))
        if part == 0:
            pattern |= random.choice(RIGHT)
        elif part == 1:
            group, name = random.choice(PLACES)
            pattern.setdefault(group, {})[name] = random_matcher(random, has_values=group != "cookies")
        else:
            pattern["bodyPatterns"] = [random_matcher(random, has_values=False) for _ in range(random.randint(1, 2))]
    if random.random() < 0.03:
        pattern |= random.choice([wrong for wrong in WRONG if isinstance(wrong, dict)])
    return pattern


def random_matcher(random: Random, *, has_values: bool, depth: int = 0) -> Any:
    """Draw a matcher; `has_values`: of what may come several times."""
    if random.random() < 0.06:
        return random.choice(WRONG_MATCHERS)
    if has_values and random.random() < 0.15:
        return random.choice(VALUES_MATCHERS)
    if depth < 3 and random.random() < 0.25:
        inner = [random_matcher(random, has_values=False, depth=depth + 1) for _ in range(random.randint(1, 2))]
        return random.choice(({"not": inner[0]}, {"and": inner}, {"or": inner}))
    return random.choice(RIGHT_MATCHERS)
