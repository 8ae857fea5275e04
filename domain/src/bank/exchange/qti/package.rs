//! A package: a zip with a manifest, items and pictures.
//!
//! Invariants: items come in the order of the manifest; a file it names and the package lacks is an error with the
//! manifest's line; without a manifest every item found is read, and that is said. Items are unpacked and read one by
//! one, so a package of ten thousand never stands in memory as a whole.

use super::declared::walk;
use super::item::Picture;
use super::listed::{Kind, Resource, Resources, Target, target};
use super::{document, item, names, old};
use crate::bank::Problem;
use crate::bank::exchange::archive::Archive;
use crate::bank::exchange::collect::Collector;
use crate::bank::exchange::encoding::decode;
use crate::bank::exchange::xml::Pieces;
use crate::bank::exchange::{Defaults, Import};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// The files of a package. An archive that breaks while it is read makes the whole package unusable, which is found
/// out in the middle of an item: so it is kept here until somebody asks.
struct Package<'b> {
    archive: RefCell<Archive<'b>>,
    /// Path as addresses mean it → name in the archive.
    names: HashMap<String, String>,
    /// Pictures that were asked for: one picture of many questions is unpacked once.
    pictures: RefCell<HashMap<String, Vec<u8>>>,
    broken: RefCell<Option<Problem>>,
}

impl<'b> Package<'b> {
    fn open(file: &'b str, bytes: &'b [u8]) -> Result<Self, Problem> {
        let archive = Archive::open(file, bytes)?;
        let path = |name: &str| crate::text::nfc(&name.replace('\\', "/"));
        let names = archive.names().map(|name| (path(name), name.to_owned()));
        let names = names.filter(|(path, _)| !path.starts_with("__MACOSX/")).collect();
        let (archive, pictures) = (RefCell::new(archive), RefCell::default());
        Ok(Self { archive, names, pictures, broken: RefCell::default() })
    }

    /// The content of a file, when it is there and can be unpacked; nothing any more once something could not.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let name = self.names.get(path).filter(|_| self.broken.borrow().is_none())?;
        match self.archive.borrow_mut().read(name) {
            Ok(content) => content,
            Err(problem) => {
                *self.broken.borrow_mut() = Some(problem);
                None
            }
        }
    }

    fn picture(&self, standing_in: &str, address: &str) -> Picture {
        let Target::Inside(path) = target(standing_in, address) else { return Picture::Outside };
        if let Some(bytes) = self.pictures.borrow().get(&path) {
            return Picture::Found(bytes.clone());
        }
        let Some(bytes) = self.read(&path) else { return Picture::Missing };
        self.pictures.borrow_mut().insert(path, bytes.clone());
        Picture::Found(bytes)
    }
}

/// Reads a package.
pub(super) fn read(file: &str, bytes: &[u8], defaults: &Defaults) -> Import {
    let package = match Package::open(file, bytes) {
        Ok(package) => package,
        Err(problem) => return Import::refused(problem),
    };
    let read = match manifest_name(&package) {
        Some(manifest) => listed(&package, &manifest, defaults),
        None => Ok(without_manifest(file, &package, defaults)),
    };
    match (package.broken.take(), read) {
        (Some(problem), _) | (None, Err(problem)) => Import::refused(problem),
        (None, Ok(import)) => import,
    }
}

/// What the manifest names, in its order.
fn listed(package: &Package<'_>, manifest: &str, defaults: &Defaults) -> Result<Import, Problem> {
    let bytes = package.read(manifest).unwrap_or_default();
    let text = decode(manifest, &bytes)?;
    let mut resources = Resources::open(manifest, &text)?;
    let mut collector = Collector::new(manifest, defaults);
    let mut seen = HashSet::new();
    while let Some(resource) = resources.next()? {
        if collector.full() {
            break;
        }
        collector.turn_to(manifest);
        let path = resource.address.as_deref().and_then(|address| match target(manifest, address) {
            Target::Inside(path) => Some(path),
            Target::Outside => None,
        });
        match resource.kind {
            Kind::Item => {
                let Some(path) = path else {
                    unreachable_address(&resource, &mut collector);
                    continue;
                };
                if seen.insert(path.clone()) {
                    match package.read(&path) {
                        Some(bytes) => one(&path, &bytes, &resource.keywords, package, &mut collector),
                        None => missing(&resource, &path, &mut collector),
                    }
                }
            }
            Kind::Test => {
                let text = path.and_then(|path| Some((package.read(&path)?, path)));
                let features = text.map(|(bytes, path)| test_features(&path, &bytes)).unwrap_or_default();
                for feature in features {
                    collector.lost(resource.line, &resource.identifier, feature, "bỏ; chỉ đọc các câu hỏi");
                }
            }
            Kind::Old => collector.problem(old(manifest, resource.line, resource.column)),
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
    collector.turn_to(manifest);
    Ok(collector.finish())
}

/// The manifest's path: at the top, or in the one folder somebody zipped.
fn manifest_name(package: &Package<'_>) -> Option<String> {
    let is =
        |path: &&String| path.rsplit('/').next().is_some_and(|n| n.eq_ignore_ascii_case("imsmanifest.xml"));
    package.names.keys().filter(is).min_by_key(|path| (path.matches('/').count(), *path)).cloned()
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

fn one(path: &str, bytes: &[u8], keywords: &[String], package: &Package<'_>, collector: &mut Collector<'_>) {
    let read = decode(path, bytes).and_then(|text| {
        let root = document(path, &text)?;
        collector.turn_to(path.to_owned());
        item::read(&root, keywords, &|address| package.picture(path, address), collector);
        Ok(())
    });
    if let Err(problem) = read {
        collector.problem(problem);
    }
}

/// What a test uses beside its questions, each once.
fn test_features(path: &str, bytes: &[u8]) -> Vec<&'static str> {
    let mut found = vec!["bài kiểm tra: phần, thứ tự và cách tính điểm chung (assessmentTest)"];
    let Ok(text) = decode(path, bytes) else { return found };
    let Ok(mut root) = Pieces::open(path, &text).and_then(Pieces::whole) else { return found };
    names::normalise(&mut root);
    let mut used = HashSet::new();
    walk(&root, &mut |e| {
        used.insert(&*e.name);
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

fn without_manifest(file: &str, package: &Package<'_>, defaults: &Defaults) -> Import {
    let ending = |name: &&String| name.to_ascii_lowercase().ends_with(".xml");
    let mut names: Vec<&String> = package.names.keys().filter(ending).collect();
    names.sort();
    let mut collector = Collector::new(file, defaults);
    let done = "đọc mọi tệp .xml theo thứ tự tên";
    collector.lost(1, file, "gói không có danh mục imsmanifest.xml", done);
    for name in names {
        if collector.full() {
            break;
        }
        collector.turn_to(name.clone());
        let Some(bytes) = package.read(name) else { break };
        match root_name(name, &bytes) {
            Some(root) if root == "assessmentTest" || root == "assessmentSection" => {
                collector.lost(1, name, "bài kiểm tra (assessmentTest)", "bỏ; chỉ đọc các câu hỏi");
            }
            Some(root) if root != "assessmentItem" && root != "questestinterop" => {
                collector.lost(1, name, format!("tệp XML không phải câu hỏi (<{root}>)"), "bỏ qua");
            }
            _ => one(name, &bytes, &[], package, &mut collector),
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
