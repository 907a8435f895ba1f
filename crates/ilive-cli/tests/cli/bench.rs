//! `ilive bench` finds what it should find; how fast all is, is for release builds on quiet machines.

use serde_json::Value;

use crate::harness::{Folder, turn};

/// A run's report, of which nothing is asserted that depends on the machine.
struct Report(Value);

impl Report {
    fn of(args: &[&str]) -> Self {
        let _turn = turn();
        let ran = Folder::new().run(&[&["bench"], args, &["--json"]].concat());
        assert_eq!(ran.err, "", "{args:?}");
        Self(ran.json())
    }

    fn value(&self, name: &str) -> f64 {
        self.figure(name)["value"].as_f64().expect("a number")
    }

    fn verdict(&self, name: &str) -> &str {
        self.figure(name)["verdict"].as_str().expect("a judged figure")
    }

    fn figure(&self, name: &str) -> &Value {
        let figures = self.0["figures"].as_array().expect("an array");
        let named = figures.iter().find(|figure| figure["name"] == name);
        named.unwrap_or_else(|| panic!("no figure {name}: {}", self.0))
    }
}

#[test]
fn no_forged_ticket_is_accepted_and_every_good_kind_is_measured() {
    let report = Report::of(&["tickets", "--quick"]);

    assert!(report.value("forged_attempted") >= 2_500.0);
    assert_eq!((report.value("forged_accepted"), report.verdict("forged_accepted")), (0.0, "pass"));
    for name in ["v2_stored_per_s", "v2_per_s", "v2_room_key_per_s", "v1_per_s", "v1_room_key_per_s"] {
        assert!(report.value(name) > 0.0, "{name}");
    }
    assert!(report.0["machine"]["cpu"].is_string() && report.0["machine"]["kernel"].is_string());
    assert_eq!(report.0["machine"]["debug"], cfg!(debug_assertions));
}

#[test]
fn sockets_log_in_and_are_weighed() {
    let report = Report::of(&["idle", "--sockets", "20"]);

    assert_eq!(report.value("sockets"), 20.0);
    assert!(report.value("full_mb") >= report.value("idle_mb") && report.value("idle_mb") > 1.0);
}

#[test]
fn every_packet_reaches_every_viewer() {
    let report = Report::of(&["sfu", "--viewers", "3", "--seconds", "1"]);

    assert!(report.value("expected") >= 3.0 * 8.0);
    assert_eq!(report.value("expected"), report.value("sent") * 3.0);
    // How many had to be sent again for that depends on the machine.
    assert_eq!(report.verdict("lost"), "pass", "{}", report.0);
}

#[test]
fn a_client_sends_and_others_see_and_hear_it() {
    let report = Report::of(&["sdk", "--seconds", "2", "--joins", "2", "--sessions", "3"]);

    // A picture and most of the sound: how many is for release builds on quiet machines.
    assert!(report.value("fps") > 1.0 && report.value("sound_frames") > 20.0, "{}", report.0);
    assert!(report.value("first_frame_ms") > 0.0 && report.value("call_us") > 0.0, "{}", report.0);
    assert!(report.value("sessions") == 3.0 && report.value("sessions_mb") > 1.0, "{}", report.0);
}

#[test]
fn what_cannot_be_measured_is_refused() {
    for (args, said) in [
        (&["bench", "idle", "--sockets", "0"][..], "--sockets"),
        (&["bench", "sfu", "--viewers", "0"], "--viewers"),
        (&["bench", "sfu", "--seconds", "0"], "--seconds"),
        (&["bench", "sdk", "--sessions", "0"], "--sessions"),
    ] {
        let ran = Folder::new().run(args);

        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}
