//! One step: `who: verb key=value … &name -> expectation`.

use std::time::Duration;

use ilive_protocol::Module;

use super::{Action, NetStep, ServerStep, Step};
use crate::expectation::{End, Expectation, Wanted};
use crate::line::{self, Keys};
use crate::verbs;

/// Reads a step.
pub(super) fn parse_step(text: &str) -> Result<Step, String> {
    let (head, expectation) = match text.split_once(" -> ") {
        Some((head, wanted)) => (head, parse_expectation(wanted)?),
        None => (text, Expectation::Success),
    };
    let action = action(head, &expectation)?;
    Ok(Step { text: text.to_owned(), action, expectation })
}

fn action(head: &str, expectation: &Expectation) -> Result<Action, String> {
    if let Some(name) = head.strip_prefix("await ") {
        let name = word(name.trim())?.to_owned();
        return match expectation {
            Expectation::Event(..) | Expectation::NoEvent(_) => Ok(Action::AwaitNews(name)),
            _ => Ok(Action::AwaitCall(name)),
        };
    }
    let (who, rest) = head.split_once(": ").ok_or("a step is `who: verb …` or `await name`")?;
    let mut words = rest.split_ascii_whitespace();
    let verb = words.next().ok_or("a step names a verb")?;
    match word(who)? {
        "server" => own(expectation, server(verb, words)?).map(Action::Server),
        "net" => own(expectation, net(verb, words)?).map(Action::Net),
        "clock" => own(expectation, clock(verb, words)?).map(Action::Pass),
        actor => call(actor, verb, words, expectation),
    }
}

fn call<'a>(
    actor: &str,
    verb: &str,
    words: impl Iterator<Item = &'a str>,
    expectation: &Expectation,
) -> Result<Action, String> {
    let (names, words): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with('&'));
    let name = match (names.as_slice(), expectation) {
        ([], Expectation::Event(..) | Expectation::NoEvent(_)) => {
            return Err(format!("news are awaited by a step of their own: await {actor} -> …"));
        }
        ([], _) => None,
        ([name], Expectation::Success) => Some(word(&name[1..])?.to_owned()),
        ([name], _) => return Err(format!("{name} is awaited later, and so is what it brings")),
        _ => return Err("a call has one name".to_owned()),
    };
    let keys = keys(words.into_iter())?;
    check_keys(verb, &keys)?;
    Ok(Action::Call { actor: actor.to_owned(), verb: verb.to_owned(), keys, name })
}

/// The verb and its keys are ones that a driver can know.
pub(super) fn check_keys(verb: &str, keys: &Keys) -> Result<(), String> {
    verbs::check(verb, keys.keys().map(String::as_str))
}

/// What the director does itself either works or ends the run.
fn own<T>(expectation: &Expectation, step: T) -> Result<T, String> {
    match expectation {
        Expectation::Success => Ok(step),
        _ => Err("a step of the director's own brings nothing".to_owned()),
    }
}

fn server<'a>(verb: &str, words: impl Iterator<Item = &'a str>) -> Result<ServerStep, String> {
    let keys = keys(words)?;
    let step = match verb {
        "config" if keys.is_empty() => return Err("config needs a setting".to_owned()),
        "config" => return Ok(ServerStep::Config(keys)),
        "start" => ServerStep::Start,
        "stop" => ServerStep::Stop,
        "cont" => ServerStep::Cont,
        "end" => ServerStep::End,
        "restart" => ServerStep::Restart,
        "fill_disk" => ServerStep::FillDisk,
        _ => return Err(format!("the server cannot {verb:?}")),
    };
    none_left(verb, &keys).map(|()| step)
}

fn net<'a>(verb: &str, words: impl Iterator<Item = &'a str>) -> Result<NetStep, String> {
    let keys = keys(words)?;
    let step = match verb {
        "delay_down" => return milliseconds(verb, &keys).map(NetStep::DelayDown),
        "relay" => NetStep::Relay,
        "drop_udp" => NetStep::DropUdp,
        "pass_udp" => NetStep::PassUdp,
        "cut" => NetStep::Cut,
        "heal" => NetStep::Heal,
        "rewrite_fingerprint" => NetStep::RewriteFingerprint,
        "portal" => NetStep::Portal,
        "damage_roles" => NetStep::DamageRoles,
        _ => return Err(format!("the net cannot {verb:?}")),
    };
    none_left(verb, &keys).map(|()| step)
}

fn clock<'a>(verb: &str, words: impl Iterator<Item = &'a str>) -> Result<Duration, String> {
    match verb {
        "pass" => milliseconds(verb, &keys(words)?),
        _ => Err(format!("the clock cannot {verb:?}")),
    }
}

fn none_left(verb: &str, keys: &Keys) -> Result<(), String> {
    if keys.is_empty() { Ok(()) } else { Err(format!("{verb} is given nothing")) }
}

fn milliseconds(verb: &str, keys: &Keys) -> Result<Duration, String> {
    let ms = keys.get("ms").filter(|_| keys.len() == 1).and_then(|ms| ms.parse().ok());
    ms.map(Duration::from_millis).ok_or_else(|| format!("{verb} needs ms=NUMBER and nothing else"))
}

/// Reads what follows the `->` of a step.
///
/// # Errors
/// Says what would be one.
pub fn parse_expectation(text: &str) -> Result<Expectation, String> {
    let mut words = text.split_ascii_whitespace();
    match words.next() {
        Some("return") => wanted(words).map(Expectation::Return),
        Some("done") => wanted(words).map(Expectation::Done),
        Some("event") => {
            let name = word(words.next().unwrap_or_default())?.to_owned();
            Ok(Expectation::Event(name, ending(words)?))
        }
        Some("no") => match (words.next(), words.next()) {
            (Some(name), None) => Ok(Expectation::NoEvent(word(name)?.to_owned())),
            _ => Err("`no` is followed by the name of an event and nothing else".to_owned()),
        },
        _ => Err("what is expected begins with return, done, event or no".to_owned()),
    }
}

/// A call without an end of its own is to succeed.
fn wanted<'a>(words: impl Iterator<Item = &'a str>) -> Result<Wanted, String> {
    let Wanted { end, keys } = ending(words)?;
    Ok(Wanted { end: end.or(Some(End::ok())), keys })
}

/// `[0 | module code sub-reason] [key=value …]`.
fn ending<'a>(words: impl Iterator<Item = &'a str>) -> Result<Wanted, String> {
    let (pairs, plain): (Vec<_>, Vec<_>) = words.partition(|word| word.contains('='));
    let keys = keys(pairs.into_iter())?;
    match plain.as_slice() {
        [] => Ok(Wanted { end: None, keys }),
        ["0"] => Ok(Wanted { keys, ..Wanted::ok() }),
        [module, code, sub_reason] => {
            let module = Module::from_word(module).ok_or_else(|| format!("{module:?} is no module"))?;
            let code = code.parse().map_err(|_| format!("{code:?} is no code"))?;
            let sub_reason = match *sub_reason {
                "*" => None,
                "-" => Some(String::new()),
                word => Some(word.to_owned()),
            };
            Ok(Wanted { end: Some(End { module, code, sub_reason }), keys })
        }
        _ => Err("an end is 0, or module, code and sub-reason: * for any, - for none".to_owned()),
    }
}

fn keys<'a>(words: impl Iterator<Item = &'a str>) -> Result<Keys, String> {
    let mut keys = Keys::new();
    for text in words {
        let (key, value) = line::read_key(text).map_err(|why| format!("{text:?}: {why}"))?;
        if keys.insert(key, value).is_some() {
            return Err(format!("{text:?}: this key is given twice"));
        }
    }
    Ok(keys)
}

fn word(text: &str) -> Result<&str, String> {
    let good = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if good { Ok(text) } else { Err(format!("{text:?} is no name")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_read_with_its_keys_its_name_and_what_it_brings() {
        let step =
            parse_step("ann: create_room room=2 title=a%20b -> return ilive 8010 in_other_room room=1")
                .expect("good");

        let Action::Call { actor, verb, keys, name: None } = &step.action else { panic!("{step:?}") };
        assert_eq!((actor.as_str(), verb.as_str(), keys["title"].as_str()), ("ann", "create_room", "a b"));
        assert_eq!(step.expectation.to_string(), "return ilive 8010 in_other_room room=1");
        let named = parse_step("ann: join_room room=1 &first").expect("good");
        assert!(matches!(named.action, Action::Call { name: Some(name), .. } if name == "first"));
    }

    #[test]
    fn awaits_and_own_steps_are_read() {
        for (text, action) in [
            ("await first -> done 0", Action::AwaitCall("first".into())),
            ("await ann -> event on_rights", Action::AwaitNews("ann".into())),
            ("await ann -> no on_rights", Action::AwaitNews("ann".into())),
            ("server: stop", Action::Server(ServerStep::Stop)),
            ("net: delay_down ms=1000", Action::Net(NetStep::DelayDown(Duration::from_secs(1)))),
            ("clock: pass ms=20", Action::Pass(Duration::from_millis(20))),
        ] {
            assert_eq!(parse_step(text).map(|step| step.action), Ok(action), "{text}");
        }
    }

    #[test]
    fn a_step_that_is_none_says_why() {
        for (text, why) in [
            ("ann create_room", "a step is `who: verb …` or `await name`"),
            ("ann: jion_room", "unknown verb \"jion_room\""),
            ("ann: login room=1", "login has no key \"room\", but user, sig, nick"),
            ("ann: login sig", "\"sig\": a word that is no key=value"),
            ("ann: login sig=a sig=b", "\"sig=b\": this key is given twice"),
            ("ann: logout &a &b", "a call has one name"),
            ("ann: logout &a -> done 0", "&a is awaited later, and so is what it brings"),
            ("ann: logout -> event on_rights", "news are awaited by a step of their own: await ann -> …"),
            ("ann: logout -> failed", "what is expected begins with return, done, event or no"),
            (
                "ann: logout -> done 8009",
                "an end is 0, or module, code and sub-reason: * for any, - for none",
            ),
            ("ann: logout -> done im 8009x -", "\"8009x\" is no code"),
            ("ann: logout -> done I 1 -", "\"I\" is no module"),
            ("await a b -> done 0", "\"a b\" is no name"),
            ("server: sleep", "the server cannot \"sleep\""),
            ("server: stop now=1", "stop is given nothing"),
            ("server: config", "config needs a setting"),
            ("net: delay_down", "delay_down needs ms=NUMBER and nothing else"),
            ("clock: pass ms=1 -> done 0", "a step of the director's own brings nothing"),
        ] {
            assert_eq!(parse_step(text).expect_err(text), why);
        }
    }
}
