//! The rules of a round: its own fields over the contest's common ones over the defaults.

use super::plain_id;
use crate::Points;
use crate::bank::is_topic;
use crate::bank::reader::{Doc, Fields, Span, one_of, wrong_type};
use crate::contest::{Counts, ExtraTime, Prediction, PredictionOf, RankKey, ReviewRelease, Rules, Slot};
use crate::payload::Kind;
use crate::people::Audience;
use std::collections::BTreeSet;
use toml::de::DeValue;

/// Fields of `[rules]` and `[round.rules]`.
pub(super) const FIELDS: [&str; 15] = [
    "minutes",
    "blueprint",
    "attempts_per_day",
    "attempts_per_round",
    "counts",
    "shuffle_questions",
    "shuffle_options",
    "pass_mark",
    "min_answers",
    "all_required",
    "prediction",
    "ranking",
    "review",
    "extra_time",
    "freeze_hours",
];

const MOST_QUESTIONS: u32 = 100;
const HOUR_MS: i64 = 3_600_000;

/// Where a rule of a round may be written.
pub(super) struct Layers<'d, 'a> {
    pub(super) doc: &'d Doc<'a>,
    pub(super) own: Option<Fields<'d, 'a>>,
    pub(super) common: Option<Fields<'d, 'a>>,
    /// The round, for what is written nowhere.
    pub(super) round: Span,
}

impl<'d, 'a> Layers<'d, 'a> {
    /// The table that has the say about a field.
    fn of(&self, name: &str) -> Option<&Fields<'d, 'a>> {
        [&self.own, &self.common].into_iter().flatten().find(|f| f.has(name))
    }

    fn span_of(&self, name: &str) -> Span {
        self.of(name).map_or_else(|| self.round.clone(), |f| f.span_of(name))
    }

    fn need(&self, name: &str, what: &str) -> Option<&Fields<'d, 'a>> {
        let found = self.of(name);
        if found.is_none() {
            let message = format!("vòng thiếu `{name}`");
            self.doc.error(
                &self.round,
                "missing_field",
                message,
                format!("thêm {what} vào [rules] hoặc [round.rules]"),
            );
        }
        found
    }
}

/// A number of attempts; 0 or nothing = no limit.
pub(super) fn limit(fields: &Fields<'_, '_>, name: &str) -> Option<u32> {
    fields.integer(name, 0..=1000).map(|n| n.value).filter(|n| *n > 0)
}

/// The rules of one round, whose window is so many ms long. `None` when something needed could not be read.
pub(super) fn read(layers: &Layers<'_, '_>, window: Option<i64>) -> Option<Rules> {
    let limit = |name: &str| layers.of(name).and_then(|f| limit(f, name));
    let switch =
        |name: &str, otherwise: bool| layers.of(name).and_then(|f| f.boolean(name)).unwrap_or(otherwise);

    let minutes = layers.need("minutes", "`minutes = 10`").and_then(|f| f.integer("minutes", 1..=180));
    let blueprint = layers.need("blueprint", "`blueprint = [{ count = 10 }]`").and_then(blueprint);
    let counts = layers.of("counts").and_then(|f| {
        f.word("counts", &[("best", Counts::Best), ("first", Counts::First), ("last", Counts::Last)])
    });
    let review = layers.of("review").and_then(|f| {
        let words = [
            ("after_submit", ReviewRelease::AfterSubmit),
            ("after_round", ReviewRelease::AfterRound),
            ("after_contest", ReviewRelease::AfterContest),
            ("never", ReviewRelease::Never),
        ];
        f.word("review", &words)
    });
    let prediction = layers.of("prediction").and_then(prediction);
    let ranking = layers.of("ranking").map_or_else(|| default_ranking(prediction.is_some()), ranking);
    if ranking.contains(&RankKey::Prediction) && prediction.is_none() {
        let remedy = "thêm `prediction = { of = \"participants\" }`, hoặc bỏ \"prediction\" khỏi `ranking`";
        layers.doc.error(
            &layers.span_of("ranking"),
            "no_prediction",
            "xếp hạng theo dự đoán nhưng vòng không hỏi dự đoán",
            remedy,
        );
    }
    if prediction.is_some() && !ranking.contains(&RankKey::Prediction) {
        let remedy = "thêm \"prediction\" vào `ranking` nếu muốn dùng để phân hạng";
        layers.doc.warn(
            &layers.span_of("ranking"),
            "prediction_unused",
            "vòng hỏi dự đoán nhưng không dùng để xếp hạng",
            remedy,
        );
    }
    let rules = Rules {
        minutes: minutes?.value,
        blueprint: blueprint?,
        attempts_per_day: limit("attempts_per_day"),
        attempts_per_round: limit("attempts_per_round"),
        counts: counts.unwrap_or_default(),
        shuffle_questions: switch("shuffle_questions", true),
        shuffle_options: switch("shuffle_options", true),
        pass_mark: pass_mark(layers),
        min_answers: layers
            .of("min_answers")
            .and_then(|f| f.integer("min_answers", 0..=100))
            .map_or(1, |n| n.value),
        all_required: switch("all_required", false),
        prediction,
        ranking,
        review: review.unwrap_or_default(),
        extra_time: layers.of("extra_time").map(extra_time).unwrap_or_default(),
        freeze_hours: layers
            .of("freeze_hours")
            .and_then(|f| f.integer("freeze_hours", 0..=720))
            .map_or(0, |n| n.value),
    };
    fit_together(layers, &rules, window);
    Some(rules)
}

/// What one field says must leave room for what another says.
fn fit_together(layers: &Layers<'_, '_>, rules: &Rules, window: Option<i64>) {
    let doc = layers.doc;
    let questions = rules.questions();
    // A blueprint that could not be read has been complained about; what it leaves room for is unknown.
    if rules.blueprint.iter().any(|slot| slot.count == 0) || questions == 0 {
        return;
    }
    if questions > MOST_QUESTIONS {
        let message = format!("đề có {questions} câu, nhiều nhất {MOST_QUESTIONS}");
        doc.error(&layers.span_of("blueprint"), "too_many_questions", message, "bớt câu trong `blueprint`");
    }
    if let Some(mark) = rules.pass_mark.filter(|mark| *mark > Points::whole(questions)) {
        let message = format!("điểm đạt {} cao hơn điểm tối đa {questions}", mark.to_f64());
        doc.error(
            &layers.span_of("pass_mark"),
            "pass_mark_too_high",
            message,
            "hạ `pass_mark` (mỗi câu 1 điểm)",
        );
    }
    if rules.min_answers > questions {
        let message = format!("`min_answers` {} nhiều hơn số câu {questions}", rules.min_answers);
        doc.error(&layers.span_of("min_answers"), "min_answers_too_high", message, "hạ `min_answers`");
    }
    let Some(window) = window else { return };
    if rules.freeze_hours > 0 && i64::from(rules.freeze_hours) * HOUR_MS >= window {
        let remedy = "đặt số giờ ngắn hơn khoảng mở của vòng, hoặc 0";
        doc.error(
            &layers.span_of("freeze_hours"),
            "freeze_too_long",
            "bảng xếp hạng bị giữ yên suốt cả vòng",
            remedy,
        );
    }
    if i64::from(rules.minutes) * 60_000 > window {
        let remedy = "kiểm tra `minutes`, `opens` và `closes`";
        doc.warn(
            &layers.span_of("minutes"),
            "window_short",
            "thời gian làm bài dài hơn thời gian mở vòng",
            remedy,
        );
    }
}

fn blueprint(fields: &Fields<'_, '_>) -> Option<Vec<Slot>> {
    let doc = fields.doc;
    let audiences: Vec<(&str, Audience)> = Audience::ALL.iter().map(|a| (a.code(), *a)).collect();
    let kinds = [
        ("single_choice", Kind::SingleChoice),
        ("multiple_choice", Kind::MultipleChoice),
        ("true_false", Kind::TrueFalse),
        ("ordering", Kind::Ordering),
        ("matching", Kind::Matching),
        ("numeric", Kind::Numeric),
        ("short_text", Kind::ShortText),
    ];
    let mut slots = Vec::new();
    for slot in fields.tables("blueprint")? {
        slot.only(&["count", "topic", "difficulty", "audience", "kind"]);
        slot.require("count", "số câu: `count = 5`");
        let topic = slot.string("topic");
        if let Some(topic) = topic.as_ref().filter(|t| !is_topic(&t.value)) {
            let message = format!("mã chủ đề \"{}\" không hợp lệ", topic.value);
            doc.error(&topic.span, "bad_topic", message, "dùng chữ T và hai chữ số, ví dụ T05");
        }
        slots.push(Slot {
            count: slot.integer("count", 1..=MOST_QUESTIONS).map_or(0, |n| n.value),
            topic: topic.map(|t| t.value),
            difficulty: slot.integer("difficulty", 1..=3).and_then(|n| u8::try_from(n.value).ok()),
            audience: slot.word("audience", &audiences),
            kind: slot.word("kind", &kinds),
        });
    }
    if slots.is_empty() {
        doc.error(
            &fields.span_of("blueprint"),
            "empty_blueprint",
            "đề không có câu nào",
            "thêm ít nhất { count = 10 }",
        );
    }
    Some(slots)
}

/// A pass mark in points; 0 or nothing = none.
fn pass_mark(layers: &Layers<'_, '_>) -> Option<Points> {
    let fields = layers.of("pass_mark")?;
    let mark = fields.number("pass_mark")?;
    if mark.value < 0.0 {
        fields.doc.error(
            &mark.span,
            "out_of_range",
            "`pass_mark` âm",
            "ghi số điểm cần đạt, hoặc 0 nếu không xét đạt",
        );
    }
    (mark.value > 0.0).then(|| Points::from_f64(mark.value))
}

/// The prediction question; `false` takes away the common one.
fn prediction(fields: &Fields<'_, '_>) -> Option<Prediction> {
    let value = fields.get("prediction")?;
    match value.get_ref() {
        DeValue::Boolean(false) => return None,
        DeValue::Table(_) => {}
        other => {
            wrong_type(
                fields.doc,
                &value.span(),
                "prediction",
                "bảng { of = \"participants\" } hoặc false",
                other,
            );
            return None;
        }
    }
    let table = fields.table("prediction")?;
    table.only(&["of", "prompt"]);
    table.require("of", "điều cần dự đoán: `of = \"participants\"`");
    let words = [
        ("participants", PredictionOf::Participants),
        ("valid_attempts", PredictionOf::ValidAttempts),
        ("all_correct", PredictionOf::AllCorrect),
    ];
    let of = table.word("of", &words);
    let prompt = table.text("prompt", 300).map(|t| t.value);
    Some(Prediction { of: of?, prompt })
}

/// The usual keys: duration and moment come last, since "fastest wins" punishes old and disabled people.
fn default_ranking(predicted: bool) -> Vec<RankKey> {
    let mut keys = vec![RankKey::Score, RankKey::Prediction, RankKey::Duration, RankKey::Submitted];
    keys.retain(|k| predicted || *k != RankKey::Prediction);
    keys
}

fn ranking(fields: &Fields<'_, '_>) -> Vec<RankKey> {
    let doc = fields.doc;
    let words = [
        ("score", RankKey::Score),
        ("prediction", RankKey::Prediction),
        ("duration", RankKey::Duration),
        ("submitted", RankKey::Submitted),
    ];
    let mut keys = Vec::new();
    for word in fields.strings("ranking").unwrap_or_default() {
        let Some(key) = one_of(doc, "ranking", &word, &words) else { continue };
        if keys.contains(&key) {
            doc.error(
                &word.span,
                "duplicate",
                format!("\"{}\" có hai lần trong `ranking`", word.value),
                "xóa một lần",
            );
        } else {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        doc.error(
            &fields.span_of("ranking"),
            "empty",
            "`ranking` không có tiêu chí nào",
            "ví dụ [\"score\", \"duration\", \"submitted\"]",
        );
    }
    keys
}

fn extra_time(fields: &Fields<'_, '_>) -> Vec<ExtraTime> {
    let mut ids = BTreeSet::new();
    let mut profiles = Vec::new();
    for table in fields.tables("extra_time").unwrap_or_default() {
        table.only(&["id", "title", "percent"]);
        let id = plain_id(&table, "them-50", &mut ids);
        let title = table.need_text("title", "tên: `title = \"Cần thêm thời gian\"`", 120);
        table.require("percent", "phần trăm thêm: `percent = 50`");
        let percent = table.integer("percent", 1..=300);
        if let (Some(id), Some(title), Some(percent)) = (id, title, percent) {
            profiles.push(ExtraTime { id: id.value, title: title.value, percent: percent.value });
        }
    }
    profiles
}
