//! What is asked of a report, checked once for the command and the API.

use crate::store::indicators::Span;
use domain::calendar;
use domain::indicators::Breakdown;
use domain::locality::{LocalityKey, Registry, SPECIAL};
use std::collections::BTreeSet;

/// A checked question; made by [`Query::parse`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    from: String,
    to: String,
    span: (i64, i64),
    end_year: i32,
    scheme: String,
    /// By what to break down, in reporting order.
    pub by: Vec<Breakdown>,
    /// Count demonstration data too, marked on every row.
    pub include_demo: bool,
    /// Hide cells of 1–4, for publication.
    pub suppress: bool,
    /// Confine everything, totals included, to these localities.
    pub only: Option<Vec<LocalityKey>>,
}

/// A parameter that does not fit: which, and what the rule is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {rule}")]
pub struct BadQuery {
    /// Name of the parameter.
    pub field: &'static str,
    /// The rule, in Vietnamese.
    pub rule: String,
}

fn bad(field: &'static str, rule: impl Into<String>) -> BadQuery {
    BadQuery { field, rule: rule.into() }
}

impl Query {
    /// Checks the texts of a question. `by` is a list of breakdown codes between commas; empty means all of them.
    ///
    /// # Errors
    /// The first parameter that does not fit.
    pub fn parse(
        registry: &Registry,
        from: &str,
        to: &str,
        scheme: &str,
        by: &str,
    ) -> Result<Self, BadQuery> {
        let first = calendar::parse_day(from).map_err(|e| bad("from", e.to_string()))?;
        let last = calendar::parse_day(to).map_err(|e| bad("to", e.to_string()))?;
        if last < first {
            return Err(bad("to", format!("ngày cuối kỳ {to} đứng trước ngày đầu kỳ {from}")));
        }
        let known: BTreeSet<&str> = registry.all().map(|(_, unit)| unit.key.scheme.as_str()).collect();
        if scheme == SPECIAL || !known.contains(scheme) {
            let known: Vec<&str> = known.into_iter().filter(|s| *s != SPECIAL).collect();
            return Err(bad(
                "scheme",
                format!("không có bộ địa bàn “{scheme}”; chọn một trong: {}", known.join(", ")),
            ));
        }
        Ok(Self {
            from: from.to_owned(),
            to: to.to_owned(),
            span: (first, calendar::next_midnight(last)),
            end_year: calendar::year_of(last),
            scheme: scheme.to_owned(),
            by: breakdowns(by)?,
            include_demo: false,
            suppress: false,
            only: None,
        })
    }

    /// First day, `YYYY-MM-DD`.
    #[must_use]
    pub fn from(&self) -> &str {
        &self.from
    }

    /// Last day, `YYYY-MM-DD`.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Scheme of the localities.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Local year of the last day: ages are counted at its end.
    #[must_use]
    pub fn end_year(&self) -> i32 {
        self.end_year
    }

    /// The facts it is about.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { from: self.span.0, until: self.span.1, include_demo: self.include_demo }
    }
}

fn breakdowns(list: &str) -> Result<Vec<Breakdown>, BadQuery> {
    let mut wanted = BTreeSet::new();
    for code in list.split(',').map(str::trim).filter(|code| !code.is_empty()) {
        let known = Breakdown::from_code(code).ok_or_else(|| {
            let codes: Vec<&str> = Breakdown::ALL.iter().map(|b| b.code()).collect();
            bad("by", format!("không có cách chia “{code}”; chọn trong: {}", codes.join(", ")))
        })?;
        wanted.insert(known);
    }
    Ok(if wanted.is_empty() { Breakdown::ALL.to_vec() } else { wanted.into_iter().collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::scope::tests::registry;

    #[test]
    fn names_the_field_and_the_rule() {
        let r = registry();
        let field = |from, to, scheme, by| Query::parse(&r, from, to, scheme, by).unwrap_err().field;
        assert_eq!(field("1/10/2026", "2026-10-31", "post-2025-07", ""), "from");
        assert_eq!(field("2026-10-01", "2026-10-32", "post-2025-07", ""), "to");
        assert_eq!(field("2026-10-02", "2026-10-01", "post-2025-07", ""), "to");
        assert_eq!(field("2026-10-01", "2026-10-31", "special", ""), "scheme");
        assert_eq!(field("2026-10-01", "2026-10-31", "post-2025-07", "total,colour"), "by");
        let told = Query::parse(&r, "2026-10-01", "2026-10-31", "x", "").unwrap_err().to_string();
        assert!(told.starts_with("scheme: ") && told.contains("pre-2025-07"), "{told}");
    }

    #[test]
    fn days_are_vietnamese_and_inclusive() {
        let q = Query::parse(&registry(), "2026-12-31", "2026-12-31", "pre-2025-07", "mode,total").unwrap();
        let span = q.span();
        assert_eq!(span.until - span.from, 86_400_000);
        assert_eq!(calendar::local_day(span.from), "2026-12-31");
        assert_eq!(q.end_year(), 2026);
        assert_eq!(q.by, [Breakdown::Total, Breakdown::Mode]);
    }
}
