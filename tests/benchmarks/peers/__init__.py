"""All candidates, in the order of the table."""

from tests.benchmarks.peers.candidate import Candidate
from tests.benchmarks.peers.ours import LIMIT, MOCKAPI, WIRE_CACHE_OFF
from tests.benchmarks.peers.own_api import LOCALSTRIPE, MOTO
from tests.benchmarks.peers.recorded import MOCKSERVER, MOUNTEBANK, PRISM, SCALAR, WIREMOCK
from tests.benchmarks.peers.storing import JSON_SERVER, MOCKOON

__all__ = ["CANDIDATES", "LIMIT", "MOCKAPI", "WIRE_CACHE_OFF", "Candidate"]

CANDIDATES: tuple[Candidate, ...] = (
    MOCKAPI,
    WIRE_CACHE_OFF,
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
