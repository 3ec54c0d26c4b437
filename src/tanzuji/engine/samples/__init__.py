"""Random numbers, distributions and joint samples of whole systems and releases."""
