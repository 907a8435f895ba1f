//! What nobody asked for.

use std::sync::{Arc, Mutex};

use ilive::wire::event::Event as Told;
use ilive::{Delivery, Event};

use crate::world::{World, coded, done, heard};

#[tokio::test]
async fn another_login_of_the_same_user_ends_the_first() {
    let world = World::start().await;
    let first = world.user("ann").await;
    let mut events = first.events();

    let _second = world.user("ann").await;

    let error = heard(&mut events, "the end", |event| match event {
        Event::ForcedOffline(error) => Some(error.clone()),
        _ => None,
    })
    .await;
    assert_eq!((error.code, error.delivery), (8050, Delivery::Event));
    assert_eq!(first.logout().refused().map(|error| error.code), Some(8009));
}

#[tokio::test]
async fn a_message_reaches_the_other_user() {
    let world = World::start().await;
    let (ann, bob) = (world.user("ann").await, world.user("bob").await);
    let mut events = bob.events();

    let sent = done("send", ann.send_c2c_text("bob", "hello")).await.expect("kept");

    let (sender, seq) = heard(&mut events, "the message", |event| match event {
        Event::Server(Told::MessageArrived(arrived)) => {
            arrived.message.as_ref().map(|message| (message.sender.clone(), message.seq))
        }
        _ => None,
    })
    .await;
    assert_eq!((sender.as_str(), seq), ("ann", sent.seq));
}

#[tokio::test]
async fn a_handler_is_added_once_and_gets_events_until_it_is_removed() {
    let world = World::start().await;
    let (ann, bob) = (world.user("ann").await, world.user("bob").await);
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel();
    let handler = Arc::new(move |event: &Event| _ = heard.send(event.clone()));
    let weak = Arc::downgrade(&handler);

    bob.add_event_handler(&weak).expect("new");
    let again = bob.add_event_handler(&weak).expect_err("added before");
    done("send", ann.send_c2c_text("bob", "one")).await.expect("kept");
    let event = crate::world::within("the event", hears.recv()).await.expect("an event");
    bob.remove_event_handler(&weak).expect("there");
    let gone = bob.remove_event_handler(&weak).expect_err("removed before");

    assert_eq!((again.code, gone.code), (8004, 8022));
    assert!(matches!(event, Event::Server(Told::MessageArrived(_))), "{event:?}");
}

#[test]
fn a_handler_that_is_gone_is_a_missing_one() {
    let config = ilive::Config::new("http://127.0.0.1:1", 1);
    let client = ilive::Ilive::init(config).expect("a client");
    let gone = Arc::downgrade(&Arc::new(|_: &Event| {}));

    let error = client.add_event_handler(&gone).expect_err("gone");

    assert_eq!(coded(&error), (8005, "no_listener"));
}

#[tokio::test]
async fn the_last_handle_says_goodbye() {
    let world = World::start().await;
    let bob = world.user("bob").await;
    let handled = Arc::new(Mutex::new(0));
    let mut events = bob.events();

    drop(bob);

    let rest = crate::world::within("the end", async {
        while events.next().await.is_some() {
            *handled.lock().expect("no panic") += 1;
        }
    });
    rest.await;
    assert_eq!(*handled.lock().expect("no panic"), 0, "a goodbye of one's own is no event");
}
