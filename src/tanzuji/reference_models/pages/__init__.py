"""Pages of the product model room."""
