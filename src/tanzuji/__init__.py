"""tanzuji (碳足迹): product carbon footprint management."""

__version__ = "0.1.0"
