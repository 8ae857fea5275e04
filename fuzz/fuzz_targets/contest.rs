//! The contest file: any text is read or refused with places inside it.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let none = |_: &str| Err("không có".to_owned());
    if let Err(problems) = domain::contest::file::parse("thi.toml", text, &none) {
        assert!(!problems.is_empty());
        let lines = text.matches('\n').count() + 1;
        assert!(problems.iter().all(|p| p.line >= 1 && p.line <= lines + 1), "{problems:?}");
    }
});
