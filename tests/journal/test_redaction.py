"""Masking: no credential is shown in any notation, and everything else is."""

import json
import sys
from typing import Any

import pyjson5
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockapi.journal.redaction import MASK, Secrets
from mockapi.vendors import VENDORS
from tests.support.waiting import run

SECRETS = Secrets.of_all(vendor.secrets for vendor in VENDORS)
SECRET = "qwertyuiopasdfghjklz"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=limit"
NAMES = ("apiKey", "appApiKey", "email", "password", "login", "user_token", "username")

BODIES = {
    "JSON": ('{"apiKey": "SECRET", "a": 1}', '{"apiKey": "***", "a": 1}'),
    "single quotes": ("{'apiKey': 'SECRET', 'a': 1}", "{'apiKey': '***', 'a': 1}"),
    "unquoted keys": ("{apiKey:'SECRET',appApiKey:'SECRET'}", "{apiKey:'***',appApiKey:'***'}"),
    "an escaped letter": (r'{"api\u004bey":"SECRET"}', r'{"api\u004bey":"***"}'),
    "an escaped letter without quotes": (r"{api\u004bey:'SECRET'}", r"{api\u004bey:'***'}"),
    "eight digits": (r"{'\U00000061piKey':'SECRET'}", r"{'\U00000061piKey':'***'}"),
    "a useless backslash": (r"{'a\pi\Key':'SECRET'}", r"{'a\pi\Key':'***'}"),
    "a name on two lines": ("{'api\\\nKey':'SECRET'}", "{'api\\\nKey':'***'}"),
    "comments": ("{'apiKey'/* ' : */:/* ', } */'SECRET','a':1}", "{'apiKey'/* ' : */:\"***\",'a':1}"),
    "a line comment": ("{apiKey: // it's\n'SECRET',a:1}", '{apiKey: "***",a:1}'),
    "an escaped quote": ('{"password":"a\\"SECRET","b":1}', '{"password":"***","b":1}'),
    "a backslash at the end": ('{"login":"SECRET\\\\","b":1}', '{"login":"***","b":1}'),
    "a comma": ('{"password":"a,SECRET}","b":1}', '{"password":"***","b":1}'),
    "JSON in JSON": (r'"{\"apiKey\":\"SECRET\",\"b\":1}"', r'"{\"apiKey\":\"***\",\"b\":1}"'),
    "indented JSON in JSON": (r'"{\n \"apiKey\"\n:\t\"SECRET\"}"', None),
    "a list": ('{"apiKey": ["SECRET"], "b": 1}', '{"apiKey": "***", "b": 1}'),
    "an object": ('{"apiKey": {"a": {"b": "SECRET"}}, "b": 1}', '{"apiKey": "***", "b": 1}'),
    "no quotes": ("{apiKey: SECRET, b: 1}", '{apiKey: "***", b: 1}'),
    "doubled quotes": ("{'apiKey':''SECRET'','b':1}", "{'apiKey':'***','b':1}"),
    "Python": ("{'apiKey': u'SECRET', 'b': 1}", None),
    "a lost colon": ('{"apiKey" "SECRET"}', '{"apiKey" "***"}'),
    "a lost quote before": ('{"a: 1, "apiKey": "SECRET"}', '{"a: 1, "apiKey": "***"}'),
    "a lost quote of the name": ('{"apiKey: "SECRET", "a": 1}', '{"apiKey: "***", "a": 1}'),
    "a lost quote of the value": ('{"apiKey": "SECRET, "a": 1}', None),
    "cut in the value": ('{"apiKey": "SECRET', '{"apiKey": "***"'),
    "cut after a quote": ('{"x": "\\"", "apiKey": \'SECRET', '{"x": "\\"", "apiKey": \'***\''),
    "another case": ('{"APIKEY":"SECRET","Api_Key":"SECRET"}', '{"APIKEY":"***","Api_Key":"***"}'),
    "bytes that are no text": ('{"a":"\udcff","apiKey":"SECRET\udcff"}', '{"a":"\udcff","apiKey":"***"}'),
    "a byte order mark": ('\ufeff{"apiKey":"SECRET"}', '\ufeff{"apiKey":"***"}'),
    "form": ("username=SECRET&password=SECRET&a=1", "username=***&password=***&a=1"),
    "a form that begins with a bracket": ("[password=SECRET", None),
    "an encoded name": ("pass%77ord=SECRET&a=1", "pass%77ord=***&a=1"),
    "repeated": ("password=SECRET&password=SECRET", "password=***&password=***"),
    "a value with signs": ("password=my, 'SECRET' {x}=&a=1", "password=***&a=1"),
    "a name of PHP": ("user[password]=SECRET&password[0]=SECRET", "user[password]=***&password[0]=***"),
    "semicolons": ("a=1;password=SECRET", "a=1;password=***"),
    "a form in a form": ("a=1%26password%3DSECRET&b=2", "a=1%26password%3D***&b=2"),
    "a token's name": ('{"partner_token": "SECRET", "a": 1}', '{"partner_token": "***", "a": 1}'),
    "a token of a form": ("access_token=SECRET&a=1", "access_token=***&a=1"),
    "a name of no vendor": ('{"clientSecret": "SECRET", "a": 1}', '{"clientSecret": "***", "a": 1}'),
    "authentication that is text": ('{"authentication": "SECRET", "a": 1}', '{"authentication": "***", "a": 1}'),
    "authentication that is a list": ('{"authentication": ["SECRET"], "a": 1}', '{"authentication": "***", "a": 1}'),
    "authentication that is right": (
        '{"authentication" : {"apiKey": "SECRET", "a": 1}}',
        '{"authentication" : {"apiKey": "***", "a": 1}}',
    ),
    "authentication in a form": ("authentication=SECRET&a=1", "authentication=***&a=1"),
    "XML": ("<a password='SECRET'/>", None),
    "YAML": ("api_key: SECRET\n", None),
}


@pytest.mark.parametrize("kind", ["application/json", FORM, "text/plain", "", MULTIPART])
@pytest.mark.parametrize("name", BODIES)
def test_a_credential_is_masked_in_every_kind_of_body_with_any_content_type(name: str, kind: str) -> None:
    assert SECRET not in SECRETS.in_body(BODIES[name][0].replace("SECRET", SECRET), kind)


@pytest.mark.parametrize("name", [name for name, (_, shown) in BODIES.items() if shown])
def test_members_beside_a_credential_are_not_masked(name: str) -> None:
    body, shown = BODIES[name]
    assert SECRETS.in_body(body.replace("SECRET", SECRET), "") == shown


@pytest.mark.parametrize(
    "body",
    [
        '{"id": 7, "name": "Passwordless login page", "slug": "email-templates", "apiKeys": 3}',
        '{"apiKey": null, "password": "", "email": ""}',
        '{"meta":{"errors":[{"[password]":["This field is missing."]},{"message":"[login]: Input should be a text"}]}}',
        '{"message":"Please check your API key, App API key or Email/Password and try again."}',
        '["login","password","title"]',
        "conditions[1][field]=3&conditions[1][string]=sanmar&username=",
    ],
)
def test_a_value_that_is_no_credential_is_not_masked(body: str) -> None:
    assert SECRETS.in_body(body, "") == body


HEADERS = [
    ("Authorization", "Bearer SECRET, User SECRET", "Bearer ***, User ***"),
    ("authorization", "SECRET, User SECRET", "***, User ***"),
    ("authorization", "SECRET User SECRET", "***"),
    ("authorization", "Bearer\tSECRET SECRET", "Bearer\t***"),
    ("authorization", "Basic SECRET", "Basic ***"),
    ("proxy-authorization", "basic SECRET", "basic ***"),
    ("cookie", "a=SECRET; b=SECRET", "***"),
    ("x-api-key", "SECRET", "***"),
    ("X-User-Token", "SECRET", "***"),
    ("password", "SECRET", "***"),
    ("referer", "http://h/find?id=1&password=SECRET", "http://h/find?id=1&password=***"),
    ("x-body", '{"apiKey":"SECRET"}', '{"apiKey":***'),
    ("accept", "text/html;q=0.9, */*", "text/html;q=0.9, */*"),
    ("authorization", "Bearer ", "Bearer "),
]


@pytest.mark.parametrize(("name", "value", "shown"), HEADERS)
def test_only_the_credentials_in_a_header_are_masked(name: str, value: str, shown: str) -> None:
    assert SECRETS.in_header(name, value.replace("SECRET", SECRET)) == shown


PART = 'Content-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
PARTS = f"--limit\r\n{PART.format('password', 'SECRET')}--limit\r\n{PART.format('limit', '10')}--limit--\r\n"


@pytest.mark.parametrize("kind", [MULTIPART, "multipart/form-data", "multipart/form-data; boundary=wrong", "text/x"])
def test_only_the_credentials_in_a_multipart_form_are_masked(kind: str) -> None:
    assert SECRETS.in_body(PARTS.replace("SECRET", SECRET), kind) == PARTS.replace("SECRET", MASK)


@pytest.mark.parametrize(
    "part",
    [
        "--limit\r\ncontent-disposition: form-data; name=password\r\n\r\nSECRET",
        '--limit\nContent-Disposition: form-data; name="password"\n\nSECRET\n--limit--',
        '--limit\r\nA: b\r\nContent-Disposition: form-data; name="password"\r\n\r\na\r\n--\r\nSECRET',
        "--limit\r\nContent-Disposition: form-data;\r\n name*=utf-8''pass%77ord\r\n\r\nSECRET\r\n--limit--",
        '--limit\r\nContent-Disposition: form-data; name="data"\r\n\r\n{"apiKey":"SECRET"}\r\n--limit--',
    ],
)
def test_a_credential_in_an_unusual_multipart_form_is_masked(part: str) -> None:
    assert SECRET not in SECRETS.in_body(part.replace("SECRET", SECRET), MULTIPART)


LETTERS = st.sampled_from(["{}", "\\u{:04x}", "\\x{:02x}", "\\U{:08X}", "\\\n{}"])
GAPS = st.lists(st.sampled_from([" ", "\n", "/* ' : , */", '// " }\n', "\ufeff", "\u2028"]), max_size=3).map("".join)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Return JSON5 with a credential that Commerscale would accept."""
    name = draw(st.sampled_from(NAMES))
    letters = [(draw(LETTERS), letter) for letter in name]
    written = "".join(how.format(letter if how.endswith("{}") else ord(letter)) for how, letter in letters)
    quote, other = draw(st.permutations(["'", '"']))
    before = draw(st.text(alphabet="ab\\'\"/*{}[]:,=&%\n", max_size=20))
    around = json.dumps(before + ("" if draw(st.booleans()) else f'"{name}"'))
    gaps = [draw(GAPS) for _ in range(4)]
    value = draw(st.sampled_from(["", "\\\\", ",", "}", other, "\\" + quote])) + SECRET
    return (
        f"{{a:{around},{gaps[0]}{quote}{written}{quote}{gaps[1]}:{gaps[2]}{quote}{value}{quote}{gaps[3]},b:{around}}}"
    )


@settings(deadline=None, max_examples=400)
@given(disguised())
def test_a_credential_that_commerscale_reads_is_masked(body: str) -> None:
    assert SECRET in json.dumps(pyjson5.decode(body))
    assert SECRET not in SECRETS.in_body(body, "application/json")


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(JSON, JSON, st.sampled_from(NAMES), st.sampled_from([None, 2]))
def test_masking_changes_nothing_in_json_but_credentials(
    before: Any, after: Any, name: str, indent: int | None
) -> None:
    body = json.dumps({"x": before, name: SECRET, "y": after}, indent=indent)
    assert json.loads(SECRETS.in_body(body, "application/json")) == {"x": before, name: MASK, "y": after}


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30), st.sampled_from(NAMES), st.text(max_size=30), st.sampled_from(["", FORM, MULTIPART]))
def test_a_credential_is_masked_between_any_other_texts(before: str, name: str, after: str, kind: str) -> None:
    assert SECRET not in SECRETS.in_body(f'{before}"{name}": "{SECRET}"{after}', kind)
    assert SECRET not in SECRETS.in_parameters(f"{before}&{name}={SECRET}{after}")
    assert SECRET not in SECRETS.in_body(f"a={before}&{name}={after.replace('&', '')}{SECRET}{after}", FORM)


PIECES = [
    *(
        "\\",
        '\\"',
        "%",
        "%25",
        "\\u",
        "'",
        "&",
        "--",
        " ",
        "\r\n",
        "/*",
        "/**/",
        "api_",
        "apiKey ",
        "apiKey:[",
        "apiKey]",
    ),
    *("apiKey/**/", 'apiKey:"', "apiKey' '", "apiKey=", "apiKey[", 'apiKey"]', "apiKey:\\'", "password&"),
]
HOSTILE = f"""
from mockapi.journal.redaction import Secrets
secrets = Secrets(frozenset({{"password"}}), frozenset({{"apiKey"}}))
for piece in {PIECES}:
    for body in (piece * (2**14 // len(piece)), "apiKey" + piece * (2**14 // len(piece))):
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=-"):
            secrets.in_body(body, kind)
            secrets.in_header("authorization", body)
for piece in ["apiKey/*", "apiKey''/*"]:
    secrets.in_body(piece * 2000, "") + secrets.in_body(piece * 2000 + "*/", "")
"""


def test_masking_of_a_hostile_body_takes_linear_time() -> None:
    run([sys.executable, "-c", HOSTILE])
