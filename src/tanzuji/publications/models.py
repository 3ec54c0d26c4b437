"""Tables of the publications room."""
