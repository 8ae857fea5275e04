//! The ways to answer that QTI has and we do not, by the names people know them.

/// What an interaction is called, in Vietnamese.
pub(super) fn called(name: &str) -> String {
    let known = UNSUPPORTED.iter().find(|(n, _)| *n == name).map(|(_, called)| *called);
    known.map_or_else(|| format!("kiểu trả lời {name}"), |called| format!("{called} ({name})"))
}

/// Whether we read it.
pub(super) fn is_ours(name: &str) -> bool {
    matches!(name, "choiceInteraction" | "orderInteraction" | "matchInteraction" | "textEntryInteraction")
}

const UNSUPPORTED: [(&str, &str); 17] = [
    ("associateInteraction", "ghép đôi trong một nhóm"),
    ("customInteraction", "kiểu trả lời riêng của chương trình khác"),
    ("drawingInteraction", "vẽ hình"),
    ("extendedTextInteraction", "bài tự luận"),
    ("gapMatchInteraction", "kéo từ vào chỗ trống"),
    ("graphicAssociateInteraction", "nối điểm trên ảnh"),
    ("graphicGapMatchInteraction", "kéo vào chỗ trống trên ảnh"),
    ("graphicOrderInteraction", "xếp thứ tự trên ảnh"),
    ("hotspotInteraction", "chọn vùng trên ảnh"),
    ("hottextInteraction", "chọn từ trong đoạn"),
    ("inlineChoiceInteraction", "chọn trong danh sách giữa câu"),
    ("mediaInteraction", "xem phim hoặc nghe âm thanh"),
    ("portableCustomInteraction", "kiểu trả lời riêng của chương trình khác"),
    ("positionObjectInteraction", "đặt hình lên ảnh"),
    ("selectPointInteraction", "chọn điểm trên ảnh"),
    ("sliderInteraction", "thanh trượt"),
    ("uploadInteraction", "nộp tệp"),
];
