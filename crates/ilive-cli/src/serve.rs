//! `ilive serve`: the server.

mod banner;
pub(crate) mod log;
mod qr;
mod stop;

use std::net::SocketAddr;

use anyhow::Context;
use clap::{Args, ValueEnum};
use ilive_server::Server;
use ilive_server::config::{Config, ConfigError, Layers, Origin};
use toml::Value;

use crate::args::{AppArg, AppParser, Place};
use crate::exit::UsageError;
use crate::{output, settings};

const READY_HELP: &str = "\
Once it serves, it prints a line `ready URL` to standard output; logs go to standard error (RUST_LOG or log.level says
how much). SIGTERM and Ctrl-C stop it after goodbyes, a second one at once.";

/// Run the server
#[derive(Args)]
#[command(after_help = READY_HELP)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    place: Place,
    /// Address and port, TCP and UDP alike; port 0 takes a free one [default: 127.0.0.1:8800]
    #[arg(long, value_name = "ADDR:PORT", value_parser = listen)]
    pub(crate) listen: Option<SocketAddr>,
    /// Serve the local network: the port of --listen on all addresses, https with a self-signed certificate, a QR code
    #[arg(long)]
    lan: bool,
    /// Add an app whose userSigs (v2) are signed with SECRET; may be repeated. The process list shows it to others
    /// on this machine: apps.ID.secret_file in the configuration does not
    #[arg(long = "app", value_name = "ID=SECRET", value_parser = AppParser)]
    apps: Vec<AppArg>,
    /// Log lines for people, or one JSON object each [default: text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

/// Reads `--listen`.
pub(crate) fn listen(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "give an IP address and a port, such as 127.0.0.1:8800, 0.0.0.0:8800 or [::1]:8800")
}

/// Serves until it is told to stop.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<()> {
    let config = layers(args)?.finish();
    let file = log::start(&config.log)?;
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    let outcome = runtime.block_on(serve(config, &file));
    // A stop that was asked for twice waits for nothing.
    runtime.shutdown_background();
    outcome
}

async fn serve(config: Config, file: &log::LogFile) -> anyhow::Result<()> {
    let server = Server::load(config.clone()).await?;
    if config.log.keep > 0 {
        let data = &config.server.data;
        file.open(data, config.log.keep - 1)
            .with_context(|| format!("the log file in {}", data.display()))?;
    }
    let signals = stop::Signals::listen()?;
    output::print(&banner::banner(server.about(), &config))?;
    signals.run(server).await
}

fn layers(args: &ServeArgs) -> anyhow::Result<Layers> {
    let mut layers = settings::layers(&args.place)?;
    if let Some(listen) = args.listen {
        layers.set("server.listen", Value::String(listen.to_string()), Origin::Flag("--listen"))?;
    }
    if args.lan {
        layers.set("server.lan", Value::Boolean(true), Origin::Flag("--lan"))?;
    }
    if let Some(format) = args.log_format {
        let word = format.to_possible_value().expect("every format has a word").get_name().to_owned();
        layers.set("log.format", Value::String(word), Origin::Flag("--log-format"))?;
    }
    add_apps(&mut layers, &args.apps)?;
    Ok(layers)
}

fn add_apps(layers: &mut Layers, apps: &[AppArg]) -> anyhow::Result<()> {
    for (index, AppArg { id, secret }) in apps.iter().enumerate() {
        if apps[..index].iter().any(|before| before.id == *id) {
            return Err(UsageError(format!("--app {id}=… is given twice: an app has one secret")).into());
        }
        set_app(layers, &format!("apps.{id}"), secret)?;
    }
    Ok(())
}

fn set_app(layers: &mut Layers, app: &str, secret: &str) -> Result<(), ConfigError> {
    let origin = || Origin::Flag("--app");
    layers.set(&format!("{app}.secret"), Value::String(secret.to_owned()), origin())?;
    layers.set(&format!("{app}.stage"), Value::String("open".to_owned()), origin())
}
