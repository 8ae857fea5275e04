//! Formats that are one text: the first byte says which.
#![no_main]

use domain::bank::exchange::Format;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let format = match first % 6 {
        0 => Format::Toml,
        1 => Format::Csv,
        2 => Format::Gift,
        3 => Format::MoodleXml,
        4 => Format::Aiken,
        _ => Format::Qti3,
    };
    fuzz::bank(format, rest);
});
