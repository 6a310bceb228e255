"""The path of a request: gateway, middlewares, exchange."""
