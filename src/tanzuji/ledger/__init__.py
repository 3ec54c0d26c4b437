"""The ledger: append-only events that say who did what to which thing, when and why.

The ground for the transparency log. Rooms record through `services.record`; news travels upward as events.
"""
