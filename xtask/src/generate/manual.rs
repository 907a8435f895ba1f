//! One manual page a code, in both languages, and the page that lists them.

use std::fmt::Write as _;

use super::table::{Row, SubReason};

const HEAD: &str = "<!-- Generated from contract/codes.toml by `cargo xtask gen`. Do not edit. -->\n\n";

/// `docs/codes/<number>.md`.
pub(super) fn page(row: &Row) -> Result<String, std::fmt::Error> {
    let mut out = format!("{HEAD}# {} {}\n\n", row.number, row.name);
    writeln!(
        out,
        "module `{}` · raised by {} · arrives as {}\n",
        row.module,
        list(&row.raised_by),
        list(&row.delivery)
    )?;
    writeln!(out, "{}\n", published(row))?;
    write!(out, "## {}\n\n{}\n\n**What to do.** {}\n", row.text.en, row.cause.en, row.fix.en)?;
    sub_reasons(&mut out, row, ["Sub-reason", "Means"], |reason| &reason.en)?;
    write!(out, "\n## {}\n\n{}\n\n**怎么办：**{}\n", row.text.zh, row.cause.zh, row.fix.zh)?;
    sub_reasons(&mut out, row, ["子原因", "含义"], |reason| &reason.zh)?;
    write!(out, "\n[All codes · 全部错误码](README.md)\n")?;
    Ok(out)
}

/// `docs/codes/README.md`.
pub(super) fn index(rows: &[Row]) -> Result<String, std::fmt::Error> {
    let mut out = format!("{HEAD}# The {} codes · {} 个错误码\n\n", rows.len(), rows.len());
    out += "A code is never shown without its module: other modules have numbers of their own.\n\
            `ilive explain NUMBER` prints a page, `ilive codes` the table.\n\n\
            错误码总是和模块一起出现：别的模块有自己的编号。`ilive explain 编号` 显示详情，`ilive codes` 显示全表。\n\n\
            | code | constant | module | what happened | 发生了什么 |\n|---|---|---|---|---|\n";
    for row in rows {
        let (number, name, module) = (row.number, &row.name, &row.module);
        writeln!(
            out,
            "| [{number}]({number}.md) | `{name}` | `{module}` | {} | {} |",
            row.text.en, row.text.zh
        )?;
    }
    Ok(out)
}

fn published(row: &Row) -> String {
    let description = &row.source.description;
    match &row.source.reason {
        Some(reason) => format!("> Published as: {description} — {reason}"),
        None => format!("> Published as: {description}"),
    }
}

fn sub_reasons(
    out: &mut String,
    row: &Row,
    [word, means]: [&str; 2],
    meaning: impl Fn(&SubReason) -> &str,
) -> std::fmt::Result {
    if row.sub_reasons.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| {word} | {means} |\n|---|---|")?;
    for reason in &row.sub_reasons {
        writeln!(out, "| `{}` | {} |", reason.word, meaning(reason))?;
    }
    Ok(())
}

fn list(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
