"""Hostile XML at the doors of EcoSpold 1 and 2: a coded refusal each, within 2 s and 512 MiB, and nothing stored."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.engine.store import release_folder
from tanzuji.formats import doors
from tanzuji.formats.archive import Member, Package
from tanzuji.formats.ecospold1 import read_database as read_1
from tanzuji.formats.ecospold2 import read_database as read_2
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.records import Database

ONE, TWO = "http://www.EcoInvent.org/EcoSpold01", "http://www.EcoInvent.org/EcoSpold02"
READERS = {ONE: read_1, TWO: read_2}
PROCESS = {
    ONE: """<dataset number="1"><metaInformation><processInformation><referenceFunction name="%s" unit="kg"/>
      </processInformation></metaInformation><flowData>
      <exchange number="1" name="iron" unit="kg" meanValue="1"><outputGroup>0</outputGroup></exchange>%s
      </flowData></dataset>""",
    TWO: """<activityDataset><activityDescription><activity id="a"><activityName>%s</activityName></activity>
      </activityDescription><flowData><intermediateExchange id="e" amount="1" intermediateExchangeId="iron">
      <name>iron</name><unitName>kg</unitName><outputGroup>0</outputGroup></intermediateExchange>%s
      </flowData></activityDataset>""",
}


def whole(namespace: str, name: str = "iron", more: str = "", prologue: str = "") -> bytes:
    """A file of one process, with more of what a test wants in it."""
    return f'{prologue}<ecoSpold xmlns="{namespace}">{PROCESS[namespace] % (name, more)}</ecoSpold>'.encode()


def laughs(levels: int = 9) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels + 1))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'


def doctype(inside: str) -> Callable[[str], bytes]:
    return lambda namespace: whole(namespace, prologue=f"<!DOCTYPE x {inside}>")


HOSTILE: dict[str, tuple[Callable[[str], bytes], str]] = {
    "billion laughs": (lambda ns: whole(ns, "&l9;", prologue=laughs()), "xml.doctype"),
    "quadratic blow-up": (
        lambda ns: whole(ns, "&a;" * 20_000, prologue=f'<!DOCTYPE x [<!ENTITY a "{"x" * 200_000}">]>'),
        "xml.doctype",
    ),
    "a file of the system": (doctype('[<!ENTITY f SYSTEM "file:///etc/passwd">]'), "xml.doctype"),
    "a parameter entity": (doctype('[<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;]'), "xml.doctype"),
    "a definition elsewhere": (doctype('SYSTEM "http://127.0.0.1/x.dtd"'), "xml.doctype"),
    "any definition": (doctype(""), "xml.doctype"),
    "an include": (
        lambda ns: whole(
            ns, more='<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
        ),
        "xml.xinclude",
    ),
    "200 000 levels": (lambda ns: whole(ns, more="<x>" * 200_000 + "</x>" * 200_000), "xml.too-deep"),
    "300 000 attributes": (
        lambda ns: whole(ns, more="<x " + " ".join(f'a{n}="1"' for n in range(300_000)) + "/>"),
        "xml.too-many-attributes",
    ),
    "a text of 30 MB": (lambda ns: whole(ns, more=f"<x>{'x' * 30_000_000}</x>"), "xml.text-too-long"),
    "UTF-7": (
        lambda ns: whole(ns, prologue='<?xml version="1.0" encoding="UTF-7"?>'),
        "xml.unknown-encoding",
    ),
    "UTF-16 under another mark": (
        lambda ns: b"\xff\xfe" + whole(ns).decode().encode("utf-16-be"),
        "xml.",
    ),
    "a zero byte": (lambda ns: whole(ns, "ir\x00on"), "xml.nul-character"),
    "cut short": (lambda ns: whole(ns)[:-80], "xml.malformed"),
    "nothing": (lambda ns: b"", "xml.empty"),
}


def package(data: bytes) -> Package:
    return Package("hostile.zip", (Member("hostile.xml", len(data)),), lambda name: data)


def read(namespace: str, data: bytes) -> Database:
    return READERS[namespace](package(data), lambda *told: None)


@pytest.mark.parametrize("namespace", [ONE, TWO], ids=["ecospold1", "ecospold2"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_in_bounded_time_and_memory(namespace: str, name: str) -> None:
    make, code = HOSTILE[name]
    data = make(namespace)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(CodedError) as refused:
        read(namespace, data)
    assert refused.value.code.startswith(code)
    assert refused.value.problems[0].path.startswith("hostile.xml")
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024


@pytest.mark.parametrize("namespace", [ONE, TWO], ids=["ecospold1", "ecospold2"])
def test_a_style_sheet_is_passed_over(namespace: str) -> None:
    sheet = '<?xml-stylesheet type="text/xsl" href="http://127.0.0.1/x.xsl"?>'
    assert read(namespace, whole(namespace, prologue=sheet)).processes[0].name == "iron"


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "gb2312"])
@pytest.mark.parametrize("namespace", [ONE, TWO], ids=["ecospold1", "ecospold2"])
def test_chinese_encodings_work(namespace: str, codec: str) -> None:
    data = whole(namespace, "生铁", prologue=f'<?xml version="1.0" encoding="{codec}"?>')
    assert read(namespace, data.decode().encode(codec)).processes[0].name == "生铁"


@pytest.mark.parametrize(("right", "wrong"), [(ONE, TWO), (TWO, ONE)])
def test_the_root_s_namespace_decides_whatever_the_file_is_called(
    right: str, wrong: str, tmp_path: Path
) -> None:
    (tmp_path / "ecospold2.xml").write_bytes(whole(right))
    assert doors.read_any(tmp_path / "ecospold2.xml", lambda *told: None).kind in {"ecospold1", "ecospold2"}
    with pytest.raises(CodedError) as refused:
        read(wrong, whole(right))
    assert refused.value.code in {"ecospold1.no-datasets", "ecospold2.no-activities"}


def test_a_process_that_takes_itself_and_a_circle_of_three_are_solved(tmp_path: Path) -> None:
    """Each takes half a kilogram of the next; the first also a tenth of its own and emits 1 kg CO2:
    x = 1 + 0.1 x + 0.5 · 0.5 · 0.5 x, so x = 1 / 0.775."""

    def dataset(number: int, inputs: str) -> str:
        return f"""<dataset number="{number}"><metaInformation><processInformation>
          <referenceFunction name="p{number}" unit="kg"/></processInformation></metaInformation><flowData>
          <exchange number="{number}" name="p{number}" unit="kg" meanValue="1"><outputGroup>0</outputGroup></exchange>
          {inputs}</flowData></dataset>"""

    def taken(number: int, amount: float) -> str:
        return f"""<exchange number="{number}" name="p{number}" unit="kg" meanValue="{amount}">
          <inputGroup>5</inputGroup></exchange>"""

    gas = """<exchange number="9" name="Carbon dioxide, fossil" category="air" unit="kg" meanValue="1">
      <outputGroup>4</outputGroup></exchange>"""
    circle = (
        dataset(1, taken(1, 0.1) + taken(2, 0.5) + gas)
        + dataset(2, taken(3, 0.5))
        + dataset(3, taken(1, 0.5))
    )
    database = read(ONE, f'<ecoSpold xmlns="{ONE}">{circle}</ecoSpold>'.encode())
    release = import_database(database, name="circle", home=tmp_path).release
    assert float(release.intensity("1").sum()) == pytest.approx(1 / 0.775)


@pytest.mark.parametrize("namespace", [ONE, TWO], ids=["ecospold1", "ecospold2"])
def test_nothing_is_stored_where_a_file_is_refused(namespace: str) -> None:
    data = whole(namespace, prologue="<!DOCTYPE x>")
    with pytest.raises(CodedError):
        import_database(read(namespace, data), name="refused-spold")
    assert not release_folder("refused-spold", "1").exists()
