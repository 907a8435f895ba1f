//! The apps that this server knows: their keys and their rules.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use ilive_core::room::{Grant, Person};
use ilive_protocol::{AppId, Rights, RoomId, UserId};
use ilive_ticket::{RoomKey, Secret, Ticket, Unverified, UserTicket, Verifier};

use crate::config::{AppConfig, Features, StagePolicy};
use crate::refusal::Refusal;
use crate::roles::Roles;
use crate::secrets::{Secrets, read_key};

/// One app.
pub(crate) struct App {
    pub(crate) id: AppId,
    pub(crate) stage: StagePolicy,
    pub(crate) guests: bool,
    pub(crate) require_room_key: bool,
    pub(crate) features: Features,
    pub(crate) roles: Roles,
    verifier: Verifier,
    /// Only for apps with a v2 secret: guests are minted with it.
    secret: Option<String>,
}

/// A link that is asked for: each room and the member behind it.
pub(crate) struct LinkOf<'a> {
    pub(crate) from: (&'a RoomId, &'a UserId),
    pub(crate) to: (&'a RoomId, &'a UserId),
}

/// The apps by id.
pub(crate) struct Apps(BTreeMap<AppId, App>);

impl Apps {
    /// The configured apps, and the generated one where it is served.
    ///
    /// # Errors
    /// A key that cannot be read, an id that is none.
    pub(crate) fn new(
        configured: &BTreeMap<String, AppConfig>,
        generated: Option<&Secrets>,
    ) -> anyhow::Result<Self> {
        let mut apps = BTreeMap::new();
        if let Some(secrets) = generated {
            let config = AppConfig {
                secret: Some(secrets.app_secret.clone()),
                stage: StagePolicy::Ask,
                guests: !configured.values().any(|app| app.guests),
                ..AppConfig::default()
            };
            let app = App::new(AppId::new(secrets.app_id)?, &config)?;
            apps.insert(app.id, app);
        }
        for (id, config) in configured {
            let app = App::new(app_id(id)?, config).with_context(|| format!("apps.{id}"))?;
            apps.insert(app.id, app);
        }
        let guests: Vec<String> =
            apps.values().filter(|app| app.guests).map(|app| app.id.to_string()).collect();
        if let [first, second, ..] = guests.as_slice() {
            bail!(
                "guests are of one app, not of both {first} and {second}: set apps.ID.guests = false for one"
            );
        }
        Ok(Self(apps))
    }

    pub(crate) fn get(&self, id: AppId) -> Result<&App, Refusal> {
        self.0.get(&id).ok_or_else(|| {
            Refusal::denied("app_unknown", format!("app {id} is not one of this server: check sdk_app_id"))
        })
    }

    /// The app that guests belong to, and whose rooms the home page lists.
    pub(crate) fn guest_app(&self) -> Option<&App> {
        self.0.values().find(|app| app.guests)
    }

    /// The app whose rooms are listed when a request names none.
    pub(crate) fn first(&self) -> Option<&App> {
        self.guest_app().or_else(|| self.0.values().next())
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = AppId> {
        self.0.keys().copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Checks a userSig. `claimed`: the app that the caller says it is of.
    pub(crate) fn user_sig(
        &self,
        claimed: u32,
        text: &str,
        now_s: u64,
    ) -> Result<(&App, UserTicket), Refusal> {
        let claimed =
            AppId::new(claimed).map_err(|error| Refusal::denied("app_unknown", error.to_string()))?;
        let ticket = Unverified::parse(text)?;
        let app = self.get(claimed)?;
        let ticket = ticket.verify_user_sig(&app.verifier, now_s)?;
        Ok((app, ticket))
    }

    /// Checks a bearer: a userSig or a room key, of the app that it names.
    pub(crate) fn bearer(&self, text: &str, now_s: u64) -> Result<(&App, Ticket), Refusal> {
        let ticket = Unverified::parse(text)?;
        let app = self.get(ticket.app_id())?;
        let ticket = ticket.verify(&app.verifier, now_s)?;
        Ok((app, ticket))
    }

    /// Whose ticket this is, expired or not: for DELETE and PATCH.
    pub(crate) fn holder(&self, text: &str) -> Result<(AppId, UserId), Refusal> {
        let ticket = Unverified::parse(text)?;
        let app = self.get(ticket.app_id())?;
        Ok((app.id, ticket.verify_holder(&app.verifier)?))
    }
}

impl App {
    fn new(id: AppId, config: &AppConfig) -> anyhow::Result<Self> {
        let (verifier, secret) = match (config.secret_text()?, &config.v1_public_key_file) {
            (Some(secret), None) => (Verifier::v2(id, Secret::new(secret.as_str())?), Some(secret)),
            (None, Some(path)) => {
                let pem =
                    std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
                (Verifier::v1(id, &pem).with_context(|| path.display().to_string())?, None)
            }
            (None, None) => bail!("no key: set secret, secret_file or v1_public_key_file"),
            (Some(_), Some(_)) => bail!("two keys: an app has either a v2 secret or a v1 public key"),
        };
        if config.guests && secret.is_none() {
            bail!(
                "guests = true needs a v2 secret: with a v1 public key the server cannot mint their tickets"
            );
        }
        Ok(Self {
            id,
            stage: config.stage,
            guests: config.guests,
            require_room_key: config.require_room_key,
            features: config.features,
            roles: Roles::new(&config.roles, config.strict_roles)?,
            verifier,
            secret,
        })
    }

    pub(crate) fn secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    /// What a user without a room key may.
    ///
    /// # Errors
    /// 10003 `key_required` where the app asks for one.
    pub(crate) fn grant_without_key(&self, issued_at_s: u64) -> Result<Grant, Refusal> {
        if self.require_room_key {
            return Err(Refusal::denied(
                "key_required",
                "this app needs a room key (privateMapKey) to enter",
            ));
        }
        Ok(Grant {
            ticket: Rights::ALL,
            key_presented: false,
            issued_at_ms: issued_at_s.saturating_mul(1000),
        })
    }

    /// Who a bearer is, and what it may in `room`; a room key must name the room.
    pub(crate) fn grant_to(&self, bearer: Ticket, room: &RoomId) -> Result<(UserId, Grant), Refusal> {
        match bearer {
            Ticket::User(ticket) => Ok((ticket.user, self.grant_without_key(ticket.issued_at)?)),
            Ticket::Room(key) => {
                key.matches(self.id, &key.user, room)?;
                Ok((key.user.clone(), grant_of(&key)))
            }
        }
    }

    /// What a room key that is presented gives: user, app, room and expiry are held to.
    pub(crate) fn grant_by_key(
        &self,
        text: &str,
        person: &Person,
        room: &RoomId,
        now_s: u64,
    ) -> Result<Grant, Refusal> {
        let key = Unverified::parse(text)?.verify_room_key(&self.verifier, now_s)?;
        key.matches(self.id, &person.user, room)?;
        Ok(grant_of(&key))
    }

    /// Whether a key allows this link; a key that is presented is held to.
    ///
    /// # Errors
    /// 10003: `key_required` where the app asks for keys, and what is wrong with one that is presented.
    pub(crate) fn link_key(&self, text: &str, link: &LinkOf<'_>, now_s: u64) -> Result<bool, Refusal> {
        if !text.is_empty() {
            let key = Unverified::parse(text)?.verify_link_key(&self.verifier, now_s)?;
            key.matches(self.id, link.from, link.to)?;
            return Ok(true);
        }
        match self.require_room_key {
            true => Err(Refusal::denied("key_required", "this app needs a key to link rooms")),
            false => Ok(false),
        }
    }
}

fn grant_of(key: &RoomKey) -> Grant {
    Grant { ticket: key.rights, key_presented: true, issued_at_ms: key.issued_at.saturating_mul(1000) }
}

/// The id that a key of [`Config::apps`](crate::config::Config::apps) stands for.
///
/// # Errors
/// It is no number from 1 to 4294967295.
pub fn app_id(key: &str) -> anyhow::Result<AppId> {
    let number = key.parse().with_context(|| format!("apps.{key}: an app's id is a number"))?;
    AppId::new(number).with_context(|| format!("apps.{key}"))
}

impl AppConfig {
    /// The v2 secret, from wherever the configuration has it.
    ///
    /// # Errors
    /// There are two, or the file cannot be read.
    pub fn secret_text(&self) -> anyhow::Result<Option<String>> {
        match (&self.secret, &self.secret_file) {
            (Some(_), Some(_)) => bail!("two secrets: set secret or secret_file"),
            (Some(secret), None) => Ok(Some(secret.clone())),
            (None, Some(path)) => {
                let text = read_key(path)?;
                Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
            }
            (None, None) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guests_are_of_one_app_that_can_mint_for_them() {
        let app = |guests| AppConfig { secret: Some("s".into()), guests, ..AppConfig::default() };
        let apps = |list: &[(&str, AppConfig)]| {
            let list = list.iter().map(|(id, app)| ((*id).to_owned(), app.clone())).collect();
            Apps::new(&list, None).map(|apps| apps.guest_app().map(|app| app.id.get()))
        };
        let key = AppConfig { secret: None, v1_public_key_file: Some("none.pem".into()), ..app(true) };

        assert_eq!(apps(&[("7", app(false)), ("8", app(true))]).expect("good"), Some(8));
        assert_eq!(apps(&[("7", app(false))]).expect("good"), None);
        let two = apps(&[("7", app(true)), ("8", app(true))]).expect_err("two").to_string();
        assert!(two.contains("both 7 and 8"), "{two}");
        assert!(apps(&[("7", key)]).is_err());
    }
}
