"""The packaging designer's parcel: every size and language of a label in the files printers take."""

from __future__ import annotations

import io
import zipfile
from typing import get_args

from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.errors import CodedError, Language
from tanzuji.figures.labels import FORMATS, SIZES
from tanzuji.labels import drawing, queries

_MADE = (2000, 1, 1, 0, 0, 0)
"""Of every member: equal labels give equal parcels."""


def parcel(view: CertificateView) -> bytes:
    """A ZIP with L, M and S, in colour and one ink, in Chinese and English, each as SVG, PDF and PNG, and how to use them.

    A size that would be too small for what it has to say is left out, and the notes say why. Raises `labels.not-in-force`.
    """
    drawing.label_of(view, "zh")  # nothing at all for a certificate that is not in force
    held = io.BytesIO()
    left_out: list[str] = []
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as parcel:
        for variant in drawing.variants_of(view):
            for lang in get_args(Language):
                for size in SIZES:
                    try:
                        for name, content in _files(view, variant, lang, size):
                            _put(parcel, f"{view.number}/{lang}/{name}", content)
                    except CodedError as error:
                        left_out.append(
                            f"{variant}-{size} ({lang}): {error.problems[0].text('zh')} {error.problems[0].text('en')}"
                        )
        _put(parcel, f"{view.number}/README.txt", _notes(view, left_out).encode())
    return held.getvalue()


def _files(view: CertificateView, variant: str, lang: str, size: str) -> list[tuple[str, bytes]]:
    return [
        (
            f"{variant}-{size}{'-mono' if mono else ''}.{format}",
            queries.art(view, variant=variant, size=size, lang=lang, mono=mono, format=format),
        )
        for mono in (False, True)
        for format in FORMATS
    ]


def _put(parcel: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, _MADE)
    member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    parcel.writestr(member, content)


def _notes(view: CertificateView, left_out: list[str]) -> str:
    sizes = "\n".join(f"  {name.upper()}  {width} × {height} mm" for name, (width, height) in SIZES.items())
    missing = "\n".join(f"  {line}" for line in left_out)
    return f"""{view.number}
有效至 / valid until {view.expires_on.isoformat()}

尺寸 / sizes
{sizes}
  只可等比放大，不可缩小；四周留白至少一个岩芯宽。
  Scale up in proportion only, never down; leave the width of the core free on all sides.

文件 / files
  SVG 文字已转曲线；PDF 内嵌字体；PNG 600 ppi，背景透明。-mono 为单色。
  SVG: text as outlines. PDF: face embedded. PNG: 600 ppi, clear ground. -mono: one ink.

使用 / use
  只可用在已授权的位置；证书暂停、撤销、注销或到期后立即停用。不得改动内容、颜色和比例。
  本标识不是国家产品碳足迹标识。
  Use it only where it is authorised; stop at once when the certificate is suspended, revoked, cancelled or over.
  Change no content, colour or proportion. This is not the national product carbon footprint mark.
{("没有生成 / left out" + chr(10) + missing) if missing else ""}
"""
