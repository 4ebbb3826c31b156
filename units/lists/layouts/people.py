"""A list of people with their roles: one row for each unit in which somebody has a role.  PURE."""

from __future__ import annotations

from sheets.columns import Column
from units.lists.content import is_email, is_person_name, is_phone, is_role
from units.lists.layouts.layout import Choices, Layout

_COLUMNS = (
    Column(
        "username",
        "Tên đăng nhập",
        "Mỗi người một tên, không dấu, không khoảng trắng (ví dụ nguyen.van.a). Nếu bỏ hẳn cột này,"
        " người được nhận theo thư điện tử hoặc họ tên và chương trình tự đặt tên cho người mới.",
        (
            "Mã",
            "Tài khoản",
            "Tên tài khoản",
            "Tên người dùng",
            "Mã cán bộ",
            "Mã nhân viên",
            "Mã số",
            "Mã CBCC",
            "Mã công chức",
            "User",
            "Username",
            "Login",
        ),
        width=20,
        rank=2,
        signs=(
            r"dang nhap|tai khoan|user|login|^ma (?:can bo|nhan vien|cbcc|so cb|nv|cb|"
            r"cong chuc|vien chuc|nguoi dung)|^account"
        ),
        unless=r"ngan hang|so tai khoan|mat khau",
    ),
    Column(
        "full_name",
        "Họ và tên",
        "Bắt buộc với người mới.",
        (
            "Họ tên",
            "Họ, tên",
            "Họ và tên cán bộ",
            "Tên cán bộ",
            "Cán bộ",
            "Tên",
            "Họ tên cán bộ",
            "Họ và tên người dùng",
            "Người dùng",
        ),
        required=True,
        width=28,
        rank=9,
        signs=r"ho (?:va )?ten|^ten\b|nguoi dung|^can bo|^nhan (?:vien|su)|ho va ten|^nguoi",
        unless=r"don vi|phong|co quan|cha\b|me\b|vo\b|chong\b|nguoi than|tieng anh|quan ly",
        holds=is_person_name,
    ),
    Column(
        "email",
        "Thư điện tử",
        "Địa chỉ nhận thư mời đặt mật khẩu và thư nhắc việc.",
        (
            "Email",
            "E-mail",
            "Mail",
            "Hộp thư",
            "Thư công vụ",
            "Địa chỉ email",
            "Địa chỉ thư điện tử",
            "Thư điện tử công vụ",
        ),
        width=30,
        rank=1,
        signs=r"email|e mail|\bmail\b|gmail|thu (?:dien tu|cong vu)|hop thu|hom thu|thu dt",
        holds=is_email,
    ),
    Column(
        "phone",
        "Điện thoại",
        "Số điện thoại liên hệ.",
        ("Số điện thoại", "SĐT", "ĐT", "Di động", "Số di động", "Điện thoại di động", "Số ĐT"),
        width=16,
        rank=5,
        signs=(
            r"dien thoai|^(?:so )?d ?t\b|\bsdt\b|\btel\b|hotline|so may|may ban|\bphone\b|"
            r"duong day nong|dtcq|di dong|zalo|lien he"
        ),
        unless=r"\bfax\b|nguoi than",
        holds=is_phone,
    ),
    Column(
        "position",
        "Chức vụ",
        "Chức vụ, chức danh (chỉ để hiển thị; quyền do cột “Vai trò” quyết định).",
        ("Chức danh", "Chức vụ, chức danh", "Vị trí", "Vị trí việc làm", "Chức vụ/Chức danh"),
        width=24,
        rank=4,
        signs=r"chuc (?:vu|danh|trach)|vi tri|vtvl|ngach|cong viec dam nhiem",
        unless=r"\bngay\b|ma ngach|he so",
    ),
    Column(
        "unit",
        "Đơn vị",
        "Mã, tên, tên viết tắt hoặc tên gọi khác của đơn vị nơi người này giữ vai trò. Người giữ"
        " vai trò ở nhiều đơn vị được ghi thành nhiều dòng.",
        (
            "Mã đơn vị",
            "Tên đơn vị",
            "Đơn vị công tác",
            "Cơ quan",
            "Cơ quan, đơn vị",
            "Phòng ban",
            "Phòng, ban",
            "Nơi công tác",
            "Bộ phận",
            "Mã ĐV",
            "ĐV",
        ),
        width=34,
        rank=7,
        signs=(
            r"don vi|phong(?: ban)?\b|co quan|noi cong tac|noi lam viec|bo phan|to cong tac|"
            r"khoa phong"
        ),
        unless=r"dien thoai|dia chi|ngay|\bma so\b|quy hoach",
    ),
    Column(
        "family_name",
        "Họ và tên đệm",
        "Có thể dùng cùng cột “Họ và tên” khi họ và tên đứng ở hai cột.",
        ("Họ đệm", "Họ và đệm", "Họ lót", "Họ"),
        exported=False,
        rank=8,
        signs=r"^ho(?: va)?(?: ten)? (?:dem|lot)$",
    ),
    Column(
        "above",
        "Thuộc đơn vị",
        "Đơn vị cấp trên của cột “Đơn vị”, khi nhiều đơn vị cùng tên.",
        ("Thuộc cơ quan", "Trực thuộc", "Cơ quan chủ quản", "Đơn vị chủ quản", "Đơn vị cấp trên"),
        exported=False,
        rank=6,
        signs=r"chu quan|thuoc (?:co quan|don vi|so)|cap tren|truc thuoc",
    ),
    Column(
        "roles",
        "Vai trò",
        "Chọn trong danh sách ở ô; nhiều vai trò cách nhau bằng dấu chấm phẩy. Chỉ thêm, không bớt:"
        " thôi vai trò ở trang người dùng.",
        ("Vai trò trong chương trình", "Quyền", "Nhóm quyền", "Phân quyền", "Các vai trò"),
        width=30,
        rank=3,
        signs=r"vai tro|\bquyen\b|phan quyen|nhom quyen|nhiem vu tren (?:phan mem|he thong)",
        unless=r"so quyet|quyet dinh|quyen loi",
        holds=is_role,
    ),
)

_EXAMPLES = (
    {
        "username": "vi-du-1",
        "full_name": "Nguyễn Văn Ví Dụ",
        "email": "vidu1@example.gov.vn",
        "phone": "0912 000 000",
        "position": "Trưởng phòng",
        "unit": "Phòng Tổ chức - Hành chính",
        "roles": "Trưởng đơn vị",
    },
    {
        "username": "vi-du-2",
        "full_name": "Trần Thị Ví Dụ",
        "email": "vidu2@example.gov.vn",
        "position": "Chuyên viên",
        "unit": "TCHC",
        "roles": "Chuyên viên",
    },
    {
        "username": "vi-du-2",
        "full_name": "Trần Thị Ví Dụ",
        "unit": "SO",
        "roles": "Đầu mối tổng hợp; Quản trị hệ thống",
    },
)

PEOPLE = Layout(
    sheet="Danh sách người dùng",
    noun="người dùng",
    columns=_COLUMNS,
    foreign=r"\bcha\b|\bme\b|nguoi than|vo chong|ngay sinh|nam sinh|que quan",
    named_by=("username", "full_name"),
    examples=_EXAMPLES,
    rules=(
        "Ghi mỗi người ở mỗi đơn vị một dòng; cùng tên đăng nhập là cùng một người.",
        "Người được nhận theo tên đăng nhập. Nhập lại cùng một tệp không làm thay đổi gì.",
        "Tài khoản mới chưa có mật khẩu: gửi thư mời sau khi nhập để mỗi người tự đặt.",
        "Người và vai trò không có trong tệp được giữ nguyên.",
    ),
    choices=(Choices("roles", "Vai trò", several=True),),
)
