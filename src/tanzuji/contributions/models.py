"""Tables of the contributions room."""
