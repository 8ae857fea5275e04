use super::super::tests::{defaults, some_revisions, there_and_back};
use super::super::{Format as Exchanged, archive, read as read_any, write as write_any};
use super::*;
use crate::bank::{parse_files, revision_id};
use crate::people::Audience;
use crate::question::{Fold, Key, Revision};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

fn csv(text: &str) -> Import {
    read_any(Exchanged::Csv, "cau.csv", text.as_bytes(), &defaults())
}

fn xlsx(fill: impl Fn(&mut Worksheet) -> Result<(), XlsxError>) -> Import {
    let mut book = Workbook::new();
    fill(book.add_worksheet()).expect("fills");
    read_any(Exchanged::Xlsx, "cau.xlsx", &book.save_to_buffer().expect("saves"), &defaults())
}

fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) -> Result<(), XlsxError> {
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*row).filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(at, column, *text)?;
        }
    }
    Ok(())
}

fn codes(import: &Import) -> Vec<(&'static str, usize, usize)> {
    import.problems.iter().map(|p| (p.code, p.line, p.column)).collect()
}

fn keys(import: &Import) -> Vec<&Key> {
    import.revisions.iter().map(|r| &r.key).collect()
}

/// As it comes back: a table holds no image.
fn without_image(r: &Revision) -> Revision {
    let mut r = r.clone();
    r.image = None;
    r.id = revision_id(&r);
    r
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_wording_comes_back_unchanged(list in some_revisions(), odd in any::<bool>()) {
        let mut list = list;
        if odd {
            list.iter_mut().for_each(rename_options);
        }
        let expected: Vec<Revision> = list.iter().map(without_image).collect();
        let images = list.iter().filter(|r| r.image.is_some()).count();
        for format in [Exchanged::Csv, Exchanged::Xlsx] {
            let (export, import) = there_and_back(format, &list);
            prop_assert!(import.problems.iter().all(|p| !p.is_error()), "{:?}", import.problems);
            prop_assert_eq!(&import.revisions, &expected);
            prop_assert_eq!(export.losses.len(), images);
            let (again, _) = there_and_back(format, &list);
            prop_assert_eq!(export.bytes, again.bytes);
        }
    }

    #[test]
    fn no_cells_make_a_reader_panic(cells in prop::collection::vec("\\PC{0,12}|[-A-F1-9>;|=' ,.]{0,9}|Đúng|Ghép đôi|Số", 0..60), width in 1_usize..20) {
        let headings: Vec<String> = columns::all().into_iter().map(|(_, heading, _)| heading).collect();
        let mut text = headings[..].join(";");
        for row in cells.chunks(width) {
            text.push('\n');
            text.push_str(&row.join(";"));
        }
        let _ = csv(&text);
    }
}

/// Ids as a bank may have them that did not begin in a table.
fn rename_options(r: &mut Revision) {
    let new = |id: &str| format!("{id}7z");
    r.options.iter_mut().for_each(|o| o.id = new(&o.id));
    match &mut r.key {
        Key::SingleChoice { right } => *right = new(right),
        Key::MultipleChoice { right, .. } | Key::Ordering { right } => {
            right.iter_mut().for_each(|id| *id = new(id))
        }
        Key::Matching { matches, right, .. } => {
            matches.iter_mut().for_each(|o| o.id = new(&o.id));
            *right = right.iter().map(|(l, m)| (new(l), new(m))).collect();
        }
        _ => {}
    }
    r.id = revision_id(r);
}

const SMALL: &str = "Câu hỏi,A,B,C,D,Đáp án\r\n";

#[test]
fn a_table_as_a_teacher_makes_one() {
    let text = "\u{feff}NGÂN HÀNG CÂU HỎI NĂM 2026;;;;;;;\r\n;;;;;;;\r\nSTT;ĐÁP ÁN ĐÚNG;cau hoi;Phương án A;phuong an b;Option C;Độ khó;Ghi chú\r\n\
        1;B;\"Nhận cuộc gọi lạ,\nbạn làm gì?\";Chuyển tiền;Cúp máy;\"Đọc mã \"\"OTP\"\"\";dễ;x\r\n\r\n\
        2;A, C;Dấu hiệu lừa đảo?;Giục giã;Lịch sự;Đòi mã OTP;KHÓ;\r\n3;;;;;;;\r\n\
        4;Đúng;VNeID dùng được như thẻ căn cước;;;;2;\r\n5;12;Số căn cước có mấy chữ số?;;;;;\r\n6;OTP | mã OTP;Mã dùng một lần gọi là gì?;;;;;\r\n\
        7;C > A > B;Sắp xếp;Một;Hai;Ba;;";
    let import = csv(text);
    assert_eq!(
        codes(&import).iter().filter(|c| c.0 == "unknown_column").collect::<Vec<_>>(),
        [&("unknown_column", 3, 8)]
    );
    assert!(!import.has_errors(), "{:?}", import.problems);
    let own = |ids: &[&str]| ids.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        keys(&import),
        [
            &Key::SingleChoice { right: "b".into() },
            &Key::MultipleChoice { right: own(&["a", "c"]), partial: false },
            &Key::TrueFalse { right: true },
            &Key::Numeric { right: 12.0, tolerance: 0.0, unit: None },
            &Key::ShortText { accept: own(&["OTP", "mã OTP"]), fold: Fold::Case },
            &Key::Ordering { right: own(&["c", "a", "b"]) },
        ]
    );
    let first = &import.revisions[0];
    assert_eq!(
        (first.stem.as_str(), first.options[2].text.as_str(), first.difficulty),
        ("Nhận cuộc gọi lạ,\nbạn làm gì?", "Đọc mã \"OTP\"", 1)
    );
    assert_eq!((first.topic.as_str(), import.revisions[2].difficulty), ("T99", 2));
    assert_eq!(import.places.iter().map(|p| p.line).collect::<Vec<_>>(), [4, 6, 8, 9, 10, 11]);
}

#[test]
fn every_field_in_words() {
    let text = "id\tkind\ttopic\ttopic title\tdifficulty\taudience\tsituation\tstem\toption A\toption B\tmatch 1\tmatch 2\tmatch 3\tkey\tpartial\texplanation\tsources\tcompetence\tas_of\treview_by\tread_aloud\tenemies\toption_ids\tmatch_ids\n\
        t05-001\tGhép đôi\t\tLừa đảo\tVừa\tCông chức; học sinh\tcó\tGhép\tx\ty\tp\tq\tr\tA-3; B-1\tcó\tVì thế\tLuật A | fact=05.1 | url=https://a.vn || Luật B | https://b.vn\tTT02 4.2, DLGF 0.1\t22/11/2026\t2027-06-30\tđọc\tT05-002\tm n\tu v w\n\
        T05-002\tso\tT05\t\t\tmọi người\tkhông\tBao nhiêu?\t\t\t\t\t\t3,5\t\t\t\t\t\t\t\t\t\t\n";
    let import = csv(text);
    assert_eq!(codes(&import).iter().filter(|c| c.0 != "no_explanation").count(), 0, "{:?}", import.problems);
    let r = &import.revisions[0];
    assert_eq!(
        (r.question.as_str(), r.topic.as_str(), r.topic_title.as_str(), r.situation),
        ("T05-001", "T05", "Lừa đảo", true)
    );
    assert_eq!(r.audience, [Audience::CivilServant, Audience::Pupil]);
    assert_eq!(r.sources[0].url.as_deref(), Some("https://a.vn"));
    assert_eq!((r.sources[1].title.as_str(), r.sources[1].url.as_deref()), ("Luật B", Some("https://b.vn")));
    assert_eq!((r.as_of.as_str(), r.review_by.as_str(), r.competence.len()), ("2026-11-22", "2027-06-30", 2));
    let Key::Matching { matches, right, partial } = &r.key else { panic!("{:?}", r.key) };
    assert_eq!(
        (matches[2].id.as_str(), right["m"].as_str(), right["n"].as_str(), *partial),
        ("w", "w", "u", true)
    );
    // The title need stand once for each topic.
    assert_eq!(import.revisions[1].topic_title, "Lừa đảo");
}

#[test]
fn what_is_not_understood_is_refused_in_its_cell() {
    let head = "Câu hỏi;Loại;A;B;C;Vế phải 1;Đáp án;Độ khó;Đối tượng;Ngày đúng;Sai số;Điểm từng phần;So chữ;Chủ đề;Mã phương án;Đơn vị\n";
    for (row, code, column) in [
        ("Hỏi;lạ;a;b;c;;A;;;;;;;;;", "unknown_value", 2),
        ("Hỏi;;a;;c;;A;;;;;;;;;", "gap", 4),
        ("Hỏi;;a;b;c;;D;;;;;;;;;", "unknown_key", 7),
        ("Hỏi;;a;b;c;;;;;;;;;;;", "empty_key", 7),
        ("Hỏi;một đáp án đúng;a;b;c;;A,B;;;;;;;;;", "several_keys", 7),
        ("Hỏi;;a;b;c;;A;rất khó;;;;;;;;", "unknown_value", 8),
        ("Hỏi;;a;b;c;;A;;giáo viên;;;;;;;", "unknown_value", 9),
        ("Hỏi;;a;b;c;;A;;;11/22/2026;;;;;;", "bad_date", 10),
        ("Hỏi;;a;b;c;;A;;;;1;;;;;", "field_not_for_kind", 11),
        ("Hỏi;;a;b;c;;A;;;;;có;;;;", "field_not_for_kind", 12),
        ("Hỏi;;a;b;c;;A;;;;;;bỏ qua dấu;;;", "field_not_for_kind", 13),
        ("Hỏi;;a;b;c;;A;;;;;;;X5;;", "bad_topic", 14),
        ("Hỏi;;a;b;c;;A;;;;;;;;m n;", "id_count", 15),
        ("Hỏi;;a;b;c;;A;;;;;;;;;km", "field_not_for_kind", 16),
        ("Hỏi;sắp xếp;a;b;c;x;A>B>C;;;;;;;;;", "field_not_for_kind", 6),
        ("Hỏi;số;a;;;;5;;;;;;;;;", "field_not_for_kind", 3),
        ("Hỏi;số;;;;;1.000;;;;;;;;;", "ambiguous_number", 7),
        ("Hỏi;số;;;;;5;;;;ít;;;;;", "not_a_number", 11),
        (";;a;b;c;;A;;;;;;;;;", "empty", 1),
        ("Hỏi;;a;b;;;A;;;;;;;;;", "option_count", 1),
        ("Hỏi;sắp xếp;a;b;c;;A>B;;;;;;;;;", "incomplete_order", 1),
    ] {
        let import = csv(&format!("{head}{row}\n"));
        let errors: Vec<_> =
            import.problems.iter().filter(|p| p.is_error()).map(|p| (p.code, p.line, p.column)).collect();
        assert_eq!(errors, [(code, 2, column)], "{row}: {:?}", import.problems);
        assert!(import.revisions.is_empty(), "{row}");
    }
}

#[test]
fn headings_are_needed_and_odd_ones_are_named() {
    let import = csv("Câu hỏi,A,B\nHỏi,a,b\n");
    assert_eq!(codes(&import), [("missing_column", 1, 1)]);
    assert!(
        import.problems[0].message.contains("Đáp án") && import.problems[0].remedy.contains("stem"),
        "{:?}",
        import.problems
    );
    assert_eq!(codes(&csv("Họ tên,Lớp\nAn,9A\n")), [("no_headings", 1, 1)]);
    assert_eq!(codes(&csv("")), [("no_questions", 1, 1)]);
    assert_eq!(codes(&csv("Câu hỏi,A,Đáp án,a\nHỏi,x,A,y\n"))[0], ("duplicate_column", 1, 4));
    let import = csv("Câu hỏi,A,B,C,Đáp án,Giai thichs\nHỏi,a,b,c,A,Vì\nHỏi nữa,a,b,c,B,,thừa\n");
    let named: Vec<_> = import
        .problems
        .iter()
        .filter(|p| p.code == "unknown_column")
        .map(|p| (p.line, p.column, p.remedy.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            (1, 6, "nếu là cột “Giải thích” thì đổi tiêu đề thành “Giải thích”"),
            (3, 7, "ghi tiêu đề cho cột, hoặc xóa cột")
        ]
    );
    assert!(!import.has_errors());
}

#[test]
fn every_coat_a_csv_file_comes_in() {
    let plain = format!("{SMALL}Hỏi gì?,một,hai,ba,,B\r\n");
    let expected = csv(&plain).revisions;
    assert_eq!(expected.len(), 1);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(plain.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(plain.as_str()).collect();
    for bytes in [
        utf16,
        format!("\u{feff}{plain}").into_bytes(),
        plain.replace("\r\n", "\n").into_bytes(),
        plain.replace(',', ";").into_bytes(),
        decomposed.into_bytes(),
        format!("sep=;\r\n{}", plain.replace(',', ";")).into_bytes(),
    ] {
        assert_eq!(read_any(Exchanged::Csv, "cau.csv", &bytes, &defaults()).revisions, expected);
    }
    assert_eq!(codes(&read_any(Exchanged::Csv, "x", b"C\xe2u h\xcci", &defaults()))[0].0, "not_utf8");
    assert_eq!(codes(&csv(&format!("{SMALL}Hỏi,\"a,b\n")))[0], ("open_quote", 2, 2));
    let many = format!("{SMALL}{}", ",\n".repeat(MOST_ROWS));
    assert_eq!(codes(&csv(&many))[0].0, "too_many_rows");
}

#[test]
fn nothing_written_becomes_a_formula_and_guards_come_off() {
    let import = csv(&format!("{SMALL}'=1+1 là công thức?,'-x,'+y,'@z,'tôi',A\r\n"));
    let r = &import.revisions[0];
    let texts: Vec<&str> = r.options.iter().map(|o| o.text.as_str()).collect();
    assert_eq!(
        (r.stem.as_str(), texts.as_slice()),
        ("=1+1 là công thức?", ["-x", "+y", "@z", "'tôi'"].as_slice())
    );
    let written = write_any(Exchanged::Csv, &import.revisions, &|_| None).expect("writes");
    let text = String::from_utf8(written.bytes).expect("text");
    assert!(text.contains(",'=1+1 là công thức?,'-x,'+y,'@z,'tôi',"), "{text}");
    let book = write_any(Exchanged::Xlsx, &import.revisions, &|_| None).expect("writes");
    let files = archive::unpack("x", &book.bytes).expect("unpacks");
    let sheets = files.iter().filter(|(name, _)| name.starts_with("xl/worksheets/"));
    assert!(
        sheets.clone().count() == 2
            && sheets.into_iter().all(|(_, xml)| !xml.windows(3).any(|w| w == b"<f>"))
    );
}

#[test]
fn numbers_days_and_truths_in_cells_are_understood() {
    let head: &[&str] = &["Câu hỏi", "A", "B", "C", "Đáp án", "Ngày đúng", "Sai số", "Loại"];
    let import = xlsx(|s| {
        fill(
            s,
            &[
                head,
                &["Năm nào?", "", "", "", "A", "", ""],
                &["Bao nhiêu?"],
                &["Đúng không?"],
                &["Ngày nào?", "", "x", "y", "C"],
                &["Mấy?"],
            ],
        )?;
        for (column, year) in [(1, 2005.0), (2, 2006.0), (3, 2007.5)] {
            s.write_number(1, column, year)?;
        }
        s.write_datetime_with_format(
            1,
            5,
            ExcelDateTime::from_ymd(2026, 11, 5)?,
            &Format::new().set_num_format("dd/mm/yyyy"),
        )?;
        s.write_number(2, 4, 12.125)?.write_number(2, 6, 0.5)?;
        s.write_boolean(3, 4, true)?;
        s.write_datetime_with_format(
            4,
            1,
            ExcelDateTime::from_ymd(2026, 9, 2)?,
            &Format::new().set_num_format("yyyy-mm-dd"),
        )?;
        s.write_string(5, 4, "1 000,5")?.write_string(5, 7, "numeric")?;
        Ok(())
    });
    assert!(!import.has_errors(), "{:?}", import.problems);
    let texts = |i: usize| import.revisions[i].options.iter().map(|o| o.text.as_str()).collect::<Vec<_>>();
    assert_eq!(
        (texts(0), import.revisions[0].as_of.as_str()),
        (vec!["2005", "2006", "2007,5"], "2026-11-05")
    );
    assert_eq!(import.revisions[1].key, Key::Numeric { right: 12.125, tolerance: 0.5, unit: None });
    assert_eq!(import.revisions[2].key, Key::TrueFalse { right: true });
    assert_eq!(texts(3), ["02/09/2026", "x", "y"]);
    assert_eq!(import.revisions[4].key, Key::Numeric { right: 1000.5, tolerance: 0.0, unit: None });
    let lost: Vec<(usize, &str)> = import.losses.iter().map(|l| (l.line, l.feature.as_str())).collect();
    assert_eq!(lost.len(), 2, "{lost:?}");
    assert!(
        lost[0].0 == 2
            && lost[0].1.starts_with("ô D2 là số lẻ")
            && lost[1].1 == "ô B5 là ngày, đọc thành “02/09/2026”",
        "{lost:?}"
    );
}

#[test]
fn formulas_and_faults_are_refused_with_their_cell() {
    let import = xlsx(|s| {
        fill(s, &[&["STT", "Câu hỏi", "A", "B", "C", "Đáp án"], &["", "Hỏi", "a", "b", "", "A"]])?;
        s.write_formula(1, 0, "=ROW()-1")?.write_formula(1, 4, "=A1&\"x\"")?;
        Ok(())
    });
    assert_eq!(codes(&import), [("formula", 2, 5)]);
    assert!(
        import.problems[0].message.starts_with("ô E2 trang “Sheet1” (Phương án C): chứa công thức"),
        "{}",
        import.problems[0].message
    );
}

#[test]
fn sheets_of_a_book_are_read_and_the_rest_is_named() {
    let mut book = Workbook::new();
    let head: &[&str] = &["Câu hỏi", "Đáp án"];
    for (name, stem) in [("Chủ đề 1", "Một?"), ("Chủ đề 2", "Hai?")] {
        fill(book.add_worksheet().set_name(name).expect("names"), &[head, &[stem, "Đúng"]]).expect("fills");
    }
    fill(book.add_worksheet().set_name("Thống kê").expect("names"), &[&["Số câu"]]).expect("fills");
    let hidden = book.add_worksheet().set_name("Nháp").expect("names");
    fill(hidden, &[head, &["Ba?", "Sai"]]).expect("fills");
    hidden.set_hidden(true);
    let import = read_any(Exchanged::Xlsx, "cau.xlsx", &book.save_to_buffer().expect("saves"), &defaults());
    assert!(!import.has_errors(), "{:?}", import.problems);
    assert_eq!(
        import.places.iter().map(|p| p.file.as_str()).collect::<Vec<_>>(),
        ["cau.xlsx [Chủ đề 1]", "cau.xlsx [Chủ đề 2]"]
    );
    let lost: Vec<(&str, &str)> =
        import.losses.iter().map(|l| (l.item.as_str(), l.feature.as_str())).collect();
    assert_eq!(lost, [("Nháp", "trang tính ẩn"), ("Thống kê", "trang tính không có hàng tiêu đề của bảng")]);
}

#[test]
fn images_are_reported_both_ways() {
    let mut r = csv(&format!("{SMALL}Hỏi,a,b,c,,A\n")).revisions.remove(0);
    let picture = super::super::tests::picture();
    r.image =
        Some(crate::payload::Image { file: picture.name, alt: "Màn hình".into(), width: 24, height: 16 });
    let (export, import) = there_and_back(Exchanged::Xlsx, &[r.clone()]);
    assert_eq!((export.losses.len(), export.losses[0].item.as_str()), (1, r.question.as_str()));
    assert_eq!(import.losses.iter().map(|l| l.feature.as_str()).collect::<Vec<_>>(), ["ảnh", "mô tả ảnh"]);

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    fill(sheet, &[&["Câu hỏi", "Đáp án"], &["Hỏi?", "Đúng"]]).expect("fills");
    let image =
        rust_xlsxwriter::Image::new_from_buffer(&super::super::tests::picture().bytes).expect("an image");
    sheet.insert_image(1, 3, &image).expect("inserts");
    let import = read_any(Exchanged::Xlsx, "cau.xlsx", &book.save_to_buffer().expect("saves"), &defaults());
    assert_eq!(import.losses[0].feature, "1 ảnh nhúng trong bảng tính");
}

#[test]
fn what_columns_cannot_hold_is_left_out_and_said() {
    let mut r = csv(&format!("{SMALL}Hỏi,a,b,c,d,\"A, C\"\n")).revisions.remove(0);
    r.key = Key::MultipleChoice { right: vec!["c".into(), "a".into()], partial: false };
    let written = write_any(Exchanged::Csv, std::slice::from_ref(&r), &|_| None).expect("writes");
    assert_eq!(written.losses[0].feature, "thứ tự ghi các đáp án đúng");
    r.key = Key::SingleChoice { right: "z".into() };
    let written = write_any(Exchanged::Csv, std::slice::from_ref(&r), &|_| None).expect("writes");
    assert_eq!((written.losses.len(), written.losses[0].done.as_str()), (1, "bỏ câu này"));
    r.options.extend(r.options.clone());
    let written = write_any(Exchanged::Xlsx, std::slice::from_ref(&r), &|_| None).expect("writes");
    assert_eq!(written.losses[0].feature, "8 phương án, 0 vế phải");
}

/// A workbook with one part replaced.
fn tampered(part: &str, content: &str) -> Import {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &[&["Câu hỏi", "Đáp án"], &["Hỏi?", "Đúng"]]).expect("fills");
    let mut files = archive::unpack("x", &book.save_to_buffer().expect("saves")).expect("unpacks");
    assert!(files.insert(part.to_owned(), content.as_bytes().to_vec()).is_some(), "{part}");
    let packed = archive::pack(files.iter().map(|(n, b)| (n.as_str(), b.as_slice()))).expect("packs");
    read_any(Exchanged::Xlsx, "cau.xlsx", &packed, &defaults())
}

#[test]
fn hostile_workbooks_are_refused() {
    let refused = |bytes: &[u8]| codes(&read_any(Exchanged::Xlsx, "x.xlsx", bytes, &defaults()))[0].0;
    assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old_workbook");
    assert_eq!(refused(b"cau hoi,dap an"), "not_a_workbook");
    assert_eq!(refused(&archive::pack([("a.txt", b"x".as_slice())]).expect("packs")), "bad_workbook");
    let sheet = |cells: &str| {
        let ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let xml = format!("<worksheet xmlns=\"{ns}\"><sheetData>{cells}</sheetData></worksheet>");
        codes(&tampered("xl/worksheets/sheet1.xml", &xml))[0]
    };
    let far = |at: &str| format!("<row><c r=\"{at}\" t=\"inlineStr\"><is><t>x</t></is></c></row>");
    assert_eq!(sheet(&far("A1048576")), ("too_many_rows", 1_048_576, 1));
    assert_eq!(sheet(&far("XFD5")), ("too_wide", 5, 16_384));
    // Where sums are checked the library gives up, elsewhere the row is merely far away.
    let beyond = sheet(&far("A99999999999")).0;
    assert!(matches!(beyond, "bad_workbook" | "too_many_rows"), "{beyond}");
    assert_eq!(sheet("<row><c r=\"A1\" t=\"s\"><v>77</v></c></row>").0, "bad_workbook");
    assert_eq!(sheet("<row><c r=\"A1\""), ("bad_workbook", 1, 1));
    for count in ["99999999999999999999", "18446744073709551615", "4000000000"] {
        let xml = format!("<sst uniqueCount=\"{count}\"><si><t>x</t></si></sst>");
        assert_eq!(codes(&tampered("xl/sharedStrings.xml", &xml))[0].0, "bad_workbook");
    }
    // One long text in very many cells.
    let long = "x".repeat(1 << 20);
    let cells: String = (1..=100).map(|n| format!("<c r=\"A{n}\" t=\"s\"><v>0</v></c>")).collect();
    let xml = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
    let mut book = Workbook::new();
    fill(book.add_worksheet(), &[&["x"]]).expect("fills");
    let mut files = archive::unpack("x", &book.save_to_buffer().expect("saves")).expect("unpacks");
    files.insert("xl/worksheets/sheet1.xml".into(), xml.into_bytes());
    files.insert(
        "xl/sharedStrings.xml".into(),
        format!("<sst uniqueCount=\"1\"><si><t>{long}</t></si></sst>").into_bytes(),
    );
    let packed = archive::pack(files.iter().map(|(n, b)| (n.as_str(), b.as_slice()))).expect("packs");
    assert_eq!(refused(&packed), "too_large");
}

#[test]
fn a_thousand_questions_pass_both_ways() {
    let rows = |n: usize| {
        let mut text = SMALL.to_owned();
        for i in 0..n {
            text.push_str(&format!(
                "Câu hỏi số {i} về an toàn trên mạng?,Chuyển tiền {i},Cúp máy,Đọc mã,Gọi lại,B\r\n"
            ));
        }
        text
    };
    let import = csv(&rows(1_000));
    assert_eq!((import.revisions.len(), import.has_errors()), (1_000, false));
    let export = write_any(Exchanged::Xlsx, &import.revisions, &|_| None).expect("writes");
    let back = read_any(Exchanged::Xlsx, "cau.xlsx", &export.bytes, &defaults());
    assert_eq!(back.revisions, import.revisions);
}

/// The shipped bank.
fn bank() -> Vec<Revision> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../question-bank");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the bank")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).expect("text")))
        .collect();
    files.sort();
    parse_files(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).revisions
}

/// One question of each kind at least, as they stand in the bank.
fn examples() -> Vec<Revision> {
    const IDS: [&str; 8] =
        ["T06-001", "T01-012", "T05-009", "T06-010", "T02-010", "T02-033", "T01-011", "T04-011"];
    let bank = bank();
    IDS.iter().map(|id| bank.iter().find(|r| r.question == *id).expect("in the bank").clone()).collect()
}

#[test]
fn the_whole_bank_comes_back() {
    let bank = bank();
    for format in [Exchanged::Csv, Exchanged::Xlsx] {
        let (export, import) = there_and_back(format, &bank);
        assert!(
            export.losses.is_empty() && !import.has_errors(),
            "{:?} {:?}",
            export.losses,
            import.problems
        );
        assert!(import.revisions == bank);
    }
}

fn shipped(ending: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../question-bank/mau")
        .join(format!("mau-cau-hoi.{ending}"))
}

/// Writes the shipped examples anew: `cargo test -p domain --lib write_the_shipped_examples -- --ignored`.
#[test]
#[ignore = "writes into question-bank/mau"]
fn write_the_shipped_examples() {
    for format in [Exchanged::Csv, Exchanged::Xlsx] {
        let export = write_any(format, &examples(), &|_| None).expect("writes");
        std::fs::create_dir_all(shipped("csv").parent().expect("a folder")).expect("made");
        std::fs::write(shipped(export.ending), export.bytes).expect("written");
    }
}

#[test]
fn the_shipped_examples_are_what_is_written() {
    let examples = examples();
    let kinds: BTreeSet<_> = examples.iter().map(|r| r.key.kind()).collect();
    assert_eq!(kinds.len(), 7);
    let hint = "write the examples anew, see write_the_shipped_examples";
    for format in [Exchanged::Csv, Exchanged::Xlsx] {
        let export = write_any(format, &examples, &|_| None).expect("writes");
        assert!(export.losses.is_empty());
        let bytes = std::fs::read(shipped(export.ending)).expect(hint);
        if format == Exchanged::Csv {
            assert!(bytes == export.bytes, "{hint}");
        } else {
            // Packed bytes may change with the packing library; what is packed may not.
            let unpacked = |bytes: &[u8]| archive::unpack("x", bytes).expect("unpacks");
            assert!(unpacked(&bytes) == unpacked(&export.bytes), "{hint}");
        }
        let import = read_any(format, "mau", &bytes, &defaults());
        assert!(
            !import.has_errors() && import.losses.is_empty(),
            "{:?} {:?}",
            import.problems,
            import.losses
        );
        assert_eq!(import.revisions, examples);
    }
}
