"""A submitted study as a package that anybody can recompute: model, stated footprint, findings, library releases.

A ZIP archive with the same bytes for the same content. `manifest.json` names the digest of every other member, so the
digest of the manifest is that of the package. Reading refuses bombs, doubled names, links and names that lead out
(`archive.*`), members the manifest does not name, and any byte that is not what it says (`study-package.*`).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import canonical_json, digest, ten_digits
from tanzuji.documents.errors import define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.formats.archive import Package, open_package
from tanzuji.formats.archive_writer import EPOCH

NOT_A_PACKAGE = define(
    "study-package.not-a-package",
    zh="“{file}”不是复算包。",
    en="“{file}” is no package for recomputation.",
    remedy_zh="请用核查页面下载的 ZIP 文件。",
    remedy_en="Use the ZIP file that the page of the verification gives.",
)
WRONG_DIGEST = define(
    "study-package.wrong-digest",
    zh="包里的“{member}”与清单写的摘要不符。",
    en="“{member}” in the package is not what its manifest says.",
    remedy_zh="文件损坏或被改过；请重新下载。",
    remedy_en="The file is damaged or was changed; download it again.",
)
UNNAMED_MEMBER = define(
    "study-package.unnamed-member",
    zh="包里有清单没有写的“{member}”，或缺少清单写的文件。",
    en="The package holds “{member}”, which its manifest does not name, or lacks it.",
    remedy_zh="文件被改过；请重新下载。",
    remedy_en="The file was changed; download it again.",
)
TOO_LARGE = define(
    "study-package.releases-too-large",
    zh="数据库共 {size} MB，超过 {limit} MB，不放进包里。",
    en="The library releases take {size} MB, more than {limit} MB, and do not go into the package.",
    remedy_zh="请在自己的机器上装好同一版本的数据库再复算。",
    remedy_en="Install the same releases on your machine, then recompute.",
)

FORMAT: Literal["tanzuji/study-package/1"] = "tanzuji/study-package/1"
MANIFEST = "manifest.json"
MODEL, FOOTPRINT, FINDINGS = "model.json", "footprint.json", "findings.json"
MAX_RELEASES = 512 * 2**20
"""Bytes of library releases that go into a package."""
MAX_JSON = 64 * 2**20
_STORED = (".npy",)
"""Members that are stored as they are: arrays of zeros would look like a bomb."""
_RELEASE_FILE = re.compile(
    r"releases/([a-z0-9][a-z0-9.\-]{0,59})/([a-z0-9][a-z0-9.\-]{0,59})/([A-Za-z0-9._\-]{1,120})"
)


class PackedRelease(Document):
    """A library release the study stands on; `included` tells whether its files are in the package."""

    name: str
    version: str
    digest: str
    included: bool


class Stated(Document):
    """What is claimed of the study."""

    footprint_id: str
    result_digest: str
    model_digest: str
    total: str = Field(description="kg CO2e per unit of the study, ten significant digits")
    unit: Text
    engine_version: str
    seed: int = 0


class Manifest(Document):
    """What a package holds, and whose it is."""

    format: Literal["tanzuji/study-package/1"]
    title: Text
    reference: str = Field("", description="of the verification, with the submission")
    version: int = Field(description="of the study")
    stated: Stated
    releases: tuple[PackedRelease, ...]
    files: dict[str, str] = Field(description="member → SHA-256 in hexadecimal")


def stated_of(footprint: Footprint) -> Stated:
    """What a footprint claims."""
    return Stated(
        footprint_id=footprint.id,
        result_digest=footprint.result_digest,
        model_digest=footprint.model_digest,
        total=ten_digits(footprint.total),
        unit=footprint.unit_label,
        engine_version=footprint.engine_version,
        seed=footprint.seed,
    )


def write_study_package(
    footprint: Footprint,
    findings: Mapping[str, Any],
    releases: Sequence[Release],
    *,
    title: Text,
    reference: str,
    version: int,
    excluded: Sequence[str] = (),
) -> tuple[bytes, str]:
    """The package and its digest. `excluded`: names of releases that stay out of it.

    Raises `study-package.releases-too-large`.
    """
    packed = [release for release in releases if release.name not in excluded]
    size = sum(path.stat().st_size for release in packed for path in _files(release))
    if size > MAX_RELEASES:
        raise TOO_LARGE.error(size=size // 2**20, limit=MAX_RELEASES // 2**20)
    members = {
        MODEL: canonical_json(footprint.model),
        FOOTPRINT: canonical_json(footprint),
        FINDINGS: canonical_json(dict(findings)),
    }
    for release in packed:
        for path in _files(release):
            members[f"releases/{release.name}/{release.version}/{path.name}"] = path.read_bytes()
    manifest = Manifest(
        format=FORMAT,
        title=title,
        reference=reference,
        version=version,
        stated=stated_of(footprint),
        releases=tuple(
            PackedRelease(name=r.name, version=r.version, digest=r.digest, included=r in packed)
            for r in releases
        ),
        files={name: hashlib.sha256(content).hexdigest() for name, content in sorted(members.items())},
    )
    head = canonical_json(manifest)
    return _zipped(
        {MANIFEST: head, **dict(sorted(members.items()))}
    ), f"sha256:{hashlib.sha256(head).hexdigest()}"


def _files(release: Release) -> list[Path]:
    """The files of a release that it is computed with: its head and what the head names."""
    head = json.loads((release.folder / "release.json").read_text("utf-8"))
    names = {"release.json", *head["files"], *head["solved"]}
    return [release.folder / name for name in sorted(names)]


def _zipped(members: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return held.getvalue()


class StudyPackage:
    """An opened package whose members were all held against its manifest."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.manifest, self.digest = _manifest(package)
        named = {MANIFEST, *self.manifest.files}
        for member in sorted(named ^ set(package.names)):
            raise UNNAMED_MEMBER.error(member, member=member[:120])
        for member, expected in self.manifest.files.items():
            if hashlib.sha256(package.read(member)).hexdigest() != expected:
                raise WRONG_DIGEST.error(member, member=member[:120])

    def model(self) -> ProductModel:
        """The model. Raises what a model that does not fit raises."""
        return ProductModel.parse(self._json(MODEL))

    def footprint(self) -> Footprint:
        """The footprint as it was stated."""
        return Footprint.parse(self._json(FOOTPRINT))

    def lay_out(self, folder: Path) -> Iterator[tuple[PackedRelease, Path | None]]:
        """Each release with the folder below `folder` into which its files were written; None where not included."""
        for member in self.manifest.files:
            found = _RELEASE_FILE.fullmatch(member)
            if found is not None:
                target = folder / found[1] / found[2] / found[3]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self._package.read(member))
        for release in self.manifest.releases:
            yield release, folder / release.name / release.version if release.included else None

    def _json(self, member: str) -> Any:
        size = next((m.size for m in self._package.members if m.name == member), 0)
        try:
            if not 0 < size <= MAX_JSON:
                raise ValueError(size)
            return json.loads(self._package.read(member))
        except (ValueError, RecursionError) as error:
            raise NOT_A_PACKAGE.error(member, file=self._package.file[:120]) from error


def open_study_package(path: Path | str) -> StudyPackage:
    """The package at `path`. Raises `archive.*`, `study-package.*`."""
    return StudyPackage(open_package(path))


def _manifest(package: Package) -> tuple[Manifest, str]:
    """The manifest and its digest, which is that of the package."""
    size = next((member.size for member in package.members if member.name == MANIFEST), 0)
    if not 0 < size <= 8 * 2**20:
        raise NOT_A_PACKAGE.error(file=package.file[:120])
    content = package.read(MANIFEST)
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NOT_A_PACKAGE.error(file=package.file[:120]) from error
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise NOT_A_PACKAGE.error(file=package.file[:120])
    found = Manifest.parse(plain)
    if digest(found) != f"sha256:{hashlib.sha256(content).hexdigest()}":  # one form only
        raise WRONG_DIGEST.error(MANIFEST, member=MANIFEST)
    return found, digest(found)
