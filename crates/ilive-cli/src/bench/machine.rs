//! On what a figure was measured: without it no two can be compared.

use std::fmt;
use std::fs;
use std::num::NonZero;
use std::thread::available_parallelism;

use serde::Serialize;

/// Facts of machine and build.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    cpu: String,
    cores: usize,
    kernel: String,
    version: &'static str,
    /// Built without optimisation.
    pub(super) debug: bool,
}

impl Machine {
    /// This one.
    pub(super) fn here() -> Self {
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Self {
            cpu: cpu_model(&cpus).unwrap_or(std::env::consts::ARCH).to_owned(),
            cores: available_parallelism().map_or(1, NonZero::get),
            kernel: format!("{} {}", std::env::consts::OS, kernel.trim()),
            version: env!("CARGO_PKG_VERSION"),
            debug: cfg!(debug_assertions),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cpu, cores, kernel, version, debug } = self;
        let build = if *debug { "debug" } else { "release" };
        write!(f, "{cpu}, {cores} cores, {}; {build} build {version}", kernel.trim_end())
    }
}

/// The first `model name` of `/proc/cpuinfo`; not every architecture has one.
fn cpu_model(cpuinfo: &str) -> Option<&str> {
    cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ")).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_read_where_there_is_one() {
        let x86 = "processor\t: 0\nmodel\t\t: 167\nmodel name\t: Intel(R) Xeon(R) Processor\nstepping\t: 1\n";
        let arm = "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\n";

        assert_eq!(cpu_model(x86), Some("Intel(R) Xeon(R) Processor"));
        assert_eq!(cpu_model(arm), None);
    }
}
