"""The words that names of units are made of, and those that end them.

All are given as ``letters.low`` gives them.  The lists are the grammar of the field, not of any one
document: what opens a name, what stands in a row of plain nouns, what cannot be part of a name.
"""

from __future__ import annotations

from reading.letters import low


def _phrases(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases parted by ``|``, by their first word, the longest first."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in low(text).split("|"):
        words = tuple(phrase.split())  # line ends count as spaces
        if words:
            by_first.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in by_first.items()}


def _pairs(text: str) -> frozenset[tuple[str, ...]]:
    """Pairs of words, parted by ``|``."""
    return frozenset(tuple(pair.split()) for pair in low(text).split("|"))


Phrases = dict[str, tuple[tuple[str, ...], ...]]

# What a unit's, a group's or a person's name begins with.
HEADS: Phrases = _phrases(
    """
    p .|k .|tt .|bv .|cty .|
    phòng|sở|ban|đội|tổ|khoa|báo|đài|đoàn|hội|viện|bộ|cục|trạm|trường|ubnd|hđnd|mttq|ubmttq|
    ubmttqvn|bch|bchqs|bcđ|ban ngành|công an|công đoàn|công ty|văn phòng|trung tâm|thanh tra|
    ủy ban|mặt trận|liên đoàn|chi cục|tổng cục|tổng công ty|tập đoàn|bệnh viện|kho bạc|
    ngân hàng|hạt kiểm lâm|điện lực|chi nhánh|hợp tác xã|cơ quan|đơn vị|lực lượng|đoàn thể|
    thường trực|lãnh đạo|chủ tịch|phó chủ tịch|giám đốc|phó giám đốc|tổng giám đốc|
    hiệu trưởng|phó hiệu trưởng|thủ trưởng|trưởng|phó trưởng|người đứng đầu|bí thư|
    phó bí thư|chánh|phó chánh|đồng chí|đ/c|ông|bà|tập thể|chi bộ|đảng bộ|đảng ủy|huyện ủy|
    tỉnh ủy|thành ủy|thị ủy|quận ủy|chi đoàn|đoàn trường|nhà trường|chủ đầu tư|chủ cơ sở|
    chủ hộ|bộ phận|cán bộ|công chức|viên chức|nhân viên|kế toán|bưu điện|bưu cục|viễn thông|
    thành viên|toàn thể|giáo viên|giảng viên|quốc hội|chính phủ|thủ tướng|bộ trưởng|
    ban bí thư|bộ chính trị|tòa án|viện kiểm sát|hội đồng|cảnh sát|hải quan|
    quản lý thị trường|nhà thầu|xí nghiệp|nhà máy|phân xưởng|xưởng|kíp trực|ca trực|tiểu ban|nhóm|
    khối|liên minh|học viện|phân viện|phân hiệu|ký túc xá|đồn biên phòng|đồn|bộ đội|
    trưởng ban|trưởng phòng|trưởng khoa|trưởng thôn|trưởng ấp|tổ trưởng|đội trưởng|quân sự|
    các địa phương|địa phương|doanh nghiệp|tỉnh đoàn|huyện đoàn|xã đoàn|thành đoàn|
    ban quản lý|cơ sở|thôn|tổ dân phố|khu phố|hộ gia đình|người lao động|đảng viên|học sinh|
    sinh viên|cộng tác viên|quản đốc|phó quản đốc|ca trưởng|trưởng ca|quản lý tòa nhà|
    xã đội|phường đội|huyện đội|tỉnh đội|
    ban chỉ đạo|học viên|công nhân|tổ chức đoàn thể|tổ chức chính trị|chuyên viên|văn thư|
    bảo vệ cơ quan|tư pháp|địa chính|hạt|cảng|nhà văn hóa|thư viện|bảo tàng|tòa soạn|
    trung ương|đoàn thanh niên|hội nông dân|hội phụ nữ|hội cựu chiến binh|hội liên hiệp phụ nữ|
    hội chữ thập đỏ|hội người cao tuổi|hội khuyến học|vụ|đại học|tạp chí|nhà xuất bản|nhà khách|
    kiểm toán nhà nước|tổng phụ trách|cấp ủy|
    báo và phát thanh , truyền hình|báo và phát thanh và truyền hình|báo và phát thanh|
    báo và đài phát thanh - truyền hình|báo và phát thanh - truyền hình|
    báo và đài phát thanh , truyền hình|báo và đài phát thanh và truyền hình|
    trại giam|trại tạm giam|tổng kho|bảo hiểm xã hội|phân trạm|ban giám đốc|ban giám hiệu|thủ kho|
    thủ quỹ|chủ rừng|chủ nhà trọ|chủ nhà|chủ phương tiện|chủ cửa hàng|chủ doanh nghiệp|chủ kho|
    bảo vệ nhà trường|lái xe|trưởng ban quản lý|giám đốc ban quản lý
    """
)
# A head followed by one of these is another word: phòng cháy, ban hành, tổ chức, báo cáo.
NOT_HEADS = {
    low(head): frozenset(low(words).split())
    for head, words in {
        "phòng": "cháy chống ngừa vệ hộ thủ trừ bệnh ở họp khi tránh học bị",
        "sở": "hữu thích dĩ tại vật",
        "ban": "hành đầu bố tặng đêm phát cho",
        "đội": "ngũ mũ",
        "học": "tập hỏi kỳ",
        "lớp": "tập huấn huấn bồi",
        "hộ": "gia chiếu trợ",
        "tổ": "chức quốc tiên hợp",
        "khoa": "học thi",
        "báo": "cáo cháy động đảm hiệu kết gồm trước tin cho với lên về cụ",
        "đài": "phun",
        "đoàn": "kết viên",
        "hội": "nghị thi thao thảo viên họp tụ chợ trại đủ nhập trường ý",
        "viện": "trợ dẫn",
        "bộ": "máy luật tiêu hồ sưu đàm ba nội",
        "cục": "bộ",
        "trường": "hợp",
        "trưởng": "thành",
        "công": "tác",
        "khối": "lượng",
        "nhóm": "nhiệm giải công",
        "cảng": "",
        "hạt": "nhân",
        "bà": "con",
        "ông": "nghiệm",
        "kế": "hoạch",
        "chánh": "kiến",
        "cơ": "",
        "thôn": "",
        "xưởng": "",
    }.items()
}
# Heads that are verbs or plain words too: they open a name only before one of these, or a capital.
CAUTIOUS = {
    low(head): frozenset(low(words).split())
    for head, words in {
        "p .": "",
        "k .": "",
        "tt .": "",
        "bv .": "",
        "cty .": "",
        "lãnh đạo": """
    sở ubnd các đơn phòng cơ công ban ủy chi trung trường tỉnh huyện xã cấp bệnh cục khoa
    văn viện
    """,
        "thanh tra": "sở tỉnh huyện xã chính bộ cấp",
        "quân sự": "xã huyện tỉnh phường",
        "địa chính": "xã phường",
        "tư pháp": "xã phường huyện",
        "cơ sở": "giáo y sản kinh thuộc trực đoàn kd",
        "doanh nghiệp": "trên thuộc nhà trong, kinh",
        "nhóm": "công chuyên zalo",
        "hạt": "kiểm",
        "đồn": "biên công",
        "trường": "học các mầm tiểu trung thcs thpt đại cao dạy phổ",
        "thường trực": "đảng hđnd hội tỉnh huyện xã ban ubnd ủy",
        "hộ gia đình": "",
        "học sinh": "",
        "sinh viên": "",
        "vụ": "",
        "trung ương": "đảng đoàn hội",
        "đại học": "",
    }.items()
}
# Plain nouns that stand in a row under one "các": các sở, ban, ngành; các phòng, đơn vị.
NOUNS: Phrases = _phrases(
    """
    phòng|ban|ngành|sở|đoàn thể|cơ quan|đơn vị|tổ chức|tổ chức đoàn thể|xã|phường|thị trấn|
    huyện|thành phố|thị xã|quận|đặc khu|thôn|bản|ấp|khóm|buôn|làng|khoa|trung tâm|trường|
    trường học|địa phương|doanh nghiệp|hội|cá nhân|tổ|đội|khu phố|tổ dân phố|chi cục|cán bộ|
    công chức|viên chức|người lao động|đảng viên|cơ sở|hộ gia đình|ban ngành|bộ phận|
    chi nhánh|trạm|viện|bộ|công ty|lực lượng|nhà máy|phân xưởng|xưởng|lớp|lớp học|học viên|
    công nhân|hộ|hộ kinh doanh|nhà trọ|nhân viên|giáo viên|học sinh|sinh viên|đoàn viên|
    hội viên|thành viên|hộ dân|bệnh viện|phân viện|cụm dân cư|khu dân cư|hợp tác xã|
    nhà trường|xí nghiệp|chợ|khu|cụm|phó giám đốc|phó chủ tịch|phó trưởng phòng|khối|
    tổ chức chính trị|hội đoàn thể|cấp ủy|cấp ủy đảng|tổ chức đảng|tổ chức cơ sở đảng|chi bộ|
    đảng bộ|chi đoàn|chi hội|cơ sở đoàn|cơ sở hội|cấp hội|cấp công đoàn|cấp bộ đoàn|
    cấp chính quyền|hợp tác xã|chung cư|ban quản lý
    """
)
# After one of these a plural goes on: UBND các xã, Trưởng các phòng, Ban quản lý các chợ.
GOVERNING = frozenset(
    low(
        """
    ubnd dân trưởng lý tịch đốc đạo đầu thư an phòng diện viên thể đồng hđnd mttq nhiệm khối
    thanh huy tra quốc nam hội
    """
    ).split()
)
# Heads that are a whole name by themselves, so that a verb may follow at once.
WHOLE = frozenset(
    phrase.strip()
    for phrase in low(
        """
    công an|văn phòng|hiệu trưởng|giám đốc|chủ tịch|bí thư|ubnd|hđnd|công đoàn|lãnh đạo|
    nhà trường|thanh tra|đoàn trường|thủ trưởng|văn thư|kế toán|phó giám đốc|phó chủ tịch|
    phó hiệu trưởng|chi bộ|đảng ủy|chi đoàn|mặt trận|sở|trưởng phòng|trưởng khoa|trưởng ban|
    trưởng thôn|bảo vệ nhà trường|bảo vệ cơ quan|lái xe|cán bộ|công chức|viên chức|quản đốc|
    người lao động|
    đoàn thanh niên|ban giám đốc|
    hội nông dân|hội phụ nữ|hội cựu chiến binh|hội chữ thập đỏ|hội người cao tuổi|hội khuyến học|
    hội liên hiệp phụ nữ|tổng giám đốc|ban giám hiệu|chủ đầu tư|chủ cơ sở|chủ hộ|tổng phụ trách|
    thủ kho|thủ quỹ|chủ rừng|tỉnh đoàn|huyện đoàn|xã đoàn|thành đoàn|tỉnh ủy|huyện ủy|thành ủy|
    hạt kiểm lâm|xã đội|phường đội|huyện đội|tỉnh đội
    """
    ).split("|")
)
# Where a name may end: nothing small goes on after it but what AFTER_LEVEL allows.
LEVELS = frozenset(low("xã phường huyện tỉnh phố trấn thôn quận bản ấp khu").split())
# A place's own name stands after one of these.
PLACED = frozenset(low("xã phường huyện tỉnh phố trấn quận thôn ấp").split())
# Văn phòng Sở, Chủ tịch UBND: a body at the end of a name closes it.
BODIES = frozenset(low("sở ubnd hđnd hội đảng đoàn").split())
COMPLETE_PAIRS = _pairs("liên quan|trực thuộc|chức năng|chuyên môn|chính phủ|quốc hội|bí thư")
AFTER_LEVEL: Phrases = _phrases(
    """
    thuộc|trực thuộc|có liên quan|liên quan|các|cấp|trên địa bàn|nhà nước|địa phương|
    trung ương|chuyên môn|chức năng|chi bộ|chi đoàn|đảng ủy|ven biển|ven sông|
    ven đô|biên giới|miền núi|vùng cao|vùng sâu , vùng xa|vùng sâu|vùng xa|hải đảo|bãi ngang|
    trung du|trọng điểm|nội thành|ngoại thành|còn lại
    """
)
# Công đoàn cơ quan, Đoàn cơ sở: of which house a body of people is.
OF_A_HOUSE: Phrases = _phrases("cơ quan|cơ sở|bộ phận")
HOUSED = frozenset(low("đoàn").split())
OF_A_PLACE: Phrases = _phrases("thuộc|trực thuộc|tại|khu vực|số|cấp|các")
# After "khu": what kind of area it is; and what a board, a team or a group may be there for.
AREAS: Phrases = _phrases(
    """
    công nghiệp|kinh tế|chế xuất|du lịch|dân cư|đô thị|di tích|tái định cư|bảo tồn|công nghệ cao|
    vực|vui chơi|chung cư|nhà ở|tập thể|thể thao|nông nghiệp|cách ly|điều trị|hành chính|di sản
    """
)
# What needs a word more: no office is called "Phòng Quản lý".
OPEN_ENDED = _pairs("quản lý|công tác|kiểm soát|xúc tiến|bảo trợ|phát triển")
# Kinds of schools, which stand in a row under one "các trường".
SCHOOLS: Phrases = _phrases(
    """
    mầm non|mẫu giáo|tiểu học|trung học cơ sở|trung học phổ thông|thcs|thpt|đại học|cao đẳng|
    trung cấp|phổ thông|nội trú|bán trú|công lập|tư thục|ngoài công lập|dân lập|dạy nghề
    """
)
# What ministries and departments are for: "Sở Xây dựng, Công Thương" are two.
SECTORS: Phrases = _phrases(
    """
    xây dựng|công thương|y tế|nội vụ|tài chính|tư pháp|giáo dục và đào tạo|giáo dục & đào tạo|
    khoa học và công nghệ|nông nghiệp và môi trường|văn hóa , thể thao và du lịch|ngoại vụ|
    văn hóa và thể thao|du lịch|dân tộc và tôn giáo|thông tin và truyền thông|giao thông vận tải|
    lao động - thương binh và xã hội|lao động , thương binh và xã hội|kế hoạch và đầu tư|
    tài nguyên và môi trường|nông nghiệp và phát triển nông thôn|công an|quốc phòng
    """
)
SECTORED = frozenset(low("sở bộ").split())
PURPOSES: Phrases = _phrases(
    """
    kiểm tra liên ngành|kiểm tra|công tác|giám sát|giúp việc|thẩm định|kiểm soát|tuyên truyền|
    tuần tra|tự quản|ứng cứu|xung kích|phản ứng nhanh|điều tra|vận động|khảo sát|thanh tra|
    quản lý|kiểm tra , giám sát|tuyên truyền lưu động|huấn luyện|thẩm duyệt|trực chiến|thường trực
    """
)
# Those that are no verbs, or whose object belongs to the name: Đội quản lý điện.
ALWAYS_PURPOSES = frozenset(low("công giúp xung tự phản quản").split())
PURPOSED = frozenset(low("tổ đội đoàn nhóm ban trạm").split())
# How people begin of whom it is said what they are in charge of.
IN_CHARGE = frozenset(low("phó cán nhân viên công giáo lãnh người chuyên").split())
# What a person's own name may follow, and the surnames that nine in ten bear.
POSTS = frozenset(
    phrase.strip()
    for phrase in low(
        """
    đồng chí|ông|bà|đ/c|hiệu trưởng|phó hiệu trưởng|giám đốc|phó giám đốc|tổng giám đốc|chủ tịch|
    phó chủ tịch|trưởng phòng|trưởng khoa|trưởng ban|trưởng thôn|trưởng|phó trưởng|bí thư|
    phó bí thư|quản đốc|phó quản đốc|đội trưởng|tổ trưởng|chuyên viên|nhân viên|cán bộ|chánh|
    phó chánh|kế toán|giáo viên
    """
    ).split("|")
)
SURNAMES = frozenset(
    low(
        """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh mai trịnh đoàn
    lương hà tạ cao lâm tô tống vi lò hoàn quách nông ma triệu chu la thái châu đào tăng phùng
    """
    ).split()
)
# "UBND các xã có rừng" is a name; "UBND các xã có trách nhiệm" says what they must.
OWED = frozenset(
    low("trách nhiệm kế báo văn biện phương ý thể hình giải nhu nhiệm liên đủ hướng").split()
)
# A level that is the first half of another word.
NO_LEVELS = _pairs("xã hội|tỉnh ủy|huyện ủy|tỉnh đoàn|huyện đoàn|khu vực|khu phố|bản tin|bản quản")
# Where people live together, of which several stand in a row: "Trưởng thôn, bản".
SETTLEMENTS: Phrases = _phrases(
    "xã|phường|huyện|tỉnh|thị trấn|thôn|bản|ấp|khóm|buôn|làng|"
    "khu phố|tổ dân phố|đặc khu|thành phố|thị xã|quận"
)
# A number before one of these counts: "báo cáo Giám đốc 6 tháng một lần".
COUNTED = frozenset(low("tháng ngày tuần lần năm quý giờ phút % buổi đợt").split())
# "cấp" goes on with a name only before one of these; else it gives: "cấp kinh phí".
RANKED = frozenset(
    low("huyện xã tỉnh phường trên dưới cơ ủy trung thoát nước cứu thành phòng").split()
)
LEVEL_NOUNS: Phrases = _phrases("xã|phường|huyện|tỉnh|thành phố|thị xã|thị trấn|quận|thôn|ngành")
# What always ends a name.
HARD_STOPS: Phrases = _phrases(
    """
    chủ trì|phối hợp|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|có|căn cứ|là|để|nhằm|theo|
    trong|tại|về|khi|với|cho|từ|trước|chậm nhất|trên cơ sở|hoàn thành|báo cáo|báo kết quả|
    gửi|phải|cần|được|sẽ|đã|đang|không|do|qua|thông qua|tham mưu|tiếp tục|tăng cường|
    thường xuyên|định kỳ|hằng|hàng|kịp thời|khẩn trương|chủ động|nghiêm túc|tích cực|
    đẩy mạnh|nâng cao|tiến hành|tùy theo|đồng thời|nếu|như|lồng ghép|đưa|trình|đề xuất|
    kiến nghị|rà soát|tổng rà soát|tổng kiểm tra|tổng vệ sinh|đôn đốc|triển khai|quán triệt|
    đối với|nội dung|gồm|bao gồm|sau khi|cùng|cùng với|giúp|quy định|sửa đổi|ban hành|
    phê duyệt|thông báo|thực hiện|một cách|duy trì|bố trí|củng cố|phổ biến|vận động|
    phát động|giao|cử|chuẩn bị|đến|tới|vào|ngay|hoặc|chịu|cập nhật|lập|kết quả|trực tiếp|
    nghiên cứu|xem xét|phát huy|thay|làm|khoanh|nạo vét|phun|dự trữ|
    tích trữ|trồng|đảm bảo|bảo đảm|đảm nhiệm|
    đảm nhận|đảm trách|căn|đăng ký|yêu cầu|đề nghị|trang bị
    """
)
# The words that names are made of besides proper ones, in small letters: after them, and after
# nothing else, a name that began with capitals goes on.
TAILS: Phrases = _phrases(
    """
    khoa học|công nghệ|tổng hợp|quản trị|kế toán|tài chính|tài vụ|hành chính|pháp lý|pháp chế|
    nhà nước|dịch vụ|công nghiệp|an toàn|môi trường|nghề nghiệp|thường xuyên|đất đai|bệnh tật|
    giao thông|vận tải|giáo dục|đào tạo|y tế|xã hội|văn hóa|thể thao|du lịch|thông tin|
    truyền thông|phát thanh|truyền hình|nông thôn|nông nghiệp|phát triển|kỹ thuật|hạ tầng|
    đô thị|kinh tế|đầu tư|đối ngoại|nội vụ|tư pháp|lao động|thương binh|thanh niên|phụ nữ|
    nông dân|cựu chiến binh|người cao tuổi|người mù|người khuyết tật|chữ thập đỏ|khuyến học|
    khuyến nông|chăn nuôi|thú y|bảo vệ|thực vật|thủy sản|thủy lợi|kiểm lâm|lâm nghiệp|rừng|
    phòng hộ|đặc dụng|quốc gia|quốc tế|khu vực|miền núi|dân tộc|tôn giáo|cán bộ|nhân sự|
    nhân lực|hợp tác|nghiên cứu|sinh viên|học sinh|đại học|cao đẳng|trung học|mầm non|
    tiểu học|cơ sở|phổ thông|nội trú|bán trú|kế hoạch|nghiệp vụ|thiết bị|vật tư|cơ điện|
    cơ giới|sản xuất|kinh doanh|thị trường|bán hàng|kho vận|kho quỹ|giao dịch|khách hàng|
    tín dụng|kiểm toán|kiểm soát|nội bộ|chất lượng|điều dưỡng|dinh dưỡng|xét nghiệm|
    chẩn đoán|hình ảnh|hồi sức|cấp cứu|tích cực|chống độc|gây mê|lâm sàng|hóa chất|
    năng lượng|khí tượng|thủy văn|viễn thông|chuyển đổi số|công nghệ số|dữ liệu số|đổi mới|
    sáng tạo|chuyển đổi|sự nghiệp|
    công lập|chính trị|quân sự|biên phòng|cảnh sát|phòng cháy|chữa cháy|cứu nạn|cứu hộ|
    trật tự|hình sự|quản lý|dự án|quy hoạch|kiến trúc|nhà ở|lưu trữ|lịch sử|ký túc xá|
    triển lãm|hội nghị|điều hành|thông minh|công|việc làm|bảo trợ|trẻ em|bảo hiểm|dân số|
    công dân|gia đình|sức khỏe|sinh sản|đa khoa|chuyên khoa|y học|cổ truyền|phục hồi|chức năng|dược|
    thực phẩm|vệ sinh|dự phòng|chuyên ngành|liên ngành|liên xã|tình nguyện|xung kích|tại chỗ|
    tự quản|liên gia|cơ quan|trung tâm|chuyên trách|chuyên nghiệp|không chuyên|thi đua|
    khen thưởng|tổ chức|văn thư|quản trang|bảo dưỡng|sửa chữa|cơ khí|ô tô|điện|nước|lạnh|
    công trình|xây lắp|thi công|vận hành|nguồn|tải|công cộng|chiếu sáng|cây xanh|cấp|thoát|
    nước sạch|vệ sinh môi trường|pháp luật|dân sự|hộ tịch|thi hành án|thuế|hải quan|kho bạc|
    mặt nước|ven biển|cửa khẩu|mậu dịch|thương mại|xuất khẩu|nhập khẩu|chế biến|may|dệt|
    hệ thống|hậu cần|cổ phần|dệt may|trách nhiệm|hữu hạn|thành viên|đảng|khối|vùng|tỉnh|huyện|xã|
    phường|trực thuộc|thành viên|chủ nhiệm|bộ môn|giảng dạy|bảo vệ|nhiễm khuẩn|học đường|
    cơ sở vật chất|
    tuyên giáo|dân vận|công tác|dân phố|dân phòng|dân quân|dân cư|tự vệ|dân số|dân chủ
    """
)
# Two syllables of a name of which the second is such a word: Giáo dục thường xuyên.
WITH_A_STOP = _pairs(
    "trợ giúp|chuyển giao|dục thường|viên bảo|sức tích|án đầu|tư xây|sở kinh|thẩm duyệt|phê duyệt|"
    "thường trực|chiến trực|lực trực|đăng ký|thư ký|chữ ký|thu mua|vận chuyển|điều chuyển|"
    "luân chuyển|đặt mua|gìn giữ|tẩy rửa|đóng ngắt"
)
# What ends a name that has at least two words after its head: the same words stand inside names.
SOFT_STOPS: Phrases = _phrases(
    """
    lắp|cắt|đo|khóa|giữ|tháo|kẻ|gắn|chuyển|ghi|ký|nhắc|thu dọn|dọn|mua|dán|thử|sử dụng|tắt|ngắt|
    ngoại khóa|tham quan|trải nghiệm|tập trung|rửa|xin|bật|che|vá|chặt|lập sổ|
    duyệt|phê duyệt|trực|ký duyệt|
    xây dựng|tổ chức|hướng dẫn|kiểm tra|theo dõi|tổng hợp|tuyên truyền|giám sát|kiểm soát|
    quản lý|sắp xếp|mua sắm|sửa chữa|cải tạo|thay thế|khắc phục|xử lý|huấn luyện|tập huấn|
    thẩm duyệt|thẩm định|nghiệm thu|khảo sát|cấp phát|mở chuyên|mở rộng|mở lớp|mở các|
    tạo điều kiện|hỗ trợ|huy động|xác định|chấp hành|ký kết|ký cam kết|tiếp nhận|phân công|
    thành lập|đánh giá|sơ kết|tổng kết|thống kê|công khai|lắp đặt|đầu tư|áp dụng|ứng dụng|
    điều tra|tuần tra|canh gác|trực ban|ứng trực|niêm yết|phát hành|phát sóng|tham gia|
    phản ánh|trao đổi|thống nhất|chỉ đạo|cung cấp|đăng tải|thu thập|kiện toàn|nắm tình hình|
    nắm chắc|nhắc nhở|lên kế hoạch|tham dự|đưa tin|viết tin|viết bài|biên soạn|thiết kế|treo|
    bảo dưỡng|bảo trì|vận hành|diễn tập|thực tập|tự kiểm tra|ra quân|kê khai|rút kinh nghiệm|
    soạn thảo|dự trù|thanh toán|quyết toán|đề ra|truyền thông|bồi dưỡng|đào tạo|giáo dục|
    biểu dương|khen thưởng|mời|liên hệ|giải quyết|trả lời|hoàn thiện|chăm sóc|bảo vệ|
    phòng cháy|chữa cháy|chia sẻ|cân đối|kết nối|tự chịu|tự tổ chức|khuyến khích|xây|cấp kinh phí|
    lãnh đạo , chỉ đạo|lãnh đạo thực hiện|lãnh đạo triển khai|lãnh đạo xây dựng|lãnh đạo công tác|
    lãnh đạo việc|lãnh đạo tổ chức|định hướng|chốt chặn|túc trực|trực chiến|phân bổ|phân loại|
    tạo nguồn|cắt cử|bàn giao|nộp|ghi nhận|in ấn|phân phối|cấp phép|thu hồi|xử phạt|nhân rộng|
    ra mắt|tổ chức lại|đóng góp|tự trang bị|niêm phong|dọn dẹp|thu gom|cắt tỉa|vệ sinh|bổ sung|
    gắn biển|lưu giữ|lưu hồ sơ|kiểm định|thử nghiệm|đo điện trở|nạp|sơn|đặt mua|thông tin kịp thời|
    phụ trách|dự họp|quán xuyến|đề cao|làm tốt|nắm|chấn chỉnh|tăng thời lượng|dành thời lượng|
    xuất bản|truyền tải|chuyển tải|lấy ý kiến|hoàn chỉnh|cụ thể hóa|cụ thể hoá|căn cứ vào|
    phát dọn|phát quang|phát tờ|phát tài liệu|phát hiện|phân nhóm|phân vùng|phân cấp|phân luồng|
    gương mẫu|đi đầu|nêu gương|tự giác|quan tâm|ưu tiên|lựa chọn|tuyển chọn|giới thiệu|tổ chức cho
    """
)
# Whole words with a comma or "và" inside them.
PAIRS = _pairs("""
    sinh sinh|chức kiểm|tra thanh|tra giám|
    cháy chữa|nạn cứu|ninh trật|tin truyền|hóa thể|hóa xã|hóa thông|pccc cnch|chức hành|chức viên|
    chính quản|thao du|tra kiểm|toàn vệ|chính kế|pccc cứu|hộ cứu|trị xã|tế xã|hóa thông|tạo bồi|
    tích danh
    """)
