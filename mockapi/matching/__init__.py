"""Request patterns in WireMock's vocabulary, matched against recorded requests.

A pattern has the members of WireMock's `request` object, plus `vendor` and `operation`; others are refused. The
differences from WireMock 3 are:

* Regular expressions use Python's syntax, not Java's. As in WireMock, the whole value must match, `.` matches every
  character, and `\\d`, `\\w`, `\\s` are ASCII; but `(?<name>…)`, `\\p{…}`, `\\Q…\\E`, `\\h`, `\\R`, `\\z` and `[a&&b]`
  are refused.
* JSONPath expressions use python-jsonpath's syntax, not Jayway's: see `json_paths`.
* JSON is also read as JSON5, because Commerscale's samples use single quotes.
* `hasExactly` pairs each matcher with a different value; WireMock lets two matchers share one.
* Path parameters are percent-decoded. Paths and URLs are compared undecoded, as in WireMock.
* A distance is the mean over all groups of criteria in the pattern, even if the URL or the method does not match.
"""
