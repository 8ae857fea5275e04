//! Somebody of the staff, made behind the site's back and signed in through its front door.

use super::actors::Browser;
use super::site::Site;
use domain::staff::Role;
use server::staff::accounts::{NewAccount, create};
use server::staff::password::hash;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "Chuột chạy cùng sào";

impl Site {
    /// An account; returns its id.
    pub(crate) async fn staff(&self, name: &str, roles: &[Role]) -> String {
        let password = hash(PASSWORD).unwrap();
        let new = NewAccount { name: name.into(), password, roles: roles.to_vec(), by: "cli".into() };
        create(&self.app.store, new, self.now()).await.unwrap()
    }

    /// An account, and a browser in which it is signed in.
    pub(crate) async fn desk(&self, name: &str, role: Role) -> Browser {
        self.staff(name, &[role]).await;
        let desk = self.browser();
        desk.sign_in(name, PASSWORD).await.expect(303);
        desk
    }
}

impl Browser {
    /// Sends the sign-in form.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> super::Reply {
        self.post("/organiser/login", &[("name", name), ("password", password)]).await
    }
}
