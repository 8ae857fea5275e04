//! The choice that a form's fields make: pure, so that it can be tested without a browser.
//!
//! Names are those of every question form: `option`, `options`, `order.ID` = 1..n, `pairs.LEFT` = right id, `number`, `text`.

use super::words::sort;
use domain::Choice;
use std::collections::BTreeMap;

/// The choice that form fields make, as `(name, value)` of everything ticked or filled; the names say the kind.
/// `None` = blank. An ordering counts only when complete and without repeats.
pub(super) fn read_choice(fields: Vec<(String, String)>) -> Option<Choice> {
    let count = fields.len();
    let mut filled: Vec<(String, String)> =
        fields.into_iter().filter(|(_, v)| !v.trim().is_empty()).collect();
    let (name, first) = filled.first()?.clone();
    Some(match name.split('.').next()? {
        "option" => Choice::Option(first),
        "options" => {
            // Their order carries no meaning; sorted they compare like the server's.
            let mut ids: Vec<String> = filled.into_iter().map(|(_, id)| id).collect();
            sort(&mut ids, |a, b| a < b);
            Choice::Options(ids)
        }
        "number" => Choice::Number(read_number(&first)?),
        "text" => Choice::Text(first.trim().to_owned()),
        "pairs" => {
            let mut pairs = BTreeMap::new();
            for (name, right) in filled {
                if let Some(left) = id_in(&name) {
                    pairs.insert(left, right);
                }
            }
            Choice::Pairs(pairs)
        }
        "order" => {
            sort(&mut filled, |a, b| place(&a.1) < place(&b.1));
            filled.dedup_by(|a, b| a.1 == b.1);
            if filled.len() != count {
                return None;
            }
            Choice::Order(filled.iter().filter_map(|(n, _)| id_in(n)).collect())
        }
        _ => return None,
    })
}

fn place(value: &str) -> u32 {
    value.parse().unwrap_or(0)
}

/// The id after the first dot of a field's name.
fn id_in(name: &str) -> Option<String> {
    name.split_once('.').map(|(_, id)| id.to_owned())
}

/// A number as people type it: comma or point, spaces ignored. `None` when it is none.
pub(super) fn read_number(typed: &str) -> Option<f64> {
    let plain: String =
        typed.chars().filter(|c| !c.is_whitespace()).map(|c| if c == ',' { '.' } else { c }).collect();
    let digits = plain.trim_start_matches(['-', '+']);
    let signs = plain.len() - digits.len();
    let points = digits.chars().filter(|c| *c == '.').count();
    let figures = digits.chars().filter(char::is_ascii_digit).count();
    if signs > 1 || points > 1 || figures == 0 || points + figures != digits.len() {
        return None;
    }
    parse(&plain).filter(|n| n.is_finite())
}

/// The browser reads numbers too, and its tables are not downloaded.
#[cfg(any(feature = "hydrate", feature = "live"))]
fn parse(plain: &str) -> Option<f64> {
    Some(js_sys::parse_float(plain))
}

#[cfg(not(any(feature = "hydrate", feature = "live")))]
fn parse(plain: &str) -> Option<f64> {
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Choice, read_choice, read_number};

    fn pick(id: &str) -> Option<Choice> {
        Some(Choice::Option(id.into()))
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect()
    }

    #[test]
    fn fields_make_a_choice() {
        assert_eq!(read_choice(fields(&[("option", "b")])), pick("b"));
        assert_eq!(read_choice(fields(&[])), None);
        assert_eq!(
            read_choice(fields(&[("options", "c"), ("options", "a")])),
            Some(Choice::Options(vec!["a".into(), "c".into()]))
        );
        assert_eq!(
            read_choice(fields(&[("order.x", "2"), ("order.y", "1")])),
            Some(Choice::Order(vec!["y".into(), "x".into()]))
        );
        assert_eq!(read_choice(fields(&[("order.x", "1"), ("order.y", "1")])), None);
        assert_eq!(read_choice(fields(&[("order.x", ""), ("order.y", "1")])), None);
        let pairs = [("l1".to_owned(), "r2".to_owned())].into_iter().collect();
        assert_eq!(read_choice(fields(&[("pairs.l1", "r2"), ("pairs.l2", "")])), Some(Choice::Pairs(pairs)));
        assert_eq!(read_choice(fields(&[("number", " 3,5 ")])), Some(Choice::Number(3.5)));
        assert_eq!(read_choice(fields(&[("text", "  Số  ")])), Some(Choice::Text("Số".into())));
    }

    #[test]
    fn numbers_as_people_type_them() {
        assert_eq!(read_number("1 024"), Some(1024.0));
        assert_eq!(read_number("-3,5"), Some(-3.5));
        for bad in ["", "-", ",", "1e5", "--1", "12a", "1,2,3", "0x10", "inf"] {
            assert_eq!(read_number(bad), None, "{bad}");
        }
    }
}
