//! Every bad ticket is refused, with a code (S1, S2, S4).

use std::collections::BTreeMap;

use ilive_ticket::hostile::{Gate, cases, good};

const SEED: u64 = 19;

#[test]
fn no_hostile_ticket_is_accepted_and_each_gets_a_code() {
    let gate = Gate::default();
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();

    for case in cases(SEED) {
        let told = format!("{}: {}", case.family, case.what);
        let error = gate.present(&case).expect_err(&told);

        let expired = error.sub_reason() == "sig_expired";
        assert_eq!(error.code().number(), if expired { 8051 } else { 10_003 }, "{told}");
        let listed = error.code().row().sub_reasons.iter().any(|listed| listed.word == error.sub_reason());
        assert!(listed, "{told}: the contract does not list {}", error.sub_reason());
        if let Some(expected) = case.expected {
            assert_eq!(error.sub_reason(), expected, "{told}: {error}");
        }
        assert!(case.text.len() < 16 || !error.to_string().contains(&case.text), "{told}: quotes the ticket");
        *families.entry(case.family).or_default() += 1;
    }

    let refused: usize = families.values().sum();
    assert!(refused >= 2500, "only {refused}: {families:?}");
    assert_eq!(families["bomb"], 12);
    assert_eq!(families.len(), 20, "{families:?}");
}

#[test]
fn the_tickets_they_are_forged_from_are_accepted() {
    let gate = Gate::default();

    for case in good() {
        assert_eq!(gate.present(&case), Ok(()), "{}", case.what);
    }
}

#[test]
fn a_seed_makes_the_same_tickets_again() {
    let texts = |seed| cases(seed).into_iter().map(|case| case.text).collect::<Vec<_>>();

    assert!(texts(1) == texts(1));
    assert!(texts(1) != texts(2));
}
