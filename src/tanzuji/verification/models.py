"""Tables of the verification room."""
