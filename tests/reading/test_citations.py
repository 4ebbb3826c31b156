"""Citations: kind, number, day, issuer."""

import pytest

from reading.understand.citations import each_once, read_citations
from tests.reading.helpers import line


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "Kế hoạch số 42/KH-UBND ngày 18/01/2023 của UBND tỉnh Đắk Nông về thực hiện",
            [("Kế hoạch", "42/KH-UBND", "2023-01-18", "UBND tỉnh Đắk Nông")],
        ),
        (
            "Kết luận số 02- KL/TW, ngày 18/5/2021 của Ban Bí thư",
            [("Kết luận", "02-KL/TW", "2021-05-18", "Ban Bí thư")],
        ),
        (
            "Luật Phòng cháy, chữa cháy số 55/2024/QH15 ngày 29 tháng 11 năm 2024;",
            [("Luật", "55/2024/QH15", "2024-11-29", None)],
        ),
        (
            "Thông tư số 36/2025/TT-BCA ngày 15 tháng 5 năm 2025 của Bộ trưởng Bộ Công an quy định",
            [("Thông tư", "36/2025/TT-BCA", "2025-05-15", "Bộ trưởng Bộ Công an")],
        ),
        (
            "Công văn 3310/UBND-NC ngày 28/8/2025",
            [("Công văn", "3310/UBND-NC", "2025-08-28", None)],
        ),
        # An issuer that closes a list holds for all; a day only for its own.
        (
            (
                "Chỉ thị số 47-CT/TW, Kết luận số 02-KL/TW ngày 18/5/2021 của Ban Bí thư;"
                " Quyết định số 1/QĐ-TTg"
            ),
            [
                ("Chỉ thị", "47-CT/TW", None, "Ban Bí thư"),
                ("Kết luận", "02-KL/TW", "2021-05-18", "Ban Bí thư"),
                ("Quyết định", "1/QĐ-TTg", None, None),
            ],
        ),
        (
            "các Nghị định số 136/2020/NĐ-CP, số 50/2024/NĐ-CP của Chính phủ",
            [
                ("Nghị định", "136/2020/NĐ-CP", None, "Chính phủ"),
                ("Nghị định", "50/2024/NĐ-CP", None, "Chính phủ"),
            ],
        ),
        ("trụ sở số 18 đường Trần Phú; Kế hoạch số   /KH-UBND; Luật PCCC ngày 29/6/2001", []),
    ],
)
def test_citations(prose: str, expected: list[tuple[str, str, str | None, str | None]]):
    found = [c.draft for c in read_citations(line(prose))]
    assert [(d.kind, d.number, d.issued_on, d.issuer) for d in found] == expected


def test_each_document_once_by_its_first_place():
    text = line("Kế hoạch số 1/KH-UBND ngày 01/02/2025; Kế hoạch số 1/KH-UBND ngày 02/02/2025")
    (draft,) = each_once(read_citations(text))
    assert draft.issued_on == "2025-02-01"
    assert not each_once(read_citations(text), [draft])
