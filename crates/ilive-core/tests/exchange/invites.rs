//! Invitations: they stand until they are answered, taken back, or their time is over.

use ilive_core::call::Request;
use ilive_protocol::wire;

use crate::desk::{Case, Desk, SECOND};

fn room(number: u32) -> Option<wire::RoomRef> {
    Some(wire::RoomRef { id: Some(wire::room_ref::Id::Number(number)) })
}

impl Desk {
    fn invite(&mut self, login: &str, user: &str) {
        let invite = wire::Invite { user_id: user.to_owned(), room: room(7), ring_ms: 0 };
        self.ask(login, Request::Invite(invite));
    }

    fn take(&mut self, login: &str, invite_id: u64) {
        self.ask(login, Request::AcceptInvite(wire::AcceptInvite { invite_id }));
    }

    fn refuse(&mut self, login: &str, invite_id: u64) {
        self.ask(login, Request::RefuseInvite(wire::RefuseInvite { invite_id }));
    }

    fn cancel(&mut self, login: &str, invite_id: u64) {
        self.ask(login, Request::CancelInvite(wire::CancelInvite { invite_id }));
    }
}

fn standing(logins: &[&str]) -> Desk {
    let mut desk = Desk::with(&[&["ann"], logins].concat());
    desk.invite("ann", "bob");
    desk.said();
    desk
}

#[test]
fn an_invitation_arrives_and_each_way_it_ends_is_told() {
    let cases: [Case; 6] = [
        ("accept", |desk| desk.take("bob", 1), &["bob < done", "ann * invitation 1 accepted"]),
        ("refuse", |desk| desk.refuse("bob", 1), &["bob < done", "ann * invitation 1 ended REFUSED"]),
        ("cancel", |desk| desk.cancel("ann", 1), &["ann < done", "bob * invitation 1 ended CANCELLED"]),
        ("timeout", |desk| desk.pass(30 * SECOND), &["ann, bob * invitation 1 ended TIMED_OUT"]),
        ("the inviting one goes", |desk| desk.log_out("ann"), &["bob * invitation 1 ended LEFT"]),
        ("the invited one goes", |desk| desk.log_out("bob"), &["ann * invitation 1 ended LEFT"]),
    ];
    for (case, what, said) in cases {
        let mut desk = Desk::with(&["ann", "bob"]);
        desk.invite("ann", "bob");
        assert_eq!(desk.said(), ["ann < invitation 1", "bob * invitation 1 from ann"]);

        what(&mut desk);

        assert_eq!(desk.said(), said, "{case}");
        assert_eq!(desk.exchange.invitations(), 0, "{case}");
    }
}

#[test]
fn the_first_login_that_answers_answers_for_all() {
    let mut desk = standing(&["bob/phone", "bob/desk"]);
    desk.log_out("bob/phone");
    assert!(desk.said().is_empty());
    desk.take("bob/desk", 1);
    assert_eq!(desk.said(), ["bob/desk < done", "ann * invitation 1 accepted"]);

    let mut desk = standing(&["bob/phone", "bob/desk"]);
    desk.refuse("bob/phone", 1);
    let said = desk.said();
    assert_eq!(
        said,
        ["bob/phone < done", "ann * invitation 1 ended REFUSED", "bob/desk * invitation 1 ended ANSWERED"]
    );
}

/// The smaller tiny id's counts (C.8), whoever was first.
#[test]
fn of_two_that_cross_one_counts_and_the_other_side_has_accepted_it() {
    let mut desk = Desk::with(&["ann", "bob/phone", "bob/desk"]);
    desk.invite("ann", "bob");
    desk.said();
    desk.invite("bob/phone", "ann");
    assert_eq!(
        desk.said(),
        [
            "bob/phone < invitation 1",
            "ann * invitation 1 accepted",
            "bob/desk * invitation 1 ended ANSWERED",
            "bob/phone * invitation 1 accepted",
        ]
    );
    assert_eq!(desk.exchange.invitations(), 0);

    desk.invite("bob/phone", "ann");
    desk.said();
    desk.invite("ann", "bob");
    assert_eq!(
        desk.said(),
        [
            "ann < invitation 3",
            "bob/phone, bob/desk * invitation 3 from ann",
            "bob/phone * invitation 2 ended ANSWERED",
            "ann * invitation 3 accepted",
            "bob/desk * invitation 3 ended ANSWERED",
            "bob/phone * invitation 3 accepted",
        ]
    );
    assert_eq!(desk.exchange.invitations(), 0);
}

#[test]
fn one_login_has_one_invitation_at_another_and_fills_no_table() {
    let mut desk = Desk::with(&["ann", "bob", "cem"]);
    for _ in 0..20 {
        desk.invite("cem", "bob");
    }
    assert_eq!(desk.exchange.invitations(), 1);
    let said = desk.said();
    let newest =
        ["cem < invitation 20", "bob, cem * invitation 19 ended CANCELLED", "bob * invitation 20 from cem"];
    assert!(said.ends_with(&newest.map(str::to_owned)), "{:?}", &said[said.len() - 3..]);

    desk.invite("ann", "bob");
    desk.invite("bob", "ann");
    assert_eq!(desk.exchange.invitations(), 1, "those two have crossed, the other stands");
}

#[test]
fn two_that_do_not_cross_stand_beside_each_other() {
    let mut desk = Desk::with(&["ann", "bob", "cem"]);
    desk.invite("ann", "bob");
    desk.invite("bob", "cem");
    desk.invite("cem", "ann");

    assert_eq!(desk.exchange.invitations(), 3);
}

#[test]
fn a_short_loss_of_a_link_loses_no_invitation() {
    let mut desk = standing(&["bob"]);
    desk.lose_link("bob");
    desk.pass(25 * SECOND);
    desk.link_back("bob");

    desk.take("bob", 1);

    assert_eq!(desk.said(), ["bob < done", "ann * invitation 1 accepted"]);
}

#[test]
fn what_stands_for_nobody_cannot_be_answered() {
    let mut desk = standing(&["bob", "cem"]);
    desk.cancel("bob", 1);
    desk.take("ann", 1);
    desk.take("cem", 1);
    desk.refuse("bob", 9);
    desk.cancel("ann", 1);
    desk.take("bob", 1);

    assert_eq!(
        desk.said(),
        [
            "bob < av 10010 no_invitation",
            "ann < av 10010 no_invitation",
            "cem < av 10010 no_invitation",
            "bob < av 10010 no_invitation",
            "ann < done",
            "bob * invitation 1 ended CANCELLED",
            "bob < av 10010 no_invitation",
        ]
    );
}

#[test]
fn nobody_is_invited_who_is_not_there_and_nowhere() {
    let mut desk = Desk::with(&["ann", "bob"]);
    desk.invite("ann", "cem");
    desk.lose_link("bob");
    desk.invite("ann", "bob");
    desk.link_back("bob");
    desk.invite("ann", "ann");
    for room in [None, room(0)] {
        desk.ask("ann", Request::Invite(wire::Invite { user_id: "bob".into(), room, ring_ms: 0 }));
    }

    assert_eq!(
        desk.said(),
        [
            "ann < av 10010 offline",
            "ann < av 10010 offline",
            "ann < av 10002 to_self",
            "ann < av 10002 bad_id",
            "ann < av 10002 bad_id",
        ]
    );
    for number in 0..17 {
        let crowd = format!("u{number}");
        desk.log_in(&crowd);
        desk.invite(&crowd, "bob");
    }
    assert_eq!(desk.said().last().map(String::as_str), Some("u16 < av 10005 too_many_ring"));
    desk.invite("bob", "ann");
    assert_eq!(desk.said()[0], "bob < invitation 17", "what stands for one is not in the way of one's own");
}

#[test]
fn a_full_table_takes_a_newer_invitation_in_the_place_of_an_older_one() {
    let crowd: Vec<String> = (0..16).map(|number| format!("u{number}")).collect();
    let mut desk = Desk::with(&["ann", "bob"]);
    for one in &crowd {
        desk.log_in(one);
        desk.invite(one, "bob");
        desk.invite("ann", one);
    }
    desk.said();

    for (from, to, id) in [("u3", "bob", 33), ("ann", "u3", 34)] {
        desk.invite(from, to);
        assert_eq!(desk.said()[0], format!("{from} < invitation {id}"));
    }
    assert_eq!(desk.exchange.invitations(), 32);
    desk.invite("ann", "bob");
    assert_eq!(desk.said(), ["ann < av 10005 too_many_ring"]);
}
