//! Every stable word that goes out with a code is in the code's row of `contract/codes.toml`: there it has its meaning,
//! and from there its page. And every word there goes out: nobody is told how to mend what never happens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use super::calls::{self, Call};
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

/// Words by the number that they narrow down.
type Known = BTreeMap<u32, BTreeSet<String>>;

/// A word that goes out, with the numbers that it may go out with; none: the code does not say which.
#[derive(Debug, PartialEq, Eq)]
struct Raised {
    codes: Vec<u32>,
    word: String,
}

/// Fails when a word goes out that the contract does not have, and when it has one that goes out nowhere.
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
        unused.retain(|word| !is_named(text, word) && !raised.iter().any(|raised| raised.word == **word));
        let missing = raised.into_iter().filter(|raised| !raised.is_in(&known));
        let path = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        unknown.extend(missing.map(|Raised { codes, word }| format!("{path}: {codes:?} {word}")));
    }
    ensure!(unknown.is_empty(), "not in contract/codes.toml:\n{}", unknown.join("\n"));
    ensure!(unused.is_empty(), "in contract/codes.toml, and raised nowhere: {unused:?}");
    ensure!(
        count > 150,
        "only {count} sub-reasons were found: this check no longer sees how they are raised"
    );
    println!("{count} places raise a sub-reason, each is in contract/codes.toml");
    Ok(())
}

fn contract(root: &Path) -> anyhow::Result<(Known, BTreeMap<String, u32>)> {
    let rows = generate::rows(root)?;
    let words = |row: &generate::Row| row.sub_reasons.iter().map(|reason| reason.word.clone()).collect();
    let known = rows.iter().map(|row| (row.number, words(row))).collect();
    let variants = rows.iter().map(|row| (generate::variant(&row.name), row.number)).collect();
    Ok((known, variants))
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

impl Raised {
    fn is_in(&self, known: &Known) -> bool {
        let has = |words: &BTreeSet<String>| words.contains(&self.word);
        match self.codes.as_slice() {
            [] => known.values().any(has),
            codes => codes.iter().any(|code| known.get(code).is_some_and(has)),
        }
    }
}

/// What a Rust file raises: by `of(Code::…, "word")`, by the three short ways of the server's refusals, by a refused
/// value's name, and by functions whose name says that they give such words.
fn rust(text: &str, variants: &BTreeMap<String, u32>) -> Vec<Raised> {
    let number = |variant: &str| variants.get(variant).copied();
    let mut raised = Vec::new();
    for Call { args, .. } in
        calls::of(text, calls::RUST, &["Fault::of", "Refusal::of", "Refused::of", "Error::of", "Self::of"])
    {
        let code = args.first().and_then(|arg| arg.rsplit_once("Code::")).and_then(|(_, name)| number(name));
        if let (Some(code), Some(word)) = (code, args.get(1)) {
            raised.extend(calls::strings(word, '"').map(|word| Raised { codes: vec![code], word }));
        }
    }
    let short = [
        ("Refusal::bad", "ServerInvalidArgument"),
        ("Refused::bad", "ServerInvalidArgument"),
        ("Refusal::denied", "ServerNoPermission"),
        ("Refusal::full", "ServerAllocResourceFailed"),
    ];
    for (name, variant) in short {
        for Call { args, .. } in calls::of(text, calls::RUST, &[name]) {
            let words = args.first().into_iter().flat_map(|word| calls::strings(word, '"'));
            raised.extend(words.map(|word| Raised { codes: number(variant).into_iter().collect(), word }));
        }
    }
    let values =
        ["BadValue { what: ", "BadText { what: "].into_iter().flat_map(|start| text.split(start).skip(1));
    for value in values {
        let word = calls::strings(value, '"').next().filter(|_| value.starts_with('"'));
        raised.extend(
            word.map(|word| Raised { codes: number("ServerInvalidArgument").into_iter().collect(), word }),
        );
    }
    for name in ["fn sub_reason(", "fn lack_send(", "fn lack_receive("] {
        for body in text.split(name).skip(1) {
            let body = body.split("\n}").next().unwrap_or(body);
            let body = body.split("\n    }\n").next().unwrap_or(body);
            raised.extend(calls::strings(body, '"').map(|word| Raised { codes: Vec::new(), word }));
        }
    }
    raised
}

/// What a TypeScript file raises: by `refused(module, code, 'word', …)`, by `new IliveError(module, code, { subReason })`,
/// and by the guards that make the word of what they are told.
fn typescript(text: &str) -> Vec<Raised> {
    let mut raised = Vec::new();
    for Call { name, args } in calls::of(text, calls::TYPESCRIPT, &["refused", "new IliveError"]) {
        let [module, code, details, ..] = args.as_slice() else { continue };
        if module.contains("'im'") || module.contains("'call'") {
            continue;
        }
        let details = match name {
            "refused" => details.as_str(),
            _ => details
                .split_once("subReason: ")
                .map_or("", |(_, rest)| rest.split(['}', ',']).next().unwrap_or(rest)),
        };
        let codes = calls::numbers(code);
        raised.extend(calls::strings(details, '\'').map(|word| Raised { codes: codes.clone(), word }));
    }
    for (name, code, prefix) in [
        ("needText", 8021, "bad_"),
        ("needBetween", 8021, "bad_"),
        ("needThing", 8005, "no_"),
        ("bad", 8021, ""),
    ] {
        for Call { args, .. } in calls::of(text, calls::TYPESCRIPT, &[name]) {
            let words = args.first().into_iter().flat_map(|word| calls::strings(word, '\''));
            raised.extend(words.map(|word| Raised { codes: vec![code], word: format!("{prefix}{word}") }));
        }
    }
    raised
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(codes: &[u32], word: &str) -> Raised {
        Raised { codes: codes.to_vec(), word: word.to_owned() }
    }

    #[test]
    fn the_words_that_go_out_are_the_contracts() {
        check(&crate::root()).expect("each word in contract/codes.toml, and each of its words somewhere");
    }

    #[test]
    fn words_are_found_where_they_are_raised() {
        let variants = BTreeMap::from([
            ("Expire".to_owned(), 8051),
            ("ServerInvalidArgument".to_owned(), 10_002),
            ("ServerNoPermission".to_owned(), 10_003),
        ]);
        for (case, text, found) in [
            ("a fault", "R::X => Fault::of(Code::Expire, \"late\"),", vec![of(&[8051], "late")]),
            (
                "over lines",
                "Refusal::of(\n  Code::Expire,\n  \"late\",\n format!(\"{}, x\", f(1)))",
                vec![of(&[8051], "late")],
            ),
            ("short", "Refusal::denied(\"no\", \"text\")", vec![of(&[10_003], "no")]),
            ("a value", "R::BadValue { what: \"title\", why: \"is long\" }", vec![of(&[10_002], "title")]),
            (
                "a function",
                "fn sub_reason(self) -> &'static str {\n  match self { A => \"a\", B => \"b\" }\n    }\n \"c\"",
                vec![of(&[], "a"), of(&[], "b")],
            ),
            ("a variable", "Fault::of(*code, sub_reason)", vec![]),
        ] {
            assert_eq!(rust(text, &variants), found, "{case}");
        }
        for (case, text, found) in [
            ("refused", "throw refused('ilive', 8021, 'bad', `x, ${y(1)}`)", vec![of(&[8021], "bad")]),
            (
                "one of two",
                "refused('ilive', a ? 1 : 2, a ? 'one' : 'two', '')",
                vec![of(&[1, 2], "one"), of(&[1, 2], "two")],
            ),
            (
                "details",
                "new IliveError('av', 1005, { cause: x('y'), subReason: 'late', message: 'no' })",
                vec![of(&[1005], "late")],
            ),
            ("a guard", "needText('nick', nick, 1, 32)", vec![of(&[8021], "bad_nick")]),
            ("another module", "refused('im', 6012, 'no_answer', '')", vec![]),
        ] {
            assert_eq!(typescript(text), found, "{case}");
        }
    }
}
