//! What is sent of a show: rows and results with names.
//!
//! Invariant: while the table stands still nothing made here tells of the hidden results, except to each player their own
//! answer's; during the ceremony a place is told when it is final.

use super::Show;
use crate::live::payload::{
    Ahead, CeremonyFrame, CeremonyRow, FinalFrame, GroupRow, OwnResult, OwnStanding, Row, StandingsFrame,
};
use crate::live::{Phase, PlayerNo, Table};

/// Names, which the rules do not hold.
pub trait Names {
    /// A player's nickname as everybody sees it.
    fn nickname(&self, number: PlayerNo) -> String;
    /// A group's name.
    fn group(&self, group: u32) -> String;
}

impl Show {
    /// Where a player stands, as far as may be told now.
    #[must_use]
    pub fn own_standing(&self, number: PlayerNo, names: &dyn Names) -> OwnStanding {
        let seat = self.knockout.as_ref().and_then(|k| k.state(number));
        if let Some(ceremony) = self.ceremony.as_ref()
            && let Phase::Ceremony { step, .. } = self.room.phase()
            && ceremony.tells(number, step)
        {
            let line = self.board.table().line(number);
            let (total, _) = self.board.total(number);
            let of = self.board.table().len();
            return OwnStanding { total, rank: line.map(|l| l.rank), of, seat, ..OwnStanding::default() };
        }
        let table = self.board.public();
        OwnStanding {
            total: self.board.public_total(number).0,
            rank: table.line(number).map(|l| l.rank),
            of: table.len(),
            ahead: table
                .ahead(number)
                .map(|(line, points)| Ahead { nickname: names.nickname(line.number), points }),
            frozen: self.board.frozen(),
            seat,
        }
    }

    /// Whether a player has a result in the last round that counts.
    #[must_use]
    pub fn has_result(&self, number: PlayerNo) -> bool {
        self.board.last(number).is_some()
    }

    /// What a player got in the last round that counts.
    #[must_use]
    pub fn own_result(&self, number: PlayerNo, names: &dyn Names) -> Option<OwnResult> {
        let got = self.board.last(number)?;
        Some(OwnResult {
            answered: got.answered,
            right: got.right,
            points: got.points,
            streak_bonus: got.streak_bonus,
            streak: got.streak,
            standing: self.own_standing(number, names),
        })
    }

    /// The first rows of the table that may be shown.
    #[must_use]
    pub fn rows(&self, count: usize, names: &dyn Names) -> Vec<Row> {
        self.rows_of(self.board.public(), count, names)
    }

    fn rows_of(&self, table: &Table, count: usize, names: &dyn Names) -> Vec<Row> {
        let row = |line: &crate::live::board::Line| Row {
            rank: line.rank,
            number: line.number,
            nickname: names.nickname(line.number),
            group: line.group.map(|g| names.group(g)),
            total: line.score,
            moved: self.board.moved(line.number),
        };
        table.top(count).iter().map(row).collect()
    }

    /// The groups that may be shown, best first.
    #[must_use]
    pub fn group_rows(&self, names: &dyn Names) -> Vec<GroupRow> {
        let Some(groups) = &self.room.spec().groups else { return Vec::new() };
        let row = |line: crate::live::board::GroupLine| GroupRow {
            rank: line.rank,
            name: names.group(line.group),
            players: line.players,
            mean: line.mean(groups.top_k),
            total: line.total,
            rank_by_total: line.rank_by_total,
        };
        self.board.public().groups(groups.top_k).into_iter().map(row).collect()
    }

    /// The table as screens and hosts get it.
    #[must_use]
    pub fn standings_frame(&self, count: usize, names: &dyn Names) -> StandingsFrame {
        StandingsFrame {
            after: self.room.phase().question().unwrap_or_default(),
            rows: self.rows(count, names),
            groups: self.group_rows(names),
            frozen: self.board.frozen(),
            alive: self.knockout.as_ref().map(|k| k.alive()),
        }
    }

    /// The ceremony as screens and hosts get it; nothing outside of it.
    #[must_use]
    pub fn ceremony_frame(&self, names: &dyn Names) -> Option<CeremonyFrame> {
        let Phase::Ceremony { step, steps } = self.room.phase() else { return None };
        let ceremony = self.ceremony.as_ref()?;
        let press = ceremony.press(step);
        let row = |stand: &crate::live::ceremony::Stand| CeremonyRow {
            rank: stand.rank,
            number: stand.number,
            nickname: names.nickname(stand.number),
            group: stand.group.map(|g| names.group(g)),
            total: stand.score,
            resolved: stand.resolved,
        };
        let present = |number: &PlayerNo| !self.room.is_removed(*number);
        Some(CeremonyFrame {
            step,
            steps,
            rows: ceremony.stand(step).iter().filter(|s| present(&s.number)).map(row).collect(),
            resolved: press.map(|p| p.number).filter(present),
            climbed: press.map_or(0, |p| p.climbed),
            next: ceremony.press(step.saturating_add(1)).map(|p| p.number).filter(present),
        })
    }

    /// The end as screens and hosts get it.
    #[must_use]
    pub fn final_frame(&self, count: usize, names: &dyn Names) -> FinalFrame {
        FinalFrame {
            rows: self.rows_of(self.board.table(), count, names),
            groups: self.group_rows(names),
            players: u32::try_from(self.board.players().count()).unwrap_or(u32::MAX),
        }
    }
}
