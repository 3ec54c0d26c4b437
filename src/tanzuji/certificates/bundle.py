"""The proof bundle of a certificate: what a stranger needs to check it with no network and without trusting this site."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from tanzuji.certificates import credentials, identifiers, queries, status_lists
from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.statuses import Purpose
from tanzuji.documents.canonical import canonical_json
from tanzuji.ledger import announcing, attesting, keys, kinds, log
from tanzuji.ledger.log import Entry
from tanzuji.proofs import bundles
from tanzuji.proofs.notes import Key, Note, read_key, read_note
from tanzuji.proofs.refusals import NOT_YET
from tanzuji.proofs.status_list import BITS
from tanzuji.proofs.tlog_proof import LogProof, read_proof
from tanzuji.web.answers import absent

PURPOSES: tuple[Purpose, ...] = ("revocation", "suspension")
ENDS = 4
"""So many ended keys a bundle tells of; their whole list is at /log/keys, and a bundle has room for 64 members."""
TRIES = 3
"""While proofs are made the log may be signed anew; then all are made again, against one checkpoint."""


def bundle(number: str) -> bytes:
    """The bundle as a ZIP file, the same bytes as long as neither log nor day moves on.

    Raises `web.absent`; `log.not-signed-yet` where the log cannot be signed now.
    """
    view = queries.by_number(number)
    if view is None:
        raise absent()
    return bundles.packed(members(view))


def members(view: CertificateView) -> dict[str, bytes]:
    """The files of the bundle by name (docs/proof.md says what each is)."""
    # First, since a key that is new is announced, and the lists below tell the time of its checkpoint.
    entries = entries_of(view)
    proofs, note = proofs_of(entries)
    signed = {
        "certificate.json": canonical_json(dict(view.document)),
        "credential.json": canonical_json(credentials.credential(view)),
        "readme.txt": readme(view),
    }
    for purpose in PURPOSES:
        found = status_lists.signed(purpose, view.status_index // BITS)
        signed[f"status-{purpose}.json"] = canonical_json(found)
    for name, entry in entries.items():
        signed[name] = entry.leaf
        signed[_proof_name(name)] = str(proofs[name]).encode()
    return signed | {"keys.txt": keys_file(note)} | stamp(note)


def entries_of(view: CertificateView) -> dict[str, Entry]:
    """The log's entries that the bundle shows: the certificate's last and earlier ones, those of the two keys, and those
    of keys of the log that ended."""
    *earlier, last = view.history
    found = {"leaf": log.entry(last.log_index)}
    for event in earlier:
        found[f"history/{event.sequence:04}.leaf"] = log.entry(event.log_index)
    found["keys/issuer.leaf"] = _announced(identifiers.issuer_key(view.body))
    found["keys/status.leaf"] = _announced(identifiers.STATUS_KEY)
    for number, entry in enumerate(_ends(), 1):
        found[f"keys/ended-{number:04}.leaf"] = entry
    return found


def _ends() -> list[Entry]:
    """The entries that tell of the last ends of the log's own keys: whoever still trusts one of them is told."""
    found = [
        entry
        for entry in log.of_kind(kinds.KEY)
        if entry.payload["name"] == keys.origin()
        and entry.payload["event"] in announcing.ENDS
        and read_key(entry.payload["vkey"]).algorithm == "ed25519"
    ]
    return found[-ENDS:]


def _announced(name: str) -> Entry:
    """The entry that announces the key now in use; a new key is announced with a checkpoint, so one is signed."""
    vkey = keys.signer(name).vkey
    for sign in (False, True):
        if sign:
            log.sign_now()
        for entry in log.of_kind(kinds.KEY):
            if (entry.payload["vkey"], entry.payload["event"]) == (vkey, "made"):
                return entry
    raise NOT_YET.error(index=log.size())


def proofs_of(entries: dict[str, Entry]) -> tuple[dict[str, LogProof], Note]:
    """A proof of each entry, all against one checkpoint, with the lines of those signers whose keys are known here."""
    for _ in range(TRIES):
        proofs = {name: read_proof(log.proof(entry.index)) for name, entry in entries.items()}
        if len({proof.checkpoint for proof in proofs.values()}) == 1:
            break
    else:
        raise NOT_YET.error(index=max(entry.index for entry in entries.values()))
    whole = read_note(next(iter(proofs.values())).checkpoint)
    known = {(key.name, key.id) for key in signers()}
    note = Note(whole.text, tuple(line for line in whole.lines if (line.name, line.id) in known))
    return {name: replace(proof, checkpoint=str(note)) for name, proof in proofs.items()}, note


def _proof_name(entry: str) -> str:
    return "proof.tlog-proof" if entry == "leaf" else entry.replace(".leaf", ".tlog-proof")


def signers() -> list[Key]:
    """The keys of whoever signs checkpoints: the log's own, those it had before, and its witnesses'."""
    own = [known.key for known in announcing.every_key(keys.LOG)]
    return own + [witness.key for witness in attesting.witnesses()]


def keys_file(note: Note) -> bytes:
    """The verifier keys of whoever signed the checkpoint, one a line. They prove nothing before they were compared."""
    signed = {(line.name, line.id) for line in note.lines}
    listed = [key.vkey for key in signers() if (key.name, key.id) in signed]
    head = (
        "# 检查点签名者的公钥。请与别处公布的核对后再采信，见 readme.txt。\n"
        "# Keys of whoever signed the checkpoint. Compare them with what was published elsewhere; see readme.txt.\n"
    )
    return (head + "".join(f"{vkey}\n" for vkey in listed)).encode()


def stamp(note: Note) -> dict[str, bytes]:
    """The time stamp of the checkpoint and what it is over, where there is one."""
    newest = log.checkpoint()
    same = newest is not None and read_note(newest.text).text == note.text
    reply = attesting.stamp_of(newest) if newest is not None and same else None
    return {"checkpoint.tsr": reply, "checkpoint.txt": note.text.encode()} if reply else {}


def readme(view: CertificateView) -> bytes:
    """How to check it, in Chinese and English."""
    site, online = settings.ADDRESS, credentials.page(view.number)
    return f"""产品碳足迹证书 {view.number} 的证明文件
============================================

不联网验证：
  1. 从 {site}/verify.py 下载验证程序（一个文件，只需 Python 和 cryptography 库）。
  2. 从 {site}/log/keys 或主管部门处取得日志公钥，存为 trusted.txt。
  3. python verify.py 本文件.zip --keys trusted.txt
也可在浏览器打开 {site}/zh/verify/ ，把文件拖进去；文件不会上传。

证明只说明检查点之前的状态。之后是否暂停或撤销，请查 {online}

Proof bundle of the product carbon footprint certificate {view.number}
======================================================================

To check it without a network:
  1. Download the verifier from {site}/verify.py (one file; it needs Python and the package cryptography).
  2. Get the log's key from {site}/log/keys or from the authority, and save it as trusted.txt.
  3. python verify.py THIS-FILE.zip --keys trusted.txt
Or open {site}/en/verify/ in a browser and drop the file there; nothing is uploaded.

A proof tells how things stood at its checkpoint. Whether the certificate was suspended or revoked since: {online}

certificate.json         the certificate's public facts (RFC 8785)
leaf, proof.tlog-proof   its last entry in the log, and the proof that the log holds it (C2SP tlog-proof, RFC 6962)
history/                 its earlier entries, likewise
credential.json          the same as a verifiable credential signed by the certification body (W3C VC 2.0, eddsa-jcs-2022)
status-*.json            status lists, signed by the platform (W3C Bitstring Status List)
keys/                    entries of the log about keys: the body's, the status lists', and its own that were retired or lost
keys.txt                 keys of the log and of its witnesses
checkpoint.tsr, .txt     where there is one: a time stamp (RFC 3161), and the text it is over
""".encode()
