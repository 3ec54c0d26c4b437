"""Tables of the labels room."""
