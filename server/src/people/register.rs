//! Registering: one screen, no password. What is typed is checked here, for forms and for the API alike.

use crate::error::{Failure, Outcome};
use crate::people::session::Device;
use crate::state::App;
use crate::store::people::{self, Consent, Membership, Participant};
use crate::store::{Link, StoreError, devices};
use domain::contest::{Contest, IdentityNeed};
use domain::locality::LocalityChoice;
use domain::people::{
    AgeBand, Audience, Flag, Grade, Mode, NicknameError, Purpose, clean_nickname, protected_child,
};
use std::sync::Arc;

/// Version of the consent texts that pages show now; recorded with every consent.
pub const TEXT_VERSION: &str = "2026-12";

/// What a person told about themselves, unchecked.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Nickname.
    pub nickname: String,
    /// `scheme:code`, `outside` or `unknown`.
    pub locality: String,
    /// Audience code.
    pub audience: String,
    /// Birth year; `None` = rather not say.
    pub birth_year: Option<i32>,
    /// A birth year was typed that is none.
    pub birth_year_bad: bool,
    /// Unit id inside the contest.
    pub unit: Option<String>,
    /// Group or roster code.
    pub group_code: Option<String>,
    /// Extra-time profile.
    pub extra_time: Option<String>,
    /// Flags' codes.
    pub flags: Vec<String>,
    /// Purposes consented to, with the text version shown.
    pub consents: Vec<(String, String)>,
}

/// A mistake beside a field: (field, code).
pub type Mistakes = Vec<(&'static str, &'static str)>;

/// What was told, checked.
#[derive(Clone, Debug)]
pub struct Checked {
    nickname: String,
    locality: LocalityChoice,
    audience: Audience,
    birth_year: Option<i32>,
    extra_time: Option<String>,
    flags: String,
    consents: Vec<(Purpose, String)>,
    membership: Option<Membership>,
    roster: Option<String>,
    /// Protected as a child this year.
    pub child: bool,
}

/// A new person: what they get to keep.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Participant id.
    pub id: String,
    /// Personal code, grouped.
    pub code: String,
    /// Token of the device, when a new one was made.
    pub token: Option<String>,
}

/// On which device a new person is put.
#[derive(Clone, Copy, Debug)]
pub enum On<'a> {
    /// One that is known.
    Held(&'a Arc<Device>),
    /// One that is known and shared by strangers: whoever was there is taken off it in the same step.
    Shared(&'a Arc<Device>),
    /// A new one, with a rough description.
    New {
        /// e.g. `Chrome, Android`.
        label: &'a str,
    },
}

impl<'a> On<'a> {
    /// The device somebody came with, or a new one.
    #[must_use]
    pub fn of(device: Option<&'a Arc<Device>>, shared: bool, label: &'a str) -> Self {
        match device {
            Some(device) if shared => Self::Shared(device),
            Some(device) => Self::Held(device),
            None => Self::New { label },
        }
    }
}

/// Checks everything at once, so that a form can show every mistake beside its field.
///
/// # Errors
/// The mistakes.
pub fn check(
    app: &App,
    told: &Told,
    contest: Option<(&str, &Contest)>,
    new: bool,
) -> Result<Checked, Mistakes> {
    let mut wrong: Mistakes = Vec::new();
    let year = domain::calendar::year_of(app.now());
    let nickname = clean_nickname(&told.nickname).unwrap_or_else(|e| {
        wrong.push((
            "nickname",
            match e {
                NicknameError::Short => "nickname_short",
                NicknameError::Long => "nickname_long",
                NicknameError::Hidden => "nickname_hidden",
            },
        ));
        String::new()
    });
    let locality = LocalityChoice::parse(&told.locality)
        .filter(|choice| match choice {
            LocalityChoice::Unit(key) => app.places.registry.pickable(key),
            LocalityChoice::Outside | LocalityChoice::Unknown => true,
        })
        .unwrap_or_else(|| {
            wrong.push(("locality", "locality"));
            LocalityChoice::Unknown
        });
    let audience = Audience::from_code(&told.audience).unwrap_or_else(|| {
        wrong.push(("audience", "audience"));
        Audience::Citizen
    });
    if told.birth_year_bad || told.birth_year.is_some_and(|y| y < year - 120 || y > year - 5) {
        wrong.push(("birth_year", "birth_year"));
    }
    let mut flags: Vec<&str> = told.flags.iter().filter_map(|f| Flag::from_code(f)).map(Flag::code).collect();
    flags.sort_unstable();
    flags.dedup();
    let consents: Vec<(Purpose, String)> = told
        .consents
        .iter()
        .filter_map(|(p, v)| Purpose::from_code(p).map(|p| (p, v.clone())))
        // Contact has its own consent, asked where contact is asked.
        .filter(|(p, _)| *p != Purpose::PrizeContact)
        .collect();
    if new && !consents.iter().any(|(p, _)| *p == Purpose::TakePart) {
        wrong.push(("consents", "consent"));
    }
    let child = protected_child(told.birth_year, year);
    let (mut membership, mut roster) = (None, None);
    let mut extra_time = None;
    if let Some((contest_id, doc)) = contest {
        let code = told.group_code.as_deref().map(str::trim).filter(|c| !c.is_empty());
        let unit = told.unit.as_deref().filter(|u| !u.is_empty());
        let mut m = Membership { contest_id: contest_id.to_owned(), ..Membership::default() };
        if let Some(id) = unit {
            match doc.unit(id) {
                Some(unit) => m.unit_id = Some(unit.id.clone()),
                None => wrong.push(("unit", "unit")),
            }
        }
        if let Some(code) = code {
            if let Some((unit, group)) = doc.group_by_code(code) {
                m.unit_id = Some(unit.id.clone());
                m.group_id = Some(group.id.clone());
            } else if doc.identity == IdentityNeed::RosterCode {
                roster = Some(app.secrets.code_hmac(&super::plain_code(code)));
            } else {
                wrong.push(WRONG_CODE);
            }
        }
        membership = (m.unit_id.is_some() || m.group_id.is_some() || roster.is_some()).then_some(m);
        extra_time = told.extra_time.as_deref().filter(|e| !e.is_empty()).and_then(|id| {
            doc.rounds.iter().any(|r| r.rules.extra_time.iter().any(|x| x.id == id)).then(|| id.to_owned())
        });
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    Ok(Checked {
        nickname,
        locality,
        audience,
        birth_year: told.birth_year,
        extra_time,
        flags: flags.join(","),
        consents,
        membership,
        roster,
        child,
    })
}

/// As [`check`], for somebody new in a contest; a group or roster code is judged only while the network may still miss.
///
/// # Errors
/// `too_many` when this network used up its misses at such codes; storage errors.
pub async fn check_new(
    app: &App,
    told: &Told,
    (id, doc): (&str, &Contest),
    network: &str,
) -> Outcome<Result<Checked, Mistakes>> {
    let judge = async {
        let checked = check(app, told, Some((id, doc)), true);
        if let Ok(known) = &checked
            && !roster_free(app, known).await?
        {
            return Ok(Err(vec![WRONG_CODE]));
        }
        Ok(checked)
    };
    if told.group_code.as_deref().is_none_or(|code| code.trim().is_empty()) {
        return judge.await;
    }
    let wrong = |told: &Result<Checked, Mistakes>| told.as_ref().is_err_and(|m| m.contains(&WRONG_CODE));
    app.limits.group_codes.judged(network, app.now(), judge, wrong).await
}

/// A code that the contest does not know, or that somebody else has used.
const WRONG_CODE: (&str, &str) = ("group_code", "group_code");

async fn roster_free(app: &App, checked: &Checked) -> Outcome<bool> {
    let (Some(hmac), Some(m)) = (&checked.roster, &checked.membership) else { return Ok(true) };
    let mut link = app.store.read().await?;
    Ok(people::roster_code_free(&mut link, &m.contest_id, hmac).await?)
}

/// Saves a checked person on a device and returns their id and code.
///
/// # Errors
/// A roster code that is unknown or used; storage errors.
pub async fn register(
    app: &App,
    checked: Checked,
    on: On<'_>,
    channel: &'static str,
) -> Outcome<Result<Registered, Mistakes>> {
    let now = app.now();
    let year = domain::calendar::year_of(now);
    if !roster_free(app, &checked).await? {
        return Ok(Err(vec![WRONG_CODE]));
    }
    let id = crate::random::id(now);
    let code = app.secrets.personal_code(&id, 0);
    let code_hmac = app.secrets.code_hmac(&code);
    let key = checked.locality.key();
    let public = checked.consents.iter().any(|(p, _)| *p == Purpose::PublishNickname);
    let row = Participant {
        id: id.clone(),
        origin: app.origin.clone(),
        nickname: checked.nickname.clone(),
        locality_scheme: key.scheme,
        locality_code: key.code,
        audience: checked.audience.code().into(),
        flags: checked.flags.clone(),
        birth_year: checked.birth_year.map(i64::from),
        age_band: AgeBand::in_year(checked.birth_year, year).code().into(),
        grade: Grade::Declared.code().into(),
        mode: Mode::Online.code().into(),
        extra_time: checked.extra_time.clone(),
        public_name: i64::from(public),
        child: i64::from(checked.child),
        code_generation: 0,
        contact_hmac: None,
        demo: 0,
        created_at: now,
        erased_at: None,
    };
    let (device_id, fresh, token) = match on {
        On::Held(device) | On::Shared(device) => (device.id.clone(), None, None),
        On::New { label } => {
            let token = crate::random::token();
            let hash = crate::secret::token_hash(&token);
            (crate::random::id(now), Some((hash, label.to_owned())), Some(token))
        }
    };
    let shared = matches!(on, On::Shared(_));
    app.store
        .write(move |link| {
            Box::pin(async move {
                insert(link, &row, &code_hmac, &checked, channel, now).await?;
                if let Some((hash, label)) = fresh {
                    devices::insert(link, &device_id, &hash, &label, now).await?;
                }
                devices::hold(link, &device_id, &row.id, false, now).await?;
                if shared {
                    devices::release_others(link, &device_id, Some(&row.id)).await?;
                }
                Ok(())
            })
        })
        .await?;
    if let On::Held(device) | On::Shared(device) = on {
        app.sessions.forget(&device.token_hash);
    }
    Ok(Ok(Registered { id, code, token }))
}

async fn insert(
    link: &mut Link,
    row: &Participant,
    code_hmac: &str,
    checked: &Checked,
    channel: &'static str,
    now: i64,
) -> Result<(), StoreError> {
    people::insert(link, row, code_hmac).await?;
    for (purpose, version) in &checked.consents {
        let consent = Consent {
            purpose: purpose.code().into(),
            given: 1,
            text_version: version.clone(),
            channel: channel.into(),
            at: now,
        };
        people::add_consent(link, &crate::random::id(now), &row.id, &consent).await?;
    }
    if let Some(m) = &checked.membership {
        let mut m = m.clone();
        if let Some(hmac) = &checked.roster {
            m.roster = i64::from(people::take_roster_code(link, &m.contest_id, hmac, &row.id, now).await?);
        }
        people::set_membership(link, &row.id, &m, now).await?;
    }
    Ok(())
}

/// Gives a person who is already known the group, or the place on the roster, that a code stands for. `false` when the
/// contest knows no such code, or somebody else has used it.
///
/// # Errors
/// `too_many` when this network used up its misses at such codes; storage errors.
pub async fn join_group(
    app: &App,
    person: &str,
    contest: (&str, &Contest),
    typed: &str,
    network: &str,
) -> Outcome<bool> {
    let judge = take_group(app, person, contest, typed);
    app.limits.group_codes.judged(network, app.now(), judge, |known| !known).await
}

async fn take_group(app: &App, person: &str, (contest, doc): (&str, &Contest), typed: &str) -> Outcome<bool> {
    let mut m = Membership { contest_id: contest.to_owned(), ..Membership::default() };
    let mut roster = None;
    if let Some((unit, group)) = doc.group_by_code(typed) {
        m.unit_id = Some(unit.id.clone());
        m.group_id = Some(group.id.clone());
    } else if doc.identity == IdentityNeed::RosterCode {
        roster = Some(app.secrets.code_hmac(&super::plain_code(typed)));
    } else {
        return Ok(false);
    }
    let (id, now) = (person.to_owned(), app.now());
    let known = app
        .store
        .write(move |link| {
            Box::pin(async move {
                if let Some(hmac) = &roster {
                    if !people::take_roster_code(link, &m.contest_id, hmac, &id, now).await? {
                        return Ok(false);
                    }
                    m.roster = 1;
                }
                people::set_membership(link, &id, &m, now).await?;
                Ok(true)
            })
        })
        .await?;
    if known {
        app.standings.reload_person(app, person).await?;
    }
    Ok(known)
}

/// A person corrects what they told; attempts keep what they copied, so no published figure moves.
///
/// # Errors
/// Storage errors.
pub async fn correct(app: &App, person: &Participant, checked: &Checked, public: bool) -> Outcome<()> {
    let key = checked.locality.key();
    let row = Participant {
        nickname: checked.nickname.clone(),
        locality_scheme: key.scheme,
        locality_code: key.code,
        audience: checked.audience.code().into(),
        flags: checked.flags.clone(),
        birth_year: checked.birth_year.map(i64::from),
        public_name: i64::from(public),
        child: i64::from(checked.child),
        extra_time: person.extra_time.clone(),
        ..person.clone()
    };
    let id = row.id.clone();
    let lost_contact = checked.child && person.contact_hmac.is_some();
    app.store
        .write(move |link| {
            Box::pin(async move {
                people::correct(link, &row).await?;
                if lost_contact {
                    // A child's contact may not be held.
                    people::remove_contact(link, &id).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(Failure::from)
}
