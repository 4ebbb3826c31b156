"""Why a spreadsheet cannot be taken in, in words for the person who brought it.  PURE."""

from __future__ import annotations


class UnreadableFile(Exception):
    """The file is no spreadsheet that can be opened; the message says what to do."""


class UnreadableTable(Exception):
    """The sheet holds no table that can be understood; the message says what to do."""


EMPTY = "Tệp không có dữ liệu. Hãy kiểm tra và chọn lại tệp."
TOO_LARGE = "Tệp vượt quá dung lượng cho phép ({limit} MB). Hãy tách thành nhiều tệp nhỏ hơn."
TOO_MUCH = (
    "Nội dung giải nén của tệp quá lớn nên không được mở. Hãy chép riêng bảng danh sách"
    " sang một tệp mới rồi tải lên lại."
)
TOO_MANY_ROWS = "Bảng tính có hơn {limit} dòng. Hãy tách thành nhiều tệp nhỏ hơn."
ENCRYPTED = "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi tải lên lại."
DAMAGED = (
    "Tệp bị hỏng nên không đọc được. Hãy mở tệp bằng phần mềm bảng tính, lưu thành tệp mới"
    " rồi tải lên lại."
)
OLD_EXCEL = (
    "Tệp thuộc định dạng Excel cũ (.xls). Hãy mở tệp bằng phần mềm bảng tính,"
    " chọn Lưu thành (Save As) .xlsx rồi tải lên lại."
)
BINARY_EXCEL = (
    "Tệp thuộc định dạng Excel nhị phân (.xlsb). Hãy mở tệp bằng phần mềm bảng tính,"
    " chọn Lưu thành (Save As) .xlsx rồi tải lên lại."
)
WEB_PAGE = (
    "Tệp này là trang web được đặt đuôi bảng tính. Hãy mở tệp bằng phần mềm bảng tính,"
    " chọn Lưu thành (Save As) .xlsx rồi tải lên lại."
)
WRONG_KIND = "Tệp này {is_a}không phải bảng tính. Hãy dùng tệp .xlsx, .ods hoặc .csv."
