"""Tables of the benchmarks room."""
