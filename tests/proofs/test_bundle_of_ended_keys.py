"""A key of the log that was retired or lost counts no further than docs/proof.md says, before whoever holds it now."""

from __future__ import annotations

import bundle_maker as maker
import pytest
from ended_key_cases import NEW, OLD, RETIRED, WITNESS, Ended, cases, ended

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import bundles, notes
from tanzuji.proofs.offline import verify

TODAY = "2026-11-27"


def report(data: bytes, keys: str) -> verify.Report:
    return verify.Verification(data, keys).run(today=TODAY)


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases().items()])
def test_a_key_that_ended_counts_no_further(case: Ended) -> None:
    if case.refused:
        with pytest.raises(verify.Refused) as caught:
            report(case.data, case.keys)
        assert caught.value.code == case.refused
        return
    found = report(case.data, case.keys)
    assert found.status == "valid"
    assert ("ended" in [code for code, _ in found.noted]) is case.noted
    assert found.own_keys is (case.keys == "")


def test_a_thief_of_a_lost_key_has_nothing_to_show() -> None:
    """A certificate that the log never had, in a tree as small as he likes, with a witness that he made up as well."""
    listed = "\n".join([OLD, ended(40, "lost"), NEW])
    facts = maker.certificate(value="1")
    for data, given in [
        (maker.bundle(facts=facts, witness=False), f"{listed}\n{WITNESS}"),
        (maker.bundle(facts=facts), listed),
    ]:
        with pytest.raises(verify.Refused) as caught:
            report(data, given)
        assert caught.value.code == "lost"


def test_the_refusal_names_the_key_the_end_and_the_checkpoint_in_both_languages() -> None:
    with pytest.raises(verify.Refused) as caught:
        report(maker.bundle(ends=[RETIRED]), OLD)
    fingerprint = verify.Key(OLD).fingerprint
    assert caught.value.fields == {
        "name": maker.LOG_KEY.name, "fingerprint": fingerprint, "end": 16, "size": 17
    }  # fmt: skip
    zh, en = (text.format(**caught.value.fields) for text in verify.FAILED["ended"])
    assert "只算到 16 条记录为止" in zh and "counts up to 16 entries" in en and fingerprint in zh + en


def test_every_flipped_bit_of_the_entry_of_an_end_is_refused() -> None:
    """Else a forger made the note point at another key, or the end later than it is."""
    members = maker.members(signer=maker.NEXT, ends=[RETIRED])
    for name in ("keys/ended-0001.leaf", "keys/ended-0001.tlog-proof"):
        for bit in range(0, len(members[name]) * 8, 5):
            flipped = members | {name: maker.flipped(members[name], bit)}
            with pytest.raises(verify.Refused):
                report(bundles.packed(flipped), NEW)


def test_a_file_of_keys_without_those_that_ended() -> None:
    """What `tanzuji log verify`, `monitor` and `witness` trust: the newest checkpoint is by a key that signs still."""
    listed = ["# pcf.example/log", OLD, ended(15, "lost"), f"  {NEW}  ", "", "  # in print"]
    assert notes.live_keys(listed) == [maker.NEXT_KEY]
    assert notes.live_keys([ended(1, "retired"), OLD]) == []
    assert notes.live_keys([OLD, NEW]) == [maker.LOG_KEY, maker.NEXT_KEY]
    for mangled in ("#ended", ended(15, "Lost"), ended(15, "lost").replace(" 15", " 015")):
        with pytest.raises(CodedError, match=r"log\.bad-key"):
            notes.live_keys([OLD, mangled])
