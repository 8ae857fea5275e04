//! What is refused, with its line; what is left out, by its name; and files that mean harm.

use super::*;

#[test]
fn other_documents_are_named() {
    let code = |text: &str| codes(&alone(text));
    let old = alone("<?xml version=\"1.0\"?>\n<questestinterop><item ident=\"1\"/></questestinterop>");
    assert_eq!(codes(&old), [("qti_1_2", 2)]);
    assert!(old.problems[0].remedy.contains("QTI 2.1"), "{:?}", old.problems);
    assert_eq!(code("<assessmentTest/>"), [("qti_test", 1)]);
    assert_eq!(code("<qti-assessment-test/>"), [("qti_test", 1)]);
    assert_eq!(code(&manifest(&[])), [("qti_manifest", 2)]);
    assert_eq!(code("<quiz/>"), [("not_qti", 1)]);
    assert_eq!(code("Câu 1"), [("no_xml", 1)]);
    assert_eq!(code("<!DOCTYPE x [<!ENTITY a 'b'>]><assessmentItem/>"), [("xml_doctype", 1)]);
    assert_eq!(code(&item("", "<p>&nbsp;</p>", "")), [("xml_entity", 4)]);
    assert_eq!(code("<assessmentItem>\n<itemBody>"), [("xml", 2)]);
}

#[test]
fn faults_of_an_item_have_their_line() {
    let code = |declarations: &str, body: &str| codes(&alone(&item(declarations, body, "")));
    assert_eq!(codes(&alone("<assessmentItem identifier=\"a\"/>")), [("no_body", 1)]);
    let broken = format!("\n\n{CHOICE}");
    assert_eq!(code("", &broken), [("no_key", 6)]);
    assert_eq!(code(&declared("single", &[], ""), &broken), [("no_key", 6)]);
    assert_eq!(code(&declared("multiple", &["A", "X"], ""), &broken), [("unknown_key", 6)]);
    let order = broken.replace("choiceInteraction", "orderInteraction");
    assert_eq!(code(&declared("ordered", &["A", "X"], ""), &order), [("unknown_key", 6)]);
    assert_eq!(code(&declared("ordered", &["A", "B"], ""), &order), [("incomplete_order", 2)]);
    assert_eq!(code(&declared("ordered", &[], ""), &order), [("no_key", 6)]);
    let pairs = "<matchInteraction responseIdentifier=\"RESPONSE\"><prompt>Ghép</prompt><simpleMatchSet>\
        <simpleAssociableChoice identifier=\"a\">1</simpleAssociableChoice><simpleAssociableChoice identifier=\"b\">2\
        </simpleAssociableChoice></simpleMatchSet>\n<simpleMatchSet><simpleAssociableChoice identifier=\"c\">3\
        </simpleAssociableChoice><simpleAssociableChoice identifier=\"d\">4</simpleAssociableChoice></simpleMatchSet></matchInteraction>";
    assert_eq!(code(&declared("multiple", &["a c"], ""), pairs), [("incomplete_pairs", 4)]);
    assert_eq!(code(&declared("multiple", &["a c", "b"], ""), pairs), [("unknown_key", 4)]);
    assert_eq!(code(&declared("multiple", &[], ""), pairs), [("no_key", 4)]);
    let one_set = "<matchInteraction responseIdentifier=\"RESPONSE\"><simpleMatchSet/></matchInteraction>";
    assert_eq!(code(&declared("multiple", &["a c"], ""), one_set), [("no_options", 4)]);
    let field = "<p>Hỏi <textEntryInteraction responseIdentifier=\"RESPONSE\"/></p>";
    let number = declared("single", &["mười"], "").replace("\"identifier\">", "\"float\">");
    assert_eq!(code(&number, field), [("not_a_number", 4)]);
    let text = declared("single", &[], "").replace("baseType=\"identifier\"", "baseType=\"string\"");
    assert_eq!(code(&text, field), [("no_key", 4)]);
    let image = format!("<p><img src=\"a.png\" alt=\"\"/></p>{CHOICE}");
    assert_eq!(code(&declared("multiple", &["A"], ""), &image), [("missing_image", 4)]);
    let twins = broken.replace("identifier=\"C\"", "identifier=\"A\"");
    assert_eq!(code(&declared("multiple", &["A"], ""), &twins), [("duplicate_option_id", 6)]);
    let two = CHOICE.replace("<simpleChoice identifier=\"C\">ba</simpleChoice>", "");
    assert_eq!(code(&declared("single", &["A"], ""), &two), [("option_count", 2)]);
}

#[test]
fn what_we_do_not_have_is_left_out_by_name() {
    let declared = declared("single", &["A"], "");
    let left_out = |body: &str, declarations: &str| {
        let import = alone(&item(&format!("{declared}{declarations}"), body, ""));
        assert!(import.revisions.is_empty());
        assert_eq!(codes(&import), [("no_questions", 1)]);
        lost(&import).join("; ")
    };
    for (name, called) in [
        ("extendedTextInteraction", "bài tự luận (extendedTextInteraction)"),
        ("hottextInteraction", "chọn từ trong đoạn (hottextInteraction)"),
        ("sliderInteraction", "thanh trượt (sliderInteraction)"),
        ("uploadInteraction", "nộp tệp (uploadInteraction)"),
        ("portableCustomInteraction", "kiểu trả lời riêng của chương trình khác (portableCustomInteraction)"),
        ("newInteraction", "kiểu trả lời newInteraction"),
    ] {
        assert_eq!(left_out(&format!("<div><{name} responseIdentifier=\"RESPONSE\"/></div>"), ""), called);
    }
    assert_eq!(left_out("<p>Chỉ đọc</p>", ""), "câu không có chỗ trả lời");
    assert_eq!(left_out(&[CHOICE, CHOICE].concat(), ""), "2 chỗ trả lời trong một câu");
    let template = "<templateDeclaration identifier=\"X\" cardinality=\"single\" baseType=\"integer\"/>";
    assert_eq!(left_out(CHOICE, template), "giá trị sinh ngẫu nhiên (template)");
    assert_eq!(
        left_out(&format!("<p>Số <printedVariable identifier=\"X\"/></p>{CHOICE}"), ""),
        "giá trị sinh ngẫu nhiên (template)"
    );
}

#[test]
fn what_surrounds_a_question_is_said() {
    let body = format!(
        "<p>Xem <object data=\"phim.mp4\" type=\"video/mp4\">phim</object> <math xmlns=\"m\"><mi>x</mi></math> \
         <img src=\"https://vi.example/a.png\" alt=\"a\"/><img src=\"b.png\" alt=\"b\"/></p>\
         <feedbackBlock outcomeIdentifier=\"F\" identifier=\"x\" showHide=\"show\">Sai rồi</feedbackBlock>\
         <endAttemptInteraction responseIdentifier=\"H\" title=\"Gợi ý\"/>{}",
        CHOICE
            .replace("maxChoices=\"0\"", "maxChoices=\"2\"")
            .replace(">ba<", ">ba <img src=\"c.png\" alt=\"\"/><")
    );
    let text = item(&declared("multiple", &["A"], ""), &body, "")
        .replace("adaptive=\"false\" timeDependent=\"false\"", "adaptive=\"true\" timeDependent=\"true\"");
    let import = alone(&text);
    assert_eq!(only(&import).stem, "Xem phim\nChọn những việc nên làm");
    assert!(only(&import).image.is_none());
    assert_eq!(
        lost(&import),
        [
            "câu thích nghi nhiều bước (adaptive)",
            "tính theo thời gian làm bài (timeDependent)",
            "công thức MathML, hình SVG hoặc mã lệnh",
            "gợi ý khi làm bài (endAttemptInteraction)",
            "phản hồi trong câu (feedbackBlock)",
            "âm thanh, phim hoặc nội dung nhúng",
            "2 ảnh trong một câu",
            "ảnh ở ngoài gói (https://vi.example/a.png)",
            "ảnh trong phương án",
            "chọn nhiều nhất 2 phương án (maxChoices)",
        ]
    );
}

#[test]
fn packages_lacking_files() {
    let good = item(&declared("multiple", &["A"], ""), CHOICE, "");
    let listed = manifest(&[
        ("imsqti_item_xmlv2p1", "a.xml", ""),
        ("imsqti_item_xmlv2p1", "items/khong-co.xml", ""),
        ("imsqti_item_xmlv2p1", "../../etc/passwd", ""),
        ("imsqti_item_xmlv2p1", "a.xml", ""),
        ("imsqti_xmlv1p2", "cu.xml", ""),
        ("imsqti_item_xmlv3p0", "hong.xml", ""),
    ]);
    let import =
        packed(&[("imsmanifest.xml", listed.as_bytes()), ("a.xml", good.as_bytes()), ("hong.xml", b"<a>")]);
    assert_eq!(import.revisions.len(), 1);
    assert_eq!(codes(&import), [("missing_file", 7), ("bad_address", 8), ("qti_1_2", 10), ("not_qti", 1)]);
    assert!(import.problems[0].message.contains("items/khong-co.xml"), "{:?}", import.problems);
    assert_eq!(import.problems[3].file, "hong.xml");
    let empty = packed(&[("imsmanifest.xml", manifest(&[]).as_bytes())]);
    assert_eq!(codes(&empty), [("no_questions", 1)]);
    let broken = packed(&[("imsmanifest.xml", b"<manifest>")]);
    assert_eq!(codes(&broken), [("xml", 1)]);
    let outside = good.replace("<itemBody>", "<itemBody><p><img src=\"../../x.png\" alt=\"\"/></p>");
    let listed = manifest(&[("imsqti_item_xmlv2p1", "a.xml", "")]);
    let import = packed(&[("imsmanifest.xml", listed.as_bytes()), ("a.xml", outside.as_bytes())]);
    assert_eq!(lost(&import), ["ảnh ở ngoài gói (../../x.png)"]);
    let missing = outside.replace("../../x.png", "x.png");
    let import = packed(&[("imsmanifest.xml", listed.as_bytes()), ("a.xml", missing.as_bytes())]);
    assert_eq!(codes(&import), [("missing_image", 4)]);
    let import = packed(&[
        ("imsmanifest.xml", listed.as_bytes()),
        ("a.xml", missing.as_bytes()),
        ("x.png", b"<svg/>"),
    ]);
    assert_eq!(codes(&import), [("bad_image", 2)]);
    assert_eq!(codes(&read(Format::Qti3, "x.zip", b"PK\x03\x04", &defaults())), [("bad_archive", 1)]);
}

#[test]
fn a_package_that_unpacks_to_too_much_is_refused_at_the_first_such_file() {
    let one = item(&declared("multiple", &["A"], ""), CHOICE, "");
    let bomb = vec![b' '; 40 << 20];
    let mut files: Vec<(String, &[u8])> = vec![("a.xml".into(), one.as_bytes())];
    files.extend((0..3).map(|n| (format!("b{n}.xml"), bomb.as_slice())));
    let mut resources: Vec<(&str, &str, &str)> = vec![("imsqti_item_xmlv2p1", "a.xml", "")];
    resources.extend(["b0.xml", "b1.xml", "b2.xml"].map(|b| ("imsqti_item_xmlv2p1", b, "")));
    let listed = manifest(&resources);
    files.push(("imsmanifest.xml".into(), listed.as_bytes()));
    let with_manifest: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    for package in [with_manifest.as_slice(), &with_manifest[..4]] {
        let import = packed(package);
        assert_eq!(codes(&import), [("zip_bomb", 1)]);
        assert!(import.revisions.is_empty() && import.problems[0].message.contains("b0.xml"));
    }
    // What nobody asks for is not unpacked at all.
    let alone = manifest(&resources[..1]);
    let import = packed(&[("imsmanifest.xml", alone.as_bytes()), ("a.xml", one.as_bytes()), ("c", &bomb)]);
    assert!(!import.has_errors(), "{:?}", import.problems);
}

#[test]
fn without_a_manifest_every_item_is_read() {
    let one = item(&declared("multiple", &["A"], ""), CHOICE, "");
    let two = one.replace("cau-1", "cau-2");
    let files: [(&str, &[u8]); 5] = [
        ("b.XML", two.as_bytes()),
        ("a/a.xml", one.as_bytes()),
        ("bai.xml", b"<assessmentTest/>"),
        ("web.xml", b"<web-app/>"),
        ("doc.txt", b"<assessmentItem>"),
    ];
    let import = packed(&files);
    assert!(!import.has_errors(), "{:?}", import.problems);
    let ids: Vec<&str> = import.revisions.iter().map(|r| r.question.as_str()).collect();
    assert_eq!(ids, ["T99-cau-1", "T99-cau-2"]);
    assert_eq!(
        lost(&import),
        [
            "gói không có danh mục imsmanifest.xml",
            "bài kiểm tra (assessmentTest)",
            "tệp XML không phải câu hỏi (<web-app>)"
        ]
    );
    let old = packed(&[("a.xml", b"<questestinterop/>")]);
    assert_eq!(codes(&old), [("qti_1_2", 1)]);
}

#[test]
fn files_that_mean_harm_cost_little() {
    let many: String =
        (0..10_000).map(|i| format!("<simpleChoice identifier=\"c{i}\">x{i}</simpleChoice>")).collect();
    let body = format!("<choiceInteraction responseIdentifier=\"RESPONSE\">{many}</choiceInteraction>");
    assert_eq!(codes(&alone(&item(&declared("single", &["c1"], ""), &body, ""))), [("option_count", 4)]);
    let forms: String =
        (0..10_000).map(|i| format!("<mapEntry mapKey=\"f{i}\" mappedValue=\"1\"/>")).collect();
    let text = format!(
        "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\" baseType=\"string\"><mapping>{forms}</mapping></responseDeclaration>"
    );
    let field = "<p>Hỏi <textEntryInteraction responseIdentifier=\"RESPONSE\"/></p>";
    assert_eq!(codes(&alone(&item(&text, field, ""))), [("option_count", 4)]);
    let svg = "<svg/>".repeat(20_000);
    let _ = alone(&item(&declared("multiple", &["A"], ""), &format!("{svg}{CHOICE}"), ""));
    let long = format!("<p>{}</p>{CHOICE}", "a".repeat(3_000_000));
    assert_eq!(codes(&alone(&item(&declared("multiple", &["A"], ""), &long, ""))), [("too_long", 4)]);
    // One line, as minified exports are.
    let resource = "<resource identifier=\"r\" type=\"webcontent\" href=\"a.css\"><metadata><lom/></metadata><file href=\"a.css\"/></resource>";
    let listed = format!("<manifest><resources>{}</resources></manifest>", resource.repeat(30_000));
    assert_eq!(codes(&packed(&[("imsmanifest.xml", listed.as_bytes())])), [("no_questions", 1)]);
}
