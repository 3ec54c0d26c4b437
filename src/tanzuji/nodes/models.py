"""Tables of the nodes room."""
