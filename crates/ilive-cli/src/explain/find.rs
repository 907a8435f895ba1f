//! From the words of a person to codes: the contract's 58, and the numbers of messages and calls.

use std::fmt;

use ilive_protocol::codes::{Code, Module};
use strsim::damerau_levenshtein;

use super::beyond::{self, Beyond};

/// What the names begin with, the longest first.
const PREFIXES: [&str; 3] = ["AV_ERR_SERVER_", "AV_ERR_", "ERR_"];
/// Most near misses that are named.
const NEAR: usize = 3;

/// What a log line says of a code by name; its other words are of no use here.
const LOGGED: [&str; 3] = ["module", "code", "sub_reason"];

/// What words speak of.
pub(super) enum Found {
    Code(Code),
    Beyond(&'static Beyond),
}

impl Found {
    #[cfg(test)]
    fn number(&self) -> u32 {
        match self {
            Self::Code(code) => code.number(),
            Self::Beyond(row) => row.number,
        }
    }
}

/// The words that name a code: of `name=value` the value, where the name is one that logs give codes by.
pub(super) fn words(said: &[String]) -> Vec<String> {
    let word = |said: &String| match said.split_once('=') {
        Some((name, value)) => LOGGED.contains(&name).then(|| value.trim_matches('"').to_owned()),
        None => Some(said.clone()),
    };
    said.iter().filter_map(word).collect()
}

/// The codes that all `words` speak of: a module, a number, a name (with or without its prefix, in any case), a sub-reason.
///
/// # Errors
/// There is none; says what is near.
pub(super) fn find(words: &[String]) -> Result<Vec<Found>, String> {
    let codes = Code::ALL.into_iter().filter(|code| words.iter().all(|word| names(word, *code)));
    let others = beyond::ALL.iter().filter(|row| words.iter().all(|word| names_beyond(word, row)));
    let found: Vec<Found> = codes.map(Found::Code).chain(others.map(Found::Beyond)).collect();
    if found.is_empty() { Err(unknown(words)) } else { Ok(found) }
}

fn names_beyond(word: &str, row: &Beyond) -> bool {
    match word.parse::<u32>() {
        Ok(number) => row.number == number,
        Err(_) => row.module.as_str() == word || row.reasons.contains(&word),
    }
}

fn names(word: &str, code: Code) -> bool {
    if let Ok(number) = word.parse::<u32>() {
        return code.number() == number;
    }
    let upper = word.to_ascii_uppercase();
    Module::from_word(word) == Some(code.module())
        || code.name() == upper
        || short(code) == upper
        || code.sub_reason(word).is_some()
}

/// The name without its prefix.
fn short(code: Code) -> &'static str {
    PREFIXES.iter().find_map(|prefix| code.name().strip_prefix(prefix)).unwrap_or(code.name())
}

fn unknown(words: &[String]) -> String {
    let said = words.join(" ");
    if let Some(module) = words.iter().find(|word| beyond::ALL.iter().any(|row| row.module.as_str() == *word))
    {
        let rows = beyond::ALL.iter().filter(|row| row.module.as_str() == module);
        let numbers: Vec<String> = rows.map(|row| row.number.to_string()).collect();
        return format!("{said:?} is no number of module {module}, which has {}", numbers.join(", "));
    }
    let mut misses: Vec<Miss> = Code::ALL
        .into_iter()
        .filter_map(|code| words.iter().filter_map(|word| miss(word, code)).min())
        .collect();
    misses.sort();
    let near: Vec<String> = misses.iter().take(NEAR).map(ToString::to_string).collect();
    let near = if near.is_empty() { String::new() } else { format!("\n  near: {}", near.join(", ")) };
    format!(
        "{said:?} is none of the 58 codes, nor a number of messages (im) or calls (call){near}\n  `ilive codes` lists the 58"
    )
}

/// A code that may have been meant; the nearest is the least.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Miss {
    distance: usize,
    code: Code,
    /// The sub-reason that was near, where it was one.
    reason: Option<&'static str>,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Some(reason) => write!(f, "{reason} of {}", self.code),
            None => self.code.fmt(f),
        }
    }
}

fn miss(word: &str, code: Code) -> Option<Miss> {
    let by = |reason| move |distance| Miss { distance, code, reason };
    if word.parse::<u64>().is_ok() {
        let distance = damerau_levenshtein(word, &code.number().to_string());
        return Some(distance).filter(|distance| *distance <= 1).map(by(None));
    }
    let names = [code.name(), short(code)].into_iter();
    let names = names.filter_map(|name| near(&word.to_ascii_uppercase(), name).map(by(None)));
    let reasons = code.row().sub_reasons.iter().map(|reason| reason.word);
    names.chain(reasons.filter_map(|reason| near(word, reason).map(by(Some(reason))))).min()
}

/// How far apart two words are, when a slip may lie between them.
fn near(word: &str, known: &str) -> Option<usize> {
    Some(damerau_levenshtein(word, known)).filter(|distance| distance * 3 <= known.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(said: &str) -> Vec<String> {
        words(&said.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_code_is_found_by_all_that_a_log_says_of_it() {
        for (said, numbers) in [
            ("10003", &[10_003][..]),
            ("0", &[0]),
            ("av 1", &[1]),
            ("ERR_NO_ROOM", &[8003]),
            ("err_no_room", &[8003]),
            ("no_room", &[8003]),
            ("trace_id=4f module=av code=10003 sub_reason=key_expired", &[10_003]),
            ("av 10003 AV_ERR_SERVER_NO_PERMISSION", &[10_003]),
            ("10003 key_expired", &[10_003]),
            ("key_expired", &[10_003]),
            ("room_not_exist", &[1201, 10_009]),
            ("module=im code=10010 sub_reason=group_not_exist", &[10_010]),
            ("im 20003", &[20_003]),
            ("unknown_user", &[20_003]),
            ("call 5", &[5]),
            ("throttled", &[10_005, 10_023]),
            // A number counts within its module: without one it is all that it may be.
            ("10004", &[10_004, 10_004]),
        ] {
            let found =
                find(&words_of(said)).map(|found| found.iter().map(Found::number).collect::<Vec<_>>());

            assert_eq!(found.as_deref(), Ok(numbers), "{said}");
        }
    }

    #[test]
    fn a_module_that_has_no_such_number_names_those_that_it_has() {
        let said = find(&words_of("im 10003")).map(|_| ()).expect_err("im has none");

        assert!(
            said.contains("no number of module im, which has 6012, ") && !said.contains("near:"),
            "{said}"
        );
    }

    #[test]
    fn what_is_no_code_is_answered_with_what_is_near() {
        for (said, near) in [
            ("1003x", None),
            ("8013", Some("ilive 8003 ERR_NO_ROOM")),
            ("ERR_NO_ROM", Some("ilive 8003 ERR_NO_ROOM")),
            ("no_permision", Some("av 10003 AV_ERR_SERVER_NO_PERMISSION")),
            ("key_expird", Some("key_expired of av 10003 AV_ERR_SERVER_NO_PERMISSION")),
            ("99999999999999999999", None),
            ("", None),
        ] {
            let said_of_it = find(&words_of(said)).map(|_| ()).expect_err(said);

            assert!(said_of_it.contains("is none of the 58 codes, nor"), "{said}: {said_of_it}");
            match near {
                Some(near) => assert!(said_of_it.contains(&format!("near: {near}")), "{said}: {said_of_it}"),
                None => assert!(!said_of_it.contains("near:"), "{said}: {said_of_it}"),
            }
        }
    }
}
