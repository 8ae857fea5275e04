//! How an item is answered and what is right, by interaction.
//!
//! Invariants: a right answer that names what is not there is refused with its line; partial credit is taken over only
//! when the file's map of points is our rule, otherwise all or nothing, and said.

use super::declared::{Mapping, Processing, Response, looks_at, number, walk};
use super::item::Reading;
use crate::bank::exchange::item::Body;
use crate::bank::exchange::xml::Element;
use crate::grading::fold_text;
use crate::question::Fold;
use std::collections::{HashMap, HashSet};

/// Choices and accepted forms of one item; what has more is no question for people.
const MOST_CHOICES: usize = 100;
/// Points that differ by less are the same: files round thirds.
const SAME: f64 = 0.011;

/// Prefixes of our ids as QTI identifiers, which may not begin with a digit and share one space in a match.
pub(super) const OPTION: &str = "o_";
/// As [`OPTION`], for the right side.
pub(super) const PARTNER: &str = "m_";

impl Reading<'_, '_> {
    /// The body with its key; `None` when it was refused or left out.
    pub(super) fn key(
        &mut self,
        at: &Element<'_>,
        response: Response<'_>,
        processing: &Processing,
    ) -> Option<Body> {
        match &*at.name {
            "choiceInteraction" => self.choice(at, response, processing),
            "orderInteraction" => self.order(at, response),
            "matchInteraction" => self.matching(at, response, processing),
            _ if matches!(response.base_type(), "float" | "integer") => self.numeric(at, response),
            _ => self.short_text(at, response, processing),
        }
    }

    fn no_key<T>(&mut self, at: &Element<'_>) -> Option<T> {
        let remedy = "đặt đáp án trong chương trình gốc rồi xuất lại, hoặc bỏ câu này khỏi gói";
        self.refuse(at, "no_key", format!("câu “{}” không có đáp án", self.label), remedy);
        None
    }

    fn unknown<T>(&mut self, at: &Element<'_>, value: &str) -> Option<T> {
        let value: String = value.chars().take(40).collect();
        let what = format!("đáp án nói tới “{value}” không có trong câu");
        self.refuse(at, "unknown_key", what, "sửa đáp án trong chương trình gốc rồi xuất lại");
        None
    }

    /// Identifiers and texts of choices.
    fn choices(&mut self, at: &Element<'_>, name: &str) -> Option<Vec<(String, String)>> {
        let all: Vec<&Element<'_>> = at.all(name).collect();
        if all.len() > MOST_CHOICES {
            let what = format!("câu có {} lựa chọn", all.len());
            self.refuse(at, "option_count", what, "bớt lựa chọn");
            return None;
        }
        if at.attribute("shuffle") == Some("true") && all.iter().any(|c| c.attribute("fixed") == Some("true"))
        {
            self.lost("lựa chọn cố định vị trí (fixed)", "vẫn trộn như lựa chọn khác");
        }
        let mut out = Vec::with_capacity(all.len());
        for choice in all {
            let id = choice.attribute("identifier").unwrap_or_default().trim().to_owned();
            out.push((id, self.plain(choice)?));
        }
        let mut seen = HashSet::new();
        if let Some((twin, _)) = out.iter().find(|(id, _)| !seen.insert(id.as_str())) {
            let what = format!("hai lựa chọn cùng mã “{twin}”");
            self.refuse(at, "duplicate_option_id", what, "sửa mã trong chương trình gốc rồi xuất lại");
            return None;
        }
        Some(out)
    }

    fn choice(&mut self, at: &Element<'_>, response: Response<'_>, processing: &Processing) -> Option<Body> {
        let choices = self.choices(at, "simpleChoice")?;
        let places = places(&choices);
        let mapping = response.mapping();
        let mut several = response.cardinality() != "single";
        let mut correct = response.correct();
        if correct.is_empty() {
            let map = mapping.clone().unwrap_or_default();
            let least = if several { f64::MIN_POSITIVE } else { map.best().max(f64::MIN_POSITIVE) };
            correct = map.entries.iter().filter(|e| e.1 >= least).map(|e| e.0.clone()).collect();
        }
        if correct.is_empty() {
            return self.no_key(at);
        }
        let mut right = vec![false; choices.len()];
        for value in &correct {
            match places.get(value.as_str()).and_then(|i| right.get_mut(*i)) {
                Some(mark) => *mark = true,
                None => return self.unknown(at, value),
            }
        }
        let count = right.iter().filter(|r| **r).count();
        if !several && count > 1 {
            self.lost("nhiều phương án đúng trong câu chọn một", "đọc thành câu chọn nhiều");
            several = true;
        }
        let most = at.attribute("maxChoices").and_then(|m| m.parse::<usize>().ok()).unwrap_or(0);
        if several && most > 1 && most < choices.len() && most != count {
            self.lost(format!("chọn nhiều nhất {most} phương án (maxChoices)"), "bỏ giới hạn");
        }
        if let Some(map) = mapping.filter(|_| processing.mapped) {
            let points = |id: &str| map.entries.iter().find(|e| e.0 == id).map_or(map.default, |e| e.1);
            let points: Vec<f64> = choices.iter().map(|(id, _)| points(id)).collect();
            self.choice_points(&map, &points, &right, several);
        }
        if let (false, Some(truth)) = (several, true_false(&choices, &right)) {
            return Some(Body::TrueFalse(truth));
        }
        self.item.option_ids = own_ids(choices.iter().map(|c| c.0.as_str()), OPTION);
        let options = choices.into_iter().zip(right).map(|((_, text), right)| (text, right)).collect();
        Some(Body::Choice { options, several })
    }

    /// Ours: every right pick and every wrong pick weighs the same, never below nothing.
    fn choice_points(&mut self, map: &Mapping, points: &[f64], right: &[bool], several: bool) {
        let best = points.iter().copied().fold(0.0, f64::max);
        let near = |a: f64, b: f64| (a - b).abs() <= SAME * best;
        let weighed =
            |sign: f64| points.iter().zip(right).all(|(p, r)| near(*p, if *r { best } else { sign * best }));
        if !several {
            if !weighed(0.0)
                && !points.iter().zip(right).all(|(p, r)| if *r { near(*p, best) } else { *p <= 0.0 })
            {
                self.lost("điểm riêng cho từng phương án (mapping)", "chỉ phương án đúng được điểm");
            } else if points.iter().any(|p| *p < 0.0) && map.lower.is_none_or(|l| l < 0.0) {
                self.lost("trừ điểm khi chọn sai (mapping)", "không trừ điểm");
            }
            return;
        }
        let count = right.iter().filter(|r| **r).count();
        let whole = best * f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        let capped = map.upper.is_some_and(|u| u < whole * (1.0 - SAME));
        if best > 0.0 && weighed(-1.0) && !capped {
            if map.lower.is_none_or(|l| l < 0.0) {
                self.lost("điểm âm khi chọn sai nhiều (mapping)", "thấp nhất là 0 điểm");
            }
            self.item.partial = Some(true);
        } else {
            self.lost("cách cho điểm từng phần khác của ta (mapping)", "đúng hết mới có điểm");
        }
    }

    fn order(&mut self, at: &Element<'_>, response: Response<'_>) -> Option<Body> {
        let choices = self.choices(at, "simpleChoice")?;
        let places = places(&choices);
        let correct = response.correct();
        if correct.is_empty() {
            return self.no_key(at);
        }
        let mut right = Vec::with_capacity(correct.len());
        for value in &correct {
            match places.get(value.as_str()) {
                Some(place) => right.push(*place),
                None => return self.unknown(at, value),
            }
        }
        self.item.option_ids = own_ids(choices.iter().map(|c| c.0.as_str()), OPTION);
        Some(Body::Ordering { options: choices.into_iter().map(|c| c.1).collect(), right })
    }

    fn matching(
        &mut self,
        at: &Element<'_>,
        response: Response<'_>,
        processing: &Processing,
    ) -> Option<Body> {
        let mut sets = at.all("simpleMatchSet");
        let (Some(first), Some(second)) = (sets.next(), sets.next()) else {
            self.refuse(
                at,
                "no_options",
                "câu ghép không đủ hai vế (simpleMatchSet)",
                "xuất lại từ chương trình gốc",
            );
            return None;
        };
        let mut left = self.choices(first, "simpleAssociableChoice")?;
        let mut right = self.choices(second, "simpleAssociableChoice")?;
        let mapping = response.mapping();
        let mut correct = response.correct();
        if correct.is_empty() {
            let map = mapping.clone().unwrap_or_default();
            correct = map.entries.iter().filter(|e| e.1 > 0.0).map(|e| e.0.clone()).collect();
        }
        if correct.is_empty() {
            return self.no_key(at);
        }
        let mut pairs = Vec::with_capacity(correct.len());
        {
            let (lefts, rights) = (places(&left), places(&right));
            for value in &correct {
                let found = value.split_once(' ').and_then(|(l, r)| Some((*lefts.get(l)?, *rights.get(r)?)));
                match found {
                    Some(pair) => pairs.push(pair),
                    None => return self.unknown(at, value),
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let count = |side: &dyn Fn(&(usize, usize)) -> usize, all: usize| -> Vec<usize> {
            let mut times = vec![0; all];
            for pair in &pairs {
                if let Some(n) = times.get_mut(side(pair)) {
                    *n += 1;
                }
            }
            times
        };
        let of_left = count(&|p| p.0, left.len());
        let of_right = count(&|p| p.1, right.len());
        if of_left.iter().any(|n| *n > 1) {
            if of_right.iter().any(|n| *n != 1) {
                self.lost("một vế trái ghép với nhiều vế phải", "chưa hỗ trợ, bỏ câu này");
                return None;
            }
            self.lost("một vế trái ghép với nhiều vế phải", "đổi hai vế cho nhau");
            std::mem::swap(&mut left, &mut right);
            pairs = pairs.into_iter().map(|(l, r)| (r, l)).collect();
        } else if let Some(alone) = of_left.iter().position(|n| *n == 0) {
            let text = left.get(alone).map(|l| l.1.trim().to_owned()).unwrap_or_default();
            let what = format!("vế trái “{text}” không có vế phải");
            self.refuse(at, "incomplete_pairs", what, "ghép đủ mọi vế trái, hoặc bỏ vế đó");
            return None;
        }
        if let Some(map) = mapping.filter(|_| processing.mapped) {
            self.pair_points(&map, &correct);
        }
        let partners: HashMap<usize, usize> = pairs.into_iter().collect();
        self.item.option_ids = own_ids(left.iter().map(|c| c.0.as_str()), OPTION);
        self.item.match_ids = own_ids(right.iter().map(|c| c.0.as_str()), PARTNER);
        let partner = |i: usize| partners.get(&i).copied().unwrap_or(usize::MAX);
        let left = left.into_iter().enumerate().map(|(i, (_, text))| (text, partner(i))).collect();
        Some(Body::Matching { left, right: right.into_iter().map(|c| c.1).collect() })
    }

    /// Ours: right pairs weigh the same, wrong ones nothing.
    fn pair_points(&mut self, map: &Mapping, correct: &[String]) {
        let best = map.best();
        let right: HashMap<&str, ()> = correct.iter().map(|c| (c.as_str(), ())).collect();
        let near = |a: f64, b: f64| (a - b).abs() <= SAME * best;
        let listed = map.entries.iter().filter(|e| right.contains_key(e.0.as_str())).count();
        let weighed =
            map.entries.iter().all(|e| near(e.1, if right.contains_key(e.0.as_str()) { best } else { 0.0 }));
        let whole = best * f64::from(u32::try_from(correct.len()).unwrap_or(u32::MAX));
        let capped = map.upper.is_some_and(|u| u < whole * (1.0 - SAME));
        if best > 0.0 && weighed && listed == correct.len() && map.default == 0.0 && !capped {
            self.item.partial = Some(true);
        } else {
            self.lost("cách cho điểm từng phần khác của ta (mapping)", "đúng hết mới có điểm");
        }
    }

    fn short_text(
        &mut self,
        at: &Element<'_>,
        response: Response<'_>,
        processing: &Processing,
    ) -> Option<Body> {
        let mut forms = response.correct();
        if let Some(map) = response.mapping().filter(|_| processing.mapped || forms.is_empty()) {
            let best = map.best();
            let mut case: Option<bool> = None;
            let mut lesser = 0_usize;
            for (form, points, sensitive) in map.entries.iter().filter(|e| e.1 > 0.0) {
                if *points < best * (1.0 - SAME) {
                    lesser += 1;
                    continue;
                }
                forms.push(form.clone());
                case = match (case, sensitive) {
                    (Some(false), _) | (None, None) => case,
                    (_, sensitive) => Some(sensitive.unwrap_or(false)),
                };
            }
            if lesser > 0 {
                self.lost(
                    format!("{lesser} cách viết chỉ được một phần điểm (mapping)"),
                    "không nhận các cách đó",
                );
            }
            self.item.fold = case.map(|strict| if strict { Fold::None } else { Fold::Case });
        }
        if let Some(strict) = processing.case {
            self.item.fold = Some(if strict { Fold::None } else { Fold::Case });
        }
        if at.attribute("patternMask").is_some() {
            self.lost("mẫu bắt buộc của ô nhập (patternMask)", "bỏ mẫu");
        }
        let mut seen = HashSet::new();
        forms.retain(|f| seen.insert(f.clone()));
        if forms.is_empty() {
            return self.no_key(at);
        }
        if forms.len() > MOST_CHOICES {
            let what = format!("câu có {} cách viết được chấp nhận", forms.len());
            self.refuse(at, "option_count", what, "bớt cách viết");
            return None;
        }
        Some(Body::ShortText(forms))
    }

    fn numeric(&mut self, at: &Element<'_>, response: Response<'_>) -> Option<Body> {
        let comparison = self.root.first("responseProcessing").and_then(|rules| {
            let mut found = None;
            walk(rules, &mut |e| {
                if found.is_none() && e.name == "equal" && looks_at(e, response.identifier()) {
                    found = Some(e);
                }
            });
            found
        });
        let mut values = response.correct();
        if values.is_empty() {
            let map = response.mapping().unwrap_or_default();
            let best = map.best().max(f64::MIN_POSITIVE);
            values = map.entries.into_iter().filter(|e| e.1 >= best).map(|e| e.0).collect();
        }
        if values.is_empty() {
            values.extend(comparison.and_then(|c| c.first("baseValue")).map(Element::text));
        }
        let Some(value) = values.first() else { return self.no_key(at) };
        if values.len() > 1 {
            self.lost(format!("{} đáp số", values.len()), "chỉ nhận đáp số đầu tiên");
        }
        let Some(right) = number(value) else {
            let what = format!("đáp số “{}” không phải số", value.chars().take(40).collect::<String>());
            self.refuse(at, "not_a_number", what, "sửa đáp số trong chương trình gốc rồi xuất lại");
            return None;
        };
        let tolerance = comparison.map_or(0.0, |c| self.tolerance(c, right));
        Some(Body::Numeric { right, tolerance })
    }

    /// The accepted error of a comparison.
    fn tolerance(&mut self, comparison: &Element<'_>, right: f64) -> f64 {
        let mode = comparison.attribute("toleranceMode").unwrap_or("exact");
        let written = comparison.attribute("tolerance").unwrap_or_default();
        let both: Vec<f64> = written.split_whitespace().filter_map(number).map(f64::abs).collect();
        let (Some(one), Some(other)) = (both.first(), both.last()) else {
            if mode != "exact" {
                self.lost("sai số do biến tính ra (tolerance)", "chỉ nhận đúng đáp số");
            }
            return 0.0;
        };
        let bounds = ["includeLowerBound", "includeUpperBound"];
        if mode != "exact" && bounds.iter().any(|b| comparison.attribute(b) == Some("false")) {
            self.lost("không nhận giá trị ở đúng biên sai số", "nhận cả giá trị ở biên");
        }
        if mode != "exact" && (one - other).abs() > f64::EPSILON * one.max(*other) {
            self.lost(format!("sai số hai bên khác nhau ({written})"), "lấy sai số nhỏ hơn cho cả hai bên");
        }
        match mode {
            "absolute" => one.min(*other),
            "relative" => right.abs() * one.min(*other) / 100.0,
            _ => 0.0,
        }
    }
}

fn places(choices: &[(String, String)]) -> HashMap<&str, usize> {
    choices.iter().enumerate().map(|(i, (id, _))| (id.as_str(), i)).collect()
}

/// Whether right is the answer, when the two choices are right and wrong.
fn true_false(choices: &[(String, String)], right: &[bool]) -> Option<bool> {
    let [a, b] = choices else { return None };
    let word = |text: &str| fold_text(text.trim().trim_end_matches('.'), Fold::Case);
    let yes = |word: &str| match word {
        "đúng" | "true" => Some(true),
        "sai" | "false" => Some(false),
        _ => None,
    };
    let (a, b) = (yes(&word(&a.1))?, yes(&word(&b.1))?);
    (a != b).then_some(if *right.first()? { a } else { b })
}

/// Ids that can be ours as they are; none when one cannot.
fn own_ids<'i>(identifiers: impl Iterator<Item = &'i str>, prefix: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let ids: Option<Vec<String>> = identifiers
        .map(|i| {
            let id = i.strip_prefix(prefix).unwrap_or(i);
            let fits = !id.is_empty()
                && id.len() <= 8
                && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
                && seen.insert(id.to_owned());
            fits.then(|| id.to_owned())
        })
        .collect();
    ids.unwrap_or_default()
}
