//! Looking into the database behind the site's back.

use super::site::Site;
use server::sql;
use sqlx::AssertSqlSafe;

impl Site {
    /// One number.
    pub(crate) async fn number(&self, statement: &str) -> i64 {
        let mut link = self.app.store.read().await.unwrap();
        let statement = statement.to_owned();
        sql!(&mut link, c => sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(c).await).unwrap()
    }

    /// One text per row.
    pub(crate) async fn texts(&self, statement: &str) -> Vec<String> {
        super::database::texts(&self.app.store, statement).await
    }

    /// Changes something by a statement without parameters.
    pub(crate) async fn change(&self, statement: &'static str) {
        let work = self.app.store.write(move |link| {
            Box::pin(async move {
                sql!(link, c => sqlx::query(statement).execute(c).await.map(drop))?;
                Ok(())
            })
        });
        work.await.unwrap();
    }

    /// Every stored value as one text.
    pub(crate) async fn everything(&self) -> String {
        let tables = [
            "meta",
            "participant",
            "membership",
            "contact",
            "consent",
            "device",
            "device_participant",
            "tombstone",
            "person_link",
            "burst",
            "attempt",
            "answer",
            "late_tap",
            "audit",
            "api_token",
            "barred",
            "roster_code",
            "staff",
            "role_grant",
            "staff_session",
            "setup_link",
            "live_room",
            "live_event",
            "live_player",
            "live_answer",
            "live_screen",
        ];
        let (mut all, mut people) = (String::new(), 0);
        for table in tables {
            let mut link = self.app.store.read().await.unwrap();
            let rows: Vec<String> = match &mut link {
                server::store::Link::Postgres(c) => {
                    let text = format!("SELECT t::text FROM {table} AS t");
                    sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut **c).await.unwrap()
                }
                server::store::Link::Sqlite(c) => {
                    let names: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                        "SELECT name FROM pragma_table_info('{table}')"
                    )))
                    .fetch_all(&mut **c)
                    .await
                    .unwrap();
                    let joined: Vec<String> =
                        names.iter().map(|n| format!("coalesce(CAST({n} AS TEXT), '')")).collect();
                    let text = format!("SELECT {} FROM {table}", joined.join(" || '|' || "));
                    sqlx::query_scalar(AssertSqlSafe(text)).fetch_all(&mut **c).await.unwrap()
                }
            };
            people += if matches!(table, "participant" | "staff") { rows.len() } else { 0 };
            all.extend(rows.into_iter().map(|row| row + "\n"));
        }
        assert!(people > 0, "nothing is stored");
        all
    }
}
