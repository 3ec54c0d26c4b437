"""The benchmarks room (限定值、基准值、标杆值): what verified footprints of a product say without giving anybody away."""
