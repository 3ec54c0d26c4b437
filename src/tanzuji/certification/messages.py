"""What the certification room refuses, and what to do about it."""

from __future__ import annotations

from tanzuji.documents.errors import define

NOT_APPLICANT = define(
    "certification.not-applicant",
    zh="认证机构和主管部门不在这里申请认证。",
    en="Certification bodies and authorities do not apply here.",
    remedy_zh="请以企业等单位的身份申请。",
    remedy_en="Apply for an enterprise or another organisation.",
)
ONLY_APPLICANT = define(
    "certification.only-applicant",
    zh="这由申请单位来做。",
    en="This is for the applicant.",
    remedy_zh="请联系申请单位。",
    remedy_en="Ask the applicant.",
)
ONLY_BODY = define(
    "certification.only-body",
    zh="这由认证机构来做。",
    en="This is for the certification body.",
    remedy_zh="请联系受理的认证机构。",
    remedy_en="Ask the body that has the application.",
)
NOT_A_BODY = define(
    "certification.not-a-body",
    zh="请选择一家认证机构。",
    en="Choose a certification body.",
    remedy_zh="在“认证机构”列表里选一家；平台不代为选择。",
    remedy_en="Choose one of the list of bodies; the platform chooses none for you.",
)
NO_STUDY = define(
    "certification.no-study",
    zh="请选择一项核算。",
    en="Choose a study.",
    remedy_zh="选择本单位的一项核算；提交前要有已评审的版本。",
    remedy_en="Choose a study of your organisation; it needs a reviewed version before you apply.",
)
NO_VERSION = define(
    "certification.no-version",
    zh="这项核算还没有通过内部评审的版本。",
    en="This study has no version that passed the internal review.",
    remedy_zh="请先在核算里生成版本并完成评审。",
    remedy_en="Make a version in the study and have it reviewed.",
)
NO_SCHEME = define(
    "certification.no-scheme",
    zh="没有这项认证制度，或它不再有效。",
    en="There is no such scheme, or it is no longer in force.",
    remedy_zh="请从现行制度中选择。",
    remedy_en="Choose one of the schemes in force.",
)
OTHER_BODYS_SCHEME = define(
    "certification.other-bodys-scheme",
    zh="“{scheme}”是{owner}自己的制度，由它认证。",
    en="“{scheme}” is {owner}'s own scheme; it certifies by it.",
    remedy_zh="请选择该机构，或另选制度。",
    remedy_en="Choose that body, or another scheme.",
)
NOT_EDITABLE = define(
    "certification.not-editable",
    zh="申请已提交，现在不能修改。",
    en="The application was handed in and cannot be changed now.",
    remedy_zh="退回补正后才能修改；也可以撤回后重新申请。",
    remedy_en="It can be changed once it is sent back; or withdraw it and apply anew.",
)
BAD_DATE = define(
    "certification.bad-date",
    zh="“{value}”不是日期。",
    en="“{value}” is no date.",
    remedy_zh="写作 2026-05-31。",
    remedy_en="Write it as 2026-05-31.",
)
BAD_NUMBER = define(
    "certification.bad-number",
    zh="“{value}”不是可用的数。",
    en="“{value}” is no usable number.",
    remedy_zh="写 0 或正数，不带单位。",
    remedy_en="Write 0 or a positive number, without a unit.",
)
UNKNOWN_CHOICE = define(
    "certification.unknown-choice",
    zh="“{value}”不在可选值之中。",
    en="“{value}” is not one of the choices.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
REASON_NEEDED = define(
    "certification.reason-needed",
    zh="“{action}”需要写明理由。",
    en="“{action}” needs a reason.",
    remedy_zh="请写出理由；申请单位和认证机构都看得到。",
    remedy_en="Write the reason; applicant and body both read it.",
)
TEXT_NEEDED = define(
    "certification.text-needed",
    zh="“{what}”没有写。",
    en="“{what}” is empty.",
    remedy_zh="请补上。",
    remedy_en="Fill it in.",
)
NO_FILE = define(
    "certification.no-file",
    zh="没有文件，也没有选择已有的凭证。",
    en="There is neither a file nor a paper of the vault.",
    remedy_zh="上传一个文件，或从凭证库里选择。",
    remedy_en="Upload a file, or choose one of the vault.",
)
KEY_TAKEN = define(
    "certification.key-reused",
    zh="这个提交键已用于另一份申请。",
    en="This key was used for another application.",
    remedy_zh="请换一个键。",
    remedy_en="Use another key.",
)
OUTSIDE_BOUNDARY = define(
    "certification.outside-boundary",
    zh="核算的系统边界“{boundary}”不在制度允许的范围内。",
    en="The study's boundary “{boundary}” is not one the scheme takes.",
    remedy_zh="请按制度的边界核算，或另选制度。",
    remedy_en="Account within a boundary of the scheme, or choose another scheme.",
)
VARIANT_CLOSED = define(
    "certification.variant-closed",
    zh="这种标识式样现在还没有对这类产品开放。",
    en="This variant of the label is not open for such products now.",
    remedy_zh="请选择已开放的式样。",
    remedy_en="Choose a variant that is open.",
)
BAD_GTIN = define(
    "certification.bad-gtin",
    zh="GTIN 的位数或校验码不对。",
    en="The GTIN has a wrong length or check digit.",
    remedy_zh="GTIN 为 8、12、13 或 14 位数字，最后一位是校验码；没有就留空。",
    remedy_en="A GTIN has 8, 12, 13 or 14 digits, the last a check digit; leave it empty where there is none.",
)
OTHER_PRODUCT = define(
    "certification.other-product",
    zh="核算所依的规则（{rule}）不是目录项“{item}”的规则。",
    en="The rules of the study ({rule}) are not those of “{item}”.",
    remedy_zh="请改选目录项，或按该产品的规则核算。",
    remedy_en="Choose another item, or account by the rules of that product.",
)
UNKNOWN_ITEM = define(
    "certification.unknown-item",
    zh="目录里没有“{item}”。",
    en="The catalogue has no item “{item}”.",
    remedy_zh="请从制度的目录里选择。",
    remedy_en="Choose one of the scheme's catalogue.",
)
NOT_IN_CATALOGUE = define(
    "certification.not-in-catalogue",
    zh="产品不在目录内，这项制度也不允许参照执行。",
    en="The product is not in the catalogue, and this scheme takes none by analogy.",
    remedy_zh="请选择目录项，或另选制度。",
    remedy_en="Choose an item, or another scheme.",
)
NO_ANALOGY = define(
    "certification.no-analogy",
    zh="产品不在目录内，还没有说明为什么可以参照执行。",
    en="The product is not in the catalogue, and nothing says why the scheme may be followed by analogy.",
    remedy_zh="请写明参照哪类产品、规则为何适用。",
    remedy_en="Say which product class it follows, and why the rules fit.",
)
BODY_UNCONFIRMED = define(
    "certification.body-unconfirmed",
    zh="认证机构的资质还没有经主管部门确认。",
    en="The authority has not confirmed the qualification of the body.",
    remedy_zh="请认证机构申报资质，由主管部门确认。",
    remedy_en="The body declares it, the authority confirms it.",
)
BODY_NO_PILOT = define(
    "certification.body-no-pilot",
    zh="认证机构没有列入试点。",
    en="The body is not named for the pilot.",
    remedy_zh="请选择列入试点的机构。",
    remedy_en="Choose a body that is.",
)
BODY_NO_FIELD = define(
    "certification.body-no-field",
    zh="认证机构的范围不含这类产品。",
    en="The body's scope does not hold such products.",
    remedy_zh="请选择范围含该产品的机构，或由机构扩项。",
    remedy_en="Choose a body whose scope does, or have the body extend it.",
)
BODY_YOUNG = define(
    "certification.body-young",
    zh="认证机构从 {since} 起从事这类产品，不足 {years} 年。",
    en="The body has worked in this field since {since}, less than {years} years.",
    remedy_zh="请选择经历足够的机构。",
    remedy_en="Choose a body with enough experience.",
)
BODY_FEW_PROJECTS = define(
    "certification.body-few-projects",
    zh="认证机构完成碳足迹项目 {count} 个，不足 {least} 个。",
    en="The body has done {count} footprint projects; {least} are asked for.",
    remedy_zh="请更新申报，由主管部门确认。",
    remedy_en="Update the declaration and have it confirmed.",
)
BODY_NO_STANDARD = define(
    "certification.body-no-standard",
    zh="认证机构没有声明按 {standards} 管理。",
    en="The body does not declare to be managed by {standards}.",
    remedy_zh="请补充申报。",
    remedy_en="Add it to the declaration.",
)
FEW_STAFF = define(
    "certification.few-staff",
    zh="在该产品领域满 {years} 年的专职人员 {count} 人，要求 {least} 人。",
    en="{count} full-time people have {years} years in this field; {least} are asked for.",
    remedy_zh="请登记人员和专业能力，由主管部门确认。",
    remedy_en="Register people with their competence and have them confirmed.",
)
NO_LEGAL_PERSON = define(
    "certification.no-legal-person",
    zh="没有声明委托人是法人。",
    en="The applicant does not declare to be a legal person.",
    remedy_zh="请确认后勾选。",
    remedy_en="Make sure of it and tick the box.",
)
NO_MANAGEMENT_DATE = define(
    "certification.no-management-date",
    zh="没有写管理体系从哪天起运行。",
    en="It is not said since when the management system runs.",
    remedy_zh="请写出日期。",
    remedy_en="State the day.",
)
MANAGEMENT_YOUNG = define(
    "certification.management-young",
    zh="管理体系运行了 {days} 天，不足 {least} 天。",
    en="The management system has run for {days} days; {least} are asked for.",
    remedy_zh="请在 {ready} 或以后提交。",
    remedy_en="Apply on {ready} or later.",
)
PAPERS_MISSING = define(
    "certification.papers-missing",
    zh="申请资料还缺：{names}。",
    en="Papers are missing: {names}.",
    remedy_zh="请逐项上传。",
    remedy_en="Upload each of them.",
)
NO_TARGET = define(
    "certification.no-target",
    zh="降碳计划没有可衡量的目标。",
    en="The reduction plan has no measurable target.",
    remedy_zh="请写指标、单位、基准年和数值、目标年和更低的数值。",
    remedy_en="State indicator, unit, base year and value, target year and a lower value.",
)
NO_MODELS = define(
    "certification.no-models",
    zh="没有写产品型号。",
    en="No model of the product is named.",
    remedy_zh="每行写一个型号。",
    remedy_en="Write one model a line.",
)
MODEL_TWICE = define(
    "certification.model-twice",
    zh="有型号写了两次。",
    en="A model is named twice.",
    remedy_zh="请删去重复的。",
    remedy_en="Remove the repetition.",
)
NO_FAMILY = define(
    "certification.no-family",
    zh="有几个型号，却没有说明它们为什么是一个系列。",
    en="There are several models, but nothing says why they are one family.",
    remedy_zh="写明系列名称和共同之处；不同系列请分别申请。",
    remedy_en="Name the family and what they share; different families apply separately.",
)
MODEL_TAKEN = define(
    "certification.model-taken",
    zh="型号 {models} 已有另一份申请或有效证书。",
    en="Another application or a valid certificate covers {models}.",
    remedy_zh="请从这份申请里删去，或等那一份结束。",
    remedy_en="Remove them here, or wait until the other one has ended.",
)
NO_QUOTE = define(
    "certification.no-quote",
    zh="还没有合同可签。",
    en="There is no contract to sign.",
    remedy_zh="请等认证机构报价。",
    remedy_en="Wait for the body's offer.",
)
BAD_FEES = define(
    "certification.bad-fees",
    zh="费用至少要有一行，每行有名称、数量和单价。",
    en="A fee note needs one line at least, each with name, quantity and price.",
    remedy_zh="请补全。",
    remedy_en="Complete it.",
)
NO_PLAN = define(
    "certification.no-plan",
    zh="还没有检查方案。",
    en="There is no plan yet.",
    remedy_zh="请写明日期、地点和安排。",
    remedy_en="State dates, place and programme.",
)
NO_TEAM = define(
    "certification.no-team",
    zh="检查组还没有人。",
    en="The team has nobody yet.",
    remedy_zh="请从人员登记里选人，至少一名组长。",
    remedy_en="Call people of the staff register, a leader among them.",
)
UNDECLARED = define(
    "certification.undeclared",
    zh="检查组里还有 {count} 人没有作公正性声明。",
    en="{count} people of the team have not declared that they are impartial.",
    remedy_zh="请他们在这一页上声明。",
    remedy_en="Ask them to declare it on this page.",
)
NOT_IN_TEAM = define(
    "certification.not-in-team",
    zh="您不在检查组里，或还没有作公正性声明。",
    en="You are not of the team, or have not declared that you are impartial.",
    remedy_zh="请组长把您加入检查组并作声明。",
    remedy_en="Have the leader call you, and declare it.",
)
NOT_STAFF = define(
    "certification.not-staff",
    zh="“{name}”不在经确认的人员登记里，或不具备这类产品的专业能力。",
    en="“{name}” is not in the confirmed staff register, or not competent in this field.",
    remedy_zh="请先在人员登记里补上，由主管部门确认。",
    remedy_en="Add it to the staff register and have it confirmed.",
)
NO_ACCOUNT = define(
    "certification.no-account",
    zh="“{name}”没有本机构的账户，不能在系统里工作。",
    en="“{name}” has no account of the body and cannot work in the system.",
    remedy_zh="请先邀请其加入。",
    remedy_en="Invite them first.",
)
IN_TEAM_ALREADY = define(
    "certification.in-team-already",
    zh="“{name}”已在检查组里。",
    en="“{name}” is in the team already.",
    remedy_zh="不需要再加。",
    remedy_en="There is nothing to do.",
)
BAD_VISIT = define(
    "certification.bad-visit",
    zh="检查的结束日早于开始日。",
    en="The visit ends before it begins.",
    remedy_zh="请改正日期。",
    remedy_en="Correct the dates.",
)
NOT_COMPETENT = define(
    "certification.not-competent",
    zh="您不在经确认的人员登记里，或不具备这类产品的专业能力。",
    en="You are not in the confirmed staff register, or not competent in this field.",
    remedy_zh="请由具备能力的人员评价。",
    remedy_en="Have somebody competent evaluate.",
)
NOT_INSPECTED = define(
    "certification.not-inspected",
    zh="现场检查还没有结束。",
    en="The inspection has not been concluded.",
    remedy_zh="请填完检查表并写结论。",
    remedy_en="Fill the checklist and conclude it.",
)
UNANSWERED = define(
    "certification.unanswered",
    zh="检查表还有 {count} 项没有填。",
    en="{count} questions of the checklist have no answer.",
    remedy_zh="请逐项填写。",
    remedy_en="Answer each of them.",
)
PHOTO_NEEDED = define(
    "certification.photo-needed",
    zh="这一项需要照片。",
    en="This question needs a photograph.",
    remedy_zh="请拍照上传。",
    remedy_en="Take one and upload it.",
)
NOTE_NEEDED = define(
    "certification.note-needed",
    zh="不符合的要写明情况。",
    en="Say what does not conform.",
    remedy_zh="请写出看到的事实。",
    remedy_en="Write down what was seen.",
)
INSPECTION_OVER = define(
    "certification.inspection-over",
    zh="检查已结束，不能再填。",
    en="The inspection is concluded.",
    remedy_zh="有新的情况请开不符合项。",
    remedy_en="Raise a nonconformity for what is new.",
)
NOT_NOW = define(
    "certification.not-now",
    zh="现在的步骤不能这样做。",
    en="This is not possible at the step at hand.",
    remedy_zh="请看页面上的下一步。",
    remedy_en="See what the page lists as next.",
)
NOT_CLOSED = define(
    "certification.nonconformities-open",
    zh="还有 {count} 个不符合项没有关闭。",
    en="Nonconformities that are not closed: {count}.",
    remedy_zh="请申请单位整改，由检查组验证关闭。",
    remedy_en="The applicant corrects them, the team closes them.",
)
NOT_OPEN = define(
    "certification.nonconformity-not-open",
    zh="这个不符合项不在待整改状态。",
    en="This nonconformity is not open.",
    remedy_zh="请看它的记录。",
    remedy_en="See its record.",
)
NOT_CORRECTED = define(
    "certification.nonconformity-not-corrected",
    zh="这个不符合项还没有整改。",
    en="This nonconformity has not been corrected.",
    remedy_zh="请等申请单位答复。",
    remedy_en="Wait for the applicant's answer.",
)
NOT_VERIFIED = define(
    "certification.not-verified",
    zh="这个版本没有符合制度要求的有效核查声明。",
    en="There is no valid verification statement of the level asked for about this version.",
    remedy_zh="请申请单位委托核查；声明签发后会出现在这里。",
    remedy_en="The applicant asks a verifier; the statement appears here once it is signed.",
)
OTHER_STATEMENT = define(
    "certification.other-statement",
    zh="这份核查声明不是关于这项核算的，或已无效。",
    en="This statement is not about this study, or no longer valid.",
    remedy_zh="请选择列出的声明。",
    remedy_en="Choose one of those listed.",
)
BARRED = define(
    "certification.barred",
    zh="申请单位在主管部门公布的失信名单里，期满前不予受理和批准。",
    en="The applicant is on the authority's published list; until it ends, it is neither accepted nor approved.",
    remedy_zh="请申请单位向主管部门申请移出，或等期满。",
    remedy_en="The applicant can ask the authority to lift it, or wait until it ends.",
)
TIED = define(
    "certification.tied",
    zh="您同时属于申请单位（或其集团），或属于出具核查声明的机构，不能参与这项认证。",
    en="You also belong to the applicant, to its group, or to the verifier whose statement is used.",
    remedy_zh="请本机构另一位同事来做。",
    remedy_en="Ask a colleague of your body without such ties.",
)
EVALUATOR_DECIDES = define(
    "certification.evaluator-decides",
    zh="您参与了评审、检查或评价，不能由您批准。",
    en="You reviewed, inspected or evaluated, so you cannot decide.",
    remedy_zh="请本机构另一位评审员批准。",
    remedy_en="Ask another reviewer of your body.",
)
NOT_RECOMMENDED = define(
    "certification.not-recommended",
    zh="评价没有建议发证。",
    en="The evaluation does not recommend a certificate.",
    remedy_zh="可以退回评价，或不予批准。",
    remedy_en="Send it back to evaluation, or refuse.",
)
NO_RATING = define(
    "certification.no-rating",
    zh="算不出得分或等级：{why}",
    en="There is no score or grade: {why}",
    remedy_zh="请改用数值型，或等可比的基准值公布。",
    remedy_en="Use the numeric variant, or wait for a comparable benchmark.",
)
NOT_DUE = define(
    "certification.not-due",
    zh="上一次监督还没有完成。",
    en="The surveillance before it has not been concluded.",
    remedy_zh="请先完成它。",
    remedy_en="Conclude it first.",
)
SURVEILLANCE_OVER = define(
    "certification.surveillance-over",
    zh="这次监督已经结束。",
    en="This surveillance is over.",
    remedy_zh="请看下一次监督。",
    remedy_en="See the next one.",
)
NO_FINDING = define(
    "certification.no-finding",
    zh="还没有写监督结果。",
    en="There is no finding yet.",
    remedy_zh="请写明产品一致性和减排数字。",
    remedy_en="State product consistency and the reduction figures.",
)
FINDER_CONCLUDES = define(
    "certification.finder-concludes",
    zh="监督结果由您写，不能由您定结论。",
    en="You wrote the finding, so you cannot conclude.",
    remedy_zh="请本机构另一位评审员来定。",
    remedy_en="Ask another reviewer of your body.",
)
NOT_KEPT = define(
    "certification.not-kept",
    zh="产品不一致或没有真实减排，证书不能照常保持。",
    en="The product is not as certified, or there is no real reduction: the certificate cannot simply be kept.",
    remedy_zh="请整改后再定，或暂停。",
    remedy_en="Have it corrected first, or suspend.",
)
NOT_RENEWABLE = define(
    "certification.not-renewable",
    zh="证书 {number} 现在不能续期：到期前 {days} 天内才可以，且必须有效。",
    en="Certificate {number} cannot be renewed now: within {days} days before it ends, while it is valid.",
    remedy_zh="请在期限内申请。",
    remedy_en="Apply within that time.",
)
OTHER_CERTIFICATE = define(
    "certification.other-certificate",
    zh="这不是贵单位在这项制度下的证书。",
    en="This is not a certificate of yours under this scheme.",
    remedy_zh="请从证书页开始续期。",
    remedy_en="Begin the renewal from the certificate.",
)
NOT_BODY = define(
    "certification.not-body",
    zh="贵单位不是认证机构。",
    en="Your organisation is not a certification body.",
    remedy_zh="资质和人员由认证机构申报。",
    remedy_en="Bodies declare their qualification and staff.",
)
NOT_AUTHORITY = define(
    "certification.not-authority",
    zh="这由主管部门确认。",
    en="This is confirmed by the authority.",
    remedy_zh="请等主管部门办理。",
    remedy_en="Wait for the authority.",
)
DECIDED_ALREADY = define(
    "certification.decided-already",
    zh="这项申报已经有了结论。",
    en="This declaration was decided on already.",
    remedy_zh="有变化请重新申报。",
    remedy_en="Declare anew where something changed.",
)
NO_FIELDS = define(
    "certification.no-fields",
    zh="至少要写一个产品领域和从事的起始日。",
    en="Name one product field at least, with the day the work in it began.",
    remedy_zh="请补上。",
    remedy_en="Add it.",
)
NO_STAFF_NAME = define(
    "certification.no-staff-name",
    zh="没有写姓名。",
    en="The name is missing.",
    remedy_zh="请补上。",
    remedy_en="Add it.",
)
STAFF_TWICE = define(
    "certification.staff-twice",
    zh="这个账户已在人员登记里。",
    en="This account is in the staff register already.",
    remedy_zh="请先登记离任，再重新登记。",
    remedy_en="Record that they left before registering them anew.",
)
NOT_SCHEME_OWNER = define(
    "certification.not-scheme-owner",
    zh="认证制度由主管部门或认证机构编制。",
    en="Schemes are written by authorities and certification bodies.",
    remedy_zh="请联系它们。",
    remedy_en="Ask them.",
)
NOT_YOUR_SCHEME = define(
    "certification.not-your-scheme",
    zh="这项制度由另一单位编制。",
    en="Another organisation wrote this scheme.",
    remedy_zh="请联系编制单位。",
    remedy_en="Ask them.",
)
OWN_SCHEME = define(
    "certification.own-scheme",
    zh="这一版由您编写，不能由您启用。",
    en="You wrote this version, so you cannot bring it into force.",
    remedy_zh="请本单位另一位评审员启用。",
    remedy_en="Ask another reviewer of your organisation.",
)
SCHEME_UNSOUND = define(
    "certification.scheme-unsound",
    zh="这一版有 {count} 处问题。",
    en="This version has {count} problems.",
    remedy_zh="请改正后重新定稿。",
    remedy_en="Correct them and make another version.",
)
SCHEME_CHANGED = define(
    "certification.scheme-changed",
    zh="{who}已保存第 {now} 次修订，您从第 {began} 次开始。",
    en="{who} saved revision {now} meanwhile; you began with {began}.",
    remedy_zh="请合并两边的改动再保存。",
    remedy_en="Bring both changes together and save again.",
)
EMPTY_SCHEME = define(
    "certification.empty-scheme",
    zh="草稿是空的。",
    en="The draft is empty.",
    remedy_zh="请从一项现行制度开始。",
    remedy_en="Begin from a scheme in force.",
)
VERSION_TAKEN = define(
    "certification.version-taken",
    zh="“{scheme}”已经有第 {version} 版。",
    en="“{scheme}” has a version {version} already.",
    remedy_zh="请在 version 里写下一个号。",
    remedy_en="State the next number in `version`.",
)
CODE_TAKEN = define(
    "certification.code-taken",
    zh="代号“{code}”属于另一单位或随软件提供，只有主管部门可以代替随软件提供的。",
    en="The code “{code}” belongs to somebody else or ships with the software; only an authority may replace what ships.",
    remedy_zh="请用自己的代号。",
    remedy_en="Use a code of your own.",
)
