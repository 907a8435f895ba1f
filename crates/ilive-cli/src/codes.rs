//! `ilive codes`: the contract as a table.

use clap::Args;
use ilive_protocol::codes::Code;

use crate::entry::{Entry, Language};
use crate::output;

/// List the 58 codes
#[derive(Args)]
pub(crate) struct CodesArgs {
    /// Print one JSON array with all that is known of each code
    #[arg(long)]
    json: bool,
    /// Language of the texts
    #[arg(long, value_enum, default_value = "en", env = "ILIVE_LANG", hide_env_values = true)]
    lang: Language,
}

/// Lists every code.
pub(crate) fn run(args: &CodesArgs) -> anyhow::Result<()> {
    let entries: Vec<Entry> = Code::ALL.into_iter().map(|code| Entry::new(code, args.lang.into())).collect();
    if args.json {
        return output::print_json(&entries);
    }
    output::print(&table(&entries))?;
    if output::is_terminal() {
        output::print("`ilive explain CODE` says why one comes and what to do.\n")?;
    }
    Ok(())
}

fn table(entries: &[Entry]) -> String {
    let rows = entries.iter().map(|entry| {
        [entry.code.to_string(), entry.name.to_owned(), entry.module.to_owned(), entry.text.to_owned()]
    });
    output::table(["CODE", "NAME", "MODULE", "TEXT"], rows)
}
