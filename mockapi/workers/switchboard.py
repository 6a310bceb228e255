"""The application of one worker: answers what is for its own sandboxes, and gets the rest from where it is known."""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from pydantic_core import to_json
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockapi.core.answer import Answer
from mockapi.core.faults.connection import CONNECTION_KEY, Capture, note_connection, send_answer
from mockapi.core.naming import sandbox_name
from mockapi.core.problem import Problem
from mockapi.core.routing import CONTROL, decoded
from mockapi.workers.link import LinkLostError
from mockapi.workers.part import WorkerPart

_A_SANDBOX = re.compile(rf"{CONTROL}/sandboxes/([^/]+)")

Merge = Callable[[Sequence[dict[str, Any]], WorkerPart], dict[str, Any]]
"""The bodies of all workers' answers, by their numbers → the body of the server's answer."""


class Switchboard:
    """Stands in front of the application of one worker."""

    def __init__(self, application: ASGIApp, part: WorkerPart) -> None:
        self._application = application
        self._part = part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            name, raw_path = sandbox_name(scope)
        except Problem:
            await self._application(scope, receive, send)
            return
        path = decoded(raw_path)
        note_connection(scope, send)
        try:
            if scope["method"] == "GET" and path in _OF_ALL:
                await self._gather(_OF_ALL[path], scope, send)
            else:
                named = _A_SANDBOX.fullmatch(path)
                await self._answer(self._part.owner(named[1] if named else name), scope, receive, send)
        except LinkLostError:
            scope[CONNECTION_KEY].close()

    async def _answer(self, owner: int, scope: Scope, receive: Receive, send: Send) -> None:
        if owner == self._part.number:
            await self._application(scope, receive, send)
        else:
            await self._part.peers[owner].relay(scope, receive, send)

    async def _gather(self, merge: Merge, scope: Scope, send: Send) -> None:
        """Send one answer made of all workers'; a refusal is the same everywhere."""
        numbers = range(len(self._part.peers) + 1)
        answers = await asyncio.gather(*(self._captured(number, scope) for number in numbers))
        own = answers[self._part.number]
        if own.status == HTTPStatus.OK:
            body = merge([json.loads(answer.body) for answer in answers], self._part)
            own = replace(own, body=to_json(body)).sized()
        await send_answer(send, own)

    async def _captured(self, number: int, scope: Scope) -> Answer:
        capture = Capture()
        await self._answer(number, dict(scope), _nothing, capture)
        return capture.answer()


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _health(bodies: Sequence[dict[str, Any]], part: WorkerPart) -> dict[str, Any]:
    sandboxes = sum(body["sandboxes"] for body in bodies)
    return {**bodies[part.number], "sandboxes": sandboxes, "workers": len(bodies), "worker": part.number}


def _sandboxes(bodies: Sequence[dict[str, Any]], part: WorkerPart) -> dict[str, Any]:
    sandboxes = [sandbox for body in bodies for sandbox in body["sandboxes"]]
    return {"sandboxes": sorted(sandboxes, key=lambda sandbox: sandbox["lastUsedAt"])}


_OF_ALL: dict[str, Merge] = {f"{CONTROL}/health": _health, f"{CONTROL}/sandboxes": _sandboxes}
"""What a server says of all of its sandboxes at once."""
