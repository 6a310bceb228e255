"""Reports progress on standard error."""

import sys
import time

_BEGIN = time.monotonic()


def tell(text: str) -> None:
    """Print one line, with the minutes and seconds since the start."""
    minutes, seconds = divmod(int(time.monotonic() - _BEGIN), 60)
    print(f"{minutes:3}:{seconds:02}  {text}", file=sys.stderr, flush=True)
