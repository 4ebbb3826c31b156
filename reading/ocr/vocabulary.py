"""Words that stand side by side in plans of offices, with the accents that they have there.  PURE.

Taken from the plans, templates and letters of this project's tests and samples: pairs that occur in
them at least twice, and of whose letters no other pair occurs.  ``first: second second;``
"""

from __future__ import annotations

_PAIRS = """
    ai: xử đã; an: các huyện phường toàn tỉnh xã; ba: kế; ban: hành nhân quản đêm; bao: nhiêu; biên:
    bản tập; biến: kiến nội; biết: các đơn; biển: cấm; biểu: mẫu số đồ; buổi: tuyên; buộc: cho; bài:
    giảng tuyên về; bàn: giao tỉnh xã; bày: văn; báo: cháy cáo của hoàn khói kết ngay nhiệt trưởng
    đôn; bãi: bỏ; bên: dưới; bình: bột chữa hết khí thường; băng: cản rôn; bơm: chữa dự trong; bạn:
    chọn xem đang; bản: bàn cam chỉ cùng của dự gốc hướng không kiểm kế nghiệm nháp nào này quét sao
    thay tin tự viết viện yêu; bảng: có dài kiểm nhiệm phân theo tin tính điện; bảo: dưỡng hiểm trì
    vệ đảm; bảy: ngày; bấm: hai; bất: kỳ; bắt: buộc đầu; bằng: dấu kế một tay; bếp: ăn; bể: chữa
    nước; bệnh: viện; bị: bãi bình cho chống cơ kiến mặt phương thay thuốc truyền trả y điện đo; bỏ:
    qua điều; bố: trí; bốn: số; bồi: dưỡng; bổ: sung; bộ: có khoa phận phụ ứng; ca: trực; cam: kết;
    cao: chất hiệu nhận điểm; che: chắn; chi: bộ thường tiết; chiếu: với; cho: biết công cơ kế lần
    lực người nhiều nhà nhân những năm tiểu tất từng đúng đến; chung: cư với; chuyên: môn mục ngành
    đề; chuyển: biến công giao người rác sang; chuẩn: bị; cháy: cho cơ của do gây hết không kết lớn
    mùa năm rừng sớm trước tại tự và vào được; chéo: giữa; chép: được để; chính: báo bố là quyền
    quản sách tham thức trước trị tổng xác; chú: thích; chưa: ai bố chắc chọn có cử ghi gửi hoàn
    khớp làm lưu nêu nộp phân rõ thể xem xong được đến đọc; chương: trình; chạy: thử; chấp: hành;
    chất: bảo dễ lượng quá trước; chậm: nhất so; chắc: được; chế: hoạt số độ; chỉ: có dẫn ghi giao
    gồm hiện huy lưu lịch mới nêu ra riêng thư tiêu tính được đạo; chịu: trách; chọn: kế kỳ lại này
    riêng trang được ở; chống: cháy sét; chỗ: cho chưa hai tên để; chờ: quyết tiếp xác; chợ: trước;
    chủ: nhiệm trung trì động; chức: chính các cán cấp huấn hội năng thực trực tuyên tổng đảng;
    chứng: nhận thư; chừng: thì; chữ: số viết; chữa: cháy; con: số; cuối: cùng kỳ ngày quý tuần;
    cuộc: thanh; cuộn: vòi; các: buổi báo bản bệnh bộ chỉ chỗ câu công cơ cột di dự huyện hộ kho
    khoa khu lễ mục ngành ngày nội phòng sở tháng thôn trang trường trụ tài tầng tồn tổ việc văn xã
    xưởng đoàn đơn đề ấp; cách: an ghi hiểu khác xử; cáo: có công của gửi hoàn kèm kết mà mở nào
    phải tháng tiến tổng viên về đã đơn đến định đột; cân: lại; câu: chữ hỏi; còi: báo; còn: hiệu
    hoạt lại nguyên thiếu điểm được; có: ai báo bảng chỗ cả cập cột dòng gì hiệu khó kết minh mùi
    một nguy người nhiều nhiệm phần quyền rừng sẵn sự thì thể tiêu tệp việc vướng xác yêu ít điều
    điểm đơn được địa; công: cho chức cộng dân lập nghiệp nghệ người nhiệm nhân trình ty tác việc
    văn đoàn; cùng: báo các kỳ làm lúc mã một phối số tính; căn: cứ; cũ: tại vẫn; cơ: quan sở;
    cương: báo; cường: công; cạnh: số; cả: các công cùng cơ hai kỳ năm điều; cải: tạo; cản: lửa;
    cảnh: báo; cấm: lửa; cấp: cứu giấy kinh mật nước phát số trên ủy; cần: khắc làm thay tháo xem;
    cầu: các của dao thang; cập: nhật; cắt: điện; cố: và; cộng: theo đô đồng; cột: của này và; cụ:
    thể; của: báo bạn bảng bộ chương các công cơ cả cấp hai kế kỳ lãnh mình mỗi một người nhiệm nhà
    nhóm riêng tháng tôi từng việc văn đơn; cứ: của; cứu: cho hộ nạn; cử: người; cửa: hàng ngăn
    thoát; danh: mục sách; di: tích; diễn: biến tập; do: cháy chương đơn; doanh: nghiệp; du: lịch;
    dung: chính chưa công cần môi này phối thực về yêu đang đã; duy: trì; duyệt: phương; dài: nên;
    dán: vào; dân: cư phòng phố quân tham tỉnh; dây: dẫn điện; dòng: chưa không nào sai đó; dõi: báo
    hay nhiệm phương việc; dùng: cơ kèm thử đến; dưới: cờ một đây; dưỡng: hệ máy; dạng: danh; dấu:
    nhiều; dẫn: kỹ sử thi thoát điện đến; dễ: cháy; dịch: vụ; dọn: thực đường; dục: nghề thường và;
    dụng: điện; dừng: giữa; dữ: liệu; dự: kiến phòng thảo trù án; dựng: lực mô phương; ghi: chú cùng
    gì khác lý lại nhận rõ thêm trọn được ở; ghép: kiến nội trong; gia: chữa hạn vùng đình; giai:
    đoạn; gian: hoàn thực; giao: báo dịch lại muộn thêm từ việc; giám: sát; giáo: dục viên; giải:
    pháp; giảm: số thiệt; giấy: chứng; giờ: làm sinh trong; giữ: bản bảy lại nguyên nhiều tên vai và
    được đến; giữa: chừng các người; gây: ra; gì: cho phải đã được; gõ: hoặc không sai; gạch: đầu;
    gần: nhất; gắn: vào; gặp: lỗi; gọi: khác; gốc: của; gồm: chữ; gửi: báo các cấp kèm kết lại nơi
    qua số thư về được; hai: dòng lần và đơn; hay: chưa chỉ không quá; hiểm: cháy; hiện: cháy chỉ có
    công kế là một nay nghiêm như theo thường tiếp trường tại từ về xong đúng; hiệu: lực quả; hoàn:
    công thiện thành; hoạch: bảo bằng cao cho có công cấp của ghi khác không kiểm lấy như này năm
    phòng phù số thay thực triển trở tổng và vào với đang đã đưa được đến để; hoạt: công lớp động;
    hoặc: báo bảng cho cấp không liên lấy mã nhập thêm trả đã; huy: của động; huấn: cho luyện nghiệp
    sơ; hàng: hai hóa vải; hành: chính kèm kế lang nội quy thoát trước với để; hãy: xem; hình: cháy
    trực tỉnh ảnh; hòa: chính; hóa: chất và; hôm: nay; hơn: dự; hướng: dẫn; hưởng: ứng; hạ: tầng;
    hại: do về; hạn: chưa chờ gần hay hoàn hoặc lâu theo trước tính và đã; hằng: ngày năm tháng;
    hết: hạn khi ngày; hệ: người thống; học: cơ kỳ sinh trên viên và đường; hỏi: đáp; hồi: chức sức;
    hỗ: trợ; hộ: gia kinh năm phường trên tại và; hội: chủ thao thi viên đầu; hợp: báo có gửi kinh
    kết sản số thống tuyên tình với để đồng; in: được; khai: báo công thực; khi: bấm bị chờ cập ký
    kế lưu tạo đóng đơn đưa được đọc; kho: các hóa lưu vật; khoa: học; khoản: chung của đã; khoảng:
    cách; khu: công dân ký nhà nội phố vực; khuyến: cáo; khác: cũng của ghi nhau trong; khí: y; khó:
    khăn; khóa: van đăng; khô: năm; không: bắt bị chuyển chỉ còn có cần dấu ghi giao giữ in làm lấy
    mất nêu nạp nằm phát phải sửa thay theo thuộc tính tự xảy được để; khảo: sát; khẩn: cấp; khẩu:
    của hiệu lần mới; khắc: phục; khỏi: kế; khối: nhà; khớp: với; khởi: động; kinh: nghiệm phí tế;
    kiến: nghị thức tổ; kiểm: tra định; kiện: an này toàn; kèm: bảng lý nguyên phụ theo vai; kéo:
    dài; kê: phương; kích: trường; ký: cam hiệu hợp số túc tự xác; kế: hoạch thừa toán; kết: gửi hợp
    mới năm nối quả thúc trước tại với; kể: từ; kịp: thời; kỳ: chưa cả của hằng nghỉ ngày này năm
    sau trước tới đã; kỹ: năng thuật; lao: động; lau: chùi; liên: gia hệ kết lạc ngành quan; liệt:
    kê; liệu: báo chính của dùng dễ hướng hỏi không phương tỉnh và về đã đơn; loại: đơn; luyện: cho
    dân kỹ lái lực nghiệp đội; luôn: được; là: chưa cơ của gạch một ngày số văn đã đơn đầu; làm: gì
    mà một sau tiếp việc xong được đầu ở; lái: xe; lâm: khu tuần; lâu: nhất; lãnh: đạo; lòng: thử
    xem; lùi: ngày thời; lý: chung chợ các do dưới dự khi ký ngành rừng tiếp trật tình tòa tổng vi
    văn điện; lưu: giữ hồ thông tại được động; lượng: cơ dân phương sản tham trực tại; lượt: người
    xem; lại: bình các gì hoặc hạn khi kho kế làm như nội rồi sau theo trong việc và được để; lấn:
    chiếm; lấy: làm lại theo từ ý được; lần: báo ghi này sau trong và đầu; lập: biên danh hôm kế lại
    riêng tổ được; lệ: hoàn; lịch: của nên sử trực; lọc: danh gió theo độc; lối: thoát đi; lồng:
    ghép; lời: các nhắc riêng; lục: kèm; lựa: chọn; lực: kể lượng từ; minh: chứng; mua: bình sắm;
    muộn: hơn; mà: chương các không kế vai; máy: bơm chủ nước phát; mã: kiểm; mê: hồi; mô: hình;
    môi: chống; mùa: khô nắng; mưu: bố; mất: bản khoảng mạng thời; mầm: non; mẫu: bình của; mật:
    khẩu; mặt: bằng nạ; mối: tổng; mỗi: dòng hộ kỳ ngày nhiệm quý tháng thôn tuần; một: buổi báo bên
    bảng câu dòng hàng lúc lần máy người nhiệm số thư thời tài tên việc địa; mới: lưu nhất sáng
    tuyển; mời: để; mở: chuyên lại lớp ra sẵn trang đầu; mục: chất chủ công về đã; mức: phải đề;
    ngay: thiếu tại; nghiêm: túc; nghiệm: thu; nghiệp: công số và vụ xây; nghĩa: của; nghề: nghiệp;
    nghệ: cao số thông; nghỉ: lễ; nghị: bổ các của gia về đơn định; ngoài: danh giờ; ngoại: khóa;
    nguy: cơ hiểm; nguyên: nhân tên và văn vẹn; nguồn: chi điện; ngành: hàng kiểm; ngày: ban cụ hoặc
    ký kể làm nghỉ nào tháng thì và đơn được đến; ngăn: cháy khói; người: báo bệnh có của dân khác
    ký lao làm nhận phụ quản sửa tham trực và đi đó; ngừa: cháy; nhiều: chế hơn lần nhiệm nhất tên
    vai việc; nhiễm: khuẩn; nhiệm: của kiểm thi thực trước vụ; nhu: cầu; nhà: máy nước trường trọ xe
    xưởng ở; nháp: mới; nhân: dân lực viên; nhóm: hiện việc đơn; như: khi sau trong tệp vậy đang;
    nhưng: không; nhất: lịch một ngày; nhầm: thì; nhận: các của hoàn hoặc ra thức từng việc và yêu
    đã; nhập: còn tay trước từ vào đơn; nhật: danh hồ ký tiến việc; nhắc: bạn nhở việc đến; nhớ:
    cho; những: gì ngày; niêm: yết; niên: xung xã; nào: báo bị chưa cần của khớp phải đang đã được
    đến để; này: do giao là và được; nâng: cao; nên: chưa khó không phải; nêu: ngày ra rõ trong tại;
    nói: rõ; năm: báo học nay rõ sau trước; năng: chữa thoát; nơi: khác làm nhận; nước: bể chữa số
    về; nạ: lọc phòng; nạn: cho khi thứ trước tại vào; nạp: dữ; nắng: nóng; nằm: trong ở; nếu: có
    không; nối: với; nổ: bắt cao trong tại; nội: bộ dung trú; nộp: báo chung của; nữ: xã; phai: mờ;
    phiên: đăng; phong: trào; pháp: luật thi; phát: dọn hiện hành sinh sóng thanh tờ điện; phân:
    công cấp nhóm quyền xưởng; phê: duyệt; phí: cho mua thay theo thực trang trước; phòng: chuyên
    cháy các của học hộ làm mua máy ngừa thí trước tổng và đo độc; phó: tràn; phù: hợp; phương: số
    tiện án; phường: báo chuẩn chịu chủ có kiểm trước tuần tại tổng và; phạm: vi; phải: chuyển chọn
    ghi là lùi nộp đạt; phản: ánh; phần: còn này trăm việc đã; phận: kế; phố: chịu có số; phối: hợp;
    phổ: biến; phụ: huynh lục trách; phục: ngay tồn vụ xong; phủ: quy về; qua: các thư; quan: chưa
    chọn có phối thường và yêu đặt; quay: lại; quy: chế tắc định; quyết: định; quyền: mở địa; quá:
    hạn trình; quán: triệt; quân: số tham tổng; quý: báo một trước; quạt: hút; quả: báo cho kiểm
    thực và về; quản: lý trị; quốc: gia; ra: cháy khỏi trên với đã; riêng: cho mình; rà: soát; rò:
    rỉ; rõ: là đơn; rút: kinh lại nhiệm về; rơi: vào; rồi: bấm chọn dán quay; rời: trang; rừng: hằng
    mùa năm phòng; sai: mật sót thì; sao: chép; sau: bảo giờ hạn đây; sinh: bụi hoạt viên; soát:
    chất các lại lối phương; sung: bình một số trước địa; sàng: chữa; sách: báo của dài này việc và
    đơn đầy; sáng: tạo; sáp: nhập; sát: khu việc; sét: và; sót: được; sơ: cấp cứu hoàn hở kết; sạc:
    xe; sản: phẩm xuất; sắm: bổ phương; sắp: xếp đến; sẵn: sàng từ; sẽ: hiện không được; số: liệu
    lượng ngày người thuốc việc vụ điều; sổ: kế; sở: kinh kiểm trên trước văn đoàn; sức: tích; sử:
    dụng kế thay; sửa: bằng chữa lại trong tại được đổi; sự: cố nghiệp phường xã; tham: mưu; thang:
    dây; thanh: niên; thao: chữa; thay: bình dây thế đổi; theo: bảng chỉ cách dõi hạn kế kỳ lựa ngày
    nhiệm tháng thể tên tình từng đơn đề; thi: hành tìm; thiết: bị kế lập; thiếu: sót; thiện: hồ;
    thiệt: hại; thoát: hiểm nạn; thu: nhỏ; thuật: an kiểm lập thay; thuộc: trách và xã đơn; thành:
    báo chậm không lập phần phố quá theo trong trước viên việc; tháng: cuối gửi một này trước; tháo:
    gỡ; thêm: nhiệm từ từng vai; thì: báo bấm ghi không để; thí: nghiệm; thôi: vai; thôn: báo một;
    thông: qua tin trên; thúc: bằng hoạt kế; thư: chi nhắc và điện; thường: dùng xuyên; thảo: báo;
    thấy: trang; thầu: đề; thẩm: định; thế: bình bằng đường; thể: công cùng giữ làm rời thức tính
    viên xã; thị: số trường xã; thống: chữa khí kê loa nhất quản truyền điện; thời: báo gian hạn
    lượng điểm; thứ: tự; thức: của và; thử: lại nghiệm áp; thực: bì hiện hành tập tế; tin: báo cảnh
    liên trên và văn; tiêu: của số trong đề; tiến: bộ độ; tiếp: chỉ nhận tại tục đất; tiết: kiệm
    một; tiểu: học thương; tiện: cho chữa phục theo trước; toàn: báo bộ cho cháy công dân lập phòng
    thể trong trước trường trụ tuyệt tại và văn; toán: chi; tra: bình bếp chéo chất chợ các cơ cổng
    hằng hệ ký liên máy một nhà năm phòng trên trường trạm trụ việc và văn về điều định đột; trang:
    bị chữ kiểm kế người rồi thiết thông trước tính đơn đầu ảnh; trao: đổi; triển: khai; triệu:
    đồng; trong: báo bản bảng chương các diễn dịp dự giờ kế kỳ mùa một ngày nhà nhật năm nền phạm
    quý số tháng tuần tệp văn đó; trung: học tâm; truyền: dưới kỹ lưu thanh tin trong trên trực;
    tràn: đổ; trào: toàn; trách: cơ kỹ nhiệm y; trên: bảng cơ hệ loa mức thị trang điện địa; trì:
    chuyên kiểm phối; trình: bày công gặp không lập ngày nhận sẽ số thực tạm tự; trí: kinh lối thời
    xe; trích: yếu; trò: nào và đang được ở; trù: kinh; trùng: lịch được; trăm: so; trưng: bày;
    trước: hôm hạn khi mùa ngày rồi từng và đây đó; trường: ban công học hợp kiểm mầm đô; trưởng:
    báo các kết thôn tổ đơn; trạm: bơm xăng; trả: kết; trải: nghiệm; trần: chi; trật: tự; trị: thiết
    trước và; trọ: trên trước; trọn: vẹn; trọng: tâm; trống: nếu; trở: lại tiếp; trợ: sinh; trụ:
    nước sở; trực: chữa có cấp sẵn thuộc tiếp tại đêm; tuyên: truyền; tuyệt: đối; tuần: cuối một này
    sinh tra về; tài: khoản liệu; tác: cao chính huấn học kiểm phòng thường tuyên văn xã; tâm: chỉ
    trực; tên: chưa cũ dưới gọi hoặc luật lấy đăng đơn; tìm: hiểu ra thấy trong; tình: huống hình
    trạng; tích: cực; tính: cho của mạng một phần số trùng từ vào đến; tòa: nhà; túc: triển xá;
    tăng: cường thời; tư: xây; tại: các cơ giao hội kho khu ký một nhà nơi phòng trạm trụ và xưởng
    đơn; tạm: dừng; tạo: kế nên và được; tải: lên về; tất: cả; tầng: và; tập: chữa huấn phương thoát
    trung tại vào; tế: bố chuẩn của diễn học kiểm phường rà trong trước trường xã; tệp: có khác
    không lên mẫu này đã được; tỉnh: ban bố chủ phối trước tại và về; tối: thiểu; tồn: tại; tổ:
    chuyên chức công dân hội điện; tổng: hợp kiểm kết quan số vệ; tờ: rơi; tủ: chống hồ điện; từ:
    bảng hôm kế một nguồn ngày tháng tiến tệp văn đầu; từng: báo ca cấp cột dòng nhiệm phòng phần
    trang tầng việc đơn đội; tự: kiểm xác đặt động; tỷ: lệ; vai: trò; vi: phạm; viên: chuyển chủ
    chức nội tham thay y đội; viết: sẵn tay tắt; việc: chưa chấp chỉ cùng cần của gì hay hoặc khác
    không mới nào này quá sẽ thay theo thường thực tiếp trang trong trùng trả tính tạo và về đang đã
    được đến để định; viện: công dẫn; và: biểu bình chế chỉ chọn chữ các cách công cùng cứu danh
    diễn ghi gửi học không ký kế lưu lễ lịch lối minh mã mở mức nguồn ngày người nhà nhóm phân
    phương sau sửa thời trang tạo tệp từng tỷ việc xem xác đèn được đọc; vài: phút; vào: báo chương
    các giờ hồ lịch ngày nội sau thứ thực tuần từ việc; vách: tường; vòi: nước; văn: bản hóa phòng
    số thư đến; vướng: mắc; vẫn: còn giữ là tiếp được đứng; vận: chuyển động; vật: liệu tư; vẽ: lại;
    về: bảo công kinh kết kỹ người phòng trang tăng việc được; vệ: chợ dân kiểm sinh; vị: bên chưa
    chủ còn dưới gửi hoàn hoặc không kế liên làm mà mình mới mở ngoài nhận nào này nêu phải phản
    phối quán theo thuộc thực triển trong trí trực tính tôi và với xem đang đã được; với: biên bản
    chung các cùng cơ kế mã sự tình vai đơn; vụ: cho cháy còn của hay khỏi mới nào này theo triển
    tính và đã được đạt; vừa: có nhập; vực: xây; xe: điện; xem: lại trước và xét được; xong: trước
    tủ được; xung: kích; xuyên: năm; xuất: khi; xá: học; xác: nhận; xây: dựng; xã: báo chỉ cấp huy
    hội kiểm niêm phát phối rà theo trước tuyên vận; xét: riêng; xăng: dầu; xả: khí; xảy: ra; xếp:
    hàng kho lại theo; xử: lý; y: tế; yêu: cầu; yết: tại; án: chữa đầu; ánh: về; áp: dụng suất; âm:
    tường; ít: nhất phút; ô: là; ý: gia kiến nghĩa; đang: chờ dùng giữ kiểm làm thực xem; đi: công
    đào; điền: sẵn; điều: của hành hòa khoản kiện và; điểm: cần phòng phần; điện: an các cũ kiểm
    thoại toàn trước trở tại tử đã; đoàn: các cơ thể viên; đoán: hình; đoạn: một; đào: tạo; đánh:
    dấu giá; đây: là vẫn; đã: báo bị bỏ chuyển chọn có ghi giao gửi hoàn hết khai kiểm ký kết làm
    nhận nhập nộp qua rõ rút sửa thay thực tiếp tải xem xong yêu điền đánh được đến đối; đèn: pin
    sự; đính: kèm; đô: thị; đôn: đốc; đúng: hạn như quy; đăng: ký tải; đơn: vị; đưa: nội vào; đường:
    băng dây ống; được: báo chuyển chọn cộng dùng ghi giao giữ gì gửi hoặc huấn hướng hỏi làm lập
    nghiệm nhận nhắc nhớ nêu nối nữa phát phân phê phổ thay triển tính tệp xem xác xét yêu điền đọc
    ở; đạo: chung các của đơn; đạt: chỉ yêu; đảm: an khoảng kinh nhiệm; đầu: báo bằng của dòng khóa
    năm tiên trang tư; đầy: đủ; đặc: khu; đặt: làm lại mật thiết ở; đến: báo chỗ hôm hạn hết khi
    ngày thành tháng toàn trong từng; đề: cương mục nghị xuất; đều: được; để: biết báo ghi gửi không
    kiểm làm lại người sửa thực tiếp tách tổng xe xem xảy được đặt; địa: bàn chỉ phương điểm; định:
    chi kiện kỳ này số thiết về; đọc: kế lại vẫn được; đốc: các khu phụ trước việc; đối: chiếu cho;
    đốt: nương; đồ: kho thoát; đồng: chí quản trường ý; đổi: cách gì khi số tên; độ: báo; đội: chữa
    dân viên; động: bình dân hội lại nhân năm phòng triển trong tại đoàn; đột: xuất; đợt: cao công
    kiểm; đủ: các; đứng: trước tên đầu; ưu: tiên; ảnh: chụp hiện được; ắc: quy; ổ: cắm; ổn: định; ở:
    bất cuối dòng kết một mục nhiều phần trang trên từng điểm đây đơn; ủy: trước; ứng: dụng phó;
"""


def pairs() -> list[tuple[str, str]]:
    """All pairs, in small letters."""
    rows = (row.partition(":") for row in _PAIRS.split(";"))
    return [(first.strip(), second) for first, _, rest in rows for second in rest.split()]
