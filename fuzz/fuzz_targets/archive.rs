//! Formats that are archives: the first byte says which.
#![no_main]

use domain::bank::exchange::Format;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let format = match first % 4 {
        0 => Format::Toml,
        1 => Format::Xlsx,
        2 => Format::Kahoot,
        _ => Format::Qti21,
    };
    fuzz::bank(format, rest);
});
