"""WireMock's request patterns, held against the requests that came in.

A pattern is what WireMock has below `request`, plus `vendor` and `operation`. What is not supported is refused.
Where this is not WireMock 3:

* Regular expressions are Python's, not Java's. As in WireMock the whole value must match, `.` is any letter, and
  `\\d`, `\\w`, `\\s` are ASCII; but `(?<name>…)`, `\\p{…}`, `\\Q…\\E`, `\\h`, `\\R`, `\\z` and `[a&&b]` are refused.
* JSONPath is python-jsonpath's, not Jayway's: see `json_paths`.
* JSON is also read as JSON5, because Commerscale's bodies have single quotes.
* `hasExactly` pairs each matcher with a value of its own; WireMock lets two matchers share one.
* Path parameters are percent-decoded. Paths and urls are compared as sent, as in WireMock.
* A distance is the mean over the groups of criteria that a pattern has, also if url or method do not fit.
"""
