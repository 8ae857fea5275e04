//! Names that are names, and what is not.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use unicode_normalization::is_nfc;

/// Given names, nicknames and team names as people here use them, the treacherous ones first.
const INNOCENT: &str = "Hà, Tú, Lồng, Các, Lớn, Cường, Đỉnh, Đình, Định, Đích, Địch, Dịch, Đức, Đực, Phúc, Phục, Bưởi, Buổi, \
Buội, Đậu, Đại, Đài, Đãi, Bích, Địa, Điệp, Cúc, Cục, Cẩm, Đệ, Đê, Đỉa, Dĩ, Dĩ An, Di, Đi Học, Lộn Xộn, Vịt Lộn, Lòng, Long, \
Lon Ton, Lợn Con, Cạc Cạc, Cặp Đôi, Cắc Cớ, Cu Tí, Cu Bin, Cu Tèo, Cún, Chó Con, Chó Đốm, Mèo Lười, Ngu Ngơ, Óc Tiêu, Dũng, \
Đụng, Đủ, Đu Đủ, Du, Dụ, Dù, Mẹ Mít, Bố Bi, Má Hai, Nứt Nẻ, Nâng, Nắng, Chích, Chịu, Chích Choè, Cứng, Cứu, Như Ý, Ỷ Lan, Ia Grai, \
Ia Pa, Vĩnh Long VL, Sussex, Essex, Dickson, Scunthorpe, Shitake, Lồng Đèn, Đèn Lồng, Lồng Lộng, Các Bạn, Cái Lon Bia, \
Lớn Lên, Con Đi Thi, Con Di Hoc, Cho De Hieu, Con Cac Ban, Dau Buoi Sang, Mat Lon Nhat, Hạt Dẻ, Dit, Me, May, An, Ân, Ẩn, \
Anh, Ánh, Ảnh, Ba, Bách, Bảo, Bằng, Băng, Bình, Cao, Cầm, Chánh, Châu, Chi, Chí, Chiến, Chinh, Chính, Chung, Chương, Công, \
Cương, Danh, Dao, Diễm, Diệu, Dung, Duy, Duyên, Dương, Đạt, Đăng, Đông, Giang, Giáp, Gấm, Hạ, Hải, Hạnh, Hào, Hảo, Hằng, \
Hân, Hậu, Hiền, Hiếu, Hiệp, Hoa, Hòa, Hoà, Hoài, Hoan, Hoàn, Hoàng, Hồng, Huệ, Hùng, Huy, Huyền, Hưng, Hương, Hường, Kha, \
Khải, Khang, Khánh, Khoa, Khôi, Khuê, Kiên, Kiều, Kim, Lam, Lan, Lanh, Lâm, Lân, Lê, Liên, Liễu, Linh, Loan, Lộc, Lợi, Luân, \
Lực, Lương, Ly, Mai, Mạnh, Mẫn, Minh, My, Mỹ, Nam, Nga, Ngà, Ngân, Nghĩa, Ngọc, Nguyên, Nguyệt, Nhàn, Nhân, Nhật, Nhi, Nhung, \
Như, Oanh, Phát, Phong, Phú, Phụng, Phương, Quang, Quân, Quế, Quốc, Quý, Quyên, Quyết, Quỳnh, Rơ Châm, H'Nga, Y Moan, \
Siu Black, Nay Phin, Kpă Klơng, Đinh Núp, Sang, Sáng, Sơn, Sương, Tài, Tâm, Tân, Thái, Thanh, Thành, Thảo, Thắm, Thắng, Thi, \
Thịnh, Thoa, Thông, Thu, Thủy, Thuỷ, Thúy, Thư, Thương, Tiên, Tiến, Tín, Toàn, Trà, Trang, Trâm, Trí, Trinh, Trọng, Trung, \
Trúc, Trường, Tuấn, Tuệ, Tùng, Tuyết, Tường, Uyên, Vân, Việt, Vinh, Vũ, Vy, Xuân, Yên, Yến, Sao Mai, Gió Biển, Mưa Rào, \
Tổ công nghệ số, Đoàn xã Ia Ko, 10A1 muôn năm, Bà Năm bán cá, Nẫu ơi, 🌻 Hoa Nắng, Lan & Huệ, <b>Nam</b>, Nguyễn Thị Minh Khai, \
Làm tình nguyện, Đi làm tình nguyện, Làm tình nguyện viên, Tổ làm tình nguyện, Làm tình báo viên, Dương Vật Lý, Dương Vật Lí, \
Thầy Dương Vật Lý, Cô Dương – Vật Lý, Hải Dương Vật Liệu, Hải Dương Vật Tư, Đại dương vật chất, Quan Âm Đạo Tràng, \
Hạt óc chó, Hạt Óc Chó Rang, Quả óc chó, Trái óc chó, Cây óc chó, Gỗ óc chó, Nhân óc chó, Sữa óc chó, Bánh óc chó, Kẹo óc chó, \
Dầu óc chó, Cây chó đẻ, Rau chó đẻ, Chó đẻ răng cưa, Mẹ mày mò, Bố mày mò, Má mày mò học số, Bố Mày Râu, Thằng Ngu Ngơ, \
Con Ngu Ngơ, Con Ngu Công";

#[test]
fn two_hundred_names_and_more_are_names() {
    let names: BTreeSet<&str> = INNOCENT.split(", ").collect();
    assert!(names.len() >= 200, "{}", names.len());
    for name in names {
        assert_eq!(clean(name).as_deref().ok(), Some(name), "{name}: {:?}", clean(name));
        // Typed on a phone that decomposes, shouted, or whispered: as good.
        let decomposed: String = name.nfd().collect();
        assert_eq!(clean(&decomposed).as_deref().ok(), Some(name));
        assert!(clean(&name.to_uppercase()).is_ok(), "{}", name.to_uppercase());
        assert!(clean(&name.to_lowercase()).is_ok(), "{}", name.to_lowercase());
        assert!(clean(&format!("{name} 2")).is_ok() || name.graphemes(true).count() > 18);
    }
}

#[test]
fn foul_names_are_refused_and_hosts_overrule() {
    let foul = [
        "lồn",
        "Cái Lồn",
        "cặc to",
        "Địt Mẹ",
        "địtmẹ",
        "ĐỊT",
        "đéo chơi",
        "Con Đĩ",
        "đĩ",
        "buồi",
        "Vãi Lồn",
        "vãilồn",
        "LỒNNNN",
        "l ồ n",
        "L.ồ.n",
        "đ.m",
        "ĐM nhé",
        "vcl",
        "dit me",
        "ditme",
        "Dit me may",
        "Óc Chó",
        "óc-chó",
        "thằng ngu",
        "con cac",
        "ConCac",
        "cai lon",
        "mẹ mày",
        "fuck you",
        "FUUUCK",
        "ｆｕｃｋ",
        "f u c k",
        "lo\u{300}\u{302}n cặc",
        "đ\u{200b}ụ",
        "chó đẻ",
        // An innocent phrase beside a foul one, or only its beginning.
        "làm tình",
        "Làm tình nguyệ",
        "hạt óc chó óc chó",
        "óc chó hạt",
        "dương vật to",
        "mẹ mày mò mẹ mày",
        "đồ chó đẻ răng cưa",
    ];
    for name in foul {
        assert_eq!(clean(name), Err(NicknameFault::Foul), "{name}");
        assert!(tidy(name).is_ok());
    }
}

#[test]
fn characters_are_counted_as_people_count_them() {
    assert_eq!(clean("Hà").as_deref(), Ok("Hà"));
    assert_eq!(clean("Ha\u{300}").as_deref(), Ok("Hà"));
    assert_eq!(clean("H"), Err(NicknameFault::Short));
    assert_eq!(clean("Ế"), Err(NicknameFault::Short));
    assert_eq!(clean("  \u{3000}\n "), Err(NicknameFault::Short));
    assert_eq!(clean("!!!"), Err(NicknameFault::Short));
    let twenty = "Ế".repeat(20);
    assert_eq!(clean(&twenty).as_deref(), Ok(twenty.as_str()));
    let decomposed: String = twenty.nfd().collect();
    assert_eq!(clean(&decomposed).as_deref(), Ok(twenty.as_str()), "60 code points, 20 characters");
    assert_eq!(clean(&"Ế".repeat(21)), Err(NicknameFault::Long));
    assert_eq!(clean(&"a".repeat(1_000_000)), Err(NicknameFault::Long));
    assert_eq!(clean("  Sao \t  Mai "), Ok("Sao Mai".into()));
    let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦";
    assert_eq!(clean(&format!("Nhà {family}")), Ok(format!("Nhà {family}")));
}

#[test]
fn hostile_names_lose_what_hides() {
    // Right to left, zero widths, fillers, tags, a lone joiner, a null.
    let hidden = "L\u{202e}a\u{200b}n\u{200f}\u{feff} \u{3164}A\u{2060}n\u{e0041}h\u{200d}\0";
    assert_eq!(clean(hidden), Ok("Lan Anh".into()));
    assert_eq!(clean("\u{200b}\u{200b}\u{200b}"), Err(NicknameFault::Short));
    assert_eq!(clean("A\u{200d}\u{301}n"), Ok("Án".into()), "composed again after the joiner is gone");
    assert_eq!(clean("😀😀😀😀"), Err(NicknameFault::Flood));
    assert_eq!(clean("😀😀 Lan 😀"), Ok("😀😀 Lan 😀".into()));
    assert_eq!(clean(&format!("Lan{}", "\u{301}".repeat(30))), Err(NicknameFault::Flood));
    // A chain of joined pictures is one character of any length.
    assert_eq!(clean(&format!("ab{}", "👨\u{200d}".repeat(50))), Err(NicknameFault::Flood));
    assert_eq!(clean("<script>").as_deref(), Ok("<script>"), "pages escape what they show");
}

#[test]
fn duplicates_get_a_number() {
    let mut taken = BTreeSet::new();
    let mut join = |name: &str| {
        let given = number_duplicate(name, |n| taken.contains(n));
        taken.insert(same_name(&given));
        given
    };
    assert_eq!(
        ["Lan", "Lan", "LAN", "Lan 2", "Làn"].map(&mut join),
        ["Lan", "Lan 2", "LAN 3", "Lan 2 2", "Làn"]
    );
    let long = "Ế".repeat(20);
    join(&long);
    let second = join(&long);
    assert_eq!(second, format!("{} 2", "Ế".repeat(18)));
    assert!(clean(&second).is_ok());
}

proptest! {
    #[test]
    fn what_passes_can_be_shown(raw in prop_oneof![
        "\\PC{0,30}",
        proptest::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter),
        proptest::collection::vec(
            proptest::sample::select(vec!['a', 'Ế', 'e', '\u{302}', '\u{301}', '\u{200d}', '\u{fe0f}', '👩', '👧', ' ', '\u{202e}', '🇻', '🇳']),
            0..30,
        ).prop_map(String::from_iter),
    ]) {
        if let Ok(name) = tidy(&raw) {
            prop_assert!(is_nfc(&name));
            prop_assert!((SHORTEST..=LONGEST).contains(&name.graphemes(true).count()));
            prop_assert!(!name.chars().any(|c| is_hidden(c) || c.is_control()));
            prop_assert!(name.chars().count() <= MOST_SCALARS);
            let joined = name.contains('\u{200d}');
            prop_assert!(!joined || name.graphemes(true).any(is_emoji));
            let again = tidy(&name);
            prop_assert_eq!(again, Ok(name), "tidying twice changes nothing");
        }
    }

    #[test]
    fn a_number_makes_a_free_name(name in "[a-zếạ]{2,20}", others in 0u32..30) {
        let mut taken = BTreeSet::new();
        for _ in 0..=others {
            let given = number_duplicate(&name, |n| taken.contains(n));
            prop_assert!(tidy(&given).is_ok());
            prop_assert!(taken.insert(same_name(&given)), "{} again", given);
        }
    }
}
