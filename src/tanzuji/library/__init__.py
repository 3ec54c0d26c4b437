"""The library: datasets of the releases a study may stand on, searched and read."""
