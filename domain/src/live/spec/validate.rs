//! What a spec must keep to, said once for every way a room is made.

use super::{
    CEREMONY, GroupKind, Groups, KnockoutRules, LONGEST_GROUP, LONGEST_TITLE, LiveQuestion, MOST_GROUPS,
    MOST_PLAYERS, MOST_POINTS, MOST_QUESTIONS, PACE, Pace, READY, RESCUES, RoomSpec, SECONDS, ScoringRule,
    TOP_K,
};
use crate::bank::reader::text_faults;
use std::collections::BTreeSet;

/// One thing wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecFault {
    /// The field, e.g. `title` or `questions`.
    pub field: &'static str,
    /// The question it is about, from 1.
    pub question: Option<u32>,
    /// A stable code for programs.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

#[derive(Default)]
struct Faults(Vec<SpecFault>);

impl Faults {
    fn add(
        &mut self,
        field: &'static str,
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.about(field, None, code, message, remedy);
    }

    fn about(
        &mut self,
        field: &'static str,
        question: Option<u32>,
        code: &'static str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let (message, remedy) = (message.into(), remedy.into());
        self.0.push(SpecFault { field, question, code, message, remedy });
    }

    fn range(&mut self, field: &'static str, value: u32, range: std::ops::RangeInclusive<u32>) {
        if !range.contains(&value) {
            let (low, high) = range.into_inner();
            let message = format!("`{field}` phải từ {low} đến {high}, không phải {value}");
            self.add(field, "out_of_range", message, format!("ghi một số từ {low} đến {high}"));
        }
    }
}

impl RoomSpec {
    /// Everything that is wrong with it.
    ///
    /// # Errors
    /// Every mistake, in the order of the fields.
    pub fn validate(&self) -> Result<(), Vec<SpecFault>> {
        let mut faults = Faults::default();
        for fault in text_faults("title", &self.title, LONGEST_TITLE, false) {
            faults.add("title", fault.code, fault.message, fault.remedy);
        }
        self.scoring(&mut faults);
        questions(&self.questions, &mut faults);
        if let Some(rules) = &self.groups {
            groups(rules, &mut faults);
        }
        self.freeze(&mut faults);
        faults.range("ceremony_places", self.ceremony_places, CEREMONY);
        if let Some(rules) = &self.knockout {
            self.knockout(rules, &mut faults);
        }
        if let Pace::Auto { reveal, standings } = self.pace {
            faults.range("pace.reveal", reveal, PACE);
            faults.range("pace.standings", standings, PACE);
        }
        faults.range("ready_seconds", self.ready_seconds, READY);
        faults.range("capacity", self.capacity, 1..=MOST_PLAYERS);
        if faults.0.is_empty() { Ok(()) } else { Err(faults.0) }
    }

    fn scoring(&self, faults: &mut Faults) {
        if let Some(streak) = self.scoring.streak {
            if self.scoring.rule == ScoringRule::KnowledgeFirst {
                faults.add(
                    "scoring",
                    "streak_beats_knowledge",
                    "thưởng chuỗi đúng làm hỏng lời hứa \"biết nhiều hơn thì hơn\"",
                    "bỏ `streak`, hoặc dùng `rule = \"accuracy\"` hay \"speed\"",
                );
            }
            faults.range("scoring.streak.step", streak.step, 1..=MOST_POINTS);
            faults.range("scoring.streak.cap", streak.cap, streak.step.max(1)..=MOST_POINTS);
        }
        let scored = || self.questions.iter().filter(|q| q.scored());
        let count = scored().count();
        let least = scored().map(|q| q.points).min();
        if let Some(least) = least.filter(|_| self.scoring.rule == ScoringRule::KnowledgeFirst)
            && (least as usize) <= count
        {
            let message =
                format!("với {count} câu, câu ít điểm nhất ({least} điểm) không còn chỗ cho điểm nhanh nào");
            faults.add(
                "scoring",
                "no_room_for_bonus",
                message,
                format!("cho mỗi câu ít nhất {} điểm, hoặc dùng `rule = \"accuracy\"`", count + 1),
            );
        }
    }

    fn freeze(&self, faults: &mut Faults) {
        if self.freeze_last as usize >= self.questions.len().max(1) {
            faults.add(
                "freeze_last",
                "freeze_too_long",
                "bảng xếp hạng bị giữ yên suốt cả chương trình",
                "đặt `freeze_last` nhỏ hơn số câu hỏi, hoặc 0",
            );
        }
    }

    fn knockout(&self, rules: &KnockoutRules, faults: &mut Faults) {
        faults.range("knockout.seats", rules.seats, 2..=MOST_PLAYERS);
        faults.range("knockout.rescues", rules.rescues, RESCUES);
        faults.range("knockout.rescue_count", rules.rescue_count, 1..=MOST_PLAYERS);
        if self.freeze_last > 0 {
            faults.add(
                "freeze_last",
                "freeze_in_knockout",
                "loại trực tiếp luôn cho thấy ai còn trên sàn, không giữ yên bảng được",
                "đặt `freeze_last = 0`, hoặc bỏ `knockout`",
            );
        }
        if !self.questions.iter().any(LiveQuestion::scored) && !self.questions.is_empty() {
            faults.add(
                "knockout",
                "nothing_to_lose",
                "không có câu nào chấm điểm nên không ai bị loại",
                "thêm ít nhất một câu có điểm",
            );
        }
    }
}

fn questions(questions: &[LiveQuestion], faults: &mut Faults) {
    let field = "questions";
    if questions.is_empty() {
        faults.add(field, "empty", "phòng không có câu hỏi nào", "thêm ít nhất một câu hỏi");
    }
    if questions.len() > MOST_QUESTIONS {
        let message = format!("phòng có {} câu, nhiều nhất {MOST_QUESTIONS}", questions.len());
        faults.add(field, "too_many_questions", message, "bớt câu hỏi");
    }
    let mut seen = BTreeSet::new();
    for (question, number) in questions.iter().zip(1u32..) {
        let about = Some(number);
        if question.item.revision.is_empty() {
            faults.about(field, about, "missing_field", format!("câu {number} không có mã"), "chọn câu hỏi");
        } else if !seen.insert(&question.item.revision) {
            let message = format!("câu {number} lặp lại \"{}\"", question.item.revision);
            faults.about(field, about, "duplicate", message, "bỏ một trong hai");
        }
        if !SECONDS.contains(&question.seconds) {
            let (low, high) = SECONDS.into_inner();
            let message = format!(
                "`seconds` của câu {number} phải từ {low} đến {high}, không phải {}",
                question.seconds
            );
            faults.about(field, about, "out_of_range", message, format!("ghi một số từ {low} đến {high}"));
        }
        if question.survey && question.points > 0 {
            let message = format!("câu {number} hỏi ý kiến nên không có điểm");
            faults.about(field, about, "points_of_survey", message, "đặt `points = 0`, hoặc bỏ `survey`");
        } else if !question.survey && !(1..=MOST_POINTS).contains(&question.points) {
            let message = format!(
                "`points` của câu {number} phải từ 1 đến {MOST_POINTS}, không phải {}",
                question.points
            );
            let remedy = format!("ghi một số từ 1 đến {MOST_POINTS}, hoặc đặt `survey = true`");
            faults.about(field, about, "out_of_range", message, remedy);
        }
    }
}

fn groups(rules: &Groups, faults: &mut Faults) {
    faults.range("groups.top_k", rules.top_k, TOP_K);
    let field = "groups";
    if rules.kind == GroupKind::Locality {
        if !rules.names.is_empty() {
            faults.add(
                field,
                "names_of_localities",
                "xã, phường lấy từ danh mục, không liệt kê ở đây",
                "bỏ `names`, hoặc đổi `kind` thành \"team\"",
            );
        }
        return;
    }
    if rules.names.len() < 2 {
        faults.add(field, "empty", "cần ít nhất hai đội hoặc lớp", "liệt kê trong `names = [\"…\", \"…\"]`");
    }
    if rules.names.len() > MOST_GROUPS {
        let message = format!("có {} đội hoặc lớp, nhiều nhất {MOST_GROUPS}", rules.names.len());
        faults.add(field, "too_many_groups", message, "bớt tên");
    }
    let mut seen = BTreeSet::new();
    for name in &rules.names {
        for fault in text_faults("names", name, LONGEST_GROUP, false) {
            faults.add(field, fault.code, fault.message, fault.remedy);
        }
        if !seen.insert(name.to_lowercase()) {
            faults.add(field, "duplicate", format!("\"{name}\" có hai lần"), "đổi tên một trong hai");
        }
    }
}
