//! What the kernel knows of a process, of UDP sockets and of cores.

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use anyhow::{Context, bail};
use rustix::param::clock_ticks_per_second;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// CPU time of all threads of a process, in user and kernel.
pub(super) fn cpu(pid: u32) -> anyhow::Result<Duration> {
    let path = format!("/proc/{pid}/stat");
    let ticks = cpu_ticks(&read(&path)?).with_context(|| format!("{path} has no CPU times"))?;
    Ok(Duration::from_secs_f64(ticks as f64 / clock_ticks_per_second() as f64))
}

/// Resident memory of a process in bytes.
pub(super) fn resident(pid: u32) -> anyhow::Result<u64> {
    status(pid, "VmRSS:")
}

/// What of a process's resident memory is nobody else's, in bytes: without the pages of its program and of libraries, of
/// which a process has as many as it has come by yet, whatever it holds.
pub(super) fn resident_own(pid: u32) -> anyhow::Result<u64> {
    status(pid, "RssAnon:")
}

fn status(pid: u32, name: &str) -> anyhow::Result<u64> {
    let path = format!("/proc/{pid}/status");
    bytes_of(name, &read(&path)?).with_context(|| format!("{path} has no {name}"))
}

/// Datagrams that the kernel dropped at sockets of these ports, since each was opened.
pub(super) fn udp_drops(ports: &BTreeSet<u16>) -> anyhow::Result<u64> {
    Ok(read("/proc/net/udp")?
        .lines()
        .filter_map(udp_row)
        .filter(|row| ports.contains(&row.0))
        .map(|row| row.1)
        .sum())
}

fn read(path: &str) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {path}: this bench needs Linux"))
}

/// `utime` + `stime` of `/proc/PID/stat`; the command's name before them may hold anything.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split_ascii_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

fn bytes_of(name: &str, status: &str) -> Option<u64> {
    let size = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(size.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// Local port and drops of a row of `/proc/net/udp`; none for its heading.
fn udp_row(row: &str) -> Option<(u16, u64)> {
    let mut fields = row.split_ascii_whitespace();
    let port = fields.nth(1)?.rsplit_once(':')?.1;
    Some((u16::from_str_radix(port, 16).ok()?, fields.last()?.parse().ok()?))
}

/// Lets this process and its children open `needed` files, as far as the system's hard limit allows.
pub(super) fn allow_open_files(needed: u64) -> anyhow::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= needed) {
        return Ok(());
    }
    if limit.maximum.is_none_or(|maximum| maximum >= needed) {
        let raised = Rlimit { current: Some(needed), maximum: limit.maximum };
        return setrlimit(Resource::Nofile, raised).context("raising the limit on open files");
    }
    let allowed = limit.maximum.unwrap_or_default();
    bail!(
        "{needed} open files are needed and {allowed} are allowed: raise the hard limit (ulimit -Hn), or ask for less"
    )
}

/// Two cores that this process may use, for the server and for the load; none where there is one only.
#[cfg(target_os = "linux")]
pub(super) fn two_cores() -> Option<[usize; 2]> {
    use rustix::thread::{CpuSet, sched_getaffinity};
    let allowed = sched_getaffinity(None).ok()?;
    let mut cores = (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core));
    Some([cores.next()?, cores.next()?])
}

/// Keeps this thread, and the processes that it starts from now on, on one core.
#[cfg(target_os = "linux")]
pub(super) fn pin(core: usize) -> anyhow::Result<()> {
    use rustix::thread::{CpuSet, sched_setaffinity};
    let mut set = CpuSet::new();
    set.set(core);
    sched_setaffinity(None, &set).with_context(|| format!("pinning to core {core}"))
}

/// Cores cannot be chosen here.
#[cfg(not(target_os = "linux"))]
pub(super) fn two_cores() -> Option<[usize; 2]> {
    None
}

/// Cores cannot be chosen here.
#[cfg(not(target_os = "linux"))]
pub(super) fn pin(core: usize) -> anyhow::Result<()> {
    bail!("pinning to core {core} needs Linux")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_found_behind_any_name() {
        let rest = "S 1 2 3 0 -1 4194304 5 6 7 8 120 34 9 10 20 0 4 0 77 88 99";
        for (stat, ticks) in [
            (format!("42 (ilive) {rest}"), Some(154)),
            (format!("42 (a) b (c 1 2 3) {rest}"), Some(154)),
            ("42 (ilive) S 1 2 3".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(cpu_ticks(&stat), ticks, "{stat}");
        }
    }

    #[test]
    fn resident_memory_is_in_kilobytes() {
        let status = "Name:\tilive\nVmHWM:\t   99 kB\nVmRSS:\t   21504 kB\nRssAnon:\t 9 kB\n";

        assert_eq!(bytes_of("VmRSS:", status), Some(22_020_096));
        assert_eq!(bytes_of("RssAnon:", status), Some(9_216));
        assert_eq!(bytes_of("VmRSS:", "Name:\tilive\n"), None);
    }

    #[test]
    fn drops_are_the_last_column_and_ports_are_hexadecimal() {
        let head = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
        let row = "14453: 0100007F:2260 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 184916 2 000000005f98b78e 17";

        assert_eq!(udp_row(head), None);
        assert_eq!(udp_row(row), Some((8800, 17)));
        assert_eq!(udp_row(""), None);
    }

    #[test]
    fn this_process_has_used_some_memory_and_counts_its_time() {
        let pid = std::process::id();

        assert!(resident_own(pid).expect("it runs") > 100_000);
        assert!(resident(pid).expect("it runs") > resident_own(pid).expect("it runs"));
        assert!(cpu(pid).expect("it runs") <= cpu(pid).expect("it runs still"));
    }
}
