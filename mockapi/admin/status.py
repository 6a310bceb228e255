"""The health of the server."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mockapi.admin.models import iso
from mockapi.admin.server_state import ServerState
from mockapi.catalog.file import SHA256
from mockapi.version import __version__


@dataclass(frozen=True)
class Status:
    """The server's state, and when it was started."""

    state: ServerState
    started: float = field(default_factory=time.monotonic)

    def health(self) -> dict[str, Any]:
        """Return the body of `GET /__admin/health`, with WireMock's members first."""
        return {
            "status": "healthy",
            "message": "mockapi is ok",
            "version": __version__,
            "uptimeInSeconds": round(time.monotonic() - self.started, 3),
            "timestamp": iso(datetime.now(UTC)),
            "vendors": [mounted.vendor.name for mounted in self.state.vendors],
            "store": str(self.state.directory) if self.state.directory else "memory",
            "seed": self.state.origin.seed,
            "products": self.state.origin.products,
            "sandboxes": len(list(self.state.sandboxes)),
            "defaultShopSha256": SHA256,
        }
