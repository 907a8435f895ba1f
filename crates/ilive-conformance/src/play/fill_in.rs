//! What a step leaves to the director: addresses, tickets, numbers of calls, values that were kept.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;

use super::Stage;
use crate::line::Keys;
use crate::server::APP;

/// The folder of the scenario's files.
const FILES: &str = "{files}";
/// Where actors reach the server.
const SERVER: &str = "{server}";

impl Stage {
    /// The keys of a command, from those of a step.
    pub(super) fn fill_in(&mut self, actor: &str, verb: &str, keys: &Keys) -> anyhow::Result<Keys> {
        let mut filled = Keys::new();
        for (key, value) in keys {
            filled.insert(key.clone(), self.value(value)?);
        }
        match verb {
            "init" => self.add_settings(&mut filled),
            "login" | "im_login" => self.add_login(actor, &mut filled)?,
            "renew_ticket" => self.add_user_sig(actor, &mut filled)?,
            _ => {}
        }
        if let Some(wanted) = filled.get("key") {
            let key = self.mint.room_key(wanted, self.user(actor), now_s()?).map_err(anyhow::Error::msg)?;
            filled.insert("key".to_owned(), key);
        }
        if let Some(name) = filled.get("of") {
            let seq = self.named.get(name).with_context(|| format!("no call has the name &{name}"))?;
            filled.insert("of".to_owned(), seq.to_string());
        }
        Ok(filled)
    }

    fn value(&self, value: &str) -> anyhow::Result<String> {
        if let Some(name) = value.strip_prefix('$') {
            let kept = self.book.kept(name).with_context(|| format!("nothing was kept as ${name}"))?;
            return Ok(kept.to_owned());
        }
        let files = self.folder.path().display().to_string();
        Ok(value.replace(FILES, &files).replace(SERVER, &self.url()))
    }

    fn url(&self) -> String {
        match &self.relay {
            Some(relay) => relay.url(),
            None => format!("http://{}", self.server.address()),
        }
    }

    fn add_settings(&self, keys: &mut Keys) {
        let own = [("app".to_owned(), APP.to_string()), ("url".to_owned(), self.url())];
        for (key, value) in own.into_iter().chain(self.client.clone()) {
            keys.entry(key).or_insert(value);
        }
    }

    fn add_login(&mut self, actor: &str, keys: &mut Keys) -> anyhow::Result<()> {
        let user = keys.entry("user".to_owned()).or_insert_with(|| actor.to_owned()).clone();
        self.users.insert(actor.to_owned(), user);
        self.add_user_sig(actor, keys)
    }

    fn add_user_sig(&self, actor: &str, keys: &mut Keys) -> anyhow::Result<()> {
        let wanted = keys.get("sig").map_or("ok", String::as_str);
        let sig = self.mint.user_sig(wanted, self.user(actor), now_s()?).map_err(anyhow::Error::msg)?;
        keys.insert("sig".to_owned(), sig);
        Ok(())
    }

    fn user<'a>(&'a self, actor: &'a str) -> &'a str {
        self.users.get(actor).map_or(actor, String::as_str)
    }
}

fn now_s() -> anyhow::Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}
