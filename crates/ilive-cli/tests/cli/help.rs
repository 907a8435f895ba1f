//! What `--help` says, word for word.

use crate::harness::Folder;

#[test]
fn help_is_what_was_agreed() {
    let folder = Folder::new();
    for command in [
        "",
        "serve",
        "sig",
        "publish",
        "watch",
        "say",
        "speed",
        "devices",
        "codes",
        "explain",
        "log",
        "doctor",
        "bench",
        "bench tickets",
        "bench idle",
        "bench sfu",
        "bench sdk",
        "config",
        "config show",
        "completions",
    ] {
        let args: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();

        let ran = folder.run(&args);

        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{command}");
        insta::assert_snapshot!(format!("help {command}").trim().replace(' ', "-"), ran.out);
    }
}

#[test]
fn the_version_is_one_line() {
    let ran = Folder::new().run(&["--version"]);

    assert_eq!(ran.out, format!("ilive {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = Folder::new().run(&["completions", shell]);

        assert_eq!(ran.code, Some(0), "{shell}");
        assert!(ran.out.contains("explain"), "{shell}");
    }
}
