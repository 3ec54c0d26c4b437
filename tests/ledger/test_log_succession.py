"""Rotation and loss of keys, a fork refused, a past that is lost: rehearsed as docs/log.md tells it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import announcing, guard, key_files, keys, kinds, log, publishing, soundness, succession
from tanzuji.ledger.key_files import FileKeys, folder
from tanzuji.ledger.keys import End
from tanzuji.ledger.models import Cosigned, Node, SignedHead
from tanzuji.proofs.checkpoints import read_checkpoint
from tanzuji.proofs.cosignatures import cosign, witness_key
from tanzuji.proofs.notes import Key, read_key, read_note
from tanzuji.proofs.signing import Ed25519Signer
from tanzuji.proofs.tlog_proof import read_proof


def tell(number: int) -> log.Entry:
    return log.append(kinds.CERTIFICATE, {"number": f"C-{number}"}, subject="certificate", subject_id=number)


@pytest.fixture
def own_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A keys' folder of this test, which may lose what it holds."""
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    return folder()


@pytest.mark.django_db
def test_a_rotated_key_leads_whoever_trusts_it_to_the_new_one_and_stays_listed(own_keys: Path) -> None:
    entry = tell(1)
    old_proof = log.proof(entry.index)
    old = keys.signer(keys.LOG).key
    signed = succession.rotate(keys.LOG)
    new = keys.signer(keys.LOG).key
    assert signed is not None and new != old
    assert set(read_note(signed.text).signed_by([old, new])) == {old, new}, (
        "the transition bears both signatures"
    )
    tell(2)
    after = log.sign_now()
    assert after is not None and read_note(after.text).signed_by([new]) == (new,)
    with pytest.raises(CodedError, match=r"log\.not-signed"):
        read_note(after.text).signed_by([old])
    read_proof(old_proof).check(entry.leaf, [old])
    text = publishing.keys_text()
    assert old.vkey in text and new.vkey in text
    retired, current = announcing.every_key(keys.LOG)
    assert (retired.vkey, current.vkey) == (old.vkey, new.vkey)
    assert retired.retired_at is not None and current.retired_at is None
    (end,) = [entry.index for entry in log.of_kind(kinds.KEY) if entry.payload["event"] == "retired"]
    assert retired.end == End(end, lost=False) and signed.size <= end < after.size and current.end is None
    assert f"#ended {old.name}+{old.id.hex()} {end} retired\n" in text
    assert "private" not in text and soundness.examine().first_bad is None
    kept = (own_keys / "log.key").read_text()
    assert kept.count('"private": ""') == 1, "the old private half is destroyed"


@pytest.mark.django_db
def test_an_issuers_key_is_rotated_without_touching_the_logs(own_keys: Path) -> None:
    name = "issuer/7b0c5c7e-6d3a-4a53-b6fb-6f1f2ac1f1aa"
    before, of_log = keys.signer(name).vkey, keys.signer(keys.LOG).vkey
    succession.rotate(name)
    assert keys.signer(name).vkey != before and keys.signer(keys.LOG).vkey == of_log
    events = [(entry.payload["event"], entry.payload["vkey"]) for entry in log.of_kind(kinds.KEY)]
    assert ("retired", before) in events and ("made", keys.signer(name).vkey) in events


@pytest.mark.django_db
def test_no_key_is_made_anew_in_silence_where_the_logs_is_missing(own_keys: Path) -> None:
    tell(1)
    log.sign_now()
    (own_keys / "log.key").unlink()
    tell(2)
    with pytest.raises(CodedError, match=r"log\.key-missing"):
        log.sign_now()
    assert not (own_keys / "log.key").exists()


@pytest.mark.django_db
def test_a_crash_between_memory_and_checkpoint_leaves_a_log_that_signs_on(
    own_keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the guard remembers is signed of entries that are committed: the new key's as well."""
    tell(1)

    def power_cut(**row: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(SignedHead.objects, "create", power_cut)
        with pytest.raises(RuntimeError, match="power cut"):
            log.sign_now()
    remembered = guard.last()
    assert remembered is not None and remembered.size == 2, "an entry, and the key's"
    tell(2)
    signed = log.sign_now()
    assert signed is not None and signed.size == 3 and soundness.examine().first_bad is None


@pytest.mark.django_db
def test_after_the_loss_of_the_keys_folder_the_log_goes_on_and_says_so(own_keys: Path) -> None:
    entry = tell(1)
    proof = log.proof(entry.index)
    old = keys.signer(keys.LOG).key
    shutil.rmtree(own_keys)
    signed = succession.lost("disk failed")
    assert signed is not None
    new = keys.signer(keys.LOG).key
    assert read_note(signed.text).signed_by([new]) == (new,)
    (said,) = [entry for entry in log.of_kind(kinds.KEY) if entry.payload["event"] == "lost"]
    assert said.payload["vkey"] == old.vkey and said.payload["reason"] == "disk failed"
    read_proof(proof).check(entry.leaf, [old])
    text = publishing.keys_text()
    assert old.vkey in text, "the old key stays listed, from the log itself"
    assert f"#ended {old.name}+{old.id.hex()} 0 lost\n" in text and text.count("#ended") == 1
    assert soundness.examine().first_bad is None
    tell(2)
    assert log.sign_now() is not None and soundness.examine().first_bad is None


@pytest.mark.django_db
def test_a_stolen_key_that_is_still_there_is_declared_lost_and_destroyed(own_keys: Path) -> None:
    """As docs/log.md says of a key in foreign hands; the log tells that it was lost and, destroyed, retired as well."""
    tell(1)
    log.sign_now()
    old = keys.signer(keys.LOG)
    signed = succession.lost("a copy of the folder was stolen")
    ended, current = announcing.every_key(keys.LOG)
    assert ended.vkey == old.vkey and current.vkey == keys.signer(keys.LOG).vkey != old.vkey
    events = [entry.payload["event"] for entry in log.of_kind(kinds.KEY) if entry.payload["vkey"] == old.vkey]
    assert events == ["made", "lost", "retired"] and ended.end == End(0, lost=True)
    assert signed is not None and not _bears(signed.text, old.key), (
        "a thief could lead on to a key of his own"
    )
    assert (own_keys / "log.key").read_text().count('"private": ""') == 1


@pytest.mark.django_db
def test_a_lost_key_counts_as_far_as_every_witness_had_cosigned(own_keys: Path, settings: Any) -> None:
    """A witness that cosigned up to there cosigns no other history below; beyond, a thief may have been quicker."""
    signers = [Ed25519Signer.made() for _ in range(2)]
    witnesses = [witness_key(f"w{number}.example", signer) for number, signer in enumerate(signers)]
    settings.WITNESSES = [f"{key.vkey}@https://{key.name}" for key in witnesses]
    sizes = []
    for number, asked in enumerate([[0, 1], [0], []]):
        tell(number)
        signed = log.sign_now()
        assert signed is not None
        sizes.append(signed.size)
        for one in asked:
            line = cosign(read_note(signed.text).text, witnesses[one].name, signers[one], 1_795_762_800)
            Cosigned.objects.create(
                at=timezone.now(), head_id=signed.id, name=witnesses[one].name, line=str(line)
            )
    succession.lost("stolen")
    (ended, _) = announcing.every_key(keys.LOG)
    assert ended.end == End(sizes[0], lost=True) and sizes[0] < sizes[1] < sizes[2]


def _set_back(to: int) -> None:
    """The database as an older backup has it."""
    with connection.cursor() as cursor:
        for table in ("leaf", "node", "signedhead"):
            where = f' ON "ledger_{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER ledger_{table}_no_delete{where}")
        cursor.execute('DELETE FROM ledger_leaf WHERE "index" >= %s', [to])
        for place in Node.objects.values_list("place", flat=True):
            level, position = place >> 56, place & ((1 << 56) - 1)
            if (position + 1) << level > to:
                cursor.execute("DELETE FROM ledger_node WHERE place = %s", [place])
        cursor.execute("DELETE FROM ledger_signedhead WHERE size > %s", [to])


@pytest.mark.django_db
def test_a_database_set_back_signs_neither_a_smaller_nor_another_tree(own_keys: Path) -> None:
    """Input 77."""
    for number in range(7):
        tell(number)
    log.sign_now()
    assert log.size() == 8
    _set_back(5)
    refused = guard.objection()
    assert refused is not None and refused.code == "log.forked"
    with pytest.raises(CodedError, match=r"log\.forked"):
        log.sign_now()


@pytest.mark.django_db
def test_a_set_back_log_that_grew_past_the_signed_size_is_refused_as_well(own_keys: Path) -> None:
    for number in range(3):
        tell(number)
    log.sign_now()
    assert log.size() == 4
    _set_back(3)
    for number in range(10, 14):
        tell(number)
    assert log.size() == 7
    with pytest.raises(CodedError, match=r"log\.forked"):
        log.sign_now()


@pytest.mark.django_db
def test_where_the_past_is_lost_a_new_log_names_the_old_ones_last_checkpoint(own_keys: Path) -> None:
    for number in range(7):
        tell(number)
    last = log.sign_now()
    assert last is not None
    old = keys.signer(keys.LOG).key
    _set_back(4)
    signed = succession.begin_anew("older backup only")
    assert signed is not None and signed.origin == f"{last.origin}/2" != last.origin
    head, _ = read_checkpoint(signed.text, [keys.signer(keys.LOG).key], signed.origin)
    assert head.size == log.size()
    with pytest.raises(CodedError, match=r"log\.(not-signed|other-origin)"):
        read_checkpoint(signed.text, [old], last.origin)
    (said,) = [entry for entry in log.of_kind(kinds.KEY) if entry.payload["event"] == "begun-anew"]
    assert (said.payload["former"], said.payload["former_size"]) == (last.origin, last.size)
    assert read_key(said.payload["vkey"]) == keys.signer(keys.LOG).key
    tell(8)
    assert log.sign_now() is not None


@pytest.mark.django_db
def test_the_key_of_a_former_log_counts_as_far_as_that_was_signed(own_keys: Path) -> None:
    tell(1)
    log.sign_now()
    old = keys.signer(keys.LOG).key
    for number in range(2, 7):
        tell(number)
    last = log.sign_now()
    assert last is not None
    _set_back(4)
    succession.begin_anew("older backup only")
    (former,) = [known for known in announcing.every_key(keys.LOG) if known.vkey == old.vkey]
    assert former.end == End(last.size, lost=False)


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches a power cut."""


def cut_short(act: Callable[[], object], step: int) -> bool:
    """Do it on a machine that stops before its `step`-th change of a key file or of the checkpoints; whether it did."""
    left = [step]

    def cutting(done: Callable[..., Any]) -> Callable[..., Any]:
        def cut(*given: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise PowerCut
            return done(*given, **named)

        return cut

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write", "forget"):
            patch.setattr(succession, name, cutting(getattr(succession, name)))
        for name in ("make", "retire"):
            patch.setattr(FileKeys, name, cutting(getattr(FileKeys, name)))
        patch.setattr(guard, "remember", cutting(guard.remember))
        patch.setattr(SignedHead.objects, "create", cutting(SignedHead.objects.create))
        try:
            act()
        except PowerCut:
            return True
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("step", range(1, 9))
def test_a_rotation_cut_short_anywhere_still_leads_from_the_old_key_to_the_new(
    own_keys: Path, step: int
) -> None:
    """The log goes on signing after the crash, and the same command completes it: one key is live, the old one gone."""
    tell(1)
    log.sign_now()
    old = keys.signer(keys.LOG).key
    cut_short(lambda: succession.rotate(keys.LOG), step)
    tell(2)
    between = log.sign_now()
    assert between is not None and soundness.examine().first_bad is None
    new = keys.signer(keys.LOG).key
    if new == old or keys.outgoing(keys.LOG):
        assert read_note(between.text).signed_by([old]) == (old,), "whoever trusts the old key still reads it"
        succession.rotate(keys.LOG)
        new = keys.signer(keys.LOG).key
    assert new != old and keys.outgoing(keys.LOG) == []
    both = [row for row in SignedHead.objects.all() if _bears(row.text, old) and _bears(row.text, new)]
    assert both, "a checkpoint leads from one to the other"
    retired, current = announcing.every_key(keys.LOG)
    assert (retired.vkey, current.vkey) == (old.vkey, new.vkey) and retired.retired_at is not None
    assert (own_keys / "log.key").read_text().count('"private": ""') == 1
    assert soundness.examine().first_bad is None


def _bears(text: str, key: Key) -> bool:
    return any((line.name, line.id) == (key.name, key.id) for line in read_note(text).lines)


@pytest.mark.django_db
@pytest.mark.parametrize("step", range(1, 10))
def test_a_loss_that_was_being_told_is_completed_by_the_same_command(own_keys: Path, step: int) -> None:
    """Until it is, nothing is signed, and the refusal names the command; it is told once, with the first reason."""
    tell(1)
    log.sign_now()
    old = keys.signer(keys.LOG).key
    shutil.rmtree(own_keys)
    cut = cut_short(lambda: succession.lost("disk failed"), step)
    tell(2)
    if cut:
        with pytest.raises(CodedError, match=r"log\.(succession-unfinished|key-missing)"):
            log.sign_now()
        succession.lost("disk failed" if step == 1 else "another reason")
    said = [entry.payload for entry in log.of_kind(kinds.KEY) if entry.payload["event"] == "lost"]
    assert [(one["vkey"], one["reason"]) for one in said] == [(old.vkey, "disk failed")]
    tell(3)
    signed = log.sign_now()
    assert signed is not None and signed.size == log.size() and soundness.examine().first_bad is None


@pytest.mark.django_db
def test_a_new_beginning_overtakes_a_loss_that_was_being_told_and_a_loss_waits_for_it(own_keys: Path) -> None:
    tell(1)
    last = log.sign_now()
    assert last is not None
    assert cut_short(lambda: succession.lost("disk failed"), 3) and (own_keys / key_files.LOSS).is_file()
    assert cut_short(lambda: succession.begin_anew("no backup"), 2)
    with pytest.raises(CodedError, match=r"log\.succession-unfinished"):
        succession.lost("disk failed")
    signed = succession.begin_anew("no backup")
    assert signed is not None and signed.origin == f"{last.origin}/2"
    assert not (own_keys / key_files.LOSS).exists() and log.sign_now() is not None


@pytest.mark.django_db
@pytest.mark.parametrize("step", range(1, 10))
def test_a_log_begun_anew_is_begun_once_however_often_it_was_cut_short(own_keys: Path, step: int) -> None:
    for number in range(7):
        tell(number)
    last = log.sign_now()
    assert last is not None
    _set_back(4)
    cut = cut_short(lambda: succession.begin_anew("older backup only"), step)
    if cut:
        with pytest.raises(CodedError, match=r"log\.(succession-unfinished|forked)"):
            log.sign_now()
        succession.begin_anew("older backup only")
    (said,) = [entry for entry in log.of_kind(kinds.KEY) if entry.payload["event"] == "begun-anew"]
    assert (said.payload["former"], said.payload["former_size"]) == (last.origin, last.size)
    tell(8)
    signed = log.sign_now()
    assert signed is not None and signed.origin == f"{last.origin}/2"


def test_keys_made_and_retired_at_once_by_many_are_all_kept(own_keys: Path) -> None:
    """Each adds a key and retires one of the same file: none overwrites what another wrote."""
    keeper = FileKeys()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda count: keeper.make("log", "ed25519", beside=count), range(8)))
        made = [one.public_key for one in keeper.held("log")]
        list(pool.map(lambda key: keeper.retire("log", key), made[1:]))
    assert len(made) == len(set(made)) >= 1
    assert [one.retired_at is None for one in keeper.held("log")] == [True] + [False] * (len(made) - 1)


# in processes of their own ───────────────────────────────────────────────────

WORK = """
import sys
from tanzuji.site.operations import ready_django
ready_django()
from django.db import transaction
from tanzuji.ledger import kinds, log
for number in range(int(sys.argv[2])):
    with transaction.atomic():
        log.append(kinds.CERTIFICATE, {"number": f"{sys.argv[1]}-{number}"}, subject="certificate", subject_id=sys.argv[1])
"""
SETTLE = """
from tanzuji.site.operations import ready_django
ready_django()
from django.core.management import call_command
call_command("migrate", "ledger", verbosity=0)
"""
LOOK = """
from tanzuji.site.operations import ready_django
ready_django()
from tanzuji.ledger import heads, log, soundness
from tanzuji.ledger.models import Leaf
before = heads.checkpoint()
heads.sign_now()
found = soundness.examine()
indices = list(Leaf.objects.order_by("index").values_list("index", flat=True))
each = [sum(1 for _ in log.entries("certificate", str(number))) for number in range(4)]
print(indices == list(range(len(indices))), found.first_bad, found.size, each, before is not None)
"""


def run(code: str, environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, text=True, check=True, timeout=900
    ).stdout.strip()  # fmt: skip


def test_processes_that_append_at_once_make_one_contiguous_signed_log(installation: dict[str, str]) -> None:
    """Four processes, 25 acts each, on the engine the tests run on; checkpoints are signed in between."""
    run(SETTLE, installation)
    workers = [
        subprocess.Popen([sys.executable, "-c", WORK, str(number), "25"], env=installation)
        for number in range(4)
    ]
    assert [worker.wait(timeout=900) for worker in workers] == [0, 0, 0, 0]
    assert run(LOOK, installation) == "True None 101 [25, 25, 25, 25] True"


def test_a_restored_older_backup_is_told_and_refuses_to_sign(
    installation: dict[str, str], tmp_path: Path
) -> None:
    """Backup, more acts, restore into an empty database beside the same keys: exit code 1, `log.forked`, nothing signed."""
    if "DATABASE_URL" in installation:
        pytest.skip("the restore itself is engine-neutral; the keys' folder is what is rehearsed")

    def tanzuji(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tanzuji", "--lang", "en", *arguments],
            env=installation, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip

    run(SETTLE.replace('"migrate", "ledger"', '"migrate"'), installation)
    run(WORK, installation, "0", "3")
    backup = tmp_path / "older.zip"
    assert tanzuji("backup", str(backup)).returncode == 0
    run(WORK, installation, "1", "3")
    assert tanzuji("log", "sign").returncode == 0
    for part in tmp_path.glob("tanzuji.sqlite3*"):
        part.unlink()
    restored = tanzuji("restore", str(backup))
    assert restored.returncode == 1 and "log.forked" in restored.stderr, restored.stderr
    refused = tanzuji("log", "sign")
    assert refused.returncode == 3 and "log.forked" in refused.stderr
    told = tanzuji("log", "verify")
    assert told.returncode == 1
    anew = tanzuji("log", "restart", "--reason", "only an older backup was left")
    assert anew.returncode == 0 and "/log/2" in anew.stdout
