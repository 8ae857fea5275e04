//! The shipped data, all 135 units of it, and files with mistakes.

use super::*;
use std::collections::BTreeMap;

const LOCALITIES: &str = include_str!("../../data/localities.csv");
const PROVINCES: &str = include_str!("../../data/provinces.csv");

fn registry() -> Registry {
    Registry::from_csv(LOCALITIES, PROVINCES).unwrap()
}

fn present(registry: &Registry) -> Vec<(u16, Locality)> {
    registry.all().filter(|(_, u)| u.present()).map(|(i, u)| (i, u.clone())).collect()
}

fn names(registry: &Registry, found: &[u16]) -> Vec<String> {
    found.iter().map(|i| registry.by_index(*i).unwrap().name.clone()).collect()
}

/// The phone's rule, written apart from the server's.
fn phone_matches(query: &str, text: &str) -> bool {
    let query = crate::text::fold(query);
    query.split(' ').all(|q| text.split(' ').any(|w| w.starts_with(q)))
}

#[test]
fn counts_of_the_shipped_data() {
    let r = registry();
    let of =
        |scheme: &str, level| r.all().filter(|(_, u)| u.key.scheme == scheme && u.level == level).count();
    assert_eq!(of(PRESENT, Level::Commune), 135);
    assert_eq!(of(FORMER, Level::Commune), 155);
    assert_eq!(of(FORMER, Level::District), 11);
    assert_eq!(of(FORMER, Level::Province), 1);
    assert_eq!(of(PRESENT, Level::Province), 34);
    assert_eq!(of(SPECIAL, Level::Special), 2);
    assert_eq!(r.by_index(r.outside()).unwrap().name, "Ngoài tỉnh");
    assert_eq!(r.by_index(r.unknown()).unwrap().name, "Không muốn nói / không rõ");
    for (index, unit) in r.all() {
        assert_eq!(r.index_of(&unit.key), Some(index));
    }
    assert!(r.pickable(&LocalityKey::new(SPECIAL, OUTSIDE)));
    assert!(!r.pickable(&LocalityKey::new(FORMER, "21550")));
    assert!(!r.pickable(&LocalityKey::new(PRESENT, "52")));
}

#[test]
fn all_135_units_are_found_accented_unaccented_and_short() {
    let r = registry();
    for (index, unit) in present(&r) {
        let folded = crate::text::fold(&unit.name);
        let upper = unit.name.to_uppercase();
        let decomposed: String =
            unicode_normalization::UnicodeNormalization::nfd(unit.name.as_str()).collect();
        for query in
            [&unit.name, &folded, &upper, &decomposed, &unit.short_name, &crate::text::fold(&unit.short_name)]
        {
            assert_eq!(r.search(query, 1), [index], "{query}");
            assert!(phone_matches(query, &find_text(&unit)), "{query}");
        }
        let short = crate::text::fold(&unit.short_name);
        let words: Vec<&str> = short.split(' ').collect();
        let initials: String = words.iter().filter_map(|w| w.chars().next()).collect();
        let mixed = format!("{} {}", &initials[..initials.len() - 1], words[words.len() - 1]);
        let joined = words.concat();
        for query in [initials.as_str(), mixed.trim(), joined.as_str()] {
            assert!(r.search(query, 135).contains(&index), "{query} for {}", unit.name);
            assert!(phone_matches(query, &find_text(&unit)), "{query} for {}", unit.name);
        }
    }
}

#[test]
fn ranks_sensibly() {
    let r = registry();
    let top = |q: &str, n| names(&r, &r.search(q, n));
    assert_eq!(top("quy nhon", 1), ["Phường Quy Nhơn"]);
    assert_eq!(
        top("Quy Nhơn", 6)[1..],
        ["Phường Quy Nhơn Bắc", "Phường Quy Nhơn Đông", "Phường Quy Nhơn Nam", "Phường Quy Nhơn Tây"]
    );
    for query in ["qn nam", "QN Nam", "quy nhon nam", "qnn"] {
        assert_eq!(top(query, 1), ["Phường Quy Nhơn Nam"], "{query}");
    }
    assert_eq!(top("xa an lao", 1), ["Xã An Lão"]);
    assert_eq!(top("pleiku", 1), ["Phường Pleiku"]);
    assert!(top("Ghềnh Ráng", 3).contains(&"Phường Quy Nhơn Nam".to_owned()), "by an old commune's name");
    assert_eq!(top("", 5), Vec::<String>::new());
    assert_eq!(top("zzz", 5), Vec::<String>::new());
    assert_eq!(top("a", 5).len(), 5);
}

#[test]
fn find_text_of_one_unit() {
    let r = registry();
    let unit = r.get(&LocalityKey::new(PRESENT, "21592")).unwrap();
    assert_eq!(find_text(unit), "phuong quy nhon nam pqnn qn qnn quynhonnam");
}

#[test]
fn fifty_eight_communes_roll_up_to_eleven_districts_exactly() {
    let r = registry();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut outside = 0;
    for (_, unit) in present(&r) {
        match r.roll_up_district(&unit.key) {
            Some(key) => *counts.entry(key.code).or_default() += 1,
            None => outside += 1,
        }
    }
    let expected = [
        ("540", 6),
        ("542", 4),
        ("543", 7),
        ("544", 5),
        ("545", 7),
        ("546", 4),
        ("547", 5),
        ("548", 7),
        ("549", 6),
        ("550", 4),
        ("551", 3),
    ];
    assert_eq!(counts, expected.map(|(code, n)| (code.to_owned(), n)).into_iter().collect());
    assert_eq!(counts.values().sum::<usize>(), 58);
    assert_eq!(outside, 77);
    // The roll-up agrees with the mapping of every old commune to its district.
    for (_, unit) in present(&r) {
        if let Some(district) = r.roll_up_district(&unit.key) {
            for old in &unit.old_units {
                let old = r.get(&LocalityKey::new(FORMER, &old.code)).unwrap();
                assert_eq!(old.parent_code.as_ref(), Some(&district.code), "{} {}", unit.name, old.name);
            }
        }
    }
    assert_eq!(r.roll_up_district(&LocalityKey::new(SPECIAL, OUTSIDE)), None);
    assert_eq!(r.roll_up_district(&LocalityKey::new(FORMER, "540")), Some(LocalityKey::new(FORMER, "540")));
    assert_eq!(r.roll_up_district(&LocalityKey::new(FORMER, "21550")), Some(LocalityKey::new(FORMER, "540")));
}

#[test]
fn forty_nine_reused_codes_name_another_place() {
    let r = registry();
    let (mut reused, mut other) = (0, 0);
    for (_, unit) in present(&r).iter().filter(|(_, u)| r.roll_up_district(&u.key).is_some()) {
        let Some(old) = r.get(&LocalityKey::new(FORMER, &unit.key.code)) else { continue };
        reused += 1;
        other += usize::from(old.name != unit.name);
    }
    assert_eq!((reused, other), (58, 49));
    let (new, old) = (LocalityKey::new(PRESENT, "21583"), LocalityKey::new(FORMER, "21583"));
    assert_eq!(r.get(&new).unwrap().name, "Phường Quy Nhơn");
    assert_eq!(r.get(&old).unwrap().name, "Phường Thị Nại");
    assert_ne!(r.index_of(&new), r.index_of(&old));
}

#[test]
fn old_and_new_are_told_apart_where_both_appear() {
    let r = registry();
    let name =
        |scheme: &str, code: &str, both| r.display_name(&LocalityKey::new(scheme, code), both).unwrap();
    assert_eq!(name(PRESENT, "21583", false), "Phường Quy Nhơn");
    assert_eq!(name(PRESENT, "21583", true), "Phường Quy Nhơn (mới)");
    assert_eq!(name(FORMER, "540", true), "Thành phố Quy Nhơn (cũ)");
    assert_eq!(name(PRESENT, "21592", true), "Phường Quy Nhơn Nam");
    assert_eq!(name(SPECIAL, OUTSIDE, true), "Ngoài tỉnh");
    assert_eq!(r.display_name(&LocalityKey::new(PRESENT, "99999"), true), None);
    for (_, district) in r.all().filter(|(_, u)| u.level == Level::District) {
        assert!(name(FORMER, &district.key.code, true).ends_with("(cũ)"), "{}", district.name);
    }
}

#[test]
fn split_communes_carry_their_part_flags() {
    let r = registry();
    let parts: Vec<&str> = r
        .all()
        .filter(|(_, u)| u.new_units.iter().any(|n| n.part))
        .map(|(_, u)| u.short_name.as_str())
        .collect();
    assert_eq!(parts, ["An Nghĩa", "Canh Liên", "Canh Hiệp"]);
    let unit = r.get(&LocalityKey::new(PRESENT, "21997")).unwrap();
    assert_eq!(unit.old_units, [Mapped { code: "21997".into(), name: "Xã Canh Liên".into(), part: true }]);
}

#[test]
fn picker_lists_everyone_once_in_order() {
    let r = registry();
    let groups = r.picker_groups(PRESENT);
    assert_eq!(groups.iter().map(|g| g.units.len()).sum::<usize>(), 135);
    let titles: Vec<&str> = groups.iter().map(|g| g.title.as_str()).collect();
    assert_eq!(titles[..4], ["Thị xã An Khê", "Huyện An Lão", "Thị xã An Nhơn", "Thị xã Ayun Pa"]);
    let quy_nhon = groups.iter().find(|g| g.title == "Thành phố Quy Nhơn").unwrap();
    assert_eq!(
        names(&r, &quy_nhon.units),
        [
            "Xã Nhơn Châu",
            "Phường Quy Nhơn",
            "Phường Quy Nhơn Bắc",
            "Phường Quy Nhơn Đông",
            "Phường Quy Nhơn Nam",
            "Phường Quy Nhơn Tây"
        ]
    );
    assert!(r.picker_groups(FORMER).is_empty());
}

#[test]
fn scope_of_a_contest_area() {
    let r = registry();
    assert_eq!(r.units_in(&LocalityKey::new(PRESENT, "52")).len(), 135);
    assert_eq!(r.units_in(&LocalityKey::new(FORMER, "52")).len(), 11);
    assert_eq!(r.units_in(&LocalityKey::new(PRESENT, "21583")).len(), 1);
    assert_eq!(r.former_province(), Some("Bình Định"));
}

#[test]
fn mistakes_are_all_told_with_their_lines() {
    let bad = "scheme,level,code,name,type,short_name,parent_code,valid_from,valid_to\n\
        s,province,1,Tỉnh A,Tỉnh,A,,,\n\
        s,village,2,Xã B,Xã,B,1,,\n\
        s,commune,3,,Xã,C,9,2025-7-1,\n\
        s,commune,3,Xã D,Xã,D,1,,\n";
    let errors = Registry::from_csv(bad, "code,name\n01,X\n").unwrap_err();
    let all = errors.join("\n");
    for part in
        ["dòng 3", "level", "dòng 4", "“name”", "s:9", "2025-7-1", "dòng 5", "đã có ở dòng 4", "short_name"]
    {
        assert!(all.contains(part), "{part} in\n{all}");
    }
    assert!(Registry::from_csv("", "").is_err());
    assert!(Registry::from_csv("a,b\n\"x", PROVINCES).is_err());
}
