"""What can be wrong with an edit: its place, its shape, its value."""

from __future__ import annotations

from tanzuji.documents.errors import define

BAD_PLACE = define(
    "edit.bad-place",
    zh="“{place}”不是一个位置（第 {position} 个字符起读不懂）。",
    en="“{place}” is not a place (it cannot be read from character {position}).",
    remedy_zh="请写成如 processes[grinding].energy[power].amount 的位置；特殊字符放在方括号和双引号里。",
    remedy_en="Write a place such as processes[grinding].energy[power].amount; odd characters go into brackets with double quotes.",
)
NOT_FOUND = define(
    "edit.not-found",
    zh="模型里没有“{missing}”。",
    en="The model has no “{missing}”.",
    remedy_zh="它可能已被别人删除或改名：请刷新后再改。可用：{known}。",
    remedy_en="Someone may have removed or renamed it: load the page again. There are: {known}.",
)
EXISTS = define(
    "edit.exists",
    zh="标识“{id}”在这里已经有了。",
    en="The id “{id}” is taken here already.",
    remedy_zh="请换一个标识，或修改已有的那一项。",
    remedy_en="Use another id, or change the item that has it.",
)
WRONG_SHAPE = define(
    "edit.wrong-shape",
    zh="这里应是{wanted_zh}。",
    en="This must be {wanted_en}.",
    remedy_zh="请改用适合这个位置的操作：字段用 set、unset，列表的项用 insert、remove、move，整个模型用 replace_all。",
    remedy_en="Use the operation for this place: set and unset for fields, insert, remove and move for items of a list, replace_all for the whole model.",
)
NOT_A_VALUE = define(
    "edit.not-a-value",
    zh="这个值不能写进模型（{detail_zh}）。",
    en="The value cannot stand in a model ({detail_en}).",
    remedy_zh="请写文字、有限的数、真假值，或由它们组成的列表和对象；要清空请用 unset。",
    remedy_en="Write text, finite numbers, true or false, or lists and objects of these; to clear a field, use unset.",
)
TWO_POSITIONS = define(
    "edit.two-positions",
    zh="after 和 at 只能写一个。",
    en="Only one of `after` and `at` can be given.",
    remedy_zh="请去掉其中一个。",
    remedy_en="Remove one of them.",
)
