"""What the nodes room says where it cannot do what it is asked."""

from __future__ import annotations

from tanzuji.documents.errors import define
from tanzuji.parties.rights import read_only_token

NEEDS_CURATOR = define(
    "nodes.needs-curator",
    zh="对接由排放因子库的管理机构办理。",
    en="Exchange is for the curator of the factor library.",
    remedy_zh="请以承担“排放因子库管理”的单位的核算员身份办理。",
    remedy_en="Act as an editor of the organisation that curates the factor library.",
)
NEEDS_EDITOR = define(
    "nodes.needs-editor",
    zh="这一步需要“核算员”的角色。",
    en="This step needs the role of editor.",
    remedy_zh="请本单位管理员给您这个角色。",
    remedy_en="Ask an administrator of your organisation for the role.",
)
READ_ONLY_TOKEN = read_only_token("nodes")
BAD_ADDRESS = define(
    "nodes.bad-address",
    zh="“{address}”不能作对方节点的地址：{why}。",
    en="“{address}” cannot be the address of a node: {why}.",
    remedy_zh="请写成 https://主机名 的形式；内网节点须由运维打开 TANZUJI_INNER_PEERS。",
    remedy_en="Write https://host; the operator allows nodes inside the network with TANZUJI_INNER_PEERS.",
)
UNREACHABLE = define(
    "nodes.unreachable",
    zh="连不上对方节点：{detail}。",
    en="The other node cannot be reached: {detail}.",
    remedy_zh="请核对地址，稍后再发；数据仍在队列里。",
    remedy_en="Check the address and try again later; the data stay in the queue.",
)
ANSWERED_BADLY = define(
    "nodes.answered-badly",
    zh="对方节点的答复读不懂：{detail}。",
    en="The other node's answer cannot be read: {detail}.",
    remedy_zh="请确认对方是 tanzuji 节点，版本相近，令牌有效。",
    remedy_en="Make sure it is a tanzuji node of a near version, and that the token is good.",
)
DIGEST_DIFFERS = define(
    "nodes.digest-differs",
    zh="内容的摘要是 {found}，附带的摘要是 {stated}。",
    en="The content has the digest {found}, but {stated} was stated.",
    remedy_zh="内容在途中变了，没有收下；请重新发送。",
    remedy_en="It changed on its way and was not kept; send it again.",
)
NOT_MAPPED = define(
    "nodes.not-mapped",
    zh="“{dataset}”还没有对应到对方的编号。",
    en="“{dataset}” is not mapped to an id of the other node yet.",
    remedy_zh="请先填写对方编号，或选“对方新建”。",
    remedy_en="State the other node's id first, or choose “new there”.",
)
MAPPED_TWICE = define(
    "nodes.mapped-twice",
    zh="对方的编号“{theirs}”已经对应“{dataset}”。",
    en="The other node's id “{theirs}” stands for “{dataset}” already.",
    remedy_zh="一个编号只对应一个数据集；请先改掉原来的。",
    remedy_en="An id stands for one dataset; change the other first.",
)
UNIT_UNLIKE = define(
    "nodes.unit-unlike",
    zh="本方单位 {ours}，对方单位 {theirs}，不能换算。",
    en="Our unit is {ours}, theirs {theirs}; they do not convert.",
    remedy_zh="请核对是不是同一个数据集。",
    remedy_en="Check whether it is the same dataset.",
)
NOT_RELEASED = define(
    "nodes.not-released",
    zh="“{dataset}”不在已发布的版本里。",
    en="“{dataset}” is in no published release.",
    remedy_zh="只有已发布的数据可以报送；请先发布。",
    remedy_en="Only what is published is sent; publish it first.",
)
SCOPE_TOO_NARROW = define(
    "nodes.scope-too-narrow",
    zh="“{dataset}”的提供方只同意用于{declared}，不能报送其他节点。",
    en="The contributor of “{dataset}” agrees to {declared} only; it is not sent to other nodes.",
    remedy_zh="请提供方把可用范围放宽到国家数据库。",
    remedy_en="Ask the contributor to widen the scope to the national database.",
)
NO_TOKEN = define(
    "nodes.no-token",
    zh="还没有对方发给的令牌。",
    en="There is no token of the other node yet.",
    remedy_zh="请对方在其“组织 › 令牌”页发一个可写入的令牌，填在节点设置里。",
    remedy_en="Have them issue a writing token on their page “organisation › tokens” and enter it here.",
)
NOTHING_PUBLISHED = define(
    "nodes.nothing-published",
    zh="本节点还没有发布过版本。",
    en="This node has published no release yet.",
    remedy_zh="请先在“发布”里发布一个版本。",
    remedy_en="Publish one under “Releases” first.",
)
