"""Tables of the certification room."""
