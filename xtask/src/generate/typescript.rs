//! The TypeScript constants, and the texts in a file of their own, so that an app that shows none does not load them.

use std::fmt::Write as _;

use super::table::{Row, Words};

const HEAD: &str = "// Generated from contract/codes.toml by `cargo xtask gen`. Do not edit.\n\n";

const LOOKUPS: &str = "\
/** The published constant of a code. */
export type CodeName = keyof typeof Code;
/** A number of the contract. */
export type Code = (typeof Code)[CodeName];
/** The space of a contract number. */
export type CodeModule = 'ilive' | 'av';

/** The constant of `code`, or undefined where it is none of the 58. */
export function codeName(code: number): CodeName | undefined {
  return (Object.keys(Code) as CodeName[]).find((name) => Code[name] === code);
}

/** The module that `code` belongs to, or undefined where it is none of the 58. */
export function codeModule(code: number): CodeModule | undefined {
  const name = codeName(code);
  if (name === undefined) return undefined;
  return name.startsWith('AV_') ? 'av' : 'ilive';
}
";

const TEXT_TYPES: &str = "\
import type { Code } from './codes.gen';

/** What the contract says of a code, for people. */
export interface CodeText {
  /** What happened, in a few words. */
  readonly text: string;
  /** Why. */
  readonly cause: string;
  /** What to do. */
  readonly fix: string;
  /** What the stable words mean that narrow it down. */
  readonly subReasons?: Readonly<Record<string, string>>;
}
";

/// `codes.gen.ts`: names and modules.
pub(super) fn codes(rows: &[Row]) -> String {
    let mut out =
        format!("{HEAD}/** The 58 codes of the contract: constant and number. */\nexport const Code = {{\n");
    for row in rows {
        out += &format!("  /** {}. */\n  {}: {},\n", row.text.en, row.name, row.number);
    }
    out += "} as const;\n\n";
    out + LOOKUPS
}

/// `codes.texts.gen.ts`: what happened, why, what to do; one export a language.
pub(super) fn texts(rows: &[Row]) -> Result<String, std::fmt::Error> {
    let mut out = format!("{HEAD}{TEXT_TYPES}");
    render_texts(&mut out, rows, "codeTextsEn", |words| &words.en, |reason| &reason.en)?;
    render_texts(&mut out, rows, "codeTextsZh", |words| &words.zh, |reason| &reason.zh)?;
    Ok(out)
}

fn render_texts(
    out: &mut String,
    rows: &[Row],
    name: &str,
    words: impl Fn(&Words) -> &str,
    meaning: impl Fn(&super::table::SubReason) -> &str,
) -> std::fmt::Result {
    writeln!(out, "\nexport const {name}: Readonly<Record<Code, CodeText>> = {{")?;
    for row in rows {
        writeln!(out, "  {}: {{", row.number)?;
        for (field, value) in [("text", &row.text), ("cause", &row.cause), ("fix", &row.fix)] {
            writeln!(out, "    {field}: {},", quoted(words(value)))?;
        }
        if !row.sub_reasons.is_empty() {
            writeln!(out, "    subReasons: {{")?;
            for reason in &row.sub_reasons {
                writeln!(out, "      {}: {},", reason.word, quoted(meaning(reason)))?;
            }
            writeln!(out, "    }},")?;
        }
        writeln!(out, "  }},")?;
    }
    writeln!(out, "}};")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_a_text_does_not_end_it() {
        assert_eq!(quoted(r"the app's \ path"), r"'the app\'s \\ path'");
    }
}
