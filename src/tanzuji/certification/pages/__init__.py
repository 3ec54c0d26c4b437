"""Pages of the certification room."""
