"""JS-206: a province's node and the nation's, both running, exchange what is published; each end computes the digests.

The province has published the electricity announcements of 2023 and 2024, the nation that of 2023 alone.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
AVERAGE = "cn-electricity-2024-average"


@dataclass
class Node:
    """A running node: its address, its environment and the tokens it issued."""

    address: str
    environment: dict[str, str]
    tokens: dict[str, str]
    process: subprocess.Popen[bytes]

    def ask(self, path: str, body: Any = None, *, who: str = "curator") -> Any:
        """JSON of an answer; an error answer as (status, JSON)."""
        request = urllib.request.Request(
            f"{self.address}/api/nodes/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.tokens[who]}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def run(self, words: str) -> str:
        """Python in the node's environment, with Django set up."""
        script = f"from tanzuji.site.operations import ready_django; ready_django()\n{words}"
        return subprocess.run(
            [sys.executable, "-c", script], env=self.environment, check=True, capture_output=True, text=True
        ).stdout.strip()


def _node(folder: Path, jurisdiction: str, *years: str) -> Node:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"} | {
        "TANZUJI_HOME": str(folder), "TANZUJI_JURISDICTION": jurisdiction, "TANZUJI_INNER_PEERS": "1",
        "TANZUJI_ADDRESS": f"http://127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "tanzuji.site.settings",
        "PYTHONPATH": str(HERE.parent / "publications"),
    }  # fmt: skip
    made = subprocess.run(
        [sys.executable, str(HERE / "prepare_node.py"), *years],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    log = folder.with_suffix(".log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "tanzuji", "serve", "--port", str(port), "--processes", "1", "--worker"],
        env=environment, stdout=log, stderr=log,
    )  # fmt: skip
    node = Node(f"http://127.0.0.1:{port}", environment, json.loads(made.stdout.splitlines()[-1]), process)
    _until(lambda: _ready(node), "the node starts")
    return node


def _ready(node: Node) -> bool:
    try:
        with urllib.request.urlopen(f"{node.address}/health/ready", timeout=5):
            return True
    except OSError:
        return False


def _until(holds: Callable[[], Any], what: str, seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Node, Node]]:
    """The province's and the nation's."""
    folder = tmp_path_factory.mktemp("nodes")
    made: list[Node] = []
    try:
        made.append(_node(folder / "province", "cn-js", "2023", "2024"))
        made.append(_node(folder / "nation", "cn", "2023"))
        yield made[0], made[1]
    finally:
        for node in made:
            node.process.send_signal(signal.SIGTERM)
        for node in made:
            try:
                node.process.wait(20)
            except subprocess.TimeoutExpired:
                node.process.kill()


def _exchanged(province: Node, peer: str) -> None:
    """One run of the exchange, to its end."""
    begun = province.ask(f"peers/{peer}/exchange", {})
    request = urllib.request.Request(
        f"{province.address}/api/jobs/{begun['job']}",
        headers={"Authorization": f"Bearer {province.tokens['curator']}"},
    )

    def ended() -> bool:
        with urllib.request.urlopen(request, timeout=10) as answer:
            job = json.load(answer)
        assert job["state"] != "failed", job
        return bool(job["state"] == "done")

    _until(ended, "the exchange ends")


def _latest(province: Node, peer: str, dataset: str) -> Any:
    return next(s for s in province.ask(f"peers/{peer}/shipments")["items"] if s["dataset"] == dataset)


def test_a_dataset_is_mapped_queued_sent_and_acknowledged_and_both_ends_hold_the_same(
    nodes: tuple[Node, Node],
) -> None:
    province, nation = nodes
    peer = province.run(
        "from tanzuji.nodes import services\n"
        "from tanzuji.parties import queries\n"
        "from tanzuji.parties.models import Person\n"
        "person = Person.objects.get(email='ming.yuan@data-centre.example')\n"
        "acting = queries.acting_for(person)\n"
        f"print(services.add_peer(acting, address={nation.address!r}, zh='国家', en='Nation',"
        f" crosswalk='cn-national', token={nation.tokens['province']!r}).id)"
    )
    # unmapped: not queued
    status, refused = province.ask(f"peers/{peer}/shipments", {"dataset": AVERAGE})
    assert status == 422 and refused["problems"][0]["code"] == "nodes.not-mapped"
    province.ask(f"peers/{peer}/mappings", {"dataset": AVERAGE, "theirs": ""})
    province.ask(
        f"peers/{peer}/mappings",
        {"dataset": "cn-electricity-2024-wind", "theirs": "cn-electricity-2023-wind"},
    )
    first = province.ask(f"peers/{peer}/shipments", {"dataset": AVERAGE})
    again = province.ask(f"peers/{peer}/shipments", {"dataset": AVERAGE})
    assert first["state"] == "queued" and again["id"] == first["id"], (
        "queued once, however often it is asked for"
    )
    province.ask(f"peers/{peer}/shipments", {"dataset": "cn-electricity-2024-wind"})
    _exchanged(province, peer)
    sent = _latest(province, peer, AVERAGE)
    assert sent["state"] == "sent"

    arrived = {a["id"]: a for a in nation.ask("parcels")}
    assert len(arrived) == 2
    average = next(a for a in arrived.values() if a["digest"] == sent["digest"])
    assert average["state"] == "received" and average["conflicts"] == [], (
        "no dataset of the nation's is like it"
    )
    wind = next(a for a in arrived.values() if a["digest"] != sent["digest"])
    # announcements: wind 0.0336 in 2023, 0.0324 in 2024: −3.571 %
    told = {c["kind"]: c["share"] for c in wind["conflicts"]}
    assert told["value"] == pytest.approx((0.0324 - 0.0336) / 0.0336)

    # sent twice is there once
    parcel = json.loads(
        province.run(
            f"from tanzuji.nodes.models import Shipment; print(Shipment.objects.get(id={sent['id']!r}).parcel)"
        )
    )
    assert parcel["record"]["factorName"] and parcel["record"]["gasRaw"] == "CO2e"
    assert nation.ask("parcels", parcel, who="province")["id"] == average["id"]

    # only the curator decides
    status, refused = nation.ask(f"parcels/{average['id']}/decision", {"accept": True}, who="province")
    assert status == 403 and refused["problems"][0]["code"] == "nodes.needs-curator"
    taken = nation.ask(f"parcels/{average['id']}/decision", {"accept": True, "reason": "收下"})
    assert taken["state"] == "acknowledged" and taken["contribution"].startswith("D-")
    nation.ask(
        f"parcels/{wind['id']}/decision", {"accept": False, "reason": "2023 年的编号不能换成 2024 年的数值"}
    )
    _exchanged(province, peer)
    assert _latest(province, peer, AVERAGE)["state"] == "acknowledged"
    assert _latest(province, peer, "cn-electricity-2024-wind")["state"] == "rejected"
    status, refused = nation.ask(f"parcels/{wind['id']}/decision", {"accept": True})
    assert status in (403, 409, 422) and refused["problems"][0]["code"] == "state.not-now"


def test_what_was_changed_on_its_way_is_refused_and_nothing_is_kept(nodes: tuple[Node, Node]) -> None:
    province, nation = nodes
    before = nation.ask("parcels")
    parcel = province.ask(f"catalogue/{AVERAGE}")
    changed = {**parcel, "dataset": {**parcel["dataset"], "amounts": [{"gas": "CO2e", "amount": 0.1}]}}
    status, refused = nation.ask("parcels", changed, who="province")
    assert status == 422 and refused["problems"][0]["code"] == "nodes.digest-differs"
    assert nation.ask("parcels") == before


def test_catalogues_agree_on_what_both_published(nodes: tuple[Node, Node]) -> None:
    """The same announcement published on both ends has the same digest on both."""
    province, nation = nodes
    ours = {row["id"]: row["digest"] for row in province.ask("catalogue")["rows"]}
    theirs = {row["id"]: row["digest"] for row in nation.ask("catalogue")["rows"]}
    assert theirs and all(ours.get(id_) == digest for id_, digest in theirs.items() if id_ in ours)
