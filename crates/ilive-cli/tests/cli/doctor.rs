//! `ilive doctor`: each finding has its fix, and the exit code tells whether there is a problem.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use crate::harness::{Folder, Ran};
use ilive_server::Secrets;
use serde_json::Value;

fn finding(ran: &Ran, check: &str) -> Value {
    let findings = ran.json();
    findings.as_array().expect("an array").iter().find(|row| row["check"] == check).expect(check).clone()
}

#[test]
fn an_empty_folder_on_a_free_port_has_no_problem() {
    let ran = Folder::new().run(&["doctor", "--json", "--listen", "127.0.0.1:0"]);

    let findings = ran.json();
    let findings = findings.as_array().expect("an array");
    let checks: Vec<&str> = findings.iter().map(|row| row["check"].as_str().expect("a name")).collect();
    assert_eq!(
        checks,
        [
            "configuration",
            "port TCP",
            "port UDP",
            "UDP",
            "clock",
            "open files",
            "UDP buffers",
            "disk",
            "secrets",
            "certificate",
            "ffmpeg"
        ]
    );
    let problem = findings.iter().any(|row| row["verdict"] == "problem");
    assert_eq!(ran.code, Some(i32::from(problem)), "{findings:?}");
    for row in findings {
        assert_eq!(row["verdict"] == "ok", row.get("fix").is_none(), "{row}");
    }
}

#[test]
fn each_problem_is_found_and_has_its_fix() {
    let folder = Folder::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    folder.write("ilive.toml", "[server]\nlisen = 'x'");
    let data = folder.path().join("data");
    Secrets::load_or_make(&data, &Default::default()).expect("secrets");
    fs::set_permissions(data.join("secrets.toml"), fs::Permissions::from_mode(0o644)).expect("opened up");
    fs::write(data.join("lan-cert.pem"), "lorem ipsum").expect("a damaged certificate");

    // The port's owner answers nothing that an iLive would: it hangs up.
    let owner = std::thread::spawn(move || drop(taken.accept().expect("it was asked")));
    let ran = folder.run(&["doctor", "--json", "--listen", &address]);
    owner.join().expect("it was asked");

    assert_eq!(ran.code, Some(1));
    for (check, fix) in [
        ("configuration", "ilive config show"),
        ("port TCP", "--listen"),
        ("secrets", "mend the file"),
        ("certificate", "lan-cert.pem"),
    ] {
        let finding = finding(&ran, check);
        assert_eq!(finding["verdict"], "problem", "{finding}");
        assert!(finding["fix"].as_str().is_some_and(|text| text.contains(fix)), "{finding}");
    }
}

#[test]
fn people_read_a_line_a_finding_and_one_for_its_fix() {
    let folder = Folder::new();
    folder.write("ilive.toml", "[server]\nlisen = 'x'");

    let ran = folder.run(&["doctor", "--listen", "127.0.0.1:0"]);

    let mut lines = ran.out.lines();
    assert_eq!(
        lines.next(),
        Some(
            "problem configuration   ilive.toml: unknown setting \"server.lisen\", did you mean \"server.listen\"?"
        )
    );
    assert!(lines.next().is_some_and(|line| line.trim_start().starts_with("fix: correct it")), "{}", ran.out);
}
