"""The pages that list, start, take away and replace studies."""
