//! What all formats are tested with: any wording we can hold, and one picture.

use super::item::{Body, Item};
use super::{Defaults, Export, Format, Import, keep, read, tags, write};
use crate::bank::{faults, revision_id};
use crate::payload::{Image, OptionView};
use crate::people::Audience;
use crate::question::{Fold, Key, Revision, Source};
use image::ImageEncoder as _;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Defaults that no generated wording has, so that a field lost on the way shows.
pub(super) fn defaults() -> Defaults {
    Defaults {
        topic: "T99".into(),
        topic_title: "Chủ đề mặc định".into(),
        difficulty: 2,
        sources: Vec::new(),
        competence: Vec::new(),
        as_of: "2026-11-24".into(),
        review_by: "2027-11-24".into(),
    }
}

/// A small picture.
pub(super) fn picture() -> super::Media {
    let pixels = image::RgbImage::from_fn(24, 16, |x, y| image::Rgb([x as u8 * 9, y as u8 * 13, 90]));
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&pixels, 24, 16, image::ExtendedColorType::Rgb8)
        .expect("writes");
    keep(&bytes).expect("an image")
}

/// The bytes of [`picture`] by its name.
pub(super) fn images(name: &str) -> Option<Vec<u8>> {
    let picture = picture();
    (name == picture.name).then_some(picture.bytes)
}

/// Words with Vietnamese marks and everything that formats use as punctuation.
fn line(most: usize) -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zA-Zàáảãạăằắâầấđèéêềếìíòóôồốơờớùúưừứỳý0-9]{1,7}",
        1 => Just("=".to_owned()),
        1 => "[-+@=~#{}:%\\\\/<>&\"'“”‘’;,.|()\\[\\]*_$^!?…–—₫°]{1,4}",
        1 => Just("A.".to_owned()),
        1 => Just("ANSWER:".to_owned()),
        1 => Just("//".to_owned()),
        1 => Just("::".to_owned()),
        1 => Just("<b>".to_owned()),
        1 => Just("&amp;".to_owned()),
        1 => Just("\\n".to_owned()),
    ];
    prop::collection::vec(word, 1..=most).prop_map(|words| words.join(" ")).prop_filter("marks", |t| {
        // Strong marks are written on purpose only, see `marked`.
        !t.contains("**")
    })
}

/// One to three lines, perhaps with something strong.
fn marked(most: usize) -> impl Strategy<Value = String> {
    (
        prop::collection::vec(line(most), 1..=3),
        prop::option::of("[a-zăâđêôơưàảãáạ]{1,6}( [a-zăâđêôơưàảãáạ]{1,6})?"),
    )
        .prop_map(|(lines, strong)| {
            let text = lines.join("\n");
            strong.map_or(text.clone(), |s| format!("{text} **{s}** x"))
        })
}

fn options(least: usize, most: usize, digits: bool) -> impl Strategy<Value = Vec<OptionView>> {
    prop::collection::vec(line(4), least..=most).prop_map(move |texts| {
        // A number in front keeps texts different also when folded.
        let id = |i: usize| {
            if digits { (i + 1).to_string() } else { char::from(b'a' + i as u8).to_string() }
        };
        texts
            .into_iter()
            .enumerate()
            .map(|(i, t)| OptionView { id: id(i), text: format!("{t} k{i}") })
            .collect()
    })
}

fn key() -> impl Strategy<Value = (Vec<OptionView>, Key)> {
    let single = (options(3, 6, false), any::<prop::sample::Index>()).prop_map(|(o, i)| {
        let right = i.get(&o).id.clone();
        (o, Key::SingleChoice { right })
    });
    let multiple = (options(3, 6, false), any::<u8>(), any::<bool>()).prop_map(|(o, bits, partial)| {
        let right: Vec<String> = o
            .iter()
            .enumerate()
            .filter(|(i, _)| bits >> i & 1 == 1 || *i == 1)
            .map(|(_, o)| o.id.clone())
            .collect();
        (o, Key::MultipleChoice { right, partial })
    });
    let ordering = options(3, 6, false).prop_flat_map(|o| {
        let ids: Vec<String> = o.iter().map(|o| o.id.clone()).collect();
        (Just(o), Just(ids).prop_shuffle()).prop_map(|(o, right)| (o, Key::Ordering { right }))
    });
    let matching = (options(2, 5, false), options(2, 6, true), any::<[usize; 5]>(), any::<bool>()).prop_map(
        |(left, matches, partners, partial)| {
            let right: BTreeMap<String, String> = left
                .iter()
                .zip(partners)
                .map(|(l, p)| (l.id.clone(), matches[p % matches.len()].id.clone()))
                .collect();
            (left, Key::Matching { matches, right, partial })
        },
    );
    let numeric = (
        -1_000_000_i32..1_000_000,
        prop_oneof![Just(0.0), Just(0.5), Just(2.0)],
        prop::option::of("[a-zăâđêôơưàảãáạ%]{1,6}"),
    )
        .prop_map(|(n, tolerance, unit)| {
            (Vec::new(), Key::Numeric { right: f64::from(n) / 8.0, tolerance, unit })
        });
    let fold = prop_oneof![Just(Fold::None), Just(Fold::Case), Just(Fold::Marks)];
    let text = (prop::collection::vec(line(3), 1..4), fold).prop_map(|(forms, fold)| {
        let accept = forms.into_iter().enumerate().map(|(i, f)| format!("{f} v{i}")).collect();
        (Vec::new(), Key::ShortText { accept, fold })
    });
    let truth = any::<bool>().prop_map(|right| (Vec::new(), Key::TrueFalse { right }));
    prop_oneof![single, multiple, ordering, matching, numeric, text, truth]
}

/// Any wording the bank can hold.
pub(super) fn any_revision() -> impl Strategy<Value = Revision> {
    let source =
        (line(4), prop::option::of("[0-9]{2}\\.[0-9]{1,2}"), any::<bool>()).prop_map(|(title, fact, web)| {
            Source { title, fact, url: web.then(|| "https://vi.example/a?b=1&c=2".to_owned()) }
        });
    let audience = prop::sample::subsequence(Audience::ALL.to_vec(), 0..=2);
    let dates = (2024_u16..2028, 1_u8..=12, 1_u8..=28);
    let words = (marked(8), marked(8), prop::option::of(line(8)), prop::collection::vec(source, 1..3));
    let extras = (any::<bool>(), any::<bool>(), prop::collection::vec("T[0-9]{2}-[0-9]{3}", 0..2));
    (key(), words, audience, dates, "[0-9]{3}", 1_u8..=3, extras).prop_map(
        |(
            (options, key),
            (stem, explanation, read_aloud, sources),
            audience,
            (y, m, d),
            number,
            difficulty,
            (pic, situation, mut enemies),
        )| {
            let question = format!("T05-{number}");
            enemies.retain(|e| *e != question);
            let picture = picture();
            let image = pic.then(|| Image {
                file: picture.name,
                alt: "Màn hình \"tin nhắn\" <lạ>".into(),
                width: picture.width,
                height: picture.height,
            });
            let mut r = Revision {
                id: String::new(),
                question,
                topic: "T05".into(),
                topic_title: "Phòng, chống lừa đảo: \"trực tuyến\"".into(),
                difficulty,
                audience,
                situation,
                stem,
                options,
                key,
                explanation,
                sources,
                competence: vec!["TT02 4.2".into(), "DLGF 0.1".into()],
                as_of: format!("{y}-{m:02}-{d:02}"),
                review_by: format!("{}-{m:02}-{d:02}", y + 1),
                read_aloud,
                image,
                enemies,
            };
            r.id = revision_id(&r);
            r
        },
    )
}

/// Several wordings with different ids.
pub(super) fn some_revisions() -> impl Strategy<Value = Vec<Revision>> {
    prop::collection::vec(any_revision(), 1..5).prop_map(|mut list| {
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|r| seen.insert(r.question.clone()));
        list
    })
}

/// Writes and reads back.
pub(super) fn there_and_back(format: Format, revisions: &[Revision]) -> (Export, Import) {
    let export = write(format, revisions, &images).expect("writes");
    let import = read(format, &format!("bank.{}", export.ending), &export.bytes, &defaults());
    (export, import)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn generated_wordings_are_right_and_toml_keeps_them(list in some_revisions()) {
        for r in &list {
            let wrong: Vec<_> = faults(r).into_iter().filter(|f| f.severity == crate::bank::Severity::Error).collect();
            prop_assert!(wrong.is_empty(), "{:?} {:?}", wrong, r);
        }
        let (_, import) = there_and_back(Format::Toml, &list);
        prop_assert!(!import.has_errors(), "{:?}", import.problems);
        prop_assert_eq!(&import.revisions, &list);
    }

    #[test]
    fn tags_carry_every_field(r in any_revision()) {
        let mut item = Item { body: Body::TrueFalse(true), ..Item::default() };
        for tag in tags::of(&r) {
            prop_assert!(tags::read(&mut item, &tag), "{}", tag);
        }
        prop_assert_eq!(item.id.as_deref(), Some(r.question.as_str()));
        prop_assert_eq!(item.sources, r.sources);
        prop_assert_eq!(item.competence, r.competence);
        prop_assert_eq!(item.audience, r.audience);
        prop_assert_eq!(item.enemies, r.enemies);
        prop_assert_eq!(item.read_aloud, r.read_aloud);
        prop_assert_eq!((item.as_of, item.review_by), (Some(r.as_of), Some(r.review_by)));
    }

    #[test]
    fn no_bytes_make_any_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in Format::ALL {
            let _ = read(format, "x", &bytes, &defaults());
        }
    }
}
