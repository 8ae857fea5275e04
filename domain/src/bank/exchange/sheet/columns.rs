//! The columns of our table: how each is headed, what it takes, and how a heading is recognised.
//!
//! Invariant: every heading we write is recognised as the column it was written for, in Vietnamese and in English.

use crate::bank::reader::nearest;
use crate::text::fold;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Column {
    /// Row numbers of the writer's own; of no meaning.
    Numbering,
    Id,
    Kind,
    Stem,
    /// From 0.
    Option(usize),
    Key,
    Explanation,
    Sources,
    Topic,
    TopicTitle,
    Difficulty,
    Audience,
    Situation,
    Competence,
    AsOf,
    ReviewBy,
    /// From 0.
    Match(usize),
    Partial,
    Tolerance,
    Unit,
    Fold,
    ReadAloud,
    Image,
    Alt,
    Enemies,
    OptionIds,
    MatchIds,
}

/// Options have columns A to F.
pub(super) const MOST_OPTIONS: usize = 6;
/// Right sides have columns 1 to 8.
pub(super) const MOST_MATCHES: usize = 8;

/// A column, or a run of columns, as the guide explains it.
pub(super) struct Described {
    pub(super) column: Column,
    /// Heading in Vietnamese; a run adds a letter or digit.
    pub(super) heading: &'static str,
    /// Heading in English.
    pub(super) code: &'static str,
    /// Other headings, folded.
    others: &'static [&'static str],
    /// Width in characters.
    pub(super) width: f64,
    /// When it is needed.
    pub(super) needed: &'static str,
    /// How to fill it in.
    pub(super) help: &'static str,
    pub(super) example: &'static str,
}

const fn described(
    column: Column,
    (heading, code): (&'static str, &'static str),
    others: &'static [&'static str],
    width: f64,
    (needed, help, example): (&'static str, &'static str, &'static str),
) -> Described {
    Described { column, heading, code, others, width, needed, help, example }
}

const NO: &str = "không";

/// Every column in the order of the template: what each question needs first.
pub(super) const COLUMNS: [Described; 26] = [
    described(
        Column::Id,
        ("Mã câu", "id"),
        &["ma cau hoi", "ma", "question id"],
        11.0,
        (NO, "Mã chủ đề, gạch nối, số. Để trống thì hệ thống tự đặt mã theo lời câu hỏi.", "T05-001"),
    ),
    described(
        Column::Kind,
        ("Loại", "kind"),
        &["loai cau", "loai cau hoi", "dang", "dang cau hoi", "question type", "type"],
        17.0,
        (NO, "Chọn trong danh sách. Để trống thì suy ra từ phương án và đáp án.", "Một đáp án đúng"),
    ),
    described(
        Column::Stem,
        ("Câu hỏi", "stem"),
        &["noi dung", "noi dung cau hoi", "question", "question text", "de bai", "loi dan"],
        48.0,
        (
            "có",
            "Chữ thuần; xuống dòng trong ô được giữ; **chữ đậm** đặt giữa hai cặp dấu sao. Nhiều nhất 600 ký tự.",
            "Bạn nhận được cuộc gọi tự xưng công an yêu cầu chuyển tiền. Việc nên làm là:",
        ),
    ),
    described(
        Column::Option(0),
        ("Phương án", "option"),
        &["lua chon", "dap an", "answer", "choice", "pa"],
        26.0,
        (
            "tùy loại",
            "Từ A đến F, điền liền nhau. Câu sắp xếp: các bước theo thứ tự bất kỳ. Câu ghép đôi: vế trái. Câu Đúng/Sai, số, chữ ngắn: để trống.",
            "Cúp máy và gọi số chính thức của cơ quan để hỏi lại",
        ),
    ),
    described(
        Column::Key,
        ("Đáp án", "key"),
        &["dap an dung", "phuong an dung", "correct", "correct answer", "answer key", "right"],
        16.0,
        (
            "có",
            "Một đáp án: B. Nhiều đáp án: A, C. Đúng/Sai: Đúng. Sắp xếp: C > A > B. Ghép đôi: A-2; B-1. Số: 3,5. Chữ ngắn: các cách viết cách nhau bằng dấu | (dấu | có sẵn trong chữ viết là \\|).",
            "B",
        ),
    ),
    described(
        Column::Explanation,
        ("Giải thích", "explanation"),
        &["loi giai thich", "loi giai", "feedback"],
        48.0,
        (
            "khi duyệt",
            "1–3 câu: vì sao đúng, điều cần nhớ. Nhiều nhất 1.000 ký tự.",
            "Công an không làm việc qua điện thoại và không yêu cầu chuyển tiền.",
        ),
    ),
    described(
        Column::Sources,
        ("Nguồn", "sources"),
        &["nguon trich dan", "can cu", "tai lieu", "source"],
        34.0,
        (
            "khi duyệt",
            "Mỗi nguồn một dòng trong ô (hoặc cách nhau bằng ||): tên văn bản hay cơ quan, có thể thêm | fact=mã dữ kiện | url=địa chỉ.",
            "Luật An ninh mạng | url=https://vanban.chinhphu.vn",
        ),
    ),
    described(
        Column::Topic,
        ("Chủ đề", "topic"),
        &["ma chu de", "topic code"],
        9.0,
        (NO, "Chữ T và hai chữ số. Để trống thì lấy theo mã câu, rồi theo chủ đề chọn khi nạp.", "T05"),
    ),
    described(
        Column::TopicTitle,
        ("Tên chủ đề", "topic_title"),
        &["tieu de chu de", "topic name", "title"],
        26.0,
        (NO, "Ghi ở một dòng của mỗi chủ đề là đủ.", "Phòng, chống lừa đảo trực tuyến"),
    ),
    described(
        Column::Difficulty,
        ("Độ khó", "difficulty"),
        &["muc do", "muc", "do kho 1 3", "level"],
        9.0,
        (NO, "Dễ, Vừa, Khó, hoặc 1, 2, 3. Để trống thì theo lựa chọn khi nạp.", "Dễ"),
    ),
    described(
        Column::Audience,
        ("Đối tượng", "audience"),
        &["doi tuong du thi", "nhom"],
        18.0,
        (
            NO,
            "Mọi người; hoặc một hay nhiều trong: Công chức, Học sinh, Sinh viên, Người lao động, Người dân, cách nhau bằng dấu chấm phẩy. Để trống là mọi người.",
            "Công chức; Người lao động",
        ),
    ),
    described(
        Column::Situation,
        ("Tình huống", "situation"),
        &["cau tinh huong", "la tinh huong"],
        9.0,
        (NO, "Có khi câu hỏi là tình huống, quyết định; để trống hoặc Không khi hỏi kiến thức.", "Có"),
    ),
    described(
        Column::Competence,
        ("Năng lực", "competence"),
        &["ma nang luc", "nang luc so"],
        14.0,
        ("khi duyệt", "Mã TT02 1.1–6.3 hoặc DLGF 0.x, cách nhau bằng dấu chấm phẩy.", "TT02 4.2"),
    ),
    described(
        Column::AsOf,
        ("Ngày đúng", "as_of"),
        &["dung tai ngay", "dung den ngay", "ngay loi van dung"],
        12.0,
        (
            NO,
            "Ngày mà lời văn còn đúng: năm-tháng-ngày hoặc ngày/tháng/năm. Để trống là ngày nạp.",
            "2026-11-22",
        ),
    ),
    described(
        Column::ReviewBy,
        ("Ngày rà soát", "review_by"),
        &["ra soat truoc ngay", "han ra soat"],
        12.0,
        (NO, "Phải xem lại trước ngày này; để trống là một năm sau ngày nạp.", "2027-06-30"),
    ),
    described(
        Column::Match(0),
        ("Vế phải", "match"),
        &["cot phai", "ve ghep", "right side"],
        22.0,
        ("câu ghép đôi", "Từ 1 đến 8, điền liền nhau; có thể nhiều hơn vế trái.", "Kho ứng dụng chính thức"),
    ),
    described(
        Column::Partial,
        ("Điểm từng phần", "partial"),
        &["cham tung phan", "tinh diem tung phan", "partial credit"],
        10.0,
        (NO, "Có hoặc Không; chỉ cho câu nhiều đáp án và câu ghép đôi. Để trống là Không.", "Không"),
    ),
    described(
        Column::Tolerance,
        ("Sai số", "tolerance"),
        &["sai so cho phep"],
        8.0,
        (NO, "Chỉ cho câu số: lệch nhiều nhất bao nhiêu vẫn đúng. Để trống là 0.", "0,5"),
    ),
    described(
        Column::Unit,
        ("Đơn vị", "unit"),
        &["don vi tinh", "don vi do"],
        9.0,
        (NO, "Chỉ cho câu số: chữ hiện sau ô nhập.", "chữ số"),
    ),
    described(
        Column::Fold,
        ("So chữ", "fold"),
        &["cach so chu", "so sanh chu"],
        16.0,
        (
            NO,
            "Chỉ cho câu chữ ngắn: Bỏ qua hoa/thường (mặc định), Đúng từng chữ, hoặc Bỏ qua dấu.",
            "Bỏ qua hoa/thường",
        ),
    ),
    described(
        Column::ReadAloud,
        ("Đọc thành tiếng", "read_aloud"),
        &["cach doc", "doc"],
        26.0,
        (NO, "Cách đọc câu hỏi khi có số hiệu, chữ viết tắt.", "Nghị quyết số năm mươi bảy…"),
    ),
    described(
        Column::Image,
        ("Ảnh", "image"),
        &["hinh", "hinh anh", "anh minh hoa"],
        12.0,
        (NO, "Chỉ để biết câu có ảnh: bảng không chứa được ảnh, khi nạp ô này được báo và bỏ.", ""),
    ),
    described(
        Column::Alt,
        ("Mô tả ảnh", "alt"),
        &["mo ta hinh", "image alt", "alt text"],
        20.0,
        (NO, "Như trên.", ""),
    ),
    described(
        Column::Enemies,
        ("Câu xung khắc", "enemies"),
        &["cau loai tru", "khong cung de"],
        14.0,
        (NO, "Mã các câu không được nằm chung một đề, cách nhau bằng dấu chấm phẩy.", "T05-007"),
    ),
    described(
        Column::OptionIds,
        ("Mã phương án", "option_ids"),
        &["ma lua chon"],
        12.0,
        (
            NO,
            "Chỉ khi mã không phải a, b, c…: mã của A, B, C… cách nhau một khoảng trắng. Cột Đáp án vẫn ghi A, B, C.",
            "b1 b2 b3",
        ),
    ),
    described(
        Column::MatchIds,
        ("Mã vế phải", "match_ids"),
        &["ma ve ghep"],
        12.0,
        (NO, "Chỉ khi mã không phải 1, 2, 3….", "x y z"),
    ),
];

/// Every single column of the template with its heading.
pub(super) fn all() -> Vec<(Column, String, &'static Described)> {
    let mut all = Vec::new();
    for d in &COLUMNS {
        match d.column {
            Column::Option(_) => {
                all.extend(
                    (0..MOST_OPTIONS).map(|i| (Column::Option(i), format!("{} {}", d.heading, letter(i)), d)),
                );
            }
            Column::Match(_) => {
                all.extend(
                    (0..MOST_MATCHES).map(|i| (Column::Match(i), format!("{} {}", d.heading, i + 1), d)),
                );
            }
            one => all.push((one, d.heading.to_owned(), d)),
        }
    }
    all
}

/// A … F.
pub(super) fn letter(i: usize) -> char {
    char::from(b'A' + u8::try_from(i.min(25)).unwrap_or(0))
}

/// The place an option letter or a digit names.
fn place(sign: &str, most: usize) -> Option<usize> {
    let mut chars = sign.chars();
    let (c, None) = (chars.next()?, chars.next()) else { return None };
    let i = match c {
        'a'..='z' => u32::from(c) - u32::from('a'),
        '1'..='9' => u32::from(c) - u32::from('1'),
        _ => return None,
    };
    usize::try_from(i).ok().filter(|i| *i < most)
}

/// What a folded heading means.
fn known(name: &str) -> Option<Column> {
    if matches!(name, "stt" | "tt" | "so thu tu" | "no" | "thu tu") {
        return Some(Column::Numbering);
    }
    if let Some(i) = place(name, MOST_OPTIONS).filter(|_| !name.starts_with(|c: char| c.is_ascii_digit())) {
        return Some(Column::Option(i));
    }
    let named = |d: &Described, name: &str| {
        fold(d.heading) == name || fold(d.code) == name || d.others.contains(&name)
    };
    if let Some((before, sign)) = name.rsplit_once(' ') {
        for d in COLUMNS.iter().filter(|d| named(d, before)) {
            let column = match d.column {
                Column::Option(_) => place(sign, MOST_OPTIONS).map(Column::Option),
                Column::Match(_) if sign.starts_with(|c: char| c.is_ascii_digit()) => {
                    place(sign, MOST_MATCHES).map(Column::Match)
                }
                _ => None,
            };
            if column.is_some() {
                return column;
            }
        }
    }
    let single = |d: &&Described| !matches!(d.column, Column::Option(_) | Column::Match(_));
    COLUMNS.iter().filter(single).find(|d| named(d, name)).map(|d| d.column)
}

/// What a heading means; what stands in brackets or after a star is a remark.
pub(super) fn recognise(heading: &str) -> Option<Column> {
    if heading.len() > 200 {
        return None;
    }
    if heading.trim() == "#" {
        return Some(Column::Numbering);
    }
    known(&fold(heading)).or_else(|| known(&fold(heading.split(['(', '[', '*', ':', '\n']).next()?)))
}

/// The known heading most like this one.
pub(super) fn nearest_heading(heading: &str) -> Option<String> {
    let name: String = fold(heading).chars().take(60).collect();
    let all = all();
    let folded: Vec<String> = all.iter().map(|(_, heading, _)| fold(heading)).collect();
    let near = nearest(&name, &folded.iter().map(String::as_str).collect::<Vec<_>>())?;
    let at = folded.iter().position(|f| f == near)?;
    all.get(at).map(|(_, heading, _)| heading.clone())
}

/// The heading of a column, for messages.
pub(super) fn heading_of(column: Column) -> String {
    let found = all().into_iter().find(|(c, _, _)| *c == column);
    found.map(|(_, heading, _)| heading).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_is_recognised_in_both_languages_with_and_without_marks() {
        for (column, heading, d) in all() {
            assert_eq!(recognise(&heading), Some(column), "{heading}");
            assert_eq!(
                recognise(&format!("  {} ", fold(&heading).to_uppercase())),
                Some(column),
                "{heading}"
            );
            let code = match column {
                Column::Option(i) => format!("option {}", letter(i)),
                Column::Match(i) => format!("MATCH_{}", i + 1),
                _ => d.code.to_owned(),
            };
            assert_eq!(recognise(&code), Some(column), "{code}");
        }
    }

    #[test]
    fn headings_as_people_write_them() {
        for (heading, column) in [
            ("Đáp án A", Some(Column::Option(0))),
            ("dap an  dung", Some(Column::Key)),
            ("ĐÁP ÁN", Some(Column::Key)),
            ("Đa\u{301}p án", Some(Column::Key)),
            ("C", Some(Column::Option(2))),
            ("Lựa chọn 4", Some(Column::Option(3))),
            ("Câu hỏi (bắt buộc)", Some(Column::Stem)),
            ("Câu hỏi *", Some(Column::Stem)),
            ("STT", Some(Column::Numbering)),
            ("#", Some(Column::Numbering)),
            ("Phương án G", None),
            ("Vế phải 9", None),
            ("Ghi chú", None),
            ("", None),
        ] {
            assert_eq!(recognise(heading), column, "{heading}");
        }
        assert_eq!(nearest_heading("Phuơng ánn B").as_deref(), Some("Phương án B"));
        assert_eq!(nearest_heading("Người duyệt cuối cùng của tổ"), None);
    }
}
