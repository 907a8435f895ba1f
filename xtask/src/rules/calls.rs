//! Calls in a source text, found without a parser of the language: enough to read literal arguments.

/// What opens and closes a literal in Rust; `'` begins lifetimes.
pub(super) const RUST: &[char] = &['"'];
/// What opens and closes a literal in TypeScript.
pub(super) const TYPESCRIPT: &[char] = &['"', '\'', '`'];

/// One call: which of the names, and its arguments as they are written.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) name: &'a str,
    pub(super) args: Vec<String>,
}

/// The calls of these names, in the order of the names, then of the text.
pub(super) fn of<'a>(text: &str, quotes: &[char], names: &[&'a str]) -> Vec<Call<'a>> {
    let mut calls = Vec::new();
    for name in names {
        let mut rest = text;
        while let Some(at) = rest.find(&format!("{name}(")) {
            let whole_word = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            rest = &rest[at + name.len() + 1..];
            if whole_word {
                calls.push(Call { name, args: arguments(rest, quotes) });
            }
        }
    }
    calls
}

/// What stands before the bracket that closes, cut at its own commas.
fn arguments(text: &str, quotes: &[char]) -> Vec<String> {
    let (mut depth, mut quote, mut escaped) = (0u32, None, false);
    let mut args = vec![String::new()];
    for c in text.chars() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, _) if quotes.contains(&c) => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') if depth == 0 => break,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                args.push(String::new());
                continue;
            }
            (None, _) => {}
        }
        args.last_mut().expect("there is one from the start").push(c);
    }
    args.into_iter().map(|arg| arg.trim().to_owned()).filter(|arg| !arg.is_empty()).collect()
}

/// The literals of plain words between these quotes.
pub(super) fn strings(text: &str, quote: char) -> impl Iterator<Item = String> {
    let word = |text: &&str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    text.split(quote).skip(1).step_by(2).filter(word).map(str::to_owned)
}

/// The whole numbers, `_` between digits allowed.
pub(super) fn numbers(text: &str) -> Vec<u32> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '_');
    words.filter_map(|word| word.replace('_', "").parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_end_at_their_own_commas_and_bracket() {
        for (text, args) in [
            ("a, b)", vec!["a", "b"]),
            ("f(a, b), [c, d], {e, f},)", vec!["f(a, b)", "[c, d]", "{e, f}"]),
            ("'a, )', \"b\\\", )\", `c, )`) d", vec!["'a, )'", "\"b\\\", )\"", "`c, )`"]),
            (")", vec![]),
        ] {
            assert_eq!(arguments(text, TYPESCRIPT), args, "{text}");
        }
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert_eq!(of("unrefused(1) refused(2)", RUST, &["refused"]).len(), 1);
    }
}
