"""Kinds of organisations and roles of people in them, with their names."""

from __future__ import annotations

from typing import Literal

from tanzuji.documents.text import Text

Kind = Literal[
    "enterprise",
    "verifier",
    "certification_body",
    "regulator",
    "bank",
    "buyer",
    "retailer",
    "association",
    "research",
]

KINDS: dict[Kind, Text] = {
    "enterprise": Text(zh="企业", en="Enterprise"),
    "verifier": Text(zh="核查机构", en="Verifier"),
    "certification_body": Text(zh="认证机构", en="Certification body"),
    "regulator": Text(zh="主管部门", en="Regulator"),
    "bank": Text(zh="银行", en="Bank"),
    "buyer": Text(zh="采购方", en="Buyer"),
    "retailer": Text(zh="零售商", en="Retailer"),
    "association": Text(zh="行业协会", en="Association"),
    "research": Text(zh="科研与技术机构", en="Research and technical body"),
}

Role = Literal["admin", "editor", "reviewer", "reader"]

ROLES: dict[Role, Text] = {
    "admin": Text(zh="管理员", en="Administrator"),
    "editor": Text(zh="核算员", en="Editor"),
    "reviewer": Text(zh="评审员", en="Reviewer"),
    "reader": Text(zh="查看者", en="Reader"),
}
"""Administrators look after people and tokens; editors account; reviewers decide on what others accounted."""

ROLE_MEANINGS: dict[Role, Text] = {
    "admin": Text(
        zh="邀请成员，分配角色，查看操作记录，撤销任何令牌",
        en="Invites people, gives roles, reads the activity, withdraws any token",
    ),
    "editor": Text(
        zh="新建和编辑核算，生成版本，提交", en="Creates and edits studies, makes versions, submits"
    ),
    "reviewer": Text(zh="评审他人核算的版本", en="Reviews versions that others accounted"),
    "reader": Text(zh="只能查看和下载", en="Reads and downloads only"),
}

Mandate = Literal["authority", "standards", "models", "factors", "base_data"]

MANDATES: dict[Mandate, Text] = {
    "authority": Text(zh="主管部门", en="Competent authority"),
    "standards": Text(zh="标准规则库管理", en="Curator of the standards library"),
    "models": Text(zh="产品模型库管理", en="Curator of the product model library"),
    "factors": Text(zh="排放因子库管理", en="Curator of the factor library"),
    "base_data": Text(zh="基础数据库管理", en="Curator of the base data library"),
}
"""What an operator charges an organisation with on this installation (DOMAIN A.9, A.11). Inside it, roles still
count: an editor prepares, a reviewer, who is somebody else, decides."""

Factor = Literal["fresh", "old", "none"]
"""How lately a second factor was shown."""

Office = Literal["system", "security", "audit"]

OFFICES: dict[Office, Text] = {
    "system": Text(zh="系统管理员", en="System administrator"),
    "security": Text(zh="安全管理员", en="Security administrator"),
    "audit": Text(zh="审计管理员", en="Audit administrator"),
}
"""Who runs the installation (GB/T 22239, 三员分立). Nobody holds two, and none of them holds a role in an
organisation: so nobody can do something, allow it to themselves, and be the one who looks into it."""

OFFICE_MEANINGS: dict[Office, Text] = {
    "system": Text(
        zh="看安装状态、任务和单位职权；不能管账号，不能看审计记录",
        en="Sees the state of the installation, jobs and mandates; manages no accounts and reads no audit trail",
    ),
    "security": Text(
        zh="停用和恢复账号，撤销令牌；不能管系统，不能看审计记录",
        en="Blocks and unblocks accounts, withdraws tokens; runs no system and reads no audit trail",
    ),
    "audit": Text(
        zh="查看、核对和导出审计记录；不能管系统，不能管账号",
        en="Reads, verifies and exports the audit trail; runs no system and manages no accounts",
    ),
}
