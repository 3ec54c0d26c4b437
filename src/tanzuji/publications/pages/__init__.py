"""Pages of the publications room."""
