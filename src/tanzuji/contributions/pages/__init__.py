"""Pages of the contributions room."""
