//! Rows that boards are made of, and the names shown beside them.

use super::Link;
use crate::sql;
use futures::TryStreamExt as _;
use sqlx::{Connection as _, Error};

/// What a board needs of one valid attempt (ended, not voided, with at least one answer).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow, serde::Deserialize)]
pub struct Scored {
    /// Person.
    pub participant_id: String,
    /// Points (1/2520).
    pub score: i64,
    /// Prediction.
    pub prediction: Option<i64>,
    /// Time used, ms.
    pub duration_ms: i64,
    /// End, unix ms.
    pub submitted_at: i64,
    /// 1 when passed.
    pub passed: i64,
    /// Copied at the start.
    pub locality_scheme: String,
    /// Copied at the start.
    pub locality_code: String,
    /// Copied at the start.
    pub audience: String,
    /// Copied at the start.
    pub unit_id: Option<String>,
}

/// Attempts that SQLite packs into one row; see [`of_round`].
const PAGE: i64 = 2_048;

/// Streams the valid attempts of a round that ended before `before`, person by person, all as of one moment.
///
/// Two texts: SQLite's driver hands every row over from another thread, value by value, which took longer than reading
/// it. So SQLite packs a page of attempts into one row, and the next page begins where that one ended.
pub async fn of_round(
    link: &mut Link,
    contest: &str,
    round: &str,
    before: i64,
    mut each: impl FnMut(Scored),
) -> Result<(), Error> {
    match link {
        Link::Sqlite(c) => {
            // Rolls back when dropped, so a caller who goes away leaves a clean connection.
            let mut snapshot = c.begin().await?;
            let (mut person, mut ordinal) = (String::new(), 0);
            loop {
                let packed: String = sqlx::query_scalar(
                    "SELECT json_group_array(json_array(json_array(participant_id, score, prediction, duration_ms,
                            submitted_at, passed, locality_scheme, locality_code, audience, unit_id), ordinal))
                     FROM (SELECT participant_id, score, prediction, duration_ms, submitted_at, passed,
                            locality_scheme, locality_code, audience, unit_id, ordinal
                        FROM attempt WHERE contest_id = $1 AND round_id = $2 AND submitted_at < $3
                            AND voided_at IS NULL AND answered > 0
                            AND participant_id >= $4 AND (participant_id > $4 OR ordinal > $5)
                        ORDER BY participant_id, ordinal LIMIT $6)",
                )
                .bind(contest)
                .bind(round)
                .bind(before)
                .bind(&person)
                .bind(ordinal)
                .bind(PAGE)
                .fetch_one(&mut *snapshot)
                .await?;
                let page: Vec<(Scored, i64)> =
                    serde_json::from_str(&packed).map_err(|e| Error::Decode(Box::new(e)))?;
                let Some((last, at)) = page.last() else { break };
                last.participant_id.clone_into(&mut person);
                ordinal = *at;
                page.into_iter().for_each(|(row, _)| each(row));
            }
            snapshot.commit().await
        }
        Link::Postgres(c) => {
            let mut rows = sqlx::query_as::<_, Scored>(
                "SELECT participant_id, score, prediction, duration_ms, submitted_at, passed, locality_scheme,
                        locality_code, audience, unit_id
                 FROM attempt WHERE contest_id = $1 AND round_id = $2 AND submitted_at < $3 AND voided_at IS NULL
                    AND answered > 0 ORDER BY participant_id, ordinal",
            )
            .bind(contest)
            .bind(round)
            .bind(before)
            .fetch(&mut **c);
            while let Some(row) = rows.try_next().await? {
                each(row);
            }
            Ok(())
        }
    }
}

/// The valid attempts of one person in a round.
pub async fn of_person(
    link: &mut Link,
    person: &str,
    contest: &str,
    round: &str,
) -> Result<Vec<Scored>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT participant_id, score, prediction, duration_ms, submitted_at, passed, locality_scheme, locality_code,
                audience, unit_id
         FROM attempt WHERE participant_id = $1 AND contest_id = $2 AND round_id = $3 AND submitted_at IS NOT NULL
            AND voided_at IS NULL AND answered > 0 ORDER BY ordinal",
    )
    .bind(person)
    .bind(contest)
    .bind(round)
    .fetch_all(c)
    .await)
}

/// People who may not rank in a contest that asks for more than being there: everybody not in this list may.
/// `need` is the rule's code. Of who was erased the row keeps what decided then.
pub async fn unranked(link: &mut Link, contest: &str, need: &str) -> Result<Vec<String>, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT DISTINCT a.participant_id FROM attempt AS a
         JOIN participant AS p ON p.id = a.participant_id
         LEFT JOIN membership AS m ON m.participant_id = a.participant_id AND m.contest_id = a.contest_id
         LEFT JOIN barred AS b ON b.contest_id = a.contest_id AND b.contact_hmac = p.contact_hmac
         WHERE a.contest_id = $1 AND (b.contact_hmac IS NOT NULL OR m.barred = 1
            OR ($2 = 'contact' AND p.contact_hmac IS NULL AND p.had_contact = 0
                AND (p.child = 0 OR (m.group_id IS NULL AND coalesce(m.had_group, 0) = 0)))
            OR ($2 = 'group_code' AND m.group_id IS NULL AND coalesce(m.had_group, 0) = 0)
            OR ($2 = 'roster_code' AND (m.roster IS NULL OR m.roster = 0)))",
    )
    .bind(contest)
    .bind(need)
    .fetch_all(c)
    .await)
}

/// Why one person does not rank: `barred`, or what is missing; `None` when they do.
pub async fn why_unranked(
    link: &mut Link,
    person: &str,
    contest: &str,
    need: &str,
) -> Result<Option<String>, Error> {
    sql!(link, c => sqlx::query_scalar(
        "SELECT CASE WHEN b.contact_hmac IS NOT NULL OR m.barred = 1 THEN 'barred' ELSE $3 END
         FROM participant AS p
         LEFT JOIN membership AS m ON m.participant_id = p.id AND m.contest_id = $2
         LEFT JOIN barred AS b ON b.contest_id = $2 AND b.contact_hmac = p.contact_hmac
         WHERE p.id = $1 AND (b.contact_hmac IS NOT NULL OR m.barred = 1
            OR ($3 = 'contact' AND p.contact_hmac IS NULL AND p.had_contact = 0
                AND (p.child = 0 OR (m.group_id IS NULL AND coalesce(m.had_group, 0) = 0)))
            OR ($3 = 'group_code' AND m.group_id IS NULL AND coalesce(m.had_group, 0) = 0)
            OR ($3 = 'roster_code' AND (m.roster IS NULL OR m.roster = 0)))",
    )
    .bind(person)
    .bind(contest)
    .bind(need)
    .fetch_optional(c)
    .await)
}

/// Attempts whose result changed since a moment: contest, round, person.
pub async fn changed_since(link: &mut Link, since: i64) -> Result<Vec<(String, String, String, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT contest_id, round_id, participant_id, graded_at FROM attempt WHERE graded_at >= $1 ORDER BY graded_at",
    )
    .bind(since)
    .fetch_all(c)
    .await)
}

/// Contests and rounds in which a person has ended attempts.
pub async fn rounds_of(link: &mut Link, person: &str) -> Result<Vec<(String, String)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT DISTINCT contest_id, round_id FROM attempt WHERE participant_id = $1 AND submitted_at IS NOT NULL",
    )
    .bind(person)
    .fetch_all(c)
    .await)
}

/// How a person may be named on a public board.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Named {
    /// Person.
    pub id: String,
    /// Nickname.
    pub nickname: String,
    /// Consented to be named.
    pub public_name: i64,
    /// Protected as a child.
    pub child: i64,
}

/// Names of at most a few hundred people. A list needs one text per engine.
pub async fn names(link: &mut Link, ids: &[String]) -> Result<Vec<Named>, Error> {
    match link {
        Link::Sqlite(c) => {
            let list = serde_json::to_string(ids).map_err(|e| Error::Encode(Box::new(e)))?;
            sqlx::query_as(
                "SELECT p.id, p.nickname, p.public_name, p.child FROM json_each($1) AS j
                 JOIN participant AS p ON p.id = j.value",
            )
            .bind(list)
            .fetch_all(&mut **c)
            .await
        }
        Link::Postgres(c) => {
            sqlx::query_as("SELECT id, nickname, public_name, child FROM participant WHERE id = ANY($1)")
                .bind(ids)
                .fetch_all(&mut **c)
                .await
        }
    }
}

/// The newest denominator of each place of a kind: scheme, code, value.
pub async fn denominators(link: &mut Link, kind: &str) -> Result<Vec<(String, String, i64)>, Error> {
    sql!(link, c => sqlx::query_as(
        "SELECT d.scheme, d.code, d.value FROM denominator AS d
         WHERE d.kind = $1 AND d.as_of = (SELECT max(n.as_of) FROM denominator AS n
            WHERE n.scheme = d.scheme AND n.code = d.code AND n.kind = d.kind)
         ORDER BY d.scheme, d.code",
    )
    .bind(kind)
    .fetch_all(c)
    .await)
}

/// Adds or replaces a denominator.
#[expect(clippy::too_many_arguments, reason = "a row's columns")]
pub async fn set_denominator(
    link: &mut Link,
    scheme: &str,
    code: &str,
    kind: &str,
    as_of: &str,
    value: i64,
    source: &str,
    entered_by: &str,
) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO denominator (scheme, code, kind, as_of, value, source, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (scheme, code, kind, as_of) DO UPDATE SET value = excluded.value, source = excluded.source,
            entered_by = excluded.entered_by",
    )
    .bind(scheme)
    .bind(code)
    .bind(kind)
    .bind(as_of)
    .bind(value)
    .bind(source)
    .bind(entered_by)
    .execute(c)
    .await
    .map(drop))
}
