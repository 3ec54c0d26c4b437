"""Standards made elsewhere and registered here, what is known of a standard beside its state, and its ties."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, policy, procedures, queries, written
from tanzuji.standards.kinds import KINDS, LAYERS, LEVELS, RELATIONS, SOURCES
from tanzuji.standards.models import Relation, Standard
from tanzuji.standards.rules import check_rule
from tanzuji.standards.services.consequences import bring_where_due
from tanzuji.standards.services.keeping import keep_codes, locked, stepped
from tanzuji.standards.states import NAMING, OPEN, STANDING
from tanzuji.web.verdicts import Verdict


def register(
    acting: Acting | None,
    form: Mapping[str, str],
    *,
    replaces: Standard | None = None,
    today: date | None = None,
) -> Standard:
    """A standard that was issued elsewhere, with its number, dates and source; its text is not kept.

    It stands as published or, from its day on, in force, with all that follows from that. `acting` is None for what
    ships with the installation. Raises the policy's reason and what is wrong with the fields, each at its name.
    """
    if acting is not None:
        policy.may_prepare(acting, "standards").enforce()
    fields, codes = _registered(form), written.product_codes("codes", form)
    fields |= written.own_product(str(fields["layer"]), form, codes)
    if fields["kind"] == "certification":
        fields["procedure"] = _procedure(form)
    if fields["number"] and Standard.objects.filter(number=fields["number"]).exists():
        raise messages.NUMBER_TAKEN.error("number", number=fields["number"])
    check_rule(str(fields["rule"]), str(fields["rule_version"]), acting.organisation_id if acting else None)
    with transaction.atomic():
        standard = Standard(**fields, proposed_by=acting.person if acting else None)
        try:
            with transaction.atomic():
                standard.save()
        except IntegrityError:
            raise messages.NUMBER_TAKEN.error("number", number=fields["number"]) from None
        keep_codes(standard, codes)
        if replaces is not None:
            Relation.objects.create(standard=standard, other=replaces, kind="replaces")
        stepped(standard, "register", "published", acting, reason=standard.source_ref, on=today)
        record(
            events.REGISTERED, acting, "standard", standard.id, number=standard.number, level=standard.level
        )
        bring_where_due(standard, today)
    return standard


def _registered(form: Mapping[str, str]) -> dict[str, object]:
    layer = written.one_of("layer", form.get("layer"), LAYERS, Text(zh="层", en="the layers"))
    group, sector = written.product(layer, form.get("group"), form.get("sector"))
    issued, begins = (
        written.day("issued_on", form.get("issued_on")),
        written.day("in_force_on", form.get("in_force_on")),
    )
    written.in_order("in_force_on", issued, begins, (written.ISSUED, written.IN_FORCE))
    number = written.clean(form.get("number"), 60)
    if not number and form.get("kind") in ("standard", "pcr"):  # rules of authorities often have none
        raise messages.NEEDED.error("number", what=Text(zh="编号", en="The number"))
    title_zh = written.clean(form.get("title_zh"), 200)
    title_en = written.clean(form.get("title_en"), 200)
    if not title_zh and not title_en:
        raise messages.NEEDED.error("title_zh", what=Text(zh="名称", en="A title"))
    return {
        "kind": written.one_of("kind", form.get("kind"), KINDS, Text(zh="类型", en="the kinds")),
        "level": written.one_of("level", form.get("level"), LEVELS, Text(zh="层级", en="the levels")),
        "layer": layer, "group": group, "sector": sector,
        "jurisdiction": written.place("jurisdiction", form.get("jurisdiction")),
        "number": number,
        "title_zh": title_zh, "title_en": title_en,
        "scope_zh": written.clean(form.get("scope_zh")), "scope_en": written.clean(form.get("scope_en")),
        "issuer_zh": written.clean(form.get("issuer_zh"), 200), "issuer_en": written.clean(form.get("issuer_en"), 200),
        "issued_on": issued, "in_force_on": begins,
        "rule": written.clean(form.get("rule"), 64), "rule_version": written.clean(form.get("rule_version"), 40),
        "reference": written.clean(form.get("reference"), 400),
        "source_tag": written.one_of("source_tag", form.get("source_tag"), SOURCES, Text(zh="来源类别", en="the kinds of source")),
        "source_ref": written.needed("source_ref", form.get("source_ref"), Text(zh="出处", en="Where it was read"), 300),
        "verified_on": written.day("verified_on", form.get("verified_on")),
    }  # fmt: skip


def describe(acting: Acting, standard_id: UUID | str, form: Mapping[str, str]) -> Standard:
    """Rule, product codes, where the text is found, and of a certification rule its steps.

    The drafters describe a project, the curators whatever is registered. From technical review on
    a standard keeps its rule: that changes with a new draft or a revision. Raises the policy's reason and what is wrong with the fields.
    """
    with transaction.atomic():
        standard = locked(acting, standard_id)
        may_describe(acting, standard).enforce()
        codes = written.product_codes("codes", form)
        if standard.state in NAMING:
            _name_rule(acting, standard, form)
        standard.reference = written.clean(form.get("reference"), 400)
        if standard.kind == "certification" and standard.state not in STANDING:
            standard.procedure = _procedure(form)
        standard.save()
        keep_codes(standard, codes)
        record(
            events.DESCRIBED, acting, "standard", standard.id, organisation=standard.organisation_id,
            rule=standard.rule, version=standard.rule_version, codes=[f"{s} {c}" for s, c in codes],
        )  # fmt: skip
    return standard


def _name_rule(acting: Acting, standard: Standard, form: Mapping[str, str]) -> None:
    """A public version, or one the leading organisation has ready; only its own people may name what is not public."""
    rule, version = written.clean(form.get("rule"), 64), written.clean(form.get("rule_version"), 40)
    if (rule, version) == (standard.rule, standard.rule_version):
        return  # a drafting party that writes the codes need not know the version its lead named
    lead = standard.organisation_id
    check_rule(rule, version, lead if acting.organisation_id == lead else None)
    standard.rule, standard.rule_version = rule, version


def may_describe(acting: Acting, standard: Standard) -> Verdict:
    """Curators always; the drafting organisations while the project is open."""
    if acting.mandated("standards"):
        return policy.holds(acting, "editor")
    if standard.state in OPEN:
        return policy.may_draft(queries.standing(acting, standard))
    return policy.charged(acting, "standards")


def _procedure(form: Mapping[str, str]) -> str:
    months = [
        written.whole(name, form.get(name), 1, 240) if written.clean(form.get(name)) else None
        for name in ("surveillance_months", "validity_months")
    ]
    made = procedures.written(written.clean(form.get("procedure")), *months)
    return json.dumps(made.plain(), ensure_ascii=False) if made.steps or any(months) else ""


def relate(acting: Acting, standard_id: UUID | str, other_id: UUID | str, kind: str) -> Relation:
    """Tie a certification, evaluation, data-quality rule or metering specification to the rule it serves (JS-101).

    What replaces or was converted from what is set by those steps alone. Raises the policy's reason,
    `standards.not-known`, `standards.same-standard`, `standards.already`.
    """
    free = {key: names[0] for key, names in RELATIONS.items() if key not in ("replaces", "converted_from")}
    found = written.one_of("kind", kind, free, Text(zh="关系", en="the relations"))
    with transaction.atomic():
        standard, other = locked(acting, standard_id), queries.standard(acting, other_id)
        may_describe(acting, standard).enforce()
        if standard.id == other.id:
            raise messages.SAME_STANDARD.error("other")
        relation, new = Relation.objects.get_or_create(standard=standard, other=other, kind=found)
        if not new:
            raise messages.ALREADY.error("other", what=RELATIONS[found][0])
        record(
            events.DESCRIBED, acting, "standard", standard.id, organisation=standard.organisation_id,
            relation=found, other=str(other.id),
        )  # fmt: skip
    return relation
