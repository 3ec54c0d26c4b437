"""Pages of the nodes room."""
