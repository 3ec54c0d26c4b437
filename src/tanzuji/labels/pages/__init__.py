"""Pages of the labels room."""
