//! Everything that must hold: `cargo xtask test`.

use crate::shell::{cargo, cargo_all, run};
use crate::steps::Steps;
use crate::tools::{self, Tool};
use crate::web::{self, npm};
use crate::{contract, generate, rules, serve};

/// Runs all steps; `quick` leaves out documentation and the browser. True when nothing failed.
pub(crate) fn test(quick: bool) -> bool {
    let mut steps = Steps::default();
    steps.step("tools", || ensure_tools(quick));
    steps.step("format", || run(&mut cargo(&["fmt", "--all", "--check"])));
    steps.step("generated files", || generate::check(&crate::root()));
    steps.step("words of errors", || rules::check_sub_reasons(&crate::root()));
    steps.step("dependencies", rules::check);
    web_steps(&mut steps);
    rust_steps(&mut steps, quick);
    if !quick {
        steps.step("browser", browser);
        steps.step("contract", contract::every_code);
    }
    steps.finish()
}

/// What is compiled with, and what tests start.
const TOOLS: &[Tool] = &[
    Tool::Cc,
    Tool::Cxx,
    Tool::Cmake,
    Tool::Libclang,
    Tool::SoundHeaders,
    Tool::PulseAudio,
    Tool::Xvfb,
    Tool::Valgrind,
    Tool::Node,
    Tool::Ffmpeg,
];
const BROWSER_TOOLS: &[Tool] = &[Tool::Chromium, Tool::Fonts];

fn ensure_tools(quick: bool) -> anyhow::Result<()> {
    match quick {
        true => tools::ensure(TOOLS),
        false => tools::ensure(&[TOOLS, BROWSER_TOOLS].concat()),
    }
}

/// Before Rust: the server takes the built application and the built manual into itself.
fn web_steps(steps: &mut Steps) {
    steps.step("web packages", web::install);
    steps.step("web types", || run(&mut npm(&["run", "typecheck"])));
    // Before its tests, which use the client as it is published. Fails, too, when the client is larger than a page
    // should pay for.
    steps.step("web build", || web::APP.build());
    // Fails, too, when a page lacks its twin in the other language or a link leads nowhere.
    steps.step("manual", || web::MANUAL.build());
    steps.step("web tests", || run(&mut npm(&["run", "test"])));
}

fn rust_steps(steps: &mut Steps, quick: bool) {
    steps.step("clippy", || run(&mut cargo_all("clippy", &["--all-targets", "--", "-D", "warnings"])));
    // Replays the corpora of the fuzz targets as well. Histories are the same in each run: what is found by chance belongs to
    // whoever looks for it (`cargo test`), not to the next change.
    steps.step("rust tests", || run(cargo_all("test", &[]).env("PROPTEST_RNG_SEED", "1")));
    if !quick {
        steps.step("rust documentation", || {
            run(cargo_all("doc", &["--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
        });
    }
}

/// The pages as a person uses them, against the server of the development profile: one profile is compiled in all.
fn browser() -> anyhow::Result<()> {
    run(&mut cargo_all("build", &["--bins"]))?;
    let mut e2e = npm(&["run", "e2e"]);
    e2e.env("ILIVE_BIN", serve::binary("debug")?);
    if let Some(chromium) = tools::chromium() {
        e2e.env("CHROMIUM_BIN", chromium);
    }
    run(&mut e2e)
}
