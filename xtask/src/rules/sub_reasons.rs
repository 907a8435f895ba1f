//! Every stable word that goes out with a code is in the code's row of `contract/codes.toml`: there it has its meaning,
//! and from there its page. Those of messages and calls are in what `ilive explain` has beside the contract. And every
//! word there goes out: nobody is told how to mend what never happens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::calls::{self, Call};
use super::raised::{Raised, Space, rust, typescript};
use crate::generate;

/// Where errors are raised; tests bring about what these raise.
const SOURCES: [&str; 11] = [
    "crates/ilive/src",
    "crates/ilive-core/src",
    "crates/ilive-devices/src",
    "crates/ilive-ffi/src",
    "crates/ilive-protocol/src",
    "crates/ilive-server/src",
    "crates/ilive-session/src",
    "crates/ilive-sfu/src",
    "crates/ilive-ticket/src",
    "web/sdk/src",
    "web/app/src",
];

/// Says to people what it is told: there, a word's literal is not where the word starts from.
const READER: &str = "web/app/src";

/// The numbers beyond the contract, with their words.
const BEYOND: &str = "crates/ilive-cli/src/explain/beyond.rs";

/// Words by the number that they narrow down.
type Known = BTreeMap<(Space, u32), BTreeSet<String>>;

/// Fails when a word goes out that has no meaning there, and when one there goes out nowhere.
pub(crate) fn check(root: &Path) -> anyhow::Result<()> {
    let (known, variants) = contract(root)?;
    let mut count = 0;
    let mut unknown = Vec::new();
    let mut unused: BTreeSet<&String> = known.values().flatten().collect();
    for path in files(root)? {
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        // Unit tests of Rust are at the bottom.
        let text = text.split("#[cfg(test)]").next().unwrap_or(&text);
        let raised = if path.extension().is_some_and(|kind| kind == "rs") {
            rust(text, &variants)
        } else {
            typescript(text)
        };
        count += raised.len();
        let starts = !path.starts_with(root.join(READER));
        let goes_out =
            |word: &str| raised.iter().any(|raised| raised.word == word) || starts && is_named(text, word);
        unused.retain(|word| !goes_out(word));
        let missing = raised.into_iter().filter(|raised| !is_known(raised, &known));
        let path = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        unknown.extend(
            missing.map(|Raised { space, codes, word }| format!("{path}: {space:?} {codes:?} {word}")),
        );
    }
    ensure!(unknown.is_empty(), "neither in contract/codes.toml nor in {BEYOND}:\n{}", unknown.join("\n"));
    ensure!(unused.is_empty(), "explained, and raised nowhere: {unused:?}");
    ensure!(
        count > 150,
        "only {count} sub-reasons were found: this check no longer sees how they are raised"
    );
    println!("{count} places raise a sub-reason, each is explained");
    Ok(())
}

fn contract(root: &Path) -> anyhow::Result<(Known, BTreeMap<String, u32>)> {
    let rows = generate::rows(root)?;
    let words = |row: &generate::Row| row.sub_reasons.iter().map(|reason| reason.word.clone()).collect();
    let mut known: Known = rows.iter().map(|row| ((Space::Contract, row.number), words(row))).collect();
    let path = root.join(BEYOND);
    known.extend(beyond(
        &std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?,
    ));
    let variants = rows.iter().map(|row| (generate::variant(&row.name), row.number)).collect();
    Ok((known, variants))
}

/// The rows `im(number, …, &["word", …])` and `call(…)`.
fn beyond(text: &str) -> Known {
    let mut known = Known::new();
    for (name, space) in [("im", Space::Im), ("call", Space::Call)] {
        for Call { args, .. } in calls::of(text, calls::RUST, &[name]) {
            let number = args.first().and_then(|number| number.replace('_', "").parse().ok());
            if let (Some(number), Some(words)) = (number, args.last()) {
                known.insert((space, number), calls::strings(words, '"').collect());
            }
        }
    }
    known
}

fn files(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = SOURCES.iter().map(|folder| root.join(folder)).collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.extend((name != "tests").then_some(path));
            } else if is_source(&name) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn is_source(name: &str) -> bool {
    // `table.rs` is the contract itself, made into Rust.
    let generated = name == "table.rs" || name.ends_with(".gen.ts") || name.ends_with("_pb.ts");
    let test = name == "tests.rs" || name == "testing.rs" || name.ends_with(".test.ts");
    let kind = [".rs", ".ts", ".tsx"].iter().any(|kind| name.ends_with(kind));
    kind && !generated && !test
}

/// Whether the word is a literal of this text. Many reach their code by a variable: where they start from is enough.
fn is_named(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let quote = text[..at].chars().next_back().filter(|c| calls::TYPESCRIPT.contains(c));
        quote.is_some_and(|quote| text[at + word.len()..].starts_with(quote))
    })
}

fn is_known(raised: &Raised, known: &Known) -> bool {
    known.iter().any(|((space, number), words)| {
        let may_be = *space == raised.space && (raised.codes.is_empty() || raised.codes.contains(number));
        may_be && words.contains(&raised.word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_go_out_are_the_contracts() {
        check(&crate::root()).expect("each word explained, and each that is explained somewhere");
    }

    #[test]
    fn a_word_is_known_with_the_numbers_of_its_own_module() {
        let known = beyond(
            "const fn im(number: u32) {} im(10_010, words(\"a\", \"b\"), &[\"none\", \"late\"]), call(1, &[])",
        );

        for (space, codes, word, expected) in [
            (Space::Im, vec![10_010], "late", true),
            (Space::Im, vec![], "none", true),
            (Space::Im, vec![10_010], "a", false),
            (Space::Im, vec![10_011], "late", false),
            (Space::Call, vec![], "late", false),
            (Space::Contract, vec![10_010], "late", false),
            (Space::Contract, vec![], "late", false),
        ] {
            let raised = Raised { space, codes, word: word.to_owned() };
            assert_eq!(is_known(&raised, &known), expected, "{raised:?}");
        }
    }
}
