"""Writes of the library room: the index over the store, databases brought in, files taken away, matches."""

from tanzuji.library.services.exporting import begin_export
from tanzuji.library.services.importing import begin, bring, forget
from tanzuji.library.services.indexing import index_installed, index_newest, index_release
from tanzuji.library.services.remembering import forget_match, remember

__all__ = [
    "begin",
    "begin_export",
    "bring",
    "forget",
    "forget_match",
    "index_installed",
    "index_newest",
    "index_release",
    "remember",
]
