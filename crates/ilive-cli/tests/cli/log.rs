//! `ilive log`: an error is found at both ends by its trace id.

use rustix::process::Signal;

use crate::harness::Folder;
use crate::serving::Serving;

#[test]
fn an_error_is_found_in_the_servers_log_and_beside_it_in_a_clients() {
    let folder = Folder::new();
    let serving = Serving::start(&folder, &[]);
    let problem = serving.refused("/api/v1/no-such-thing");
    let trace = problem["trace_id"].as_str().expect("every refusal has one");
    let late = format!("2999-01-01T00:00:00Z  INFO failed trace_id={trace} op=7 module=av code=10002");
    folder.write("client.log", &format!("{late}\nanother line\n"));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));

    let found = folder.run(&["log", &trace[..8], "client.log"]);

    assert_eq!(found.code, Some(0), "{found:?}");
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines.len(), 2, "{found:?}");
    assert!(lines[0].starts_with("ilive.log  20") && lines[0].contains("refused"), "{found:?}");
    assert_eq!(lines[1], format!("client.log  {late}"));
}

#[test]
fn a_trace_that_nobody_wrote_down_says_where_was_looked() {
    let folder = Folder::new();
    folder.write("client.log", "nothing of it\n");

    let found = folder.run(&["log", "00ff00ff", "client.log"]);

    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.err.contains("00ff00ff (read: client.log)"), "{found:?}");
    assert_eq!(folder.run(&["log", "00ff00ff", "missing.log"]).code, Some(2));
    assert_eq!(folder.run(&["log", "no trace"]).code, Some(2));
}

#[test]
fn without_keeping_there_is_no_log_file() {
    let folder = Folder::new();
    folder.write("ilive.toml", "[log]\nkeep = 0\n");

    assert_eq!(Serving::start(&folder, &[]).stop(Signal::TERM).0, Some(0));

    assert!(!folder.path().join("data/log").exists());
}
