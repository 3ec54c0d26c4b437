"""Signed notes, checkpoints and cosignatures against the vectors of golang.org/x/mod/sumdb/note and of C2SP."""

from __future__ import annotations

import base64

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import checkpoints, cosignatures, notes
from tanzuji.proofs.signing import Ed25519Signer

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
PETER_PRIVATE = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
ENOCH_LINE = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
"""golang.org/x/mod, sumdb/note/note_test.go."""

BEHIND_THE_SOFA = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""
"""C2SP tlog-cosignature.md."""


def test_a_note_is_signed_as_the_published_one() -> None:
    note = notes.signed(TEXT, "PeterNeumann", [Ed25519Signer(PETER_PRIVATE)])
    assert str(note) == TEXT + "\n" + PETER_LINE
    assert notes.key_of("PeterNeumann", Ed25519Signer(PETER_PRIVATE)).vkey == PETER


def test_published_signatures_verify_and_unknown_ones_are_ignored() -> None:
    peter, enoch = notes.read_key(PETER), notes.read_key(ENOCH)
    note = notes.read_note((TEXT + "\n" + PETER_LINE + ENOCH_LINE).encode())
    assert note.text == TEXT and str(note) == TEXT + "\n" + PETER_LINE + ENOCH_LINE
    assert note.signed_by([peter]) == (peter,)
    assert note.signed_by([peter, enoch]) == (peter, enoch)
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        note.signed_by([])


def test_a_bad_signature_of_a_trusted_key_refuses_the_whole_note() -> None:
    bad = PETER_LINE.replace("x08go/ZJ", "x08go/ZK")
    note = notes.read_note(TEXT + "\n" + bad + ENOCH_LINE)
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        note.signed_by([notes.read_key(PETER), notes.read_key(ENOCH)])


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT + "\n",
        TEXT + "\n" + PETER_LINE[:-1],
        "\x01" + TEXT + "\n" + PETER_LINE,
        TEXT
        + "\n"
        + "— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=",
        TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
        TEXT + "\n" + PETER_LINE * 101,
        (TEXT + "\n" + PETER_LINE).replace("\n", "\r\n"),
    ],
)
def test_a_malformed_note_is_refused(text: str) -> None:
    """The published bad messages, and input 75: CRLF."""
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        notes.read_note(text)
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        notes.read_note(b"\xff" + text.encode())


def test_no_part_and_no_mangling_of_a_key_is_a_key() -> None:
    """TestNewVerifier: every part of the line, and every character raised by one."""
    for begin in range(len(PETER) + 1):
        for end in range(begin + 1, len(PETER) + 1):
            if (begin, end) != (0, len(PETER)):
                with pytest.raises(CodedError, match=r"log\.bad-"):
                    notes.read_key(PETER[begin:end])
    for at in range(len(PETER)):
        with pytest.raises(CodedError, match=r"log\.bad-"):
            notes.read_key(PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :])
    for bad in (
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ):
        with pytest.raises(CodedError, match=r"log\.bad-key"):
            notes.read_key(bad)


def test_a_key_of_another_name_or_another_id_does_not_sign() -> None:
    """Input 76: an unknown key under a known name, and a known ID under another name."""
    peter = notes.read_key(PETER)
    stranger = Ed25519Signer.made()
    by_stranger = notes.signed(TEXT, "PeterNeumann", [stranger])
    renamed = notes.Note(TEXT, (notes.Line("PeterNeuman", peter.id, by_stranger.lines[0].signature),))
    for note in (by_stranger, renamed):
        with pytest.raises(CodedError, match=r"log\.not-signed"):
            note.signed_by([peter])


def test_the_published_checkpoint_is_read_and_written_byte_for_byte() -> None:
    note = notes.read_note(BEHIND_THE_SOFA)
    head = checkpoints.read_head(note)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert str(head) == note.text and str(note) == BEHIND_THE_SOFA
    line = note.lines[1]
    assert int.from_bytes(line.signature[:8], "big") == 1_679_315_147
    assert cosignatures.message(note.text, 1_679_315_147) == (
        b"cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
        b"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    )


def test_the_vkey_of_a_published_witness_is_read() -> None:
    """transparency-dev/formats, note_cosigv1_test.go."""
    vkey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
    assert notes.read_key(vkey).vkey == vkey


@pytest.mark.parametrize(
    "body",
    [
        "a\n1\n",
        "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n１\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "a\n1\nAAAA\n",
        "a\n1\n\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ],
)
def test_a_checkpoint_that_is_not_in_its_one_form_is_refused(body: str) -> None:
    """Input 75: leading zeros, full-width digits, 2^63, base64 with stray bits or without padding."""
    with pytest.raises(CodedError, match=r"log\.bad-form"):
        checkpoints.read_head(notes.Note(body, ()))


def test_a_witness_states_the_time_it_saw_the_checkpoint() -> None:
    log, witness = Ed25519Signer.made(), Ed25519Signer.made()
    note = checkpoints.sign_head(checkpoints.Head("example.com/log", 3, bytes(32)), [log])
    line = cosignatures.cosign(note.text, "witness.example", witness, 1_700_000_000)
    cosigned = notes.read_note(str(note) + str(line))
    key = cosignatures.witness_key("witness.example", witness)
    (found,) = cosignatures.cosignatures(cosigned, [key])
    assert found.at.isoformat() == "2023-11-14T22:13:20+00:00"
    assert cosignatures.cosignatures(cosigned, []) == ()
    other_time = bytearray(line.signature)
    other_time[7] ^= 1
    forged = notes.Note(note.text, (*note.lines, notes.Line(line.name, line.id, bytes(other_time))))
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        cosignatures.cosignatures(forged, [key])


def test_the_line_of_a_witness_is_no_signature_of_the_log() -> None:
    signer = Ed25519Signer.made()
    note = checkpoints.sign_head(checkpoints.Head("example.com/log", 3, bytes(32)), [signer])
    line = cosignatures.cosign(note.text, "example.com/log", signer, 1_700_000_000)
    alone = str(notes.Note(note.text, (line,)))
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        checkpoints.read_checkpoint(alone, [notes.key_of("example.com/log", signer)])


def test_sm2_signs_beside_ed25519_and_a_reader_without_it_is_served_by_the_first() -> None:
    pytest.importorskip("gmalg", reason="gmalg (extra sm2) is not installed")
    from tanzuji.proofs.signing import SM2Signer

    first, second = Ed25519Signer.made(), SM2Signer.made()
    note = checkpoints.sign_head(checkpoints.Head("example.com/log", 3, bytes(32)), [first, second])
    keys = [notes.key_of("example.com/log", one) for one in (first, second)]
    head, read = checkpoints.read_checkpoint(str(note), keys)
    assert head.size == 3 and read.signed_by(keys) == tuple(keys)
    assert read.signed_by(keys[:1]) == (keys[0],)
    assert notes.read_key(keys[1].vkey) == keys[1] and keys[1].kind[0] == 0xFF
    bad = notes.Line(read.lines[1].name, read.lines[1].id, read.lines[1].signature[:-1] + b"\x00")
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        notes.Note(read.text, (read.lines[0], bad)).signed_by(keys)


def test_sm2_verifies_the_example_of_the_standard() -> None:
    """GB/T 32918.5-2017, annex A.2: the signature of "message digest" on the recommended curve.

    Compared with the tests of tongsuopy, which print the same key and signature.
    """
    pytest.importorskip("gmalg", reason="gmalg (extra sm2) is not installed")
    from tanzuji.proofs.signing import verified

    public = bytes.fromhex(
        "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
        "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
    )
    signature = bytes.fromhex(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
        "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
    )
    assert verified("sm2-sm3", public, b"message digest", signature)
    assert not verified("sm2-sm3", public, b"message digesu", signature)
    assert not verified("sm2-sm3", b"\x04" + bytes(64), b"message digest", signature)
    assert not verified("sm2-sm3", public, b"message digest", bytes(64))
