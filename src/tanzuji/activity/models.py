"""Tables of the base data room."""
