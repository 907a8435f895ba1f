//! Log lines on standard error, and in a file of the data folder.

mod file;

use std::env;
use std::io;

use anstream::ColorChoice;
use ilive_server::config::{ConfigError, LogConfig, LogFormat, Origin};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::{DefaultFields, Writer};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

pub(crate) use file::{LogFile, path};

/// Libraries that say much at `info`; a level of their own in the filter wins. `is` is str0m's ICE, which says passwords at
/// `debug`.
const QUIET: &str = "is=warn,memory_serve=warn,sqlx=warn,str0m=warn";
/// Wins over the configuration.
const VARIABLE: &str = "RUST_LOG";

/// Starts logging; the file is opened later, once the data folder is known to be free.
///
/// # Errors
/// A filter that cannot be read.
pub(super) fn start(config: &LogConfig) -> Result<LogFile, ConfigError> {
    let file = LogFile::default();
    let kept = fmt::layer()
        .fmt_fields(Plain::default())
        .with_ansi(false)
        .log_internal_errors(false)
        .with_writer(file.clone());
    // A line that cannot be written would be reported on the same standard error, by a panic where that fails too.
    let shown = fmt::layer().log_internal_errors(false).with_writer(io::stderr);
    let shown = match config.format {
        LogFormat::Text => {
            shown.with_ansi(anstream::AutoStream::choice(&io::stderr()) != ColorChoice::Never).boxed()
        }
        LogFormat::Json => shown.json().with_current_span(true).with_span_list(false).boxed(),
    };
    let filter = filter(config, env::var(VARIABLE).ok())?;
    tracing_subscriber::registry().with(filter).with(shown).with(kept).init();
    Ok(file)
}

/// A type of its own: spans keep their fields as text, once for each type of formatter, and the terminal's have colours.
#[derive(Default)]
struct Plain(DefaultFields);

impl<'writer> FormatFields<'writer> for Plain {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> std::fmt::Result {
        self.0.format_fields(writer, fields)
    }
}

fn filter(config: &LogConfig, variable: Option<String>) -> Result<EnvFilter, ConfigError> {
    let variable = variable.filter(|text| !text.is_empty());
    let text = variable.as_deref().unwrap_or(&config.level);
    EnvFilter::try_new(format!("{QUIET},{text}")).map_err(|error| ConfigError::Value {
        key: "log.level".to_owned(),
        value: format!("{text:?}"),
        origin: if variable.is_some() { Origin::Environment(VARIABLE.to_owned()) } else { Origin::Default },
        why: format!("{error}; write a level (error, warn, info, debug, trace) or ilive_server=debug,info"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(level: &str) -> LogConfig {
        LogConfig { level: level.to_owned(), ..LogConfig::default() }
    }

    #[test]
    fn noisy_libraries_are_quiet_until_somebody_asks_for_them() {
        for (level, variable, has) in [
            ("info", None, &["info", "sqlx=warn", "str0m=warn"][..]),
            ("info", Some("debug"), &["debug", "sqlx=warn"]),
            ("info", Some(""), &["info"]),
            ("debug,sqlx=trace", None, &["debug", "sqlx=trace", "str0m=warn"]),
        ] {
            let filter = filter(&config(level), variable.map(str::to_owned)).expect("a filter").to_string();

            let parts: Vec<&str> = filter.split(',').collect();
            assert!(has.iter().all(|part| parts.contains(part)), "{level} {variable:?}: {filter}");
        }
    }

    #[test]
    fn a_filter_that_cannot_be_read_is_a_configuration_error() {
        let error = filter(&config("info"), Some("ilive=loud".to_owned())).expect_err("no level").to_string();

        assert!(error.starts_with("RUST_LOG: log.level = \"ilive=loud\": "), "{error}");
    }
}
