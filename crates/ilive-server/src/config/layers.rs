//! Settings from several places laid over each other, each remembering where it came from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Config;

/// Where a setting came from; later ones win.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// A file.
    File(PathBuf),
    /// An environment variable, by name.
    Environment(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A setting that cannot be used; says which, from where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file is there but cannot be read.
    #[error("reading {}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file is no TOML.
    #[error("{} is no TOML", path.display())]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// Nobody knows this key.
    #[error("{origin}: unknown setting {key:?}{}", near.as_ref().map(|near| format!(", did you mean {near:?}?")).unwrap_or_default())]
    Unknown {
        /// The dotted key.
        key: String,
        /// The known key that is closest, when one is close.
        near: Option<String>,
        /// Where it stood.
        origin: Origin,
    },
    /// The key is known, its value does not fit.
    #[error("{origin}: {key} = {value}: {why}")]
    Value {
        /// The dotted key.
        key: String,
        /// What stood there; secrets are left out.
        value: String,
        /// Where it stood.
        origin: Origin,
        /// What would fit.
        why: String,
    },
}

/// Settings by dotted key, with their origins.
#[derive(Debug, Clone)]
pub struct Layers {
    settings: BTreeMap<String, (Value, Origin)>,
    known: Vec<String>,
}

impl Default for Layers {
    fn default() -> Self {
        let mut defaults = BTreeMap::new();
        let table = Table::try_from(Config::default()).expect("the default configuration is a table");
        flatten("", table, &mut |key, value| {
            defaults.insert(key, (value, Origin::Default));
        });
        let known = defaults.keys().cloned().collect();
        Self { settings: defaults, known }
    }
}

impl Layers {
    /// Reads a TOML file over what is there.
    ///
    /// # Errors
    /// Unreadable, no TOML, an unknown key, a value that does not fit.
    pub fn file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let table: Table = text
            .parse()
            .map_err(|source| ConfigError::Syntax { path: path.to_owned(), source: Box::new(source) })?;
        self.table(table, &Origin::File(path.to_owned()))
    }

    /// Lays `ILIVE_SECTION__KEY=value` variables over what is there. A value is read as TOML, else as text.
    ///
    /// # Errors
    /// An unknown key, a value that does not fit.
    pub fn environment(
        &mut self,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), ConfigError> {
        for (name, text) in variables {
            let Some(key) = name.strip_prefix("ILIVE_") else { continue };
            if NO_SETTINGS.iter().any(|other| key.starts_with(other)) {
                continue;
            }
            let key = key.to_lowercase().replace("__", ".");
            let value = format!("v = {text}")
                .parse::<Table>()
                .ok()
                .and_then(|mut table| table.remove("v"))
                .unwrap_or(Value::String(text));
            self.set(&key, value, Origin::Environment(name))?;
        }
        Ok(())
    }

    /// Sets one key.
    ///
    /// # Errors
    /// An unknown key, a value that does not fit.
    pub fn set(&mut self, key: &str, value: Value, origin: Origin) -> Result<(), ConfigError> {
        if !self.is_known(key) {
            let near = self.nearest(key).map(|near| match origin {
                Origin::Environment(_) => format!("ILIVE_{}", near.to_uppercase().replace('.', "__")),
                _ => near,
            });
            return Err(ConfigError::Unknown { key: key.to_owned(), near, origin });
        }
        let before = self.settings.insert(key.to_owned(), (value.clone(), origin.clone()));
        match self.config() {
            Ok(_) => Ok(()),
            Err(why) => {
                if let Some(before) = before {
                    self.settings.insert(key.to_owned(), before);
                } else {
                    self.settings.remove(key);
                }
                let (value, why) = if is_secret(key) {
                    ("(not shown)".to_owned(), "must be text in quotes".to_owned())
                } else {
                    (value.to_string(), why)
                };
                Err(ConfigError::Value { key: key.to_owned(), value, origin, why })
            }
        }
    }

    /// The configuration that the layers make together.
    ///
    /// # Panics
    /// Never for settings that [`Layers::set`] took.
    #[must_use]
    pub fn finish(&self) -> Config {
        self.config().expect("each setting was tried when it was set")
    }

    /// Every setting as `(key, value, origin)`, sorted by key; secrets are not shown.
    pub fn shown(&self) -> impl Iterator<Item = (&str, String, &Origin)> {
        self.settings.iter().map(|(key, (value, origin))| {
            let value = if is_secret(key) { "(not shown)".to_owned() } else { value.to_string() };
            (key.as_str(), value, origin)
        })
    }

    fn table(&mut self, table: Table, origin: &Origin) -> Result<(), ConfigError> {
        let mut found = Vec::new();
        flatten("", table, &mut |key, value| found.push((key, value)));
        found.into_iter().try_for_each(|(key, value)| self.set(&key, value, origin.clone()))
    }

    fn config(&self) -> Result<Config, String> {
        let mut root = Table::new();
        for (key, (value, _)) in &self.settings {
            let mut table = &mut root;
            let mut path = key.split('.').peekable();
            while let Some(step) = path.next() {
                if path.peek().is_none() {
                    table.insert(step.to_owned(), value.clone());
                    break;
                }
                let below = table.entry(step).or_insert_with(|| Value::Table(Table::new()));
                table = below.as_table_mut().ok_or_else(|| format!("{step} is a section"))?;
            }
        }
        root.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
    }

    fn is_known(&self, key: &str) -> bool {
        match app_field(key) {
            Some(field) => APP_FIELDS.contains(&field),
            None => self.known.iter().any(|known| known == key),
        }
    }

    fn nearest(&self, key: &str) -> Option<String> {
        if let Some(field) = app_field(key) {
            let near = closest(field, APP_FIELDS.iter().copied())?;
            return Some(key.strip_suffix(field)?.to_owned() + near);
        }
        closest(key, self.known.iter().map(String::as_str)).map(str::to_owned)
    }
}

/// What variables that begin with `ILIVE_` may begin with and be no settings: the command line's and the tests' own, and
/// what Kubernetes gives every container about a service that is named `ilive`.
const NO_SETTINGS: [&str; 9] =
    ["DATA", "CONFIG", "LANG", "BIN", "SIM_SEEDS", "SERVICE_", "PORT", "TICKET", "URL"];

const APP_FIELDS: [&str; 14] = [
    "secret",
    "secret_file",
    "v1_public_key_file",
    "stage",
    "require_room_key",
    "guests",
    "strict_roles",
    "roles",
    "features.call",
    "features.invite",
    "features.link",
    "features.push",
    "features.record",
    "features.speed_test",
];

/// `apps.1400000001.secret` → `secret`.
fn app_field(key: &str) -> Option<&str> {
    key.strip_prefix("apps.")?.split_once('.').map(|(_, field)| field)
}

fn is_secret(key: &str) -> bool {
    key.ends_with(".secret")
}

fn closest<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|known| (strsim::damerau_levenshtein(key, known), known))
        .min()
        .filter(|(distance, known)| *distance * 3 <= known.len())
        .map(|(_, known)| known)
}

fn flatten(prefix: &str, table: Table, found: &mut impl FnMut(String, Value)) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            Value::Table(below) => flatten(&path, below, found),
            value => found(path, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::AppConfig;

    fn layers(toml: &str) -> Result<Layers, ConfigError> {
        let mut layers = Layers::default();
        let table = toml.parse().expect("the test's TOML");
        layers.table(table, &Origin::File("ilive.toml".into()))?;
        Ok(layers)
    }

    #[test]
    fn later_layers_win_and_say_so() {
        let mut layers = layers("[server]\nlisten = '127.0.0.1:9000'\n[media]\nthreads = 2").expect("good");
        layers
            .environment([
                ("ILIVE_MEDIA__THREADS".to_owned(), "3".to_owned()),
                ("ILIVE_BIN".into(), "x".into()),
                ("ILIVE_LIMITS__SESSION__IN_FLIGHT".into(), "7".into()),
            ])
            .expect("good");
        layers.set("server.lan", Value::Boolean(true), Origin::Flag("--lan")).expect("good");

        let config = layers.finish();
        assert_eq!(config.server.listen.port(), 9000);
        assert_eq!(config.media.threads, 3);
        assert!(config.server.lan);
        assert_eq!(config.limits.session.in_flight, 7);
        let origin = |key| layers.shown().find(|row| row.0 == key).map(|row| row.2.to_string());
        assert_eq!(origin("server.listen").as_deref(), Some("ilive.toml"));
        assert_eq!(origin("media.threads").as_deref(), Some("ILIVE_MEDIA__THREADS"));
        assert_eq!(origin("server.lan").as_deref(), Some("--lan"));
        assert_eq!(origin("timers.tick").as_deref(), Some("default"));
    }

    #[test]
    fn an_unknown_setting_names_its_near_miss() {
        for (toml, said) in [
            (
                "[server]\nlisen = 'x'",
                "ilive.toml: unknown setting \"server.lisen\", did you mean \"server.listen\"?",
            ),
            (
                "[apps.14]\nsecrt = 'x'",
                "ilive.toml: unknown setting \"apps.14.secrt\", did you mean \"apps.14.secret\"?",
            ),
            ("quite_else = 1", "ilive.toml: unknown setting \"quite_else\""),
        ] {
            assert_eq!(layers(toml).expect_err(toml).to_string(), said);
        }
    }

    #[test]
    fn a_variable_that_is_no_setting_is_an_error_unless_it_is_somebody_elses() {
        let lay = |name: &str| Layers::default().environment([(name.to_owned(), "x".to_owned())]);
        for (name, near) in
            [("ILIVE_SERVER_LISTEN", "ILIVE_SERVER__LISTEN"), ("ILIVE_LOG__LEVL", "ILIVE_LOG__LEVEL")]
        {
            let error = lay(name).expect_err(name).to_string();
            assert!(error.starts_with(name) && error.contains(near), "{error}");
        }
        for name in ["ILIVE_DATA", "ILIVE_SERVICE_HOST", "ILIVE_PORT_8800_TCP", "PATH"] {
            lay(name).expect(name);
        }
    }

    #[test]
    fn every_field_of_an_app_is_a_known_setting() {
        let app = AppConfig {
            secret: Some("s".into()),
            secret_file: Some("f".into()),
            v1_public_key_file: Some("p".into()),
            ..AppConfig::default()
        };

        let Ok(Value::Table(fields)) = Value::try_from(app) else { panic!("an app is a table") };
        let mut found = Vec::new();
        flatten("", fields, &mut |field, _| found.push(field));

        let mut known = APP_FIELDS;
        known.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, known);
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_and_a_secret_is_not() {
        let error = layers("[media]\nthreads = 'many'").expect_err("no number").to_string();
        assert!(error.starts_with("ilive.toml: media.threads = \"many\": "), "{error}");

        let error = layers("[apps.14]\nsecret = 77").expect_err("no text").to_string();
        assert!(!error.contains("77"), "{error}");

        let role = |line: &str| layers(&format!("[[apps.14.roles]]\nname = 'anchor'\n{line}"));
        let error = role("video = { fsp = 15 }").expect_err("no such setting").to_string();
        assert!(
            error.contains("apps.14.roles") && error.contains("fsp") && error.contains("`fps`"),
            "{error}"
        );
        let error = role("type = 'chief'").expect_err("no such type").to_string();
        assert!(error.contains("chief") && error.contains("audience or cohost"), "{error}");
        let error = role("type = 4").expect_err("no such type").to_string();
        assert!(error.contains("`4`") && error.contains("0 to 3"), "{error}");
        for host in ["'host'", "1"] {
            let good =
                role(&format!("type = {host}\nvideo = {{ width = 1280, height = 720 }}")).expect("good");
            assert_eq!(good.finish().apps["14"].roles[0].r#type, crate::config::RoleKind::Host, "{host}");
        }

        let good = layers("[apps.14]\nsecret = 'hush'").expect("good");
        assert!(good.shown().all(|(_, value, _)| !value.contains("hush")));
    }
}
