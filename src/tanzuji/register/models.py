"""Tables of the register room."""
