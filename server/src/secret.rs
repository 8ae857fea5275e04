//! The deployment's key and what is made from it: personal codes, keyed hashes, sealed contacts.
//!
//! One 256-bit key per deployment, in `secret.key` of the data folder (mode 0600) or in `NGAYHOISO_SECRET` when
//! several nodes share one database. Each purpose uses its own key derived by HMAC, so no value can stand in for
//! another. A personal code is derived, not stored: the database holds its HMAC alone.

use chacha20poly1305::aead::{Aead, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use std::io::Write as _;
use std::path::Path;

/// Keys derived from the deployment's key.
#[derive(Clone)]
pub struct Secrets {
    code: [u8; 32],
    code_lookup: [u8; 32],
    contact: [u8; 32],
    seal: [u8; 32],
    network: [u8; 32],
    setup: [u8; 32],
    staff_mark: [u8; 32],
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

/// Why the key cannot be had; prints as one line.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read or written.
    #[error("cannot use {0}: {1}")]
    File(String, std::io::Error),
    /// Not 64 hex digits.
    #[error("the deployment's key must be 64 hex digits (file secret.key or NGAYHOISO_SECRET)")]
    Form,
}

fn mac(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    // HMAC takes keys of every length; a 32-byte key cannot be refused.
    Hmac::<Sha256>::new_from_slice(key).map_or([0; 32], |mut m| {
        m.update(text);
        m.finalize().into_bytes().into()
    })
}

impl Secrets {
    /// From the environment, or the file in the data folder, which is made on first use.
    ///
    /// # Errors
    /// See [`SecretError`].
    pub fn load(data_dir: &Path) -> Result<Self, SecretError> {
        if let Ok(hex) = std::env::var("NGAYHOISO_SECRET") {
            return Self::from_hex(&hex);
        }
        let file = data_dir.join("secret.key");
        let fail = |e| SecretError::File(file.display().to_string(), e);
        match std::fs::read_to_string(&file) {
            Ok(hex) => Self::from_hex(&hex),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                std::fs::create_dir_all(data_dir).map_err(fail)?;
                let hex = crate::random::token();
                let mut options = std::fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                match options.open(&file) {
                    Ok(mut f) => {
                        f.write_all(hex.as_bytes()).and_then(|()| f.sync_all()).map_err(fail)?;
                        Self::from_hex(&hex)
                    }
                    // Another process made it between our look and our try.
                    Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::from_hex(&std::fs::read_to_string(&file).map_err(fail)?)
                    }
                    Err(e) => Err(fail(e)),
                }
            }
            Err(e) => Err(fail(e)),
        }
    }

    /// From 64 hex digits.
    ///
    /// # Errors
    /// [`SecretError::Form`].
    pub fn from_hex(text: &str) -> Result<Self, SecretError> {
        let bytes = hex::decode(text.trim()).map_err(|_| SecretError::Form)?;
        let master: [u8; 32] = bytes.try_into().map_err(|_| SecretError::Form)?;
        Ok(Self {
            code: mac(&master, b"personal code"),
            code_lookup: mac(&master, b"personal code lookup"),
            contact: mac(&master, b"contact lookup"),
            seal: mac(&master, b"contact seal"),
            network: mac(&master, b"network"),
            setup: mac(&master, b"setup code"),
            staff_mark: mac(&master, b"staff mark"),
        })
    }

    /// The personal code of a participant, grouped `XXXXX-XXXXX`; a new generation is a new code.
    #[must_use]
    pub fn personal_code(&self, participant: &str, generation: i64) -> String {
        code_of(mac(&self.code, format!("{participant}/{generation}").as_bytes()))
    }

    /// The setup code made at this moment: shaped like a personal code, never the same value as one.
    #[must_use]
    pub fn setup_code(&self, made_at: i64) -> String {
        code_of(mac(&self.setup, &made_at.to_be_bytes()))
    }

    /// A sign for a browser that an account (by its name as compared) signed in on it: a nonce and its MAC.
    #[must_use]
    pub fn staff_mark(&self, name_key: &str) -> String {
        let nonce = hex::encode(crate::random::bytes::<16>());
        let seal = self.staff_mark_seal(name_key, &nonce);
        format!("{nonce}{seal}")
    }

    /// Whether a browser's sign was made here for this account.
    #[must_use]
    pub fn is_staff_mark(&self, name_key: &str, mark: &str) -> bool {
        mark.split_at_checked(32).is_some_and(|(nonce, seal)| {
            let right = self.staff_mark_seal(name_key, nonce);
            // Every byte is looked at, however early they differ.
            right.len() == seal.len() && right.bytes().zip(seal.bytes()).fold(0, |d, (a, b)| d | (a ^ b)) == 0
        })
    }

    fn staff_mark_seal(&self, name_key: &str, nonce: &str) -> String {
        hex::encode(&mac(&self.staff_mark, format!("{nonce}/{name_key}").as_bytes())[..16])
    }

    /// What the database keeps of a personal, group or roster code (already normalised).
    #[must_use]
    pub fn code_hmac(&self, normalised: &str) -> String {
        hex::encode(mac(&self.code_lookup, normalised.as_bytes()))
    }

    /// What the database keeps of a contact, to find duplicates and barred people.
    #[must_use]
    pub fn contact_hmac(&self, normalised: &str) -> String {
        hex::encode(mac(&self.contact, normalised.as_bytes()))
    }

    /// A network's name in records of bursts.
    #[must_use]
    pub fn network_hmac(&self, network: &str) -> String {
        hex::encode(&mac(&self.network, network.as_bytes())[..12])
    }

    /// Seals a contact: hex of a random nonce and the ciphertext.
    #[must_use]
    pub fn seal(&self, plain: &str) -> String {
        let nonce: [u8; 24] = crate::random::bytes();
        let cipher = XChaCha20Poly1305::new(&Key::from(self.seal));
        let sealed = cipher.encrypt(&XNonce::from(nonce), plain.as_bytes()).unwrap_or_default();
        format!("{}{}", hex::encode(nonce), hex::encode(sealed))
    }

    /// Opens a sealed contact; `None` when it was made under another key.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<String> {
        let bytes = hex::decode(sealed).ok()?;
        let (nonce, text) = bytes.split_at_checked(24)?;
        let nonce: [u8; 24] = nonce.try_into().ok()?;
        let plain = XChaCha20Poly1305::new(&Key::from(self.seal)).decrypt(&XNonce::from(nonce), text).ok()?;
        String::from_utf8(plain).ok()
    }
}

/// Ten symbols of a digest.
fn code_of(digest: [u8; 32]) -> String {
    let mut bits = [0; 8];
    bits.copy_from_slice(&digest[..8]);
    domain::code::encode(u64::from_be_bytes(bits) >> 14)
}

/// SHA-256 of a bearer or device token, hex: tokens are 256 random bits, so no key or salt is needed.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex::encode(token_digest(token))
}

/// The same hash as bytes, for keeping at hand: half the size, and no letters to make for every request.
#[must_use]
pub fn token_digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_depend_on_person_and_generation_and_contacts_open_again() {
        let s = Secrets::from_hex(&"ab".repeat(32)).unwrap();
        let first = s.personal_code("p1", 0);
        assert_eq!(first, s.personal_code("p1", 0));
        assert_ne!(first, s.personal_code("p1", 1));
        assert_ne!(first, s.personal_code("p2", 0));
        assert_eq!(first.len(), 11);
        let sealed = s.seal("0905123456");
        assert!(!sealed.contains("0905"));
        assert_eq!(s.open(&sealed).as_deref(), Some("0905123456"));
        assert_eq!(Secrets::from_hex(&"cd".repeat(32)).unwrap().open(&sealed), None);
    }

    #[test]
    fn a_browsers_sign_is_good_for_its_account_alone() {
        let s = Secrets::from_hex(&"ab".repeat(32)).unwrap();
        let mark = s.staff_mark("mc");
        assert!(s.is_staff_mark("mc", &mark));
        assert_ne!(mark, s.staff_mark("mc"));
        assert!(!s.is_staff_mark("mc2", &mark));
        assert!(!Secrets::from_hex(&"cd".repeat(32)).unwrap().is_staff_mark("mc", &mark));
        let changed = mark.replacen(&mark[..1], if mark.starts_with('0') { "1" } else { "0" }, 1);
        for bad in ["", "ạ", &mark[..63], &mark[1..], &changed, &format!("{mark}0")] {
            assert!(!s.is_staff_mark("mc", bad), "{bad}");
        }
    }
}
