"""A list of units.  PURE."""

from __future__ import annotations

from sheets.columns import Column
from units.lists.content import is_email, is_phone
from units.lists.layouts.layout import Choices, Layout
from units.lists.words import is_a_kind, looks_like_a_unit

UNIT_COLUMNS = (
    Column(
        "code",
        "Mã đơn vị",
        "Mỗi đơn vị một mã, không trùng nhau (ví dụ TCHC). Nếu bỏ hẳn cột này, đơn vị được nhận"
        " theo tên và chương trình tự đặt mã cho đơn vị mới.",
        ("Mã ĐV", "Mã", "Mã số", "Mã cơ quan", "Mã cơ quan, đơn vị", "Mã phòng ban", "Ký hiệu"),
        width=14,
        rank=13,
        signs=r"^(?:ma|ky hieu|so hieu)\b",
        unless=(
            r"thue|buu|ngan sach|qhns|vung|dien thoai|kho bac|the\b|bhxh|bao hiem|tinh$|xa$|"
            r"huyen$|dia ban|chuc vu|ngach|van ban|quyet dinh|can bo|nhan vien|loai|mau|"
            r"nganh"
        ),
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
        rank=14,
        signs=(
            r"^ten\b|^(?:don vi|co quan|to chuc|phong ban|phong|truong|benh vien|co so|"
            r"xa phuong|cac don vi|danh muc don vi)(?: (?:truc thuoc|hanh chinh|su nghiep|"
            r"y te|giao duc|dao tao|to chuc|don vi|phong ban|co quan|xa|phuong|thi tran|"
            r"dac khu|thuoc so|truong hoc|kham chua benh))*$|^ho ten don vi"
        ),
        unless=(
            r"tieng anh|giao dich|mien|tai khoan|dang nhap|nguoi|can bo|ke hoach|cong viec|"
            r"duong|thon|to truong"
        ),
        holds=looks_like_a_unit,
    ),
    Column(
        "short_name",
        "Tên viết tắt",
        "Tên ngắn, nếu có (ví dụ P.TCHC).",
        ("Viết tắt", "Tên ngắn", "Tên tắt", "Tên gọi tắt", "Tên rút gọn"),
        width=16,
        rank=8,
        signs=r"viet tat|ten tat|ten ngan|goi tat|rut gon|ten giao dich viet tat",
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
        rank=10,
        signs=(
            r"^loai\b|phan loai|loai hinh|loai to chuc|^nhom don vi|kieu don vi|^cap don vi|"
            r"hinh thuc to chuc|^cap$|cap hanh chinh|^mo hinh"
        ),
        unless=r"cong trinh|xe|hop dong",
        holds=is_a_kind,
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
        rank=7,
        signs=(
            r"truc thuoc|cap tren|chu quan|co quan quan ly|don vi quan ly|quan ly truc tiep|"
            r"\bcha\b|\bdon vi me\b|^thuoc\b|\bthuoc (?:don vi|co quan|so|phong|to chuc|"
            r"khoi|ubnd)|quan ly nganh|\bquan ly$"
        ),
        unless=r"cap huyen|cap xa|khu vuc|dia ban|\bso luong|dien thoai|thu truong",
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
        rank=3,
        signs=(
            r"^(?:ma|ky hieu)\b.*(?:cap tren|truc thuoc|chu quan|\bcha\b|\bme\b|quan ly|"
            r"thuoc don vi|thuoc co quan)|(?:cap tren|cha|chu quan|truc thuoc) \(?ma\)?$"
        ),
    ),
    Column(
        "aliases",
        "Tên gọi khác",
        "Các tên khác mà văn bản hay dùng, cách nhau bằng dấu chấm phẩy. Chỉ thêm, không bớt.",
        ("Tên khác", "Các tên gọi khác", "Bí danh", "Tên cũ", "Tên thường gọi"),
        width=40,
        rank=9,
        signs=r"ten (?:goi )?khac|ten cu\b|ten truoc|truoc day|bi danh|thuong goi|ten khac",
        unless=r"\bmoi\b",
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
        rank=2,
        signs=r"dinh danh|\bma dd\b|ma so dinh danh",
        unless=r"ca nhan|cong dan",
    ),
    Column(
        "phone",
        "Điện thoại",
        "Số điện thoại liên hệ.",
        ("Số điện thoại", "SĐT", "ĐT", "Điện thoại liên hệ", "Số ĐT", "Tel"),
        width=16,
        rank=11,
        signs=(
            r"dien thoai|^(?:so )?d ?t\b|\bsdt\b|\btel\b|hotline|so may|may ban|\bphone\b|"
            r"duong day nong|dtcq"
        ),
        unless=r"\bfax\b",
        holds=is_phone,
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
        rank=1,
        signs=r"email|e mail|\bmail\b|gmail|thu (?:dien tu|cong vu)|hop thu|hom thu|thu dt",
        holds=is_email,
    ),
    Column(
        "address",
        "Địa chỉ",
        "Địa chỉ trụ sở.",
        ("Trụ sở", "Địa chỉ trụ sở", "Nơi làm việc", "Địa điểm"),
        width=36,
        rank=12,
        signs=r"dia chi|tru so|noi lam viec|dia diem|noi dong|dia ban dong",
        unless=r"\bip\b|web|mang",
    ),
    Column(
        "active_from",
        "Hoạt động từ",
        "Ngày bắt đầu hoạt động, như 21/11/2026, nếu cần theo dõi.",
        ("Từ ngày", "Ngày thành lập", "Ngày hoạt động", "Hoạt động từ ngày", "Thành lập"),
        width=14,
        rank=6,
        signs=(
            r"thanh lap|bat dau|tu ngay|hoat dong tu|ngay hoat dong|hieu luc|"
            r"di vao hoat dong"
        ),
        unless=r"quyet dinh|so qd|van ban|can cu",
    ),
    Column(
        "active_to",
        "Hoạt động đến",
        "Ngày kết thúc hoạt động (sáp nhập, giải thể), như 30/06/2026.",
        ("Đến ngày", "Ngày giải thể", "Ngày kết thúc", "Hoạt động đến ngày", "Ngày sáp nhập"),
        width=14,
        rank=5,
        signs=(
            r"giai the|ket thuc|cham dut|ngung hoat dong|sap nhap|den ngay|hoat dong den|"
            r"het hieu luc|het hoat dong|ngay nghi"
        ),
        unless=r"quyet dinh|so qd|vao",
    ),
    Column(
        "successor",
        "Đơn vị kế thừa",
        "Mã hoặc tên của đơn vị mới, khi đơn vị này được sáp nhập hoặc đổi tên.",
        ("Sáp nhập vào", "Kế thừa", "Đơn vị tiếp nhận", "Đơn vị mới", "Mã đơn vị kế thừa"),
        width=34,
        rank=4,
        signs=(
            r"ke thua|sap nhap vao|tiep nhan|don vi moi|chuyen (?:ve|giao)|hop nhat (?:vao|"
            r"thanh)|thay the boi|nhap vao|don vi sau"
        ),
        unless=r"\bngay\b",
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
    foreign=(
        r"\bnguoi\b|lanh dao|thu truong|truong phong|giam doc|hieu truong|can bo"
        r"|ho (?:va )?ten"
        r"|phu trach|dau moi|bien che|so luong|so nguoi|dien tich|dan so|nguoi (?:lien he|dai dien)"
        r"|chu tich|bi thu|ke toan|ghi chu"
    ),
    named_by=("code", "name"),
    examples=_EXAMPLES,
    rules=(
        "Đơn vị được nhận theo mã. Nhập lại cùng một tệp không làm thay đổi gì.",
        "Đơn vị không có trong tệp được giữ nguyên.",
    ),
    choices=(Choices("kind", "Loại đơn vị"),),
)
