//! Live rooms of a period as a report reads them: the room, its log, and who gave an accepted answer.

use super::{Place, place};
use sqlx::{ColumnIndex, Database, Decode, Error, Row, Type};

/// A live room whose show began in the span.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Show {
    /// Room.
    pub id: String,
    /// What stood on the projector.
    pub title: String,
    /// The spec as JSON.
    pub spec: String,
    /// The contest it was made from.
    pub contest_id: Option<String>,
    /// Where it took place.
    pub locality_scheme: String,
    /// Where it took place.
    pub locality_code: String,
    /// Demonstration data.
    pub demo: i64,
    /// First question announced, unix ms.
    pub started_at: i64,
    /// The log's bodies in order.
    #[sqlx(skip)]
    pub log: Vec<String>,
}

/// A player with at least one accepted answer.
#[derive(Clone, Copy, Debug)]
pub struct Play<'r> {
    /// The seat's id.
    pub id: &'r str,
    /// Number in the room.
    pub number: i64,
    /// Whose play it is: the participant, or the surrogate an erased one left.
    pub person: Option<&'r str>,
    /// Copied when joining.
    pub place: Place<'r>,
    /// The last accepted answer, unix ms.
    pub last_at: i64,
    /// Birth year as it was told first, while it is known.
    pub birth_year: Option<i64>,
}

pub(super) const ROOMS: &str =
    "SELECT id, title, spec, contest_id, locality_scheme, locality_code, demo, started_at FROM live_room
     WHERE started_at >= $1 AND started_at < $2 AND demo <= $3 ORDER BY started_at, id";

pub(super) const LOG: &str = "SELECT body FROM live_event WHERE room_id = $1 ORDER BY seq";

/// One pass over the room's answers; a player without any is nobody's play.
pub(super) const PLAYS: &str =
    "SELECT coalesce(p.locality_scheme, ''), coalesce(p.locality_code, ''), coalesce(p.audience, ''), p.flags,
            coalesce(p.age_band, ''), p.grade, p.id, p.number, coalesce(p.participant_id, p.surrogate_id), a.last_at,
            coalesce(q.adult_from - 18, q.birth_year)
     FROM (SELECT player, max(received_at) AS last_at FROM live_answer WHERE room_id = $1 GROUP BY player) AS a
     JOIN live_player AS p ON p.room_id = $1 AND p.number = a.player
     LEFT JOIN participant AS q ON q.id = coalesce(p.participant_id, p.surrogate_id)
     ORDER BY p.number";

pub(super) fn play<'r, R>(row: &'r R) -> Result<Play<'r>, Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    Ok(Play {
        place: place(row)?,
        id: row.try_get(6)?,
        number: row.try_get(7)?,
        person: row.try_get(8)?,
        last_at: row.try_get(9)?,
        birth_year: row.try_get(10)?,
    })
}
