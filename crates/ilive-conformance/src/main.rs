//! `ilive-conformance`: plays the contract's situations and prints the table; `cargo xtask contract` builds what it needs.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use ilive_conformance::drivers::Drivers;
use ilive_conformance::play::Tools;
use ilive_conformance::report::Failure;
use ilive_conformance::run;
use ilive_conformance::scenario::Sdk;

#[derive(Parser)]
#[command(about = "Plays the contract's situations against a real server")]
struct Args {
    /// Folder of the situations
    #[arg(long, default_value = "contract/scenarios")]
    scenarios: PathBuf,
    /// The `ilive` command
    #[arg(long)]
    server: PathBuf,
    /// An SDK's driver, as `rust=PROGRAM ARG…`; may be repeated
    #[arg(long = "driver", value_name = "SDK=COMMAND")]
    drivers: Vec<String>,
    /// This SDK's driver takes `reset` and plays one scenario after the other; may be repeated
    #[arg(long)]
    lasting: Vec<Sdk>,
    /// Only this SDK; may be repeated
    #[arg(long = "sdk")]
    sdks: Vec<Sdk>,
    /// Only this code
    #[arg(long)]
    code: Option<u32>,
    /// Scenarios at a time: most of their time is waiting
    #[arg(long, default_value_t = 4)]
    jobs: usize,
    /// The table as JSON on standard output, failures on standard error
    #[arg(long)]
    json: bool,
    /// Only read the situations
    #[arg(long)]
    check: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let args = Args::parse();
    let all = run::read(&args.scenarios, args.code)?;
    if args.check {
        return Ok(ExitCode::SUCCESS);
    }
    let sdks = if args.sdks.is_empty() { Sdk::ALL.to_vec() } else { args.sdks };
    let drivers = args.drivers.iter().map(|text| driver(text)).collect::<anyhow::Result<_>>()?;
    let drivers = Drivers::new(drivers, args.lasting.into_iter().collect());
    let tools = Tools { server: std::path::absolute(&args.server)?, drivers };
    let told = |code, sdk, about: &str, failure: Option<&Failure>| match failure {
        None => eprintln!("ok     {code} {sdk}: {about}"),
        Some(failure) => eprintln!("failed {code} {sdk}: {about}: {}", failure.difference),
    };
    let report = tokio::select! {
        report = run::run(tools, all, &sdks, args.jobs, told) => report,
        // What runs is ended as it is dropped.
        _ = tokio::signal::ctrl_c() => return Ok(ExitCode::FAILURE),
    };
    if args.json {
        println!("{:#}", report.json());
        eprint!("{}", report.failures());
    } else {
        println!("\n{}\n{}", report.failures(), report.table());
    }
    Ok(if report.failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn driver(text: &str) -> anyhow::Result<(Sdk, Vec<String>)> {
    let (sdk, command) = text.split_once('=').context("--driver takes SDK=COMMAND")?;
    let sdk = sdk.parse().map_err(anyhow::Error::msg)?;
    Ok((sdk, command.split_ascii_whitespace().map(str::to_owned).collect()))
}
