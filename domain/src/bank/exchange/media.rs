//! Images from foreign files: decoded within bounds and written anew, so that nothing hides in them.
//!
//! Invariants: only pixels pass: comments, locations, scripts and trailing bytes of the original do not; the name is
//! the hash of the new bytes, so the same picture is stored once; what does not decode as an image is refused.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Resize;
use image::{DynamicImage, ImageEncoder as _, ImageReader, Limits};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The largest image read, in bytes.
pub const LARGEST_IMAGE: usize = 8 * 1024 * 1024;
/// The widest or tallest image read, in pixels.
const LARGEST_SIDE: u32 = 6_000;
/// The widest or tallest image kept: sharp on a projector, bearable on a slow network.
pub(crate) const KEPT_SIDE: u32 = 1_280;
/// The largest image kept, in bytes.
pub(crate) const LARGEST_KEPT: usize = 300 * 1024;

/// An image as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// SHA-256 of the bytes in hex, with `.png` or `.jpg`.
    pub name: String,
    /// The new bytes.
    pub bytes: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why an image cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MediaFault {
    /// More bytes than [`LARGEST_IMAGE`].
    #[error("ảnh lớn hơn 8 MB")]
    TooLarge,
    /// Too many pixels.
    #[error("ảnh rộng hoặc cao quá 6.000 điểm")]
    TooManyPixels,
    /// Not PNG, JPEG, GIF or WebP, or broken.
    #[error("không phải ảnh PNG, JPEG, GIF hay WebP đọc được")]
    NotAnImage,
}

/// Decodes an image and writes it anew.
///
/// # Errors
/// See [`MediaFault`].
pub fn keep(bytes: &[u8]) -> Result<Media, MediaFault> {
    if bytes.len() > LARGEST_IMAGE {
        return Err(MediaFault::TooLarge);
    }
    let open =
        || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| MediaFault::NotAnImage);
    let (width, height) = open()?.into_dimensions().map_err(|_| MediaFault::NotAnImage)?;
    if width == 0 || height == 0 || width > LARGEST_SIDE || height > LARGEST_SIDE {
        return Err(MediaFault::TooManyPixels);
    }
    let mut reader = open()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(256 * 1024 * 1024);
    reader.limits(limits);
    let mut image = reader.decode().map_err(|_| MediaFault::NotAnImage)?;
    if width > KEPT_SIDE || height > KEPT_SIDE {
        image = image.resize(KEPT_SIDE, KEPT_SIDE, Resize::Triangle);
    }
    let (bytes, ending) = write(&image)?;
    let name = format!("{}.{ending}", hex::encode(Sha256::digest(&bytes)));
    Ok(Media { name, bytes, width: image.width(), height: image.height() })
}

/// Whether a name has the shape that [`keep`] gives.
#[must_use]
pub fn is_media_name(name: &str) -> bool {
    name.split_once('.').is_some_and(|(hash, ending)| {
        hash.len() == 64
            && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && matches!(ending, "png" | "jpg")
    })
}

/// PNG, or JPEG when that is what fits: drawings stay sharp, photographs stay small.
fn write(image: &DynamicImage) -> Result<(Vec<u8>, &'static str), MediaFault> {
    let broken = |_| MediaFault::NotAnImage;
    let clear = image.color().has_alpha() && image.to_rgba8().pixels().any(|p| p.0[3] < 255);
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Best, FilterType::Adaptive);
    if clear {
        let pixels = image.to_rgba8();
        let (w, h) = pixels.dimensions();
        encoder.write_image(&pixels, w, h, image::ExtendedColorType::Rgba8).map_err(broken)?;
    } else {
        let pixels = image.to_rgb8();
        let (w, h) = pixels.dimensions();
        encoder.write_image(&pixels, w, h, image::ExtendedColorType::Rgb8).map_err(broken)?;
    }
    if png.len() <= LARGEST_KEPT / 4 || (clear && png.len() <= LARGEST_KEPT) {
        return Ok((png, "png"));
    }
    // Clear parts become white: JPEG knows none.
    let pixels = over_white(image);
    let mut best = Vec::new();
    for quality in [82, 70, 55, 40] {
        best.clear();
        let (w, h) = pixels.dimensions();
        JpegEncoder::new_with_quality(&mut best, quality)
            .write_image(&pixels, w, h, image::ExtendedColorType::Rgb8)
            .map_err(broken)?;
        if best.len() <= LARGEST_KEPT {
            break;
        }
    }
    if png.len() <= best.len() && png.len() <= LARGEST_KEPT { Ok((png, "png")) } else { Ok((best, "jpg")) }
}

fn over_white(image: &DynamicImage) -> image::RgbImage {
    let from = image.to_rgba8();
    image::RgbImage::from_fn(from.width(), from.height(), |x, y| {
        let [r, g, b, a] = from.get_pixel(x, y).0;
        let mix = |c: u8| {
            let mixed = (u16::from(c) * u16::from(a) + 255 * (255 - u16::from(a))) / 255;
            u8::try_from(mixed).unwrap_or(255)
        };
        image::Rgb([mix(r), mix(g), mix(b)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x % 256) as u8, (y % 256) as u8, ((x * 7 + y * 13) % 256) as u8])
        });
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes)
            .write_image(&image, width, height, image::ExtendedColorType::Rgb8)
            .expect("writes");
        bytes
    }

    #[test]
    fn only_pixels_pass_and_keeping_twice_changes_nothing() {
        let mut with_a_secret = png(40, 30);
        with_a_secret.extend_from_slice(b"<script>alert(1)</script>");
        let kept = keep(&with_a_secret).expect("an image");
        assert!(!kept.bytes.windows(8).any(|w| w == b"<script>"));
        assert_eq!((kept.width, kept.height), (40, 30));
        assert!(is_media_name(&kept.name), "{}", kept.name);
        assert_eq!(keep(&kept.bytes).expect("an image"), kept);
    }

    #[test]
    fn large_images_are_made_small() {
        let kept = keep(&png(2_000, 1_500)).expect("an image");
        assert!(kept.width <= KEPT_SIDE && kept.height <= KEPT_SIDE && kept.bytes.len() <= LARGEST_KEPT);
    }

    #[test]
    fn what_is_no_image_is_refused() {
        for bytes in [b"<svg onload='x'/>".as_slice(), b"\x89PNG\r\n\x1a\n broken", b"", b"%PDF-1.7"] {
            assert_eq!(keep(bytes), Err(MediaFault::NotAnImage));
        }
        assert_eq!(keep(&vec![0; LARGEST_IMAGE + 1]), Err(MediaFault::TooLarge));
        assert_eq!(keep(&png(6_001, 1)), Err(MediaFault::TooManyPixels));
        assert!(!is_media_name("../../etc/passwd.png") && !is_media_name("abc.svg"));
    }
}
