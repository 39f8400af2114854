"""A small world of outlets on loopback, for `make demo` and the integration tests."""
