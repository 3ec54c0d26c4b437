"""The contributions room (入库): data that somebody offers to the library, through verification and provenance check."""
