"""The results of a run of the benchmark."""

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from tests.benchmarks.warm_up import WarmUp
from tests.benchmarks.wrk import Run


@dataclass
class Results:
    """The machine, and all figures by name of the load or the measure, then by key of the candidate.

    `values` holds single figures, in the unit that the measure's name ends in; `notes` the reasons why something is
    missing; `scale` is of mockapi alone, and by size of the shop instead.
    """

    machine: str = ""
    runs: dict[str, dict[str, list[Run]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    values: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    notes: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    scale: dict[int, dict[str, float]] = field(default_factory=dict)
    warm_ups: dict[str, dict[str, WarmUp]] = field(default_factory=lambda: defaultdict(dict))

    def measured(self) -> set[str]:
        """Return the keys of all candidates with a figure or a note."""
        return {name for known in (self.runs, self.values, self.notes) for names in known.values() for name in names}

    def rate(self, load: str, candidate: str) -> float | None:
        """Return the median of the requests a second; None: not measured, or not without failures."""
        runs = self.runs.get(load, {}).get(candidate)
        if not runs or any(run.failures for run in runs) or candidate in self.notes.get(load, {}):
            return None
        return median(run.rate for run in runs)

    def latency(self, load: str, candidate: str) -> float | None:
        """Return the median of the median latencies in milliseconds."""
        if self.rate(load, candidate) is None:
            return None
        return median(run.median for run in self.runs[load][candidate])

    def value(self, measure: str, candidate: str) -> float | None:
        """Return the median of a measure."""
        values = self.values.get(measure, {}).get(candidate)
        return median(values) if values else None

    def best(self, load: str, among: set[str]) -> tuple[str, float] | None:
        """Return the fastest of some candidates, and its rate."""
        rates = [(rate, name) for name in among if (rate := self.rate(load, name))]
        return (max(rates)[1], max(rates)[0]) if rates else None

    def quickest(self, measure: str, among: set[str]) -> tuple[str, float] | None:
        """Return the candidate with the smallest value among some, and that value."""
        values = [(value, name) for name in among if (value := self.value(measure, name)) is not None]
        return (min(values)[1], min(values)[0]) if values else None

    def raw(self) -> dict[str, Any]:
        """Return all numbers, as JSON can hold them."""
        runs = {
            load: {name: [asdict(run) for run in several] for name, several in by_candidate.items()}
            for load, by_candidate in self.runs.items()
        }
        warm_ups = {
            load: {name: asdict(warm_up) for name, warm_up in by_candidate.items()}
            for load, by_candidate in self.warm_ups.items()
        }
        return {
            "machine": self.machine,
            "runs": runs,
            "values": self.values,
            "notes": self.notes,
            "scale": self.scale,
            "warm_ups": warm_ups,
        }
