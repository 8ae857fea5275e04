//! A host's command on its way to the room's task.

use super::room::{CommandFault, Handle, Message};
use crate::error::{Failure, Outcome};
use domain::live::Command;
use tokio::sync::oneshot;

/// Has a command carried out; the reply is the number of the last event.
///
/// # Errors
/// `live_refused` with the rule's own code and words; storage errors.
pub async fn carry_out(handle: &Handle, command: Command, by: &str) -> Outcome<u64> {
    let (reply, done) = oneshot::channel();
    let message = Message::Command { command, by: by.to_owned(), reply };
    handle.mailbox.try_send(message).map_err(|_| Failure::busy())?;
    match done.await.map_err(|_| Failure::busy())? {
        Ok(seq) => Ok(seq),
        Err(CommandFault::Refused(refusal)) => {
            Err(Failure::live_refused(refusal.code(), refusal.to_string()))
        }
        Err(CommandFault::Failed(failure)) => Err(failure),
    }
}
