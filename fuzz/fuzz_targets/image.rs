//! Pictures: whatever passes is small, and passing it again changes nothing.
#![no_main]

use domain::bank::exchange::{is_media_name, keep};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(kept) = keep(data) {
        assert!(is_media_name(&kept.name));
        assert!(kept.width <= 1_280 && kept.height <= 1_280);
        assert_eq!(keep(&kept.bytes).expect("our own picture is read"), kept);
    }
});
