//! From wordings to Moodle XML, as Moodle 4 exports it.
//!
//! Invariants: a text is written as HTML when it comes back from HTML as itself, else as plain letters; what Moodle
//! would mark otherwise than we do is among the losses.

use super::base64;
use super::question::{category_name, quoted};
use super::text::PLUGIN_FILE;
use crate::bank::exchange::collect::{tidy, tidy_line};
use crate::bank::exchange::encoding::LARGEST_TEXT;
use crate::bank::exchange::markup::{escape, from_html, plain, to_html};
use crate::bank::exchange::{Export, Loss, WriteError, image_of, tags, unwritten};
use crate::payload::{Image, OptionView};
use crate::question::{Fold, Key, Revision};

/// A question's name in Moodle's list, in characters.
const LONGEST_NAME: usize = 70;
/// Moodle's fractions for 1 to 6 right choices, letter for letter: others it rounds or refuses.
const SHARES: [&str; 6] = ["100", "50", "33.33333", "25", "20", "16.66667"];

/// Writes a `<quiz>` file.
pub(in crate::bank::exchange) fn write(
    revisions: &[Revision],
    image: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Export, WriteError> {
    let mut file =
        File { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".into(), losses: Vec::new() };
    let mut shelf = None;
    for r in revisions {
        let here = Some((&r.topic, &r.topic_title));
        if shelf != here {
            file.category(r);
            shelf = here;
        }
        let bytes = image_of(r, image)?;
        file.question(r, bytes.as_deref());
    }
    file.out.push_str("</quiz>\n");
    if file.out.len() > LARGEST_TEXT {
        let feature = format!("tệp dài hơn {} MB", LARGEST_TEXT >> 20);
        let done = "đã ghi đủ, nhưng chỉ nạp lại được khi tách nhỏ; nên xuất từng chủ đề".to_owned();
        let (file_name, item) = (String::new(), String::new());
        file.losses.push(Loss { file: file_name, line: 0, item, feature, done });
    }
    Ok(Export { bytes: file.out.into_bytes(), ending: "xml", losses: file.losses })
}

struct File {
    out: String,
    losses: Vec<Loss>,
}

impl File {
    /// `<name>text</name>` on a line, as Moodle puts texts into XML.
    fn element(&mut self, depth: usize, name: &str, text: &str) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
        for part in ["<", name, ">"] {
            self.out.push_str(part);
        }
        cdata(text, &mut self.out);
        for part in ["</", name, ">\n"] {
            self.out.push_str(part);
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        for _ in 0..depth {
            self.out.push_str("  ");
        }
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn category(&mut self, r: &Revision) {
        let name = category_name(&r.topic, &r.topic_title).replace('/', "//");
        self.line(1, "<question type=\"category\">");
        self.line(2, "<category>");
        self.element(3, "text", &format!("$course$/top/{name}"));
        self.line(2, "</category>");
        self.line(2, "<info format=\"html\">");
        self.element(3, "text", "");
        self.line(2, "</info>");
        self.line(2, "<idnumber></idnumber>");
        self.line(1, "</question>\n");
    }

    fn question(&mut self, r: &Revision, image: Option<&[u8]>) {
        let (kind, penalty) = match &r.key {
            Key::SingleChoice { .. } | Key::MultipleChoice { .. } => ("multichoice", "0.3333333"),
            Key::TrueFalse { .. } => ("truefalse", "1.0000000"),
            Key::Ordering { .. } => ("ordering", "0.3333333"),
            Key::Matching { .. } => ("matching", "0.3333333"),
            Key::Numeric { .. } => ("numerical", "0.3333333"),
            Key::ShortText { .. } => ("shortanswer", "0.3333333"),
        };
        self.single_lines(r);
        self.line(1, &format!("<question type=\"{kind}\">"));
        self.line(2, "<name>");
        self.element(3, "text", &name(r));
        self.line(2, "</name>");
        self.line(2, "<questiontext format=\"html\">");
        let mut stem = self.html(r, &r.stem, "lời câu hỏi");
        if let Some(image) = &r.image {
            stem.push_str(&img(image));
        }
        self.element(3, "text", &stem);
        if let (Some(image), Some(bytes)) = (&r.image, image) {
            self.out
                .push_str(&format!("<file name=\"{}\" path=\"/\" encoding=\"base64\">", escape(&image.file)));
            base64::encode(bytes, &mut self.out);
            self.out.push_str("</file>\n");
        }
        self.line(2, "</questiontext>");
        self.line(2, "<generalfeedback format=\"html\">");
        let explanation = if r.explanation.is_empty() {
            String::new()
        } else {
            self.html(r, &r.explanation, "lời giải thích")
        };
        self.element(3, "text", &explanation);
        self.line(2, "</generalfeedback>");
        self.element(2, "defaultgrade", "1.0000000");
        self.element(2, "penalty", penalty);
        self.element(2, "hidden", "0");
        self.element(2, "idnumber", &r.question);
        let mut own = Vec::new();
        self.body(r, &mut own);
        self.line(2, "<tags>");
        for tag in tags::of(r).iter().chain(&own) {
            self.out.push_str("      <tag><text>");
            cdata(tag, &mut self.out);
            self.out.push_str("</text></tag>\n");
        }
        self.line(2, "</tags>");
        self.line(1, "</question>\n");
    }

    /// The answers; what of them only tags can hold goes to `own`.
    fn body(&mut self, r: &Revision, own: &mut Vec<String>) {
        match &r.key {
            Key::SingleChoice { right } => {
                self.choice(r, "true", |o| if o.id == *right { "100".into() } else { "0".into() });
            }
            Key::MultipleChoice { right, partial } => {
                let share = SHARES.get(right.len().saturating_sub(1)).copied().unwrap_or("5");
                let wrong = if *partial { share } else { "100" };
                self.choice(r, "false", |o| {
                    if right.contains(&o.id) { share.to_owned() } else { format!("-{wrong}") }
                });
                if !partial && right.len() > 1 {
                    self.otherwise(r, "chọn đúng hết mới có điểm", "Moodle cho điểm khi chọn đúng một phần");
                }
            }
            Key::TrueFalse { right } => {
                for truth in [true, false] {
                    let fraction = if truth == *right { "100" } else { "0" };
                    self.answer(fraction, "moodle_auto_format", if truth { "true" } else { "false" }, None);
                }
            }
            Key::Ordering { right } => {
                for (name, value) in [
                    ("layouttype", "VERTICAL"),
                    ("selecttype", "ALL"),
                    ("selectcount", "2"),
                    ("gradingtype", "ALL_OR_NOTHING"),
                    ("showgrading", "SHOW"),
                    ("numberingstyle", "none"),
                ] {
                    self.element(2, name, value);
                }
                let found = right.iter().filter_map(|id| r.options.iter().find(|o| o.id == *id));
                for (i, option) in found.enumerate() {
                    let (format, text) = line_of(&option.text);
                    self.answer(&format!("{}.0000000", i + 1), format, &text, None);
                }
                own.push(format!("order:{}", right.join(" ")));
            }
            Key::Matching { matches, right, partial } => {
                self.element(2, "shuffleanswers", "true");
                let partner = |left: &OptionView| matches.iter().find(|m| right.get(&left.id) == Some(&m.id));
                let found: Vec<_> = r.options.iter().filter_map(|l| Some((l, partner(l)?))).collect();
                for (left, right) in &found {
                    let (format, text) = line_of(&left.text);
                    self.pair(format, &text, &right.text);
                }
                for unused in matches.iter().filter(|m| !found.iter().any(|(_, used)| used.id == m.id)) {
                    self.pair("html", "", &unused.text);
                }
                let ids: Vec<&str> = found.iter().map(|(_, right)| right.id.as_str()).collect();
                own.push(format!("pairs:{}", ids.join(" ")));
                if !partial {
                    self.otherwise(r, "ghép đúng hết mới có điểm", "Moodle cho điểm từng cặp");
                }
            }
            Key::Numeric { right, tolerance, unit } => {
                self.answer("100", "moodle_auto_format", &right.to_string(), Some(&tolerance.to_string()));
                if let Some(unit) = unit {
                    self.line(2, "<units>");
                    self.line(3, "<unit>");
                    self.element(4, "multiplier", "1");
                    self.element(4, "unit_name", unit);
                    self.line(3, "</unit>");
                    self.line(2, "</units>");
                }
                self.element(2, "unitgradingtype", "0");
                self.element(2, "unitpenalty", "0.1000000");
                // Asked for nothing when there is none, else welcome behind the number.
                self.element(2, "showunits", if unit.is_some() { "0" } else { "3" });
                self.element(2, "unitsleft", "0");
            }
            Key::ShortText { accept, fold } => {
                self.element(2, "usecase", if *fold == Fold::None { "1" } else { "0" });
                for form in accept {
                    self.answer("100", "moodle_auto_format", &form.replace('*', "\\*"), None);
                }
                if *fold == Fold::Marks {
                    self.otherwise(r, "không phân biệt dấu khi chấm", "Moodle chấm phân biệt dấu");
                }
            }
        }
    }

    fn choice(&mut self, r: &Revision, single: &str, fraction: impl Fn(&OptionView) -> String) {
        self.element(2, "single", single);
        self.element(2, "shuffleanswers", "true");
        self.element(2, "answernumbering", "ABCD");
        self.element(2, "showstandardinstruction", "0");
        for option in &r.options {
            let (format, text) = line_of(&option.text);
            self.answer(&fraction(option), format, &text, None);
        }
    }

    fn answer(&mut self, fraction: &str, format: &str, text: &str, tolerance: Option<&str>) {
        self.line(2, &format!("<answer fraction=\"{fraction}\" format=\"{format}\">"));
        self.element(3, "text", text);
        if let Some(tolerance) = tolerance {
            self.element(3, "tolerance", tolerance);
        }
        self.line(2, "</answer>");
    }

    fn pair(&mut self, format: &str, left: &str, right: &str) {
        self.line(2, &format!("<subquestion format=\"{format}\">"));
        self.element(3, "text", left);
        self.line(3, "<answer>");
        self.element(4, "text", right);
        self.line(3, "</answer>");
        self.line(2, "</subquestion>");
    }

    /// Our markup as HTML that comes back as itself; else its letters.
    fn html(&mut self, r: &Revision, text: &str, what: &str) -> String {
        let html = format!("<p>{}</p>", to_html(text));
        // Only strong marks can be read another way than they were written.
        let back = |html: &str| {
            let found = if text.contains("**") { tidy(&from_html(html).text) } else { tidy(text) };
            found == text
        };
        if back(&html) {
            return html;
        }
        let letters = format!("<p>{}</p>", escape(text).replace('\n', "<br>"));
        if back(&letters) {
            return letters;
        }
        self.changed(r, what);
        html
    }

    /// Says which single lines would not come back as they are.
    fn single_lines(&mut self, r: &Revision) {
        let same = |text: &str| tidy_line(text) == text;
        let mut all: Vec<(&str, bool)> = vec![
            ("tên chủ đề", same(&r.topic_title)),
            ("phương án", r.options.iter().all(|o| same(&o.text))),
            ("cách đọc", r.read_aloud.as_deref().is_none_or(same)),
            ("tên nguồn", r.sources.iter().all(|s| same(&s.title))),
            ("lời thay ảnh", r.image.as_ref().is_none_or(|i| same(&i.alt))),
        ];
        match &r.key {
            Key::Matching { matches, .. } => all.push(("vế phải", matches.iter().all(|m| same(&m.text)))),
            Key::Numeric { unit, .. } => all.push(("đơn vị", unit.as_deref().is_none_or(same))),
            Key::ShortText { accept, .. } => all.push(("đáp án", accept.iter().all(|f| same(f)))),
            _ => {}
        }
        for (what, _) in all.into_iter().filter(|(_, same)| !same) {
            self.changed(r, what);
        }
    }

    fn changed(&mut self, r: &Revision, what: &str) {
        let feature = format!("khoảng trắng hoặc dấu ** đặc biệt trong {what}");
        self.losses.push(unwritten(r, feature, "nạp lại sẽ hơi khác"));
    }

    fn otherwise(&mut self, r: &Revision, feature: &str, how: &str) {
        self.losses.push(unwritten(r, feature, format!("{how}; nạp lại vào đây vẫn giữ")));
    }
}

/// An option as Moodle takes it: HTML, or plain letters where HTML would change them.
fn line_of(text: &str) -> (&'static str, String) {
    // Two stars are strong letters in HTML that we read.
    if text.contains("**") { ("plain_text", text.to_owned()) } else { ("html", escape(text)) }
}

fn img(image: &Image) -> String {
    let (file, alt) = (escape(&image.file), escape(&image.alt));
    let (width, height) = (image.width, image.height);
    format!("<p><img src=\"{PLUGIN_FILE}{file}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\"></p>")
}

/// Id and first words.
fn name(r: &Revision) -> String {
    let whole = format!("{} {}", r.question, plain(&r.stem));
    if whole.chars().nth(LONGEST_NAME).is_none() {
        return whole;
    }
    let cut: String = whole.chars().take(LONGEST_NAME - 1).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    quoted(&format!("{words}…"))
}

/// Text in XML as Moodle does it: as it is, or in CDATA when a letter would be markup.
fn cdata(text: &str, out: &mut String) {
    if !text.contains(['&', '<', '>', '"']) {
        out.push_str(text);
        return;
    }
    out.push_str("<![CDATA[");
    out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
    out.push_str("]]>");
}
