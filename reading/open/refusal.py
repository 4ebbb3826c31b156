"""Why a file cannot be read, in words for the person who brought it."""

from __future__ import annotations

from enum import StrEnum

MAX_BYTES = 20 * 1024 * 1024


class Refusal(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    SCANNED = "scanned"
    NO_TEXT = "no_text"
    NOT_FORESEEN = "not_foreseen"


_MESSAGES = {
    Refusal.EMPTY: "Tệp không có dữ liệu. Đề nghị kiểm tra và chọn lại tệp kế hoạch.",
    Refusal.TOO_LARGE: (
        "Tệp vượt quá dung lượng cho phép (20 MB). Đề nghị giảm dung lượng hình ảnh"
        " hoặc tách phụ lục rồi tải lên lại."
    ),
    Refusal.WRONG_KIND: (
        "Tệp không thuộc định dạng được hỗ trợ. Đề nghị sử dụng tệp Word (.docx),"
        " PDF có lớp chữ (.pdf) hoặc văn bản thuần (.txt, .md)."
    ),
    Refusal.ENCRYPTED: (
        "Tệp được bảo vệ bằng mật khẩu nên không đọc được. Đề nghị gỡ mật khẩu rồi tải lên lại."
    ),
    Refusal.DAMAGED: (
        "Tệp bị hỏng hoặc có cấu trúc không hợp lệ. Đề nghị mở tệp bằng phần mềm soạn thảo,"
        " lưu thành tệp mới rồi tải lên lại."
    ),
    Refusal.SCANNED: (
        "Tệp PDF là bản quét (chỉ có hình ảnh, không có lớp chữ). Đề nghị sử dụng tệp gốc,"
        " tệp đã nhận dạng chữ hoặc dán nội dung kế hoạch vào ô văn bản."
    ),
    Refusal.NO_TEXT: "Tệp không có nội dung chữ. Đề nghị kiểm tra và chọn lại tệp kế hoạch.",
    Refusal.NOT_FORESEEN: (
        "Chương trình gặp lỗi khi đọc văn bản này; lỗi đã được ghi vào nhật ký của máy chủ,"
        " đề nghị báo người quản trị. Trong khi chờ, có thể chép các nhiệm vụ sang bảng"
        " nhiệm vụ rồi tải lên, hoặc lập kế hoạch bằng tay."
    ),
}
TOO_LONG = (
    "Văn bản quá dài so với một kế hoạch (trên 30.000 dòng hoặc 3 triệu ký tự). Đề nghị tách riêng"
    " phần kế hoạch rồi tải lên lại."
)
PICTURE_FILE = "Tệp là ảnh chụp. Đề nghị sử dụng tệp gốc, hoặc dán nội dung kế hoạch vào ô văn bản."
_SAVE_AS = "Đề nghị mở tệp bằng phần mềm soạn thảo, lưu thành định dạng .docx rồi tải lên lại."
OLD_WORD = f"Tệp thuộc định dạng Word cũ (.doc). {_SAVE_AS}"
OPEN_DOCUMENT = f"Tệp thuộc định dạng OpenDocument (.odt). {_SAVE_AS}"
RICH_TEXT = f"Tệp thuộc định dạng RTF. {_SAVE_AS}"
WEB_PAGE = f"Tệp là trang web (HTML) được lưu dưới tên khác. {_SAVE_AS}"
WORD_XML = f"Tệp là văn bản Word ở định dạng XML. {_SAVE_AS}"


class UnreadableFile(Exception):
    """A file that cannot be read: ``code`` for programs, the message for people."""

    def __init__(self, code: Refusal, message: str | None = None) -> None:
        super().__init__(message or _MESSAGES[code])
        self.code = code
