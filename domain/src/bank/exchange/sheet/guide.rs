//! The second sheet of the workbook: what each column takes, with an example.
//!
//! Invariant: made from the same list of columns that is read, so it cannot fall behind.

use super::columns::{COLUMNS, Column, MOST_MATCHES, MOST_OPTIONS, letter};
use super::write::heading;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, RowNum, Worksheet, XlsxError};

/// Name of the sheet; passed over when a workbook is read.
pub(super) const NAME: &str = "Hướng dẫn";

const NOTES: [&str; 6] = [
    "Mỗi câu hỏi một dòng ở trang Câu hỏi. Chỉ cần hai cột Câu hỏi và Đáp án; các cột khác để trống thì theo lựa chọn khi nạp.",
    "Cột đứng theo thứ tự nào cũng được; bớt cột không dùng cũng được. Tiêu đề nhận cả tiếng Việt lẫn tiếng Anh, có dấu hay không dấu.",
    "Không dùng công thức. Mọi ô là chữ: số và ngày giữ nguyên như đã gõ. Định dạng trong ô (màu, nghiêng…) không được đọc.",
    "Trộn thứ tự phương án do máy làm: không viết “cả A và B”, “tất cả các đáp án trên”.",
    "Ô bắt đầu bằng = + - @ được ghi thêm một dấu nháy đơn ở đầu; khi nạp dấu đó được bỏ.",
    "Ảnh dán vào bảng không được đọc: nạp bảng xong hãy thêm ảnh vào từng câu.",
];

/// Writes the guide.
pub(super) fn write(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    let note = Format::new().set_align(FormatAlign::Top);
    for (column, width) in (0..).zip([22.0, 16.0, 14.0, 80.0, 44.0]) {
        sheet.set_column_width(column, width)?;
    }
    let mut row: RowNum = 0;
    for text in NOTES {
        sheet.write_string_with_format(row, 0, text, &note)?;
        row += 1;
    }
    row += 1;
    for (column, name) in (0..).zip(["Tiêu đề", "Tiếng Anh", "Bắt buộc", "Cách ghi", "Ví dụ"]) {
        sheet.write_string_with_format(row, column, name, &heading())?;
    }
    for d in &COLUMNS {
        row += 1;
        let (name, code) = match d.column {
            Column::Option(_) => {
                let last = letter(MOST_OPTIONS - 1);
                (format!("{} A … {last}", d.heading), format!("{} A … {last}", d.code))
            }
            Column::Match(_) => {
                (format!("{} 1 … {MOST_MATCHES}", d.heading), format!("{} 1 … {MOST_MATCHES}", d.code))
            }
            _ => (d.heading.to_owned(), d.code.to_owned()),
        };
        for (column, text) in (0..).zip([name.as_str(), &code, d.needed, d.help, d.example]) {
            sheet.write_string_with_format(row, column, text, &cell)?;
        }
    }
    Ok(())
}
