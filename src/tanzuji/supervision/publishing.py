"""Draws as everybody may read and make them again."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from tanzuji.ledger import log, tree
from tanzuji.proofs import merkle
from tanzuji.supervision import drawing, messages, queries
from tanzuji.supervision.models import Draw
from tanzuji.web.verdicts import Refused


def record(of: Draw, *, inside: bool = False) -> dict[str, Any]:
    """What `drawing.faults` takes: lists, seed, result, and the proofs against the newest checkpoint of the log.

    Raises `supervision.not-public-yet` for somebody outside the authority before its day.
    """
    if not inside and not queries.is_public(of):
        raise Refused([messages.NOT_PUBLIC_YET.problem(day=str(of.public_from))])
    result, document = getattr(of, "result", None), json.loads(of.document)
    if result is None:
        # Secret and seed together would let the result be known, and chosen, before it is drawn.
        raise Refused([messages.NOT_DRAWN.problem(number=of.number)])
    size = of.leaf + 1 + document["after"]
    found: dict[str, Any] = {
        "document": document,
        "entry": log.entry(of.leaf).leaf.decode(),
        "index": of.leaf,
        "size": size,
        "root": result.root,
        "beacon": result.beacon,
        "seed": result.seed,
        "result": json.loads(result.result),
    }
    head = log.checkpoint()
    if head is not None and head.size >= size:
        found |= {
            "checkpoint": {"size": head.size, "root": head.root.hex(), "note": head.text},
            "inclusion": [each.hex() for each in merkle.inclusion_proof(of.leaf, head.size, tree.read)],
            "consistency": [each.hex() for each in merkle.consistency_proof(size, head.size, tree.read)],
        }
    return found


def program() -> bytes:
    """The program that makes a draw again, as it runs here: one file, standard library only."""
    return files("tanzuji.supervision").joinpath("drawing.py").read_bytes()


def faults(of: Draw) -> list[str]:
    """What does not hold in a draw, made again now; empty where everything does."""
    return drawing.faults(record(of, inside=True))
