"""The pages that show what was computed, compare it and decide on it."""
