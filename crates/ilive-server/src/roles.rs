//! The roles of one app: which a name stands for, and what clients are told of them.

use std::collections::BTreeSet;

use anyhow::ensure;
use ilive_core::room::Role;
use ilive_protocol::wire::RoleType;
use ilive_protocol::{limits, text};

use crate::config::RoleConfig;
use crate::refusal::Refusal;

/// Roles of one app: more than a person would tell apart.
const ROLES_MAX: usize = 64;

/// What an app's roles are.
pub(crate) struct Roles {
    list: Vec<RoleConfig>,
    strict: bool,
}

impl Roles {
    /// The configured ones, or the original's scene.
    ///
    /// # Errors
    /// A name that none can have or that is given twice, a second default, a value that cannot be.
    pub(crate) fn new(configured: &[RoleConfig], strict: bool) -> anyhow::Result<Self> {
        if configured.is_empty() {
            return Ok(Self { list: RoleConfig::scene(), strict });
        }
        ensure!(configured.len() <= ROLES_MAX, "{} roles: {ROLES_MAX} are possible", configured.len());
        let mut names = BTreeSet::new();
        for role in configured {
            let name = &role.name;
            ensure!(
                is_name(name) && !name.is_empty(),
                "role {name:?}: a name has 1 to {} bytes of plain text",
                limits::NAME_MAX_BYTES
            );
            ensure!(names.insert(name), "role {name:?} is there twice");
            role.check()?;
        }
        let defaults: Vec<&str> =
            configured.iter().filter(|role| role.default).map(|role| role.name.as_str()).collect();
        ensure!(defaults.len() <= 1, "more than one role is the default: {}", defaults.join(", "));
        Ok(Self { list: configured.to_vec(), strict })
    }

    /// The role that a name and a type stand for. A name of the list has its own type; of others only the type counts, and
    /// without one it is the app's default role, or else the first of type `otherwise`.
    ///
    /// # Errors
    /// 10002 `unknown_role` where the app is strict, `bad_role` for a name that none can have.
    pub(crate) fn find(&self, name: &str, kind: RoleType, otherwise: RoleType) -> Result<Role, Refusal> {
        if let Some(role) = self.list.iter().find(|role| role.name == name) {
            return Ok(to_role(role));
        }
        if !is_name(name) {
            let said = format!("a role's name has at most {} bytes of plain text", limits::NAME_MAX_BYTES);
            return Err(Refusal::bad("bad_role", said));
        }
        match (name.is_empty(), kind) {
            (false, _) if self.strict => Err(self.unknown(name)),
            (_, RoleType::Default) => Ok(self.marked().map_or_else(|| self.first(otherwise), to_role)),
            (true, kind) => Ok(self.first(kind)),
            (false, kind) => Ok(Role::new(name, kind)),
        }
    }

    fn unknown(&self, name: &str) -> Refusal {
        let known: Vec<&str> = self.list.iter().map(|role| role.name.as_str()).collect();
        Refusal::bad(
            "unknown_role",
            format!("role {name:?} is not in the app's list: it has {}", known.join(", ")),
        )
    }

    fn marked(&self) -> Option<&RoleConfig> {
        self.list.iter().find(|role| role.default)
    }

    /// The first role of a type; the original's name for it where the app has none.
    pub(crate) fn first(&self, kind: RoleType) -> Role {
        let of_kind = |role: &&RoleConfig| RoleType::from(role.r#type) == kind;
        let name = match kind {
            RoleType::Default => "user",
            RoleType::Host => "LiveMaster",
            RoleType::Cohost => "LiveGuest",
            RoleType::Audience => "Guest",
        };
        self.list.iter().find(of_kind).map_or_else(|| Role::new(name, kind), to_role)
    }

    /// All of them; true with the default one: the one that is marked, or the first.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&RoleConfig, bool)> {
        let default = self.marked().or_else(|| self.list.first()).map(|role| role.name.as_str());
        self.list.iter().map(move |role| (role, Some(role.name.as_str()) == default))
    }
}

fn to_role(role: &RoleConfig) -> Role {
    Role::new(&role.name, role.r#type.into())
}

fn is_name(name: &str) -> bool {
    name.len() <= limits::NAME_MAX_BYTES && text::is_plain(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{RoleKind, RoleVideo};

    fn role(name: &str, kind: RoleKind, default: bool) -> RoleConfig {
        RoleConfig { name: name.to_owned(), r#type: kind, default, ..RoleConfig::default() }
    }

    #[test]
    fn what_cannot_be_a_list_of_roles_says_why() {
        let video = RoleVideo { fps: 0, ..RoleVideo::default() };
        for (list, said) in [
            (vec![role("", RoleKind::Host, false)], "role \"\": a name has 1 to 64 bytes"),
            (vec![role("a\nb", RoleKind::Host, false)], "role \"a\\nb\": a name has 1 to 64 bytes"),
            (
                vec![role("a", RoleKind::Host, false), role("a", RoleKind::Cohost, false)],
                "role \"a\" is there twice",
            ),
            (
                vec![role("a", RoleKind::Host, true), role("b", RoleKind::Cohost, true)],
                "more than one role is the default: a, b",
            ),
            (
                vec![RoleConfig { video, ..role("a", RoleKind::Host, false) }],
                "role \"a\": video.fps = 0: 1 to 60 is possible",
            ),
        ] {
            let error = Roles::new(&list, false).err().expect(said).to_string();
            assert!(error.starts_with(said), "{error}");
        }
        Roles::new(&RoleConfig::scene(), false).expect("the scene is good");
    }

    #[test]
    fn a_name_stands_for_its_role_and_none_for_the_default() {
        use RoleType as T;
        let own = [role("anchor", RoleKind::Host, false), role("fan", RoleKind::Audience, true)];
        let (scene, own, strict) = (
            Roles::new(&[], false).expect("good"),
            Roles::new(&own, false).expect("good"),
            Roles::new(&own, true).expect("good"),
        );
        for (roles, name, kind, expected) in [
            (&scene, "LiveGuest", T::Host, Some(("LiveGuest", T::Cohost))),
            (&scene, "", T::Default, Some(("LiveMaster", T::Host))),
            (&scene, "", T::Cohost, Some(("LiveGuest", T::Cohost))),
            (&scene, "mine", T::Audience, Some(("mine", T::Audience))),
            (&scene, "mine", T::Default, Some(("LiveMaster", T::Host))),
            (&own, "anchor", T::Default, Some(("anchor", T::Host))),
            (&own, "", T::Default, Some(("fan", T::Audience))),
            (&own, "LiveMaster", T::Default, Some(("fan", T::Audience))),
            (&own, "", T::Cohost, Some(("LiveGuest", T::Cohost))),
            (&strict, "LiveMaster", T::Host, None),
            (&strict, "", T::Default, Some(("fan", T::Audience))),
        ] {
            let found = roles.find(name, kind, T::Host).ok();
            let found = found.as_ref().map(|role| (role.name.as_str(), role.kind));
            assert_eq!(found, expected, "{name:?} {kind:?}");
        }
    }
}
