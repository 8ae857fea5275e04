//! A whole sitting on a phone, and the key that reads the figures: what tests about ranks and counts begin with.

use super::site::{MINUTE, SLUG};
use super::{Api, Browser, Site, Someone};
use serde_json::json;
use server::indicators::access::{NewToken, create};

impl Site {
    /// Somebody joins on a phone of their own, knows so many answers (all, when nothing is said) and hands in; also the path
    /// of their result.
    pub(crate) async fn sat(&self, who: &Someone, right: Option<u32>) -> (Browser, String) {
        let phone = self.browser();
        let attempt = phone.join(who).await;
        let paper = self.paper(&attempt).await;
        for position in paper.positions().filter(|position| right.is_none_or(|most| *position <= most)) {
            let body = json!({ "seq": 1, "occurred_at": 1, "choice": paper.right(position) });
            phone
                .put_json(&format!("/api/v1/attempts/{attempt}/answers/{position}"), &body)
                .await
                .expect(200);
        }
        self.advance(MINUTE);
        let blanks = [("confirm_blanks", "1")];
        let result = phone.post(&format!("/attempts/{attempt}/submit"), &blanks).await.leads();
        (phone, result)
    }

    /// Somebody who may read the figures, of some localities or of all.
    pub(crate) async fn reader(&self, localities: &[&str]) -> Api {
        let new = NewToken {
            name: "Sở KH&CN".into(),
            scope: "indicators:read".into(),
            localities: localities.iter().map(|l| (*l).to_owned()).collect(),
        };
        let token = create(&self.app.store, &self.app.places.registry, new, self.now()).await.unwrap();
        self.api().with(&token)
    }
}

impl Browser {
    /// Leaves a contact for prizes on the result page.
    pub(crate) async fn gives_contact(&self, result: &str, contact: &str) {
        let fields = [("back", result), ("contact", contact), ("consents", "prize_contact")];
        self.post(&format!("/contests/{SLUG}/contact"), &fields).await.expect(303);
    }

    /// Erases the person.
    pub(crate) async fn erases(&self) {
        let code = self.code().await;
        self.post("/me/erase", &[("code", &code), ("confirm", "1")]).await.expect(303);
    }
}
