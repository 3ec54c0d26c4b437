"""Datasets made for the tests of the library."""

from __future__ import annotations

from typing import Any

from tanzuji.documents.datasets import Dataset


def dataset(identity: str, **fields: Any) -> Dataset:
    """A factor of 2 kg CO2 and 0.001 kg CH4 per kg, told by gas unless `fields` say otherwise."""
    plain = {
        "id": identity,
        "unit": "kg",
        "name": {"zh": f"试样 {identity}", "en": f"sample {identity}"},
        "geography": "CN",
        "year_from": 2024,
        "year_to": 2024,
        "boundary": "cradle_to_gate",
        "gas_basis": "gases",
        "amounts": [{"gas": "CO2", "amount": 2.0}, {"gas": "CH4", "amount": 0.001}],
        "source": {"title": "made for tests", "publisher": "tests", "year": 2025},
    }
    return Dataset.parse({**plain, **fields})
