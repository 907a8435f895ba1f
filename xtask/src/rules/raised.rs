//! The places of a source text that raise an error, and the stable word that each gives it.

use std::collections::BTreeMap;

use super::calls::{self, Call};

/// Whose number it is: two modules have their own, beside those of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Space {
    Contract,
    Im,
    Call,
}

/// A word that goes out, with the numbers that it may go out with; none: the code does not say which.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) space: Space,
    pub(super) codes: Vec<u32>,
    pub(super) word: String,
}

impl Raised {
    /// With a number of the contract.
    fn contract(codes: Vec<u32>, word: String) -> Self {
        Self { space: Space::Contract, codes, word }
    }
}

/// What a Rust file raises: by `of(Code::…, "word")`, by the three short ways of the server's refusals, by a refused
/// value's name, and by functions whose name says that they give such words.
pub(super) fn rust(text: &str, variants: &BTreeMap<String, u32>) -> Vec<Raised> {
    let number = |variant: &str| variants.get(variant).copied();
    let mut raised = Vec::new();
    for Call { args, .. } in
        calls::of(text, calls::RUST, &["Fault::of", "Refusal::of", "Refused::of", "Error::of", "Self::of"])
    {
        let code = args.first().and_then(|arg| arg.rsplit_once("Code::")).and_then(|(_, name)| number(name));
        if let (Some(code), Some(word)) = (code, args.get(1)) {
            raised.extend(calls::strings(word, '"').map(|word| Raised::contract(vec![code], word)));
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
            raised.extend(words.map(|word| Raised::contract(number(variant).into_iter().collect(), word)));
        }
    }
    let values =
        ["BadValue { what: ", "BadText { what: "].into_iter().flat_map(|start| text.split(start).skip(1));
    for value in values {
        let word = calls::strings(value, '"').next().filter(|_| value.starts_with('"'));
        raised.extend(
            word.map(|word| Raised::contract(number("ServerInvalidArgument").into_iter().collect(), word)),
        );
    }
    for name in ["fn sub_reason(", "fn lack_send(", "fn lack_receive("] {
        for body in text.split(name).skip(1) {
            let body = body.split("\n}").next().unwrap_or(body);
            let body = body.split("\n    }\n").next().unwrap_or(body);
            raised.extend(calls::strings(body, '"').map(|word| Raised::contract(Vec::new(), word)));
        }
    }
    raised.extend(rust_beyond(text));
    raised
}

/// What a Rust file raises of messages and calls; a number with a name is not looked up.
fn rust_beyond(text: &str) -> Vec<Raised> {
    let mut raised = Vec::new();
    for (space, names) in
        [(Space::Im, ["Fault::im", "Error::im"]), (Space::Call, ["Fault::call", "Error::call"])]
    {
        for Call { args, .. } in calls::of(text, calls::RUST, &names) {
            let [number, word, ..] = args.as_slice() else { continue };
            let codes: Vec<u32> = number.replace('_', "").parse().into_iter().collect();
            raised.extend(calls::strings(word, '"').map(|word| Raised { space, codes: codes.clone(), word }));
        }
    }
    raised
}

/// What a TypeScript file raises: by `refused(module, code, 'word', …)`, by `new IliveError(module, code, { subReason })`,
/// and by the guards that make the word of what they are told.
pub(super) fn typescript(text: &str) -> Vec<Raised> {
    let mut raised = Vec::new();
    for Call { name, args } in calls::of(text, calls::TYPESCRIPT, &["refused", "new IliveError"]) {
        let [module, code, details, ..] = args.as_slice() else { continue };
        let space = match module.as_str() {
            "'im'" => Space::Im,
            "'call'" => Space::Call,
            _ => Space::Contract,
        };
        let details = match name {
            "refused" => details.as_str(),
            _ => details
                .split_once("subReason: ")
                .map_or("", |(_, rest)| rest.split(['}', ',']).next().unwrap_or(rest)),
        };
        let codes = calls::numbers(code);
        raised.extend(calls::strings(details, '\'').map(|word| Raised { space, codes: codes.clone(), word }));
    }
    for (name, code, prefix) in [
        ("needText", 8021, "bad_"),
        ("needBetween", 8021, "bad_"),
        ("needThing", 8005, "no_"),
        ("bad", 8021, ""),
    ] {
        for Call { args, .. } in calls::of(text, calls::TYPESCRIPT, &[name]) {
            let words = args.first().into_iter().flat_map(|word| calls::strings(word, '\''));
            raised.extend(words.map(|word| Raised::contract(vec![code], format!("{prefix}{word}"))));
        }
    }
    raised
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(codes: &[u32], word: &str) -> Raised {
        Raised::contract(codes.to_vec(), word.to_owned())
    }

    fn beyond_of(space: Space, codes: &[u32], word: &str) -> Raised {
        Raised { space, ..of(codes, word) }
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
            ("messages", "Fault::im(10_010, \"none\")", vec![beyond_of(Space::Im, &[10_010], "none")]),
            ("calls", "Error::call(FAILED, \"late\")", vec![beyond_of(Space::Call, &[], "late")]),
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
            (
                "another module",
                "refused('im', 6012, 'late', '')",
                vec![beyond_of(Space::Im, &[6012], "late")],
            ),
        ] {
            assert_eq!(typescript(text), found, "{case}");
        }
    }
}
