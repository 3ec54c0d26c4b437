"""Numbers: matrices, solving, contributions, sensitivity; library releases as memory-mapped files.

`System` is the matrix core, `Release` a library on disk, `compute` a product's footprint on top of releases;
`preview` is the same footprint without its scenarios, for an answer while a person is still writing.
"""

from tanzuji.engine.footprint import ENGINE_VERSION, compute, is_preview, preview
from tanzuji.engine.release import FlowGas, ProcessArrays, Release
from tanzuji.engine.release_writer import write_release
from tanzuji.engine.system import System

__all__ = [
    "ENGINE_VERSION",
    "FlowGas",
    "ProcessArrays",
    "Release",
    "System",
    "compute",
    "is_preview",
    "preview",
    "write_release",
]
