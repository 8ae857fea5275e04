//! Rows of localities, for whoever asks the database in SQL; the registry itself is built from the stored file.

use super::Link;
use crate::sql;
use domain::locality::Locality;
use sqlx::Error;

/// Adds or renews a unit and where it went.
pub async fn upsert(link: &mut Link, l: &Locality) -> Result<(), Error> {
    sql!(link, c => sqlx::query(
        "INSERT INTO locality (scheme, code, level, kind, name, short_name, parent_code, old_district_code, valid_from,
            valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (scheme, code) DO UPDATE SET level = excluded.level, kind = excluded.kind, name = excluded.name,
            short_name = excluded.short_name, parent_code = excluded.parent_code,
            old_district_code = excluded.old_district_code, valid_from = excluded.valid_from,
            valid_to = excluded.valid_to",
    )
    .bind(&l.key.scheme)
    .bind(&l.key.code)
    .bind(l.level.code())
    .bind(&l.kind)
    .bind(&l.name)
    .bind(&l.short_name)
    .bind(&l.parent_code)
    .bind(l.old_district().map(|d| d.code.clone()))
    .bind(&l.valid_from)
    .bind(&l.valid_to)
    .execute(c)
    .await
    .map(drop))?;
    for to in &l.new_units {
        sql!(link, c => sqlx::query(
            "INSERT INTO locality_map (old_scheme, old_code, new_scheme, new_code, part) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (old_scheme, old_code, new_scheme, new_code) DO UPDATE SET part = excluded.part",
        )
        .bind(&l.key.scheme)
        .bind(&l.key.code)
        .bind(domain::locality::PRESENT)
        .bind(&to.code)
        .bind(i64::from(to.part))
        .execute(c)
        .await
        .map(drop))?;
    }
    Ok(())
}
