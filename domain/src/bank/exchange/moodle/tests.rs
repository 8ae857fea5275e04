//! What comes back from our own file, and what a real export says.

use super::read;
use crate::bank::exchange::tests::{defaults, images, picture, some_revisions, there_and_back};
use crate::bank::exchange::{Export, Format, Import, write};
use crate::bank::revision_id;
use crate::payload::{Image, OptionView};
use crate::question::{Fold, Key, Revision};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Reads `<quiz>` around this.
pub(super) fn quiz(inside: &str) -> Import {
    read(
        "de.xml",
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n{inside}\n</quiz>").as_bytes(),
        &defaults(),
    )
}

/// The losses as "feature → done".
pub(super) fn losses(import: &Import) -> Vec<String> {
    import.losses.iter().map(|l| format!("{} → {}", l.feature, l.done)).collect()
}

/// The only question, without errors.
pub(super) fn only(import: &Import) -> &Revision {
    assert!(!import.has_errors(), "{:?}", import.problems);
    assert_eq!(import.revisions.len(), 1, "{:?}", import.losses);
    &import.revisions[0]
}

fn text(export: &Export) -> &str {
    std::str::from_utf8(&export.bytes).expect("UTF-8")
}

fn sample(key: Key, options: &[&str]) -> Revision {
    let view =
        |(i, t): (usize, &&str)| OptionView { id: char::from(b'a' + i as u8).to_string(), text: (*t).into() };
    let mut r = Revision {
        id: String::new(),
        question: "T05-001".into(),
        topic: "T05".into(),
        topic_title: "Lừa đảo / giả mạo".into(),
        difficulty: 1,
        audience: Vec::new(),
        situation: false,
        stem: "Bạn nhận được **tin nhắn** lạ & một đường dẫn <…>\nViệc nên làm là:".into(),
        options: options.iter().enumerate().map(view).collect(),
        key,
        explanation: "Không bấm đường dẫn lạ.".into(),
        sources: vec![],
        competence: vec!["TT02 4.2".into()],
        as_of: "2026-11-22".into(),
        review_by: "2027-06-30".into(),
        read_aloud: None,
        image: None,
        enemies: Vec::new(),
    };
    r.id = revision_id(&r);
    r
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_wording_comes_back_unchanged(list in some_revisions()) {
        let (export, import) = there_and_back(Format::MoodleXml, &list);
        prop_assert!(!import.has_errors(), "{:?}\n{}", import.problems, text(&export));
        prop_assert_eq!(&import.revisions, &list, "{}", text(&export));
        for r in &import.revisions {
            prop_assert_eq!(&r.id, &revision_id(r));
            let Some(image) = &r.image else { continue };
            let picture = picture();
            prop_assert_eq!(&image.file, &picture.name);
            prop_assert_eq!(&import.media, &vec![picture]);
        }
        // Moodle's TeX is the only thing our own texts can look like.
        let others: Vec<_> = losses(&import).into_iter().filter(|l| !l.contains("TeX") && !l.contains("Moodle cắt")).collect();
        prop_assert!(others.is_empty(), "{:?}", others);
        let again = write(Format::MoodleXml, &import.revisions, &images).expect("writes");
        prop_assert_eq!(again.bytes, export.bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(inside in "(<question type=\"(multichoice|matching|ordering|numerical|shortanswer|truefalse)\">|<answer fraction=\"-?[0-9]{1,3}\">|</answer>|<subquestion>|</subquestion>|<text>|</text>|<questiontext>|</questiontext>|</question>|[*a-z0-9 ]{0,5}){0,30}") {
        let _ = quiz(&inside);
    }
}

#[test]
fn orders_of_our_own_survive() {
    let mut multiple =
        sample(Key::MultipleChoice { right: vec!["c".into(), "a".into()], partial: true }, &["x", "y", "z"]);
    multiple.question = "T05-002".into();
    let matches = ["một", "hai", "ba", "bốn"].iter().enumerate();
    let matches: Vec<OptionView> =
        matches.map(|(i, t)| OptionView { id: (i + 1).to_string(), text: (*t).into() }).collect();
    let right = BTreeMap::from([
        ("a".to_owned(), "4".to_owned()),
        ("b".into(), "2".into()),
        ("c".into(), "4".into()),
    ]);
    let matching = sample(Key::Matching { matches, right, partial: true }, &["x", "y", "z"]);
    let mut ordering =
        sample(Key::Ordering { right: vec!["b".into(), "c".into(), "a".into()] }, &["x", "y", "z"]);
    ordering.question = "T05-003".into();
    let mut text = sample(
        Key::ShortText { accept: vec!["a*b".into(), "c\\*".into(), "]]> & \\".into()], fold: Fold::Marks },
        &[],
    );
    text.question = "T05-004".into();
    let mut odd = sample(
        Key::SingleChoice { right: "b".into() },
        &["2 ** 3 ** 4", "a < b && c > d", "\\(x\\) &nbsp; %"],
    );
    odd.question = "T05-005".into();
    odd.stem = "2 ** 3 ** 4 là gì?".into();
    let mut list = vec![multiple, matching, ordering, text, odd];
    for r in &mut list {
        r.id = revision_id(r);
    }
    let (export, import) = there_and_back(Format::MoodleXml, &list);
    assert!(!import.has_errors(), "{:?}", import.problems);
    assert_eq!(import.revisions, list);
    let said: Vec<&str> = export.losses.iter().map(|l| l.feature.as_str()).collect();
    assert_eq!(said, ["không phân biệt dấu khi chấm"]);
}

#[test]
fn a_photograph_comes_back_to_the_byte() {
    let grain = |x: u32, y: u32| {
        (x.wrapping_mul(374_761_393) ^ y.wrapping_mul(668_265_263)).wrapping_mul(1_274_126_177)
    };
    let noise = |x, y| image::Rgb([(grain(x, y) >> 25) as u8, (x / 4) as u8, 90]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(420, 310, noise).write_to(&mut bytes, image::ImageFormat::Png).expect("writes");
    let photo = crate::bank::exchange::keep(bytes.get_ref()).expect("an image");
    assert!(photo.name.ends_with(".jpg"));
    let mut r = sample(Key::SingleChoice { right: "b".into() }, &["x", "y", "z"]);
    let (file, alt) = (photo.name.clone(), String::new());
    r.image = Some(Image { file, alt, width: photo.width, height: photo.height });
    r.id = revision_id(&r);
    let export =
        write(Format::MoodleXml, std::slice::from_ref(&r), &|_| Some(photo.bytes.clone())).expect("writes");
    let import = read("de.xml", &export.bytes, &defaults());
    assert_eq!(only(&import), &r);
    assert_eq!(import.media, [photo]);
    let missing = write(Format::MoodleXml, &[r], &|_| None);
    assert!(missing.is_err_and(|e| e.to_string().contains("T05-001")));
}

#[test]
fn is_written_as_moodle_writes_it() {
    let all = sample(
        Key::MultipleChoice { right: vec!["a".into(), "b".into(), "d".into()], partial: true },
        &["m", "n", "o", "p"],
    );
    let mut none =
        sample(Key::MultipleChoice { right: vec!["a".into(), "b".into()], partial: false }, &["m", "n", "o"]);
    none.question = "T05-002".into();
    let mut number = sample(Key::Numeric { right: 12.5, tolerance: 0.25, unit: Some("km".into()) }, &[]);
    number.question = "T05-003".into();
    number.stem = "Quãng đường từ nhà văn hóa xã đến trung tâm phục vụ hành chính công dài bao nhiêu?".into();
    let export = write(Format::MoodleXml, &[all, none, number], &images).expect("writes");
    assert_eq!(export.ending, "xml");
    let xml = text(&export);
    assert!(
        xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n  <question type=\"category\">"),
        "{xml}"
    );
    assert_eq!(xml.matches("type=\"category\"").count(), 1);
    for part in [
        "<text>$course$/top/[T05] Lừa đảo // giả mạo</text>",
        "<text><![CDATA[T05-001 Bạn nhận được tin nhắn lạ & một đường dẫn <…> Việc nên làm là:]]></text>",
        "<![CDATA[<p>Bạn nhận được <b>tin nhắn</b> lạ &amp; một đường dẫn &lt;…&gt;<br>Việc nên làm là:</p>]]>",
        "<text>T05-003 Quãng đường từ nhà văn hóa xã đến trung tâm phục vụ hành…</text>",
        "<idnumber>T05-001</idnumber>",
        "<answer fraction=\"33.33333\" format=\"html\">",
        "<answer fraction=\"-33.33333\" format=\"html\">",
        "<answer fraction=\"50\" format=\"html\">",
        "<answer fraction=\"-100\" format=\"html\">",
        "<single>false</single>",
        "<tolerance>0.25</tolerance>",
        "<unit_name>km</unit_name>",
        "<text>competence:TT02 4.2</text>",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    assert_eq!(export.losses.len(), 1);
    assert_eq!(export.losses[0].feature, "chọn đúng hết mới có điểm");
}

#[test]
fn what_spaces_would_change_is_said() {
    let mut r = sample(Key::SingleChoice { right: "b".into() }, &["hai  khoảng", "y", "z"]);
    r.stem = "có\u{a0}khoảng cứng".into();
    let export = write(Format::MoodleXml, &[r], &images).expect("writes");
    let said: Vec<&str> = export.losses.iter().map(|l| l.feature.as_str()).collect();
    assert_eq!(
        said,
        [
            "khoảng trắng hoặc dấu ** đặc biệt trong phương án",
            "khoảng trắng hoặc dấu ** đặc biệt trong lời câu hỏi"
        ]
    );
}

/// As Moodle 4 writes it: comments, nested categories, CDATA, defaults of its forms, decomposed letters from a Mac.
const EXPORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category>
      <text>$course$/top/Mặc định cho Tin học/An toàn // bảo mật/Mật khẩu</text>
    </category>
    <info format="moodle_auto_format">
      <text></text>
    </info>
    <idnumber></idnumber>
  </question>

<!-- question: 1207  -->
  <question type="multichoice">
    <name>
      <text>MK01</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr" style="text-align: left;">Mật khẩu n&agrave;o <strong>mạnh nhất</strong>?&nbsp;<br></p><p><img src="@@PLUGINFILE@@/m%E1%BA%ADt%20kh%E1%BA%A9u.png?time=1731900000" alt="Ba mật khẩu" width="24" height="16" class="img-fluid" role="presentation"></p>]]></text>
<file name="mật khẩu.png" path="/" encoding="base64">@PNG@</file>
    </questiontext>
    <generalfeedback format="html">
      <text><![CDATA[<p>Dài và khó đoán.</p>]]></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answernumbering>ABCD</answernumbering>
    <showstandardinstruction>0</showstandardinstruction>
    <correctfeedback format="html">
      <text></text>
    </correctfeedback>
    <partiallycorrectfeedback format="html">
      <text></text>
    </partiallycorrectfeedback>
    <incorrectfeedback format="html">
      <text></text>
    </incorrectfeedback>
    <shownumcorrect/>
    <answer fraction="0" format="html">
      <text><![CDATA[<p>123456</p>]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <answer fraction="100" format="html">
      <text><![CDATA[<p dir="ltr">Con&nbsp;me&#768;o ngu&#777; &lt;3 lu&#769;c 7h&nbsp;</p>]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <answer fraction="0" format="html">
      <text><![CDATA[ng&agrave;y sinh]]></text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <tags>
      <tag><text>TT02 4.2</text>
</tag>
    </tags>
  </question>

<!-- question: 1208  -->
  <question type="truefalse">
    <name>
      <text>MK01</text>
    </name>
    <questiontext format="moodle_auto_format">
      <text>Dùng chung mật khẩu
cho mọi nơi là an toàn.</text>
    </questiontext>
    <generalfeedback format="moodle_auto_format">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>1.0000000</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <answer fraction="0" format="moodle_auto_format">
      <text>true</text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
    <answer fraction="100" format="moodle_auto_format">
      <text>false</text>
      <feedback format="html">
        <text></text>
      </feedback>
    </answer>
  </question>

<!-- question: 1209  -->
  <question type="numerical">
    <name>
      <text>MK03</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[<p>Bao nhi&ecirc;u ký tự?</p>]]></text>
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber>MK-so</idnumber>
    <answer fraction="100" format="moodle_auto_format">
      <text>12</text>
      <feedback format="html">
        <text></text>
      </feedback>
      <tolerance>0.5</tolerance>
    </answer>
<units>
  <unit>
    <multiplier>1</multiplier>
    <unit_name>ký tự</unit_name>
  </unit>
</units>
    <unitgradingtype>0</unitgradingtype>
    <unitpenalty>0.1000000</unitpenalty>
    <showunits>3</showunits>
    <unitsleft>0</unitsleft>
  </question>

<!-- question: 1210  -->
  <question type="matching">
    <name>
      <text>Ghép</text>
    </name>
    <questiontext format="html">
      <text>Ghép cho đúng</text>
    </questiontext>
    <generalfeedback format="html">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
    <shuffleanswers>true</shuffleanswers>
    <subquestion format="html">
      <text><![CDATA[<p>OTP</p>]]></text>
      <answer>
        <text>mã dùng một lần</text>
      </answer>
    </subquestion>
    <subquestion format="html">
      <text><![CDATA[<p>VNeID</p>]]></text>
      <answer>
        <text>định danh</text>
      </answer>
    </subquestion>
    <subquestion format="html">
      <text></text>
      <answer>
        <text>trò chơi</text>
      </answer>
    </subquestion>
  </question>
</quiz>
"#;

#[test]
fn a_real_export_is_read() {
    let mut png = String::new();
    super::base64::encode(&picture().bytes, &mut png);
    // Moodle writes one line; other programs break it.
    png.insert_str(40, "\r\n  ");
    let file = EXPORT.replace("@PNG@", &png).replace('\n', "\r\n");
    let import = read("de.xml", format!("\u{feff}{file}").as_bytes(), &defaults());
    assert!(!import.has_errors(), "{:?}", import.problems);
    assert_eq!(losses(&import), Vec::<String>::new());
    let [choice, truth, number, matching] = import.revisions.as_slice() else {
        panic!("{:?}", import.revisions)
    };
    assert_eq!((choice.question.as_str(), choice.topic.as_str()), ("T99-MK01", "T99"));
    assert_eq!(choice.stem, "Mật khẩu nào **mạnh nhất**?");
    let options: Vec<&str> = choice.options.iter().map(|o| o.text.as_str()).collect();
    assert_eq!(options, ["123456", "Con mèo ngủ <3 lúc 7h", "ngày sinh"]);
    assert_eq!(choice.key, Key::SingleChoice { right: "b".into() });
    assert_eq!(choice.explanation, "Dài và khó đoán.");
    assert_eq!(choice.competence, ["TT02 4.2"]);
    let image = choice.image.as_ref().expect("an image");
    assert_eq!((image.file.as_str(), image.alt.as_str()), (picture().name.as_str(), "Ba mật khẩu"));
    assert_eq!(import.media, [picture()]);
    assert_eq!(truth.stem, "Dùng chung mật khẩu\ncho mọi nơi là an toàn.");
    assert_eq!(truth.key, Key::TrueFalse { right: false });
    // Its name is taken already, so its id comes from its stem.
    assert!(truth.question.starts_with("T99-x"), "{}", truth.question);
    assert_eq!(number.question, "T99-MK-so");
    assert_eq!(number.key, Key::Numeric { right: 12.0, tolerance: 0.5, unit: Some("ký tự".into()) });
    let Key::Matching { matches, right, partial } = &matching.key else { panic!("{:?}", matching.key) };
    assert_eq!(
        matches.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(),
        ["mã dùng một lần", "định danh", "trò chơi"]
    );
    assert_eq!(right.values().map(String::as_str).collect::<Vec<_>>(), ["1", "2"]);
    assert!(partial);
    // `//` in a category is a stroke in its name.
    let mut own = defaults();
    own.topic_title = String::new();
    let import = read("de.xml", file.as_bytes(), &own);
    assert_eq!(import.revisions[0].topic_title, "Mật khẩu");
}

#[test]
fn our_category_and_number_are_known_without_tags() {
    let import = quiz(
        "<question type=\"category\"><category><text>$course$/top/[T07] Thanh toán // chuyển tiền</text></category></question>
         <question type=\"truefalse\"><idnumber>T07-012</idnumber><questiontext><text>Một câu.</text></questiontext>
         <answer fraction=\"100\"><text>true</text></answer><answer fraction=\"0\"><text>false</text></answer></question>
         <question type=\"truefalse\"><name><text>Mới thêm</text></name><questiontext><text>Câu nữa.</text></questiontext>
         <answer fraction=\"0\"><text>Đúng</text></answer><answer fraction=\"100\"><text>Sai</text></answer></question>",
    );
    assert!(!import.has_errors(), "{:?}", import.problems);
    let [first, second] = import.revisions.as_slice() else { panic!("{:?}", import.revisions) };
    assert_eq!((first.question.as_str(), first.topic.as_str()), ("T07-012", "T07"));
    assert_eq!(first.topic_title, "Thanh toán / chuyển tiền");
    assert_eq!(second.topic, "T07");
    assert_eq!(second.key, Key::TrueFalse { right: false });
}

#[test]
fn ten_thousand_questions_and_one_long_line_take_no_time_squared() {
    let r = sample(Key::SingleChoice { right: "b".into() }, &["x", "y", "z"]);
    let list: Vec<Revision> = (0..2_000)
        .map(|i| {
            let mut r = r.clone();
            r.question = format!("T05-{i:05}");
            r.id = revision_id(&r);
            r
        })
        .collect();
    let export = write(Format::MoodleXml, &list, &images).expect("writes");
    let one_line = text(&export).replace('\n', "");
    let import = read("de.xml", one_line.as_bytes(), &defaults());
    assert_eq!(import.revisions, list);
    assert!(import.places[1_999].column > 100_000);
    // Tags of HTML that open and close nothing.
    let empty = format!(
        "<question type=\"truefalse\"><questiontext><text><![CDATA[{}]]></text></questiontext><answer fraction=\"100\">true</answer></question>",
        "<b></b><script></script>x".repeat(100_000)
    );
    assert_eq!(quiz(&empty).problems[0].code, "too_long");
}
