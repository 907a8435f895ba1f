//! `ilive codes` and `ilive explain`.

use std::collections::BTreeSet;

use crate::harness::Folder;

#[test]
fn codes_as_json_are_58_rows_that_say_everything() {
    let folder = Folder::new();
    for lang in ["en", "zh", "zh-CN"] {
        let ran = folder.run(&["codes", "--json", "--lang", lang]);

        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{lang}");
        let rows = ran.json();
        let rows = rows.as_array().expect("one array");
        let numbers: BTreeSet<u64> = rows.iter().map(|row| row["code"].as_u64().expect("a number")).collect();
        assert_eq!((rows.len(), numbers.len()), (58, 58), "{lang}");
        assert!(numbers.contains(&0) && numbers.contains(&10_003), "{lang}");
        for row in rows {
            for member in ["name", "module", "text", "cause", "fix"] {
                assert!(
                    row[member].as_str().is_some_and(|text| !text.trim().is_empty()),
                    "{lang} {member}: {row}"
                );
            }
            for member in ["raised_by", "delivery"] {
                assert!(
                    row[member].as_array().is_some_and(|words| !words.is_empty()),
                    "{lang} {member}: {row}"
                );
            }
        }
    }
    assert!(std::fs::read_dir(folder.path()).expect("the folder").next().is_none(), "nothing is written");
}

/// The published numbers and constants: whatever else of a row gets better words, these stay.
#[test]
fn numbers_and_names_are_the_published_ones() {
    let rows = Folder::new().run(&["codes", "--json"]).json();

    let name =
        |row: &serde_json::Value| format!("{} {}\n", row["code"], row["name"].as_str().expect("a name"));
    insta::assert_snapshot!(rows.as_array().expect("one array").iter().map(name).collect::<String>());
}

#[test]
fn codes_without_a_terminal_are_a_line_each_in_columns() {
    let ran = Folder::new().run(&["codes"]);

    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 1 + 58);
    let column = lines[0].find("NAME").expect("a heading");
    for line in &lines[1..] {
        assert!(line[column..].starts_with(|c: char| c.is_ascii_uppercase()), "{line:?}");
        assert!(!line.contains('\x1b') && !line.ends_with(' '), "{line:?}");
    }
}

#[test]
fn the_variable_sets_the_language_and_the_flag_wins() {
    let folder = Folder::new();
    let text = |args: &[&str]| {
        let mut command = folder.ilive(args);
        command.env("ILIVE_LANG", "zh");
        crate::harness::Ran::of(command).json()[0]["text"].clone()
    };

    assert_eq!(text(&["codes", "--json"]), "成功");
    assert_eq!(text(&["codes", "--json", "--lang", "en"]), "It worked");
}

#[test]
fn explain_tells_a_code_in_full() {
    let ran = Folder::new().run(&["explain", "8051"]);

    assert_eq!(ran.code, Some(0));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn explain_lists_every_sub_reason() {
    let folder = Folder::new();
    let ran = folder.run(&["explain", "av", "10003", "--lang", "zh"]);
    let rows = folder.run(&["explain", "10003", "--json"]).json();

    let reasons = rows[0]["sub_reasons"].as_array().expect("a list");
    assert!(reasons.len() > 30);
    for reason in reasons {
        let word = reason["word"].as_str().expect("a word");
        assert!(ran.out.lines().any(|line| line.trim_start().starts_with(word)), "{word}");
    }
    assert!(ran.out.contains("房间密钥已过期。"), "{}", ran.out);
}

#[test]
fn explain_of_a_sub_reason_leaves_the_others_out() {
    let ran = Folder::new().run(&["explain", "key_expired"]);

    assert!(
        ran.out.contains("10003") && ran.out.contains("key_expired  The room key has run out."),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("bad_base64"), "{}", ran.out);
}

#[test]
fn what_is_no_code_is_a_wrong_command_line_with_near_misses() {
    let ran = Folder::new().run(&["explain", "ERR_NO_ROM"]);

    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    insta::assert_snapshot!(ran.err, @r#"
    error: "ERR_NO_ROM" is none of the 58 codes, nor a number of messages (im) or calls (call)
      near: ilive 8003 ERR_NO_ROOM
      `ilive codes` lists the 58
    "#);
}

#[test]
fn explain_knows_the_numbers_of_messages_and_calls() {
    let folder = Folder::new();
    let words = ["explain", "module=im", "code=20003", "sub_reason=unknown_user"];

    let ran = folder.run(&words);
    let both = folder.run(&["explain", "10010", "--json", "--lang", "zh"]).json();
    let none = folder.run(&["explain", "im", "10003"]);

    insta::assert_snapshot!(ran.out, @r"
    im 20003
    There is no such user

    What to do  Check the id: a user is known to the server from their first login on.

    Sub-reasons
      unknown_user
    ");
    let modules: Vec<&str> = both
        .as_array()
        .expect("an array")
        .iter()
        .map(|row| row["module"].as_str().expect("a word"))
        .collect();
    assert_eq!(modules, ["av", "im"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("is no number of module im, which has 6012, "), "{}", none.err);
}
