"""Pages of the archive room."""
