"""What organisations are told of releases of the libraries they stand on."""

from __future__ import annotations

from tanzuji.notices.services import declare

AFFECTED = declare(
    "footprints.affected",
    zh="数据库新版本影响本单位的核算",
    en="A library's new release affects your studies",
)
TO_COME = declare(
    "footprints.affected-soon",
    zh="将要发布的数据库版本会影响本单位的核算",
    en="A release to come will affect your studies",
)
DATASET = declare(
    "footprints.dataset-standing",
    zh="所用数据集被撤回、暂停或恢复",
    en="A dataset you use was withdrawn, suspended or reinstated",
)
