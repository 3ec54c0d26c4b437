"""The pages of the footprints room."""
