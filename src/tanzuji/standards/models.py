"""Tables of the standards room."""
