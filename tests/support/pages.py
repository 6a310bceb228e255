"""The documentation: its pages, their blocks of code, their headings and links."""

import re
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    """One command of a console block, with the output that the page prints below it."""

    command: str
    printed: str


@dataclass(frozen=True)
class Block:
    """A fenced block of code. `printed` is the `text` block that follows it, empty if there is none."""

    page: str
    line: int
    language: str
    text: str
    printed: str = ""

    @property
    def name(self) -> str:
        """The block's place, as editors open it, and its language."""
        return f"{self.page}:{self.line}:{self.language}"

    @property
    def file(self) -> str:
        """The file name in the block's first line (`# test_it.py`, `// it.mjs`), empty if there is none."""
        found = re.match(r"(?:#|//) ([\w.-]+\.\w+)\b", self.text)
        return found[1] if found else ""

    @property
    def calls(self) -> list[Call]:
        """The commands of a console block; lines that begin with `> ` continue a command."""
        calls: list[Call] = []
        for line in self.text.splitlines(keepends=True):
            if line.startswith("$ "):
                calls.append(Call(line[2:], ""))
            elif line.startswith("> ") and calls and not calls[-1].printed:
                calls[-1] = Call(calls[-1].command + line[2:], "")
            else:
                assert calls, f"{self.name} begins with output"
                calls[-1] = Call(calls[-1].command, calls[-1].printed + line)
        return [Call(call.command.rstrip("\n"), call.printed) for call in calls]


def pages() -> list[str]:
    """The README and every page below docs/, as paths from the root of the repository."""
    return ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md"))]


def read(page: str) -> str:
    """Return the text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, *languages: str) -> list[Block]:
    """The blocks of a page in these languages; without any, all of them."""
    text = read(page)
    found = list(_FENCE.finditer(text))
    result = []
    for fence, following in zip_longest(found, found[1:]):
        is_output = (
            following is not None and following[1] == "text" and _is_close(text[fence.end() : following.start()])
        )
        printed = following[2] if is_output and following is not None else ""
        line = text.count("\n", 0, fence.start()) + 1
        result.append(Block(page, line, fence[1], fence[2], printed))
    return [block for block in result if not languages or block.language in languages]


def links(page: str) -> list[str]:
    """The targets of a page's links and images, those inside code left out."""
    text = re.sub(r"`[^`\n]+`", "", _FENCE.sub("", read(page)))
    return _LINK.findall(text)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", read(page))):
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 0
        while (anchor := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(anchor)
    return found


def headings(page: str, level: int) -> list[str]:
    """The headings of one level."""
    return re.findall(rf"^{'#' * level} (.+)$", _FENCE.sub("", read(page)), re.MULTILINE)


def rows(page: str, section: str = "") -> list[list[str]]:
    """The cells of every row of the tables of a page, or of one of its `##` sections, heads left out."""
    text = _FENCE.sub("", read(page))
    if section:
        text = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    split = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    rules = [number for number, cells in enumerate(split) if all(re.fullmatch(r":?-+:?", cell) for cell in cells)]
    heads = {number - 1 for number in rules} | set(rules)
    return [cells for number, cells in enumerate(split) if number not in heads]


def code(cell: str) -> list[str]:
    """The code spans of a cell of a table, escaped bars resolved."""
    return [span.replace("\\|", "|") for span in re.findall(r"`([^`]+)`", cell)]


def _is_close(between: str) -> bool:
    """True if at most one line of text lies between a block and the output that follows it."""
    return len([line for line in between.splitlines() if line.strip()]) <= 1
