"""Fields that lie encrypted in the database where the settings ask for it (`TANZUJI_FIELD_ENCRYPTION`).

A table declares them: `SealedTextField(tenant="study__organisation", row=("study", "number"))`. They read and are written like
any text. What is written is encrypted as the setting says; what is read opens whatever it was written with, so that the
setting may be turned on and off at any time (`rewriting` brings the rows that are there into line). Migrations see
plain columns of text or bytes, because that is what they are.
"""

from __future__ import annotations

from tanzuji.ledger.sealed.fields import SealedBinaryField, SealedTextField, prepared

__all__ = ["SealedBinaryField", "SealedTextField", "prepared"]
