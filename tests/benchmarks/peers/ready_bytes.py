"""The limit: uvicorn sends prepared bytes by path. `python ready_bytes.py PORT ANSWERS`."""

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn


class ReadyBytes:
    """An application that responds to each path with prepared bytes."""

    def __init__(self, answers: dict[str, str]) -> None:
        self._messages = {path: _messages(body.encode()) for path, body in answers.items()}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        start, body = self._messages[scope["path"]]
        await send(start)
        await send(body)


def _messages(body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    return {"type": "http.response.start", "status": 200, "headers": headers}, {
        "type": "http.response.body",
        "body": body,
    }


def main(port: str, answers: str) -> None:
    """Serve until ended."""
    application = ReadyBytes(json.loads(Path(answers).read_text()))
    uvicorn.run(
        application,
        port=int(port),
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
