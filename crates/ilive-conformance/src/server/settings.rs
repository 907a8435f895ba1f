//! The server's settings: what every scenario has, what one lays over that.

use anyhow::Context;
use toml::{Table, Value};

/// The app that scenarios are played in.
pub(crate) const APP: u32 = 1_400_000_001;
/// Its secret.
pub(crate) const SECRET: &str = "of the contract's scenarios";

/// The settings of a scenario: `server` as it stands, `app` as those of the app.
pub(super) fn of_a_scenario(server: &Table, app: &Table) -> Table {
    let mut own = Table::new();
    own.insert("secret".to_owned(), SECRET.into());
    lay_over(&mut own, app);
    let mut all = Table::new();
    lay_over(&mut all, &nested(&format!("apps.{APP}"), Value::Table(own)));
    // A page that drives the SDK in a browser has an address of its own.
    lay_over(&mut all, &nested("server.allowed_origins", Value::Array(vec!["*".into()])));
    lay_over(&mut all, server);
    all
}

/// `limits.rooms` and `3` as a table.
///
/// # Errors
/// The word is no TOML value and no plain text.
pub(super) fn from_words(key: &str, word: &str) -> anyhow::Result<Table> {
    let read = format!("value = {word}").parse::<Table>().ok().and_then(|mut table| table.remove("value"));
    let key = key.strip_prefix("app.").map_or(key.to_owned(), |key| format!("apps.{APP}.{key}"));
    (!key.is_empty())
        .then(|| nested(&key, read.unwrap_or_else(|| word.into())))
        .context("a setting without a name")
}

fn nested(key: &str, value: Value) -> Table {
    let mut steps = key.split('.').rev();
    let mut table = Table::new();
    table.insert(steps.next().unwrap_or(key).to_owned(), value);
    for step in steps {
        let below = std::mem::take(&mut table);
        table.insert(step.to_owned(), Value::Table(below));
    }
    table
}

/// Later settings win, tables are merged.
pub(super) fn lay_over(below: &mut Table, above: &Table) {
    for (key, value) in above {
        match (below.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            _ => {
                below.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenarios_settings_lie_over_those_of_all() {
        let server: Table = "limits.rooms = 1\nserver.lan = false".parse().expect("TOML");
        let app: Table = "strict_roles = true".parse().expect("TOML");

        let mut settings = of_a_scenario(&server, &app);
        lay_over(&mut settings, &from_words("limits.rooms", "2").expect("a setting"));
        lay_over(&mut settings, &from_words("app.stage", "ask").expect("a setting"));

        let wanted: Table = format!(
            "[apps.{APP}]\nsecret = \"{SECRET}\"\nstrict_roles = true\nstage = 'ask'\n[limits]\nrooms = 2\n\
             [server]\nallowed_origins = ['*']\nlan = false"
        )
        .parse()
        .expect("TOML");
        assert_eq!(settings, wanted);
    }
}
