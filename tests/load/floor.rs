//! The floors: the least any server with axum (and SQLite) would do for the same request.
//!
//! Invariant of the second: a reply follows the commit, and the commit is durable (WAL, synchronous FULL).

use crate::{Floor, clock};
use anyhow::{Context as _, Result};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use domain::payload::{SaveAnswer, SavedAnswer};
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use std::path::Path;
use tokio::sync::{broadcast, mpsc, oneshot};

/// Frames a slow stream may be behind.
const RING: usize = 64;
/// Jobs that may wait for the writer.
const QUEUE: usize = 16_384;
/// Jobs of one transaction.
const GROUP: usize = 512;

/// Serves one floor until killed.
pub(crate) async fn serve(floor: Floor) -> Result<()> {
    let router = match floor {
        Floor::Bare => Router::new().route("/", post(bare)),
        Floor::Commit { database } => {
            Router::new().route("/", post(commit)).with_state(start_writer(&database).await?)
        }
        Floor::Static { bytes } => {
            let body: &'static str = Box::leak("x".repeat(bytes).into_boxed_str());
            Router::new().route(
                "/",
                get(move || async move { ([("content-type", "text/html; charset=utf-8")], body) }),
            )
        }
        Floor::Sse { bytes } => {
            let around = "event: question\ndata: \n\n".len();
            let data = "x".repeat(bytes.saturating_sub(around));
            let frame = Bytes::from(format!("event: question\ndata: {data}\n\n"));
            let sender = broadcast::channel(RING).0;
            Router::new().route("/", get(stream).post(push)).with_state(Stage { frame, sender })
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("listening {}", listener.local_addr()?);
    axum::serve(axum::serve::ListenerExt::tap_io(listener, |stream| drop(stream.set_nodelay(true))), router)
        .await?;
    Ok(())
}

/// A frame that is ready, and the streams it goes to.
#[derive(Clone)]
struct Stage {
    frame: Bytes,
    sender: broadcast::Sender<Bytes>,
}

/// A stream: a first event to know it by, then what is pushed.
async fn stream(State(stage): State<Stage>) -> Response {
    let first = Some(Bytes::from_static(b"event: snapshot\ndata: {}\n\n"));
    let frames =
        futures::stream::unfold((first, stage.sender.subscribe()), |(first, mut frames)| async move {
            let bytes = match first {
                Some(bytes) => bytes,
                None => frames.recv().await.ok()?,
            };
            Some((Ok::<_, std::convert::Infallible>(bytes), (None, frames)))
        });
    ([("content-type", "text/event-stream"), ("cache-control", "no-store")], Body::from_stream(frames))
        .into_response()
}

/// Sends the frame to everybody.
async fn push(State(stage): State<Stage>) -> &'static str {
    // Nobody may be listening.
    let _ = stage.sender.send(stage.frame);
    ""
}

fn reply(save: SaveAnswer) -> Json<SavedAnswer> {
    let saved_at = i64::try_from(clock::unix_ms()).unwrap_or(i64::MAX);
    Json(SavedAnswer { position: 1, seq: save.seq, choice: save.choice, saved_at })
}

async fn bare(Json(save): Json<SaveAnswer>) -> Json<SavedAnswer> {
    reply(save)
}

/// One row and who waits for it. `occurred_at` stands for attempt and position: each connection sends its own.
struct Job {
    key: i64,
    seq: i64,
    choice: String,
    done: oneshot::Sender<()>,
}

async fn commit(
    State(writer): State<mpsc::Sender<Job>>,
    Json(save): Json<SaveAnswer>,
) -> Result<Json<SavedAnswer>, StatusCode> {
    let choice = serde_json::to_string(&save.choice).map_err(|_| StatusCode::BAD_REQUEST)?;
    let (done, committed) = oneshot::channel();
    let job = Job { key: save.occurred_at, seq: save.seq, choice, done };
    writer.try_send(job).map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    committed.await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(reply(save))
}

async fn start_writer(database: &Path) -> Result<mpsc::Sender<Job>> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection =
        SqliteConnection::connect_with(&options).await.context("cannot open the floor's database")?;
    sqlx::query("create table answers (id bigint primary key, seq bigint not null, choice text not null) without rowid")
        .execute(&mut connection)
        .await?;
    let (sender, mut jobs) = mpsc::channel(QUEUE);
    tokio::spawn(async move {
        let mut group = Vec::with_capacity(GROUP);
        while jobs.recv_many(&mut group, GROUP).await > 0 {
            match write(&mut connection, &group).await {
                Ok(()) => {
                    for job in group.drain(..) {
                        // A client that went away has nobody to tell.
                        let _ = job.done.send(());
                    }
                }
                Err(error) => {
                    eprintln!("floor: {error}");
                    group.clear();
                }
            }
        }
    });
    Ok(sender)
}

async fn write(connection: &mut SqliteConnection, group: &[Job]) -> sqlx::Result<()> {
    let mut transaction = connection.begin_with("begin immediate").await?;
    for job in group {
        sqlx::query(
            "insert into answers (id, seq, choice) values ($1, $2, $3)
             on conflict (id) do update set seq = excluded.seq, choice = excluded.choice",
        )
        .bind(job.key)
        .bind(job.seq)
        .bind(&job.choice)
        .execute(&mut *transaction)
        .await?;
    }
    transaction.commit().await
}
