"""Pages of the campaigns room."""
