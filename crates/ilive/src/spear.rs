//! The app's roles and what each makes of sound and pictures (E.3): asked of the server at each start of the AV context, else
//! from the file that the last answer is kept in, else what the app gave, else what is built in.

mod config;

use std::path::PathBuf;

use ilive_session::{Error, Role};

use crate::engine::Encoding;
use crate::http::{self, Http};
pub(crate) use config::SpearRole;

/// Where the app's roles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spear {
    /// Ask the server; else only `default` counts (the original's login with SPEAR).
    pub fetch: bool,
    /// Where the last good answer is kept, for when the server does not give one; none: it is not kept.
    pub cache: Option<PathBuf>,
    /// The same JSON as the server's, for when there is neither; a bad one counts as none.
    pub default: Option<String>,
}

impl Default for Spear {
    fn default() -> Self {
        Self { fetch: true, cache: None, default: None }
    }
}

/// The roles in force.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    list: Vec<SpearRole>,
}

/// How a load went.
pub(crate) struct Loaded {
    pub(crate) roles: Roles,
    /// The server's answer could not be read: event 8052.
    pub(crate) unreadable: bool,
}

impl Roles {
    /// As the session knows them.
    pub(crate) fn named(&self) -> Vec<Role> {
        self.list.iter().map(|role| Role { name: role.name.clone(), role_type: role.role_type }).collect()
    }

    /// What a role sends; an unknown one is the app's default role.
    pub(crate) fn encoding_of(&self, name: &str) -> Encoding {
        let named = self.list.iter().find(|role| role.name == name);
        let default = || self.list.iter().find(|role| role.is_default).or(self.list.first());
        named.or_else(default).map_or_else(Encoding::default, |role| role.encoding)
    }
}

/// The best that there is.
pub(crate) async fn load(http: Http, app: u32, spear: Spear) -> Loaded {
    let (fetched, unreadable) = match spear.fetch {
        true => fetch(&http, app, &spear).await,
        false => (None, false),
    };
    let list = fetched.or_else(|| cached(app, &spear)).or_else(|| given(app, &spear)).unwrap_or_default();
    Loaded { roles: Roles { list }, unreadable }
}

async fn fetch(http: &Http, app: u32, spear: &Spear) -> (Option<Vec<SpearRole>>, bool) {
    // Platform 0 is PC and web; there are no parameters of other platforms here.
    let path = format!("/index.php?sdk_appid={app}&interface=Voice_Conf_Download&platform=0");
    match http::text(http.get(&path)).await.map(|text| (config::parse(&text, app), text)) {
        Ok((Ok(list), text)) => {
            keep(spear, &text);
            (Some(list), false)
        }
        Ok((Err(why), _)) => {
            tracing::warn!(%why, "the app's roles cannot be read");
            (None, true)
        }
        Err(error) => {
            tracing::info!(%error, "the app's roles were not fetched");
            (None, is_foreign(&error))
        }
    }
}

/// Somebody answered, but not this server.
fn is_foreign(error: &Error) -> bool {
    error.is(ilive_protocol::Code::ParseFail)
}

/// A cache that cannot be written is as good as none.
fn keep(spear: &Spear, text: &str) {
    if let Some(path) = &spear.cache
        && let Err(error) = std::fs::write(path, text)
    {
        tracing::info!(path = %path.display(), %error, "the app's roles were not kept");
    }
}

fn cached(app: u32, spear: &Spear) -> Option<Vec<SpearRole>> {
    let text = std::fs::read_to_string(spear.cache.as_ref()?).ok()?;
    config::parse(&text, app).ok()
}

fn given(app: u32, spear: &Spear) -> Option<Vec<SpearRole>> {
    config::parse(spear.default.as_ref()?, app).ok()
}

#[cfg(test)]
mod tests;
