"""One model, many standards: results under method profiles, and each difference explained step by step."""

from tanzuji.engine.profiles.bridge import OWN, bridge
from tanzuji.engine.profiles.load import available, fitting, profile
from tanzuji.engine.profiles.results import profile_results

__all__ = ["OWN", "available", "bridge", "fitting", "profile", "profile_results"]
