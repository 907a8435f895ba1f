//! The scenarios of a code, in readable form. What they mean is in `docs/design/conformance.md`; they are checked where they
//! are played.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::super::table::Row;
use super::lang::Lang;

/// The scenarios of each code that has some.
pub(in crate::generate) type Scenarios = BTreeMap<u32, Vec<Scenario>>;

const FOLDER: &str = "contract/scenarios";
/// SDKs that may have steps of their own, as a scenario and a person write them.
const SDKS: [(&str, &str); 3] = [("rust", "Rust"), ("c", "C"), ("ts", "TypeScript")];

/// Begins and ends what the manual's search leaves out: the words of three hundred situations would bury the others.
const UNSEARCHED: &str = "<!-- unsearched -->";
/// An expectation that leaves the sub-reason open.
const ANY: &str = "*";
/// What a failure begins with.
const MODULES: [&str; 4] = ["ilive", "av", "im", "call"];

/// One situation.
#[derive(Debug, Deserialize)]
pub(in crate::generate) struct Scenario {
    about: String,
    #[serde(default)]
    near_miss: bool,
    #[serde(default)]
    steps: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    why: Option<String>,
    #[serde(default)]
    server: toml::Table,
    #[serde(default)]
    app: toml::Table,
    #[serde(default)]
    client: toml::Table,
    /// Steps of single SDKs, and what is only of use to the director.
    #[serde(flatten)]
    others: toml::Table,
}

#[derive(Deserialize)]
struct File {
    code: u32,
    #[serde(default)]
    scenario: Vec<Scenario>,
}

/// Reads `contract/scenarios/CODE.toml` of every code that has one.
pub(in crate::generate) fn read(root: &Path, rows: &[Row]) -> anyhow::Result<Scenarios> {
    let mut all = Scenarios::new();
    for row in rows {
        let path = root.join(FOLDER).join(format!("{}.toml", row.number));
        if path.is_file() {
            let text = std::fs::read_to_string(&path)?;
            let played = parse(&text, row.number).with_context(|| format!("in {}", path.display()))?;
            all.insert(row.number, played);
        }
    }
    Ok(all)
}

pub(super) fn parse(text: &str, number: u32) -> anyhow::Result<Vec<Scenario>> {
    let File { code, scenario } = toml::from_str(text)?;
    ensure!(code == number, "it is of code {code}");
    Ok(scenario)
}

/// The part of a page that shows them; nothing where there are none.
pub(super) fn section(out: &mut String, played: &[Scenario], rows: &[Row], lang: &Lang) -> std::fmt::Result {
    if played.is_empty() {
        return Ok(());
    }
    write!(out, "## {}\n\n{}\n\n{UNSEARCHED}\n\n", lang.scenarios, lang.about_scenarios)?;
    for scenario in played {
        let about = if scenario.near_miss {
            format!("{}{}", lang.near_miss, scenario.about)
        } else {
            capital(&scenario.about)
        };
        write!(out, "### {}\n\n", escaped(&about))?;
        conditions(out, scenario, lang)?;
        steps(out, &scenario.steps, rows, lang)?;
        for (key, name) in SDKS {
            let own = scenario.others.get(key).and_then(toml::Value::as_array);
            let own: Vec<String> =
                own.into_iter().flatten().filter_map(|step| step.as_str().map(str::to_owned)).collect();
            if !own.is_empty() {
                write!(out, "**{name}**\n\n")?;
                steps(out, &own, rows, lang)?;
            }
        }
    }
    write!(out, "{UNSEARCHED}\n\n")?;
    Ok(())
}

/// Settings, and which SDKs play it.
fn conditions(out: &mut String, scenario: &Scenario, lang: &Lang) -> std::fmt::Result {
    let of = |whose: &'static str, table: &toml::Table| {
        table.iter().map(|(key, value)| format!("{whose} `{key} = {value}`")).collect::<Vec<_>>()
    };
    let settings = [of("server", &scenario.server), of("app", &scenario.app), of("client", &scenario.client)];
    let settings = settings.concat();
    if !settings.is_empty() {
        write!(out, "{} {}\n\n", lang.settings, settings.join(", "))?;
    }
    if !scenario.only.is_empty() {
        let why = scenario.why.as_deref().map(|why| format!(": {}", escaped(why))).unwrap_or_default();
        let only: Vec<&str> = scenario.only.iter().map(|key| sdk(key)).collect();
        write!(out, "{} {}{why}\n\n", lang.only, only.join(", "))?;
    }
    Ok(())
}

fn sdk(key: &str) -> &str {
    SDKS.iter().find(|sdk| sdk.0 == key).map_or(key, |sdk| sdk.1)
}

/// A numbered list; what one actor does in a row and what simply succeeds is one entry.
fn steps(out: &mut String, steps: &[String], rows: &[Row], lang: &Lang) -> std::fmt::Result {
    let mut entries: Vec<(&str, Vec<String>, bool)> = Vec::new();
    for step in steps {
        let (call, said) =
            step.split_once(" -> ").map_or((step.as_str(), None), |(call, said)| (call, Some(said)));
        let (who, does) = call.split_once(": ").unwrap_or(("", call));
        let (does, name) = does.rsplit_once(" &").map_or((does, None), |(does, name)| (does, Some(name)));
        let mut text = code(does);
        if let Some(name) = name {
            text += &format!(" ({} {})", lang.goes_on, code(name));
        }
        if let Some(said) = said {
            text += &format!(" → {}", expectation(said, rows, lang));
        }
        match entries.last_mut() {
            Some((last, texts, false)) if *last == who && said.is_none() => texts.push(text),
            _ => entries.push((who, vec![text], said.is_some())),
        }
    }
    for (number, (who, texts, _)) in (1..).zip(&entries) {
        let who = if who.is_empty() { String::new() } else { format!("{who}: ") };
        writeln!(out, "{number}. {who}{}", texts.join(", "))?;
    }
    out.push('\n');
    Ok(())
}

/// `return ilive 8010 in_other_room` as a person would say it; a number of the contract is a link.
fn expectation(said: &str, rows: &[Row], lang: &Lang) -> String {
    let (first, rest) = said.split_once(' ').unwrap_or((said, ""));
    let fails = rest.split(' ').any(|word| MODULES.contains(&word));
    let delivered = if first == "return" && !fails { Some(lang.answers) } else { lang.delivered(first) };
    let Some(delivered) = delivered else { return code(said) };
    let word = |word: &str| match word.parse::<u32>() {
        Ok(number) if rows.iter().any(|row| row.number == number) => format!("[{number}](./{number}.md)"),
        _ => code(word),
    };
    let words: Vec<String> = rest.split_whitespace().filter(|word| *word != ANY).map(word).collect();
    if words.is_empty() { delivered.to_owned() } else { format!("{delivered}: {}", words.join(" ")) }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// Text of a scenario is no markup of a page.
fn escaped(text: &str) -> String {
    text.replace('<', "&lt;").replace("{{", "{\u{200b}{")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
