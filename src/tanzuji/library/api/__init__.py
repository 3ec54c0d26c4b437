"""The API of the library room: datasets, libraries, databases brought in."""

from tanzuji.library.api import datasets, imports, matching, releases  # noqa: F401  (they add their addresses)
from tanzuji.library.api.routing import router

__all__ = ["router"]
