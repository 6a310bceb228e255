"""Generates calls of DecoNetwork: conditions, sorting, pages, ids, forms of all kinds, wrong credentials."""

import json
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from tests.differential.pair import Pair
from tests.differential.traffic.known import DECONETWORK, FORM, USER, deconetwork, in_sandbox
from tests.differential.wire import Request

CALLS = 500
BASES = ("/api/json", "/api/json", "/deconetwork/api/json")
USERS: tuple[dict[str, str], ...] = (
    {},
    {"username": "mock-user"},
    {"password": "mock-password"},
    {"username": "disabled-user", "password": "mock-password"},
    {"username": "disabled-user", "password": "wrong"},
    {"username": "mock-user", "password": "wrong"},
    {"username": "", "password": ""},
    {"username": "Mock-User", "password": "mock-password"},
    {"username": "mock-user", "password": "mock-password", "Username": "x"},
)
NUMBERS = ("0", "1", "2", "3", "5", "99", "100", "101", "-1", "", " 3 ", "abc", "1.5", "9" * 25, "+4", "0x1", "٣")
DATES = (
    *("2018-02-01T00:00:00", "2018-12-05T00:00:00", "2019-01-01", "2020-06-15 12:00:00", "2020-06-15T12:00:00Z"),
    *(
        "2020-06-15T12:00:00+05:30",
        "2020-06-15T12:00:00.999",
        "2018-02-30T00:00:00",
        "today",
        "",
        "0001-01-01T00:00:00+14:00",
    ),
)
SORTINGS = ("1", "2", "3", "4", "5", "6", "0", "7", "x", "")
WORDS = (
    "sanmar",
    "SANMAR",
    "2000",
    "2000B",
    "a",
    "",
    "M",
    "Ultra Cotton 100% Cotton T Shirt",
    "ß",
    "é",
    "zzz",
    "0",
    "-5",
)


def run(pair: Pair, random: Random) -> None:
    """Send the generated calls."""
    answer = pair.ask(deconetwork("find", {"field": 4, "condition": 4, "string": 0}))
    products = json.loads(answer.body)["products"]
    for _ in range(CALLS):
        operation = random.choice(("find", "find", "find", "get"))
        members = _find(random, products) if operation == "find" else _get(random, products)
        user = random.choice(USERS) if random.random() < 0.08 else USER
        pairs = [*user.items(), *members]
        if random.random() < 0.2:
            random.shuffle(pairs)
        request = _encoded(random, f"{random.choice(BASES)}/manage_products/{operation}", pairs)
        pair.ask(in_sandbox(request, random.choice(("default", "deconetwork.reads"))))
    for request in _unreadable():
        pair.ask(request)


def _find(random: Random, products: list[dict[str, Any]]) -> list[tuple[str, str]]:
    members: list[tuple[str, str]] = []
    if random.random() < 0.4:
        members += _condition(random, products, "{}")
    else:
        numbers = random.sample((1, 2, 3, 4, 7, 10, 99), random.randint(1, 4))
        for number in numbers:
            members += _condition(random, products, f"conditions[{number}][{{}}]")
    if random.random() < 0.05:
        members.append(random.choice((("conditions[0][field]", "1"), ("conditions", "x"), ("conditions[1]", "2"))))
    if random.random() < 0.5:
        members.append(("sortby", random.choice(SORTINGS)))
    for name in ("limit", "offset"):
        if random.random() < 0.4:
            members.append((name, random.choice(NUMBERS)))
    return members


def _condition(random: Random, products: list[dict[str, Any]], name: str) -> list[tuple[str, str]]:
    """Draw the members of one condition; sometimes one is wrong or missing."""
    field = random.choice("123455")
    condition = random.choice("123456" if field != "5" else "1234567")
    product = random.choice(products)
    names = {"1": "product_code", "2": "product_name", "3": "supplier", "4": "product_id", "5": "date_modified"}
    value = product[names[field]] if random.random() < 0.7 else random.choice(WORDS)
    members = {"field": field, "condition": condition, "string": value}
    if field == "5":
        later = random.choice(products)["date_modified"]
        members = {"field": field, "condition": condition, "date1": value, "date2": later}
        if random.random() < 0.3:
            members[random.choice(("date1", "date2"))] = random.choice(DATES)
    if random.random() < 0.1:
        members.pop(random.choice(list(members)))
    elif random.random() < 0.1:
        members[random.choice(list(members))] = random.choice(NUMBERS)
    return [(name.format(member), text) for member, text in members.items()]


def _get(random: Random, products: list[dict[str, Any]]) -> list[tuple[str, str]]:
    ids = [random.choice(products)["product_id"] for _ in range(random.choice((0, 1, 1, 2, 5, 30, 101)))]
    if random.random() < 0.2:
        ids.insert(0, random.choice(NUMBERS))
    name = random.choice(("id", "ids", "ids", "ids", "Id"))
    text = random.choice((",", ",", ", ", ",,")).join(ids if name == "ids" else ids[:1])
    return [(name, text)] if random.random() < 0.9 else [("id", "19658"), ("ids", text)]


def _encoded(random: Random, target: str, pairs: list[tuple[str, str]]) -> Request:
    """Write the members in one of the ways in which a client can send them."""
    way = random.choice(("form", "form", "query", "query", "post query", "multipart", "both", "untyped", "charset"))
    if way == "query":
        return Request("GET", f"{target}?{_urlencoded(random, pairs)}")
    if way == "post query":
        return Request("POST", f"{target}?{_urlencoded(random, pairs)}")
    if way == "multipart":
        return Request("POST", target, (("Content-Type", 'multipart/form-data; boundary="b"'),), multipart(pairs))
    if way == "both":
        half = random.randrange(len(pairs) + 1)
        query, form = _urlencoded(random, pairs[:half]), _urlencoded(random, pairs[max(0, half - 1) :])
        return Request("POST", f"{target}?{query}", (("Content-Type", FORM),), form.encode("latin-1"))
    kinds = {"untyped": (), "charset": (("Content-Type", f"{FORM}; charset=iso-8859-1"),)}
    return Request(
        "POST", target, kinds.get(way, (("Content-Type", FORM),)), _urlencoded(random, pairs).encode("latin-1")
    )


def _urlencoded(random: Random, pairs: list[tuple[str, str]]) -> str:
    quoting = random.choice((quote_plus, quote))
    return urlencode(pairs, quote_via=quoting, safe=random.choice(("", "[]", "[]:,")))


def multipart(pairs: list[tuple[str, str]], boundary: str = "b") -> bytes:
    """Write a multipart form."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
    ]
    return ("".join(parts) + f"--{boundary}--\r\n").encode()


def _unreadable() -> list[Request]:
    """Write calls whose body or method is wrong."""
    right = [*USER.items(), ("field", "4"), ("condition", "4"), ("string", "0"), ("limit", "2")]
    target, query = f"{DECONETWORK}/find", urlencode(right)
    typed = (("Content-Type", "multipart/form-data; boundary=b"),)
    whole = multipart(right)
    file = b'--b\r\nContent-Disposition: form-data; name="string"; filename="a.txt"\r\n\r\nabc\r\n' + whole
    many = "&".join(
        f"conditions[{n}][field]=1&conditions[{n}][condition]=2&conditions[{n}][string]={n}" for n in range(1, 1003)
    )
    return [
        *(Request("POST", target, typed, body) for body in (whole[:-8], whole[:40], file, b"", b"--c--\r\n")),
        Request("POST", target, (("Content-Type", "multipart/form-data"),), whole),
        Request("POST", target, (("Content-Type", "application/json"),), json.dumps(dict(right)).encode()),
        Request("POST", target, (("Content-Type", FORM),), f"{query}&a=%zz&%ff=%fe&=&&b".encode()),
        Request("POST", target, (("Content-Type", FORM),), query.encode() + b"\xff\xfe=\x00"),
        Request("POST", target, (("Content-Type", FORM),), f"{urlencode(USER)}&{many}".encode()),
        Request(
            "POST",
            target,
            (("Content-Type", FORM),),
            f"{urlencode(USER)}&{many[: many.index('conditions[1001]')]}".encode(),
        ),
        Request("POST", target, (("Content-Type", FORM),), f"{query}{'&a=b' * 10_001}".encode()),
        *(Request(method, f"{target}?{query}") for method in ("PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE")),
        *(
            Request("GET", f"{path}?{query}")
            for path in (f"{target}/", f"{target}//", "/api/json/manage_products", "/api/json")
        ),
        *(
            Request("GET", f"{path}?{query}")
            for path in ("/api/xml/manage_products/find", "/api/json/manage_orders/find")
        ),
        Request("GET", f"/api/json/manage%5Fproducts/find?{query}"),
        Request("GET", f"/api/json/manage_products%2Ffind?{query}"),
        Request("GET", f"{target}?{query}#fragment"),
    ]
