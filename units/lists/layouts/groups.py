"""A list of groups of units.  PURE."""

from __future__ import annotations

from sheets.columns import Column
from units.lists.layouts.layout import Choices, Layout

BY_RULE, FIXED = "Theo quy tắc", "Cố định"
ANY_DEPTH = "Mọi cấp"

_COLUMNS = (
    Column(
        "name",
        "Tên nhóm",
        "Bắt buộc. Cách kế hoạch gọi các đơn vị này (ví dụ Các phòng, đơn vị thuộc Sở).",
        ("Nhóm", "Nhóm đơn vị", "Tên nhóm đơn vị", "Tên"),
        required=True,
        width=40,
        rank=8,
        signs=r"ten nhom|^nhom|^ten\b",
        unless=r"khac",
    ),
    Column(
        "agency",
        "Cơ quan",
        "Mã hoặc tên của cơ quan có nhóm này. Có thể bỏ trống khi bạn chỉ phụ trách một cơ quan.",
        ("Thuộc cơ quan", "Mã cơ quan", "Tên cơ quan", "Đơn vị", "Cơ quan ban hành", "Của cơ quan"),
        width=30,
        rank=7,
        signs=r"co quan|thuoc|ban hanh",
    ),
    Column(
        "way",
        "Cách lập",
        f"{BY_RULE} (tự gồm các đơn vị đúng loại, đúng cấp) hoặc {FIXED} (đúng các đơn vị ghi ở cột"
        " “Các đơn vị”). Để trống: nhóm mới có ghi đơn vị là cố định.",
        ("Loại quy tắc", "Loại nhóm", "Quy tắc", "Kiểu nhóm", "Hình thức"),
        width=16,
        rank=5,
        signs=r"cach lap|quy tac|loai nhom|kieu nhom|hinh thuc",
    ),
    Column(
        "kinds",
        "Loại đơn vị",
        "Với nhóm theo quy tắc: các loại được gồm, cách nhau bằng dấu chấm phẩy. Để trống với nhóm"
        " mới: mọi loại.",
        ("Các loại đơn vị", "Loại", "Các loại", "Gồm các loại"),
        width=34,
        rank=3,
        signs=r"\bloai\b",
        unless=r"loai nhom|quy tac",
    ),
    Column(
        "under",
        "Nằm dưới đơn vị",
        "Với nhóm theo quy tắc: mã hoặc tên của đơn vị mà các đơn vị trong nhóm nằm dưới. Để trống"
        " với nhóm mới: chính cơ quan.",
        ("Nằm dưới", "Dưới đơn vị", "Thuộc", "Trực thuộc", "Đơn vị cấp trên"),
        width=30,
        rank=6,
        signs=r"nam duoi|duoi don vi|truc thuoc|cap tren",
    ),
    Column(
        "depth",
        "Số cấp",
        f"Với nhóm theo quy tắc: số cấp tính xuống (1 là cấp ngay dưới), hoặc “{ANY_DEPTH}”."
        " Để trống với nhóm mới: 1.",
        ("Số cấp tính xuống", "Cấp", "Độ sâu", "Mấy cấp"),
        width=12,
        rank=4,
        signs=r"so cap|do sau|may cap",
    ),
    Column(
        "members",
        "Các đơn vị",
        "Với nhóm cố định: mã hoặc tên các đơn vị, cách nhau bằng dấu chấm phẩy. Danh sách dài có"
        " thể chia thành nhiều dòng cùng tên nhóm.",
        ("Thành viên", "Các đơn vị thành viên", "Đơn vị thành viên", "Danh sách đơn vị", "Gồm"),
        width=50,
        rank=1,
        signs=r"thanh vien|cac don vi|danh sach don vi|gom (?:cac )?(?:don vi|co quan)|^gom",
        unless=r"loai",
    ),
    Column(
        "aliases",
        "Tên gọi khác",
        "Các tên khác mà văn bản hay dùng, cách nhau bằng dấu chấm phẩy. Chỉ thêm, không bớt.",
        ("Tên khác", "Các tên gọi khác"),
        width=40,
        rank=2,
        signs=r"ten (?:goi )?khac|bi danh",
    ),
)

_EXAMPLES = (
    {
        "name": "Các phòng chuyên môn (ví dụ)",
        "agency": "SO",
        "way": BY_RULE,
        "kinds": "Phòng",
        "depth": "1",
    },
    {
        "name": "Các đơn vị thuộc và trực thuộc (ví dụ)",
        "agency": "Sở Ví dụ",
        "way": BY_RULE,
        "depth": ANY_DEPTH,
        "aliases": "Các phòng, đơn vị; Các đơn vị trong Sở",
    },
    {
        "name": "Ban chỉ đạo PCCC (ví dụ)",
        "agency": "SO",
        "way": FIXED,
        "members": "Văn phòng Sở; TCHC",
    },
)

GROUPS = Layout(
    sheet="Danh sách nhóm đơn vị",
    noun="nhóm đơn vị",
    columns=_COLUMNS,
    named_by=("name",),
    examples=_EXAMPLES,
    rules=(
        "Nhóm được nhận theo cơ quan và tên nhóm. Nhập lại cùng một tệp không làm thay đổi gì.",
        "Nhóm không có trong tệp được giữ nguyên.",
        "Sửa nhóm không làm thay đổi việc đã giao trong các kế hoạch đã ban hành.",
    ),
    choices=(
        Choices("way", "Cách lập"),
        Choices("kinds", "Loại đơn vị", several=True),
    ),
)
