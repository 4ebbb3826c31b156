"""How well scans are read: ten documents typed, signed, stamped, soiled, askew, recognised, scored.

    script/benchmark scans                       the ten that the reader was mended with
    script/benchmark scans --of fresh            ten others, that were only scored
    script/benchmark scans --turn 3              each document soiled as the third after it was
    script/benchmark scans --text                the same as text: what reading alone loses
    script/benchmark scans --only ward --details what was missed or made up
    script/benchmark scans --keep FOLDER         recognises once, then reads from there
    script/benchmark scans --write FOLDER        the scans and their annotations, to look at

A score is an F1 (lists) or the share of right values; a document's the mean of its fields.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

from weasyprint import HTML

from reading import PlanDraft, read
from reading.ocr import engine
from reading.ocr.draft import read_scan
from reading.ocr.words import ScannedPage
from tests.reading.scans.document import SETS, Document, annotation, document, names, page_of
from tests.reading.scans.paper import SOILS, as_pdf, taken
from tests.reading.scans.score import Tally, mean, score

FIRST_SEED = {"known": 100, "fresh": 900, "last": 500}


def main() -> None:
    options = _options()
    whole: dict[str, Tally] = {}
    pages = 0
    for at, name in enumerate(names(options.of)):
        if options.only and name not in options.only:
            continue
        plan = document(options.of, name)
        if options.text:
            draft = read(HTML(string=page_of(plan)).write_pdf(), f"{name}.pdf")
        else:
            seen = _recognised(options, at, name, plan)
            pages += len(seen)
            draft = read_scan(seen)
        _add(whole, name, score(annotation(plan), draft), draft, options)
    _table(whole)
    if pages:
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        _tell(f"{pages} pages, {(spent.ru_utime + spent.ru_stime) / pages:.1f} s of CPU each")


def _add(
    whole: dict[str, Tally],
    name: str,
    tallies: dict[str, Tally],
    draft: PlanDraft,
    options: argparse.Namespace,
) -> None:
    """Tells a document's score and adds it to the whole."""
    _tell(f"{mean(tallies):.3f}  {name:14} doubts {len(draft.doubts):3}")
    for field, tally in tallies.items():
        whole.setdefault(field, Tally()).add(tally)
        if options.details:
            for note in tally.notes:
                _tell(f"         {field}: {note}")
    if options.doubts:
        for doubt in draft.doubts:
            _tell(f"         doubt {doubt.kind} {doubt.ref or ''} {doubt.words}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--of", choices=SETS, default="known")
    parser.add_argument("--only", nargs="+")
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--doubts", action="store_true", help="list what the reader doubts")
    parser.add_argument("--turn", type=int, default=0, help="soil each document as another was")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--write", type=Path)
    return parser.parse_args()


def _recognised(
    options: argparse.Namespace, at: int, name: str, plan: Document
) -> Sequence[ScannedPage]:
    """The pages of the scan as recognised, now or when they were last kept."""
    kept: Path | None = options.keep and options.keep / f"{options.of}-{options.turn}-{name}.json"
    if kept and kept.exists():
        return [ScannedPage.from_state(state) for state in json.loads(kept.read_text("utf-8"))]
    soil = SOILS[(at + options.turn) % len(SOILS)]
    seed = FIRST_SEED[options.of] + 1000 * options.turn + at
    data = as_pdf(taken(plan, soil, seed), soil)
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        (options.write / f"{name}.pdf").write_bytes(data)
        told = json.dumps(annotation(plan), ensure_ascii=False, indent=1)
        (options.write / f"{name}.annotation.json").write_text(told, "utf-8")
    pages = [engine.recognise(data, number) for number in range(engine.count_pages(data))]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([page.to_state() for page in pages]), "utf-8")
    return pages


def _table(whole: dict[str, Tally]) -> None:
    _tell(f"\n{'field':16}{'F1':>6}{'right':>8}{'missed':>8}{'made up':>9}")
    for field, tally in whole.items():
        if tally.f1 is not None:
            _tell(f"{field:16}{tally.f1:6.3f}{tally.right:8}{tally.missed:8}{tally.extra:9}")
    _tell(f"all {mean(whole):.3f}")


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
