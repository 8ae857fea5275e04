//! `GET /contests/{slug}/standings`: boards of people, localities and units, by round and overall.

use super::contest::find;
use super::html;
use crate::contests::catalogue::Loaded;
use crate::error::{Failure, Outcome};
use crate::http::visitor::Visitor;
use crate::standings::public::{self, Ask, Board, Kind, PersonRow};
use crate::state::App;
use ::app::i18n::{format, t};
use ::app::model::{BoardRow, Lang, StandingsPage, Tab};
use ::app::pages;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::locality::LocalityChoice;
use std::sync::Arc;

/// What is asked for, as in the address.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Params {
    /// `people`, `localities`, `units`.
    pub board: Option<String>,
    /// Round id.
    pub round: Option<String>,
    /// `scheme:code`.
    pub locality: Option<String>,
    /// Division id.
    pub division: Option<String>,
    /// `participants`, `rate`, `mean`, `passes`.
    pub order: Option<String>,
    /// `me`.
    pub around: Option<String>,
}

/// The question behind an address; what does not exist is ignored.
///
/// # Errors
/// `bad_form` for a locality and a division at once: beside the locality's own board such a board would tell how few the
/// others are.
pub fn ask(app: &App, contest: &Loaded, params: &Params) -> Outcome<Ask> {
    let doc = &contest.doc;
    let kind = match params.board.as_deref() {
        Some("people") => Kind::People,
        Some("units") if !doc.units.is_empty() => Kind::Units,
        _ => Kind::Localities,
    };
    let locality = params.locality.as_deref().and_then(LocalityChoice::parse);
    let people = kind == Kind::People;
    let ask = Ask {
        kind,
        which: params.round.as_deref().and_then(|id| doc.rounds.iter().position(|r| r.id == id)),
        locality: locality.filter(|_| people).and_then(|c| app.places.registry.index_of(&c.key())),
        division: params
            .division
            .as_deref()
            .filter(|_| people)
            .and_then(|id| doc.divisions.iter().position(|d| d.id == id))
            .and_then(|d| u8::try_from(d).ok()),
        order: match params.order.as_deref() {
            _ if people => "",
            Some("rate") if kind == Kind::Localities => "rate",
            Some("mean") => "mean",
            Some("passes") => "passes",
            _ => "participants",
        },
    };
    if ask.locality.is_some() && ask.division.is_some() {
        return Err(Failure::bad_form("locality, division: ask for one of them, not for both"));
    }
    Ok(ask)
}

/// The page.
///
/// # Errors
/// `not_found`; `bad_form`, see [`ask`]; storage errors.
pub async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(params): Query<Params>,
    visitor: Visitor,
) -> Outcome<Response> {
    let contest = find(&app, &slug)?;
    let chrome = visitor.chrome(&app);
    let ask = ask(&app, &contest, &params)?;
    let board = public::board(&app, &contest, ask.clone()).await?;
    let around = match (&visitor.person, params.around.as_deref(), ask.kind) {
        (Some(person), Some("me"), Kind::People) => {
            Some(public::around(&app, &contest, &ask, &person.id).await?)
        }
        _ => None,
    };
    let page = page(&app, &contest, &params, &ask, &board, around.as_deref(), &visitor);
    Ok(html(&chrome, pages::standings(&chrome, page)))
}

fn page(
    app: &App,
    contest: &Arc<Loaded>,
    params: &Params,
    ask: &Ask,
    board: &Board,
    around: Option<&[PersonRow]>,
    visitor: &Visitor,
) -> StandingsPage {
    let lang = visitor.lang;
    let t = t(lang).standings;
    let doc = &contest.doc;
    let link = |changes: &[(&str, Option<&str>)]| address(&doc.slug, params, changes);
    let tab = |text: &str, on: bool, changes: &[(&str, Option<&str>)]| Tab {
        text: text.into(),
        href: link(changes),
        on,
    };
    let mut boards = vec![
        tab(
            t.localities,
            ask.kind == Kind::Localities,
            &[("board", None), ("locality", None), ("division", None), ("around", None)],
        ),
        tab(t.people, ask.kind == Kind::People, &[("board", Some("people")), ("order", None)]),
    ];
    if !doc.units.is_empty() {
        boards.push(tab(
            t.units,
            ask.kind == Kind::Units,
            &[("board", Some("units")), ("locality", None), ("division", None), ("around", None)],
        ));
    }
    let mut rounds = Vec::new();
    if doc.rounds.len() > 1 {
        rounds.push(tab(t.overall, ask.which.is_none(), &[("round", None)]));
        rounds.extend(
            doc.rounds
                .iter()
                .enumerate()
                .map(|(i, r)| tab(&r.title, ask.which == Some(i), &[("round", Some(&r.id))])),
        );
    }
    let people = ask.kind == Kind::People;
    let orders = if people {
        Vec::new()
    } else {
        let mut orders = vec![
            tab(t.by_participants, ask.order == "participants", &[("order", None)]),
            tab(t.by_mean, ask.order == "mean", &[("order", Some("mean"))]),
            tab(t.by_passes, ask.order == "passes", &[("order", Some("passes"))]),
        ];
        if ask.kind == Kind::Localities {
            orders.insert(1, tab(t.by_rate, ask.order == "rate", &[("order", Some("rate"))]));
        }
        orders
    };
    let mut divisions = Vec::new();
    if people && !doc.divisions.is_empty() && ask.locality.is_none() {
        divisions.push(tab(t.all_divisions, ask.division.is_none(), &[("division", None)]));
        divisions.extend(
            doc.divisions.iter().enumerate().map(|(i, d)| {
                tab(&d.title, ask.division == u8::try_from(i).ok(), &[("division", Some(&d.id))])
            }),
        );
    }
    let around_tab = (people && visitor.person.is_some()).then(|| match around {
        Some(_) => tab(t.whole_board, true, &[("around", None)]),
        None => tab(t.find_me, false, &[("around", Some("me"))]),
    });
    let locality = ask.locality.and_then(|i| {
        let unit = app.places.registry.by_index(i)?;
        Some((app.places.registry.display_name(&unit.key, false)?, link(&[("locality", None)])))
    });
    let (heads, rows, mut notes) = if people {
        people_rows(lang, around.unwrap_or(&board.people), around.is_some())
    } else {
        place_rows(lang, ask, board, visitor)
    };
    if board.small {
        notes.push("small_board");
    }
    if ask.which.is_none() && doc.rounds.len() > 1 {
        notes.push(match doc.overall {
            domain::contest::Overall::Sum => "overall",
            domain::contest::Overall::BestRound => "best_round",
        });
    }
    if doc.demo {
        notes.push("demo");
    }
    StandingsPage {
        title: super::cards::title(contest, lang),
        slug: doc.slug.clone(),
        boards,
        rounds,
        orders,
        divisions,
        around: around_tab,
        locality,
        heads,
        rows,
        notes,
        computed_at: board.computed_at,
        frozen_since: board.frozen_since,
        demo: doc.demo,
    }
}

fn address(slug: &str, params: &Params, changes: &[(&str, Option<&str>)]) -> String {
    let now: [(&str, Option<&str>); 6] = [
        ("board", params.board.as_deref()),
        ("round", params.round.as_deref()),
        ("order", params.order.as_deref()),
        ("locality", params.locality.as_deref()),
        ("division", params.division.as_deref()),
        ("around", params.around.as_deref()),
    ];
    let mut out = format!("/contests/{slug}/standings");
    let mut sign = '?';
    for (name, value) in now {
        let value = changes.iter().find(|(n, _)| *n == name).map_or(value, |(_, v)| *v);
        if let Some(value) = value {
            out.push(sign);
            out.push_str(name);
            out.push('=');
            out.push_str(&::app::ui::query_value(value));
            sign = '&';
        }
    }
    out
}

type Rows = (Vec<String>, Vec<BoardRow>, Vec<&'static str>);

fn people_rows(lang: Lang, people: &[PersonRow], around: bool) -> Rows {
    let t = t(lang).standings;
    let rows = people
        .iter()
        .map(|p| {
            let name = match (&p.nickname, p.child) {
                (Some(name), _) => name.clone(),
                (None, true) => (t.pupil_of)(&p.locality),
                (None, false) => t.anonymous.to_owned(),
            };
            BoardRow {
                rank: Some(p.rank),
                name,
                detail: p.locality.clone(),
                cells: vec![
                    p.score.map(|s| format::score(lang, s)).unwrap_or_default(),
                    p.duration_ms.map(format::clock).unwrap_or_default(),
                ],
                me: p.me,
                gap: false,
            }
        })
        .collect();
    let notes = if around { vec!["around", "ties"] } else { vec!["people_rule", "ties"] };
    (vec![t.score.into(), t.time.into()], rows, notes)
}

fn place_rows(lang: Lang, ask: &Ask, board: &Board, visitor: &Visitor) -> Rows {
    let t = t(lang).standings;
    let mine = visitor.person.as_ref().map(|p| format!("{}:{}", p.locality_scheme, p.locality_code));
    let number = |n: Option<u64>| n.map_or_else(|| t.under_5.to_owned(), |n| format::number(lang, n));
    let rows = board
        .places
        .iter()
        .map(|p| BoardRow {
            rank: p.rank,
            name: p.name.clone(),
            detail: p.detail.clone(),
            cells: match ask.order {
                "rate" => vec![
                    p.rate.map_or_else(
                        || t.no_denominator.to_owned(),
                        |r| format!("{} %", format::score(lang, (r * 10.0).round() / 10.0)),
                    ),
                    number(p.participants),
                ],
                "mean" => vec![
                    p.mean.map_or_else(
                        || t.under_5.to_owned(),
                        |m| format::score(lang, (m * 100.0).round() / 100.0),
                    ),
                    number(p.participants),
                ],
                "passes" => vec![number(p.passes), number(p.participants)],
                _ => vec![number(p.participants), number(p.passes)],
            },
            me: ask.kind == Kind::Localities && mine.as_deref() == Some(p.id.as_str()),
            gap: false,
        })
        .collect();
    let heads = match ask.order {
        "rate" => vec![t.rate, t.participants],
        "mean" => vec![t.mean, t.participants],
        "passes" => vec![t.passes, t.participants],
        _ => vec![t.participants, t.passes],
    };
    let mut notes = match ask.order {
        "rate" => vec!["rate", "no_denominator"],
        "mean" => vec!["mean"],
        "passes" => vec!["passes"],
        _ => vec!["participants", "passes"],
    };
    notes.push("suppressed");
    (heads.into_iter().map(str::to_owned).collect(), rows, notes)
}
