//! Forcing what was committed onto the disk, beside the writer.
//!
//! SQLite commits by writing to its log and, with `synchronous = FULL`, waits there until the disk has it: a hundred
//! microseconds or many milliseconds in which nothing is written. Here the writer's connection commits with `NORMAL`, which
//! only writes, and a thread of its own forces the log to disk while the writer is at its next group. Invariants: a group
//! is acknowledged only after a forcing that began when its commit had returned; once the disk has refused, nothing is
//! acknowledged any more, for what came before may be missing in the log.

use super::StoreError;
use std::fs::File;
use std::io::Result;
use std::path::Path;
use std::sync::mpsc;
use std::thread::JoinHandle;

/// Tells everybody of a group how it ended.
pub(super) type Acknowledge = Box<dyn FnOnce(std::result::Result<(), StoreError>) + Send>;

/// Who acknowledges groups.
pub(super) enum Disk {
    /// The engine's commit returns when the disk has it.
    Engine,
    /// A thread that forces the log.
    Thread { groups: mpsc::Sender<Acknowledge>, thread: JoinHandle<()> },
}

impl Disk {
    /// Forces the log of the database in this file.
    ///
    /// # Errors
    /// There is no log, or the system gives no thread.
    pub(super) fn log_of(database: &Path) -> Result<Self> {
        let mut name = database.as_os_str().to_owned();
        name.push("-wal");
        let log = File::options().write(true).open(name)?;
        Self::forced_by(move || log.sync_data())
    }

    fn forced_by(force: impl FnMut() -> Result<()> + Send + 'static) -> Result<Self> {
        let (groups, waiting) = mpsc::channel();
        let thread = std::thread::Builder::new().name("disk".into()).spawn(move || run(&waiting, force))?;
        Ok(Self::Thread { groups, thread })
    }

    /// A group has been committed: tells its people when the disk has it.
    pub(super) fn then(&self, tell: Acknowledge) {
        match self {
            Self::Engine => tell(Ok(())),
            Self::Thread { groups, .. } => {
                if let Err(mpsc::SendError(tell)) = groups.send(tell) {
                    tell(Err(refused()));
                }
            }
        }
    }

    /// Waits until everybody has been told.
    pub(super) fn close(self) {
        if let Self::Thread { groups, thread } = self {
            drop(groups);
            // It ends by itself; if it ended badly nobody waits any more.
            drop(thread.join());
        }
    }
}

fn refused() -> StoreError {
    StoreError::Unavailable("the disk refused what was written".into())
}

fn run(waiting: &mpsc::Receiver<Acknowledge>, mut force: impl FnMut() -> Result<()>) {
    let mut broken = false;
    while let Ok(first) = waiting.recv() {
        let groups: Vec<Acknowledge> = std::iter::once(first).chain(waiting.try_iter()).collect();
        if !broken && let Err(e) = force() {
            broken = true;
            metrics::counter!("store_groups_failed").increment(1);
            tracing::error!(error = %e, "the disk refused what was written; nothing is saved until the server is started again");
        }
        for tell in groups {
            tell(if broken { Err(refused()) } else { Ok(()) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Acknowledge, Disk};
    use crate::store::StoreError;
    use std::io::Error;
    use std::sync::mpsc;

    type Told = Result<(), StoreError>;

    fn waiting() -> (Acknowledge, mpsc::Receiver<Told>) {
        let (told, hear) = mpsc::channel();
        (Box::new(move |how| told.send(how).unwrap()), hear)
    }

    #[test]
    fn nobody_is_told_before_a_forcing_that_began_after_their_commit() {
        let (begun, begins) = mpsc::channel();
        let (go, gone) = mpsc::channel::<()>();
        let disk = Disk::forced_by(move || {
            begun.send(()).unwrap();
            gone.recv().map_err(Error::other)
        })
        .unwrap();
        let ((first, hears_first), (second, hears_second), (third, hears_third)) =
            (waiting(), waiting(), waiting());
        disk.then(first);
        begins.recv().unwrap();
        // The disk is at work already: what comes now is not surely part of it.
        disk.then(second);
        disk.then(third);
        assert!(hears_first.try_recv().is_err());
        go.send(()).unwrap();
        assert!(hears_first.recv().unwrap().is_ok());
        begins.recv().unwrap();
        assert!(hears_second.try_recv().is_err() && hears_third.try_recv().is_err());
        go.send(()).unwrap();
        assert!(hears_second.recv().unwrap().is_ok() && hears_third.recv().unwrap().is_ok());
        disk.close();
        assert!(begins.try_recv().is_err(), "one forcing for both");
    }

    #[test]
    fn after_a_refusal_nothing_is_acknowledged() {
        let mut results = vec![Ok(()), Err(Error::other("EIO"))].into_iter();
        let disk = Disk::forced_by(move || results.next().unwrap_or(Ok(()))).unwrap();
        let told = (0..4).map(|_| {
            let (tell, hear) = waiting();
            disk.then(tell);
            hear.recv().unwrap().is_ok()
        });
        assert_eq!(told.collect::<Vec<_>>(), [true, false, false, false]);
        disk.close();
    }

    #[test]
    fn closing_waits_until_everybody_is_told() {
        let disk = Disk::forced_by(|| Ok(())).unwrap();
        let hear: Vec<_> = (0..100)
            .map(|_| {
                let (tell, hear) = waiting();
                disk.then(tell);
                hear
            })
            .collect();
        disk.close();
        assert!(hear.iter().all(|told| told.try_recv().is_ok_and(|how| how.is_ok())));
    }
}
