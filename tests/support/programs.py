"""Programs besides Python that some tests call."""

import shutil

import pytest

PACKAGES = {
    "bash": "bash",
    "chromium": "chromium",
    "curl": "curl",
    "nginx": "nginx-light",
    "node": "nodejs",
    "openssl": "openssl",
}
"""The Debian package of each program."""


def missing(*programs: str) -> str:
    """Return the reason to skip a test that calls `programs`, empty if all of them are installed."""
    absent = [program for program in programs if shutil.which(program) is None]
    return "; ".join(f"needs {program}: Debian package {PACKAGES[program]}" for program in absent)


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip a test on a machine where one of `programs` is not installed."""
    return pytest.mark.skipif(bool(missing(*programs)), reason=missing(*programs) or "nothing is missing")
