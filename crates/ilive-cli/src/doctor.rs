//! `ilive doctor`: what on this machine would keep the server from working, and the fix for each.

mod certificate;
mod clock;
mod data;
mod ffmpeg;
mod finding;
mod limits;
mod ports;

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use ilive_server::config::Config;

use crate::args::Place;
use crate::{output, serve, settings};
use finding::{Finding, Verdict};

/// Check ports, UDP, clock, limits, certificate, disk, ffmpeg, secrets and configuration
#[derive(Args)]
#[command(
    after_help = "Each finding is ok, a warning or a problem, the latter two with a fix. A problem makes the exit code 1."
)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    place: Place,
    /// Address and port to check instead of the configured ones
    #[arg(long, value_name = "ADDR:PORT", value_parser = serve::listen)]
    listen: Option<SocketAddr>,
    /// Print one JSON array of check, verdict, said and fix
    #[arg(long)]
    json: bool,
}

/// Looks at everything, whatever it finds on the way.
pub(crate) fn run(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let (configured, mut config) = configuration(args)?;
    if let Some(listen) = args.listen {
        config.server.listen = listen;
    }
    let mut findings = vec![configured];
    findings.extend(examine(&config));
    if args.json {
        output::print_json(&findings)?;
    } else {
        output::print(&findings.iter().map(ToString::to_string).collect::<String>())?;
    }
    let problem = findings.iter().any(|finding| matches!(finding.verdict, Verdict::Problem { .. }));
    Ok(if problem { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn examine(config: &Config) -> Vec<Finding> {
    let data = &config.server.data;
    let mut findings = ports::check(config);
    findings.extend([
        ports::loopback(),
        clock::check(data),
        limits::open_files(config.limits.connections),
        limits::media_buffers(),
        data::disk(data),
        data::secrets(data),
        certificate::check(data),
        ffmpeg::check(),
    ]);
    findings
}

fn configuration(args: &DoctorArgs) -> anyhow::Result<(Finding, Config)> {
    const CHECK: &str = "configuration";
    match settings::layers(&args.place) {
        Ok(layers) => {
            let said = match settings::file(&args.place) {
                Some(path) => format!("{} is valid", path.display()),
                None => "no ilive.toml in this folder: the defaults hold".to_owned(),
            };
            Ok((Finding::ok(CHECK, said), layers.finish()))
        }
        Err(error) => {
            let fix =
                "correct it; `ilive config show` lists every setting. The checks below take the defaults";
            let layers = settings::without_surroundings(&args.place)?;
            Ok((Finding::problem(CHECK, format!("{error:#}"), fix), layers.finish()))
        }
    }
}
