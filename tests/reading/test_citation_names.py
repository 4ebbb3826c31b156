"""The names of laws and the subjects of other documents, as the plan prints them."""

import pytest

from reading.understand.citations import read_citations
from tests.reading.helpers import line

LAW = "Phòng cháy, chữa cháy và cứu nạn, cứu hộ"


@pytest.mark.parametrize(
    ("words", "number", "name"),
    [
        (f"Căn cứ Luật {LAW} số 55/2024/QH15 ngày 29/11/2024;", "55/2024/QH15", LAW),
        (f"Căn cứ Luật số 55/2024/QH15 ngày 29/11/2024 về {LAW};", "55/2024/QH15", LAW),
        (f"Căn cứ Luật số 55/2024/QH15 ngày 29/11/2024 (Luật {LAW});", "55/2024/QH15", LAW),
        ("Căn cứ Bộ luật Lao động năm 2019 số 45/2019/QH14;", "45/2019/QH14", "Lao động năm 2019"),
        ("Căn cứ Luật số 55/2024/QH15;", "55/2024/QH15", ""),
        (
            (
                "Căn cứ Nghị định số 105/2025/NĐ-CP ngày 15/5/2025 của Chính phủ quy định chi tiết"
                f" một số điều và biện pháp thi hành Luật {LAW};"
            ),
            "105/2025/NĐ-CP",
            f"quy định chi tiết một số điều và biện pháp thi hành Luật {LAW}",
        ),
        (
            (
                "Thực hiện Kế hoạch số 42/KH-UBND ngày 05/01/2026 của UBND tỉnh về công tác phòng"
                " cháy, chữa cháy năm 2026."
            ),
            "42/KH-UBND",
            "về công tác phòng cháy, chữa cháy năm 2026",
        ),
        (
            "Căn cứ Quyết định số 5/QĐ-UBND ngày 03/01/2026 của UBND tỉnh ban hành Quy chế;",
            "5/QĐ-UBND",
            "ban hành Quy chế",
        ),
        (
            "Căn cứ Thông tư số 36/2025/TT-BCA ngày 15/5/2025 của Bộ Công an.",
            "36/2025/TT-BCA",
            "",
        ),
    ],
)
def test_a_name_stays_with_its_document(words: str, number: str, name: str) -> None:
    found = read_citations(line(words))[0].draft
    assert (found.number, found.name) == (number, name)


def test_one_document_ends_where_the_next_begins() -> None:
    words = (
        "Thực hiện Kế hoạch số 1/KH-UBND ngày 05/01/2026 của UBND tỉnh về phòng cháy, chữa cháy và"
        " Kế hoạch số 2/KH-SCT ngày 06/01/2026 của Sở Công Thương về an toàn điện;"
    )
    names = [one.draft.name for one in read_citations(line(words))]
    assert names == ["về phòng cháy, chữa cháy", "về an toàn điện"]
