"""Tables of the product model room."""
