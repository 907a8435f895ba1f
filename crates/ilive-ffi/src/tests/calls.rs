//! Refused with a code and no completion, or accepted with exactly one.

use std::mem::MaybeUninit;
use std::ptr::null_mut;

use rustix::event::{PollFd, PollFlags, Timespec};

use super::ears::{Completed, Told, client, done, last, release, room, text, until, user};
use crate::config::{ilive_cancel, ilive_release};
use crate::event::ILIVE_EVENT_MESSAGE;
use crate::facade::chat::{ilive_send_c2c_text, ilive_send_group_text};
use crate::facade::login::{ilive_login, ilive_logout};
use crate::facade::rooms::{ilive_create_room, ilive_quit_room};
use crate::lookup::{ilive_get_state, ilive_state};
use crate::message::ilive_element;
use crate::numbers::{ILIVE_CONTEXT_STATE_STARTED, ILIVE_MODULE_ILIVE};
use crate::poll::{ilive_descriptor, ilive_poll};
use ilive_testing::blocking::Running;
use ilive_testing::sig;

#[test]
fn a_refused_call_returns_its_code_and_completes_never() {
    let server = Running::start();
    let ears = client(&server);

    let code = ilive_logout(ears.client.get(), Some(done), ears.user(), None);

    assert_eq!((code, last()), (8009, (8009, ILIVE_MODULE_ILIVE, "logged_out".to_owned())));
    assert_eq!(ilive_poll(ears.client.get(), 0), 0);
    assert_eq!(ears.codes(), [0; 0]);
    release(&ears);
}

#[test]
fn a_message_reaches_a_handler_and_its_completion_says_where_it_is() {
    let server = Running::start();
    let (ann, bob) = (user(&server, "ann"), user(&server, "bob"));

    let sent =
        ilive_send_c2c_text(ann.client.get(), text("bob"), text("hello"), Some(done), ann.user(), None);

    assert_eq!(sent, 0);
    ann.hear(1);
    assert_eq!(ann.completed.take(), [Completed { code: 0, sub_reason: String::new(), seq: 1 }]);
    let is_message = |told: &Told| told.kind == ILIVE_EVENT_MESSAGE && told.words == "hello";
    until("the message", bob.client.get(), || bob.told.borrow().iter().any(is_message));
    assert!(bob.told.borrow().iter().all(|told| told.client == bob.client.get()));
    release(&ann);
    release(&bob);
}

#[test]
fn what_is_done_at_once_completes_later_all_the_same() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let mut op = MaybeUninit::new(0);

    let quit = ilive_quit_room(ears.client.get(), false, Some(done), ears.user(), Some(&mut op));

    assert_eq!((quit, ears.codes()), (0, vec![]), "not inside the call");
    // SAFETY: it had a value before.
    assert_ne!(unsafe { op.assume_init() }, 0);
    assert_eq!(ilive_poll(ears.client.get(), 0), 0);
    assert_eq!(ears.codes(), [0]);
    release(&ears);
}

#[test]
fn what_is_given_up_completes_as_cancelled() {
    let server = Running::start();
    let ears = client(&server);
    let (client, mut op) = (ears.client.get(), MaybeUninit::new(0));
    let ticket = sig("ann");

    assert_eq!(ilive_login(client, text("ann"), text(&ticket), Some(done), ears.user(), Some(&mut op)), 0);
    // SAFETY: it had a value before.
    assert_eq!(ilive_cancel(client, unsafe { op.assume_init() }), 0);

    ears.hear(1);
    assert_eq!(ears.codes(), [8007]);
    assert_eq!(ilive_cancel(client, u64::MAX), 0, "a call that is not known");
    release(&ears);
}

#[test]
fn a_release_ends_what_is_pending_then_itself_then_the_client() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let client = ears.client.get();
    assert_eq!(ilive_send_c2c_text(client, text("bob"), text("hello"), Some(done), ears.user(), None), 0);

    assert_eq!(ilive_release(client, Some(done), ears.user(), None), 0);
    ears.hear(2);

    assert_eq!(ears.codes(), [8007, 0]);
    assert_eq!((ilive_poll(client, 0), ilive_logout(client, None, null_mut(), None)), (8002, 8002));
}

#[test]
fn the_descriptor_is_readable_while_there_is_news() {
    let server = Running::start();
    let ears = client(&server);
    let client = ears.client.get();
    let mut descriptor = MaybeUninit::new(-1);
    assert_eq!(ilive_descriptor(client, Some(&mut descriptor)), 0);
    // SAFETY: it had a value before.
    let descriptor = unsafe { descriptor.assume_init() };
    // SAFETY: it is open as long as the client is.
    let descriptor = unsafe { std::os::fd::BorrowedFd::borrow_raw(descriptor) };
    let readable = |tv_sec| {
        let mut polled = [PollFd::new(&descriptor, PollFlags::IN)];
        rustix::event::poll(&mut polled, Some(&Timespec { tv_sec, tv_nsec: 0 })).expect("a poll") == 1
    };
    assert!(readable(20), "what came before it was there is not lost");
    // Of cameras, microphones and players; nothing else comes by itself.
    until("the three lists of devices", client, || ears.told.borrow().len() == 3);
    assert_eq!((ilive_poll(client, 0), readable(0)), (0, false));

    let ticket = sig("ann");
    assert_eq!(ilive_login(client, text("ann"), text(&ticket), Some(done), ears.user(), None), 0);

    while ears.codes().is_empty() {
        assert!(readable(20), "the login's completion makes it readable, and what comes before it");
        assert_eq!(ilive_poll(client, 0), 0);
    }
    assert_eq!(ears.codes(), [0]);
    release(&ears);
}

#[test]
fn the_state_is_what_the_calls_have_made_of_it() {
    let server = Running::start();
    let ears = user(&server, "ann");
    let mut state = MaybeUninit::<ilive_state>::uninit();

    assert_eq!(ilive_get_state(ears.client.get(), Some(&mut state)), 0);

    // SAFETY: 0 says that it was written.
    let state = unsafe { state.assume_init() };
    assert!(state.logged_in);
    assert_eq!((state.context, state.current_room.number), (ILIVE_CONTEXT_STATE_STARTED, 0));
    release(&ears);
}

#[test]
fn guards_refuse_in_the_order_of_the_contract() {
    let server = Running::start();
    let ears = client(&server);
    let client = ears.client.get();
    let words = text("hello");
    let before = ilive_send_group_text(client, words, None, null_mut(), None);
    let ann = user(&server, "ann");
    let after = ilive_send_group_text(ann.client.get(), words, None, null_mut(), None);
    let without_option = ilive_create_room(ann.client.get(), room(1), None, None, null_mut(), None);

    assert_eq!((before, after, without_option), (8009, 8003, 8021));
    assert_eq!(last(), (8021, ILIVE_MODULE_ILIVE, "no_options".to_owned()));
    release(&ears);
    release(&ann);
}

#[test]
fn an_element_of_the_apps_own_is_sent_as_it_is() {
    let server = Running::start();
    let (ann, bob) = (user(&server, "ann"), user(&server, "bob"));
    let custom = crate::text::ilive_bytes { data: [0_u8, 255].as_ptr(), len: 2 };
    let nothing = crate::text::ilive_text::NONE;
    let elements = [ilive_element { text: nothing, custom, desc: text("two bytes") }];

    let (first, count) = (elements.as_ptr(), elements.len());
    let sent = crate::facade::chat::ilive_send_c2c(
        ann.client.get(),
        text("bob"),
        first,
        count,
        Some(done),
        ann.user(),
        None,
    );

    assert_eq!(sent, 0);
    ann.hear(1);
    assert_eq!(ann.codes(), [0]);
    until("the message", bob.client.get(), || bob.told.borrow().iter().any(|told| told.words == "two bytes"));
    release(&ann);
    release(&bob);
}
