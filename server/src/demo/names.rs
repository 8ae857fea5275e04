//! Nicknames of demonstration people: things of nature with how or where they are. Nobody real is called so, and no
//! first names are among the words.

use super::dice::Dice;

const THINGS: [&str; 54] = [
    "Mây",
    "Gió",
    "Nắng",
    "Mưa",
    "Sóng",
    "Suối",
    "Thác",
    "Đồi",
    "Núi",
    "Rừng",
    "Biển",
    "Sông",
    "Hồ",
    "Ruộng",
    "Cỏ",
    "Lá",
    "Sương",
    "Trăng",
    "Sao",
    "Bầu Trời",
    "Cánh Đồng",
    "Con Thuyền",
    "Cánh Diều",
    "Hạt Lúa",
    "Hạt Mưa",
    "Giọt Sương",
    "Ngọn Gió",
    "Đám Mây",
    "Tia Nắng",
    "Chim Sẻ",
    "Chim Én",
    "Bồ Câu",
    "Chuồn Chuồn",
    "Ong Mật",
    "Bướm",
    "Dế Mèn",
    "Cá Chép",
    "Cua Đồng",
    "Sóc",
    "Nai",
    "Voi Con",
    "Cây Dừa",
    "Cây Tre",
    "Cây Đa",
    "Cây Thông",
    "Cà Phê",
    "Hoa Sen",
    "Hoa Cúc",
    "Dã Quỳ",
    "Hoa Sim",
    "Cầu Vồng",
    "Bình Minh",
    "Hoàng Hôn",
    "Đom Đóm",
];

const HOW: [&str; 34] = [
    "Xanh",
    "Trắng",
    "Vàng",
    "Biếc",
    "Tím",
    "Nhỏ",
    "Lớn",
    "Sớm",
    "Chiều",
    "Đêm",
    "Ban Mai",
    "Mùa Xuân",
    "Mùa Hạ",
    "Mùa Thu",
    "Mùa Đông",
    "Tháng Ba",
    "Tháng Tám",
    "Cao Nguyên",
    "Đồng Quê",
    "Ven Sông",
    "Ven Biển",
    "Đầu Làng",
    "Lưng Đồi",
    "Vui Vẻ",
    "Hiền Lành",
    "Chăm Chỉ",
    "Tinh Nghịch",
    "Lấp Lánh",
    "Thong Thả",
    "Miền Trung",
    "Xa Khơi",
    "Gần Nhà",
    "Lặng Lẽ",
    "Ham Học",
];

/// Room for a number behind the words: nicknames have at most 20 characters.
const MOST: usize = 17;

/// A nickname; one in five carries a number, as people do when a name is taken.
pub fn nickname(dice: &mut Dice) -> String {
    let mut name = "Mây Trắng".to_owned();
    // Long things with long manners do not fit: throw again. Nine in ten fit, so eight throws are plenty.
    for _ in 0..8 {
        let (thing, how) = (dice.pick(&THINGS), dice.pick(&HOW));
        let words = [thing, how].into_iter().flatten().copied().collect::<Vec<_>>().join(" ");
        if words.chars().count() <= MOST {
            name = words;
            break;
        }
    }
    if dice.chance(200) { format!("{name} {}", dice.between(2, 99)) } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::dice::Use;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_many_and_would_be_accepted_from_anybody() {
        let names: Vec<String> = (0..5000).map(|i| nickname(&mut Dice::new(Use::Person, i))).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        assert!(distinct.len() >= 1500, "{}", distinct.len());
        for name in &names {
            assert_eq!(domain::people::clean_nickname(name).as_ref(), Ok(name));
        }
    }
}
