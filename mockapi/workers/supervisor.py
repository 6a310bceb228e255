"""The first process of a server with workers: it starts them, and ends all when one ends."""

import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import chain
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

from mockapi.core.directory_lock import locked
from mockapi.server import ServerError
from mockapi.settings import Settings
from mockapi.workers.worker import Wiring, work


def run_workers(settings: Settings, listening: socket.socket, announce: Callable[[], None]) -> None:
    """Serve `settings.data`, which has its baseline, with `settings.workers` processes until a signal ends this one.

    `announce` is called once all of them listen. Raises `ServerError` when one ends by itself, after the others have
    ended too: journals of which a part is lost would be worse than none.
    """
    if "fork" not in get_all_start_methods():
        raise ServerError("--workers needs a system whose processes can fork")
    assert settings.data is not None  # noqa: S101
    context = get_context("fork")
    with ExitStack() as stack:
        stack.enter_context(locked(settings.data))
        mailboxes = [socket.socketpair() for _ in range(settings.workers)]
        wiring = Wiring(mailboxes, context.Pipe(duplex=False), context.Pipe(duplex=False))
        started = stack.enter_context(wiring.started[0])
        stack.enter_context(wiring.lifeline[1])
        workers: list[ForkProcess] = []
        stack.callback(_end, workers)
        with ExitStack() as theirs:
            theirs.enter_context(wiring.started[1])
            theirs.enter_context(wiring.lifeline[0])
            for end in chain(*mailboxes):
                theirs.enter_context(end)
            for number in range(settings.workers):
                worker = context.Process(target=work, args=(number, settings, listening, wiring))
                worker.start()
                workers.append(worker)
        for _ in workers:
            _check(workers, wait([started, *(worker.sentinel for worker in workers)]))
            started.recv()
        announce()
        _check(workers, wait([worker.sentinel for worker in workers]))


def _check(workers: Sequence[ForkProcess], ready: Sequence[object]) -> None:
    """Raise `ServerError` if one of the workers is among what is `ready`."""
    for number, worker in enumerate(workers):
        if worker.sentinel in ready:
            worker.join()
            status = worker.exitcode or 0
            how = f"was killed by {signal.Signals(-status).name}" if status < 0 else f"has ended with status {status}"
            raise ServerError(f"worker {number} {how}, and the server with it")


def _end(workers: Sequence[ForkProcess]) -> None:
    """End all in order."""
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join()
