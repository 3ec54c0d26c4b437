"""The pages of the base data room."""
