"""Replaces what two servers cannot have in common: real times, durations, ports and directories."""

import re

_HEADERS = re.compile(rb"\r\n([Dd]ate|[Ll]ast-[Mm]odified|[Ee][Tt]ag): [^\r\n]*")
"""The last two belong to files that were installed or written at some time."""

_LENGTH = re.compile(rb"\r\n([Cc]ontent-[Ll]ength): \d+")

_NUMBER = rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_NUMBERS = re.compile(
    rb'"(loggedDate|totalTime|serveTime|milliseconds|uptimeInSeconds)":' + _NUMBER  # null stays: it says something
)
_TEXTS = re.compile(rb'"(loggedDateString|createdAt|lastUsedAt|timestamp|time)":"\d{4}-[^"]*"')
_STORE = re.compile(rb'"store":"(?!memory")[^"]*"')
_RUNNING = re.compile(rb'"now":"[^"]*","frozen":false')
_RETRIES = re.compile(rb'"secondsUntilRetry":\[([^\]]*)\]')
_ANY_NUMBER = re.compile(rb"[-0-9.eE]+")

_ADDED = (
    (re.compile(rb',"products/collections/[^"]*"'), b""),
    (re.compile(rb"(there are: category), collection[a-z_, ]*\)"), rb"\1)"),
    (re.compile(rb',\{"vendor":"commerscale","table":"collection[^"]*","rows":\d+,"members":\[.*?\}\]\}'), b""),
)
"""What the later version has on purpose, operations on collections: where they are only listed, they are left out."""


def mask_server(content: bytes, port: int) -> bytes:
    """Mask the headers that tell real time, and the server's own address."""
    text = _HEADERS.sub(rb"\r\n\1: MASKED", content)
    return re.sub(rb"(127\.0\.0\.1|localhost):%d\b" % port, rb"\1:PORT", text)


def mask_control(content: bytes, port: int) -> bytes:
    """Mask the rest of an answer of the control plane: what it tells of real time, and of the server's place."""
    text = re.sub(rb'"port":%d\b' % port, b'"port":MASKED', content)
    text = text.replace(b"127.0.0.1:%d" % port, b"127.0.0.1:PORT")
    text = _NUMBERS.sub(rb'"\1":MASKED', text)
    text = _TEXTS.sub(rb'"\1":"MASKED"', text)
    text = _STORE.sub(b'"store":"MASKED"', text)
    text = _RUNNING.sub(b'"now":"MASKED","frozen":false', text)
    text = _RETRIES.sub(lambda found: b'"secondsUntilRetry":[' + _ANY_NUMBER.sub(b"N", found[1]) + b"]", text)
    for pattern, instead in _ADDED:
        text = pattern.sub(instead, text)
    if text != content:
        text = _LENGTH.sub(rb"\r\n\1: MASKED", text)
    return text


def mask_output(text: str, *ports: int) -> str:
    """Mask the ports in what a server has printed."""
    for port in ports:
        text = text.replace(f":{port}", ":PORT")
    return text
