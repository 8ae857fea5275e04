//! What Moodle has and we do not: every report, and every refusal with its place.

use super::read;
use super::tests::{losses, only, quiz};
use crate::bank::exchange::tests::{defaults, picture};
use crate::question::{Fold, Key};

const ANSWERS: &str = "<answer fraction=\"100\"><text>x</text></answer><answer fraction=\"0\"><text>y</text></answer>\
                       <answer fraction=\"0\"><text>z</text></answer>";

fn question(kind: &str, inside: &str) -> String {
    format!(
        "<question type=\"{kind}\"><name><text>Câu</text></name><questiontext format=\"html\"><text>Hỏi gì?</text></questiontext>{inside}</question>"
    )
}

fn answers(list: &[(&str, &str)]) -> String {
    list.iter()
        .map(|(fraction, text)| {
            format!("<answer fraction=\"{fraction}\"><text><![CDATA[{text}]]></text></answer>")
        })
        .collect()
}

fn refused(inside: &str) -> (&'static str, usize, usize) {
    let import = quiz(inside);
    let problem = import.problems.iter().find(|p| p.is_error()).expect("an error");
    assert!(!problem.message.is_empty() && !problem.remedy.is_empty());
    (problem.code, problem.line, problem.column)
}

#[test]
fn types_that_we_do_not_have_are_left_out_and_named() {
    let kinds = [
        "essay",
        "description",
        "cloze",
        "calculatedmulti",
        "ddwtos",
        "gapselect",
        "ddimageortext",
        "ddmarker",
        "random",
        "stack",
    ];
    let inside: String = kinds.iter().map(|k| question(k, "")).collect();
    let import = quiz(&format!("{inside}{}", question("multichoice", ANSWERS)));
    only(&import);
    let said = losses(&import);
    assert_eq!(said.len(), kinds.len());
    assert_eq!(said[0], "loại câu “essay” (tự luận) → bỏ cả câu");
    assert_eq!(said[9], "loại câu “stack” (chưa hỗ trợ) → bỏ cả câu");
    // A file of nothing else is an error.
    assert_eq!(quiz(&inside).problems[0].code, "no_questions");
}

#[test]
fn what_all_questions_may_lose() {
    let import = quiz(&question(
        "multichoice",
        &format!(
            "<defaultgrade>2.0000000</defaultgrade><penalty>0.5</penalty><hidden>1</hidden><shuffleanswers>false</shuffleanswers>
             <generalfeedback format=\"markdown\"><text>Vì **thế**.\n# Hết</text></generalfeedback>
             <correctfeedback><text>Đúng!</text></correctfeedback><hint><text>Nghĩ lại</text></hint>
             <tags><tag><text>lớp 6</text></tag><tag><text>topic:Mạng</text></tag><tag><text>competence:abc</text></tag><tag><text>difficulty:3</text></tag></tags>
             <answer fraction=\"100\" format=\"html\"><text><![CDATA[<p><b>x</b></p><p>xx <img src=\"@@PLUGINFILE@@/a.png\"></p>]]></text><feedback><text>Giỏi</text></feedback></answer>{}",
            answers(&[("0", "y"), ("0", "z"), ("0", "")])
        ),
    ));
    let r = only(&import);
    assert_eq!((r.options[0].text.as_str(), r.options.len(), r.difficulty), ("x xx", 3, 3));
    assert_eq!(r.explanation, "Vì **thế**.\n# Hết");
    assert_eq!(
        losses(&import),
        [
            "thẻ: lớp 6, topic:Mạng, competence:abc → bỏ",
            "định dạng Markdown (hiện nguyên văn) → bỏ định dạng",
            "điểm của câu (2) → bỏ; điểm do vòng thi đặt",
            "điểm trừ khi trả lời lại (0.5) → bỏ; mỗi câu trả lời một lần",
            "câu đang ẩn trong Moodle → vẫn nạp",
            "phản hồi khi đúng, đúng một phần hoặc sai → bỏ",
            "phản hồi riêng của phương án → bỏ; lời giải thích lấy từ phản hồi chung",
            "gợi ý → bỏ",
            "giữ nguyên thứ tự phương án (không trộn) → các phương án sẽ được trộn",
            "ảnh hoặc tệp trong phương án → bỏ; chỉ câu hỏi có ảnh",
            "chữ đậm hoặc xuống dòng trong phương án → giữ lời, viết thành một dòng thường",
        ]
    );
    assert_eq!((import.losses[0].line, import.losses[0].item.as_str()), (3, "Câu"));
}

#[test]
fn fractions_of_one_choice() {
    let one = |list: &[(&str, &str)]| {
        quiz(&question("multichoice", &format!("<single>true</single>{}", answers(list))))
    };
    let import = one(&[("100.00000", "x"), ("50", "y"), ("-33.33333", "z")]);
    assert_eq!(only(&import).key, Key::SingleChoice { right: "a".into() });
    assert_eq!(
        losses(&import),
        ["điểm âm cho phương án sai → bỏ; chọn sai được 0 điểm", "phương án được một phần điểm → coi là sai"]
    );
    let import = one(&[("0", "x"), ("90", "y"), ("0", "z")]);
    assert_eq!(only(&import).key, Key::SingleChoice { right: "b".into() });
    assert_eq!(
        losses(&import),
        ["không phương án nào được 100% (cao nhất 90%) → coi phương án cao nhất là đúng"]
    );
    let import = one(&[("100", "x"), ("100", "y"), ("0", "z")]);
    assert_eq!(
        only(&import).key,
        Key::MultipleChoice { right: vec!["a".into(), "b".into()], partial: false }
    );
    assert!(losses(&import)[0].starts_with("câu chọn một có nhiều phương án đều đúng"));
    assert_eq!(
        quiz(&question("multichoice", &answers(&[("0", "x"), ("0", "y"), ("0", "z")]))).problems[0].code,
        "empty_key"
    );
}

#[test]
fn fractions_of_several_choices() {
    let several = |list: &[(&str, &str)]| {
        let import = quiz(&question("multichoice", &format!("<single>false</single>{}", answers(list))));
        let Key::MultipleChoice { right, partial } = only(&import).key.clone() else { panic!("multiple") };
        (right.len(), partial, import.losses.len())
    };
    assert_eq!(
        several(&[("33.33333", "a"), ("33.33333", "b"), ("33,33333", "c"), ("-33.33333", "d")]),
        (3, true, 0)
    );
    assert_eq!(
        several(&[
            ("16.666", "a"),
            ("16.66667", "b"),
            ("16.66667", "c"),
            ("16.66667", "d"),
            ("16.66667", "e"),
            ("16.66667", "f")
        ]),
        (6, true, 0)
    );
    assert_eq!(several(&[("100", "a"), ("-100", "b"), ("-100", "c")]), (1, true, 0));
    assert_eq!(several(&[("50", "a"), ("50", "b"), ("0", "c")]), (2, false, 1));
    assert_eq!(several(&[("50", "a"), ("50", "b"), ("-100", "c")]), (2, false, 1));
    assert_eq!(several(&[("70", "a"), ("30", "b"), ("-50", "c")]), (2, false, 1));
}

#[test]
fn short_answers() {
    let list = answers(&[
        ("100", "Hà Nội"),
        ("100", "H* Nội"),
        ("50", "Ha Noi"),
        ("100", "5 \\* 3"),
        ("100", "Hà Nội"),
        ("0", "*"),
    ]);
    let import = quiz(&question("shortanswer", &format!("<usecase>1</usecase>{list}")));
    assert_eq!(
        only(&import).key,
        Key::ShortText { accept: vec!["Hà Nội".into(), "5 * 3".into()], fold: Fold::None }
    );
    assert_eq!(
        losses(&import),
        [
            "ký tự đại diện * trong đáp án: H* Nội → bỏ cách đó",
            "cách trả lời chỉ được 50% điểm: Ha Noi → bỏ cách đó",
            "cách trả lời chỉ được 0% điểm: * → bỏ cách đó",
            "cách viết “Hà Nội” ghi hai lần → giữ một lần",
        ]
    );
    let import =
        quiz(&question("shortanswer", &format!("<usecase>0</usecase>{}", answers(&[("100", "OTP")]))));
    assert_eq!(only(&import).key, Key::ShortText { accept: vec!["OTP".into()], fold: Fold::Case });
    let import = quiz(&format!(
        "{}{}",
        question("shortanswer", &answers(&[("100", "*a*")])),
        question("multichoice", ANSWERS)
    ));
    only(&import);
    assert_eq!(losses(&import)[1], "không còn đáp án nào dùng được → bỏ cả câu");
}

#[test]
fn numbers_and_units() {
    let import = quiz(&question(
        "numerical",
        "<answer fraction=\"100\"><text>1,5</text><tolerance>0</tolerance></answer><answer fraction=\"100\"><text>2</text></answer>
         <answer fraction=\"100\"><text>*</text></answer><answer fraction=\"50\"><text>3</text></answer>
         <units><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit><unit><multiplier>1.0</multiplier><unit_name>m</unit_name></unit></units>
         <unitgradingtype>1</unitgradingtype><unitsleft>1</unitsleft>",
    ));
    assert_eq!(only(&import).key, Key::Numeric { right: 1.5, tolerance: 0.0, unit: Some("m".into()) });
    assert_eq!(
        losses(&import),
        [
            "thêm đáp số đúng: 2 → giữ đáp số đầu tiên",
            "đáp số * (số nào cũng đúng) → bỏ cách đó",
            "đáp số chỉ được 50% điểm: 3 → bỏ cách đó",
            "đơn vị khác: cm → giữ một đơn vị, trả lời bằng đơn vị đó",
            "đơn vị đứng trước số → đặt sau số",
            "trừ điểm khi sai đơn vị → bỏ; chỉ chấm con số",
        ]
    );
    let foot = "<units><unit><multiplier>3.28</multiplier><unit_name>ft</unit_name></unit></units>";
    let import =
        quiz(&question("numerical", &format!("<answer fraction=\"100\"><text>1e2</text></answer>{foot}")));
    assert_eq!(only(&import).key, Key::Numeric { right: 100.0, tolerance: 0.0, unit: Some("ft".into()) });
    assert_eq!(losses(&import), ["hệ số 3.28 của đơn vị ft → bỏ; đáp số giữ nguyên, kiểm tra lại"]);
    let import = quiz(&question("numerical", "<answer fraction=\"100\"><text>*</text></answer>"));
    assert_eq!(losses(&import)[1], "không còn đáp số nào dùng được → bỏ cả câu");
}

#[test]
fn ordering_of_the_plugin_and_of_the_core() {
    let steps = "<answer fraction=\"1.0000000\" format=\"moodle_auto_format\"><text>Dừng</text></answer>\
                 <answer fraction=\"2.0000000\" format=\"moodle_auto_format\"><text>Kiểm tra</text></answer>\
                 <answer fraction=\"3.0000000\" format=\"moodle_auto_format\"><text>Báo</text></answer>";
    let import = quiz(&question(
        "ordering",
        &format!(
            "<layouttype>HORIZONTAL</layouttype><selecttype>RANDOM</selecttype><selectcount>2</selectcount><gradingtype>ABSOLUTE_POSITION</gradingtype>{steps}"
        ),
    ));
    let r = only(&import);
    assert_eq!(r.key, Key::Ordering { right: vec!["a".into(), "b".into(), "c".into()] });
    assert_eq!(r.options[2].text, "Báo");
    assert_eq!(
        losses(&import),
        [
            "cho điểm từng phần theo vị trí → xếp đúng hết mới có điểm",
            "chỉ hỏi một phần các mục → hỏi mọi mục"
        ]
    );
    // Our tags no longer fit: somebody added a step in Moodle.
    let tags = "<tags><tag><text>options:a b</text></tag><tag><text>order:b a</text></tag></tags>";
    let import =
        quiz(&question("ordering", &format!("<gradingtype>ALL_OR_NOTHING</gradingtype>{steps}{tags}")));
    assert_eq!(only(&import).key, Key::Ordering { right: vec!["a".into(), "b".into(), "c".into()] });
    assert_eq!(losses(&import), Vec::<String>::new());
}

#[test]
fn matching_edited_in_moodle_gets_new_ids() {
    let rows = "<subquestion><text>một</text><answer><text>1</text></answer></subquestion>\
                <subquestion><text>hai</text><answer><text>2</text></answer></subquestion>";
    for pairs in ["1 1", "2 3", "1", "9 9"] {
        let tags =
            format!("<tags><tag><text>matches:1 2</text></tag><tag><text>pairs:{pairs}</text></tag></tags>");
        let import = quiz(&question("match", &format!("{rows}{tags}")));
        let Key::Matching { right, matches, .. } = &only(&import).key else { panic!("matching") };
        assert_eq!(
            (right["a"].as_str(), right["b"].as_str(), matches[0].text.as_str()),
            ("1", "2", "1"),
            "{pairs}"
        );
    }
}

#[test]
fn images_that_cannot_be_kept() {
    let mut png = String::new();
    super::base64::encode(&picture().bytes, &mut png);
    let import = quiz(&format!(
        "<question type=\"multichoice\"><name><text>Ảnh</text></name><questiontext format=\"html\"><text><![CDATA[Xem <img src=\"https://vi.example/a.png\">\
         <img src=\"@@PLUGINFILE@@/thi&#7871;u.png\"><img src=\"data:image/png;base64,{png}\" alt=\"dán\"><img src=\"@@PLUGINFILE@@/con/b.png\">]]></text>\
         <file name=\"b.png\" path=\"/con/\" encoding=\"base64\">{png}</file><file name=\"c.pdf\" path=\"/\" encoding=\"base64\">AAAA</file></questiontext>\
         <generalfeedback format=\"html\"><text><![CDATA[<img src=\"x.png\">]]></text></generalfeedback>{ANSWERS}</question>"
    ));
    assert_eq!(only(&import).image.as_ref().map(|i| i.alt.as_str()), Some("dán"));
    assert_eq!(
        losses(&import),
        [
            "ảnh ở địa chỉ web https://vi.example/a.png → bỏ, không tải ảnh từ mạng; chèn ảnh vào câu trong Moodle rồi xuất lại",
            "ảnh “@@PLUGINFILE@@/thiếu.png” không kèm trong tệp → bỏ ảnh",
            "câu có nhiều ảnh → giữ ảnh đầu tiên",
            "tệp đính kèm: c.pdf → bỏ",
            "ảnh hoặc tệp trong phản hồi chung → bỏ; chỉ câu hỏi có ảnh",
        ]
    );
    // As Moodle 1.9 wrote it.
    let old = question(
        "multichoice",
        &format!("<image>hinh/a.png</image><image_base64>{png}</image_base64>{ANSWERS}"),
    );
    assert!(only(&quiz(&old)).image.is_some());
}

#[test]
fn long_tags_may_be_cut_by_moodle() {
    let tag = format!("source:{}", "đ".repeat(43));
    let import =
        quiz(&question("multichoice", &format!("{ANSWERS}<tags><tag><text>{tag}</text></tag></tags>")));
    assert_eq!(only(&import).sources[0].title.chars().count(), 43);
    assert!(losses(&import)[0].contains("có thể đã bị Moodle cắt"));
}

#[test]
fn refusals_with_their_places() {
    assert_eq!(refused("<question><name/></question>"), ("no_type", 3, 1));
    assert_eq!(
        refused(&format!("\n {}", question("truefalse", &answers(&[("0", "true?"), ("0", "sai")])))),
        ("no_answer", 4, 2)
    );
    assert_eq!(
        refused(&question("multichoice", "\n  <answer fraction=\"một\"><text>x</text></answer>")),
        ("bad_fraction", 4, 3)
    );
    assert_eq!(
        refused(&question("numerical", "\n <answer fraction=\"100\"><text>mười</text></answer>")),
        ("not_a_number", 4, 2)
    );
    assert_eq!(
        refused(&question("numerical", "<answer fraction=\"100\"><text>inf</text></answer>")).0,
        "not_a_number"
    );
    assert_eq!(
        refused(&question(
            "numerical",
            "<answer fraction=\"100\"><text>1</text><tolerance>x</tolerance></answer>"
        ))
        .0,
        "not_a_number"
    );
    assert_eq!(
        refused(&question(
            "matching",
            "\n<subquestion><text>một</text><answer><text></text></answer></subquestion>"
        )),
        ("no_answer", 4, 1)
    );
    assert_eq!(refused(&question("multichoice", &answers(&[("0", "x")]).repeat(61))).0, "too_many_answers");
    assert_eq!(refused(&question("ordering", &answers(&[("0", "x")]).repeat(61))).0, "too_many_answers");
    assert_eq!(
        refused(&question(
            "matching",
            &"<subquestion><text>x</text><answer><text>y</text></answer></subquestion>".repeat(61)
        ))
        .0,
        "too_many_answers"
    );
    assert_eq!(
        refused(&question("multichoice", &answers(&[("100", "có"), ("0", "không")]))),
        ("option_count", 3, 1)
    );
    let image = |content: &str, encoding: &str| {
        format!(
            "<question type=\"multichoice\"><questiontext><text><![CDATA[Gì? <img src=\"@@PLUGINFILE@@/a.png\">]]></text><file name=\"a.png\" encoding=\"{encoding}\">{content}</file></questiontext>{ANSWERS}</question>"
        )
    };
    assert_eq!(refused(&image("không phải", "base64")), ("bad_base64", 3, 1));
    assert_eq!(refused(&image("AAAA", "hex")).0, "bad_base64");
    assert_eq!(refused(&image("AAAA", "base64")).0, "bad_image");
    assert_eq!(refused(&image(&"A".repeat(12_000_000), "base64")).0, "bad_image");
    assert_eq!(refused("<question type=\"essay\"><name>&nbsp;</name></question>").0, "xml_entity");
    assert_eq!(refused("<question type=\"essay\">").0, "xml");
    let twice =
        question("truefalse", "<idnumber>T99-1</idnumber><answer fraction=\"100\">true</answer>").repeat(2);
    assert_eq!(refused(&twice).0, "duplicate_id");
    let many = "<question type=\"essay\"/>".repeat(40_001);
    assert_eq!(refused(&many).0, "too_many");
}

#[test]
fn files_that_are_no_quiz() {
    let code = |bytes: &[u8]| read("de.xml", bytes, &defaults()).problems[0].code;
    assert_eq!(code(b"<assessmentItem/>"), "not_moodle_xml");
    assert_eq!(code(b"<quiz/>"), "no_questions");
    assert_eq!(code(b"::x:: C\xc3\xa2u {T}"), "no_xml");
    assert_eq!(code(b"<?xml version=\"1.0\"?><!DOCTYPE quiz [<!ENTITY a \"b\">]><quiz/>"), "xml_doctype");
    assert_eq!(code(b"<quiz>\xff</quiz>"), "not_utf8");
}

#[test]
fn other_elements_and_bare_html_are_understood() {
    let import = quiz(
        "<version>4.4</version><question type=\"multichoice\"><name><text>Tự viết</text></name>
         <questiontext format=\"html\"><text><p>Một <b>hai</b></p><p>ba</p></text></questiontext>
         <answer fraction=\"100\">x</answer><answer fraction=\"0\">y</answer><answer fraction=\"0\" format=\"plain_text\"><text>z &lt;b&gt;</text></answer></question>",
    );
    let r = only(&import);
    assert_eq!(r.stem, "Một **hai**\nba");
    assert_eq!(r.options[2].text, "z <b>");
    assert_eq!(losses(&import), ["phần tử <version> → bỏ"]);
}
