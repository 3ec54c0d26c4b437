"""What the filings room says where it cannot do what it is asked."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_A_VALUE = define(
    "filings.not-a-value",
    zh="“{value}”不能读作证书上的数值。",
    en="“{value}” cannot be read as the value of a certificate.",
    remedy_zh="请照证书写数，如 738 或 0.0365，不写单位。",
    remedy_en="Write the number as the certificate does, such as 738 or 0.0365, without its unit.",
)
NO_UNIT = define(
    "filings.no-unit",
    zh="“{unit}”没有写明每什么单位。",
    en="“{unit}” does not say per which unit.",
    remedy_zh="请写成 kgCO2e/t、kgCO2e/kWh 这样的单位。",
    remedy_en="Write a unit such as kgCO2e/t or kgCO2e/kWh.",
)
BAD_GTIN = define(
    "filings.bad-gtin",
    zh="商品条码“{gtin}”的位数或校验位不对。",
    en="The trade item number “{gtin}” has the wrong length or check digit.",
    remedy_zh="请核对条码下的 8、12、13 或 14 位数字。",
    remedy_en="Compare the 8, 12, 13 or 14 digits below the bar code.",
)
BAD_LINK = define(
    "filings.bad-link",
    zh="“{link}”不是网址。",
    en="“{link}” is no web address.",
    remedy_zh="请写以 https:// 开头的证书查询网址，或留空。",
    remedy_en="Give the address of the certificate at its issuer, beginning with https://, or none.",
)
ENDS_BEFORE = define(
    "filings.ends-before",
    zh="有效期到 {until}，不晚于签发日 {issued}。",
    en="It is valid until {until}, which is not after its issue on {issued}.",
    remedy_zh="请照证书核对两个日期。",
    remedy_en="Compare both dates with the certificate.",
)
NEEDS_REASON = define(
    "filings.needs-reason",
    zh="没有写原因。",
    en="No reason is given.",
    remedy_zh="请写明原因，公众会看到。",
    remedy_en="State the reason; the public sees it.",
)
NO_PAPER = define(
    "filings.no-paper",
    zh="没有附上证书。",
    en="The certificate is not attached.",
    remedy_zh="请附上其他机构签发的证书（PDF 或图片），数值变更还要附上发证机构的通知。",
    remedy_en="Attach the certificate that was issued elsewhere, and for a change the notice of its issuer.",
)
UNKNOWN_PAPER = define(
    "filings.unknown-paper",
    zh="“{kind}”不是可附的文件种类。",
    en="“{kind}” is no kind of paper.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
EMPTY_PAPER = define(
    "filings.empty-paper",
    zh="文件“{file}”是空的，或超过 {limit} MiB。",
    en="The file “{file}” is empty, or larger than {limit} MiB.",
    remedy_zh="请另选文件。",
    remedy_en="Choose another file.",
)
WRONG_TYPE = define(
    "filings.wrong-type",
    zh="文件“{file}”不是 PDF、PNG 或 JPEG。",
    en="The file “{file}” is neither PDF, PNG nor JPEG.",
    remedy_zh="请转成 PDF 再附上。",
    remedy_en="Convert it to PDF and attach that.",
)
TOO_MANY_PAPERS = define(
    "filings.too-many-papers",
    zh="一项备案最多附 {limit} 份文件。",
    en="A filing has at most {limit} papers.",
    remedy_zh="请合并成较少的文件。",
    remedy_en="Join them into fewer files.",
)
NO_CERTIFICATE = define(
    "filings.no-certificate",
    zh="本平台没有编号为“{number}”的证书，或不是贵单位持有或签发的。",
    en="No certificate “{number}” was issued here that your organisation holds or issued.",
    remedy_zh="请核对编号；其他机构签发的，请用“其他机构签发的证书”。",
    remedy_en="Compare the number; for one that was issued elsewhere choose “certificate issued elsewhere”.",
)
NOT_VALID = define(
    "filings.not-valid",
    zh="证书“{number}”现在不是有效状态，不能首次备案。",
    en="The certificate “{number}” is not valid now, so it cannot be filed for the first time.",
    remedy_zh="请在证书有效时备案。",
    remedy_en="File it while it is valid.",
)
FILED_ALREADY = define(
    "filings.filed-already",
    zh="编号“{number}”已有备案在办或已备案。",
    en="A filing of “{number}” is under way or done already.",
    remedy_zh="有变化时，请在那项备案里报送变更。",
    remedy_en="Where something changed, report it in that filing.",
)
ISSUED_HERE = define(
    "filings.issued-here",
    zh="编号“{number}”是本平台签发的证书。",
    en="“{number}” is a certificate that was issued here.",
    remedy_zh="请用“本平台签发的证书”备案。",
    remedy_en="File it as a certificate issued here.",
)
OTHER_NUMBER = define(
    "filings.other-number",
    zh="变更不能换成另一张证书（“{before}”改为“{number}”）。",
    en="A change cannot turn it into another certificate (“{before}” into “{number}”).",
    remedy_zh="换发的新证书请另行备案。",
    remedy_en="File a certificate of another number by itself.",
)
FOLLOWS = define(
    "filings.follows-certificate",
    zh="本平台签发的证书，变化由系统自动跟随，不用报送。",
    en="Changes of a certificate issued here are followed by themselves.",
    remedy_zh="不用处理；数值不对时，请发证机构更正证书。",
    remedy_en="Nothing is to be done; where a value is wrong, its issuer corrects the certificate.",
)
NOTHING_NEW = define(
    "filings.nothing-new",
    zh="报送的内容与已备案的相同。",
    en="What is reported is what is filed already.",
    remedy_zh="请改动有变化的项目。",
    remedy_en="Change what has changed.",
)
NOT_BACK = define(
    "filings.not-back",
    zh="证书已{status}，不能再恢复。",
    en="The certificate is {status} and cannot come back.",
    remedy_zh="新证书请另行备案。",
    remedy_en="File a new certificate by itself.",
)
CHANGE_OPEN = define(
    "filings.change-open",
    zh="上一次报送的变更还没有办结。",
    en="The change reported before is not decided yet.",
    remedy_zh="请等主管部门办结后再报。证书暂停、撤销、注销可以随时报送。",
    remedy_en="Wait for the authority. A suspension, revocation or cancellation may be reported at any time.",
)
CHANGED_MEANWHILE = define(
    "filings.changed-meanwhile",
    zh="您打开页面之后，这项备案有了变化。",
    en="This filing has changed since you opened the page.",
    remedy_zh="请刷新页面再看一遍。",
    remedy_en="Reload the page and look again.",
)
NOT_FILER = define(
    "filings.not-filer",
    zh="备案由证书持有企业或发证机构报送。",
    en="Filings are made by the enterprise that holds a certificate or the body that issued it.",
    remedy_zh="请证书持有企业或发证机构来报送。",
    remedy_en="Ask one of them.",
)
NOT_YOURS = define(
    "filings.not-yours",
    zh="这项备案由{who}报送。",
    en="This filing was made by {who}.",
    remedy_zh="请与它联系。",
    remedy_en="Get in touch with them.",
)
NOT_AUTHORITY = define(
    "filings.not-authority",
    zh="核对和备案由主管部门作出。",
    en="The competent authority checks and files.",
    remedy_zh="请主管部门来做。",
    remedy_en="Ask the authority.",
)
FOUR_EYES = define(
    "filings.four-eyes",
    zh="核对的人不能作出备案决定。",
    en="Whoever checked it cannot decide on it.",
    remedy_zh="请主管部门的另一人来做。",
    remedy_en="Ask another person of the authority.",
)
FILER = define(
    "filings.filer-checks",
    zh="这份备案是您本人报送的，您不能再替主管部门核对或决定。",
    en="You reported this filing yourself; you cannot check it or decide on it for the authority.",
    remedy_zh="请主管部门里没有报送过它的人来做。",
    remedy_en="Ask somebody of the authority who reported nothing of it.",
)
OWN_CASE = define(
    "filings.own-case",
    zh="本单位报送的备案不能由本单位核对。",
    en="An organisation cannot check a filing of its own.",
    remedy_zh="请另一主管部门来做。",
    remedy_en="Ask another authority.",
)
