//! The manifest of a package we write: one resource per item, our tags as keywords of its metadata.
//!
//! Learning-object metadata in the manifest is the one place for keywords that both versions allow and that other
//! programs pass over when they have no use for it.

use super::Version;
use super::written::titled;
use crate::bank::exchange::markup::escape;
use crate::bank::exchange::tags;
use crate::question::Revision;
use std::fmt::Write as _;

/// The manifest's text.
pub(super) fn of(revisions: &[Revision], version: Version) -> String {
    let (space, profile, schema, number, kind) = match version {
        Version::V21 => (
            "http://www.imsglobal.org/xsd/imscp_v1p1",
            "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
            "QTIv2.1 Package",
            "1.0.0",
            "imsqti_item_xmlv2p1",
        ),
        Version::V3 => (
            "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
            "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
            "QTI Package",
            "3.0.0",
            "imsqti_item_xmlv3p0",
        ),
    };
    let lom = match version {
        Version::V21 => "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd",
        Version::V3 => "https://purl.imsglobal.org/spec/md/v1p3/schema/xsd/imsmd_loose_v1p3p2.xsd",
    };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest xmlns=\"{space}\" xmlns:lom=\"http://ltsc.ieee.org/xsd/LOM\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"{space} {profile} http://ltsc.ieee.org/xsd/LOM {lom}\" identifier=\"MANIFEST\">\n\
         <metadata><schema>{schema}</schema><schemaversion>{number}</schemaversion></metadata>\n\
         <organizations/>\n<resources>\n"
    );
    for r in revisions {
        resource(r, kind, &mut out);
    }
    out.push_str("</resources>\n</manifest>\n");
    out
}

fn resource(r: &Revision, kind: &str, out: &mut String) {
    let id = escape(&r.question);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<resource identifier=\"RES-{id}\" type=\"{kind}\" href=\"items/{id}.xml\">\n<metadata><lom:lom><lom:general>\n\
         <lom:title><lom:string language=\"vi\">{}</lom:string></lom:title>\n<lom:language>vi</lom:language>\n",
        escape(&titled(r))
    );
    for tag in tags::of(r) {
        let _ = writeln!(out, "<lom:keyword><lom:string>{}</lom:string></lom:keyword>", escape(&tag));
    }
    let _ = write!(out, "</lom:general></lom:lom></metadata>\n<file href=\"items/{id}.xml\"/>\n");
    if let Some(image) = &r.image {
        let _ = writeln!(out, "<file href=\"media/{}\"/>", escape(&image.file));
    }
    out.push_str("</resource>\n");
}
