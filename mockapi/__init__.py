"""A local server that behaves like the Altegio, DecoNetwork and Commerscale APIs."""

__version__ = "0.1.0"
