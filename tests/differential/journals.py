"""Finds the entries in which two journals differ."""

import json
from collections.abc import Iterator
from typing import Any


def differing_parts(name: str, before: bytes, after: bytes) -> Iterator[tuple[str, str, str]]:
    """Tell in which parts two masked journals of a sandbox differ: what it is, and both versions of it."""
    if before == after:
        return
    old, new = _journal(before), _journal(after)
    if old is None or new is None:
        yield f"journal of {name}", before.decode(errors="replace"), after.decode(errors="replace")
        return
    parts = [(f"journal of {name} without its entries", _without_entries(old), _without_entries(new))]
    for number, (one, other) in enumerate(zip(old["requests"], new["requests"], strict=False)):
        parts.append((f"journal of {name}, entry {number} from the newest", one, other))
    found = [(title, _pretty(one), _pretty(other)) for title, one, other in parts if _pretty(one) != _pretty(other)]
    # The bytes differ: where the content does not, the order or the spacing of members must.
    yield from found or [(f"bytes of the journal of {name}", before.decode(), after.decode())]


def _journal(content: bytes) -> dict[str, Any] | None:
    try:
        journal = json.loads(content.replace(b":MASKED", b':"MASKED"'))
    except ValueError:
        return None
    return journal if isinstance(journal, dict) and isinstance(journal.get("requests"), list) else None


def _without_entries(journal: dict[str, Any]) -> dict[str, Any]:
    return {**journal, "requests": len(journal["requests"])}


def _pretty(content: Any) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False)
