//! People: registering, devices and personal codes, contacts, and a person's rights over their data.

pub mod burst;
pub mod code;
pub mod contact;
pub mod misses;
pub mod places;
pub mod qr;
pub mod register;
pub mod rights;
pub mod session;

/// A group or roster code as compared: letters and digits, upper case.
#[must_use]
pub fn plain_code(typed: &str) -> String {
    typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
