"""The stand-alone verifier accepts a true bundle and refuses every other: each flipped bit, each exchanged part."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bundle_maker as maker
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.canonical import canonical_json
from tanzuji.proofs import bundles, data_integrity, merkle, notes
from tanzuji.proofs.did import did_web, key_address
from tanzuji.proofs.notes import Key
from tanzuji.proofs.offline import FILE, digest, source, verify
from tanzuji.proofs.tlog_proof import read_proof

TRUSTED = f"{maker.LOG_KEY.vkey}\n{maker.WITNESS_KEY.vkey}\n"
TODAY = "2026-11-27"


def report(data: bytes, keys: str = TRUSTED, **given_: Any) -> verify.Report:
    return verify.Verification(data, keys, given_.pop("lists", ())).run(
        **{"today": TODAY, "witnesses": 1} | given_
    )


def refusal(data: bytes, keys: str = TRUSTED, **given_: Any) -> str:
    with pytest.raises(verify.Refused) as caught:
        report(data, keys, **given_)
    return caught.value.code


def changed(name: str, change: Callable[[dict[str, Any]], Any]) -> dict[str, bytes]:
    """One JSON member after a change, in canonical form as a forger would write it."""
    document = json.loads(maker.members()[name])
    change(document)
    return {name: canonical_json(document)}


def resigned(name: str, change: Callable[[dict[str, Any]], Any], did: str, signer: Any) -> dict[str, bytes]:
    """A credential after a change, signed again with that key."""
    document = json.loads(maker.members()[name])
    change(document)
    document.pop("proof")
    method = key_address(did, signer.public_key)
    return {name: canonical_json(data_integrity.with_proof(document, signer, method, "2026-06-18T02:00:00Z"))}


BODY_DID, NODE_DID = did_web(maker.HOST, "did", maker.BODY), did_web(maker.HOST)


# What is true is accepted


def test_a_true_bundle_is_accepted_and_says_what_was_checked() -> None:
    found = report(maker.bundle())
    assert (found.status, found.exit_code, found.as_of) == ("valid", 0, "2026-11-27T07:00:00Z")
    assert [code for code, _ in found.held] == [
        "bundle", "certificate", "proof", "signature", "witness", "credential", "list",
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["suspended", "revoked", "cancelled", "expired", "superseded"])
def test_a_certificate_that_is_not_valid_is_proven_and_not_valid(status: str) -> None:
    found = report(maker.bundle(events=[("issued", "valid"), (status, status)]))
    assert (found.status, found.exit_code) == (status, 3)
    assert ("history", {"count": 1}) in found.held


def test_keys_from_the_bundle_itself_are_told_apart_from_keys_that_were_given() -> None:
    """Exit code 4 and the fingerprint to compare; with the key given it is 0."""
    found = report(maker.bundle(), "", witnesses=0)
    assert (found.exit_code, found.own_keys) == (4, True)
    ((code, fields),) = found.noted
    assert code == "own-keys" and fields["key"] == maker.LOG_KEY.vkey
    assert "一致" not in verify.printed(found, "zh").splitlines()[-1]
    assert "核对" in verify.printed(found, "zh")
    assert "Compare the fingerprint" in verify.printed(found, "en")


def test_days_before_and_after_its_term_are_told() -> None:
    for today, status in [
        ("2026-06-17", "not-yet"), ("2026-06-18", "valid"), ("2028-06-17", "valid"), ("2028-06-18", "expired"),
    ]:  # fmt: skip
        assert report(maker.bundle(), today=today).status == status


def test_a_newer_list_overrules_the_bundles_own_and_an_older_one_does_not() -> None:
    newer = ("new.json", maker.status("revocation", 4711, as_of="2026-12-01T00:00:00Z"))
    older = ("old.json", maker.status("revocation", 4711, as_of="2026-01-01T00:00:00Z"))
    assert report(maker.bundle(), lists=[newer]).status == "revoked"
    assert report(maker.bundle(), lists=[older]).status == "valid"
    other = ("other.json", maker.status("suspension", 4710, 4712, as_of="2026-12-01T00:00:00Z"))
    assert report(maker.bundle(), lists=[other]).status == "valid"


def test_the_lists_bit_counts_even_where_the_entry_still_says_valid() -> None:
    suspended = maker.tampered({"status-suspension.json": maker.status("suspension", 4711)})
    assert report(suspended).status == "suspended"


def test_a_pinned_key_of_the_body_replaces_what_the_log_recorded() -> None:
    pin = f"{BODY_DID} {key_address('', maker.ISSUER.public_key)[1:]}\n"
    assert report(maker.bundle(), TRUSTED + pin).exit_code == 0
    other = f"{BODY_DID} {key_address('', maker.STRANGER.public_key)[1:]}\n"
    assert refusal(maker.bundle(), TRUSTED + other) == "credential-key"


def test_a_bundle_without_witnesses_is_accepted_unless_witnesses_are_asked_for() -> None:
    assert report(maker.bundle(witness=False), witnesses=0).exit_code == 0
    assert refusal(maker.bundle(witness=False), witnesses=1) == "witnesses"
    assert refusal(maker.bundle(), maker.LOG_KEY.vkey, witnesses=1) == "witnesses"


# Flipped bits


def test_every_flipped_bit_of_the_file_is_refused() -> None:
    """All of them: 8 kB, more than 60 000 bits; data, names, lengths, dates, checksums, directory."""
    data = maker.bundle()
    for bit in range(len(data) * 8):
        with pytest.raises(verify.Refused):
            verify.unpacked(maker.flipped(data, bit))


@pytest.mark.parametrize(
    "name",
    ["certificate.json", "leaf", "proof.tlog-proof", "credential.json", "status-suspension.json", "keys/issuer.leaf",
     "keys/issuer.tlog-proof", "keys/status.tlog-proof", "history/0001.leaf", "history/0001.tlog-proof"],
)  # fmt: skip
def test_every_flipped_bit_is_refused_where_the_forger_packs_the_bundle_anew(name: str) -> None:
    """The checksums of the file are right again, so the proofs alone have to find it."""
    members = maker.members([("issued", "valid"), ("suspended", "suspended"), ("resumed", "valid")])
    original = members[name]
    for bit in range(len(original) * 8):
        data = bundles.packed(members | {name: maker.flipped(original, bit)})
        try:
            verify.Verification(data, TRUSTED).run(today=TODAY)
        except verify.Refused:
            continue
        raise AssertionError(f"{name}: bit {bit} was flipped and nobody noticed")


def test_every_flipped_bit_of_a_trusted_key_is_refused() -> None:
    for bit in range(len(maker.LOG_KEY.vkey) * 8):
        text = maker.flipped(maker.LOG_KEY.vkey.encode(), bit).decode("utf-8", "replace")
        try:
            assert (
                report(maker.bundle(), text, witnesses=0).exit_code == 4
            )  # it became a comment or an empty line
        except verify.Refused:
            continue


# Exchanged parts


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (changed("certificate.json", lambda d: d.update(value="638")), "certificate"),
        (changed("certificate.json", lambda d: d.update(product={"zh": "另一种水泥"})), "certificate"),
        ({"certificate.json": canonical_json(maker.certificate(number="CFP-2026-000002-8"))}, "certificate"),
        ({"certificate.json": json.dumps(maker.certificate()).encode()}, "json"),
        ({"certificate.json": b"[]"}, "json"),
        ({"leaf": maker.entry(maker.certificate(), "issued", "valid", 1, at="2026-01-01T00:00:00Z")}, "proof"),
        ({"leaf": maker.entry(maker.certificate(), "issued", "valid", 1, value="638")}, "certificate"),
        ({"leaf": maker.key_entry("log", maker.LOG)}, "kind"),
        ({"proof.tlog-proof": maker.members()["keys/issuer.tlog-proof"]}, "proof"),
        ({"keys/issuer.leaf": maker.key_entry(f"issuer/{maker.BODY}", maker.STRANGER)}, "proof"),
        ({name: maker.members()[name.replace("issuer", "status")] for name in ("keys/issuer.leaf", "keys/issuer.tlog-proof")}, "recorded"),
        ({"credential.json": canonical_json(maker.credential(maker.certificate(), maker.STRANGER))}, "credential-key"),
        ({"credential.json": canonical_json(maker.credential(maker.certificate(value="638")))}, "agreement"),
        ({"credential.json": canonical_json(maker.credential(maker.certificate(), validUntil="2099-01-01T00:00:00Z"))}, "agreement"),
        ({"credential.json": canonical_json(maker.credential(maker.certificate(), credentialStatus=[]))}, "agreement"),
        ({"credential.json": canonical_json(maker.credential(maker.certificate(status_index=4712)))}, "agreement"),
        ({"credential.json": canonical_json(maker.credential(maker.certificate(), issuer=NODE_DID))}, "issuer"),
        (changed("credential.json", lambda d: d.update(name="x")), "credential"),
        (changed("credential.json", lambda d: d["proof"].update(verificationMethod=f"{BODY_DID}#zzz")), "key"),
        ({"status-revocation.json": maker.status("revocation", signer=maker.STRANGER)}, "credential-key"),
        ({"status-revocation.json": maker.status("suspension")}, "no-list"),
        (resigned("status-revocation.json", lambda d: d.update(id="https://other.example/list"), NODE_DID, maker.STATUS), "list"),
        (resigned("status-revocation.json", lambda d: d["credentialSubject"].update(encodedList="u"), NODE_DID, maker.STATUS), "list"),
        (resigned("status-revocation.json", lambda d: d.update(credentialSubject=[]), NODE_DID, maker.STATUS), "list"),
        (resigned("status-revocation.json", lambda d: d.update(issuer=BODY_DID), BODY_DID, maker.ISSUER), "issuer"),
        ({"keys.txt": b""}, ""),
        ({"keys.txt": b"no key\n"}, "key"),
    ],
)  # fmt: skip
def test_a_part_that_was_exchanged_is_found(changes: dict[str, bytes], code: str) -> None:
    data = maker.tampered(changes)
    if code:
        assert refusal(data) == code
    else:
        assert report(data).exit_code == 0  # the keys that were given suffice


@pytest.mark.parametrize("name", sorted(maker.members()))
def test_a_part_that_is_missing_is_found(name: str) -> None:
    members = maker.members()
    del members[name]
    data = bundles.packed(members)
    if name == "readme.txt":
        assert report(data).exit_code == 0
    else:
        assert refusal(data) in ("member", "no-list")


def test_a_proof_of_another_serial_is_refused() -> None:
    """TRUST 74: certificate and entry of one, proof of another, in the same log."""
    other = maker.members(facts=maker.certificate(number="CFP-2026-000002-8"))
    assert refusal(maker.tampered({"proof.tlog-proof": other["proof.tlog-proof"]})) == "proof"


@pytest.mark.parametrize(
    ("old", "new"),
    [("index 12\n", "index 99\n"), ("index 12\n", "index 012\n"), ("index 12\n", "index  12\n"), ("index 12\n", ""),
     ("index 12\n", "index -1\n"), ("index 12\n", "index 12\r\n"), ("@v1", "@v2"), ("\n\n", "\r\n\r\n")],
)  # fmt: skip
def test_a_proof_of_another_form_is_refused(old: str, new: str) -> None:
    """TRUST 75: an index beyond the size, leading zeros, blanks, CR LF."""
    text = maker.members()["proof.tlog-proof"].decode()
    assert old in text
    assert refusal(maker.tampered({"proof.tlog-proof": text.replace(old, new, 1).encode()})) in (
        "proof", "proof-form", "checkpoint",
    )  # fmt: skip


def test_a_path_of_64_hashes_or_in_another_base64_is_refused() -> None:
    """TRUST 75."""
    head, _, note = maker.members()["proof.tlog-proof"].decode().partition("\n\n")
    lines = head.split("\n")
    long = "\n".join(lines[:2] + lines[2:3] * 64)
    assert refusal(maker.tampered({"proof.tlog-proof": f"{long}\n\n{note}".encode()})) == "proof-form"
    loose = lines[2][:-2] + chr(ord(lines[2][-2]) + 1) + "="  # the same bytes, other unused bits
    for one in (loose, lines[2].rstrip("="), lines[2] + "\n", " " + lines[2]):
        again = "\n".join([*lines[:2], one, *lines[3:]])
        assert refusal(maker.tampered({"proof.tlog-proof": f"{again}\n\n{note}".encode()})) in (
            "proof-form",
            "checkpoint",
        )


def test_a_checkpoint_by_an_unknown_key_with_the_known_name_is_refused() -> None:
    """TRUST 76: the forger's log has the name of the log, and its own key is even listed in the bundle."""
    forged = maker.bundle(signer=maker.STRANGER)
    assert refusal(forged) == "unsigned"
    assert report(forged, "", witnesses=0).exit_code == 4  # nothing to compare with: it says so


def test_a_key_id_under_another_name_is_refused() -> None:
    """TRUST 76: name and ID have to be those of one key."""
    text = maker.members()["proof.tlog-proof"].decode()
    row = next(line for line in text.split("\n") if line.startswith(notes.DASH + maker.LOG_KEY.name))
    other = row.replace(maker.LOG_KEY.name, "other.example/log")
    assert refusal(maker.tampered({"proof.tlog-proof": text.replace(row, other).encode()})) == "unknown-line"


def test_an_inner_node_offered_as_a_leaf_is_refused() -> None:
    """TRUST 78: the entry would be the two hashes below a node; the leading byte of the hash tells them apart."""
    members = maker.members()
    proof = read_proof(members["proof.tlog-proof"])
    sibling, *rest = proof.path
    node = merkle.leaf_hash(members["leaf"]) + sibling
    assert verify.root_from(proof.index >> 1, 8, node, rest) != merkle.root_from_inclusion(
        proof.index, 16, merkle.leaf_hash(members["leaf"]), proof.path
    )
    assert refusal(maker.tampered({"leaf": node})) == "kind"


def test_entries_in_another_order_or_with_a_gap_are_refused() -> None:
    life = [("issued", "valid"), ("suspended", "suspended"), ("resumed", "valid")]
    members = maker.members(life)
    swapped = {
        f"history/000{number}.{kind}": members[f"history/000{3 - number}.{kind}"]
        for number in (1, 2)
        for kind in ("leaf", "tlog-proof")
    }
    assert refusal(bundles.packed(members | swapped)) == "history"
    for number in (1, 2):
        fewer = {name: data for name, data in members.items() if not name.startswith(f"history/000{number}")}
        assert refusal(bundles.packed(fewer)) in ("gap", "history")
    older = maker.members([("issued", "valid")])
    stale = {name: older[name] for name in ("leaf", "proof.tlog-proof")}
    assert refusal(bundles.packed(members | stale)) in ("history", "gap")


def test_two_histories_in_one_bundle_are_refused() -> None:
    """The entry from one log and the body's key from another that the same key signed."""
    other = maker.members([("issued", "valid"), ("suspended", "suspended")])
    keys = {name: other[name] for name in ("keys/issuer.leaf", "keys/issuer.tlog-proof")}
    assert refusal(maker.tampered(keys)) == "recorded"


@given(st.data())
def test_no_rubbish_in_a_member_ends_in_anything_but_a_refusal(data: st.DataObject) -> None:
    """A forger who packs whatever he likes gets a refusal, never a traceback."""
    name = data.draw(st.sampled_from(sorted(set(maker.members()) - {"readme.txt", "keys.txt"})))
    rubbish = data.draw(st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
    head = data.draw(
        st.sampled_from([b"", b"pcf-cert/v1\n", b"pcf-key/v1\n", b"c2sp.org/tlog-proof@v1\nindex 1\n"])
    )
    with pytest.raises(verify.Refused):
        report(maker.tampered({name: head + rubbish}))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["", "u", "valid", "12", NODE_DID, BODY_DID]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "statusPurpose", "x"]), inner)
    ),
    max_leaves=6,
)


@given(st.data())
def test_a_signed_credential_of_any_shape_ends_in_a_verdict(data: st.DataObject) -> None:
    """Even who holds the true keys cannot bring the verifier down with odd types."""
    name, did, signer = data.draw(
        st.sampled_from(
            [("credential.json", BODY_DID, maker.ISSUER), ("status-revocation.json", NODE_DID, maker.STATUS)]
        )
    )
    part = data.draw(
        st.sampled_from(["credentialSubject", "credentialStatus", "validFrom", "id", "issuer", "type"])
    )
    odd = data.draw(JSON)
    changes = resigned(name, lambda document: document.update({part: odd}), did, signer)
    with contextlib.suppress(verify.Refused):
        report(maker.tampered(changes))


def test_a_signature_of_another_kind_is_told_and_nothing_rests_on_it() -> None:
    """An SM2 line (type 0xff): its key is listed, it is not checked here, and the report says so."""
    sm2 = Key(maker.LOG_KEY.name, notes.SM2_TYPE, b"\x04" + bytes(64))
    members = maker.members()
    row = str(notes.Line(sm2.name, sm2.id, bytes(64)))
    for name in [name for name in members if name.endswith(".tlog-proof")]:
        members[name] += row.encode()
    members["keys.txt"] += f"{sm2.vkey}\n".encode()
    found = report(bundles.packed(members))
    assert (found.exit_code, found.noted) == (0, [("other-signature", {"name": sm2.name})])


def test_a_time_stamp_has_to_be_over_this_checkpoint() -> None:
    """RFC 3161, messageImprint: the digest of the text; whether the authority signed it is left to openssl."""
    text = read_proof(maker.members()["proof.tlog-proof"]).checkpoint.split("\n\n")[0] + "\n"
    for kind in ("sha256", "sha512"):
        reply = b"0\x82" + hashlib.new(kind, text.encode()).digest() + b"..."
        stamped = {"checkpoint.tsr": reply, "checkpoint.txt": text.encode()}
        assert ("time-stamp", {}) in report(maker.tampered(stamped)).noted
        assert refusal(maker.tampered(stamped | {"checkpoint.txt": b"other\n"})) == "time-stamp"
        assert refusal(maker.tampered(stamped | {"checkpoint.tsr": reply[:9]})) == "time-stamp"


# The file itself


def test_the_verifier_stands_alone() -> None:
    """Standard library and `cryptography` only, so that a stranger can read and run it without the package."""
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source(), feature_version=(3, 9)))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert modules - set(sys.stdlib_module_names) - {"__future__"} == {"cryptography"}
    assert digest() == hashlib.sha256(FILE.read_bytes()).hexdigest()


def test_the_command_tells_the_verdict_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, keys = tmp_path / "bundle.zip", tmp_path / "trusted.txt"
    keys.write_text("# published in print\n\n" + TRUSTED, "utf-8")
    path.write_bytes(maker.bundle(facts=maker.certificate(issued_on="2020-01-01", expires_on="2099-12-31")))
    assert verify.main([str(path), "--keys", str(keys), "--witnesses", "1", "--lang", "zh"]) == 0
    assert "结论：证明成立。截至 2026-11-27T07:00:00Z，证书有效。" in capsys.readouterr().out
    assert verify.main([str(path), "--lang", "en"]) == 4
    assert "Verdict: the proof holds." in capsys.readouterr().out
    path.write_bytes(maker.tampered(changed("certificate.json", lambda d: d.update(value="1"))))
    assert verify.main([str(path), "--lang", "en"]) == 1
    assert "it was altered" in capsys.readouterr().out
    path.write_bytes(b"PK")
    assert verify.main([str(path), "--lang", "zh"]) == 2
    assert "不是原样的证明文件" in capsys.readouterr().out
    assert verify.main([str(tmp_path / "nowhere.zip")]) == 2
    assert verify.main([str(path), "--key", "nonsense"]) == 2


def test_every_sentence_exists_in_both_languages_and_takes_the_same_values() -> None:
    import string

    for table in (verify.FAILED, verify.HELD, verify.NOTED, verify.STATUS):
        for zh, en in table.values():
            taken = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (zh, en)]
            assert taken[0] == taken[1]
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh) and en.isprintable()


def test_the_report_names_the_maker_and_whoever_holds_the_certificate() -> None:
    found = report(maker.bundle())
    assert "澜石水泥有限公司" in verify.printed(found, "zh") and "持有人" not in verify.printed(found, "zh")
    found.certificate["holder_name"] = {"zh": "澜石集团", "en": "Lanshi Group"}
    assert "  持有人 澜石集团" in verify.printed(found, "zh").splitlines()
    assert "  Holder Lanshi Group" in verify.printed(found, "en").splitlines()
