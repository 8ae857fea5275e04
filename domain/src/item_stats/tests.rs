//! Sums against counting everything anew, in any order; figures against their definitions; warnings where they belong.

use super::*;
use crate::payload::OptionView;
use crate::question::{Fold, Key, Revision};
use crate::{Choice, Points};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

fn revision(id: &str, key: Key) -> Arc<Revision> {
    let options =
        ["a", "b", "c", "d"].map(|id| OptionView { id: id.into(), text: format!("Phương án {id}") });
    Arc::new(Revision {
        id: format!("{id}@0"),
        question: id.into(),
        topic: "T90".into(),
        topic_title: "Thử".into(),
        difficulty: 1,
        audience: Vec::new(),
        situation: false,
        stem: "Câu thử?".into(),
        options: options.to_vec(),
        key,
        explanation: String::new(),
        sources: Vec::new(),
        competence: Vec::new(),
        as_of: "2026-01-01".into(),
        review_by: "2039-01-01".into(),
        read_aloud: None,
        image: None,
        enemies: Vec::new(),
    })
}

fn single(id: &str) -> Arc<Revision> {
    revision(id, Key::SingleChoice { right: "a".into() })
}

/// One question of each way of counting.
fn paper() -> Vec<Arc<Revision>> {
    vec![
        single("1"),
        revision("2", Key::MultipleChoice { right: vec!["a".into(), "b".into()], partial: true }),
        revision("3", Key::TrueFalse { right: false }),
        revision("4", Key::Ordering { right: ["a", "b", "c", "d"].map(Into::into).to_vec() }),
        revision("5", Key::Numeric { right: 3.0, tolerance: 0.0, unit: None }),
        revision("6", Key::ShortText { accept: vec!["sở".into()], fold: Fold::Case }),
    ]
}

/// An attempt as people make them: anything may be blank, cleared, repeated or out of order in time.
#[derive(Clone, Debug)]
struct Try {
    id: String,
    answers: Vec<Saved>,
}

fn choice(position: usize) -> BoxedStrategy<Option<Choice>> {
    let picks = |n: usize| prop::sample::subsequence(vec!["a".to_owned(), "b".into(), "c".into()], 0..=n);
    let any = match position {
        1 => {
            prop::sample::select(vec!["a", "b", "c", "d", "x"]).prop_map(|o| Choice::Option(o.into())).boxed()
        }
        2 => picks(3).prop_map(Choice::Options).boxed(),
        3 => any::<bool>().prop_map(|t| Choice::Option(t.to_string())).boxed(),
        4 => Just(["a", "b", "c", "d"].map(String::from).to_vec())
            .prop_shuffle()
            .prop_map(Choice::Order)
            .boxed(),
        5 => (0..6_u8).prop_map(|n| Choice::Number(f64::from(n))).boxed(),
        _ => prop::sample::select(vec!["Sở", "sở ", "bộ", "BỘ", ""])
            .prop_map(|t| Choice::Text(t.into()))
            .boxed(),
    };
    prop::option::weighted(0.9, any).boxed()
}

fn tries(most: usize) -> impl Strategy<Value = Vec<Try>> {
    let saved = |position| {
        let row = (choice(position), 0..900_000_i64);
        prop::option::weighted(0.85, row)
            .prop_map(move |row| row.map(|(choice, received_at)| Saved { position, choice, received_at }))
    };
    let one = (any::<u32>(), saved(1), saved(2), saved(3), saved(4), saved(5), saved(6));
    let one = one.prop_map(|(id, a, b, c, d, e, f)| Try {
        id: id.to_string(),
        answers: [f, e, d, c, b, a].into_iter().flatten().collect(),
    });
    prop::collection::vec(one, 0..most)
}

/// Tallies by position.
fn count(paper: &[Arc<Revision>], tries: &[Try]) -> Vec<Tally> {
    let mut tallies = vec![Tally::default(); paper.len()];
    for t in tries {
        let sitting = Sitting { id: &t.id, started_at: 0, paper, answers: &t.answers };
        for (tally, seen) in tallies.iter_mut().zip(observe(&sitting)) {
            tally.add(&seen);
        }
    }
    tallies
}

fn merged(a: &Tally, b: &Tally) -> Tally {
    let mut sum = a.clone();
    sum.merge(b);
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn adding_up_is_the_same_however_it_is_grouped(
        a in tries(40), b in tries(40), c in tries(40), swap in any::<prop::sample::Index>(),
    ) {
        let paper = paper();
        let all: Vec<Try> = [a.clone(), b.clone(), c.clone()].concat();
        let mut turned = all.clone();
        turned.rotate_left(if all.is_empty() { 0 } else { swap.index(all.len()) });
        let (ta, tb, tc) = (count(&paper, &a), count(&paper, &b), count(&paper, &c));
        let whole = count(&paper, &all);
        prop_assert_eq!(&count(&paper, &turned), &whole);
        for (i, whole) in whole.iter().enumerate() {
            prop_assert_eq!(&merged(&merged(&ta[i], &tb[i]), &tc[i]), whole);
            prop_assert_eq!(&merged(&ta[i], &merged(&tb[i], &tc[i])), whole);
            prop_assert_eq!(&merged(&merged(&tc[i], &ta[i]), &tb[i]), whole);
            // Taking away undoes adding; a stored document says the same.
            let mut back = whole.clone();
            prop_assert_eq!(back.subtract(&tb[i]), Ok(()));
            prop_assert_eq!(&back, &merged(&ta[i], &tc[i]));
            prop_assert_eq!(back.subtract(&tc[i]).and_then(|()| back.subtract(&ta[i])), Ok(()));
            prop_assert!(back.is_empty());
            if !tb[i].is_empty() {
                prop_assert_eq!(back.subtract(&tb[i]), Err(NotHeld));
            }
            let document = serde_json::to_string(whole).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Tally>(&document).unwrap(), whole);
        }
    }

    #[test]
    fn figures_are_what_their_definitions_say(tries in tries(60)) {
        let paper = paper();
        let tallies = count(&paper, &tries);
        for (i, (revision, tally)) in paper.iter().zip(&tallies).enumerate() {
            let stats = Stats::of(revision, tally);
            let naive = Naive::of(&paper, i, &tries);
            prop_assert_eq!(stats.exposure, tries.len() as u64);
            prop_assert_eq!(stats.n, naive.x.len() as u64);
            prop_assert_eq!(stats.figures.is_some(), naive.x.len() >= 20, "hidden below 20");
            let Some(figures) = stats.figures else { continue };
            let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
            prop_assert!(near(figures.p, mean(&naive.x)));
            match (figures.discrimination, naive.correlation()) {
                // y is kept in whole 1/2520.
                (Some(told), Some(r)) => prop_assert!((told - r).abs() < 1e-3, "{} {}", told, r),
                (told, r) => prop_assert_eq!(told, r),
            }
            prop_assert_eq!(figures.median_seconds, Some(naive.median()));
            for option in &figures.options {
                let n = naive.picked.iter().filter(|p| p.contains(&option.id)).count();
                prop_assert!(near(option.share, n as f64 / naive.x.len() as f64));
                let best = naive.best_share(&option.id);
                prop_assert!(near(option.best_share.unwrap_or(0.0), best), "{:?} {}", option, best);
            }
        }
    }
}

/// Everything again, person by person, in floating point.
struct Naive {
    x: Vec<f64>,
    y: Vec<f64>,
    picked: Vec<Vec<String>>,
    seconds: Vec<i64>,
}

impl Naive {
    fn of(paper: &[Arc<Revision>], at: usize, tries: &[Try]) -> Self {
        let mut naive = Self { x: vec![], y: vec![], picked: vec![], seconds: vec![] };
        for t in tries {
            let held = |i: usize| t.answers.iter().find(|s| s.position == i + 1);
            let earned = |i: usize| {
                crate::grading::grade(&paper[i], held(i).and_then(|s| s.choice.as_ref())).0 as f64 / 2520.0
            };
            let Some(choice) = held(at).and_then(|s| s.choice.as_ref()) else { continue };
            if crate::grading::is_blank(choice) {
                continue;
            }
            naive.x.push(earned(at));
            let rest: f64 = (0..paper.len()).filter(|i| *i != at).map(earned).sum();
            naive.y.push(rest / (paper.len() - 1) as f64);
            naive.picked.push(match choice {
                Choice::Option(id) if id != "x" => vec![id.clone()],
                Choice::Options(ids) => ids.clone(),
                _ => vec![],
            });
            let mine = (held(at).unwrap().received_at, at + 1);
            let earlier = t.answers.iter().map(|s| (s.received_at, s.position)).filter(|m| *m < mine).max();
            naive.seconds.push(((mine.0 - earlier.map_or(0, |m| m.0)) / 1_000).min(600));
        }
        naive
    }

    fn correlation(&self) -> Option<f64> {
        let (mx, my) = (mean(&self.x), mean(&self.y));
        let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
            self.x.iter().zip(&self.y).map(|(x, y)| f(x - mx, y - my)).sum()
        };
        let (vx, vy) = (sum(&|x, _| x * x), sum(&|_, y| y * y));
        (vx > 1e-9 && vy > 1e-9).then(|| sum(&|x, y| x * y) / (vx * vy).sqrt())
    }

    fn median(&self) -> f64 {
        let mut all = self.seconds.clone();
        all.sort_unstable();
        (all[(all.len() - 1) / 2] + all[all.len() / 2]) as f64 / 2.0
    }

    /// The share of an option among the best 27 %, each of those who tie at the border counted by a part.
    fn best_share(&self, id: &str) -> f64 {
        let band = |y: f64| ((y * 2520.0 + 1e-6).floor() * 100.0 / 2520.0 + 1e-9).floor() as i64;
        let rows: Vec<(i64, bool)> = self
            .y
            .iter()
            .zip(&self.picked)
            .filter(|(_, picked)| !picked.is_empty())
            .map(|(y, picked)| (band(*y), picked.iter().any(|p| p == id)))
            .collect();
        let wanted = rows.len() as f64 * 0.27;
        if rows.is_empty() {
            return 0.0;
        }
        let weight = |row: i64| {
            let above = rows.iter().filter(|r| r.0 > row).count() as f64;
            let same = rows.iter().filter(|r| r.0 == row).count() as f64;
            ((wanted - above) / same).clamp(0.0, 1.0)
        };
        rows.iter().filter(|r| r.1).map(|r| weight(r.0)).sum::<f64>() / wanted
    }
}

fn mean(all: &[f64]) -> f64 {
    all.iter().sum::<f64>() / all.len() as f64
}

/// An attempt that answers the first question and gets so many of the nine single choices after it right.
fn ten(id: usize, first: &str, right: usize) -> Try {
    let rest = (2..=10).map(|p| (p, if p - 2 < right { "a" } else { "b" }));
    let answers = std::iter::once((1, first)).chain(rest);
    let answers = answers.map(|(position, option)| Saved {
        position,
        choice: Some(Choice::Option(option.into())),
        received_at: i64::try_from(position).unwrap() * 7_500,
    });
    Try { id: id.to_string(), answers: answers.collect() }
}

fn ten_singles() -> Vec<Arc<Revision>> {
    (1..=10).map(|n| single(&n.to_string())).collect()
}

fn of_first(tries: &[Try]) -> Stats {
    let paper = ten_singles();
    Stats::of(&paper[0], &count(&paper, tries)[0])
}

fn flags(tries: &[Try]) -> Vec<Flag> {
    of_first(tries).figures.unwrap().flags
}

#[test]
fn a_wrong_key_is_noticed_by_both_signs_and_nineteen_people_say_nothing() {
    // Who knows the rest picks c; who does not picks what stands in the key.
    let wrong_key: Vec<Try> = (0..40).map(|i| ten(i, if i % 10 >= 4 { "c" } else { "a" }, i % 10)).collect();
    let found = flags(&wrong_key);
    assert_eq!(found[..2], [Flag::KeyRival { option: "c".into() }, Flag::KeyNegative]);
    assert!(found[0].to_string().starts_with("khóa có thể sai"));
    let hidden = of_first(&wrong_key[..19]);
    assert_eq!((hidden.n, hidden.exposure, hidden.figures), (19, 19, None));
    assert!(of_first(&wrong_key[..20]).figures.is_some());
}

#[test]
fn a_sound_question_has_no_warning_and_noise_around_zero_has_none_either() {
    let sound: Vec<Try> = (0..40).map(|i| ten(i, if i % 10 >= 4 { "a" } else { "c" }, i % 10)).collect();
    assert_eq!(flags(&sound), []);
    assert!(of_first(&sound).figures.unwrap().discrimination.unwrap() > 0.7);
    // Slightly below zero with 40 answers: chance.
    let mut noise: Vec<Try> = (0..40).map(|i| ten(i, if i % 2 == 0 { "a" } else { "c" }, i % 10)).collect();
    noise.push(ten(40, "c", 9));
    let r = of_first(&noise).figures.unwrap().discrimination.unwrap();
    assert!((-0.25..0.0).contains(&r), "{r}");
    assert!(!flags(&noise).contains(&Flag::KeyNegative));
    // The same r is a sign once there are many.
    let many: Vec<Try> = (0..20).flat_map(|_| noise.clone()).collect();
    assert!(flags(&many).contains(&Flag::KeyNegative));
}

#[test]
fn too_easy_too_hard_and_guessing() {
    let all = |first: &dyn Fn(usize) -> &'static str| -> Vec<Flag> {
        flags(&(0..100).map(|i| ten(i, first(i), i % 10)).collect::<Vec<_>>())
    };
    assert_eq!(all(&|_| "a"), [Flag::TooEasy]);
    assert_eq!(all(&|i| if i % 20 == 0 { "b" } else { "a" }), [], "exactly 0.95 is not above it");
    // 30 of 100 at four options: a quarter is what guessing brings.
    let guess = all(&|i| if i * 7 % 100 < 30 { "a" } else { ["b", "c", "d"][i % 3] });
    assert!(guess.contains(&Flag::TooHard), "{guess:?}");
    let more = all(&|i| if i * 7 % 100 < 31 { "a" } else { ["b", "c", "d"][i % 3] });
    assert!(!more.contains(&Flag::TooHard), "{more:?}");
}

#[test]
fn without_variance_there_is_no_discrimination() {
    let same: Vec<Try> = (0..30).map(|i| ten(i, if i % 2 == 0 { "a" } else { "b" }, 5)).collect();
    assert_eq!(of_first(&same).figures.unwrap().discrimination, None, "the rest never varies");
    let known: Vec<Try> = (0..30).map(|i| ten(i, "a", i % 10)).collect();
    assert_eq!(of_first(&known).figures.unwrap().discrimination, None, "the question never varies");
    // A paper of one question has no rest.
    let alone = [single("1")];
    let tries: Vec<Try> =
        (0..30).map(|i| Try { id: i.to_string(), answers: ten(i, "a", 0).answers[..1].to_vec() }).collect();
    let figures = Stats::of(&alone[0], &count(&alone, &tries)[0]).figures.unwrap();
    assert_eq!((figures.discrimination, figures.options[0].best_share), (None, None));
}

#[test]
fn time_runs_from_the_moment_saved_before_and_is_capped() {
    let paper = ten_singles();
    let saved = |position, received_at, blank: bool| Saved {
        position,
        choice: (!blank).then(|| Choice::Option("a".into())),
        received_at,
    };
    // Third first, then a cleared one, then the first; the last after lunch; one before the start by a wrong clock.
    let answers = [
        saved(1, 1_065_000, false),
        saved(2, 1_050_900, true),
        saved(3, 1_020_500, false),
        saved(4, 9_000_000, false),
        saved(5, 999_000, false),
    ];
    let seen = observe(&Sitting { id: "x", started_at: 1_000_000, paper: &paper, answers: &answers });
    let seconds: Vec<Option<u16>> = seen.iter().map(|o| o.answer.as_ref().map(|a| a.seconds)).collect();
    assert_eq!(seconds[..6], [Some(14), None, Some(20), Some(600), Some(0), None]);
}

#[test]
fn wrong_words_are_sampled_fairly_bounded_and_told_from_three_on() {
    let paper = [revision("6", Key::ShortText { accept: vec!["sở".into()], fold: Fold::Case })];
    let text = |i: usize, text: &str| Try {
        id: i.to_string(),
        answers: vec![Saved { position: 1, choice: Some(Choice::Text(text.into())), received_at: 0 }],
    };
    let few: Vec<Try> = (0..30).map(|i| text(i, ["Bộ", "BỘ ", "ủy ban", "sở", "x\u{0}y"][i % 5])).collect();
    let few = Stats::of(&paper[0], &count(&paper, &[few, vec![text(30, "riêng em"); 2]].concat())[0]);
    let told: Vec<(String, f64)> =
        few.figures.unwrap().wrong.into_iter().map(|w| (w.answer, w.share)).collect();
    let told: Vec<(&str, i64)> = told.iter().map(|(a, s)| (a.as_str(), (s * 32.0).round() as i64)).collect();
    assert_eq!(told, [("bộ", 12), ("xy", 6), ("ủy ban", 6)], "what only two wrote stays untold");

    // Three quarters of the wrong answers are one word; the others are all different.
    let many: Vec<Try> =
        (0..2_000).map(|i| if i % 4 == 0 { text(i, &format!("từ {i}")) } else { text(i, "bộ") }).collect();
    let whole = &count(&paper, &many)[0];
    let mut naive: Vec<(u32, String)> = Vec::new();
    for t in &many {
        let seen = observe(&Sitting { id: &t.id, started_at: 0, paper: &paper, answers: &t.answers });
        let answer = seen[0].answer.as_ref().unwrap();
        naive.push((answer.lot, answer.wrong.clone().unwrap()));
    }
    naive.sort();
    naive.truncate(SAMPLE);
    assert_eq!((whole.wrong.of, &whole.wrong.kept), (2_000, &naive));
    let share = Stats::of(&paper[0], whole).figures.unwrap().wrong[0].share;
    assert!((0.65..0.85).contains(&share), "{share}");

    // Out of a cut sample nothing can be taken but what it left out; that is refused, and changes nothing.
    let mut taken = 0;
    for t in &many[..300] {
        let one = &count(&paper, std::slice::from_ref(t))[0];
        let mut left = whole.clone();
        if left.subtract(one).is_ok() {
            if taken % 60 == 0 {
                let rest: Vec<Try> = many.iter().filter(|o| o.id != t.id).cloned().collect();
                assert_eq!(left, count(&paper, &rest)[0]);
            }
            taken += 1;
        } else {
            assert_eq!(&left, whole);
        }
    }
    assert!((200..300).contains(&taken), "{taken}");
}

#[test]
fn what_deserves_a_look_comes_first() {
    let stats = |figures| Stats { exposure: 50, n: 50, figures };
    let with = |discrimination, flags| {
        stats(Some(Figures {
            p: 0.5,
            discrimination,
            options: vec![],
            wrong: vec![],
            median_seconds: None,
            flags,
        }))
    };
    let order = [
        with(Some(-0.4), vec![Flag::KeyNegative, Flag::TooHard]),
        with(Some(0.4), vec![Flag::KeyRival { option: "b".into() }]),
        with(Some(-0.1), vec![Flag::TooHard]),
        with(None, vec![Flag::TooEasy]),
        with(Some(0.1), vec![]),
        with(Some(0.5), vec![]),
        with(None, vec![]),
        stats(None),
    ];
    assert!(order.is_sorted_by_key(Stats::urgency));
    let distinct: BTreeMap<_, _> = order.iter().map(|s| (s.urgency(), ())).collect();
    assert_eq!(distinct.len(), order.len());
    assert_eq!(Points::ONE.0, 2520, "the unit of x and y");
}
