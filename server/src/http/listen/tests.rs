//! Connections on a clock that is moved by hand: idle, slow, asleep.

use super::stall::Stalling;
use super::{STALL, Waited, together};
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use axum::{Extension, Router};
use futures::{StreamExt as _, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const DOWNLOAD: usize = 1_000_000;

fn router() -> Router {
    // A frame at once, then one every 15 s, as rooms that have nothing to say.
    let pings = || {
        let pings = stream::unfold((), |()| async {
            sleep(Duration::from_secs(15)).await;
            Some((Ok::<_, Infallible>(Bytes::from_static(b": \n\n")), ()))
        });
        let first = stream::once(async { Ok(Bytes::from_static(b"data: first\n\n")) });
        async { Body::from_stream(first.chain(pings)) }
    };
    // Frames without end, as fast as they are taken.
    let flood = || {
        let frame = Bytes::from(vec![b'x'; 4_096]);
        async { Body::from_stream(stream::repeat_with(move || Ok::<_, Infallible>(frame.clone()))) }
    };
    Router::new()
        .route("/", get(async || "hello"))
        .route("/file", get(async || vec![b'y'; DOWNLOAD]))
        .route("/echo", post(async |body: Bytes| body))
        .route(
            "/slow",
            get(async || {
                sleep(seconds(3)).await;
                "late"
            }),
        )
        .route("/waited", get(async |waited: Extension<Waited>| waited.0.0.as_millis().to_string()))
        .route("/pings", get(pings))
        .route("/flood", get(flood))
}

/// A client, a task that ends with the connection, and what tells it that the server goes down.
fn open(buffer: usize) -> (DuplexStream, JoinHandle<()>, watch::Sender<()>) {
    let (near, far) = duplex(buffer);
    let (going_down, told) = watch::channel(());
    let newcomer = (Stalling::new(far, STALL), ([127, 0, 0, 1], 9).into(), Waited::default());
    // At its end, whatever task it is on by then.
    let gone = going_down.clone();
    let task = tokio::spawn(async move {
        together::serve(std::iter::once(newcomer), router(), told).await;
        gone.closed().await;
    });
    (near, task, going_down)
}

/// A connection whose first bytes lay unread at the door for so long.
fn waited_for(first: &str, waited: Duration) -> (DuplexStream, watch::Sender<()>) {
    let (near, far) = duplex(16 * 1024);
    let (going_down, told) = watch::channel(());
    let mut io = Stalling::new(far, STALL);
    io.give_back(Bytes::copy_from_slice(first.as_bytes()));
    let newcomer = (io, ([127, 0, 0, 1], 9).into(), Waited(waited));
    tokio::spawn(together::serve(std::iter::once(newcomer), router(), told));
    (near, going_down)
}

async fn text(client: &mut DuplexStream) -> String {
    let mut reply = vec![0; 16 * 1024];
    let count = client.read(&mut reply).await.unwrap();
    reply.truncate(count);
    String::from_utf8(reply).unwrap()
}

async fn ask(client: &mut DuplexStream, path: &str) {
    client.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
}

async fn some(client: &mut DuplexStream) -> usize {
    client.read(&mut [0; 16 * 1024]).await.unwrap()
}

const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[tokio::test(start_paused = true)]
async fn who_asks_nothing_is_closed() {
    for begun in ["", "GET / HTTP/1.1\r\nho"] {
        let (mut client, task, _server) = open(16 * 1024);
        client.write_all(begun.as_bytes()).await.unwrap();
        assert!(timeout(seconds(4), some(&mut client)).await.is_err());
        assert_eq!(timeout(seconds(2), some(&mut client)).await.unwrap(), 0, "{begun:?}");
        task.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn who_asks_now_and_then_stays_and_is_closed_when_done() {
    let (mut client, task, _server) = open(16 * 1024);
    for _ in 0..10 {
        ask(&mut client, "/").await;
        assert!(some(&mut client).await > 0);
        sleep(seconds(4)).await;
    }
    assert_eq!(timeout(seconds(7), some(&mut client)).await.unwrap(), 0);
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_request_that_comes_in_pieces_around_a_rest_is_answered() {
    let (mut client, task, server) = open(16 * 1024);
    for pause in [0, 300, 900, 2_000] {
        for piece in ["GET / HT", "TP/1.1\r\nhost: x\r\n", "\r\n"] {
            client.write_all(piece.as_bytes()).await.unwrap();
            sleep(Duration::from_millis(pause)).await;
        }
        assert!(some(&mut client).await > 0, "{pause} ms between the pieces");
    }
    // Half of one may stand there for a while, not for ever.
    ask(&mut client, "/").await;
    assert!(some(&mut client).await > 0);
    client.write_all(b"GET / HT").await.unwrap();
    assert_eq!(timeout(seconds(13), some(&mut client)).await.unwrap(), 0);
    task.await.unwrap();
    drop(server);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_late_keeps_its_request_together() {
    let (mut client, _task, _server) = open(16 * 1024);
    ask(&mut client, "/").await;
    assert!(some(&mut client).await > 0);
    client.write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 38\r\n\r\n").await.unwrap();
    for piece in ["GET / HTTP/1.1\r\n", "host: x\r\n\r\n0123456789."] {
        // Far longer than it takes to count as resting: a body is never taken for a request.
        sleep(seconds(2)).await;
        client.write_all(piece.as_bytes()).await.unwrap();
    }
    let mut reply = vec![0; 4_096];
    let some = client.read(&mut reply).await.unwrap();
    let reply = String::from_utf8_lossy(&reply[..some]).into_owned();
    assert!(reply.ends_with("GET / HTTP/1.1\r\nhost: x\r\n\r\n0123456789."), "{reply}");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_comes_is_not_waited_for() {
    let (mut client, task, _server) = open(16 * 1024);
    client.write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nabc").await.unwrap();
    assert!(timeout(seconds(29), some(&mut client)).await.is_err(), "a phone may be changing networks");
    assert_eq!(timeout(seconds(3), some(&mut client)).await.unwrap(), 0);
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_late_comes() {
    let (mut client, _task, _server) = open(16 * 1024);
    ask(&mut client, "/").await;
    assert!(some(&mut client).await > 0);
    ask(&mut client, "/slow").await;
    assert!(timeout(seconds(4), some(&mut client)).await.unwrap() > 0);
}

#[tokio::test(start_paused = true)]
async fn going_down_ends_what_rests() {
    let (mut client, task, server) = open(16 * 1024);
    ask(&mut client, "/").await;
    assert!(some(&mut client).await > 0);
    sleep(seconds(2)).await;
    server.send(()).unwrap();
    assert_eq!(timeout(Duration::from_millis(1), some(&mut client)).await.unwrap(), 0);
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stream_of_events_stays() {
    let (mut client, task, server) = open(16 * 1024);
    ask(&mut client, "/pings").await;
    for _ in 0..200 {
        assert!(timeout(seconds(16), some(&mut client)).await.unwrap() > 0);
    }
    drop(client);
    timeout(seconds(60), task).await.unwrap().unwrap();
    drop(server);
}

#[tokio::test(start_paused = true)]
async fn a_slow_download_is_not_cut() {
    // Every 25 s a little is taken: more than half an hour in all.
    let (mut client, task, _server) = open(8 * 1024);
    ask(&mut client, "/file").await;
    let mut got = 0;
    loop {
        sleep(seconds(25)).await;
        match some(&mut client).await {
            0 => break,
            n => got += n,
        }
    }
    assert!(got > DOWNLOAD, "{got}");
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_never_reads_is_dropped_alone() {
    let (mut deaf, deaf_task, _server) = open(8 * 1024);
    let (mut other, _task, _server) = open(8 * 1024);
    ask(&mut deaf, "/flood").await;
    ask(&mut other, "/pings").await;
    assert!(some(&mut other).await > 0);
    let watch = async {
        loop {
            assert!(
                timeout(seconds(16), some(&mut other)).await.unwrap() > 0,
                "the other one is kept waiting"
            );
        }
    };
    assert!(timeout(seconds(29), watch).await.is_err());
    assert!(!deaf_task.is_finished(), "half a minute is forgiven");
    timeout(seconds(2), deaf_task).await.unwrap().unwrap();
    assert!(timeout(seconds(16), some(&mut other)).await.unwrap() > 0, "and nothing happened to the other");
    // What had gone out is read, and then there is an end.
    let mut rest = Vec::new();
    deaf.read_to_end(&mut rest).await.unwrap();
    assert!(rest.len() >= 8 * 1024);
}

#[tokio::test(start_paused = true)]
async fn who_wakes_up_in_time_goes_on() {
    let (mut client, task, _server) = open(8 * 1024);
    ask(&mut client, "/flood").await;
    for _ in 0..20 {
        sleep(seconds(29)).await;
        assert!(some(&mut client).await > 0);
    }
    assert!(!task.is_finished());
}

#[tokio::test(start_paused = true)]
async fn going_down_lets_what_is_written_end() {
    let (mut client, task, server) = open(8 * 1024);
    ask(&mut client, "/file").await;
    assert!(some(&mut client).await > 0);
    drop(server);
    let mut rest = Vec::new();
    client.read_to_end(&mut rest).await.unwrap();
    assert!(rest.len() > DOWNLOAD - 16 * 1024);
    task.await.unwrap();
    let (mut idle, task, server) = open(8 * 1024);
    ask(&mut idle, "/").await;
    assert!(some(&mut idle).await > 0);
    drop(server);
    assert_eq!(some(&mut idle).await, 0);
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_asks_for_an_end_gets_it_with_the_answer() {
    let (mut client, task, _server) = open(16 * 1024);
    client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut reply = Vec::new();
    timeout(Duration::from_millis(1), client.read_to_end(&mut reply)).await.unwrap().unwrap();
    assert!(reply.ends_with(b"hello"));
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn requests_that_come_together_are_all_answered() {
    let all = "GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(3) + "GET / HT";
    let (mut client, _server) = waited_for(&all, Duration::ZERO);
    let mut replies = String::new();
    while replies.matches("hello").count() < 3 {
        replies += &timeout(Duration::from_millis(1), text(&mut client)).await.unwrap();
    }
    client.write_all(b"TP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert!(timeout(Duration::from_millis(1), text(&mut client)).await.unwrap().ends_with("hello"));
}

#[tokio::test(start_paused = true)]
async fn waiting_counts_for_the_first_request_alone() {
    let request = "GET /waited HTTP/1.1\r\nhost: x\r\n\r\n";
    let (mut client, _server) = waited_for(request, Duration::from_millis(40));
    assert!(text(&mut client).await.ends_with("\r\n\r\n40"));
    ask(&mut client, "/waited").await;
    let second = text(&mut client).await;
    assert!(second.starts_with("HTTP/1.1 500"), "nothing is said of it: {second}");
}

#[tokio::test]
async fn a_crowd_comes_in() {
    let listener = super::bind(([127, 0, 0, 1], 0).into()).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(super::serve(listener, router(), async move { drop(stopped.await) }));
    let guests = (0..300).map(|_| async move {
        let mut client = tokio::net::TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET /waited HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut reply = String::new();
        client.read_to_string(&mut reply).await.unwrap();
        reply
    });
    for reply in futures::future::join_all(guests).await {
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
    drop(stop);
    server.await.unwrap().unwrap();
}
