"""Pages of the library room: find and read datasets; libraries and what was said when they were read; import."""
