"""What a person meets: the command line (and, later, the web site's settings and assembly)."""
