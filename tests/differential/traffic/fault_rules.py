"""Lists the ways to break a connection, headers that ask for faults, and rules that are refused."""

from typing import Any

CUTS = (
    *(
        "CONNECTION_RESET_BY_PEER",
        "EMPTY_RESPONSE",
        "MALFORMED_RESPONSE_CHUNK",
        "RANDOM_DATA_THEN_CLOSE",
        "TRUNCATED_BODY",
    ),
    *("lost_request", "lost_response", "late_apply"),
)
HEADERS = (
    *(
        "error=429",
        "error=429; retryAfterSeconds=2",
        "429",
        "lost_response",
        "lost_request",
        "late_apply",
        "TRUNCATED_BODY",
    ),
    *(
        "fault=EMPTY_RESPONSE",
        '{"error": "404"}',
        '{"fault": "RANDOM_DATA_THEN_CLOSE", "seed": 3}',
        "error=401;",
        " ; ",
        "",
    ),
    *(
        "fixedDelayMilliseconds=1",
        "error=nothing",
        "fault=NOTHING",
        "lost_respons",
        "eror=429",
        "error=429; error=500",
        "{",
    ),
    *(
        '{"error": NaN}',
        "error=429; times=2",
        "vendor=altegio; error=429",
        "error=429; fault=lost_response",
        "error=50003",
    ),
    *(
        "error=date1 is invalid",
        "InvalidJson",
        "error=500; fixedDelayMilliseconds=5",
        "retryAfterSeconds=1",
        "[1]",
        '{"a": 1}',
    ),
    *("fault=late_apply; applyAfterMilliseconds=1", "seed=1", "error=\xe9", "CONNECTION_RESET_BY_PEER; seed=x", "null"),
)
RULES: tuple[Any, ...] = (
    *(
        {},
        [],
        "x",
        None,
        {"error": 429},
        {"vendor": "altegio"},
        {"vendor": "altegi", "error": 429},
        {"fault": "lost_respons"},
    ),
    *(
        {"fault": "429"},
        {"vendor": "altegio", "error": "4290"},
        {"vendor": "altegio", "error": True},
        {"fault": "lost_response", "error": 429},
    ),
    *(
        {"operation": "get_produkt", "fault": "lost_response"},
        {"operation": "get_product", "error": 429},
        {"operation": "auth", "error": 401},
    ),
    *(
        {"vendor": "altegio", "operation": "manage_products/get", "error": 429},
        {"fault": "EMPTY_RESPONSE", "times": 0},
        {"fault": 1},
    ),
    *(
        {"fault": "EMPTY_RESPONSE", "after": -1},
        {"fault": "EMPTY_RESPONSE", "ttlSeconds": 0},
        {"fault": "EMPTY_RESPONSE", "tims": 1},
    ),
    *(
        {"fault": "EMPTY_RESPONSE", "retryAfterSeconds": 1},
        {"fault": "EMPTY_RESPONSE", "applyAfterMilliseconds": 1},
        {"fault": "EMPTY_RESPONSE", "seed": -1},
    ),
    *(
        {"fault": "EMPTY_RESPONSE", "match": []},
        {"fault": "EMPTY_RESPONSE", "match": {"metod": "GET"}},
        {"fault": "EMPTY_RESPONSE", "match": {"method": "GTE"}},
    ),
    {"vendor": "altegio", "error": 429, "match": {"vendor": "deconetwork"}},
    {"vendor": "altegio", "operation": "auth", "error": 429, "match": {"operation": "get_product"}},
    {"vendor": "altegio", "error": 429, "match": {"operation": "manage_products/get"}},
    {"fault": "EMPTY_RESPONSE", "chunkedDribbleDelay": {"numberOfChunks": 2, "totalDuration": 1}},
    *(
        {"fixedDelayMilliseconds": -1},
        {"fixedDelayMilliseconds": "1"},
        {"delayDistribution": {"type": "x"}},
        {"chunkedDribbleDelay": {}},
    ),
    *(
        {"delayDistribution": {"type": "uniform", "lower": 5, "upper": 1}},
        {"chunkedDribbleDelay": {"numberOfChunks": 0, "totalDuration": 1}},
    ),
    *(
        {"Fault": "EMPTY_RESPONSE"},
        {"vendor": "altegio", "error": "429", "retryAfterSeconds": "1"},
        {"fault": "late_apply", "applyAfterMilliseconds": 3_600_001},
    ),
)
