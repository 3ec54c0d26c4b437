"""Foreign formats: reading what others publish, writing what others read."""
