//! `examples/c/room.c`: two of them in a room, sending and receiving.

use std::process::{Child, Command, Stdio};

use crate::compile::{program, root};
use ilive_testing::blocking::Running;
use ilive_testing::config::TimersConfig;
use ilive_testing::{APP, sig};

/// What one of the two is started with.
struct Run<'a> {
    server: &'a Running,
    /// The program, behind what it is run under.
    command: &'a [&'a str],
    more: &'a [&'a str],
}

impl Run<'_> {
    fn start(&self, what: &str, user: &str) -> Child {
        let (first, rest) = self.command.split_first().expect("a program");
        let app = APP.to_string();
        let mut command = Command::new(first);
        command.args(rest).args([what, &self.server.url, &app, user, &sig(user), "1001"]).args(self.more);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
    }
}

/// What it has said; it must have ended well.
fn said(child: Child) -> String {
    let output = child.wait_with_output().expect("its output");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
    out.into_owned()
}

/// Ann creates the room and Bob joins it once it is there.
fn meet(run: &Run<'_>) -> (String, String) {
    use std::io::{BufRead, BufReader};
    let mut ann = run.start("create", "ann");
    // Her lines up to the one that says that she is in.
    let mut lines = BufReader::new(ann.stdout.take().expect("a pipe"));
    let mut first = String::new();
    while !first.contains("in the room") {
        assert_ne!(lines.read_line(&mut first).expect("a line"), 0, "she never was in: {first}");
    }
    let bob = run.start("join", "bob");
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut lines, &mut rest).expect("her lines");
    let bob = said(bob);
    said(ann);
    (first + &rest, bob)
}

fn is_whole(user: &str, other: &str, size: &str, said: &str) {
    for line in [
        format!("{user}: in the room, with rights 0x"),
        format!("{user}: the camera is open"),
        format!("{user}: {other} begins to send source 2"),
        format!("{user}: {other} says: enough"),
    ] {
        assert!(said.contains(&line), "{line:?} is missing:\n{said}");
    }
    let frames = said.lines().filter(|line| line.contains("frame ") && line.ends_with(size)).count();
    assert!(frames >= 5, "{frames} frames of {size}:\n{said}");
}

#[test]
fn two_programs_see_each_other_and_talk() {
    let server = Running::start();
    let room = program(&[root().join("examples/c/room.c")], "room");
    let room = room.to_str().expect("a path");

    let (ann, bob) = meet(&Run { server: &server, command: &[room], more: &[] });

    is_whole("ann", "bob", "640x480", &ann);
    is_whole("bob", "ann", "640x480", &bob);
}

/// Deadlines so many times as long, for programs that are so many times as slow.
fn slow_down(timers: &mut TimersConfig, times: u32) {
    for deadline in [
        &mut timers.room_locate,
        &mut timers.room_enter,
        &mut timers.request,
        &mut timers.ice,
        &mut timers.link_lost,
        &mut timers.resume_window,
        &mut timers.negotiate,
        &mut timers.login,
        &mut timers.send_stuck,
        &mut timers.uplink_silent,
    ] {
        *deadline *= times;
    }
}

#[test]
fn nothing_leaks_and_no_access_is_invalid() {
    let server = Running::with(|config| slow_down(&mut config.timers, 10));
    let room = program(&[root().join("examples/c/room.c")], "room-valgrind");
    let valgrind = [
        "valgrind",
        "--error-exitcode=99",
        "--leak-check=full",
        // What ends with the process, such as the runtime's threads, is reachable until then.
        "--show-leak-kinds=definite,indirect",
        "--errors-for-leak-kinds=definite,indirect",
        room.to_str().expect("a path"),
    ];

    let (ann, bob) = meet(&Run { server: &server, command: &valgrind, more: &["--tiny"] });

    is_whole("ann", "bob", "160x120", &ann);
    is_whole("bob", "ann", "160x120", &bob);
}

#[test]
fn a_refusal_is_told_in_the_words_of_the_contract() {
    let server = Running::start();
    let room = program(&[root().join("examples/c/room.c")], "room-refused");

    let app = APP.to_string();
    let ended = Command::new(room).args(["join", &server.url, &app, "ann", "no ticket", "1"]).output();

    let ended = ended.expect("the program starts");
    let words = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(1), "{words}");
    assert!(words.starts_with("login: av 10003 "), "{words}");
}
