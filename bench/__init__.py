"""Benchmarks of textcrm: a deterministic generator of data, the targets, and the peers on the same records."""
