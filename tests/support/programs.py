"""Programs besides Python that some tests call."""

import shutil

import pytest

PACKAGES = {"bash": "bash", "curl": "curl", "node": "nodejs", "openssl": "openssl"}
"""The name of each program's package in Debian and Ubuntu."""


def missing(*programs: str) -> str:
    """The reason to skip a test that calls `programs`, empty if all of them are installed."""
    absent = [program for program in programs if shutil.which(program) is None]
    return "; ".join(f"{program} is not installed (package {PACKAGES[program]})" for program in absent)


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip a test on a machine where one of `programs` is not installed."""
    return pytest.mark.skipif(bool(missing(*programs)), reason=missing(*programs))
