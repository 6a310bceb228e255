"""One HTTP client for all tests: creating one loads the system's certificates, which is slow."""

import atexit

import httpx

_client = httpx.Client(verify=False, trust_env=False, timeout=60)
atexit.register(_client.close)

get = _client.get
post = _client.post
options = _client.options
request = _client.request
