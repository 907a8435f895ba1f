//! The manual's page of each code, and the page that lists them; once a language.

mod lang;
mod scenario;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::table::{Row, SubReason};
use lang::{LANGS, Lang};

pub(super) use scenario::{Scenarios, read as scenarios};

const HEAD: &str = "<!-- Generated from contract/ by `cargo xtask gen`. Do not edit. -->";

/// The folders that hold nothing but generated pages.
pub(super) const FOLDERS: [&str; 2] = ["docs/en/codes", "docs/zh/codes"];

/// Every page by its path below the root.
pub(super) fn pages(
    rows: &[Row],
    scenarios: &Scenarios,
) -> Result<BTreeMap<String, String>, std::fmt::Error> {
    let mut pages = BTreeMap::new();
    for (folder, lang) in FOLDERS.into_iter().zip(&LANGS) {
        pages.insert(format!("{folder}/index.md"), index(rows, lang)?);
        for row in rows {
            let played = scenarios.get(&row.number).map_or(&[][..], Vec::as_slice);
            pages.insert(format!("{folder}/{}.md", row.number), page(row, played, rows, lang)?);
        }
    }
    Ok(pages)
}

fn page(
    row: &Row,
    played: &[scenario::Scenario],
    rows: &[Row],
    lang: &Lang,
) -> Result<String, std::fmt::Error> {
    let text = lang.of(&row.text);
    let mut out = format!("---\ntitle: {} {}\n---\n\n{HEAD}\n\n", row.number, row.name);
    write!(out, "# {} {text}\n\n`{} {} {}`\n\n", row.number, row.module, row.number, row.name)?;
    writeln!(out, "| | |\n|---|---|")?;
    writeln!(out, "| {} | {} |", lang.raised_by, list(&row.raised_by, |word| lang.layer(word)))?;
    writeln!(out, "| {} | {} |", lang.arrives, list(&row.delivery, |word| lang.delivery(word)))?;
    writeln!(out, "| {} | {} |\n", lang.published, published(row))?;
    write!(out, "## {}\n\n{}\n\n", lang.why, lang.of(&row.cause))?;
    write!(out, "## {}\n\n{}\n\n", lang.fix, lang.of(&row.fix))?;
    sub_reasons(&mut out, &row.sub_reasons, lang)?;
    scenario::section(&mut out, played, rows, lang)?;
    write!(out, "## {}\n\n{}\n\n```sh\nilive explain {}\n```\n", lang.more, lang.look, row.number)?;
    Ok(out)
}

fn index(rows: &[Row], lang: &Lang) -> Result<String, std::fmt::Error> {
    let mut out = format!("{HEAD}\n\n# {}\n\n{}\n\n", lang.all, lang.about_all);
    for (title, low, high) in
        [("ilive", 0, 0), ("ilive", 8001, 8053), ("av", 1, 7000), ("av, server", 10_001, 10_011)]
    {
        let listed: Vec<&Row> = rows.iter().filter(|row| (low..=high).contains(&row.number)).collect();
        if low > 0 {
            writeln!(out, "\n## {}\n\n{}\n", lang.group(title), lang.group_about(title))?;
        }
        writeln!(out, "| {} | {} | {} |\n|---|---|---|", lang.code, lang.happened, lang.constant)?;
        for row in listed {
            let number = row.number;
            writeln!(out, "| [{number}](./{number}.md) | {} | `{}` |", lang.of(&row.text), row.name)?;
        }
    }
    Ok(out)
}

/// What the published table says, which is English in every language.
fn published(row: &Row) -> String {
    let description = &row.source.description;
    let said = match &row.source.reason {
        Some(reason) => format!("{description}: {reason}"),
        None => description.clone(),
    };
    said.replace('|', "\\|")
}

/// Each word is an anchor, so that a link to `CODE#WORD` finds it.
fn sub_reasons(out: &mut String, reasons: &[SubReason], lang: &Lang) -> std::fmt::Result {
    if reasons.is_empty() {
        return Ok(());
    }
    write!(out, "## {}\n\n{}\n\n", lang.sub_reasons, lang.about_sub_reasons)?;
    writeln!(out, "| {} | {} |\n|---|---|", lang.sub_reason, lang.means)?;
    for reason in reasons {
        let (word, means) = (&reason.word, lang.meaning(reason));
        writeln!(out, "| <code id=\"{word}\">{word}</code> | {means} |")?;
    }
    out.push('\n');
    Ok(())
}

fn list(words: &[String], say: impl Fn(&str) -> &'static str) -> String {
    words.iter().map(|word| say(word)).collect::<Vec<_>>().join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_the_scenarios_of_its_code_and_links_the_codes_that_they_meet() {
        let root = crate::root();
        let rows = super::super::table::read(&root).expect("the table");
        let row = rows.iter().find(|row| row.number == 8010).expect("the code");
        let file = r#"
            code = 8010
            [[scenario]]
            about = "the same room"
            near_miss = true
            client = { auto_busy = false }
            steps = ["ann: init", "ann: create_room room=1 &entry", "await entry", "net: cut", "ann: create_room room=1 -> return ilive 8024 same_room"]
        "#;

        let played = scenario::parse(file, 8010).expect("a scenario");
        let page = page(row, &played, &rows, &LANGS[0]).expect("a page");

        for said in [
            "### Near miss: the same room",
            "client `auto_busy = false`",
            "1. ann: `init`, `create_room room=1` (not waited for: `entry`)\n2. `await entry`\n3. net: `cut`\n",
            "4. ann: `create_room room=1` → refused at once: `ilive` [8024](./8024.md) `same_room`\n",
        ] {
            assert!(page.contains(said), "{said}\n{page}");
        }
    }

    #[test]
    fn both_languages_have_every_page() {
        let rows = super::super::table::read(&crate::root()).expect("the table");

        let pages = pages(&rows, &Scenarios::new()).expect("pages");

        assert_eq!(pages.len(), 2 * (58 + 1));
        for folder in FOLDERS {
            assert!(pages[&format!("{folder}/10003.md")].contains("id=\"key_expired\""), "{folder}");
        }
    }
}
