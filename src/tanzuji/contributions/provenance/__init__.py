"""The trail of a value (溯源): which inputs it stands on, where each was read, and how much of it that explains."""
