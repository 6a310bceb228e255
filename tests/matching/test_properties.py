"""Properties that hold for all patterns and all requests."""

import json
from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mockapi.http.request import RecordedRequest
from mockapi.matching.comparison import as_text
from mockapi.matching.errors import PatternError, Undecidable
from mockapi.matching.pairing import can_pair
from mockapi.matching.pattern import RequestPattern
from mockapi.matching.text_distance import text_distance
from tests.support.patterns import body_matches, recorded_request

TEXTS = some.text(some.sampled_from("ab1 {}[]'\",:.*\u0430\udcff"), max_size=5) | some.text(max_size=5)
JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(some.characters(codec="utf-8"), max_size=5),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text("ab", max_size=2), inner, max_size=4),
    max_leaves=12,
)
PATHS = some.sampled_from(["$", "$.a", "$..a", "$[0]", "$[*]", "$[?(@.a > 1)]", "$[?(@ =~ /a/)]", "$..[?(@.a in $)]"])
LEAVES = some.one_of(
    some.builds(lambda text, flag: {"equalTo": text, "caseInsensitive": flag}, TEXTS, some.booleans()),
    some.builds(lambda name, text: {name: text}, some.sampled_from(["contains", "doesNotContain"]), TEXTS),
    some.builds(
        lambda name, text: {name: text},
        some.sampled_from(["matches", "doesNotMatch"]),
        some.sampled_from([".*", "a", "\\d+", "[^a]*"]),
    ),
    some.just({"absent": True}),
    some.builds(
        lambda expected, order, extra: {
            "equalToJson": json.dumps(expected),
            "ignoreArrayOrder": order,
            "ignoreExtraElements": extra,
        },
        JSON,
        some.booleans(),
        some.booleans(),
    ),
    some.builds(lambda path: {"matchesJsonPath": path}, PATHS),
    some.just({"binaryEqualTo": "YQ=="}),
)
MATCHERS: some.SearchStrategy[dict[str, Any]] = some.recursive(
    LEAVES,
    lambda inner: some.one_of(
        some.builds(lambda matcher: {"not": matcher}, inner),
        some.builds(
            lambda name, matchers: {name: matchers},
            some.sampled_from(["and", "or"]),
            some.lists(inner, min_size=1, max_size=3),
        ),
        some.builds(lambda path, matcher: {"matchesJsonPath": {"expression": path, **matcher}}, PATHS, inner),
    ),
    max_leaves=5,
)
BODIES = some.one_of(
    some.binary(max_size=20),
    some.builds(lambda content: json.dumps(content).encode(), JSON),
    some.sampled_from([b"{'a': [1, 2]}", b"a=1&b=%FF", b"[" * 500, b"\xd0", b"NaN", b"'\\ud800'"]),
)
CONTENT_TYPES = some.sampled_from([b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x", b"\xff"])


@some.composite
def requests(draw: some.DrawFn) -> RecordedRequest:
    body = draw(BODIES)
    return RecordedRequest(
        draw(some.sampled_from(["GET", "POST"])),
        draw(some.sampled_from([b"/a", b"/a/1", b"/%FF", b"\xff", b""])),
        draw(some.sampled_from([b"", b"a=1", b"a=1&a=%FF&b", b"\xff&&=="])),
        (
            (b"a", draw(some.binary(max_size=5))),
            (b"cookie", draw(some.binary(max_size=9))),
            (b"content-type", draw(CONTENT_TYPES)),
        ),
        body,
        len(body) + draw(some.sampled_from([0, 0, 3])),
        draw(some.sampled_from(["altegio", None])),
        None,
    )


@some.composite
def patterns(draw: some.DrawFn) -> dict[str, Any]:
    without_bytes = MATCHERS.filter(lambda matcher: "binaryEqualTo" not in str(matcher))
    several = some.one_of(
        without_bytes,
        some.builds(
            lambda name, matchers: {name: matchers},
            some.sampled_from(["hasExactly", "includes"]),
            some.lists(without_bytes, min_size=1, max_size=2),
        ),
    )
    members: dict[str, some.SearchStrategy[Any]] = {
        "method": some.sampled_from(["GET", "any", {"noneOf": ["GET"]}]),
        "urlPathTemplate": some.just("/a/{b}"),
        "pathParameters": some.builds(lambda matcher: {"b": matcher}, without_bytes),
        "queryParameters": some.builds(lambda matcher: {"a": matcher}, several),
        "headers": some.builds(lambda matcher: {"A": matcher}, several),
        "cookies": some.builds(lambda matcher: {"a": matcher}, without_bytes),
        "formParameters": some.builds(lambda matcher: {"a": matcher}, several),
        "bodyPatterns": some.lists(MATCHERS, min_size=1, max_size=2),
        "vendor": some.just("altegio"),
    }
    chosen = draw(some.sets(some.sampled_from(sorted(members)), max_size=3))
    if "pathParameters" in chosen:
        chosen.add("urlPathTemplate")
    return {name: draw(members[name]) for name in chosen}


@given(patterns(), requests())
def test_a_pattern_matches_if_and_only_if_the_distance_is_0_and_raises_undecidable_alone(
    content: dict[str, Any], request: RecordedRequest
) -> None:
    pattern = RequestPattern(content)
    comparison = pattern.compare(request)
    assert 0 <= comparison.distance <= 1
    as_text(comparison).encode()
    try:
        assert pattern.matches(request) == (comparison.distance == 0)
    except Undecidable:
        assert request.is_cut
        assert comparison.distance > 0
        assert False not in [line.decision for line in comparison.lines]


@given(MATCHERS, BODIES)
def test_not_negates_a_matcher(matcher: dict[str, Any], body: bytes) -> None:
    assert body_matches(matcher, body) is not body_matches({"not": matcher}, body)
    assert body_matches(matcher, body) is body_matches({"and": [matcher, {"not": {"not": matcher}}]}, body)


@given(MATCHERS, MATCHERS, BODIES)
def test_and_and_or_combine_matchers_as_in_logic(one: dict[str, Any], other: dict[str, Any], body: bytes) -> None:
    assert body_matches({"and": [one, other]}, body) is (body_matches(one, body) and body_matches(other, body))
    assert body_matches({"or": [one, other]}, body) is (body_matches(one, body) or body_matches(other, body))


@given(MATCHERS, BODIES, some.integers(0, 20))
def test_a_decision_about_a_cut_body_is_the_decision_about_the_whole_body(
    matcher: dict[str, Any], body: bytes, kept: int
) -> None:
    pattern = RequestPattern({"bodyPatterns": [matcher]})
    with suppress(Undecidable):
        assert pattern.matches(recorded_request(body=body).cut(kept)) is pattern.matches(recorded_request(body=body))


@given(JSON, some.booleans(), some.booleans())
def test_equal_to_json_matches_the_same_json(content: Any, any_order: bool, extra: bool) -> None:
    body = json.dumps(content).encode()
    matcher = {"equalToJson": json.dumps(content), "ignoreArrayOrder": any_order, "ignoreExtraElements": extra}
    assert body_matches(matcher, body)


@given(some.lists(JSON, max_size=5), some.randoms())
def test_equal_to_json_matches_shuffled_arrays_if_the_order_is_ignored(items: list[Any], random: Any) -> None:
    shuffled = random.sample(items, len(items))
    assert body_matches({"equalToJson": items, "ignoreArrayOrder": True}, json.dumps(shuffled).encode())


@given(
    some.recursive(
        JSON | some.sampled_from(["(", "$.a", "/{a}", "GET"]),
        lambda inner: some.dictionaries(
            some.sampled_from(
                [
                    "method",
                    "headers",
                    "bodyPatterns",
                    "and",
                    "not",
                    "equalTo",
                    "matches",
                    "equalToJson",
                    "matchesJsonPath",
                    "expression",
                    "hasExactly",
                    "urlPathTemplate",
                    "pathParameters",
                    "absent",
                    "binaryEqualTo",
                    "A",
                    "oneOf",
                ]
            ),
            inner | some.lists(inner, max_size=2),
            max_size=3,
        ),
    )
)
def test_random_json_is_read_as_a_pattern_or_refused_with_one_sentence(content: Any) -> None:
    refused = refusal(content)
    assert refused is None or (str(refused).endswith(".") and refused.pointer[:1] in ("", "/"))


def refusal(content: Any) -> PatternError | None:
    try:
        RequestPattern(content)
    except PatternError as error:
        return error
    return None


@given(TEXTS, TEXTS)
def test_only_equal_texts_are_at_distance_0(one: str, other: str) -> None:
    assert (text_distance(one, other) == 0) == (one == other)
    assert 0 <= text_distance(one, other) <= 1


@pytest.mark.parametrize(
    ("allowed", "partners", "possible"),
    [
        ([{0}, {1}], 2, True),
        ([{1}, {0, 1}], 2, True),
        ([{0, 1}, {0}], 2, True),
        ([{0, 1}, {1, 2}, {1}], 3, True),
        ([{0, 1, 2}, {0, 1}, {0}], 3, True),
        ([{0, 1}, {0, 1}, {0, 1}], 3, False),
        ([{0}, {0}], 2, False),
        ([{0, 1, 2}, {0}, {0}], 3, False),
        ([{0}, {1}], 1, False),
        ([set()], 1, False),
        ([], 3, True),
        ([{2}], 3, True),
    ],
)
def test_things_are_paired_if_there_is_any_way_to(allowed: list[set[int]], partners: int, possible: bool) -> None:
    questions = count()

    def fits(thing: int, partner: int) -> bool:
        assert next(questions) < 100, "the search has no end"
        return partner in allowed[thing]

    assert can_pair(len(allowed), partners, fits) is possible
