//! The example of the reference, and contest files that are wrong in every known way.

use super::*;
use crate::Points;
use crate::contest::{Counts, RankKey, ReviewRelease};

const REFERENCE: &str = include_str!("../../../../docs/CONTEST-FILE.md");

/// The text of the n-th fenced block of a language in the reference.
fn block(language: &str, n: usize) -> String {
    REFERENCE
        .split(&format!("```{language}\n"))
        .nth(n + 1)
        .and_then(|rest| rest.split("```").next())
        .unwrap_or_else(|| panic!("no {language} block {n}"))
        .to_owned()
}

fn siblings(name: &str) -> Result<String, String> {
    match name {
        "units.csv" => Ok(block("csv", 0)),
        "barred.csv" => Ok("\u{feff}contact\n0905 000 111\nbtc@example.vn\n\nbtc@example.vn\n".into()),
        other => Err(format!("không có {other}")),
    }
}

fn minimal() -> String {
    block("toml", 1)
}

fn read(text: &str) -> Result<ContestFile, Vec<Problem>> {
    parse("thi.toml", text, &siblings)
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn good(text: &str) -> ContestFile {
    read(text).unwrap_or_else(|problems| panic!("{}\n{text}", list(&problems)))
}

fn codes(text: &str) -> String {
    let problems = read(text).expect_err("should be refused");
    assert!(problems.iter().all(|p| !p.remedy.is_empty() && p.line > 0 && p.column > 0));
    problems.iter().filter(|p| p.is_error()).map(|p| p.code).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_example_of_the_reference_is_read() {
    let file = good(&block("toml", 0));
    let c = &file.contest;
    assert!(file.warnings.is_empty(), "{}", list(&file.warnings));
    assert_eq!((c.slug.as_str(), c.rounds.len(), c.divisions.len()), ("ngay-hoi-so-2026", 3, 2));
    assert_eq!(c.area, LocalityKey { scheme: "post-2025-07".into(), code: "52".into() });
    // 10:00 in Hà Nội is 03:00 UTC.
    assert_eq!(
        c.rounds[0].opens_at,
        "2026-10-05T03:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond()
    );
    assert_eq!(c.rounds[0].rules.questions(), 10);
    assert_eq!(c.rounds[0].rules.pass_mark, Some(Points::whole(7)));
    assert_eq!(c.rounds[0].rules.ranking[1], RankKey::Prediction);
    assert_eq!(c.rounds[0].rules.extra_time[0].percent, 50);
    assert_eq!((c.rounds[2].rules.minutes, c.rounds[2].rules.questions()), (15, 15));
    assert_eq!((c.rounds[2].rules.counts, c.rounds[1].rules.counts), (Counts::First, Counts::Best));
    assert!(c.rounds[2].rules.prediction.is_none());
    assert_eq!(c.rounds[2].rules.ranking, [RankKey::Score, RankKey::Duration, RankKey::Submitted]);
    assert_eq!(c.rounds[2].rules.review, ReviewRelease::AfterContest);
    assert_eq!(file.barred, ["0905 000 111", "btc@example.vn"]);
    let (unit, group) = c.group_by_code("qn 10a1").unwrap();
    assert_eq!((unit.id.as_str(), group.name.as_str()), ("thpt-quoc-hoc", "Lớp 10A1"));
    assert_eq!(c.units.iter().map(|u| u.groups.len()).collect::<Vec<_>>(), [2, 1, 0]);
}

#[test]
fn the_smallest_file_gets_sound_defaults() {
    let file = good(&minimal());
    let rules = &file.contest.rounds[0].rules;
    assert_eq!(rules.ranking, [RankKey::Score, RankKey::Duration, RankKey::Submitted]);
    assert_eq!((rules.min_answers, rules.attempts_per_day, rules.pass_mark), (1, None, None));
    assert!(rules.shuffle_questions && rules.shuffle_options && !rules.all_required);
    assert_eq!(rules.review, ReviewRelease::AfterRound);
    assert!(!file.contest.prizes && file.contest.units.is_empty());
}

#[test]
fn each_mistake_is_named() {
    let cases: &[(&str, &str, &str)] = &[
        ("format = 1", "format = 9", "out_of_range"),
        ("slug = \"on-tap\"", "slug = \"Ôn tập\"", "bad_slug"),
        ("slug = \"on-tap\"", "slug = \"x\"", "bad_slug"),
        ("slug = \"on-tap\"\n", "", "missing_field"),
        ("title = ", "tittle = ", "missing_field unknown_field"),
        ("organiser = \"Tỉnh đoàn\"", "organiser = 5", "wrong_type"),
        ("code = \"52\"", "code = 52", "wrong_type"),
        ("scheme = \"post-2025-07\", ", "", "missing_field"),
        ("minutes = 10", "minutes = 0", "out_of_range"),
        ("minutes = 10", "minutes = 181", "out_of_range"),
        ("minutes = 10", "minuts = 10", "unknown_field missing_field"),
        ("[{ count = 10 }]", "[]", "empty_blueprint"),
        ("[{ count = 10 }]", "[{ count = 60 }, { count = 41 }]", "too_many_questions"),
        ("[{ count = 10 }]", "[{ cout = 10 }]", "missing_field unknown_field"),
        ("[{ count = 10 }]", "[{ count = 10, topic = \"5\" }]", "bad_topic"),
        (
            "[{ count = 10 }]",
            "[{ count = 10, difficulty = 4, audience = \"pupils\", kind = \"mcq\" }]",
            "out_of_range unknown_value unknown_value",
        ),
        ("minutes = 10", "minutes = 10\npass_mark = 10.5", "pass_mark_too_high"),
        ("minutes = 10", "minutes = 10\npass_mark = -1", "out_of_range"),
        ("minutes = 10", "minutes = 10\nmin_answers = 11", "min_answers_too_high"),
        ("minutes = 10", "minutes = 10\nranking = [\"score\", \"score\"]", "duplicate"),
        ("minutes = 10", "minutes = 10\nranking = [\"score\", \"prediction\"]", "no_prediction"),
        ("minutes = 10", "minutes = 10\nranking = []", "empty"),
        ("minutes = 10", "minutes = 10\nranking = [\"scores\"]", "empty unknown_value"),
        ("minutes = 10", "minutes = 10\nprediction = { of = \"people\" }", "unknown_value"),
        ("minutes = 10", "minutes = 10\nprediction = true", "wrong_type"),
        ("minutes = 10", "minutes = 10\nfreeze_hours = 500", "freeze_too_long"),
        (
            "minutes = 10",
            "minutes = 10\nextra_time = [{ id = \"a\", title = \"x\", percent = 50 }, { id = \"a\", title = \"y\", percent = 25 }]",
            "duplicate_id",
        ),
        ("opens = \"2026-10-05T10:00\"", "opens = \"5/10/2026\"", "bad_moment"),
        ("opens = \"2026-10-05T10:00\"", "opens = \"2026-10-05T10:00Z\"", "bad_moment"),
        ("opens = \"2026-10-05T10:00\"", "opens = \"2026-10-12T10:00\"", "window"),
        ("slug = ", "identity = \"contact\"\nslug = ", "identity_cannot_be_proven"),
        ("slug = ", "identity = \"group_code\"\nslug = ", "identity_cannot_be_proven"),
        ("slug = ", "identity = \"roster_code\"\nslug = ", "identity_cannot_be_proven"),
        ("slug = ", "units = \"none.csv\"\nslug = ", "unreadable_file"),
        ("slug = ", "units = \"../units.csv\"\nslug = ", "bad_file_name"),
        ("slug = ", "roster = 5\nslug = ", "wrong_type"),
    ];
    for (from, to, wanted) in cases {
        assert!(minimal().contains(from), "{from}");
        assert_eq!(codes(&minimal().replacen(from, to, 1)), *wanted, "{to}");
    }
}

#[test]
fn unknown_fields_are_answered_with_the_nearest_name() {
    let problems = read(&minimal().replace("[rules]", "[rules]\nshufle_options = true")).unwrap_err();
    assert_eq!(problems.len(), 1);
    let line = 1 + minimal().lines().position(|l| l == "[rules]").unwrap() + 1;
    let wanted =
        format!("thi.toml:{line}:1: không có trường `shufle_options`; có phải là `shuffle_options`?");
    assert_eq!(problems[0].to_string(), wanted);
}

#[test]
fn rounds_follow_one_another_and_common_mistakes_are_told_once() {
    let second = "\n[[round]]\nid = \"vong-1\"\ntitle = \"Vòng 2\"\nopens = \"2026-10-11T23:59\"\ncloses = \"2026-10-20T10:00\"\n";
    let text = minimal() + second;
    assert_eq!(codes(&text), "duplicate_id rounds_overlap");
    let apart = text
        .replace("2026-10-11T23:59", "2026-10-12T10:00")
        .replace("vong-1\"\ntitle = \"Vòng 2", "vong-2\"\ntitle = \"Vòng 2");
    assert_eq!(good(&apart).contest.rounds[1].ordinal, 2);
    assert_eq!(codes(&apart.replace("minutes = 10", "minutes = 999")), "out_of_range");
}

#[test]
fn an_audience_is_in_one_division() {
    let divisions = "\n[[division]]\nid = \"a\"\ntitle = \"A\"\naudiences = [\"pupil\", \"student\"]\n\n[[division]]\nid = \"a\"\ntitle = \"B\"\naudiences = [\"pupil\"]\n";
    assert_eq!(codes(&(minimal() + divisions)), "duplicate_id audience_twice");
    let empty = divisions.replace("[\"pupil\"]", "[]").replacen("id = \"a\"", "id = \"b\"", 1);
    assert_eq!(codes(&(minimal() + &empty)), "empty");
}

#[test]
fn lists_may_stand_in_the_file() {
    let text = minimal().replacen(
        "slug = ",
        "barred = [\" 0905 111 222 \", \"\", \"a@b.vn\"]\nroster = [\"AB-12\"]\nidentity = \"roster_code\"\nslug = ",
        1,
    );
    let file = good(&text);
    assert_eq!(file.barred, ["0905 111 222", "a@b.vn"]);
    assert_eq!(file.roster, ["AB-12"]);
}

#[test]
fn what_is_no_contact_or_code_is_told_with_its_place() {
    let text =
        minimal().replacen("slug = ", "barred = [\"0905 111 222\", \"0905\"]\nroster = [\"--\"]\nslug = ", 1);
    assert_eq!(codes(&text), "bad_contact bad_code");
    let line = text.lines().position(|l| l.starts_with("barred")).unwrap() + 1;
    let problems = read(&text).unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (line, 27), "{}", problems[0]);

    let text = minimal().replacen("slug = ", "barred = \"barred.csv\"\nslug = ", 1);
    let beside = |_: &str| Ok("contact\n0905 111 222\n\n905111222\na@b.vn\n".to_owned());
    let problems = parse("thi.toml", &text, &beside).unwrap_err();
    let at: Vec<_> = problems.iter().map(|p| (p.file.as_str(), p.line, p.column, p.code)).collect();
    assert_eq!(at, [("barred.csv", 4, 1, "bad_contact")]);
}

#[test]
fn unit_lists_from_spreadsheets() {
    let semicolons = "\u{feff}unit_id;unit_name;kind;scheme;locality_code;group_id;group_name;group_code\r\nu1;\"Trường A; cơ sở 2\";school;post-2025-07;21583;g1;Lớp 1;AAAA-1\r\nu1;\"Trường A; cơ sở 2\";school;post-2025-07;21583;g2;Lớp 2;AAAA-2\r\n";
    let (units, problems) = lists::read_units("u.csv", semicolons);
    assert!(problems.is_empty(), "{}", list(&problems));
    assert_eq!((units.len(), units[0].groups.len(), units[0].name.as_str()), (1, 2, "Trường A; cơ sở 2"));

    let wrong = "unit_id,unit_name,kind,scheme,locality_code,group_id,group_name,group_code\nu1,A,school,post-2025-07,21583,g1,Lớp 1,ABCD\nu1,B,school,post-2025-07,21583,g1,Lớp 2,ab-cd\nu2,,school,post-2025-07,21583,g1,,XY\n";
    let (_, problems) = lists::read_units("u.csv", wrong);
    let found: Vec<String> = problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.code)).collect();
    assert_eq!(
        found,
        [
            "3:1 unit_differs",
            "3:32 duplicate_id",
            "3:41 duplicate_code",
            "4:4 empty",
            "4:34 empty",
            "4:35 short_code"
        ]
    );
    let (_, problems) = lists::read_units("u.csv", "unit,unit_name,kind,scheme,locality_code\n");
    assert_eq!(problems.iter().map(|p| p.code).collect::<Vec<_>>(), ["unknown_column", "missing_column"]);
    assert_eq!(problems[0].remedy, "có phải là `unit_id`?");
    assert_eq!(lists::read_units("u.csv", "").1[0].code, "empty");
}

#[test]
fn problems_of_lists_name_the_list() {
    let text = minimal().replacen("slug = ", "units = \"bad.csv\"\nslug = ", 1);
    let read = |_: &str| Ok::<_, String>("unit_id\nu1\n".to_owned());
    let problems = parse("thi.toml", &text, &read).unwrap_err();
    assert!(problems.iter().all(|p| p.file == "bad.csv" && p.code == "missing_column"));
    assert_eq!(problems.len(), 4);
}
