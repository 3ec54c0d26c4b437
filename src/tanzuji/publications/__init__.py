"""The publications room (发布): numbered releases of the shared library, what they change, and who is told."""
