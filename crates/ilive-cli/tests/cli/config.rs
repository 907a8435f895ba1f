//! The configuration from the command line's side: layers, origins, near misses, exit codes.

use crate::harness::{Folder, Ran};

/// `key = value  # origin` of one key.
fn setting<'a>(ran: &'a Ran, key: &str) -> &'a str {
    let wanted = format!("{key} = ");
    ran.out.lines().find(|line| line.starts_with(&wanted)).unwrap_or_else(|| panic!("{key}: {ran:?}"))
}

#[test]
fn every_setting_says_where_it_comes_from() {
    let folder = Folder::new();
    folder.write(
        "ilive.toml",
        "[server]\nlisten = '127.0.0.1:9000'\n[media]\nthreads = 2\n[apps.14]\nsecret = 'hush'\n",
    );
    let mut command = folder.ilive(&["config", "show", "--origin", "--data", "here"]);
    command.env("ILIVE_MEDIA__THREADS", "3");

    let ran = Ran::of(command);

    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for (key, value, origin) in [
        ("server.listen", "\"127.0.0.1:9000\"", "ilive.toml"),
        ("media.threads", "3", "ILIVE_MEDIA__THREADS"),
        ("server.data", "\"here\"", "--data"),
        ("server.lan", "false", "default"),
    ] {
        let line = setting(&ran, key);
        let parts: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(parts, [key, "=", value, "#", origin]);
    }
    assert!(!ran.out.contains("hush"), "{}", ran.out);
}

#[test]
fn the_variables_of_flags_are_named_as_origins() {
    let folder = Folder::new();
    folder.write("other.toml", "[media]\ngso = false\n");
    let mut command = folder.ilive(&["config", "show", "--json"]);
    command.env("ILIVE_DATA", "there").env("ILIVE_CONFIG", "other.toml");

    let rows = Ran::of(command).json();

    let row = |key: &str| {
        rows.as_array().expect("an array").iter().find(|row| row["key"] == key).expect("the key").clone()
    };
    assert_eq!(
        (&row("server.data")["value"], &row("server.data")["origin"]),
        (&"\"there\"".into(), &"ILIVE_DATA".into())
    );
    assert_eq!(
        (&row("media.gso")["value"], &row("media.gso")["origin"]),
        (&"false".into(), &"other.toml".into())
    );
}

#[test]
fn a_wrong_configuration_ends_with_its_own_code_and_names_the_near_miss() {
    for (toml, says) in [
        (
            "[server]\nlisen = 'x'",
            "ilive.toml: unknown setting \"server.lisen\", did you mean \"server.listen\"?",
        ),
        ("[media]\nthreads = 'many'", "ilive.toml: media.threads = \"many\""),
        ("[server", "ilive.toml is no TOML: TOML parse error at line 1"),
    ] {
        for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["config", "show"]] {
            let folder = Folder::new();
            folder.write("ilive.toml", toml);

            let ran = folder.run(command);

            assert_eq!((ran.code, ran.out.as_str()), (Some(3), ""), "{command:?} {toml}: {}", ran.err);
            assert!(ran.err.contains(says), "{command:?} {toml}: {}", ran.err);
            assert!(!folder.path().join("data").exists());
        }
    }
}

#[test]
fn wrong_variables_and_missing_files_are_configuration_errors_too() {
    let folder = Folder::new();
    let mut variable = folder.ilive(&["config", "show"]);
    variable.env("ILIVE_SERVER__LISEN", "127.0.0.1:0");
    let mut filter = folder.ilive(&["serve", "--listen", "127.0.0.1:0"]);
    filter.env("RUST_LOG", "ilive_server=loud");
    for (command, says) in [
        (variable, "did you mean \"ILIVE_SERVER__LISTEN\"?"),
        (filter, "RUST_LOG: log.level = \"ilive_server=loud\""),
        (folder.ilive(&["config", "show", "--config", "none.toml"]), "none.toml: No such file"),
    ] {
        let ran = Ran::of(command);

        assert_eq!(ran.code, Some(3), "{}", ran.err);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn a_wrong_command_line_ends_with_its_own_code_and_a_suggestion() {
    for (args, says) in [
        (&["serv"][..], "serve"),
        (&["serve", "--lisen", "127.0.0.1:0"], "--listen"),
        (&["serve", "--listen", "8800"], "such as 127.0.0.1:8800"),
        (&["serve", "--app", "app=hush"], "--app takes ID=SECRET"),
        (
            &["serve", "--listen", "127.0.0.1:0", "--app", "14=a", "--app", "14=b"],
            "--app 14=… is given twice",
        ),
        (&["config"], "show"),
        (&[], "Usage: ilive"),
    ] {
        let ran = Folder::new().run(args);

        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says) && !ran.err.contains("hush"), "{args:?}: {}", ran.err);
    }
}
