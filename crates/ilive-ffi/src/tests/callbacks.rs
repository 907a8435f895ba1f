//! Functions of the app that call back in.

use std::ptr::null_mut;

use super::ears::{Ears, client, done, ears, last, on_event, release, text, until, user};
use crate::config::ilive_release;
use crate::event::{ILIVE_EVENT_MESSAGE, ilive_event};
use crate::facade::chat::ilive_send_c2c_text;
use crate::facade::handlers::{ilive_add_event_handler, ilive_remove_event_handler};
use crate::facade::login::{ilive_login, ilive_logout};
use crate::numbers::ILIVE_MODULE_ILIVE;
use crate::poll::ilive_poll;
use ilive_testing::blocking::Running;
use ilive_testing::sig;

fn send(ears: &Ears) -> i32 {
    let (bob, words) = (text("bob"), text("hello"));
    ilive_send_c2c_text(ears.client.get(), bob, words, Some(done), ears.user(), None)
}

#[test]
fn a_completion_may_make_the_next_call() {
    let server = Running::start();
    let (_bob, ann) = (user(&server, "bob"), client(&server));
    let ticket = sig("ann");
    ann.then.set(Some(|ears, code| assert_eq!((code, send(ears)), (0, 0))));

    let login = ilive_login(ann.client.get(), text("ann"), text(&ticket), Some(done), ann.user(), None);

    assert_eq!(login, 0);
    ann.hear(2);
    assert_eq!(ann.codes(), [0, 0]);
    release(&ann);
}

#[test]
fn a_completion_may_poll() {
    let server = Running::start();
    let (_bob, ann) = (user(&server, "bob"), client(&server));
    let ticket = sig("ann");
    ann.then.set(Some(|ears, _| {
        assert_eq!(send(ears), 0);
        ears.hear(2);
        assert_eq!(ears.codes(), [0, 0], "the message completes inside the login's completion");
    }));

    ilive_login(ann.client.get(), text("ann"), text(&ticket), Some(done), ann.user(), None);

    ann.hear(2);
    release(&ann);
}

#[test]
fn a_completion_may_release_its_client() {
    let server = Running::start();
    let ann = user(&server, "ann");
    let client = ann.client.get();
    ann.then.set(Some(|ears, _| {
        assert_eq!(ilive_release(ears.client.get(), Some(done), ears.user(), None), 0);
        ears.hear(2);
        assert_eq!(ilive_poll(ears.client.get(), 0), 8002, "closed inside its own poll");
    }));

    assert_eq!(send(&ann), 0);
    ann.hear(2);

    assert_eq!(ann.codes().last(), Some(&0));
    assert_eq!(ilive_logout(client, None, null_mut(), None), 8002);
}

/// Takes itself away.
unsafe extern "C" fn only_once(
    user: *mut std::os::raw::c_void,
    client: crate::client::ilive_client,
    event: *const ilive_event,
) {
    assert_eq!(ilive_remove_event_handler(client, Some(only_once), user), 0);
    assert_eq!(ilive_remove_event_handler(client, Some(on_event), user), 0);
    // SAFETY: the arguments are those of a handler.
    unsafe { on_event(user, client, event) };
}

#[test]
fn a_handler_may_take_itself_and_others_away() {
    let server = Running::start();
    let (ann, bob) = (user(&server, "ann"), user(&server, "bob"));
    // Its own ears hear, so that the one that stays shows how many messages there were.
    let others = Box::<Ears>::default();
    let stays = Box::<Ears>::default();
    for (handler, user) in
        [(only_once as unsafe extern "C" fn(_, _, _), &others), (on_event, &others), (on_event, &stays)]
    {
        assert_eq!(ilive_add_event_handler(bob.client.get(), Some(handler), user.user()), 0);
    }

    assert_eq!((send(&ann), send(&ann)), (0, 0));
    ann.hear(2);
    let messages =
        |ears: &Ears| ears.told.borrow().iter().filter(|told| told.kind == ILIVE_EVENT_MESSAGE).count();
    until("the messages", bob.client.get(), || messages(&stays) == 2);

    assert_eq!(others.told.borrow().len(), 1, "once, and the other handler not at all");
    release(&ann);
    release(&bob);
}

#[test]
fn a_handler_is_added_once_and_taken_away_once() {
    let server = Running::start();
    let ann = client(&server);
    let client = ann.client.get();

    let again = ilive_add_event_handler(client, Some(on_event), ann.user());
    assert_eq!((again, last()), (8004, (8004, ILIVE_MODULE_ILIVE, "same_listener".to_owned())));
    assert_eq!(ilive_add_event_handler(client, Some(on_event), null_mut()), 0, "another pointer");
    assert_eq!(ilive_add_event_handler(client, None, null_mut()), 8005);

    assert_eq!(ilive_remove_event_handler(client, Some(on_event), null_mut()), 0);
    let twice = ilive_remove_event_handler(client, Some(on_event), null_mut());
    assert_eq!((twice, last()), (8022, (8022, ILIVE_MODULE_ILIVE, "no_listener".to_owned())));
    assert!(std::ptr::eq(ears(ann.user()), &raw const *ann));
    release(&ann);
}
