//! Files shaped as TAO, Canvas, OpenOLAT, R/exams and Moodle's old exporter write them.

use super::*;
use crate::payload::OptionView;
use crate::question::Fold;

fn texts(options: &[OptionView]) -> Vec<&str> {
    options.iter().map(|o| o.text.as_str()).collect()
}

/// As TAO 2022 exports: grid classes, labels, a picture in a figure, points beside the item, CRLF, a mark in front.
const TAO: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r
<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p2\" xmlns:m=\"http://www.w3.org/1998/Math/MathML\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xi=\"http://www.w3.org/2001/XInclude\" xsi:schemaLocation=\"http://www.imsglobal.org/xsd/imsqti_v2p2 http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd\" identifier=\"i62221f3fc5ca17565fce69b081f672\" title=\"Mật khẩu\" label=\"Mật khẩu\" xml:lang=\"vi-VN\" adaptive=\"false\" timeDependent=\"false\" toolName=\"TAO\" toolVersion=\"2022.01\">\r
  <responseDeclaration identifier=\"RESPONSE\" cardinality=\"multiple\" baseType=\"identifier\">\r
    <correctResponse>\r
      <value><![CDATA[choice_1]]></value>\r
      <value><![CDATA[choice_3]]></value>\r
    </correctResponse>\r
    <mapping defaultValue=\"0\" lowerBound=\"0\">\r
      <mapEntry mapKey=\"choice_1\" mappedValue=\"1\"/>\r
      <mapEntry mapKey=\"choice_2\" mappedValue=\"-1\"/>\r
      <mapEntry mapKey=\"choice_3\" mappedValue=\"1\"/>\r
    </mapping>\r
  </responseDeclaration>\r
  <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\" normalMaximum=\"2\"/>\r
  <outcomeDeclaration identifier=\"MAXSCORE\" cardinality=\"single\" baseType=\"float\"><defaultValue><value>2</value></defaultValue></outcomeDeclaration>\r
  <stylesheet href=\"style/custom/tao-user-styles.css\" type=\"text/css\" media=\"all\" title=\"\"/>\r
  <itemBody>\r
    <div class=\"grid-row\"><div class=\"col-12\"><p>Nhìn ảnh dưới đây.&#160;</p>\r
      <figure class=\"wrap-left\"><img src=\"assets/ma%20hinh.png\" alt=\"Màn hình\" width=\"100%\"/><figcaption>Hình 1</figcaption></figure></div></div>\r
    <div class=\"grid-row\"><div class=\"col-12\">\r
      <choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxChoices=\"2\" minChoices=\"0\" orientation=\"vertical\">\r
        <prompt>Mật khẩu <strong>mạnh</strong> có <em>những</em> gì?</prompt>\r
        <simpleChoice identifier=\"choice_1\" fixed=\"false\" showHide=\"show\">Dài từ 12 ký tự</simpleChoice>\r
        <simpleChoice identifier=\"choice_2\" fixed=\"false\" showHide=\"show\">Nga\u{300}y sinh<br/></simpleChoice>\r
        <simpleChoice identifier=\"choice_3\" fixed=\"true\" showHide=\"show\"><p>Không dùng lại ở nơi khác</p></simpleChoice>\r
      </choiceInteraction></div></div>\r
  </itemBody>\r
  <responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p2/rptemplates/map_response\"/>\r
</assessmentItem>\r
";

#[test]
fn a_package_of_tao() {
    let metadata = "<metadata><imsmd:lom xmlns:imsmd=\"http://ltsc.ieee.org/xsd/LOM\"><imsmd:general>\
        <imsmd:keyword><imsmd:string language=\"vi\">an toàn</imsmd:string></imsmd:keyword>\
        <imsmd:keyword><imsmd:langstring xml:lang=\"vi\"> difficulty:3 </imsmd:langstring></imsmd:keyword>\
        </imsmd:general><imsmd:classification><imsmd:taxonPath/></imsmd:classification></imsmd:lom></metadata>";
    let listed = manifest(&[
        ("imsqti_item_xmlv2p2", "items/i6/qti.xml", metadata),
        ("imsqti_test_xmlv2p2", "tests/t/test.xml", ""),
        ("imsqti_stimulus_xmlv3p0", "s.xml", ""),
        ("associatedcontent/learning-application-resource", "style/a.css", ""),
    ]);
    let test = "<assessmentTest identifier=\"t\"><timeLimits maxTime=\"60\"/><testPart><assessmentSection>\
        <assessmentItemRef identifier=\"a\" href=\"../../items/i6/qti.xml\"><branchRule target=\"EXIT_TEST\"/></assessmentItemRef>\
        </assessmentSection></testPart></assessmentTest>";
    let picture = picture();
    let import = packed(&[
        ("Goi de/imsmanifest.xml", listed.as_bytes()),
        ("Goi de/items/i6/qti.xml", TAO.as_bytes()),
        ("Goi de/items/i6/assets/ma hinh.png", &picture.bytes),
        ("Goi de/tests/t/test.xml", test.as_bytes()),
        ("__MACOSX/Goi de/._imsmanifest.xml", b"\0\0"),
    ]);
    let r = only(&import);
    assert_eq!(r.stem, "Nhìn ảnh dưới đây.\nHình 1\nMật khẩu **mạnh** có những gì?");
    assert_eq!(texts(&r.options), ["Dài từ 12 ký tự", "Ngày sinh", "Không dùng lại ở nơi khác"]);
    assert_eq!(r.key, Key::MultipleChoice { right: vec!["a".into(), "c".into()], partial: true });
    assert_eq!((r.question.as_str(), r.difficulty), ("T99-i62221f3fc5ca17565fce69b081f672", 3));
    assert_eq!(
        r.image.as_ref().map(|i| (i.file.as_str(), i.alt.as_str())),
        Some((picture.name.as_str(), "Màn hình"))
    );
    assert_eq!(import.places[0].file, "Goi de/items/i6/qti.xml");
    assert_eq!(
        lost(&import),
        [
            "kiểu chữ (nghiêng, gạch chân, màu…)",
            "lựa chọn cố định vị trí (fixed)",
            "câu được 2 điểm",
            "từ khóa “an toàn”",
            "bài kiểm tra: phần, thứ tự và cách tính điểm chung (assessmentTest)",
            "giới hạn thời gian (timeLimits)",
            "rẽ nhánh (branchRule)",
            "bài đọc dùng chung (stimulus)",
        ]
    );
    assert!(import.losses[..3].iter().all(|l| l.item == "Mật khẩu" && l.line == 2), "{:?}", import.losses);
}

#[test]
fn prefixed_names_of_qti_3() {
    let text = "<q:qti-assessment-item xmlns:q=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\" identifier=\"t1-e2\" title=\"\" adaptive=\"false\" time-dependent=\"false\" xml:lang=\"vi\">
  <q:qti-response-declaration identifier=\"RESPONSE\" cardinality=\"single\" base-type=\"identifier\"><q:qti-correct-response><q:qti-value>true</q:qti-value></q:qti-correct-response></q:qti-response-declaration>
  <q:qti-outcome-declaration identifier=\"FEEDBACK\" cardinality=\"single\" base-type=\"identifier\"/>
  <q:qti-item-body class=\"x\" data-y=\"z\"><q:div class=\"qti-layout-row\"><q:p>VNeID dùng được ở sân bay?</q:p></q:div>
    <q:qti-rubric-block use=\"instructions\" view=\"candidate\"><q:qti-content-body><q:p>Chọn một.</q:p></q:qti-content-body></q:qti-rubric-block>
    <q:qti-rubric-block use=\"scoring\" view=\"scorer proctor\"><q:p>1 điểm</q:p></q:qti-rubric-block>
    <q:qti-choice-interaction response-identifier=\"RESPONSE\" max-choices=\"1\" shuffle=\"false\">
      <q:qti-simple-choice identifier=\"false\">Sai<q:qti-feedback-inline outcome-identifier=\"F\" identifier=\"f\" show-hide=\"show\">Nhầm rồi</q:qti-feedback-inline></q:qti-simple-choice>
      <q:qti-simple-choice identifier=\"true\"> Đúng. </q:qti-simple-choice>
    </q:qti-choice-interaction></q:qti-item-body>
  <q:qti-response-processing template=\"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml\"/>
  <q:qti-modal-feedback outcome-identifier=\"FEEDBACK\" show-hide=\"show\" identifier=\"EXPLANATION\"><q:qti-content-body><q:p>Theo quy định.</q:p></q:qti-content-body></q:qti-modal-feedback>
  <q:qti-modal-feedback outcome-identifier=\"FEEDBACK\" show-hide=\"show\" identifier=\"correct\"><q:qti-content-body>Giỏi!</q:qti-content-body></q:qti-modal-feedback>
</q:qti-assessment-item>";
    let import = alone(text);
    let r = only(&import);
    assert_eq!(r.key, Key::TrueFalse { right: true });
    assert_eq!(r.stem, "VNeID dùng được ở sân bay?\nChọn một.");
    assert_eq!(r.explanation, "Theo quy định.");
    assert_eq!(r.question, "T99-t1-e2");
    assert_eq!(
        lost(&import),
        [
            "ghi chú cho người chấm (rubricBlock)",
            "phản hồi trong câu (feedbackInline)",
            "1 phản hồi riêng theo câu trả lời (correct)",
        ]
    );
}

#[test]
fn true_and_false_in_english_and_points_ignored_by_the_template() {
    let body = "<p>Look.</p><choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"false\" maxChoices=\"1\">\
        <prompt>Is it blue?</prompt><simpleChoice identifier=\"true\">True </simpleChoice>\
        <simpleChoice identifier=\"false\">False </simpleChoice></choiceInteraction>";
    let map = "<mapping defaultValue=\"0\"><mapEntry mapKey=\"true\" mappedValue=\"5\"/></mapping>";
    let import = alone(&item(&declared("single", &["false"], map), body, ""));
    assert_eq!(only(&import).key, Key::TrueFalse { right: false });
    assert_eq!(only(&import).stem, "Look.\nIs it blue?");
    assert!(import.losses.is_empty(), "{:?}", import.losses);
}

#[test]
fn partial_credit_is_ours_or_none() {
    let read = |entries: &str, bounds: &str| {
        let map = format!("<mapping defaultValue=\"0\" {bounds}>{entries}</mapping>");
        let import = alone(&item(&declared("multiple", &["A", "B"], &map), CHOICE, MAPPED));
        let Key::MultipleChoice { partial, .. } = only(&import).key else { panic!("several") };
        (partial, lost(&import).len())
    };
    let entry = |id: &str, points: &str| format!("<mapEntry mapKey=\"{id}\" mappedValue=\"{points}\"/>");
    let ours = [entry("A", "0.5"), entry("B", "0.5"), entry("C", "-0.5")].concat();
    assert_eq!(read(&ours, "lowerBound=\"0\" upperBound=\"1\""), (true, 0));
    assert_eq!(read(&ours, ""), (true, 1), "points below nothing are said");
    assert_eq!(read(&ours, "lowerBound=\"0\" upperBound=\"0.5\""), (false, 1));
    assert_eq!(read(&[entry("A", "1"), entry("B", "1")].concat(), "lowerBound=\"0\""), (false, 1));
    assert_eq!(
        read(&[entry("A", "1"), entry("B", "2"), entry("C", "-1")].concat(), "lowerBound=\"0\""),
        (false, 1)
    );
}

#[test]
fn single_choice_by_its_map_alone() {
    let choice = CHOICE.replace("maxChoices=\"0\"", "maxChoices=\"1\"");
    let map = |c: &str| {
        format!(
            "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\" baseType=\"identifier\"><mapping \
             defaultValue=\"0\"><mapEntry mapKey=\"A\" mappedValue=\"{c}\"/><mapEntry mapKey=\"B\" mappedValue=\"10\"/>\
             </mapping></responseDeclaration>"
        )
    };
    let import = alone(&item(&map("0"), &choice, MAPPED));
    assert_eq!(only(&import).key, Key::SingleChoice { right: "b".into() });
    assert!(import.losses.is_empty());
    let import = alone(&item(&map("4"), &choice, MAPPED));
    assert_eq!(only(&import).key, Key::SingleChoice { right: "b".into() });
    assert_eq!(lost(&import), ["điểm riêng cho từng phương án (mapping)"]);
    let import = alone(&item(&map("-4"), &choice, MAPPED));
    assert_eq!(lost(&import), ["trừ điểm khi chọn sai (mapping)"]);
    let import = alone(&item(&declared("single", &["A", "C"], ""), &choice, ""));
    assert_eq!(
        only(&import).key,
        Key::MultipleChoice { right: vec!["a".into(), "c".into()], partial: false }
    );
    assert_eq!(lost(&import), ["nhiều phương án đúng trong câu chọn một"]);
}

#[test]
fn an_order_of_drivers() {
    let declared = declared("ordered", &["DriverC", "DriverA", "DriverB"], "");
    let body = "<orderInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\"><prompt>Xếp thứ tự</prompt>\
        <simpleChoice identifier=\"DriverA\">Rubens</simpleChoice><simpleChoice identifier=\"DriverB\">Jenson</simpleChoice>\
        <simpleChoice identifier=\"DriverC\" fixed=\"true\">Michael</simpleChoice></orderInteraction>";
    let import = alone(&item(&declared, body, ""));
    assert_eq!(only(&import).key, Key::Ordering { right: vec!["c".into(), "a".into(), "b".into()] });
    assert_eq!(lost(&import), ["lựa chọn cố định vị trí (fixed)"]);
    let rules = "<responseProcessing><responseCondition><responseIf><equal><index n=\"1\"><variable identifier=\"RESPONSE\"/>\
        </index><baseValue baseType=\"identifier\">DriverC</baseValue></equal></responseIf></responseCondition></responseProcessing>";
    let import = alone(&item(&declared, body, rules));
    assert_eq!(lost(&import)[1..], ["cách chấm riêng (index)"]);
}

fn matching(pairs: &[&str], rest: &str) -> String {
    let values: String = pairs.iter().map(|p| format!("<value>{p}</value>")).collect();
    let map: String = pairs.iter().map(|p| format!("<mapEntry mapKey=\"{p}\" mappedValue=\"1\"/>")).collect();
    let declared = format!(
        "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"multiple\" baseType=\"directedPair\"><correctResponse>\
         {values}</correctResponse><mapping defaultValue=\"0\">{map}</mapping></responseDeclaration>"
    );
    let body = "<matchInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxAssociations=\"4\"><prompt>Ghép</prompt>\
        <simpleMatchSet><simpleAssociableChoice identifier=\"L1\" matchMax=\"1\">trái 1</simpleAssociableChoice>\
        <simpleAssociableChoice identifier=\"L2\" matchMax=\"1\">trái 2</simpleAssociableChoice></simpleMatchSet>\
        <simpleMatchSet><simpleAssociableChoice identifier=\"P\" matchMax=\"4\">phải P</simpleAssociableChoice>\
        <simpleAssociableChoice identifier=\"Q\" matchMax=\"4\">phải Q</simpleAssociableChoice>\
        <simpleAssociableChoice identifier=\"R\" matchMax=\"4\">phải R</simpleAssociableChoice></simpleMatchSet></matchInteraction>";
    item(&declared, body, rest)
}

#[test]
fn pairs_with_more_on_the_right_and_the_other_way_round() {
    let import = alone(&matching(&["L1  Q", "L2 Q"], MAPPED));
    let r = only(&import);
    assert_eq!(texts(&r.options), ["trái 1", "trái 2"]);
    let Key::Matching { matches, right, partial } = &r.key else { panic!("pairs") };
    assert_eq!((texts(matches), *partial), (vec!["phải P", "phải Q", "phải R"], true));
    assert_eq!(right.iter().map(|(l, p)| format!("{l}{p}")).collect::<Vec<_>>(), ["a2", "b2"]);
    assert!(import.losses.is_empty());
    let import = alone(&matching(&["L1 P", "L2 Q", "L1 R"], ""));
    let r = only(&import);
    assert_eq!(texts(&r.options), ["phải P", "phải Q", "phải R"]);
    let Key::Matching { right, partial, .. } = &r.key else { panic!("pairs") };
    assert_eq!(right.iter().map(|(l, p)| format!("{l}{p}")).collect::<Vec<_>>(), ["a1", "b2", "c1"]);
    assert!(!partial);
    assert_eq!(lost(&import), ["một vế trái ghép với nhiều vế phải"]);
    let import = alone(&matching(&["L1 P", "L1 Q", "L2 Q"], ""));
    assert_eq!(lost(&import), ["một vế trái ghép với nhiều vế phải"]);
    assert!(import.revisions.is_empty());
}

#[test]
fn texts_in_a_sentence_with_lesser_forms() {
    let declared = "<responseDeclaration identifier=\"R1\" cardinality=\"single\" baseType=\"string\"><correctResponse>\
        <value> OTP </value></correctResponse><mapping defaultValue=\"0\"><mapEntry mapKey=\"OTP\" mappedValue=\"100\" \
        caseSensitive=\"true\"/><mapEntry mapKey=\"mã OTP\" mappedValue=\"100\" caseSensitive=\"true\"/>\
        <mapEntry mapKey=\"mã\" mappedValue=\"50\"/><mapEntry mapKey=\"PIN\" mappedValue=\"0\"/></mapping></responseDeclaration>";
    let body = "<p>Ngân hàng gửi <textEntryInteraction responseIdentifier=\"R1\" expectedLength=\"8\" patternMask=\"[A-Z]+\"/> qua tin nhắn.</p>\
        <hr/><table><tr><td>a</td><td>b</td></tr></table>";
    let import = alone(&item(declared, body, MAPPED));
    let r = only(&import);
    assert_eq!(r.stem, "Ngân hàng gửi ____ qua tin nhắn.\na b");
    assert_eq!(r.key, Key::ShortText { accept: vec!["OTP".into(), "mã OTP".into()], fold: Fold::None });
    assert_eq!(
        lost(&import),
        [
            "bảng (giữ lại chữ)",
            "1 cách viết chỉ được một phần điểm (mapping)",
            "mẫu bắt buộc của ô nhập (patternMask)"
        ]
    );
    let rules = "<responseProcessing><responseCondition><responseIf><stringMatch caseSensitive=\"true\"><variable identifier=\"R1\"/>\
        <correct identifier=\"R1\"/></stringMatch></responseIf></responseCondition></responseProcessing>";
    let plain = "<responseDeclaration identifier=\"R1\" cardinality=\"single\" baseType=\"string\"><correctResponse><value>a</value>\
        </correctResponse></responseDeclaration>";
    let field = "<p>Hỏi: <textEntryInteraction responseIdentifier=\"R1\"/></p>";
    let fold = |rules: &str| match &only(&alone(&item(plain, field, rules))).key {
        Key::ShortText { fold, .. } => *fold,
        other => panic!("{other:?}"),
    };
    assert_eq!((fold(rules), fold("")), (Fold::None, Fold::Case));
}

fn numeric(base: &str, value: &str, equal: &str) -> String {
    let declared = format!(
        "<responseDeclaration identifier=\"X\" cardinality=\"single\" baseType=\"{base}\"><correctResponse><value>{value}</value>\
         </correctResponse></responseDeclaration>"
    );
    let rules = format!(
        "<responseProcessing><responseCondition><responseIf><and><not><isNull><variable identifier=\"X\"/></isNull></not>{equal}</and>\
         <setOutcomeValue identifier=\"SCORE\"><baseValue baseType=\"float\">1</baseValue></setOutcomeValue></responseIf>\
         </responseCondition></responseProcessing>"
    );
    item(&declared, "<p>Bao nhiêu?<textEntryInteraction responseIdentifier=\"X\"/></p>", &rules)
}

#[test]
fn numbers_with_their_errors() {
    let operands = "<variable identifier=\"X\"/><correct identifier=\"X\"/></equal>";
    let read = |base: &str, value: &str, attributes: &str| {
        let import = alone(&numeric(base, value, &format!("<equal {attributes}>{operands}")));
        let Key::Numeric { right, tolerance, .. } = only(&import).key else { panic!("a number") };
        (right, tolerance, lost(&import).len())
    };
    assert_eq!(
        read("float", "3.25", "toleranceMode=\"absolute\" tolerance=\"0.5 0.5\" includeLowerBound=\"true\""),
        (3.25, 0.5, 0)
    );
    assert_eq!(read("float", "3,5", "toleranceMode=\"absolute\" tolerance=\"2\""), (3.5, 2.0, 0));
    assert_eq!(read("integer", "200", "toleranceMode=\"relative\" tolerance=\"10 10\""), (200.0, 20.0, 0));
    assert_eq!(read("integer", "12", ""), (12.0, 0.0, 0));
    assert_eq!(read("float", "100", "toleranceMode=\"absolute\" tolerance=\"0.5 1\""), (100.0, 0.5, 1));
    assert_eq!(read("float", "1", "toleranceMode=\"absolute\" tolerance=\"TOL\""), (1.0, 0.0, 1));
    assert_eq!(
        read("float", "1", "toleranceMode=\"absolute\" tolerance=\"1\" includeUpperBound=\"false\""),
        (1.0, 1.0, 1)
    );
    let range = "<gte><variable identifier=\"X\"/><baseValue baseType=\"float\">1</baseValue></gte>";
    assert_eq!(lost(&alone(&numeric("float", "2", range))), ["cách chấm riêng (gte)"]);
}

#[test]
fn feedback_that_everybody_sees_explains() {
    let explained = |rest: &str, outcome: &str| {
        let declared = declared("multiple", &["A"], "") + outcome;
        let import = alone(&item(&declared, CHOICE, rest));
        (only(&import).explanation.clone(), lost(&import).len())
    };
    let feedback = |id: &str, show: &str, text: &str| {
        format!(
            "<modalFeedback outcomeIdentifier=\"F\" identifier=\"{id}\" showHide=\"{show}\">{text}</modalFeedback>"
        )
    };
    let both = "<responseProcessing><responseCondition><responseIf><match><variable identifier=\"RESPONSE\"/><correct \
        identifier=\"RESPONSE\"/></match><setOutcomeValue identifier=\"F\"><baseValue baseType=\"identifier\">ok</baseValue>\
        </setOutcomeValue></responseIf><responseElse><setOutcomeValue identifier=\"F\"><baseValue baseType=\"identifier\">no\
        </baseValue></setOutcomeValue></responseElse></responseCondition></responseProcessing>";
    // Moodle's old exporter: the same words once for showing and once for hiding.
    let twice = feedback("q1", "hide", "Vì <b>thế</b>") + &feedback("q1", "show", "Vì <b>thế</b>");
    assert_eq!(explained(&twice, ""), ("Vì **thế**".into(), 0));
    assert_eq!(
        explained(&format!("{both}{}{}", feedback("ok", "show", "Vì"), feedback("no", "show", "Vì")), ""),
        ("Vì".into(), 0)
    );
    assert_eq!(
        explained(&format!("{both}{}{}", feedback("ok", "show", "Hay"), feedback("no", "show", "Dở")), ""),
        (String::new(), 1)
    );
    assert_eq!(explained(&format!("{both}{}", feedback("never", "hide", "Vì")), ""), ("Vì".into(), 0));
    assert_eq!(explained(&format!("{both}{}", feedback("ok", "hide", "Vì")), ""), (String::new(), 1));
    assert_eq!(explained(&feedback("solution", "show", "Vì"), ""), ("Vì".into(), 0));
    let initially = "<outcomeDeclaration identifier=\"F\" cardinality=\"single\" baseType=\"identifier\"><defaultValue>\
        <value>always</value></defaultValue></outcomeDeclaration>";
    assert_eq!(explained(&feedback("always", "show", "Vì"), initially), ("Vì".into(), 0));
    let certain = "<responseProcessing><setOutcomeValue identifier=\"F\"><baseValue baseType=\"identifier\">x</baseValue>\
        </setOutcomeValue></responseProcessing>";
    assert_eq!(explained(&(certain.to_owned() + &feedback("x", "show", "Vì")), ""), ("Vì".into(), 0));
}

#[test]
fn marks_that_look_like_ours_and_text_in_cdata_stay_text() {
    let body =
        CHOICE.replace(">một<", "><![CDATA[2 **3** <b>]]><").replace(">hai<", "><i>x</i> \u{201c}y\u{201d}<");
    let import = alone(&item(&declared("multiple", &["A"], ""), &body, ""));
    assert_eq!(texts(&only(&import).options), ["2 **3** <b>", "x “y”", "ba"]);
}
