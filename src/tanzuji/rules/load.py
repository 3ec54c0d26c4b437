"""The shelf of rule packs: shipped ones and those activated here by id, others read from text; each with what it inherits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.models import Product
from tanzuji.documents.rules import RulePack
from tanzuji.formats import safe_yaml
from tanzuji.rules import shelf
from tanzuji.rules.lint import lint, lint_pack

MAX_BYTES = 1024 * 1024

NO_PACK = define(
    "rules.unknown-pack",
    zh="没有名为“{pack}”的规则包。",
    en="There is no rule pack “{pack}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
PACK_TOO_LARGE = define(
    "rules.pack-too-large",
    zh="规则包超过 {limit} 字节。",
    en="The rule pack is larger than {limit} bytes.",
    remedy_zh="请拆成几个规则包。",
    remedy_en="Split it into several packs.",
)
BAD_PACK = define(
    "rules.bad-pack",
    zh="第 {line} 行：{detail_zh}",
    en="Line {line}: {detail_en}",
    remedy_zh="{fix_zh}",
    remedy_en="{fix_en}",
)
INHERITS_ITSELF = define(
    "rules.inherits-itself",
    zh="规则包的继承成环：{chain}。",
    en="Rule packs inherit from each other in a circle: {chain}.",
    remedy_zh="请改正 inherits，上一层规则不能继承下一层。",
    remedy_en="Correct `inherits`: an upper layer cannot inherit from a lower one.",
)


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    folder = resources.files("tanzuji.rules").joinpath("packs")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return {f.name.removesuffix(".yaml"): f.read_text("utf-8") for f in files}


def shipped_texts() -> Mapping[str, str]:
    """The text of every shipped pack by id."""
    return _texts()


def available() -> tuple[RulePack, ...]:
    """Every pack that holds here, general rules first: the shipped ones, and those activated in the rulebook, which
    take the place of a shipped one of the same id."""
    packs = [load_pack(name) for name in {**_texts(), **shelf.texts()}]
    return tuple(sorted(packs, key=lambda p: (p.inherits is not None, p.kind != "accounting", p.id)))


def load_pack(pack: str) -> RulePack:
    """The pack of that id: its own items only. Raises `rules.unknown-pack`."""
    return parsed_pack(text_of(pack))


def text_of(pack: str) -> str:
    """The text of the pack of that id. Raises `rules.unknown-pack`."""
    active = shelf.texts()
    text = active.get(pack) or _texts().get(pack)
    if text is None:
        raise NO_PACK.error("rules", pack=pack[:80], known=", ".join(sorted({**_texts(), **active})))
    return text


@lru_cache(maxsize=256)
def parsed_pack(text: str) -> RulePack:
    """As `parse_pack`, of a text that is asked for often: each is read once."""
    return parse_pack(text)


def parse_pack(text: str | bytes) -> RulePack:
    """The pack written in `text` (YAML). Raises `yaml.*`, `rules.pack-too-large`, and `rules.bad-pack` with lines."""
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise PACK_TOO_LARGE.error(limit=MAX_BYTES)
    plain, places = safe_yaml.load_with_places(text)
    try:
        return RulePack.parse(plain)
    except CodedError as error:
        raise with_lines(error, places) from error


def read_pack(text: str | bytes) -> RulePack:
    """As `parse_pack`, and proved: sound in itself, and nowhere looser than what it inherits.

    Raises in addition `rules.loosens-parent` and the linter's other codes, each with its line.
    """
    pack = parse_pack(text)
    _, places = safe_yaml.load_with_places(text)
    problems = problems_of(pack)
    if problems:
        raise with_lines(CodedError(problems), places)
    return pack


def problems_of(pack: RulePack) -> list[Problem]:
    """What keeps a pack from being a sound rule: in itself, against what it inherits, and in the rules it names.

    Raises `rules.unknown-pack` and `.inherits-itself` where what it inherits cannot be told.
    """
    problems = lint_pack(pack)
    if pack.inherits is not None:
        if any(pack.id == each.id for each in chain(pack.inherits)):
            raise INHERITS_ITSELF.error("inherits", chain=f"{pack.id} → {pack.inherits} → {pack.id}")
        problems += lint(pack, effective(pack.inherits))
    known = {*_texts(), *shelf.texts()}
    problems += [
        NO_PACK.problem(f"accounts_by[{i}]", pack=name[:80], known=", ".join(sorted(known)))
        for i, name in enumerate(pack.accounts_by)
        if name not in known
    ]
    return problems


def with_lines(error: CodedError, places: safe_yaml.Places) -> CodedError:
    """The same problems with the line they stand in; their own code is kept where it says more."""
    found = []
    for problem in error.problems:
        place = places.find(problem.path) or (1, 1)
        if problem.code.startswith("document."):
            problem = BAD_PACK.problem(
                problem.path,
                line=place[0],
                detail_zh=problem.text("zh"),
                detail_en=problem.text("en"),
                fix_zh=problem.remedy("zh"),
                fix_en=problem.remedy("en"),
            )
        else:
            problem = type(problem)(problem.message, problem.path, {**problem.fields, "line": place[0]})
        found.append(problem)
    return CodedError(found)


def chain(pack: str | RulePack) -> tuple[RulePack, ...]:
    """A pack and all it inherits, from the most general. Raises `rules.unknown-pack`, `.inherits-itself`."""
    current: RulePack | None = load_pack(pack) if isinstance(pack, str) else pack
    found: list[RulePack] = []
    while current is not None:
        if any(current.id == p.id for p in found):
            circle = " → ".join([*(p.id for p in found), current.id])
            raise INHERITS_ITSELF.error("inherits", chain=circle)
        found.append(current)
        current = load_pack(current.inherits) if current.inherits is not None else None
    return tuple(reversed(found))


def effective(pack: str | RulePack) -> RulePack:
    """A pack with everything it inherits written out; a child's item stands in for its parent's of the same id."""
    packs = chain(pack)
    merged = packs[0]
    for child in packs[1:]:
        merged = merge(merged, child)
    return merged


def merge(parent: RulePack, child: RulePack) -> RulePack:
    """`child` with the items of `parent` it does not restate. What it restates is the linter's to judge."""

    def items(name: str) -> tuple[object, ...]:
        own = {item.id: item for item in getattr(child, name)}
        kept = [own.pop(item.id, item) for item in getattr(parent, name)]
        return (*kept, *own.values())

    return child.model_copy(
        update={
            "inherits": None,
            "unit": child.unit or parent.unit,
            "boundary": child.boundary or parent.boundary,
            "parameters": {**parent.parameters, **child.parameters},
            "accounts_by": child.accounts_by or parent.accounts_by,
            "certification": child.certification or parent.certification,
            "evaluation": child.evaluation or parent.evaluation,
            "quality": child.quality or parent.quality,
            **{name: items(name) for name in ("checks", "flows", "ranges", "notes", "metering")},
        }
    )


def matching(product: Product, packs: Sequence[RulePack] | None = None) -> tuple[RulePack, ...]:
    """The packs made for a product, by its names and codes."""
    names = " ".join(n for n in (product.name.zh, product.name.en) if n).casefold()
    found = []
    for pack in available() if packs is None else packs:
        if pack.kind != "accounting":
            continue  # how a result is judged or attested is not a rule to account by
        match = pack.product_match
        named = any(name.casefold() in names for name in match.names)
        coded = any(
            product.codes.get(system, "").startswith(codes) for system, codes in match.codes.items() if codes
        )
        if named or coded:
            found.append(pack)
    return tuple(found)
