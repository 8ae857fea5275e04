use super::super::tests::{defaults, some_revisions, there_and_back};
use super::super::{Format, Import, read as read_any};
use super::category_path;
use super::comment::{Note, encoded, notes};
use super::piece::{masked, unescaped};
use super::text::escaped;
use crate::bank::revision_id;
use crate::question::{Fold, Key, Revision};
use proptest::prelude::*;

fn read(text: &str) -> Import {
    read_any(Format::Gift, "cau.gift", text.as_bytes(), &defaults())
}

fn good(text: &str) -> Import {
    let import = read(text);
    assert!(!import.has_errors(), "{:?}", import.problems);
    import
}

fn one(text: &str) -> (Revision, Vec<String>) {
    let import = good(text);
    assert_eq!(import.revisions.len(), 1, "{import:?}");
    let losses = import.losses.iter().map(|l| l.feature.clone()).collect();
    (import.revisions.into_iter().next().expect("one"), losses)
}

/// Code, line and column of each error.
fn wrong(text: &str) -> Vec<(&'static str, usize, usize)> {
    read(text).problems.iter().filter(|p| p.is_error()).map(|p| (p.code, p.line, p.column)).collect()
}

fn texts(r: &Revision) -> Vec<&str> {
    r.options.iter().map(|o| o.text.as_str()).collect()
}

fn without_image(list: &[Revision]) -> Vec<Revision> {
    let mut list = list.to_vec();
    for r in &mut list {
        r.image = None;
        r.id = revision_id(r);
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn every_wording_comes_back(list in some_revisions()) {
        let (export, import) = there_and_back(Format::Gift, &list);
        prop_assert!(!import.has_errors(), "{:?}\n{}", import.problems, String::from_utf8_lossy(&export.bytes));
        prop_assert_eq!(&import.revisions, &without_image(&list), "{}", String::from_utf8_lossy(&export.bytes));
        let pictures = list.iter().filter(|r| r.image.is_some()).count();
        prop_assert_eq!(export.losses.iter().filter(|l| l.feature == "ảnh").count(), pictures);
        // Only what looks like TeX may be told about a file of our own.
        prop_assert!(import.losses.iter().all(|l| l.feature.contains("TeX")), "{:?}", import.losses);
    }

    #[test]
    fn a_broken_question_costs_only_itself(list in some_revisions(), broken in "[^\n\r\u{0}]{0,60}|[{}=~#:% a-z-]{0,60}") {
        let (export, _) = there_and_back(Format::Gift, &list);
        let text = String::from_utf8(export.bytes).expect("text");
        let import = read(&format!("{broken}\n\n{text}"));
        for r in without_image(&list) {
            prop_assert!(import.revisions.contains(&r), "{} {:?}", broken, import.problems);
        }
    }

    #[test]
    fn escapes_and_tags_come_back(text in "[a-zâđ\\\\~=#{}:n\n&;lt<>`\\]\\[gamp0-9#]{0,30}") {
        let once = escaped(&text);
        prop_assert_eq!(unescaped(&once), &text[..]);
        let bare = masked(&once).contains(['~', '=', '#', '{', '}', ':', '\n']);
        prop_assert!(!bare);
        let flat = text.replace('\n', " ");
        let line = format!("// [tag:{}] [id:T05-001] ", encoded(&flat));
        let found: Vec<String> = notes(&line).into_iter().map(|n| match n { Note::Tag(t) | Note::Id(t) => t }).collect();
        let expected: Vec<&str> = [flat.trim(), "T05-001"].into_iter().filter(|t| !t.is_empty()).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,200}|([{}=~#:%$/\\[\\]<> \n-]|->|\\.\\.|\\\\n|T|5|â|//|\\[tag:rows:1 2\\]|\\[tag:kind:ordering\\]|Bước 1){0,60}") {
        let _ = read(&text);
    }
}

#[test]
fn reads_what_moodle_documents() {
    let import = good(
        "//  EXAMPLE QUESTIONS\n// by someone\n\n\
         Who's buried in Grant's tomb?{~Grant ~Jefferson =no one}\n\n\
         Grant is {~buried =entombed ~living} in Grant's tomb.\n\n\
         Grant is buried in Grant's tomb.{FALSE}\n\n\
         Who is he?{=no one =nobody}\n\n\
         When was Ulysses S. Grant born?{#1822:1}\n\n\
         How many kilometres (to 2 decimal places)? {#3.16..3.18}.\n\n\
         ::Kanji Origins::Japanese characters originally\ncame from what country? {=China}\n\n\
         Match the following countries with their capitals. {\n    =Canada -> Ottawa\n    =Italy  -> Rome\n    =Japan  -> Tokyo\n    }\n",
    );
    let r = &import.revisions;
    assert_eq!(r.len(), 8);
    assert_eq!(
        (texts(&r[0]), &r[0].key),
        (vec!["Grant", "Jefferson", "no one"], &Key::SingleChoice { right: "c".into() })
    );
    assert_eq!(r[1].stem, "Grant is ____ in Grant's tomb.");
    assert_eq!(r[2].key, Key::TrueFalse { right: false });
    assert_eq!(r[3].key, Key::ShortText { accept: vec!["no one".into(), "nobody".into()], fold: Fold::Case });
    assert_eq!(r[4].key, Key::Numeric { right: 1822.0, tolerance: 1.0, unit: None });
    assert_eq!(r[5].key, Key::Numeric { right: 3.17, tolerance: 0.01, unit: None });
    assert_eq!(r[5].stem, "How many kilometres (to 2 decimal places)? ____.");
    assert_eq!(r[6].stem, "Japanese characters originally\ncame from what country?");
    let Key::Matching { matches, right, .. } = &r[7].key else { panic!("matching") };
    assert_eq!(matches.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["Ottawa", "Rome", "Tokyo"]);
    assert_eq!(right.get("b").map(String::as_str), Some("2"));
    assert_eq!((r[0].topic.as_str(), import.places[7].line), ("T99", 19));
    assert!(r.iter().all(|r| r.question.starts_with("T99-")));
}

/// As Moodle 4 writes it: byte-order mark, Windows line ends, HTML, tags, nested categories.
#[test]
fn reads_a_moodle_export() {
    let text = "\u{feff}// question: 0  name: Switch category to $course$/top/Mặc định cho K12\r\n\
        $CATEGORY: $course$/top/Kỹ năng số/An toàn // mật khẩu\r\n\r\n\r\n\
        // question: 4711  name: Mật khẩu\r\n// [id:MK-01] [tag:difficulty:3] [tag:khối 9] [tag:a\\]b]\r\n\
        ::Mật khẩu::[html]<p>Mật khẩu <strong>mạnh</strong> nhất là\\:<br></p><p><img src\\=\"@@PLUGINFILE@@/mk.png\" alt\\=\"\"></p>{\r\n\
        \t~[html]<p>123456 &amp; abc</p>#[html]<p>Quá ngắn</p>\r\n\t=<p>Tr\\#a\\=5\\~\\{x\\}</p>#<p>Tốt</p>\r\n\t~<p><em>matkhau</em></p>\r\n\
        \t####[html]<p>Dài và khó đoán.</p>\r\n}\r\n\r\n\r\n\
        // question: 4712  name: Hai ý\r\n::Hai ý::Chọn hai ý đúng.{\r\n\t~%50%một\r\n\t~%50%hai\r\n\t~%-50%ba\r\n\t~%-50%bốn\r\n}\r\n\r\n";
    let import = good(text);
    let r = &import.revisions[0];
    assert_eq!((r.question.as_str(), r.difficulty), ("T99-MK-01", 3));
    assert_eq!(r.topic_title, "Chủ đề mặc định");
    assert_eq!(r.stem, "Mật khẩu **mạnh** nhất là:");
    assert_eq!(texts(r), ["123456 & abc", "Tr#a=5~{x}", "matkhau"]);
    assert_eq!(r.explanation, "Dài và khó đoán.");
    assert_eq!(
        import.revisions[1].key,
        Key::MultipleChoice { right: vec!["a".into(), "b".into()], partial: true }
    );
    let losses: Vec<(usize, &str, &str)> =
        import.losses.iter().map(|l| (l.line, l.item.as_str(), l.feature.as_str())).collect();
    assert_eq!(
        losses,
        [
            (7, "MK-01", "nhãn khối 9, a]b"),
            (7, "MK-01", "ảnh @@PLUGINFILE@@/mk.png"),
            (8, "MK-01", "phản hồi riêng của từng đáp án"),
            (10, "MK-01", "kiểu chữ (nghiêng, gạch chân, màu…)"),
        ]
    );
    // The same with the line ends of an old Mac.
    let mac = good(&text.replace("\r\n", "\r"));
    assert_eq!((mac.revisions, mac.losses.len()), (import.revisions, 4));
}

#[test]
fn categories_name_topics_only_where_nothing_else_does() {
    assert_eq!(category_path(" $course$/top/Kỹ năng / An // toàn/x"), ["Kỹ năng", "An / toàn", "x"]);
    assert_eq!(category_path("$cat1$/a///b//"), ["a/", "b/"]);
    assert_eq!(category_path("top"), Vec::<String>::new());
    // No blank line after the category: still a category and a question.
    let bare = super::super::Defaults { topic_title: String::new(), ..defaults() };
    let import =
        read_any(Format::Gift, "x", "$CATEGORY: $course$/Lừa đảo\nĐúng hay sai?{T}".as_bytes(), &bare);
    assert_eq!((import.revisions[0].topic_title.as_str(), import.places[0].line), ("Lừa đảo", 2));
}

#[test]
fn text_formats() {
    let (r, losses) = one("[plain]a < b &amp; <b>c</b>\\n**d**{=x <b>y</b>}");
    assert_eq!(r.stem, "a < b &amp; <b>c</b>\n**d**");
    assert_eq!(
        (r.key, losses.len()),
        (Key::ShortText { accept: vec!["x <b>y</b>".into()], fold: Fold::Case }, 0)
    );
    let (r, losses) = one("[markdown]Lệnh `ls` **này**{T}");
    assert_eq!((r.stem.as_str(), losses), ("Lệnh `ls` **này**", vec!["định dạng Markdown".to_owned()]));
    let (r, losses) = one("[markdown]Lệnh **này**{T}");
    assert_eq!((r.stem.as_str(), losses.len()), ("Lệnh **này**", 0));
    let (r, losses) = one("[HTML]<p>Chọn\nmột</p>{=[plain]1 < 2 ~<b>đậm</b> ~hai<br>dòng}");
    assert_eq!((r.stem.as_str(), texts(&r)), ("Chọn một", vec!["1 < 2", "đậm", "hai dòng"]));
    assert_eq!(losses, ["chữ đậm trong phương án", "xuống dòng trong phương án"]);
    let (r, _) = one("[moodle]Một <span\nclass='x'>hai</span>\nba{T}");
    assert_eq!(r.stem, "Một hai\nba");
    // Not a mark: text.
    assert_eq!(one("[1] Một{T}").0.stem, "[1] Một");
    // Composed on the way in.
    assert_eq!(one("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t\u{200b}{T}").0.stem, "Tiếng Việt");
}

#[test]
fn escapes() {
    let (r, _) = one("Viết \\\\n, C:\\\\, \\x và \\:\\:?{=\\=1 ~\\~2 ~\\{3\\}\\#}");
    assert_eq!((r.stem.as_str(), texts(&r)), ("Viết \\n, C:\\, \\x và ::?", vec!["=1", "~2", "{3}#"]));
    // A comment needs the start of a line.
    let (r, _) = one("Xem https\\://a.vn\n  // ghi chú {x}\n  rồi chọn {T}");
    assert_eq!(r.stem, "Xem https://a.vn\nrồi chọn");
}

#[test]
fn weights_of_choices() {
    let partial = |text: &str| {
        let (r, losses) = one(text);
        let Key::MultipleChoice { right, partial } = r.key else { panic!("multiple") };
        (right.join(""), partial, losses)
    };
    assert_eq!(partial("Q{~%33.333%a ~%33.333%b ~%33.333%c ~%-33.333%d}"), ("abc".into(), true, vec![]));
    let (right, fair, losses) = partial("Q{~%50%a ~%50%b ~c ~d}");
    assert_eq!(
        (right.as_str(), fair, losses),
        ("ab", true, vec!["trọng số riêng của phương án (50, 50, 0, 0 %)".to_owned()])
    );
    let (right, fair, losses) = partial("Q{~%100%a ~%-100%b ~%-100%c}");
    assert_eq!((right.as_str(), fair, losses), ("a", false, vec![]));
    let (right, fair, losses) = partial("Q{~%100%a ~b ~c}");
    assert_eq!((right.as_str(), fair, losses.len()), ("a", false, 1));
    let (right, _, losses) = partial("Q{=a =b ~c}");
    assert_eq!((right.as_str(), losses), ("ab", vec!["nhiều phương án = trong câu chỉ chọn một".to_owned()]));
    let (r, losses) = one("Q{=a ~%50%b ~%-25%c}");
    assert_eq!(r.key, Key::SingleChoice { right: "a".into() });
    assert_eq!(losses, ["điểm một phần 50 % cho “b”", "điểm trừ cho phương án sai"]);
    let (r, _) = one("Q{=%100%a ~%0%b ~50% c}");
    assert_eq!(
        (r.key.clone(), texts(&r)),
        (Key::SingleChoice { right: "a".into() }, vec!["a", "b", "50% c"])
    );
}

#[test]
fn true_or_false() {
    for (text, right) in [("T", true), (" FALSE ", false), ("true", true), ("f", false)] {
        assert_eq!(one(&format!("Q{{{text}}}")).0.key, Key::TrueFalse { right });
    }
    let (r, losses) = one("Q{\nFALSE#Sai rồi.#Đúng rồi.\n####Vì thế này.}");
    assert_eq!((r.key, r.explanation.as_str()), (Key::TrueFalse { right: false }, "Vì thế này."));
    assert_eq!(losses, ["phản hồi riêng của từng đáp án"]);
    // Moodle writes an empty feedback.
    assert_eq!(one("Q{TRUE#}").1.len(), 0);
}

#[test]
fn short_texts() {
    let (r, losses) = one("Q{\n\t=%100%Ếch#Tốt\n\t=%50%Nhái#\n\t=%0%*#Sai\n\t=ếch*\n\t=năm \\\\* sao\n}");
    assert_eq!(
        r.key,
        Key::ShortText {
            accept: vec!["Ếch".into(), "ếch*".into(), "năm * sao".into()], fold: Fold::Case
        }
    );
    assert_eq!(
        losses,
        [
            "phản hồi riêng của từng đáp án",
            "đáp án “Nhái” chỉ được 50 % điểm",
            "phản hồi cho mọi câu trả lời khác (*)",
            "dấu * thay cho chữ bất kỳ trong “ếch*”",
        ]
    );
}

#[test]
fn numbers() {
    let number = |text: &str| {
        let (r, losses) = one(text);
        let Key::Numeric { right, tolerance, .. } = r.key else { panic!("numeric") };
        (right, tolerance, losses)
    };
    assert_eq!(number("Q{#-1.5}"), (-1.5, 0.0, vec![]));
    assert_eq!(number("Q{#1.1..1.3}"), (1.2, 0.1, vec![]));
    assert_eq!(number("Q{#−3..3}"), (0.0, 3.0, vec![]));
    assert_eq!(number("Q{#=1e3:0.5}"), (1000.0, 0.5, vec![]));
    let (right, tolerance, losses) = number("Q{#\n\t=%100%1822:0#Đúng\n\t=%50%1822:2#\n\t=1900\n\t~#sai\n}");
    assert_eq!((right, tolerance), (1822.0, 0.0));
    assert_eq!(
        losses,
        [
            "phản hồi riêng của từng đáp án",
            "đáp số 1822:2 chỉ được 50 % điểm",
            "thêm một đáp số đúng nữa: 1900"
        ]
    );
    assert_eq!(number("Q{#5 =%0%*#}").2, ["phản hồi cho mọi câu trả lời khác (*)"]);
}

#[test]
fn pairs() {
    let (r, losses) = one(
        "::Ghép::[html]Ghép <b>cặp</b>.{\n\t=[html]<p>Một</p> -> 1\n\t=[plain]Hai -> <b>2</b>\n\t=Ba -> 1\n\t= -> 4 &lt; 5 -> x\n}",
    );
    let Key::Matching { matches, right, partial } = &r.key else { panic!("matching") };
    assert_eq!(texts(&r), ["Một", "Hai", "Ba"]);
    assert_eq!(matches.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["1", "2", "4 < 5 -> x"]);
    assert_eq!(right.values().map(String::as_str).collect::<String>(), "121");
    assert_eq!((*partial, losses), (false, vec!["chữ đậm trong phương án".to_owned()]));
}

#[test]
fn our_tags_for_pairs() {
    let tagged = |tags: &str, rows: &str| one(&format!("// [tag:kind:ordering] {tags}\nXếp{{{rows}}}"));
    let rows = "=Bước 1 -> a =Bước 2 -> b =Bước 3 -> c";
    let (r, losses) = tagged("[tag:rows:2 3 1] [tag:options:x y z]", rows);
    assert_eq!((texts(&r), losses.len()), (vec!["c", "a", "b"], 0));
    assert_eq!(r.key, Key::Ordering { right: vec!["y".into(), "z".into(), "x".into()] });
    // Rows may have moved; without places the right order is the order shown.
    let (r, _) = tagged("", "=Bước 2 -> b =Bước 1 -> a =Bước 3 -> c");
    assert_eq!(
        (texts(&r), &r.key),
        (vec!["a", "b", "c"], &Key::Ordering { right: vec!["a".into(), "b".into(), "c".into()] })
    );
    let (r, losses) = tagged("[tag:rows:1 2]", rows);
    assert_eq!((texts(&r), losses), (vec!["a", "b", "c"], vec!["nhãn rows không khớp các cặp".to_owned()]));
    let (r, losses) = tagged("", "=Bước 1 -> a =Bước 3 -> b =Bước khác -> c");
    assert!(matches!(r.key, Key::Matching { .. }));
    assert!(losses[0].contains("kind:ordering"), "{losses:?}");
    for rows in ["1 1", "0 1", "2 3", "1 18446744073709551615"] {
        let (r, losses) = one(&format!("// [tag:rows:{rows}]\nGhép{{=a -> x =b -> y}}"));
        assert!(matches!(r.key, Key::Matching { .. }));
        assert_eq!(losses, ["nhãn rows không khớp các cặp"], "{rows}");
    }
}

#[test]
fn what_we_do_not_have_is_told_not_refused() {
    let import = good(
        "::Tự luận::Nêu cảm nghĩ. {}\n\n::Giới thiệu::Phần một.\nChào các em.\n\nĐúng?{T}\n\n// [tag:mồ côi]\n\n// thường\n",
    );
    let told: Vec<(usize, &str, &str)> =
        import.losses.iter().map(|l| (l.line, l.item.as_str(), l.feature.as_str())).collect();
    assert_eq!(
        told,
        [
            (1, "Tự luận", "câu tự luận {}"),
            (3, "Giới thiệu", "đoạn mô tả không có phần trả lời {…}"),
            (8, "ghi chú", "mã và nhãn trong ghi chú không đi với câu nào"),
        ]
    );
    assert_eq!(import.revisions.len(), 1);
}

#[test]
fn every_refusal_has_its_place() {
    assert_eq!(wrong("Câu{=a ~b\n\n~c}\n\nĐúng?{T}"), [("unclosed_brace", 1, 4), ("stray_brace", 3, 3)]);
    assert_eq!(wrong("Câu }=a{"), [("stray_brace", 1, 5)]);
    assert_eq!(wrong("Câu {=a ~b {c} ~d}"), [("stray_brace", 1, 12)]);
    assert_eq!(wrong("Một?{T}\nHai?{F}"), [("two_answers", 2, 5)]);
    assert_eq!(wrong("// x\n::Tên câu {T}"), [("unclosed_name", 2, 1)]);
    assert_eq!(wrong("Câu {Đúng}"), [("unknown_answer", 1, 6)]);
    assert_eq!(wrong("Câu {a ~b =c ~d}"), [("text_before_answers", 1, 6)]);
    assert_eq!(wrong("Câu {a =b -> c}"), [("text_before_answers", 1, 6)]);
    assert_eq!(wrong("Câu {=a ~ ~c}"), [("empty_answer", 1, 9)]);
    assert_eq!(wrong("Câu {=a ~b ~<img src\\='x'>}"), [("empty_answer", 1, 13)]);
    assert_eq!(wrong("Câu {=a ~b}"), [("option_count", 1, 6)]);
    assert_eq!(wrong("Câu {=a ~b ~c ~d ~e ~f ~g}"), [("option_count", 1, 6)]);
    assert_eq!(wrong("Câu {~a ~b ~c}"), [("no_right_answer", 1, 6)]);
    assert_eq!(wrong("Câu {=%50%a}"), [("no_right_answer", 1, 6)]);
    assert_eq!(wrong("Câu {#%50%1}"), [("no_right_answer", 1, 7)]);
    assert_eq!(wrong("Câu {#}"), [("no_right_answer", 1, 7)]);
    assert_eq!(wrong("Câu {#3,14}"), [("not_a_number", 1, 7)]);
    for bad in ["abc", "1 000", "2..1", "1:-1", "inf", "NaN", "1e999", "..", ":", "1..", "*:1"] {
        assert_eq!(wrong(&format!("Câu {{#{bad}}}")), [("not_a_number", 1, 7)], "{bad}");
    }
    assert_eq!(wrong("Câu {\n=a -> b\n=c > d\n}"), [("missing_arrow", 3, 2)]);
    assert_eq!(wrong("Câu {=a -> b =c -> }"), [("empty_answer", 1, 15)]);
    assert_eq!(wrong("{T}"), [("empty", 1, 1)]);
    assert_eq!(wrong("Câu?{T}\n\nCâu?{F}"), [("duplicate_id", 3, 1)]);
    let many = format!("Câu {{{}}}", "=a ".repeat(61));
    assert_eq!(wrong(&many), [("too_many_answers", 1, 6)]);
    let long = format!("Đúng?{{T}}\n\n{}\n\nSai?{{F}}", "dài ".repeat(70_000));
    assert_eq!(wrong(&long), [("too_long", 3, 1)]);
    assert_eq!(wrong(""), [("no_questions", 1, 1)]);
    assert_eq!(wrong("// [id:a\n"), [("no_questions", 1, 1)]);
    // The remedy for two options tells the way out.
    assert!(read("Câu {=a ~b}").problems[0].remedy.contains("đúng/sai"));
}

#[test]
fn far_too_many_questions_stop_early() {
    let import = read(&"x{}\n\n".repeat(30_000));
    assert_eq!(import.problems.first().map(|p| p.code), Some("too_many"));
    assert!(import.losses.len() < 20_100);
}

#[test]
fn hostile_files_take_linear_time() {
    // Each of these took minutes with a quadratic step.
    for text in [
        "<svg></svg>".repeat(20_000),
        "x<b></b>".repeat(30_000),
        "\\".repeat(200_000),
        "[tag:x".repeat(40_000),
        "::".repeat(100_000),
        "<a \"'".repeat(40_000),
        "\n//".repeat(60_000),
        "####".repeat(50_000),
        "& ".repeat(100_000),
    ] {
        let _ = read(&format!("{text}{{T####{text}}}\n\n// {text}\n[html]{text}{{=a -> {text}}}"));
    }
}

#[test]
fn what_others_see() {
    let (r, _) = one(
        "// [id:T99-7] [tag:as-of:2026-11-24] [tag:review-by:2027-11-24] [tag:difficulty:2] [tag:partial:no]\nChọn **hai** ý \\: a\\=b?{~%50%một ~%50%1 < 2 & [x] ~%-100%%5% ~%-100%[html] ba####Vì thế.}",
    );
    let (export, import) = there_and_back(Format::Gift, std::slice::from_ref(&r));
    assert_eq!(import.revisions, [r]);
    let text = String::from_utf8(export.bytes).expect("text");
    assert_eq!(
        text,
        "$CATEGORY: $course$/top/T99 Chủ đề mặc định\n\n\
         // [id:T99-7] [tag:kind:multiple_choice] [tag:topic:T99] [tag:topic-title:Chủ đề mặc định] [tag:difficulty:2] \
         [tag:as-of:2026-11-24] [tag:review-by:2027-11-24] [tag:options:a b c d] [tag:partial:no]\n\
         ::T99-7::[html]Chọn <b>hai</b> ý \\: a\\=b?{\n\
         \t~%50%một\n\t~%50%1 < 2 & [x]\n\t~%-100%[html]%5%\n\t~%-100%ba\n\t####Vì thế.\n}\n\n"
    );
    assert_eq!(export.losses.len(), 1);
}

#[test]
fn a_right_order_of_its_own_comes_back() {
    let (mut r, _) = one("Chọn{~%50%a ~%50%b ~%-50%c}");
    r.key = Key::MultipleChoice { right: vec!["b".into(), "a".into()], partial: true };
    r.id = revision_id(&r);
    assert_eq!(there_and_back(Format::Gift, std::slice::from_ref(&r)).1.revisions, [r]);
}

#[test]
fn names_may_repeat_but_questions_may_not() {
    // Moodle's own example file names two questions alike.
    let import = good("::Câu 1::Một?{T}\n\n::Câu 1::Hai?{F}\n\n::Q1::Ba?{T}");
    assert_eq!(import.revisions.len(), 3);
    assert_eq!(import.revisions[2].question, "T99-Q1");
    let told: Vec<_> = import.losses.iter().map(|l| (l.line, l.item.as_str(), l.feature.as_str())).collect();
    assert_eq!(told, [(3, "Câu 1", "tên câu trùng với câu khác")]);
    assert_eq!(wrong("::Câu 1::Một?{T}\n\n::Câu 1::Một?{T}"), [("duplicate_id", 3, 1)]);
}
