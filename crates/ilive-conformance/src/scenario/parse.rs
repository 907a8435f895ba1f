//! A file of situations, read and checked as a whole.

use std::collections::BTreeMap;
use std::time::Duration;

use ilive_protocol::Code;
use serde::Deserialize;
use toml::{Table, Value};

use super::step::{self, parse_step};
use super::{Action, Scenario, Sdk, Situations, Step};
use crate::expectation::Expectation;
use crate::line::Keys;

/// A file that says nothing which could be played; names the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}{why}")]
pub struct BadFile {
    place: String,
    why: String,
}

/// A scenario that is not over by then hangs.
const DEADLINE_S: u64 = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    code: u32,
    scenario: Vec<ScenarioText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioText {
    about: String,
    #[serde(default)]
    near_miss: bool,
    only: Option<Vec<Sdk>>,
    #[serde(default)]
    why: String,
    #[serde(default)]
    server: Table,
    #[serde(default)]
    app: Table,
    #[serde(default)]
    client: Table,
    deadline_s: Option<u64>,
    steps: Option<Vec<String>>,
    rust: Option<Vec<String>>,
    c: Option<Vec<String>>,
    ts: Option<Vec<String>>,
}

/// Reads the text of a file.
///
/// # Errors
/// Names the scenario, the step and what is wrong with it.
pub fn parse(text: &str) -> Result<Situations, BadFile> {
    let at_file = |why: String| BadFile { place: String::new(), why };
    let file: FileText = toml::from_str(text).map_err(|error| at_file(error.to_string()))?;
    let code = Code::from_number(file.code).ok_or_else(|| at_file(format!("{} is no code", file.code)))?;
    let scenarios: Vec<Scenario> =
        file.scenario.into_iter().map(|text| scenario(code, text)).collect::<Result<_, _>>()?;
    if scenarios.iter().all(|scenario| scenario.near_miss) {
        return Err(at_file(format!("no scenario shows {code}")));
    }
    Ok(Situations { code, scenarios })
}

fn scenario(code: Code, mut text: ScenarioText) -> Result<Scenario, BadFile> {
    let place = format!("{:?}: ", text.about);
    let bad = |why: String| BadFile { place: place.clone(), why };
    let played = played(&mut text).map_err(bad)?;
    let mut steps = BTreeMap::new();
    for (sdk, lines) in played {
        let read = read_steps(&lines, &place)?;
        check_what_is_shown(code, text.near_miss, &read).map_err(|why| bad(format!("{sdk}: {why}")))?;
        steps.insert(sdk, read);
    }
    Ok(Scenario {
        client: text.client.into_iter().map(client_setting).collect::<Result<_, _>>().map_err(bad)?,
        about: text.about,
        near_miss: text.near_miss,
        why: text.why,
        server: text.server,
        app: text.app,
        deadline: Duration::from_secs(text.deadline_s.unwrap_or(DEADLINE_S)),
        steps,
    })
}

/// The lines for each SDK that is not left out.
fn played(text: &mut ScenarioText) -> Result<Vec<(Sdk, Vec<String>)>, String> {
    let only = text.only.take().unwrap_or_else(|| Sdk::ALL.to_vec());
    if only.len() < Sdk::ALL.len() && text.why.is_empty() {
        return Err("an SDK is left out, and no why says why".to_owned());
    }
    let own = [(Sdk::Rust, text.rust.take()), (Sdk::C, text.c.take()), (Sdk::Ts, text.ts.take())];
    let mut played = Vec::new();
    for (sdk, lines) in own {
        match (only.contains(&sdk), lines.or_else(|| text.steps.clone())) {
            (false, _) => {}
            (true, Some(lines)) => played.push((sdk, lines)),
            (true, None) => return Err(format!("there are no steps for {sdk}")),
        }
    }
    Ok(played)
}

fn read_steps(lines: &[String], place: &str) -> Result<Vec<Step>, BadFile> {
    let bad = |line: &str, why: String| BadFile { place: format!("{place}step {line:?}: "), why };
    let mut known = Known::default();
    let mut steps = Vec::new();
    for line in lines {
        let step = parse_step(line).map_err(|why| bad(line, why))?;
        known.check(&step).map_err(|why| bad(line, why))?;
        steps.push(step);
    }
    Ok(steps)
}

/// Actors and names of calls, up to a step.
#[derive(Default)]
struct Known {
    actors: Vec<String>,
    calls: Vec<String>,
}

impl Known {
    fn check(&mut self, step: &Step) -> Result<(), String> {
        match &step.action {
            Action::Call { actor, verb, name, keys } => {
                if verb == "init" && !self.actors.contains(actor) {
                    self.actors.push(actor.clone());
                }
                self.has_actor(actor)?;
                if let Some(of) = keys.get("of") {
                    self.has_call(of)?;
                }
                self.calls.extend(name.clone());
                Ok(())
            }
            Action::AwaitCall(name) if self.actors.contains(name) => {
                Err(format!("news of {name} are awaited by `-> event NAME …` or `-> no NAME`"))
            }
            Action::AwaitCall(name) => self.has_call(name),
            Action::AwaitNews(actor) => self.has_actor(actor),
            Action::Server(_) | Action::Net(_) | Action::Pass(_) => Ok(()),
        }
    }

    fn has_actor(&self, actor: &String) -> Result<(), String> {
        if self.actors.contains(actor) { Ok(()) } else { Err(format!("{actor} was not made by init before")) }
    }

    fn has_call(&self, name: &String) -> Result<(), String> {
        if self.calls.contains(name) { Ok(()) } else { Err(format!("no call before has the name &{name}")) }
    }
}

/// A situation shows its code; one beside it shows another.
fn check_what_is_shown(code: Code, near_miss: bool, steps: &[Step]) -> Result<(), String> {
    let shown: Vec<bool> = steps
        .iter()
        .filter_map(|step| match &step.expectation {
            Expectation::Return(wanted) | Expectation::Done(wanted) | Expectation::Event(_, wanted) => {
                Some(wanted.is(code))
            }
            Expectation::Success | Expectation::NoEvent(_) => None,
        })
        .collect();
    match near_miss {
        true if shown.contains(&true) => Err(format!("a near miss shows {code} itself")),
        true if steps.iter().all(|step| step.expectation == Expectation::Success) => {
            Err("a near miss expects nothing".to_owned())
        }
        false if !shown.contains(&true) => Err(format!("no step expects {code}")),
        _ => Ok(()),
    }
}

fn client_setting((key, value): (String, Value)) -> Result<(String, String), String> {
    let text = match value {
        Value::String(text) => text,
        Value::Integer(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        other => return Err(format!("client.{key}: {other} is no text, number or flag")),
    };
    let setting: Keys = [(key.clone(), text.clone())].into();
    step::check_keys("init", &setting)?;
    Ok((key, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(code: u32, scenario: &str) -> String {
        format!("code = {code}\n[[scenario]]\nabout = 'a'\n{scenario}")
    }

    #[test]
    fn a_file_is_read_for_each_sdk() {
        let text = file(
            1007,
            r#"
            only = ["rust", "c"]
            why = "one object lives in one realm"
            client = { strict_threads = true, "timers.stale" = 300 }
            steps = ["ann: init", "ann: from_callback verb=state &s", "await s -> return av 1007 -"]
            c = ["ann: init", "ann: state -> return av 1007 -"]
            "#,
        );

        let read = parse(&text).expect("a good file");

        assert_eq!(read.left_out(Sdk::Ts), Some("one object lives in one realm"));
        assert_eq!(read.left_out(Sdk::C), None);
        let scenario = &read.scenarios[0];
        assert_eq!((scenario.steps[&Sdk::Rust].len(), scenario.steps[&Sdk::C].len()), (3, 2));
        assert_eq!(scenario.client["timers.stale"], "300");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (scenario, said) in [
            ("steps = ['ann: login']", "step \"ann: login\": ann was not made by init before"),
            (
                "steps = ['ann: init', 'await x -> done 0']",
                "step \"await x -> done 0\": no call before has the name &x",
            ),
            (
                "steps = ['ann: init', 'ann: cancel of=x']",
                "step \"ann: cancel of=x\": no call before has the name &x",
            ),
            (
                "steps = ['ann: init', 'await ann -> done 0']",
                "step \"await ann -> done 0\": news of ann are awaited by",
            ),
            ("steps = ['ann: init']", "rust: no step expects ilive 8010"),
            ("near_miss = true\nsteps = ['ann: init']", "rust: a near miss expects nothing"),
            (
                "near_miss = true\nsteps = ['ann: init -> return ilive 8010 *']",
                "rust: a near miss shows ilive 8010",
            ),
            ("only = ['rust']\nsteps = []", "an SDK is left out, and no why says why"),
            ("rust = []", "there are no steps for c"),
            (
                "client = { colour = 1 }\nsteps = ['ann: init -> return ilive 8010 *']",
                "init has no key \"colour\"",
            ),
            (
                "client = { 'timers.stael' = 1 }\nsteps = ['ann: init -> return ilive 8010 *']",
                "no timer is called \"stael\", but stale, own_id, ",
            ),
        ] {
            let error = parse(&file(8010, scenario)).expect_err(scenario).to_string();
            assert!(error.starts_with(&format!("\"a\": {said}")), "{error}");
        }
        for (text, said) in [
            (file(8013, "steps = []"), "8013 is no code"),
            ("code = 0\nscenario = []".to_owned(), "no scenario shows ilive 0 NO_ERR"),
            (file(0, "stepps = []"), "TOML parse error at line 4"),
        ] {
            let error = parse(&text).expect_err(said).to_string();
            assert!(error.starts_with(said), "{error}");
        }
    }
}
