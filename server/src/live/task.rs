//! The task that owns one room on this node: it folds the log, decides commands, runs the clock and makes the frames.
//!
//! Invariants: it is the only one that changes the folded state; what it decides is appended under the next number or not
//! at all; it makes frames only of what is on disk. The clock is run by whoever holds the room's lease; on one node that
//! is always this task.

mod tell;

use super::answer::Standing;
use super::coming::{Coming, Queue};
use super::frames::{Frame, OwnFrame, StageFrame, event_bytes};
use super::load::{self, Loaded};
use super::paint::{View, total};
use super::room::{CommandFault, Handle, Message, PlayerStart, StageStart};
use super::screens::Screens;
use crate::clock::monotonic;
use crate::error::{Failure, Outcome};
use crate::state::App;
use crate::store::live::{answers, events, players, rooms, screens};
use crate::store::{Engine, StoreError};
use domain::live::payload::LobbyCount;
use domain::live::{Command, Event, Phase, PlayerNo, Refusal, Show};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Tallies and the lobby on screens: at most four a second.
const SOON: Duration = Duration::from_millis(250);
/// With nothing to show, how often the task looks around.
const IDLE: Duration = Duration::from_secs(1);
/// Phones hear of the lobby at most this often.
const LOBBY_EVERY_MS: i64 = 5_000;
/// Hosts get their whole state, with the list of people, at most this often while people come in.
const HOSTS_EVERY_MS: i64 = 1_000;
/// How long a lease on the room's clock holds, and how early it is taken again.
const LEASE_MS: i64 = 6_000;
/// How often a decision is made anew when another node was faster.
const TRIES: u32 = 5;
/// A room that is over stays at hand for this long.
const AFTERGLOW_MS: i64 = 10 * 60 * 1000;
/// How much later than it would the clock reveals while a crowd's answers, which came in time, are still being taken.
const CROWD_MS: i64 = 2_000;
/// Messages taken at a time.
const BATCH: usize = 256;

pub(super) struct Task {
    app: App,
    handle: Arc<Handle>,
    show: Show,
    /// Another process may write as well.
    shared: bool,
    /// Until when this node runs the room's clock.
    leased_until: i64,
    /// The event a due command was refused after.
    refused_at: Option<u64>,
    lobby_changed: bool,
    phones_told_at: i64,
    hosts_told_at: i64,
    phones_told: u32,
    counts: Vec<(String, i64)>,
    /// The event with which phones were told where each stands, if nothing happened since.
    revealed: Option<u64>,
    screens: Screens,
    /// Hosts have not been told of them yet.
    screens_changed: bool,
    over_since: Option<i64>,
    coming: Queue,
}

impl Task {
    /// Runs a room until the server stops or the room is long over.
    pub(super) async fn run(app: App, loaded: Loaded, stop: CancellationToken) {
        let Loaded { handle, messages, show } = loaded;
        let mut task = Self {
            shared: app.store.engine() == Engine::Postgres,
            app,
            handle,
            show,
            leased_until: 0,
            refused_at: None,
            lobby_changed: false,
            phones_told_at: 0,
            hosts_told_at: 0,
            phones_told: 0,
            counts: Vec::new(),
            revealed: None,
            screens: Screens::default(),
            screens_changed: false,
            over_since: None,
            coming: Queue::default(),
        };
        if let Err(e) = task.look_at_screens().await {
            warn("screens", &e);
        }
        if let Err(e) = task.count().await {
            warn("count", &e);
        }
        task.work(messages, stop).await;
    }

    async fn work(&mut self, mut messages: mpsc::Receiver<Message>, stop: CancellationToken) {
        let mut batch = Vec::with_capacity(BATCH);
        let mut next = monotonic();
        loop {
            let gap = self.coming.until(monotonic());
            tokio::select! {
                biased;
                () = stop.cancelled() => return self.leave().await,
                () = tokio::time::sleep_until(next.into()) => {
                    if let Err(e) = self.tick().await {
                        warn("tick", &e);
                    }
                    next = monotonic() + self.pause();
                    let long = self.over_since.is_some_and(|at| self.app.now() - at > AFTERGLOW_MS);
                    if long && self.handle.connected.load(Ordering::Relaxed) == 0 {
                        return;
                    }
                }
                () = tokio::time::sleep_until(gap.unwrap_or(next).into()), if gap.is_some() => {
                    if let Err(e) = self.close_gap().await {
                        warn("players", &e);
                    }
                }
                taken = messages.recv_many(&mut batch, BATCH) => {
                    if taken == 0 {
                        return;
                    }
                    for message in batch.drain(..) {
                        if let Err(e) = self.answer(message).await {
                            warn("message", &e);
                        }
                    }
                    let soon = monotonic() + self.pause();
                    next = next.min(soon);
                }
            }
        }
    }

    /// The last thing before the server goes down: what is only known here is written, and the clock is another's.
    async fn leave(&mut self) {
        if let Err(e) = self.store_trips().await {
            warn("round trips", &e);
        }
        if self.leased_until == 0 {
            return;
        }
        let (room, node) = (self.handle.id.to_string(), self.app.live.node.clone());
        let done = self
            .app
            .store
            .write(move |link| Box::pin(async move { Ok(rooms::release(link, &room, &node).await?) }))
            .await;
        if let Err(e) = done {
            warn("lease", &e.into());
        }
    }

    /// How long until something may have to be done.
    fn pause(&self) -> Duration {
        let busy = self.lobby_changed
            || self.screens_changed
            || matches!(self.show.room().phase(), Phase::Open { .. } | Phase::Closed { .. });
        let look = if busy { SOON } else { IDLE };
        let Some((at, _)) = self.show.room().due() else { return look };
        match u64::try_from(at - self.app.now()) {
            Ok(left) if left > 0 => look.min(Duration::from_millis(left)),
            // It was due and did not happen: another node's turn, a refusal, storage. Asking at once again helps nobody.
            _ => look.min(SOON),
        }
    }

    async fn answer(&mut self, message: Message) -> Outcome<()> {
        match message {
            Message::Joined(coming) => {
                self.coming.push(coming);
                self.seat_coming();
            }
            Message::Snapshot { player, choice, reply } => {
                let _ = reply.send(self.player_snapshot(player, choice));
            }
            Message::Player { player, choice, last_seen, reply } => {
                let rest = self.handle.players.subscribe();
                let seq = self.show.room().seq();
                let first = (last_seen != Some(seq))
                    .then(|| Frame::shared(seq, "snapshot", &self.player_snapshot(player, choice)));
                let _ = reply.send(PlayerStart { first, rest });
            }
            Message::Stage { host, reply } => {
                let channel = if host { &self.handle.hosts } else { &self.handle.screens };
                let rest = channel.subscribe();
                let first = if host { self.host_frame() } else { self.screen_frame() };
                let _ = reply.send(StageStart { first, rest });
            }
            Message::Command { command, by, reply } => {
                let done = self.command(&command, &by).await;
                let _ = reply.send(done);
            }
            Message::Wake => self.catch_up().await?,
            Message::ReadOn { reply } => {
                self.catch_up().await?;
                let _ = reply.send(());
            }
            Message::Screens => {
                self.look_at_screens().await?;
                // Anybody may ask; a host's whole state is not made for each.
                self.screens_changed = true;
            }
        }
        Ok(())
    }

    /// Seats those whose turn it is.
    fn seat_coming(&mut self) {
        loop {
            let taken = self.handle.roster.read().seats().len();
            let Some(next) = self.coming.next(taken) else { return };
            for Coming { seat, token, reply } in next {
                let (number, group, at) = (seat.number, seat.group, seat.joined_at);
                if self.handle.roster.write().put(seat, token) {
                    self.show.join(number, group, at);
                    self.lobby_changed = true;
                }
                let _ = reply.send(self.player_snapshot(number, None));
            }
        }
    }

    /// Reads those before whom somebody waits, and who did not come.
    async fn close_gap(&mut self) -> Outcome<()> {
        self.coming.asked();
        self.read_players().await?;
        self.seat_coming();
        Ok(())
    }

    /// What the clock and the others bring.
    async fn tick(&mut self) -> Outcome<()> {
        let now = self.app.now();
        if self.shared {
            self.catch_up().await?;
            self.hear_of_screens().await?;
        }
        if let Err(e) = self.store_trips().await {
            // The show must not wait for what is only measured.
            warn("round trips", &e);
        }
        if self.screens.stale(now) {
            self.look_at_screens().await?;
            self.screens_changed = true;
        }
        let screens_changed = std::mem::take(&mut self.screens_changed);
        if self.handle.jumped.swap(false, Ordering::Relaxed) || screens_changed {
            let _ = self.handle.hosts.send(self.host_frame());
        }
        if self.over_since.is_none() && self.show.room().phase() == Phase::Finished {
            self.over_since = Some(now);
        }
        let grown = self.tally().await.unwrap_or_else(|e| {
            // The clock must not wait for what is only shown.
            warn("tally", &e);
            false
        });
        if let Some((at, command)) = self.show.room().due()
            && now >= at
            && !(grown && matches!(command, Command::Reveal { .. }) && now - at < CROWD_MS)
            && self.refused_at != Some(self.show.room().seq())
            && self.holds_clock(now).await?
        {
            match self.command(&command, "clock").await {
                Ok(_) | Err(CommandFault::Refused(Refusal::Stale | Refusal::Behind)) => {}
                Err(CommandFault::Refused(_)) => self.refused_at = Some(self.show.room().seq()),
                Err(CommandFault::Failed(e)) => return Err(e),
            }
        }
        if self.lobby_changed {
            self.tell_lobby(now);
        }
        Ok(())
    }

    /// Whether this node runs the room's clock.
    async fn holds_clock(&mut self, now: i64) -> Outcome<bool> {
        if !self.shared || now < self.leased_until - LEASE_MS / 2 {
            return Ok(true);
        }
        let (room, node, until) = (self.handle.id.to_string(), self.app.live.node.clone(), now + LEASE_MS);
        let got = self
            .app
            .store
            .write(move |link| {
                Box::pin(async move { Ok(rooms::lease(link, &room, &node, now, until).await?) })
            })
            .await?;
        self.leased_until = if got { until } else { 0 };
        Ok(got)
    }

    /// Reads what others wrote.
    async fn catch_up(&mut self) -> Outcome<()> {
        self.read_players().await?;
        let mut link = self.app.store.read().await?;
        let logged = events::after(&mut link, &self.handle.id, self.show.room().seq()).await?;
        drop(link);
        for row in logged {
            let seq = u64::try_from(row.seq).unwrap_or(0);
            let event: Event = serde_json::from_str(&row.body).map_err(|e| Failure::internal(&e))?;
            self.fold(seq, &event).await?;
        }
        Ok(())
    }

    async fn read_players(&mut self) -> Outcome<()> {
        let known = u32::try_from(self.handle.roster.read().seats().len()).unwrap_or(u32::MAX);
        let mut link = self.app.store.read().await?;
        let new = players::after(&mut link, &self.handle.id, known).await?;
        drop(link);
        for player in new {
            load::seat(&self.app, &self.handle, &mut self.show, player);
            self.lobby_changed = true;
        }
        Ok(())
    }

    /// Decides, appends, folds, tells. The reply is the number of the last event.
    async fn command(&mut self, command: &Command, by: &str) -> Result<u64, CommandFault> {
        for _ in 0..TRIES {
            let now = self.app.now();
            let mut decided = match self.show.decide(command, now) {
                Ok(decided) => decided,
                Err(Refusal::Behind) if self.shared => {
                    self.catch_up().await.map_err(CommandFault::Failed)?;
                    self.show.decide(command, now).map_err(CommandFault::Refused)?
                }
                Err(e) => return Err(CommandFault::Refused(e)),
            };
            for event in &mut decided {
                if let Event::Renamed { player, nickname, .. } = event {
                    // The rules do not know who else is called that.
                    *nickname = self.handle.roster.read().free_name(*player, nickname);
                }
            }
            if self.append(&decided, by, now).await.map_err(CommandFault::Failed)? {
                for event in &decided {
                    let seq = self.show.room().seq() + 1;
                    self.fold(seq, event).await.map_err(CommandFault::Failed)?;
                }
                let seq = self.show.room().seq();
                self.app.live.bus.publish(&self.app, &self.handle.id, seq);
                return Ok(seq);
            }
            self.catch_up().await.map_err(CommandFault::Failed)?;
        }
        Err(CommandFault::Failed(StoreError::Busy.into()))
    }

    /// Writes what was decided; `false` when another node wrote first.
    async fn append(&self, decided: &[Event], by: &str, now: i64) -> Outcome<bool> {
        let decision = super::decision::written(&self.handle.id, self.show.room(), decided, by, now)?;
        let written = self
            .app
            .store
            .write(move |link| Box::pin(async move { events::append(link, &decision).await }))
            .await?;
        Ok(written)
    }

    /// Folds one event that is on disk, and tells everybody.
    async fn fold(&mut self, seq: u64, event: &Event) -> Outcome<()> {
        if matches!(event, Event::Opened { .. }) {
            self.counts.clear();
        }
        if matches!(event, Event::Closed { .. } | Event::Revealed { .. }) {
            self.count_run(event).await?;
        }
        load::apply(&self.app, &self.handle, &mut self.show, seq, event).await?;
        self.open_gate();
        if matches!(event, Event::Removed { .. } | Event::Readmitted { .. }) {
            // Who is out counts nowhere: neither among those who play nor among those who answered.
            self.count().await?;
            self.lobby_changed |= self.show.room().phase() == Phase::Lobby;
        }
        self.tell_phones(seq, event);
        // Who receives is counted by the channel; nobody may be listening.
        let _ = self.handle.screens.send(self.screen_frame());
        let _ = self.handle.hosts.send(self.host_frame());
        metrics::counter!("live_events_total").increment(1);
        Ok(())
    }

    fn open_gate(&self) {
        load::open_gate(&self.handle, &self.show);
    }

    async fn look_at_screens(&mut self) -> Outcome<()> {
        let since = self.app.now() - super::screens::CODE_MS;
        let mut link = self.app.store.read().await?;
        let rows = screens::of_room(&mut link, &self.handle.id, since).await?;
        self.screens = Screens::of(&rows);
        Ok(())
    }

    /// Projectors that asked another node. While a question is open nobody lets one in.
    async fn hear_of_screens(&mut self) -> Outcome<()> {
        if matches!(self.show.room().phase(), Phase::Open { .. } | Phase::Finished) {
            return Ok(());
        }
        let before = self.screens.clone();
        self.look_at_screens().await?;
        if self.screens != before {
            let _ = self.handle.hosts.send(self.host_frame());
        }
        Ok(())
    }

    /// Counts the run that stands on the stage.
    async fn count(&mut self) -> Outcome<()> {
        if let Phase::Open { question, run, .. }
        | Phase::Closed { question, run }
        | Phase::Reveal { question, run } = self.show.room().phase()
        {
            self.count_of(question, run).await?;
        }
        Ok(())
    }

    async fn count_of(&mut self, question: u32, run: u32) -> Outcome<()> {
        let removed: Vec<i64> = self.handle.gate().removed.iter().map(|n| i64::from(*n)).collect();
        let mut link = self.app.store.read().await?;
        self.counts = answers::tally(&mut link, &self.handle.id, (question, run), &removed).await?;
        Ok(())
    }

    async fn count_run(&mut self, event: &Event) -> Outcome<()> {
        if let Event::Closed { question, run, .. } | Event::Revealed { question, run, .. } = event {
            self.count_of(*question, *run).await?;
        }
        Ok(())
    }

    /// Counts and tells what came since the last time; whether there is more of it.
    async fn tally(&mut self) -> Outcome<bool> {
        let answered = self.handle.answered.swap(false, Ordering::Relaxed) || self.shared;
        let (Phase::Open { question, .. } | Phase::Closed { question, .. }) = self.show.room().phase() else {
            return Ok(false);
        };
        if !answered {
            return Ok(false);
        }
        let before = total(&self.counts);
        self.count().await?;
        let grown = total(&self.counts) > before;
        if !grown && matches!(self.show.room().phase(), Phase::Closed { .. }) {
            return Ok(false);
        }
        let roster = self.handle.roster.read();
        let view = self.view(&roster);
        let tally = view.tally(question, &self.counts);
        let small = |data: &serde_json::Value| {
            StageFrame::Small("tally", event_bytes(None, "tally", &data.to_string()))
        };
        let mut data = serde_json::json!(tally);
        let _ = self.handle.screens.send(small(&data));
        data["bars"] = serde_json::json!(view.bars(question, &self.counts));
        let _ = self.handle.hosts.send(small(&data));
        Ok(grown)
    }

    fn tell_lobby(&mut self, now: i64) {
        self.lobby_changed = false;
        let roster = self.handle.roster.read();
        let view = self.view(&roster);
        let lobby = view.lobby();
        let players = lobby.players;
        let frame =
            StageFrame::Small("lobby", event_bytes(None, "lobby", &serde_json::json!(lobby).to_string()));
        let _ = self.handle.screens.send(frame.clone());
        let _ = self.handle.hosts.send(frame);
        // The host's list of people comes with the whole state; once a second is soon enough for a list.
        let list_later = now - self.hosts_told_at < HOSTS_EVERY_MS;
        if !list_later {
            let host = view.host(&self.counts, &self.app.live.address, &self.screens);
            let _ = self.handle.hosts.send(StageFrame::Host(Arc::new(host)));
            self.hosts_told_at = now;
        }
        self.lobby_changed = list_later;
        if self.show.room().phase() != Phase::Lobby || players == self.phones_told {
            return;
        }
        if now - self.phones_told_at < LOBBY_EVERY_MS {
            drop(roster);
            self.lobby_changed = true;
            return;
        }
        let all = u32::try_from(roster.seats().len()).unwrap_or(u32::MAX);
        let own = OwnFrame::without_id("lobby", all, |number, out| {
            let mine = roster.seat(number).and_then(|s| s.group).map(|group| roster.in_group(group));
            let count = LobbyCount { players, mine };
            out.push_str(&serde_json::json!(count).to_string());
        });
        let _ = self.handle.players.send(Frame::Own(Arc::new(own)));
        drop(roster);
        (self.phones_told_at, self.phones_told) = (now, players);
    }

    fn view<'v>(&'v self, roster: &'v super::room::Roster) -> View<'v> {
        View { handle: &self.handle, show: &self.show, roster, now: self.app.now() }
    }

    fn player_snapshot(&self, player: PlayerNo, choice: Option<Standing>) -> String {
        let roster = self.handle.roster.read();
        let Some(seat) = roster.seat(player) else { return "null".to_owned() };
        serde_json::json!(self.view(&roster).player(seat, choice)).to_string()
    }

    fn screen_frame(&self) -> StageFrame {
        let roster = self.handle.roster.read();
        StageFrame::Screen(Arc::new(self.view(&roster).screen(&self.counts, &self.app.live.address)))
    }

    fn host_frame(&self) -> StageFrame {
        let roster = self.handle.roster.read();
        let view = self.view(&roster);
        StageFrame::Host(Arc::new(view.host(&self.counts, &self.app.live.address, &self.screens)))
    }

    async fn store_trips(&self) -> Outcome<()> {
        let trips = std::mem::take(&mut *self.handle.trips.lock());
        if trips.is_empty() {
            return Ok(());
        }
        let (room, noted) = (self.handle.id.to_string(), trips.clone());
        let work = self.app.store.write(move |link| {
            Box::pin(async move { Ok(players::note_round_trips(link, &room, &noted).await?) })
        });
        let done = work.await;
        if done.is_err() {
            // Older ones first: of two of one phone the later stands.
            self.handle.trips.lock().splice(0..0, trips);
        }
        Ok(done?)
    }
}

fn warn(what: &'static str, e: &Failure) {
    let cause = e.cause.as_deref().unwrap_or_default();
    tracing::warn!(what, code = e.code, cause, "a live room's task met a failure; it goes on");
}
