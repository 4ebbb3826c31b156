"""A list of units.  PURE."""

from __future__ import annotations

from sheets.columns import Column
from units.spreadsheets.layouts.layout import Choices, Layout

UNIT_COLUMNS = (
    Column(
        "code",
        "Mã đơn vị",
        "Mỗi đơn vị một mã, không trùng nhau (ví dụ TCHC). Nếu bỏ hẳn cột này, đơn vị được nhận"
        " theo tên và chương trình tự đặt mã cho đơn vị mới.",
        ("Mã ĐV", "Mã", "Mã số", "Mã cơ quan", "Mã cơ quan, đơn vị", "Mã phòng ban", "Ký hiệu"),
        width=14,
    ),
    Column(
        "name",
        "Tên đơn vị",
        "Bắt buộc. Tên đầy đủ của đơn vị.",
        (
            "Tên",
            "Đơn vị",
            "Tên ĐV",
            "Tên cơ quan",
            "Tên cơ quan, đơn vị",
            "Cơ quan, đơn vị",
            "Cơ quan",
            "Tên phòng ban",
            "Phòng ban",
            "Tên đầy đủ",
            "Tên tổ chức",
        ),
        required=True,
        width=46,
    ),
    Column(
        "short_name",
        "Tên viết tắt",
        "Tên ngắn, nếu có (ví dụ P.TCHC).",
        ("Viết tắt", "Tên ngắn", "Tên tắt", "Tên gọi tắt", "Tên rút gọn"),
        width=16,
    ),
    Column(
        "kind",
        "Loại",
        "Chọn trong danh sách ở ô. Để trống thì loại của đơn vị mới được đoán theo tên.",
        (
            "Loại hình",
            "Loại đơn vị",
            "Loại hình đơn vị",
            "Loại cơ quan",
            "Loại tổ chức",
            "Phân loại",
        ),
        width=20,
    ),
    Column(
        "parent",
        "Đơn vị cấp trên",
        "Mã, tên, tên viết tắt hoặc tên gọi khác của đơn vị cấp trên. Để trống với đơn vị"
        " cao nhất. Thứ tự các dòng không quan trọng.",
        (
            "Trực thuộc",
            "Cấp trên",
            "Thuộc",
            "Thuộc đơn vị",
            "Trực thuộc đơn vị",
            "Đơn vị cha",
            "Tên đơn vị cấp trên",
            "Cơ quan cấp trên",
            "Đơn vị chủ quản",
            "Cơ quan chủ quản",
            "Đơn vị quản lý",
            "Cơ quan quản lý",
            "ĐV cấp trên",
            "Tên cấp trên",
            "Thuộc cơ quan",
        ),
        width=34,
    ),
    Column(
        "parent_code",
        "Mã cấp trên",
        "Có thể dùng thay cho cột “Đơn vị cấp trên”.",
        (
            "Mã đơn vị cấp trên",
            "Mã ĐV cấp trên",
            "Mã cha",
            "Mã đơn vị cha",
            "Mã trực thuộc",
            "Mã cơ quan cấp trên",
            "Mã đơn vị chủ quản",
        ),
        exported=False,
    ),
    Column(
        "aliases",
        "Tên gọi khác",
        "Các tên khác mà văn bản hay dùng, cách nhau bằng dấu chấm phẩy. Chỉ thêm, không bớt.",
        ("Tên khác", "Các tên gọi khác", "Bí danh", "Tên cũ", "Tên thường gọi"),
        width=40,
    ),
    Column(
        "identifier",
        "Mã định danh",
        "Mã định danh điện tử của cơ quan, nếu có (ví dụ H55.242).",
        (
            "Mã định danh điện tử",
            "Mã định danh cơ quan",
            "Mã định danh đơn vị",
            "Mã ĐD",
            "Định danh",
        ),
        width=18,
    ),
    Column(
        "phone",
        "Điện thoại",
        "Số điện thoại liên hệ.",
        ("Số điện thoại", "SĐT", "ĐT", "Điện thoại liên hệ", "Số ĐT", "Tel"),
        width=16,
    ),
    Column(
        "email",
        "Thư điện tử",
        "Địa chỉ thư công vụ của đơn vị.",
        (
            "Email",
            "E-mail",
            "Mail",
            "Hộp thư",
            "Thư công vụ",
            "Địa chỉ email",
            "Thư điện tử công vụ",
        ),
        width=28,
    ),
    Column(
        "address",
        "Địa chỉ",
        "Địa chỉ trụ sở.",
        ("Trụ sở", "Địa chỉ trụ sở", "Nơi làm việc", "Địa điểm"),
        width=36,
    ),
    Column(
        "active_from",
        "Hoạt động từ",
        "Ngày bắt đầu hoạt động, dạng dd/mm/yyyy, nếu cần theo dõi.",
        ("Từ ngày", "Ngày thành lập", "Ngày hoạt động", "Hoạt động từ ngày", "Thành lập"),
        width=14,
    ),
    Column(
        "active_to",
        "Hoạt động đến",
        "Ngày kết thúc hoạt động (sáp nhập, giải thể), dạng dd/mm/yyyy.",
        ("Đến ngày", "Ngày giải thể", "Ngày kết thúc", "Hoạt động đến ngày", "Ngày sáp nhập"),
        width=14,
    ),
    Column(
        "successor",
        "Đơn vị kế thừa",
        "Mã hoặc tên của đơn vị mới, khi đơn vị này được sáp nhập hoặc đổi tên.",
        ("Sáp nhập vào", "Kế thừa", "Đơn vị tiếp nhận", "Đơn vị mới", "Mã đơn vị kế thừa"),
        width=34,
    ),
)

_EXAMPLES = (
    {
        "code": "VD-SO",
        "name": "Sở Ví dụ",
        "kind": "Sở",
        "identifier": "H00.00",
        "phone": "0260 3000 000",
        "email": "so@example.gov.vn",
        "address": "Số 1 đường Ví dụ",
    },
    {
        "code": "VD-TCHC",
        "name": "Phòng Tổ chức - Hành chính (ví dụ)",
        "short_name": "P.TCHC",
        "kind": "Phòng",
        "parent": "VD-SO",
        "aliases": "Phòng TCHC; Phòng Hành chính - Tổ chức",
    },
    {
        "code": "VD-TT",
        "name": "Trung tâm Ví dụ",
        "kind": "Trung tâm",
        "parent": "Sở Ví dụ",
        "active_from": "01/07/2025",
    },
)

UNITS = Layout(
    sheet="Danh sách đơn vị",
    noun="đơn vị",
    columns=UNIT_COLUMNS,
    named_by=("code", "name"),
    examples=_EXAMPLES,
    rules=(
        "Đơn vị được nhận theo mã. Nhập lại cùng một tệp không làm thay đổi gì.",
        "Đơn vị không có trong tệp được giữ nguyên.",
    ),
    choices=(Choices("kind", "Loại đơn vị"),),
)
