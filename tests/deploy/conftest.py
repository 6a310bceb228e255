"""One cluster and one single server for all tests of a worker."""

from collections.abc import Iterator

import pytest

from mockapi import MockClient, MockServer
from tests.conftest import NOW
from tests.support.cluster import Cluster, nginx_path, running_cluster


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of nginx."""
    path = nginx_path()
    if not path:
        pytest.skip("nginx is not installed: apt-get install nginx-light")
    return path


@pytest.fixture(scope="session")
def cluster(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three servers behind nginx."""
    with running_cluster(tmp_path_factory.mktemp("cluster"), "--clock", NOW.isoformat()) as running:
        yield running


@pytest.fixture(scope="session")
def proxied(cluster: Cluster) -> Iterator[MockClient]:
    """The cluster, as a client sees it: its default sandbox."""
    with MockClient(cluster.url) as mock:
        yield mock


@pytest.fixture(scope="session")
def single() -> Iterator[MockServer]:
    """One server alone, with the same settings."""
    with MockServer(clock=NOW) as running:
        yield running
