"""A small platform on paper: a log, its keys and witness, one certificate with its life, and the bundle of it.

Made with the pure floor alone, so that the verifier is tried against every kind of bundle, true and false.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from tanzuji.documents.canonical import canonical_json
from tanzuji.proofs import bundles, data_integrity, merkle, status_list
from tanzuji.proofs.checkpoints import Head, sign_head
from tanzuji.proofs.cosignatures import cosign, witness_key
from tanzuji.proofs.did import did_web, key_address
from tanzuji.proofs.leaves import leaf
from tanzuji.proofs.notes import Key, Note, key_of
from tanzuji.proofs.signing import Ed25519Signer
from tanzuji.proofs.tlog_proof import LogProof

HOST = "pcf.example:8443"
BODY = "0198f0a0-0000-7000-8000-00000000000b"
ADDRESS = f"https://{HOST}"
PAGE = f"{ADDRESS}/c/CFP-2026-000001-A"


def key(number: int) -> Ed25519Signer:
    """A key that is the same in every run."""
    return Ed25519Signer(hashlib.sha256(f"key {number}".encode()).digest())


LOG, ISSUER, STATUS, WITNESS, STRANGER, NEXT = (key(number) for number in range(6))
LOG_KEY = key_of(f"{HOST}/log", LOG)
NEXT_KEY = key_of(f"{HOST}/log", NEXT)
"""The key that takes the place of the log's."""
WITNESS_KEY = witness_key("witness.example/w1", WITNESS)


def certificate(**other: Any) -> dict[str, Any]:
    """The public facts of a cement's certificate."""
    return {
        "number": "CFP-2026-000001-A",
        "scheme": "cn-national",
        "product": {"zh": "澜石牌 P·O 42.5 普通硅酸盐水泥", "en": "Lanshi P·O 42.5 cement"},
        "maker": {"zh": "澜石水泥有限公司", "en": "Lanshi Cement"},
        "body": BODY,
        "holder": "0198f0a0-0000-7000-8000-00000000000a",
        "dataset_digest": "sha256:" + "ab" * 32,
        "standard": "GB/T 24067-2024",
        "rule": "cement@1.2",
        "value": "738",
        "unit": "kgCO2e/t",
        "unit_words": {"zh": "1 吨水泥", "en": "1 tonne of cement"},
        "boundary": "cradle-to-gate",
        "issued_on": "2026-06-18",
        "expires_on": "2028-06-17",
        "status_index": 4711,
    } | other


def entry(facts: dict[str, Any], event: str, status: str, sequence: int, **other: Any) -> bytes:
    """The log's entry of one event."""
    payload = {
        "number": facts["number"],
        "event": event,
        "at": f"2026-06-{17 + sequence}T02:00:00Z",
        "dataset": facts["dataset_digest"],
        "valid_from": facts["issued_on"],
        "valid_until": facts["expires_on"],
        "facts": "sha256:" + hashlib.sha256(canonical_json(facts)).hexdigest(),
        "reason": "监督检查发现产品不一致" if status == "suspended" else "经评价与批准颁发",
        "status": status,
        "sequence": sequence,
    } | {name: facts[name] for name in ("standard", "rule", "value", "unit", "boundary", "holder", "body")}
    return leaf("pcf-cert/v1", payload | other)


def credential(facts: dict[str, Any], signer: Ed25519Signer = ISSUER, **other: Any) -> dict[str, Any]:
    """The certificate as a credential."""
    did = did_web(HOST, "did", BODY)
    said = {name: facts[name] for name in ("number", "value", "unit", "boundary", "standard", "rule")}
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": PAGE,
        "type": ["DigitalConformityCredential", "VerifiableCredential"],
        "issuer": {"id": did, "name": "恒证认证中心"},
        "validFrom": f"{facts['issued_on']}T00:00:00+08:00",
        "validUntil": f"{facts['expires_on']}T23:59:59+08:00",
        "credentialStatus": [
            status_list.entry(f"{ADDRESS}/status/{purpose}/0", purpose, facts["status_index"])
            for purpose in ("revocation", "suspension")
        ],
        "credentialSubject": {
            "footprint": said | {"digest": "sha256:" + hashlib.sha256(canonical_json(facts)).hexdigest()}
        },
    } | other
    return data_integrity.with_proof(
        document, signer, key_address(did, signer.public_key), "2026-06-18T02:00:00Z"
    )


def status(
    purpose: str, *marked: int, as_of: str = "2026-11-27T07:00:00Z", signer: Ed25519Signer = STATUS
) -> bytes:
    """A status list with the bits of these certificates set."""
    bits = bytearray(status_list.BITS // 8)
    for index in marked:
        bits[index >> 3] |= 0x80 >> (index & 7)
    listing = status_list.list_credential(
        f"{ADDRESS}/status/{purpose}/0", purpose, bytes(bits), issuer=did_web(HOST), valid_from=as_of
    )
    method = key_address(did_web(HOST), signer.public_key)
    return canonical_json(data_integrity.with_proof(listing, signer, method, as_of))


def key_entry(name: str, signer: Ed25519Signer, event: str = "made") -> bytes:
    """The log's entry of a key."""
    found = key_of(f"{HOST}/{name}", signer)
    return leaf("pcf-key/v1", {"name": found.name, "vkey": found.vkey, "event": event, "at": "2026-06-01"})


class Log:
    """Entries, and proofs of them against one checkpoint."""

    def __init__(self, entries: list[bytes], signers: Sequence[Ed25519Signer], witness: bool = True) -> None:
        self.entries = entries
        self.nodes: dict[merkle.Place, bytes] = {}
        stack: list[tuple[int, bytes]] = []
        for number, one in enumerate(entries):
            self.nodes[0, number] = merkle.leaf_hash(one)
            self.nodes |= dict(merkle.push(stack, merkle.leaf_hash(one)))
        head = Head(f"{HOST}/log", len(entries), merkle.root_of(len(entries), self.read))
        note = sign_head(head, signers)
        cosigned = (cosign(note.text, WITNESS_KEY.name, WITNESS, 1_795_762_800),) if witness else ()
        self.note = str(Note(note.text, note.lines + cosigned))
        own = [key_of(head.origin, signer) for signer in signers]
        self.keys = [*own, *([WITNESS_KEY] if witness else [])]

    def read(self, places: Any) -> list[bytes]:
        return [self.nodes[place] for place in places]

    def proof(self, index: int) -> bytes:
        path = merkle.inclusion_proof(index, len(self.entries), self.read)
        return str(LogProof(index, tuple(path), self.note)).encode()


def members(
    events: list[tuple[str, str]] | None = None,
    facts: dict[str, Any] | None = None,
    *,
    signer: Ed25519Signer = LOG,
    beside: Sequence[Ed25519Signer] = (),
    witness: bool = True,
    ends: Sequence[bytes] = (),
) -> dict[str, bytes]:
    """The members of a true bundle; `events` are (event, status), the last of which is where it stands.

    `beside`: who signs the checkpoint beside `signer`; `ends`: entries about keys that ended, the last of the log.
    """
    facts = facts or certificate()
    told = [
        entry(facts, event, state, number)
        for number, (event, state) in enumerate(events or [("issued", "valid")], 1)
    ]
    others = [leaf("pcf-release/v1", {"release": f"{number}"}) for number in range(9)]
    entries = [
        key_entry("log", LOG),
        key_entry("status", STATUS),
        *others,
        key_entry("issuer/" + BODY, ISSUER),
    ]
    log = Log([*entries, *told, *others[:3], *ends], [signer, *beside], witness)
    first, last = len(entries), len(entries) + len(told) - 1
    found = {
        "certificate.json": canonical_json(facts),
        "credential.json": canonical_json(credential(facts)),
        "leaf": told[-1],
        "proof.tlog-proof": log.proof(last),
        "keys/issuer.leaf": entries[-1],
        "keys/issuer.tlog-proof": log.proof(first - 1),
        "keys/status.leaf": entries[1],
        "keys/status.tlog-proof": log.proof(1),
        "status-revocation.json": status("revocation"),
        "status-suspension.json": status("suspension"),
        "keys.txt": "".join(f"{one.vkey}\n" for one in log.keys).encode(),
        "readme.txt": "读我\n".encode(),
    }
    for number, one in enumerate(told[:-1], 1):
        found[f"history/{number:04}.leaf"] = one
        found[f"history/{number:04}.tlog-proof"] = log.proof(first + number - 1)
    for number, one in enumerate(ends, 1):
        found[f"keys/ended-{number:04}.leaf"] = one
        found[f"keys/ended-{number:04}.tlog-proof"] = log.proof(len(log.entries) - len(ends) + number - 1)
    return found


def bundle(**kinds: Any) -> bytes:
    """A true bundle."""
    return bundles.packed(members(**kinds))


def tampered(changes: dict[str, bytes], **kinds: Any) -> bytes:
    """A bundle with members exchanged, packed anew as a forger would."""
    return bundles.packed(members(**kinds) | changes)


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    changed = bytearray(data)
    changed[bit >> 3] ^= 0x80 >> (bit & 7)
    return bytes(changed)


def vkey(other: Key = LOG_KEY) -> str:
    return other.vkey
