"""Counts requests and differences, and shows the differences."""

import difflib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_LINES = 60
"""Of one difference, so many lines are shown."""

LONGEST_LINE = 300
MOST_COMPARED = 4000
"""Longer texts are compared line by line in order: to find the best match would take minutes."""


@dataclass(frozen=True)
class Difference:
    """Hold what was asked, and what came from each server."""

    group: str
    title: str
    before: str
    after: str

    def __str__(self) -> str:
        """Show the request and a unified diff of the answers."""
        lines = list(_differing_lines(self.before, self.after))
        shown = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines[:MOST_LINES]]
        more = [f"… {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
        return "\n".join([f"--- {self.group}: {self.title}", *shown, *more])


@dataclass
class Tally:
    """Count requests and collect differences, by group."""

    requests: Counter[str] = field(default_factory=Counter)
    differences: dict[str, list[Difference]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    group: str = ""

    def begin(self, group: str) -> None:
        """Let what is counted from now on belong to `group`."""
        self.group = group
        self.requests[group] += 0
        self.differences.setdefault(group, [])

    def count(self, number: int = 1) -> None:
        """Count requests that went to both servers."""
        self.requests[self.group] += number

    def compare(self, title: str, before: bytes | str, after: bytes | str) -> bool:
        """Note a difference if there is one; tell whether both are equal."""
        if before == after:
            return True
        self.differences[self.group].append(Difference(self.group, title, readable(before), readable(after)))
        return False

    @property
    def has_failed(self) -> bool:
        """Tell whether anything differs, or a group sent nothing."""
        return any(self.differences.values()) or any(count == 0 for count in self.requests.values())

    def report(self, shown: int) -> Iterator[str]:
        """Write the report, with the first `shown` differences of each group."""
        for differences in self.differences.values():
            yield from (str(difference) + "\n" for difference in differences[:shown])
        yield f"{'group':<12}{'requests':>10}{'differences':>13}{'seconds':>9}"
        for group, count in self.requests.items():
            number, seconds = len(self.differences[group]), self.seconds.get(group, 0)
            note = "  no request was sent" if count == 0 else ""
            yield f"{group:<12}{count:>10}{number:>13}{seconds:>9.1f}{note}"
        total = sum(len(differences) for differences in self.differences.values())
        yield f"{'total':<12}{sum(self.requests.values()):>10}{total:>13}{sum(self.seconds.values()):>9.1f}"
        yield "FAILED: the servers differ" if self.has_failed else "equal"


def readable(content: bytes | str) -> str:
    """Write content for a person: heads as they stand, JSON one member a line."""
    text = content if isinstance(content, str) else content.decode("utf-8", "backslashreplace")
    head, separator, body = text.replace("\r\n", "\n").partition("\n\n")
    if not separator:
        head, body = "", head
    try:
        body = json.dumps(json.loads(body.replace("MASKED,", '"MASKED",').replace(":MASKED", ':"MASKED"')), indent=1)
    except (ValueError, RecursionError):
        body = body.replace("\x00", "\\x00")
    return f"{head}\n\n{body}" if separator else body


def _differing_lines(before: str, after: str) -> Iterator[str]:
    old, new = before.split("\n"), after.split("\n")
    if len(old) + len(new) <= MOST_COMPARED:
        yield from difflib.unified_diff(old, new, "before", "after", lineterm="", n=2)
        return
    if len(old) != len(new):
        yield f"before has {len(old)} lines, after has {len(new)}"
    for number, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            yield from (f"@@ line {number + 1} @@", f"-{one}", f"+{other}")
