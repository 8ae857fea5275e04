//! The contest file: how an organiser writes a contest down (`docs/CONTEST-FILE.md` is its reference).
//!
//! One TOML file, and beside it CSV lists of units, barred contacts or roster codes. As with the bank, everything that
//! is wrong is told at once, with its place and what to do, and a file with an error changes nothing. Invariant: a
//! contest that [`parse`] returns can be run — windows in order, blueprints not empty, ranking keys that can be judged,
//! an identity that can be proven. Whether the bank holds enough questions is asked later, against the bank.

mod lists;
mod rules;

use super::{Contest, ContestKind, Division, IdentityNeed, Overall, Round, Unit};
use crate::bank::Problem;
use crate::bank::reader::{At, Doc, Fields, as_string, one_of};
use crate::calendar::parse_local;
use crate::locality::LocalityKey;
use crate::people::Audience;
use rules::Layers;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeValue;

/// The only version of the format so far.
pub const FORMAT: u32 = 1;

/// Reads a file that lies beside the contest file, by its bare name.
pub type ReadSibling<'r> = &'r dyn Fn(&str) -> Result<String, String>;

/// A contest as its organiser wrote it down.
#[derive(Clone, Debug, PartialEq)]
pub struct ContestFile {
    /// The contest.
    pub contest: Contest,
    /// Contacts of people who may not win (organisers, question writers), as typed.
    pub barred: Vec<String>,
    /// One-time codes of the people on the roster, as typed.
    pub roster: Vec<String>,
    /// What deserves a second look; errors are never in here.
    pub warnings: Vec<Problem>,
}

const FIELDS: [&str; 21] = [
    "format",
    "slug",
    "title",
    "title_en",
    "summary",
    "organiser",
    "kind",
    "area",
    "prizes",
    "prizes_text",
    "identity",
    "kiosk",
    "demo",
    "overall",
    "attempts_per_contest",
    "units",
    "barred",
    "roster",
    "division",
    "rules",
    "round",
];

/// Reads a contest file. `read` gives the text of a file beside it.
///
/// # Errors
/// Everything that is wrong in it and in the files beside it.
pub fn parse(file: &str, text: &str, read: ReadSibling<'_>) -> Result<ContestFile, Vec<Problem>> {
    let doc = Doc::new(file, text);
    let read = match doc.root() {
        Some(root) => contest_file(&Fields::root(&doc, &root), read),
        None => None,
    };
    let problems = doc.finish();
    match read {
        Some(contest) if !problems.iter().any(Problem::is_error) => {
            Ok(ContestFile { warnings: problems, ..contest })
        }
        _ => Err(problems),
    }
}

fn contest_file(root: &Fields<'_, '_>, read: ReadSibling<'_>) -> Option<ContestFile> {
    let doc = root.doc;
    root.only(&FIELDS);
    if root.require("format", "`format = 1` ở đầu tệp").is_some() {
        root.integer("format", FORMAT..=FORMAT);
    }
    let slug = slug(root);
    let title = root.need_text("title", "tên cuộc thi: `title = \"…\"`", 160);
    let title_en = root.text("title_en", 160);
    let summary = root.need_text("summary", "một hai câu giới thiệu: `summary = \"…\"`", 600);
    let organiser = root.need_text("organiser", "đơn vị tổ chức: `organiser = \"…\"`", 200);
    let kind = root.word("kind", &[("contest", ContestKind::Contest), ("practice", ContestKind::Practice)]);
    root.require("area", "địa bàn: `area = { scheme = \"post-2025-07\", code = \"52\" }`");
    let area = area(root);
    let prizes_text = root.text("prizes_text", 2000).map(|t| t.value);
    let prizes = root.boolean("prizes").unwrap_or(prizes_text.is_some());
    let identity = root
        .word(
            "identity",
            &[
                ("open", IdentityNeed::Open),
                ("contact", IdentityNeed::Contact),
                ("group_code", IdentityNeed::GroupCode),
                ("roster_code", IdentityNeed::RosterCode),
            ],
        )
        .unwrap_or_default();
    let overall = root.word("overall", &[("sum", Overall::Sum), ("best_round", Overall::BestRound)]);
    let units = lists::units(root, read);
    let barred = lists::names(root, "barred", &lists::CONTACT, read);
    let roster = lists::names(root, "roster", &lists::CODE, read);
    identity_can_be_proven(root, identity, prizes, &units, &roster);

    let contest = Contest {
        slug: slug.unwrap_or_default(),
        title: title.map(|t| t.value).unwrap_or_default(),
        title_en: title_en.map(|t| t.value),
        summary: summary.map(|t| t.value).unwrap_or_default(),
        organiser: organiser.map(|t| t.value).unwrap_or_default(),
        kind: kind.unwrap_or_default(),
        area: area.unwrap_or(LocalityKey { scheme: String::new(), code: String::new() }),
        prizes,
        prizes_text,
        identity,
        kiosk: root.boolean("kiosk").unwrap_or_default(),
        demo: root.boolean("demo").unwrap_or_default(),
        divisions: divisions(root),
        overall: overall.unwrap_or_default(),
        attempts_per_contest: rules::limit(root, "attempts_per_contest"),
        rounds: rounds(root),
        units,
    };
    // Whatever could not be read stands here as a default; then an error was noted and the value is dropped.
    (doc.errors() == 0).then_some(ContestFile { contest, barred, roster, warnings: Vec::new() })
}

fn slug(root: &Fields<'_, '_>) -> Option<String> {
    root.require("slug", "địa chỉ ngắn: `slug = \"ngay-hoi-so-2026\"`")?;
    let slug = root.string("slug")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(2..=60).contains(&slug.value.len()) || !slug.value.chars().all(plain) {
        let message = format!("`slug` \"{}\" không dùng được trong địa chỉ", slug.value);
        root.doc.error(
            &slug.span,
            "bad_slug",
            message,
            "dùng 2–60 ký tự a–z, 0–9 và gạch nối, ví dụ \"ngay-hoi-so-2026\"",
        );
    }
    Some(slug.value)
}

fn area(root: &Fields<'_, '_>) -> Option<LocalityKey> {
    let table = root.table("area")?;
    table.only(&["scheme", "code"]);
    let scheme = table.need_text("scheme", "`scheme = \"post-2025-07\"`", 40);
    let code = table.need_text("code", "mã đơn vị hành chính: `code = \"52\"`", 20);
    Some(LocalityKey { scheme: scheme?.value, code: code?.value })
}

fn identity_can_be_proven(
    root: &Fields<'_, '_>,
    identity: IdentityNeed,
    prizes: bool,
    units: &[Unit],
    roster: &[String],
) {
    let (broken, what, remedy) = match identity {
        IdentityNeed::Open => return,
        IdentityNeed::Contact => (
            !prizes,
            "cuộc thi không có giải nên không hỏi liên hệ",
            "thêm `prizes = true`, hoặc đổi `identity`",
        ),
        IdentityNeed::GroupCode => (
            units.iter().all(|u| u.groups.is_empty()),
            "không có mã lớp, mã nhóm nào",
            "thêm `units = \"units.csv\"` có cột group_code, hoặc đổi `identity`",
        ),
        IdentityNeed::RosterCode => (
            roster.is_empty(),
            "không có danh sách mã",
            "thêm `roster = \"roster.csv\"`, hoặc đổi `identity`",
        ),
    };
    if broken {
        root.doc.error(
            &root.span_of("identity"),
            "identity_cannot_be_proven",
            format!("không ai đạt được `identity` này: {what}"),
            remedy,
        );
    }
}

/// Ids of rounds, divisions and profiles: they stand in addresses and exports.
pub(crate) fn plain_id(
    fields: &Fields<'_, '_>,
    example: &str,
    seen: &mut BTreeSet<String>,
) -> Option<At<String>> {
    let doc = fields.doc;
    fields.require("id", &format!("mã: `id = \"{example}\"`"))?;
    let id = fields.string("id")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !(1..=40).contains(&id.value.len()) || !id.value.chars().all(plain) {
        let remedy = format!("dùng a–z, 0–9 và gạch nối, ví dụ \"{example}\"");
        doc.error(&id.span, "bad_id", format!("mã \"{}\" không hợp lệ", id.value), remedy);
    }
    if !seen.insert(id.value.clone()) {
        doc.error(
            &id.span,
            "duplicate_id",
            format!("mã \"{}\" có hai lần", id.value),
            "đổi một trong hai mã",
        );
    }
    Some(id)
}

fn divisions(root: &Fields<'_, '_>) -> Vec<Division> {
    let doc = root.doc;
    let mut ids = BTreeSet::new();
    let mut taken: BTreeMap<Audience, String> = BTreeMap::new();
    let words: Vec<(&str, Audience)> = Audience::ALL.iter().map(|a| (a.code(), *a)).collect();
    let mut divisions = Vec::new();
    for fields in root.tables("division").unwrap_or_default() {
        fields.only(&["id", "title", "audiences"]);
        let id = plain_id(&fields, "can-bo", &mut ids);
        let title = fields.need_text("title", "tên bảng: `title = \"…\"`", 120);
        fields.require("audiences", "đối tượng: `audiences = [\"civil_servant\"]`");
        let mut audiences = Vec::new();
        for word in fields.strings("audiences").unwrap_or_default() {
            let Some(audience) = one_of(doc, "audiences", &word, &words) else { continue };
            let here = id.as_ref().map_or_else(String::new, |id| id.value.clone());
            if let Some(other) = taken.insert(audience, here) {
                let message = format!("đối tượng \"{}\" đã thuộc bảng \"{other}\"", word.value);
                doc.error(&word.span, "audience_twice", message, "mỗi đối tượng chỉ thuộc một bảng");
            }
            audiences.push(audience);
        }
        if fields.has("audiences") && audiences.is_empty() {
            doc.error(
                &fields.span_of("audiences"),
                "empty",
                "bảng không có đối tượng nào",
                "ghi ít nhất một đối tượng",
            );
        }
        if let (Some(id), Some(title)) = (id, title) {
            divisions.push(Division { id: id.value, title: title.value, audiences });
        }
    }
    divisions
}

fn rounds(root: &Fields<'_, '_>) -> Vec<Round> {
    let doc = root.doc;
    let common = root.table("rules");
    if let Some(common) = &common {
        common.only(&rules::FIELDS);
    }
    root.require("round", "ít nhất một vòng, bắt đầu bằng [[round]]");
    let tables = root.tables("round").unwrap_or_default();
    if root.has("round") && tables.is_empty() {
        doc.error(&root.span_of("round"), "empty", "cuộc thi không có vòng nào", "thêm một vòng [[round]]");
    }
    let mut ids = BTreeSet::new();
    let mut rounds: Vec<Round> = Vec::new();
    for (fields, ordinal) in tables.iter().zip(1u32..) {
        fields.only(&["id", "title", "opens", "closes", "rules"]);
        let id = plain_id(fields, &format!("vong-{ordinal}"), &mut ids);
        let title = fields.need_text("title", &format!("tên vòng: `title = \"Vòng {ordinal}\"`"), 120);
        let opens = moment(fields, "opens");
        let closes = moment(fields, "closes");
        let own = fields.table("rules");
        if let Some(own) = &own {
            own.only(&rules::FIELDS);
        }
        let window = opens.as_ref().zip(closes.as_ref()).map(|(o, c)| c.value - o.value);
        let layers = Layers { doc, own, common: common.clone(), round: fields.span.clone() };
        let rules = rules::read(&layers, window.filter(|w| *w > 0));
        let (Some(id), Some(title), Some(opens), Some(closes)) = (id, title, opens, closes) else { continue };
        if closes.value <= opens.value {
            doc.error(&closes.span, "window", "vòng đóng trước khi mở", "đặt `closes` sau `opens`");
        }
        if let Some(before) = rounds.last().filter(|r| opens.value < r.closes_at) {
            let message = format!("vòng \"{}\" mở khi vòng \"{}\" chưa đóng", id.value, before.id);
            doc.error(
                &opens.span,
                "rounds_overlap",
                message,
                "xếp các vòng theo thời gian, không chồng lên nhau",
            );
        }
        rounds.extend(rules.map(|rules| Round {
            id: id.value,
            ordinal,
            title: title.value,
            opens_at: opens.value,
            closes_at: closes.value,
            rules,
        }));
    }
    rounds
}

/// A local hour, required.
fn moment(fields: &Fields<'_, '_>, name: &str) -> Option<At<i64>> {
    fields.require(name, &format!("thời điểm theo giờ Việt Nam: `{name} = \"2026-10-05T10:00\"`"))?;
    let text = fields.string(name)?;
    match parse_local(&text.value) {
        Ok(at) => Some(At { value: at, span: text.span }),
        Err(_) => {
            let message = format!("`{name}` = \"{}\" không phải là thời điểm có thật", text.value);
            fields.doc.error(
                &text.span,
                "bad_moment",
                message,
                "viết NĂM-THÁNG-NGÀYTGIỜ:PHÚT theo giờ Việt Nam, ví dụ \"2026-10-05T10:00\"",
            );
            None
        }
    }
}

/// A list written in place, or the bare name of a file that holds it.
enum Listed {
    Here(Vec<At<String>>),
    File(At<String>),
}

fn listed(root: &Fields<'_, '_>, name: &str) -> Option<Listed> {
    match root.get(name)?.get_ref() {
        DeValue::Array(_) => Some(Listed::Here(root.strings(name)?)),
        _ => as_string(root.doc, name, root.get(name)?).map(Listed::File),
    }
}

#[cfg(test)]
mod tests;
