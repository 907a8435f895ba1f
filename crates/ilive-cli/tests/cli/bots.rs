//! `ilive publish`, `watch`, `say` and `devices` against `ilive serve`, each a process of its own.

use std::path::Path;
use std::process::Command;
use std::sync::MutexGuard;

use ilive_devices::pattern::read_counter;
use ilive_devices::tone::{TONE_HZ, measure};
use ilive_devices::video::Size;
use rustix::process::Signal;
use serde_json::Value;

use crate::ffmpeg;
use crate::harness::{Folder, Ran, turn};
use crate::hearing;
use crate::running::Running;
use crate::serving::Serving;

const SIZE: Size = Size::new(320, 240);
/// How it is asked for.
const PATTERN: [&str; 7] = ["--pattern", "--tone", "--size", "320x240", "--fps", "15", "--kbps"];

/// Publishes the pattern and the tone into room 1001; both are open.
fn publish(folder: &Folder, serving: &Serving, user: &str) -> Running {
    let args = [&["publish", "1001", "--user", user][..], &PATTERN, &["400"]].concat();
    let mut publishing = Running::start(folder, serving, &args);
    publishing.until("the tone is open", |told| (told["device"] == "the tone").then_some(()));
    publishing
}

/// Watches room 1001 into `film.mp4` until two seconds were measured twice.
fn watch(folder: &Folder, serving: &Serving) -> Running {
    let args = ["watch", "1001", "--record", "film.mp4", "--stats"];
    let mut watching = Running::start(folder, serving, &args);
    watching.until("the first picture", |told| (told["what"] == "picture").then_some(()));
    watching.until_event("rates");
    watching.until("a rate of pictures", |told| {
        let received = told["received"].as_array()?;
        let main = received.iter().find(|row| row["source"] == "main")?;
        main["fps"].as_f64().filter(|fps| *fps > 0.0)
    });
    watching
}

/// What a member of the room sends is in the file: pictures in order, none twice, and the tone without a hole.
fn holds_what_was_sent(file: &Path) {
    assert_eq!(ffmpeg::streams(file), ["h264,video,320,240", "opus,audio,48000,2"]);
    let counters: Vec<u16> =
        ffmpeg::pictures(file, SIZE).iter().map(|p| read_counter(p).expect("a number")).collect();
    assert!(counters.len() > 15, "{counters:?}");
    assert!(counters.is_sorted_by(|before, after| before < after), "{counters:?}");
    let tone = measure(&hearing::sound(file), TONE_HZ);
    assert!((tone.frequency_hz - f64::from(TONE_HZ)).abs() < 1.0, "{tone:?}");
    assert!(tone.frames > 50, "{tone:?}");
    // None is missing where the machine keeps up with the time; that is for `ilive bench sdk` to say. Here it may be busy.
    assert!(tone.missing * 4 <= tone.frames, "{tone:?}");
}

#[test]
fn what_is_published_is_watched_and_recorded() {
    let (folder, serving, _turn) = here();
    let publishing = publish(&folder, &serving, "ann");
    let watching = watch(&folder, &serving);

    let (code, told, err) = watching.stop(Signal::INT);

    assert_eq!((code, err.as_str()), (Some(0), ""), "{told:?}");
    let recorded = told.iter().find(|told| told["event"] == "recorded").expect("a whole file");
    assert_eq!(told.last().map(|told| &told["why"]), Some(&"stopped".into()));
    let file = folder.path().join("film.mp4");
    assert_eq!(recorded["bytes"], file.metadata().expect("a file").len());
    let seconds = recorded["seconds"].as_f64().expect("a number");
    assert!((hearing::duration(&file) - seconds).abs() < 0.5, "{recorded}");
    holds_what_was_sent(&file);
    assert_eq!(publishing.stop(Signal::TERM).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_film_is_published_with_its_sound() {
    let (folder, serving, _turn) = here();
    let film = folder.path().join("source.mp4");
    let mut made = Command::new("ffmpeg");
    made.args(["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=15:duration=20"]);
    made.args(["-f", "lavfi", "-i", &format!("sine=frequency={TONE_HZ}:duration=20"), "-c:v", "libx264"]);
    ffmpeg::output(made.args(["-pix_fmt", "yuv420p", "-c:a", "aac"]).arg(&film));

    let mut publishing =
        Running::start(&folder, &serving, &["publish", "1001", "--user", "ann", "--file", "source.mp4"]);
    publishing.until_event("opened");
    let (code, told, err) = watch(&folder, &serving).stop(Signal::INT);

    assert_eq!((code, err.as_str()), (Some(0), ""), "{told:?}");
    let file = folder.path().join("film.mp4");
    assert_eq!(ffmpeg::streams(&file), ["h264,video,320,240", "opus,audio,48000,2"]);
    assert!(ffmpeg::pictures(&file, SIZE).len() > 15);
    let tone = measure(&hearing::sound(&file), TONE_HZ);
    assert!((tone.frequency_hz - f64::from(TONE_HZ)).abs() < 1.0 && tone.frames > 50, "{tone:?}");
    assert!(tone.missing * 4 <= tone.frames, "{tone:?}");
    assert_eq!(publishing.stop(Signal::TERM).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_recording_whose_program_is_killed_is_playable() {
    let (folder, serving, _turn) = here();
    let publishing = publish(&folder, &serving, "ann");
    let watching = watch(&folder, &serving);

    let (code, ..) = watching.stop(Signal::KILL);

    assert_eq!(code, None);
    holds_what_was_sent(&folder.path().join("film.mp4"));
    assert_eq!(publishing.stop(Signal::INT).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_seat_is_free_as_soon_as_its_program_has_ended() {
    let (folder, serving, _turn) = here();
    let publishing = publish(&folder, &serving, "ann");
    let people = || -> Value { serde_json::from_str(&serving.get("/api/v1/rooms/1001")).expect("JSON") };
    assert_eq!(people()["people"], 1);

    assert_eq!(publishing.stop(Signal::INT).0, Some(0));

    assert_eq!(people()["people"], 0);
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_quality_record_says_what_it_does_not_know() {
    let (folder, serving, _turn) = here();
    let publishing = publish(&folder, &serving, "ann");
    let mut watching = Running::start(&folder, &serving, &["watch", "1001", "--stats"]);

    let row = |told: &Value, source: &str| {
        told["received"].as_array()?.iter().find(|row| row["source"] == source).cloned()
    };
    let sound = watching.until("sound", |told| row(told, "audio"));
    let picture = watching
        .until("a picture with a rate", |told| row(told, "main").filter(|row| row["kbps"].is_number()));

    assert_eq!((&sound["fps"], &sound["size"]), (&Value::Null, &Value::Null), "sound has none: {sound}");
    assert_eq!(picture["size"], "320x240", "{picture}");
    assert_eq!(picture["delay_ms"], Value::Null, "a picture does not wait: {picture}");
    assert_eq!(watching.stop(Signal::INT).0, Some(0));
    assert_eq!(publishing.stop(Signal::INT).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn what_is_said_is_heard_in_the_room_or_by_one_alone() {
    let (folder, serving, _turn) = here();
    let mut publishing = publish(&folder, &serving, "ann");
    let url = format!("http://{}", serving.address());

    let room = folder.run(&["say", "1001", "hello", "all", "--user", "bob", "--server", &url]);
    let alone = folder.run(&["say", "--to", "ann", "only you", "--user", "bob", "--server", &url]);

    for ran in [&room, &alone] {
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    }
    for (text, private) in [("hello all", false), ("only you", true)] {
        let told = publishing.until_event("message");
        assert_eq!((&told["from"], &told["text"]), (&"bob".into(), &text.into()), "{told}");
        assert_eq!(told["private"], private, "{told}");
    }
    assert_eq!(publishing.stop(Signal::INT).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_guest_watches_for_as_long_as_it_was_told() {
    let (folder, serving, _turn) = here();
    let publishing = publish(&folder, &serving, "ann");
    let url = format!("http://{}", serving.address());

    let ran = folder.run(&["watch", "1001", "--guest", "--for", "1", "--server", &url]);

    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    let told: Vec<Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect();
    assert!(told[0]["user_id"].as_str().is_some_and(|id| id.starts_with('g')), "{}", ran.out);
    assert_eq!(told.last().map(|told| &told["why"]), Some(&"time".into()));
    assert_eq!(publishing.stop(Signal::INT).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_failure_is_told_with_its_code_why_and_what_to_do() {
    let (folder, serving, _turn) = here();
    let url = format!("http://{}", serving.address());

    let ran = folder.run(&["watch", "77", "--user", "ann", "--server", &url]);

    assert_eq!(ran.code, Some(1), "{ran:?}");
    for said in ["entering room 77: av 10009", "\n  why: ", "\n  fix: ", "\n  trace: ", "`ilive log "] {
        assert!(ran.err.contains(said), "{said:?}: {}", ran.err);
    }
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

/// The command between backquotes that the last line of an error ends with.
fn hinted(err: &str) -> Vec<&str> {
    let command = err.trim_end().rsplit('`').nth(1).expect("a command");
    command.strip_prefix("ilive ").expect("one of ours").split(' ').collect()
}

#[test]
fn the_command_that_a_failure_ends_with_finds_it_in_the_log_that_was_asked_for() {
    let (folder, serving, _turn) = here();
    let url = format!("http://{}", serving.address());
    for (by, server) in [("the server", url.as_str()), ("the client", "http://127.0.0.1:1")] {
        let failed = folder.run(&["watch", "77", "--user", "ann", "--log", "c.log", "--server", server]);

        let hint = hinted(&failed.err);
        assert_eq!(hint.last(), Some(&"c.log"), "{by}: {}", failed.err);
        let found = folder.run(&hint);
        assert!(found.out.contains("c.log  ") && found.code == Some(0), "{by}: {hint:?}: {found:?}");
    }
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn what_a_message_fails_with_is_told_with_what_to_do() {
    let (folder, serving, _turn) = here();
    let url = format!("http://{}", serving.address());

    let ran = folder.run(&["say", "--to", "nobody", "hello", "--user", "ann", "--server", &url]);

    assert_eq!(ran.code, Some(1), "{ran:?}");
    for said in ["sending to nobody: im 20003 unknown_user", "\n  fix: Check the id: a user is known"] {
        assert!(ran.err.contains(said), "{said:?}: {}", ran.err);
    }
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn a_bot_and_its_room_are_called_what_they_were_told_to_be() {
    let (folder, serving, _turn) = here();
    let named = ["--user", "ann", "--nick", "Ann Lee", "--title", "Cooking"];
    let mut publishing =
        Running::start(&folder, &serving, &[&["publish", "1001", "--tone"][..], &named].concat());
    publishing.until_event("opened");

    let room: Value = serde_json::from_str(&serving.get("/api/v1/rooms/1001")).expect("JSON");

    assert_eq!((&room["title"], &room["host"]["nick"]), (&"Cooking".into(), &"Ann Lee".into()), "{room}");
    assert_eq!(publishing.stop(Signal::INT).0, Some(0));
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

/// A machine without screen and sound server; some have a sound card all the same, whose microphone is none of ours.
#[test]
fn who_asks_for_a_device_of_the_machine_never_gets_a_made_one() {
    let (folder, serving, _turn) = here();
    let url = format!("http://{}", serving.address());
    for kind in ["--screen", "--camera", "--mic"] {
        let mut publish = folder.ilive(&["publish", "1001", kind, "default", "--for", "1", "--server", &url]);
        publish.env_remove("DISPLAY").env_remove("PULSE_SERVER").env("XDG_RUNTIME_DIR", folder.path());

        let ran = Ran::of(publish);

        let none = ran.err.contains("this machine has no ") || ran.err.contains("made devices only");
        assert!(none || kind != "--screen", "{}", ran.err);
        assert_eq!(ran.out.contains("\"opened\""), ran.code == Some(0), "{kind}: {ran:?}");
        assert!(!none || (ran.code, ran.out.as_str()) == (Some(1), ""), "nothing is begun: {kind}: {ran:?}");
    }
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}

#[test]
fn what_cannot_be_done_ends_with_the_code_of_its_class() {
    let folder = Folder::new();
    folder.write("there.mp4", "somebody's recording");
    let app = ["--app", "1400000002=a-secret"];
    for (args, code, says) in [
        (&["watch", "1", "--server", "http://127.0.0.1:1"][..], 4, "ilive 8012"),
        (&["watch", "1", "--server", "127.0.0.1"], 2, "8021"),
        (&["watch", "1", "--record", "there.mp4"], 2, "there.mp4 is there already"),
        (&["watch", "0"], 2, "is not in 1 to 4294967294"),
        (&["watch", "1", "--for", "0"], 2, "--for"),
        (&["publish", "1"], 2, "--pattern"),
        (&["publish", "1", "--pattern", "--camera", "default"], 2, "cannot be used with"),
        (&["publish", "1", "--pattern", "--size", "641x480"], 2, "sides must be even"),
        (&["publish", "1", "--file", "film.avi"], 2, "ffmpeg -i film.avi -pix_fmt"),
        (
            &["publish", "1", "--file", "there.mp4"],
            1,
            "--file there.mp4: the file cannot be played: it is no MP4 or Y4M file",
        ),
        (
            &["publish", "1", "--file", "gone.mp4"],
            1,
            "--file gone.mp4: the file cannot be read: No such file",
        ),
        (
            &["publish", "1", "--camera", "gone"],
            1,
            "the camera gone is not there: `ilive devices` lists what is",
        ),
        (&["publish", "1", "--screen", "gone", "--pattern"], 1, "the screen gone is not there"),
        (&["publish", "1", "--tone", "--title", " "], 2, "give 1 to 80 characters, none of them control"),
        (&["say", "1", "hello", "--nick", "a\u{202e}b"], 2, "give 1 to 32 characters, none of them control"),
        (&["say", "1"], 2, "there is nothing to say"),
        (&["say", "--to", "ann b", "hello"], 2, "has a character outside"),
    ] {
        let ran = folder.run(&[args, &app].concat());

        assert_eq!(ran.code, Some(code), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
    let without = folder.run(&["watch", "1"]);
    assert_eq!(without.code, Some(1), "{}", without.err);
    assert!(without.err.contains("--guest") && without.err.contains("ilive serve"), "{}", without.err);
    let kept = std::fs::read_to_string(folder.path().join("there.mp4")).expect("it is still there");
    assert_eq!(kept, "somebody's recording");
}

#[test]
fn devices_are_listed_without_a_server() {
    let listed = Folder::new().run(&["devices", "--json"]).json();

    let rows = listed.as_array().expect("an array");
    for (kind, id) in [
        ("camera", "virtual:pattern"),
        ("microphone", "virtual:tone"),
        ("player", "virtual:null"),
        ("screen", "virtual:screen"),
    ] {
        assert!(rows.iter().any(|row| row["kind"] == kind && row["id"] == id), "{kind} {id}: {listed}");
    }
}

/// A server in a folder of its own. One at a time: who sends and who watches must keep up with the time, and beside each
/// other too many of them would not.
fn here() -> (Folder, Serving, MutexGuard<'static, ()>) {
    let turn = turn();
    let folder = Folder::new();
    let serving = Serving::start(&folder, &[]);
    (folder, serving, turn)
}

#[test]
fn the_way_to_the_server_is_measured() {
    let (folder, serving, _turn) = here();

    let mut measuring = Running::start(&folder, &serving, &["speed"]);
    let speed = measuring.until_event("speed");

    for known in ["rtt_ms", "jitter_ms", "up_bps", "down_bps"] {
        assert!(speed[known].as_f64().is_some_and(|value| value > 0.0), "{known}: {speed}");
    }
    // On loopback nothing gets lost, unless the machine has no time for it.
    for loss in ["up_loss", "down_loss"] {
        assert!(speed[loss].as_f64().is_some_and(|value| value < 0.5), "{loss}: {speed}");
    }
    assert_eq!(serving.stop(Signal::TERM).0, Some(0));
}
