"""Published products, who stands on whom, and what a new library release makes of all of them; by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

import pytest
from offices import organisation, somebody
from product_cases import Named, change, library, model, published, study, use, works_of_its_own

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.engine import compute
from tanzuji.engine.catalogue import Catalogue
from tanzuji.footprints import queries, services
from tanzuji.footprints.models import Publication, Recomputation, Study, Use
from tanzuji.footprints.products import listing, matrix
from tanzuji.footprints.products.library import name_of, newest
from tanzuji.footprints.products.recomputing import recomputed
from tanzuji.footprints.products.standing import standing
from tanzuji.footprints.services.recomputing import read_limits
from tanzuji.library import queries as libraries
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> Iterator[Acting]:
    with works_of_its_own() as acting:
        yield acting


def _reasons(works: Acting, of: Study) -> list[str]:
    return [reason.kind for reason in standing(works).reasons.get(of.id, ())]


def test_a_published_version_is_a_dataset_that_another_study_computes_with(works: Acting) -> None:
    """cement: 300 kg gas × 2 = 600 kg CO2e per 2 t, so 300 per t; concrete: 0.5 t of it = 150, and 10 kg gas = 20."""
    lib = library("1", gas=2.0)
    cement = study(works, model("cement", ("gas", 300, "kg"), amount=2), lib)
    id_ = published(works, cement)
    assert id_ == f"product:{cement.id}@1"
    concrete = study(works, model("concrete", (id_, 0.5, "t"), ("gas", 10, "kg")), lib)
    assert concrete.total == pytest.approx(170)
    names = [r["name"] for r in json.loads(concrete.releases)]
    assert names == [Named.name, name_of(works.organisation_id)], "the library of products came of itself"
    version = services.make_version(works, concrete.id)
    again = compute(queries.footprint(version).model, matrix_opened(version.releases))
    assert again.id == version.footprint_id and again.result_digest == version.result_digest
    use_ = Use.objects.get(version=version)
    assert (use_.product_id, use_.number) == (cement.id, 1)


def matrix_opened(releases: str) -> list:  # type: ignore[type-arg]
    from tanzuji.footprints.live import opened

    return list(opened(releases))


def test_the_library_of_products_leaves_a_draft_that_takes_none_any_more(works: Acting) -> None:
    lib = library("1", gas=2.0)
    id_ = published(works, study(works, model("cement", ("gas", 300, "kg")), lib))
    concrete = study(works, model("concrete", (id_, 0.5, "t")), lib)
    use(works, concrete, "gas")
    concrete.refresh_from_db()
    assert [r["name"] for r in json.loads(concrete.releases)] == [Named.name]


def test_publishing_again_is_the_same_publication_and_a_new_version_replaces_the_old(works: Acting) -> None:
    lib = library("1", gas=2.0)
    cement = study(works, model("cement", ("gas", 300, "kg")), lib)
    first = published(works, cement)
    assert services.publish(works, cement.id, 1).dataset == first
    change(works, cement, 200)
    second = published(works, cement)
    assert Publication.objects.count() == 2
    entry = libraries.entry(second, acting=works)
    assert entry.replaces == first and entry.value == pytest.approx(400)
    assert libraries.entry(first, acting=works).replaced_by == second
    assert newest(works.organisation_id) == (entry.release.name, entry.release.version)


def test_products_of_one_organisation_are_nobody_elses(works: Acting) -> None:
    lib = library("1", gas=2.0)
    id_ = published(works, study(works, model("cement", ("gas", 300, "kg")), lib))
    others = somebody("others@example.org", of=organisation("乙厂"))
    assert (
        libraries.search("cement", acting=others).total == 0
        and libraries.search("cement", acting=works).total == 1
    )
    with pytest.raises(CodedError):
        libraries.entry(id_, acting=others)
    stolen = study(others, model("concrete", (id_, 1, "t")), lib)
    assert stolen.total is None
    assert {p.code for p in queries.draft_result(stolen).problems} == {"release.no-dataset"}
    assert standing(others).versions == {}


def test_a_product_is_stale_when_its_library_or_a_product_below_it_is_newer(works: Acting) -> None:
    lib = library("1", gas=2.0)
    cement = study(works, model("cement", ("gas", 300, "kg")), lib)
    concrete = study(works, model("concrete", (published(works, cement), 0.5, "t")), lib)
    house = study(works, model("house", (published(works, concrete), 10, "t")), lib)
    services.make_version(works, house.id)
    assert [_reasons(works, s) for s in (cement, concrete, house)] == [[], [], []]
    change(works, cement, 200)
    published(works, cement)
    assert [_reasons(works, s) for s in (cement, concrete, house)] == [[], ["product"], ["upstream"]]
    library("2", gas=1.0)
    assert _reasons(works, cement) == ["library"]
    rows = listing.listed(standing(works))
    assert [row.name.en for row in listing.chosen(rows, only="stale")] == ["cement", "concrete", "house"]
    assert [row.name.en for row in listing.chosen(rows, only="used")] == ["cement", "concrete"]
    assert [row.name.en for row in listing.chosen(rows, name="HOUSE 产品")] == ["house"]


def test_a_version_that_would_close_a_loop_is_not_published(works: Acting) -> None:
    lib = library("1", gas=2.0)
    cement = study(works, model("cement", ("gas", 300, "kg")), lib)
    concrete = study(works, model("concrete", (published(works, cement), 0.5, "t")), lib)
    use(works, cement, published(works, concrete))
    assert [set(loop) for loop in standing(works).web.loops] == [{cement.id, concrete.id}], (
        "drafts are looked at too"
    )
    version = services.make_version(works, cement.id)
    with pytest.raises(CodedError) as raised:
        services.publish(works, cement.id, version.number)
    assert raised.value.code == "catalogue.loop"
    assert "cement → concrete → cement" in raised.value.problems[0].text(
        "en"
    ) or "concrete → cement → concrete" in raised.value.problems[0].text("en")


def test_a_reader_does_not_publish(works: Acting) -> None:
    lib = library("1", gas=2.0)
    version = services.make_version(works, study(works, model("cement", ("gas", 300, "kg")), lib).id)
    reader = Acting(works.person, works.organisation, frozenset({"reader"}))
    with pytest.raises(CodedError) as raised:
        services.publish(reader, version.study_id, 1)
    assert raised.value.code == "footprints.needs-role"


def _run(works: Acting, *releases, **options):  # type: ignore[no-untyped-def]
    outcome = recomputed(
        works,
        releases,
        follows=options.get("follows", False),
        sampled=options.get("sampled", False),
        tell=lambda *_: None,
    )
    key = options.get("key", f"job:{len(Recomputation.objects.all())}")
    made = services.keep_recomputation(works, key, releases, outcome, follows=options.get("follows", False))
    return made, {row.study.name_en: row for row in made.products.select_related("study")}


def test_a_new_release_recomputes_all_and_names_the_cause(works: Acting) -> None:
    """gas 2 → 1.5, sand 1 → 1.2. cement 600 → 450; concrete 0.5 × cement + 100 sand: 400 → 345; brick 10 sand: 10 → 12."""
    lib = library("1", gas=2.0, sand=1.0)
    cement = study(works, model("cement", ("gas", 300, "kg")), lib)
    concrete = study(works, model("concrete", (published(works, cement), 0.5, "t"), ("sand", 100, "kg")), lib)
    brick = study(works, model("brick", ("sand", 10, "kg")), lib)
    for each in (concrete, brick):
        services.make_version(works, each.id)
    services.set_limits(works, brick.id, read_limits("A 11\nB 20"))
    made, rows = _run(works, library("2", gas=1.5, sand=1.2))
    assert {name: (row.old, row.new) for name, row in rows.items()} == {
        "cement": (pytest.approx(600), pytest.approx(450)),
        "concrete": (pytest.approx(400), pytest.approx(345)),
        "brick": (pytest.approx(10), pytest.approx(12)),
    }
    causes = json.loads(rows["concrete"].causes)
    assert [(c["dataset"], pytest.approx(c["change"])) for c in causes] == [
        (f"product:{cement.id}@1", -75),
        ("sand", 20),
    ]
    assert causes[0]["name"] == {"zh": "cement 产品", "en": "cement"}
    assert (
        rows["brick"].crossed,
        json.loads(rows["brick"].band_before)["en"],
        json.loads(rows["brick"].band_after)["en"],
    ) == (True, "A", "B")
    assert [rows[n].beyond for n in ("cement", "concrete", "brick")] == [True, True, True]
    assert (made.count, made.changed, made.beyond, made.crossed, made.unknown) == (3, 3, 3, 1, 0)


def test_published_results_are_the_marks_where_no_limits_are_written(works: Acting) -> None:
    """100 kg sand a t at 1 → 2: 100 is below 0.15–0.18 t CO2e/t, 200 above."""
    comparison = {
        "name": {"zh": "文献", "en": "paper"},
        "low": 0.15,
        "high": 0.18,
        "unit": "t CO2e/t",
        "citation": "x",
    }
    brick = study(
        works, model("brick", ("sand", 100, "kg"), comparisons=[comparison]), library("1", sand=1.0)
    )
    services.make_version(works, brick.id)
    _, rows = _run(works, library("2", sand=2.0))
    assert rows["brick"].crossed
    assert [json.loads(b)["en"] for b in (rows["brick"].band_before, rows["brick"].band_after)] == [
        "below published results",
        "above published results",
    ]


def test_only_what_changed_is_compiled_again(works: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    lib = library("1", gas=2.0)
    studies = [study(works, model(f"p{i}", ("gas", 10.0 + i, "kg")), lib) for i in range(4)]
    for each in studies:
        services.make_version(works, each.id)
    compiled: list[str] = []
    plain = matrix.compile_row
    monkeypatch.setattr(matrix, "compile_row", lambda of, on: compiled.append(of.id) or plain(of, on))
    with Catalogue(matrix.folder()) as catalogue:
        matrix.brought_up(works, catalogue)
        assert sorted(compiled) == ["p0", "p1", "p2", "p3"]
        compiled.clear()
        change(works, studies[2], 99)
        services.make_version(works, studies[2].id)
        services.archive(works, studies[0].id)
        matrix.brought_up(works, catalogue)
        assert compiled == ["p2"]
        assert set(catalogue.digests(str(works.organisation_id))) == {str(s.id) for s in studies[1:]}


def test_damaged_rows_are_made_again_from_the_versions(works: Acting) -> None:
    services.make_version(works, study(works, model("p", ("gas", 10, "kg")), library("1", gas=2.0)).id)
    new = library("2", gas=3.0)
    assert _run(works, new)[1]["p"].new == pytest.approx(30)
    for path in matrix.folder().glob("*/values"):
        path.write_bytes(b"")
    assert _run(works, new)[1]["p"].new == pytest.approx(30)


def test_a_dataset_that_is_gone_leaves_the_product_unknown(works: Acting) -> None:
    lib = library("1", gas=2.0, sand=1.0)
    for name in ("gas", "sand"):
        services.make_version(works, study(works, model(f"of-{name}", (name, 10, "kg")), lib).id)
    made, rows = _run(works, library("2", gas=2.0))
    assert made.unknown == 1 and rows["of-sand"].new is None and rows["of-sand"].old == pytest.approx(10)
    assert json.loads(rows["of-sand"].causes)[0]["dataset"] == "sand"
    assert (made.beyond, rows["of-sand"].no_longer_known, rows["of-gas"].no_longer_known) == (0, True, False)


def test_intervals_come_from_joint_samples_of_what_datasets_state(
    works: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10 kg of gas, lognormal with sigma 0.1 around a median of 3: 2.5–97.5 % are 30 × exp(±0.196).

    What is drawn follows from the library's name, so this one has a name of its own that does not change.
    """
    monkeypatch.setattr(Named, "name", "lib-of-intervals")
    deviation = Uncertainty(distribution="lognormal", sigma=0.1)
    lib = library("1", uncertainty={"gas": deviation}, gas=2.0, sand=1.0)
    for name in ("gas", "sand"):
        services.make_version(works, study(works, model(f"of-{name}", (name, 10, "kg")), lib).id)
    _, rows = _run(works, library("2", uncertainty={"gas": deviation}, gas=3.0, sand=1.0), sampled=True)
    assert (rows["of-sand"].low, rows["of-sand"].high) == (None, None), "no deviation is stated"
    assert rows["of-gas"].low == pytest.approx(30 * math.exp(-0.196), rel=0.02)
    assert rows["of-gas"].high == pytest.approx(30 * math.exp(0.196), rel=0.02)


def test_a_draft_is_moved_to_what_was_recomputed_with_and_undo_brings_the_datasets_back(
    works: Acting,
) -> None:
    lib = library("1", gas=2.0, power=1.0)
    cement = study(works, model("cement", ("gas", 300, "kg")), lib)
    concrete = study(works, model("concrete", (published(works, cement), 1, "t"), ("power", 10, "kg")), lib)
    services.make_version(works, concrete.id)
    change(works, cement, 200)
    later = published(works, cement)
    new = library("2", replaces={"power-26": "power"}, **{"gas": 1.0, "power": 1.0, "power-26": 0.5})
    made, rows = _run(works, new, follows=True)
    assert rows["concrete"].new == pytest.approx(200 * 1.0 + 10 * 0.5)
    done = services.update_draft(works, concrete.id, made)
    lines = done.live.model.processes[0].inputs
    assert [line.datasets for line in lines] == [(later,), ("power-26",)]
    # cement as it was published last stands on the old release still: 200 × 2
    assert done.live.total == pytest.approx(405)
    services.undo(works, concrete.id)
    concrete.refresh_from_db()
    assert '"power"' in concrete.document and '"power-26"' not in concrete.document
    services.redo(works, concrete.id)
    with pytest.raises(CodedError) as raised:
        services.update_draft(works, concrete.id, made)
    assert raised.value.code == "footprints.nothing-to-update"


@pytest.mark.parametrize("text", ["A", "A 5\nB 4", "A 1e999", "\n".join(f"g{i} {i}" for i in range(20))])
def test_limits_that_cannot_be_read_are_refused_with_the_line(works: Acting, text: str) -> None:
    brick = study(works, model("brick", ("sand", 10, "kg")), library("1", sand=1.0))
    with pytest.raises(CodedError) as raised:
        services.set_limits(works, brick.id, read_limits(text))
    assert raised.value.code == "footprints.bad-limits"


def test_limits_are_written_and_taken_away(works: Acting) -> None:
    brick = study(works, model("brick", ("sand", 10, "kg")), library("1", sand=1.0))
    made = services.set_limits(works, brick.id, read_limits(" 一级: 5.5\n\n二级，≤ 7\n"))
    assert made is not None and json.loads(made.values) == [
        {"name": "一级", "limit": 5.5},
        {"name": "二级", "limit": 7.0},
    ]
    assert services.set_limits(works, brick.id, []) is None


def test_two_who_publish_at_once_are_both_published(works: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other's publication comes between reading the last one and writing the next."""
    from tanzuji.footprints.services import publishing

    lib = library("1", gas=2.0)
    mine, theirs = (study(works, model(n, ("gas", 300, "kg")), lib) for n in ("mine", "theirs"))
    for each in (mine, theirs):
        services.make_version(works, each.id)
    plain, once = publishing.library.written, []

    def meanwhile(*given):  # type: ignore[no-untyped-def]
        made = plain(*given)
        if not once:
            once.append(1)
            services.publish(works, theirs.id, 1)
        return made

    monkeypatch.setattr(publishing.library, "written", meanwhile)
    services.publish(works, mine.id, 1)
    assert list(Publication.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert libraries.search("", releases=[newest(works.organisation_id)], acting=works).total == 2
