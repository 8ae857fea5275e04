//! Very many new people from one network: written down for the organiser, never a reason to refuse.

use crate::state::App;
use crate::store::people;

/// Records (or prolongs) the present ten minutes' burst of a network. Failing to write it down harms nobody.
pub async fn record(app: &App, network: &str) {
    let now = app.now();
    let window = now.div_euclid(600_000);
    let hmac = app.secrets.network_hmac(network);
    let id = format!("{hmac}-{window}");
    let limit = i64::from(app.config.new_participants_per_network);
    let written = app
        .store
        .write(move |link| {
            Box::pin(
                async move { Ok(people::add_burst(link, &id, &hmac, limit, window * 600_000, now).await?) },
            )
        })
        .await;
    if let Err(e) = written {
        tracing::warn!(error = %e, "a burst of new people was not recorded");
    }
}
