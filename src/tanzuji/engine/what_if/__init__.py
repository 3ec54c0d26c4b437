"""What if: a product done otherwise, answered while a person is still thinking.

A `Ground` holds the solved base case of a model. What is tried is a `Scenario`, and only what it touches is computed
anew: lines in rows, links between processes through `System.with_edits`, the rest is read from the base case.
"""

from tanzuji.engine.what_if.alternatives import electricity_alternatives
from tanzuji.engine.what_if.ground import Ground
from tanzuji.engine.what_if.marginals import marginals
from tanzuji.engine.what_if.measures import scenario_of
from tanzuji.engine.what_if.target import reach

__all__ = ["Ground", "electricity_alternatives", "marginals", "reach", "scenario_of"]
