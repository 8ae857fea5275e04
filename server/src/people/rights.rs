//! A person's rights: see, download, withdraw, erase. No published figure moves when a person is erased.

use crate::error::Outcome;
use crate::people::contact;
use crate::state::App;
use crate::store::live::erase;
use crate::store::meta::{self, Act};
use crate::store::people::{self, Consent, Participant};
use crate::store::{Link, StoreError, attempts, devices, person_links};
use domain::people::Purpose;
use serde_json::{Value, json};

/// Everything held about a person, as JSON.
///
/// # Errors
/// Storage errors.
pub async fn export(app: &App, person: &Participant) -> Outcome<Value> {
    let mut link = app.store.read().await?;
    let consents = people::consents(&mut link, &person.id).await?;
    let memberships = people::memberships(&mut link, &person.id).await?;
    let devices = devices::of_person(&mut link, &person.id).await?;
    let contact = people::contact(&mut link, &person.id).await?.and_then(|sealed| app.secrets.open(&sealed));
    let mut tried = Vec::new();
    for a in attempts::of_person(&mut link, &person.id).await? {
        let answers = attempts::answers(&mut link, &a.id).await?;
        let answers: Vec<Value> = answers
            .into_iter()
            .map(|(position, seq, choice, received)| {
                let choice: Option<Value> = choice.and_then(|c| serde_json::from_str(&c).ok());
                json!({ "position": position, "seq": seq, "choice": choice, "received_at": received })
            })
            .collect();
        let contest = app.catalogue.by_id(&a.contest_id);
        tried.push(json!({
            "id": a.id,
            "contest": contest.as_ref().map(|c| c.doc.slug.clone()),
            "round": a.round_id,
            "ordinal": a.ordinal,
            "started_at": a.started_at,
            "deadline": a.deadline,
            "submitted_at": a.submitted_at,
            "submitted_by": a.submitted_by,
            "prediction": a.prediction,
            "score": domain::Points(a.score).to_f64(),
            "max": domain::Points(a.max_score).to_f64(),
            "voided_at": a.voided_at,
            "copied_at_start": {
                "locality": { "scheme": a.locality_scheme, "code": a.locality_code },
                "unit": a.unit_id, "audience": a.audience, "flags": a.flags, "age_band": a.age_band,
                "grade": a.grade, "mode": a.mode,
            },
            "answers": answers,
        }));
    }
    let plays = live_plays(app, &mut link, &person.id).await?;
    Ok(json!({
        "exported_at": app.now(),
        "participant": {
            "id": person.id,
            "nickname": person.nickname,
            "locality": {
                "scheme": person.locality_scheme, "code": person.locality_code,
                "name": app.places.name(&person.locality_scheme, &person.locality_code),
            },
            "audience": person.audience,
            "flags": person.flags,
            "birth_year": person.birth_year,
            "age_band": person.age_band,
            "identity_grade": person.grade,
            "extra_time": person.extra_time,
            "nickname_public": person.public_name == 1,
            "registered_at": person.created_at,
        },
        "contact": contact,
        "consents": consents,
        "memberships": memberships,
        "devices": devices.iter().map(|d| json!({
            "id": d.id, "label": d.label, "added_at": d.added_at, "last_seen_at": d.seen_at, "by_code": d.by_code == 1,
        })).collect::<Vec<_>>(),
        "attempts": tried,
        "live_plays": plays,
    }))
}

/// A person's plays of live rooms, answers included.
async fn live_plays(app: &App, link: &mut Link, person: &str) -> Result<Vec<Value>, StoreError> {
    let mut plays = Vec::new();
    for seat in erase::of_person(link, person).await? {
        let answers = erase::answers(link, &seat.room_id, seat.number).await?;
        let answers: Vec<Value> = answers
            .into_iter()
            .map(|a| {
                let choice: Option<Value> = serde_json::from_str(&a.choice).ok();
                json!({
                    "question": a.question, "run": a.run, "choice": choice,
                    "received_at": a.received_at, "judged_ms": a.judged_ms,
                })
            })
            .collect();
        let (scheme, code) = (seat.locality_scheme.as_deref(), seat.locality_code.as_deref());
        plays.push(json!({
            "id": seat.id,
            "room": { "title": seat.title, "pin": seat.pin, "started_at": seat.started_at, "finished_at": seat.finished_at },
            "number": seat.number,
            "nickname": seat.nickname,
            "team": seat.team,
            "joined_at": seat.joined_at,
            "round_trip_ms": seat.round_trip,
            "copied_when_joining": {
                "locality": { "scheme": scheme, "code": code,
                    "name": scheme.zip(code).map(|(scheme, code)| app.places.name(scheme, code)) },
                "audience": seat.audience, "flags": seat.flags, "age_band": seat.age_band, "grade": seat.grade,
                "mode": "live",
            },
            "answers": answers,
        }));
    }
    Ok(plays)
}

/// Erases the person and leaves an unlinkable surrogate that the counts go on counting.
///
/// # Errors
/// Storage errors; nothing is erased then.
pub async fn erase(app: &App, person: &Participant) -> Outcome<()> {
    let (row, now) = (person.clone(), app.now());
    let rooms = app
        .store
        .write(move |link| {
            Box::pin(async move {
                people::erase(link, &row, now).await?;
                let rooms = erase::erase(link, &row.id, now).await?;
                let act = Act { actor: "person", action: "erase", subject: &row.id, detail: "{}" };
                meta::audit(link, act, now).await?;
                Ok(rooms)
            })
        })
        .await?;
    // Rooms at hand, here and elsewhere, read the event and show another name.
    for (room, seq) in rooms {
        if let Some(handle) = app.live.by_id(&room) {
            handle.wake();
        }
        app.live.bus.publish(app, &room, seq);
    }
    app.sessions.forget_all();
    app.standings.names_changed();
    Ok(())
}

/// Gives or withdraws a consent.
///
/// # Errors
/// Storage errors.
pub async fn consent(app: &App, person: &Participant, purpose: Purpose, given: bool) -> Outcome<()> {
    let now = app.now();
    let mut row = person.clone();
    if purpose == Purpose::PublishNickname {
        row.public_name = i64::from(given);
    }
    let drop_contact = purpose == Purpose::PrizeContact && !given;
    let consent = Consent {
        purpose: purpose.code().into(),
        given: i64::from(given),
        text_version: super::register::TEXT_VERSION.into(),
        channel: "web".into(),
        at: now,
    };
    app.store
        .write(move |link| {
            Box::pin(async move {
                people::add_consent(link, &crate::random::id(now), &row.id, &consent).await?;
                people::correct(link, &row).await?;
                if drop_contact {
                    people::remove_contact(link, &row.id).await?;
                }
                Ok(())
            })
        })
        .await?;
    app.standings.names_changed();
    if drop_contact {
        app.standings.reload_person(app, &person.id).await?;
    }
    Ok(())
}

/// Keeps a contact for prizes, with its own consent. Who gives the contact of an earlier registration is the same person
/// in the figures; they are not told so, nor does their download: anybody could ask for anybody's number. `false` when it is neither a phone number nor an e-mail address.
///
/// # Errors
/// Storage errors.
pub async fn give_contact(app: &App, person: &Participant, contest: &str, typed: &str) -> Outcome<bool> {
    let Some(plain) = contact::normalise(typed) else { return Ok(false) };
    let (sealed, hmac) = (app.secrets.seal(&plain), app.secrets.contact_hmac(&plain));
    let (id, contest, now) = (person.id.clone(), contest.to_owned(), app.now());
    let consent = Consent {
        purpose: Purpose::PrizeContact.code().into(),
        given: 1,
        text_version: super::register::TEXT_VERSION.into(),
        channel: "web".into(),
        at: now,
    };
    app.store
        .write(move |link| {
            Box::pin(async move {
                person_links::contact_alone(link, &hmac).await?;
                people::set_contact(link, &id, &contest, &sealed, &hmac, now).await?;
                person_links::same_contact(link, &crate::random::id(now), &id, now).await?;
                Ok(people::add_consent(link, &crate::random::id(now), &id, &consent).await?)
            })
        })
        .await?;
    app.standings.reload_person(app, &person.id).await?;
    Ok(true)
}

/// The contact as shown back to its owner.
///
/// # Errors
/// Storage errors.
pub async fn masked_contact(app: &App, person: &str) -> Outcome<Option<String>> {
    let mut link = app.store.read().await?;
    let sealed = people::contact(&mut link, person).await?;
    Ok(sealed.and_then(|s| app.secrets.open(&s)).map(|plain| contact::mask(&plain)))
}
