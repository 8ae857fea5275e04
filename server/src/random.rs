//! The one place that draws real randomness: ids, seeds, tokens.

use rand::Rng;
use uuid::Uuid;

/// A time-ordered id (`UUIDv7`) for a fact born at `now_ms`.
#[must_use]
pub fn id(now_ms: i64) -> String {
    let millis = u64::try_from(now_ms).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes::<10>()).into_uuid().to_string()
}

/// A seed for a draw. Positive, since it is stored in a signed column.
#[must_use]
pub fn seed() -> i64 {
    i64::from_be_bytes(bytes::<8>()) & i64::MAX
}

/// Random bytes from the operating system's generator, buffered per thread.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0_u8; N];
    #[expect(clippy::disallowed_methods, reason = "the one place that draws real randomness")]
    rand::rng().fill_bytes(&mut out);
    out
}

/// A 256-bit token as 64 hex digits.
#[must_use]
pub fn token() -> String {
    hex::encode(bytes::<32>())
}

/// The 128 bits of an id, for maps; 0 when it is not a UUID.
#[must_use]
pub fn id_bits(id: &str) -> u128 {
    Uuid::parse_str(id).map_or(0, |id| id.as_u128())
}

/// The id of 128 bits.
#[must_use]
pub fn id_of_bits(bits: u128) -> String {
    Uuid::from_u128(bits).to_string()
}
