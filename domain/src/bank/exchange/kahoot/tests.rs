use super::super::tests::{defaults, some_revisions, there_and_back};
use super::super::{Format as Exchanged, read as read_any};
use super::*;
use proptest::prelude::*;

/// A workbook shaped like the official template, with rows as people fill them in.
fn template(fill: impl Fn(&mut rust_xlsxwriter::Worksheet) -> Result<(), XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let made = (|| {
        sheet.write_string(1, 1, "Quiz template")?;
        sheet.write_string(
            2,
            1,
            "Add questions, at least two answer alternatives, time limit and choose correct answers",
        )?;
        sheet.write_string(
            3,
            1,
            "Remember: questions have a limit of 120 characters and answers can have 75 characters max.",
        )?;
        for (column, text) in (1..).zip([
            "Question - max 120 characters",
            "Answer 1 - max 75 characters",
            "Answer 2 - max 75 characters",
            "Answer 3 - max 75 characters",
            "Answer 4 - max 75 characters",
            "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
            "Correct answer(s) - choose at least one",
        ]) {
            sheet.write_string(7, column, text)?;
        }
        fill(sheet)
    })();
    made.expect("fills");
    book.save_to_buffer().expect("saves")
}

fn row(sheet: &mut rust_xlsxwriter::Worksheet, row: RowNum, texts: [&str; 7]) -> Result<(), XlsxError> {
    sheet.write_number(row, 0, f64::from(row - 7))?;
    for (column, text) in (1..).zip(texts).filter(|(_, t)| !t.is_empty()) {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}

fn codes(import: &Import) -> Vec<(&'static str, usize, usize)> {
    import.problems.iter().filter(|p| p.is_error()).map(|p| (p.code, p.line, p.column)).collect()
}

#[test]
fn the_template_as_people_fill_it_in() {
    let bytes = template(|s| {
        row(
            s,
            8,
            [
                "Khi nhận tin nhắn lạ, nên làm gì?",
                "Bấm vào liên kết",
                "Bỏ qua và xóa",
                "Chuyển tiếp cho bạn",
                "Trả lời",
                "20",
                "2",
            ],
        )?;
        row(s, 9, ["Chọn mật khẩu mạnh", "12345678", "Cà-phê-sáng-7h", "Nắng!Mưa#2026", "", "", "2,3"])?;
        row(s, 10, ["VNeID là ứng dụng của Bộ Công an", "Đúng", "Sai", "", "", "30", "1"])?;
        row(s, 11, ["Mã OTP có thể đọc cho nhân viên ngân hàng", "True", "False", "", "", "30", ""])?;
        s.write_number(11, 7, 2)?;
        row(s, 12, ["Một byte có bao nhiêu bit?", "", "", "", "", "10", ""])?;
        s.write_number(12, 2, 4)?
            .write_number(12, 3, 8)?
            .write_number(12, 4, 16)?
            .write_number(12, 5, 2.5)?;
        // What a spreadsheet with decimal commas makes of "1,2".
        s.write_number(12, 7, 1.2)?;
        s.write_number(13, 0, 6)?;
        Ok(())
    });
    let import = read_any(Exchanged::Kahoot, "kahoot.xlsx", &bytes, &defaults());
    assert_eq!(codes(&import), []);
    let keys: Vec<&Key> = import.revisions.iter().map(|r| &r.key).collect();
    assert_eq!(*keys[0], Key::SingleChoice { right: "b".into() });
    assert_eq!(*keys[1], Key::MultipleChoice { right: vec!["b".into(), "c".into()], partial: false });
    assert_eq!(*keys[2], Key::TrueFalse { right: true });
    assert_eq!(*keys[3], Key::TrueFalse { right: false });
    assert_eq!(*keys[4], Key::MultipleChoice { right: vec!["a".into(), "b".into()], partial: false });
    assert_eq!(import.revisions[4].options[3].text, "2,5");
    assert_eq!(import.places.iter().map(|p| p.line).collect::<Vec<_>>(), [9, 10, 11, 12, 13]);
    let lost: Vec<(usize, &str)> = import.losses.iter().map(|l| (l.line, l.feature.as_str())).collect();
    assert_eq!(lost[0], (9, "thời gian trả lời 20 giây"));
    assert_eq!(lost.iter().filter(|(_, f)| f.starts_with("thời gian")).count(), 4);
    assert!(lost.iter().any(|(line, f)| *line == 13 && f.starts_with("ô F13 là số lẻ")), "{lost:?}");
}

#[test]
fn what_is_wrong_is_named_with_its_cell() {
    let bytes = template(|s| {
        row(s, 8, ["Hai lựa chọn", "Có thể", "Không thể", "", "", "20", "1"])?;
        row(s, 9, ["Không ghi đáp án", "a", "b", "c", "", "20", ""])?;
        row(s, 10, ["Đáp án trỏ vào ô trống", "a", "b", "c", "", "20", "4"])?;
        row(s, 11, ["", "a", "b", "c", "", "20", "1"])?;
        row(s, 12, ["Đúng cả hai?", "Đúng", "Sai", "", "", "20", "1,2"])?;
        row(s, 13, ["Một lựa chọn", "a", "", "", "", "20", "1"])?;
        row(s, 14, ["Công thức", "a", "b", "", "", "20", "1"])?;
        s.write_formula(14, 4, "=A1&\"x\"")?;
        Ok(())
    });
    let import = read_any(Exchanged::Kahoot, "kahoot.xlsx", &bytes, &defaults());
    assert_eq!(
        codes(&import),
        [
            ("two_answers", 9, 2),
            ("empty_key", 10, 8),
            ("unknown_key", 11, 8),
            ("empty", 12, 2),
            ("bad_key", 13, 8),
            ("option_count", 14, 2),
            ("formula", 15, 5)
        ]
    );
    let remedy = &import.problems[0].remedy;
    assert!(remedy.contains("thứ ba"), "{remedy}");
}

#[test]
fn a_file_that_is_no_template_is_refused() {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Danh sách lớp").expect("writes");
    let bytes = book.save_to_buffer().expect("saves");
    assert_eq!(codes(&read_any(Exchanged::Kahoot, "x.xlsx", &bytes, &defaults())), [("no_headings", 1, 1)]);
    assert_eq!(
        codes(&read_any(Exchanged::Kahoot, "x.xlsx", b"PK not a zip", &defaults())),
        [("bad_archive", 1, 1)]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_comes_back_and_the_rest_is_reported(list in some_revisions()) {
        let (export, import) = there_and_back(Exchanged::Kahoot, &list);
        let left_out: BTreeSet<&str> = export.losses.iter().filter(|l| l.done == "bỏ câu này").map(|l| l.item.as_str()).collect();
        let kept: Vec<&Revision> = list.iter().filter(|r| !left_out.contains(r.question.as_str())).collect();
        let codes: Vec<_> = import.problems.iter().filter(|p| p.is_error() && p.code != "duplicate_id").map(|p| p.code).collect();
        prop_assert!(codes.is_empty() || kept.is_empty(), "{:?}", import.problems);
        prop_assert_eq!(&export.bytes, &write(&list).expect("writes").bytes);
        for r in kept {
            let stem = plain(&r.stem);
            let Some(back) = import.revisions.iter().find(|b| b.stem == stem) else {
                return Err(TestCaseError::fail(format!("{stem} is gone")));
            };
            let texts = |r: &Revision| r.options.iter().map(|o| o.text.clone()).collect::<Vec<_>>();
            prop_assert_eq!(texts(back), texts(r));
            match (&back.key, &r.key) {
                (Key::SingleChoice { right }, Key::MultipleChoice { right: one, .. }) => prop_assert_eq!(&vec![right.clone()], one),
                (Key::MultipleChoice { right, .. }, Key::MultipleChoice { right: same, .. }) => prop_assert_eq!(right, same),
                (back, key) => prop_assert_eq!(back, key),
            }
        }
    }
}
