"""What can go wrong with a catalogue."""

from __future__ import annotations

from tanzuji.documents.errors import define

DAMAGED = define(
    "catalogue.damaged",
    zh="产品目录的文件已损坏（{file}）。",
    en="The files of the product catalogue are damaged ({file}).",
    remedy_zh="请删除目录文件夹；它会从各版本重新生成。",
    remedy_en="Delete the catalogue's folder; it is made again from the versions.",
)
LOOP = define(
    "catalogue.loop",
    zh="产品互相引用，成了环：{loop}。",
    en="Products stand on each other in a loop: {loop}.",
    remedy_zh="请在其中一个产品里改用数据库的数据集。",
    remedy_en="Use a dataset of a library instead in one of them.",
)
NO_PRODUCT = define(
    "catalogue.no-product",
    zh="目录里没有产品“{product}”。",
    en="The catalogue has no product “{product}”.",
    remedy_zh="请先为它生成版本。",
    remedy_en="Make a version of it first.",
)
