"""All that is measured, in the order of the table."""

from tests.benchmarks.peers.candidate import Candidate
from tests.benchmarks.peers.ours import LIMIT, MOCKAPI
from tests.benchmarks.peers.own_api import LOCALSTRIPE, MOTO
from tests.benchmarks.peers.recorded import MOCKSERVER, MOUNTEBANK, PRISM, SCALAR, WIREMOCK
from tests.benchmarks.peers.storing import JSON_SERVER, MOCKOON

__all__ = ["CANDIDATES", "LIMIT", "MOCKAPI", "Candidate"]

CANDIDATES: tuple[Candidate, ...] = (
    MOCKAPI,
    LIMIT,
    JSON_SERVER,
    SCALAR,
    WIREMOCK,
    MOCKSERVER,
    MOUNTEBANK,
    PRISM,
    MOCKOON,
    MOTO,
    LOCALSTRIPE,
)
