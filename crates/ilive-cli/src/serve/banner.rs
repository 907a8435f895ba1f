//! What a person reads when the server is up.

use std::fmt::Write;
use std::path::Path;

use clap::builder::styling::{AnsiColor, Style};
use ilive_server::About;
use ilive_server::config::Config;

use super::qr;

const LABEL: Style = AnsiColor::Cyan.on_default();
const URL: Style = Style::new().bold().underline();

/// The banner. Its line `ready URL` is for scripts and stays as it is.
pub(super) fn banner(about: &About, config: &Config) -> String {
    let url = about.urls.first().map_or("", String::as_str);
    let bold = Style::new().bold();
    let mut text = format!("\n{bold}iLive {}{bold:#}\n\n", env!("CARGO_PKG_VERSION"));
    let mut row = |label: &str, said: String| _ = writeln!(text, "  {LABEL}{label:<7}{LABEL:#} {said}");
    for (index, url) in about.urls.iter().enumerate() {
        row(if index == 0 { "open" } else { "" }, format!("{URL}{url}{URL:#}"));
    }
    row("data", absolute(&config.server.data));
    row("media", media(about));
    row("apps", about.apps.to_string());
    row("guests", guests(about));
    row("WHIP", format!("{url}/whip/ROOM"));
    row("WHEP", format!("{url}/whep/ROOM"));
    row("web", web(about.web).to_owned());
    if config.server.lan {
        text += &lan(url);
    }
    _ = writeln!(text, "\nready {url}\nstop with Ctrl-C");
    text
}

fn media(about: &About) -> String {
    let threads = if about.threads == 1 { "1 thread" } else { &format!("{} threads", about.threads) };
    format!("{threads}, UDP {}", about.address)
}

fn guests(about: &About) -> String {
    about.guest_app.map_or_else(|| "off".to_owned(), |app| format!("on, in app {app}"))
}

fn web(built: bool) -> &'static str {
    if built { "built in" } else { "not built in: `cargo xtask web`, then build again" }
}

fn lan(url: &str) -> String {
    let code = qr::qr(url).unwrap_or_default();
    format!(
        "\n{code}\n  The certificate is self-signed: the browser warns once on each device; choose \"advanced\", then go on.\n"
    )
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}
