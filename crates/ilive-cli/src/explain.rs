//! `ilive explain`: one code in full.

mod beyond;
mod find;

use clap::Args;
use clap::builder::styling::Style;
use ilive_protocol::codes::{Lang, Module};

use self::find::Found;
use crate::entry::{Entry, Language, SubReason};
use crate::exit::UsageError;
use crate::output;

/// Say what a code means, why it comes and what to do
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// A number (10003), a name (ERR_NO_ROOM), a sub-reason (key_expired), or a code as logs show it (av 1, module=im code=20003)
    #[arg(required = true, num_args = 1.., value_name = "CODE")]
    code: Vec<String>,
    /// Print a JSON array of what was found
    #[arg(long)]
    json: bool,
    /// Language of the texts
    #[arg(long, value_enum, default_value = "en", env = "ILIVE_LANG", hide_env_values = true)]
    lang: Language,
}

/// Explains the codes that the words stand for: almost always one.
pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<()> {
    let said = find::words(&args.code);
    let found = find::find(&said).map_err(UsageError)?;
    let lang = args.lang.into();
    let mut entries: Vec<Entry> = found.into_iter().map(|found| entry(&found, lang)).collect();
    for entry in &mut entries {
        narrow(entry, &said);
    }
    if args.json {
        return output::print_json(&entries);
    }
    let pages: Vec<String> = entries.iter().map(|entry| page(entry, Labels::of(lang))).collect();
    output::print(&pages.join("\n"))
}

/// What to do about a number of messages or calls, which the 58 do not have.
pub(crate) fn fix_beyond(module: Module, number: u32) -> Option<&'static str> {
    let row = beyond::ALL.iter().find(|row| row.module == module && row.number == number)?;
    Some(row.fix(Lang::En))
}

fn entry(found: &Found, lang: Lang) -> Entry {
    match found {
        Found::Code(code) => Entry::new(*code, lang),
        Found::Beyond(row) => Entry {
            code: row.number,
            name: "",
            module: row.module.as_str(),
            text: row.text(lang),
            cause: "",
            fix: row.fix(lang),
            raised_by: Vec::new(),
            delivery: Vec::new(),
            sub_reasons: row.reasons.iter().map(|word| SubReason { word, meaning: "" }).collect(),
        },
    }
}

/// Leaves the sub-reasons that were asked for, where any was.
fn narrow(entry: &mut Entry, words: &[String]) {
    let asked = |reason: &SubReason| words.iter().any(|word| word == reason.word);
    if entry.sub_reasons.iter().any(asked) {
        entry.sub_reasons.retain(asked);
    }
}

/// What stands beside the texts.
struct Labels {
    cause: &'static str,
    fix: &'static str,
    raised_by: &'static str,
    delivery: &'static str,
    sub_reasons: &'static str,
}

impl Labels {
    fn of(lang: Lang) -> Self {
        match lang {
            Lang::En => Self {
                cause: "Why",
                fix: "What to do",
                raised_by: "Raised by",
                delivery: "Arrives as",
                sub_reasons: "Sub-reasons",
            },
            Lang::Zh => Self {
                cause: "原因",
                fix: "怎么办",
                raised_by: "来源",
                delivery: "到达方式",
                sub_reasons: "子原因",
            },
        }
    }
}

fn page(entry: &Entry, labels: Labels) -> String {
    let bold = Style::new().bold();
    let Entry { code, name, module, text, .. } = entry;
    let heading = format!("{module} {code} {name}");
    let mut page = format!("{bold}{}{bold:#}\n{text}\n\n", heading.trim_end());
    let facts = [
        [labels.cause.to_owned(), entry.cause.to_owned()],
        [labels.fix.to_owned(), entry.fix.to_owned()],
        [labels.raised_by.to_owned(), entry.raised_by.join(", ")],
        [labels.delivery.to_owned(), entry.delivery.join(", ")],
    ];
    // A number beyond the 58 has fewer of them.
    page += &output::definitions(facts.into_iter().filter(|[_, fact]| !fact.is_empty()));
    if !entry.sub_reasons.is_empty() {
        page += &format!("\n{}\n", labels.sub_reasons);
        let rows = entry.sub_reasons.iter().map(|r| [format!("  {}", r.word), r.meaning.to_owned()]);
        page += &output::definitions(rows);
    }
    page
}
