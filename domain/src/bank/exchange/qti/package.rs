//! A package: a zip with a manifest, items and pictures.
//!
//! Invariants: items come in the order of the manifest; a file it names and the package lacks is an error with the
//! manifest's line; without a manifest every item found is read, and that is said.

use super::declared::walk;
use super::item::Picture;
use super::listed::{Kind, Resource, Target, resources, target};
use super::{document, item, names, old};
use crate::bank::Problem;
use crate::bank::exchange::archive::unpack;
use crate::bank::exchange::collect::Collector;
use crate::bank::exchange::encoding::decode;
use crate::bank::exchange::xml::Pieces;
use crate::bank::exchange::{Defaults, Import};
use std::collections::{BTreeMap, HashSet};

type Files = BTreeMap<String, Vec<u8>>;

/// Reads a package.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let mut files: Files = match unpack(file, bytes) {
        Ok(files) => files.into_iter().map(|(n, b)| (crate::text::nfc(&n.replace('\\', "/")), b)).collect(),
        Err(problem) => return Import::refused(problem),
    };
    files.retain(|name, _| !name.starts_with("__MACOSX/"));
    let Some(manifest) = manifest_name(&files) else { return without_manifest(file, files, defaults) };
    let listed = files
        .remove(&manifest)
        .map(|bytes| decode(&manifest, &bytes).and_then(|text| resources(&manifest, &text)));
    let listed = match listed {
        Some(Ok(listed)) => listed,
        Some(Err(problem)) => return Import::refused(problem),
        None => Vec::new(),
    };
    let paths: Vec<Option<String>> = listed
        .iter()
        .map(|r| match target(&manifest, r.address.as_deref()?) {
            Target::Inside(path) => Some(path),
            Target::Outside => None,
        })
        .collect();
    let mut collector = Collector::new(&manifest, defaults);
    let mut seen = HashSet::new();
    for (resource, path) in listed.iter().zip(&paths) {
        if collector.full() {
            break;
        }
        collector.turn_to(&manifest);
        match resource.kind {
            Kind::Item => {
                let Some(path) = path.as_deref() else {
                    unreachable_address(resource, &mut collector);
                    continue;
                };
                if !seen.insert(path) {
                    continue;
                }
                let Some(bytes) = files.remove(path) else {
                    missing(resource, path, &mut collector);
                    continue;
                };
                collector.turn_to(path);
                one(path, &bytes, &resource.keywords, &files, &mut collector);
            }
            Kind::Test => {
                let text = path.as_ref().and_then(|p| Some((p, files.get(p)?)));
                let features = text.map(|(path, bytes)| test_features(path, bytes)).unwrap_or_default();
                for feature in features {
                    collector.lost(resource.line, &resource.identifier, feature, "bỏ; chỉ đọc các câu hỏi");
                }
            }
            Kind::Old => collector.problem(old(&manifest, resource.line, resource.column)),
            Kind::Stimulus => {
                let what = "bài đọc dùng chung (stimulus)";
                collector.lost(
                    resource.line,
                    &resource.identifier,
                    what,
                    "không ghép vào câu; thêm bằng tay",
                );
            }
            Kind::Other => {}
        }
    }
    collector.turn_to(&manifest);
    collector.finish()
}

/// The manifest's path: at the top, or in the one folder somebody zipped.
fn manifest_name(files: &Files) -> Option<String> {
    let is =
        |path: &&String| path.rsplit('/').next().is_some_and(|n| n.eq_ignore_ascii_case("imsmanifest.xml"));
    files.keys().filter(is).min_by_key(|path| path.matches('/').count()).cloned()
}

fn unreachable_address(resource: &Resource, collector: &mut Collector<'_>) {
    let address = resource.address.as_deref().unwrap_or_default();
    let what =
        format!("địa chỉ “{}” của câu hỏi không ở trong gói", address.chars().take(80).collect::<String>());
    let remedy = "đóng gói lại từ chương trình gốc";
    collector.refuse((resource.line, resource.column), "bad_address", what, remedy);
}

fn missing(resource: &Resource, path: &str, collector: &mut Collector<'_>) {
    let what = format!("danh mục nhắc tới “{path}” nhưng gói không có tệp đó");
    let remedy = "đóng gói lại từ chương trình gốc, hoặc xóa mục đó khỏi imsmanifest.xml";
    collector.refuse((resource.line, resource.column), "missing_file", what, remedy);
}

fn one(path: &str, bytes: &[u8], keywords: &[String], files: &Files, collector: &mut Collector<'_>) {
    match document(path, bytes) {
        Ok(root) => {
            let picture = |address: &str| match target(path, address) {
                Target::Outside => Picture::Outside,
                Target::Inside(path) => {
                    files.get(&path).map_or(Picture::Missing, |b| Picture::Found(b.clone()))
                }
            };
            item::read(&root, keywords, &picture, collector);
        }
        Err(problem) => collector.problem(problem),
    }
}

/// What a test uses beside its questions, each once.
fn test_features(path: &str, bytes: &[u8]) -> Vec<&'static str> {
    let read = || -> Result<_, Problem> {
        let text = decode(path, bytes)?;
        let mut root = Pieces::open(path, &text)?.whole()?;
        names::normalise(&mut root);
        Ok(root)
    };
    let mut found = vec!["bài kiểm tra: phần, thứ tự và cách tính điểm chung (assessmentTest)"];
    let Ok(root) = read() else { return found };
    let mut used = HashSet::new();
    walk(&root, &mut |e| {
        used.insert(e.name.as_str());
    });
    for (name, called) in [
        ("timeLimits", "giới hạn thời gian (timeLimits)"),
        ("branchRule", "rẽ nhánh (branchRule)"),
        ("preCondition", "điều kiện hiện câu (preCondition)"),
        ("selection", "chọn ngẫu nhiên một số câu (selection)"),
        ("rubricBlock", "lời dẫn của phần (rubricBlock)"),
        ("testFeedback", "phản hồi của bài (testFeedback)"),
    ] {
        if used.contains(name) {
            found.push(called);
        }
    }
    found
}

fn without_manifest(file: &str, mut files: Files, defaults: &Defaults) -> Import {
    let ending = |name: &&String| name.to_ascii_lowercase().ends_with(".xml");
    let names: Vec<String> = files.keys().filter(ending).cloned().collect();
    let mut collector = Collector::new(file, defaults);
    let done = "đọc mọi tệp .xml theo thứ tự tên";
    collector.lost(1, file, "gói không có danh mục imsmanifest.xml", done);
    for name in &names {
        if collector.full() {
            break;
        }
        collector.turn_to(name);
        let Some(bytes) = files.remove(name) else { continue };
        match root_name(name, &bytes) {
            Some(root) if root == "assessmentTest" || root == "assessmentSection" => {
                collector.lost(1, name, "bài kiểm tra (assessmentTest)", "bỏ; chỉ đọc các câu hỏi");
            }
            Some(root) if root != "assessmentItem" && root != "questestinterop" => {
                collector.lost(1, name, format!("tệp XML không phải câu hỏi (<{root}>)"), "bỏ qua");
            }
            _ => one(name, &bytes, &[], &files, &mut collector),
        }
    }
    collector.turn_to(file);
    collector.finish()
}

/// The 2.1 name of a document's root; nothing when it cannot be told.
fn root_name(name: &str, bytes: &[u8]) -> Option<String> {
    let text = decode(name, bytes).ok()?;
    let pieces = Pieces::open(name, &text).ok()?;
    Some(names::one(&pieces.root.name).into_owned())
}
