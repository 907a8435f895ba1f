//! What an app in C would have: functions that are called, and what they were told.

use std::cell::{Cell, RefCell};
use std::mem::MaybeUninit;
use std::os::raw::c_void;
use std::ptr::null_mut;
use std::time::{Duration, Instant};

use crate::answer::ilive_answer;
use crate::border::ilive_last_error;
use crate::client::ilive_client;
use crate::config::{ilive_config, ilive_init, ilive_release};
use crate::error::ilive_error;
use crate::event::{ilive_event, ilive_event_kind};
use crate::facade::handlers::ilive_add_event_handler;
use crate::facade::login::ilive_login;
use crate::poll::ilive_poll;
use crate::room::ilive_room;
use crate::text::{ilive_bytes, ilive_text};
use ilive_testing::blocking::Running;
use ilive_testing::{APP, sig};

/// No test waits for the clock: what has not come by then never will.
const PATIENCE: Duration = Duration::from_secs(20);

/// A text that lives as long as `text` does.
pub(super) fn text(text: &str) -> ilive_text {
    ilive_text { data: text.as_ptr().cast(), len: text.len() }
}

pub(super) fn room(number: u32) -> ilive_room {
    ilive_room { number, name: ilive_text::NONE }
}

/// `config = {0}`.
pub(super) fn no_config() -> ilive_config {
    // SAFETY: numbers, booleans, null pointers: 0 is a value of each.
    unsafe { MaybeUninit::zeroed().assume_init() }
}

/// What a completion said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completed {
    pub(super) code: i32,
    pub(super) sub_reason: String,
    pub(super) seq: u64,
}

/// What an event said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) client: ilive_client,
    pub(super) kind: ilive_event_kind,
    pub(super) words: String,
}

/// What follows a completion with this code.
pub(super) type Then = fn(&Ears, i32);

/// Hears completions and events; its address is the app's own pointer.
#[derive(Debug, Default)]
pub(super) struct Ears {
    pub(super) completed: RefCell<Vec<Completed>>,
    pub(super) told: RefCell<Vec<Told>>,
    /// What a completion does in its turn.
    pub(super) then: Cell<Option<Then>>,
    pub(super) client: Cell<ilive_client>,
}

impl Ears {
    pub(super) fn user(&self) -> *mut c_void {
        std::ptr::from_ref(self).cast_mut().cast()
    }

    pub(super) fn codes(&self) -> Vec<i32> {
        self.completed.borrow().iter().map(|completed| completed.code).collect()
    }

    /// Polls until so many completions have come.
    pub(super) fn hear(&self, count: usize) {
        until("completions", self.client.get(), || self.completed.borrow().len() >= count);
    }
}

/// A completion of whoever has ears.
pub(super) unsafe extern "C" fn done(
    user: *mut c_void,
    code: i32,
    error: *const ilive_error,
    answer: *const ilive_answer,
) {
    assert_ne!(error.is_null(), answer.is_null(), "one of the two");
    let ears = ears(user);
    let sub_reason = one(error).map(|error| error.sub_reason.read().expect("a text")).unwrap_or_default();
    let seq = one(answer).map_or(0, |answer| answer.seq);
    ears.completed.borrow_mut().push(Completed { code, sub_reason, seq });
    if let Some(then) = ears.then.take() {
        then(ears, code);
    }
}

/// A handler of whoever has ears.
pub(super) unsafe extern "C" fn on_event(user: *mut c_void, client: ilive_client, event: *const ilive_event) {
    let event = one(event).expect("an event");
    let element = one(event.message).and_then(|message| one(message.elements));
    // A text, or what data of the app's own are.
    let words = element.map(|element| element.text.read().or(element.desc.read()).expect("a text"));
    let words = words.unwrap_or_default();
    ears(user).told.borrow_mut().push(Told { client, kind: event.kind, words });
}

pub(super) fn ears<'a>(user: *mut c_void) -> &'a Ears {
    // SAFETY: the tests give the address of ears that outlive their client.
    unsafe { &*user.cast::<Ears>() }
}

fn one<T: Copy>(value: *const T) -> Option<T> {
    (!value.is_null()).then(|| crate::list::read(value, 1)[0])
}

pub(super) fn until(what: &str, client: ilive_client, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        let left = deadline.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "{what}: did not come");
        assert_eq!(ilive_poll(client, left.as_millis() as u32), 0, "{what}");
    }
}

/// Code, module and sub-reason of the last failure on this thread.
pub(super) fn last() -> (i32, u32, String) {
    let error = one(ilive_last_error()).expect("something was refused");
    (error.code, error.module, error.sub_reason.read().expect("a text"))
}

/// A client with these settings, and ears that hear its events.
pub(super) fn client_with(server: &Running, change: impl FnOnce(&mut ilive_config)) -> Box<Ears> {
    let mut config = no_config();
    (config.url, config.sdk_app_id) = (text(&server.url), APP);
    change(&mut config);
    let mut client = MaybeUninit::uninit();
    assert_eq!(ilive_init(Some(&config), Some(&mut client)), 0);
    let ears = Box::<Ears>::default();
    // SAFETY: 0 says that it was written.
    ears.client.set(unsafe { client.assume_init() });
    assert_eq!(ilive_add_event_handler(ears.client.get(), Some(on_event), ears.user()), 0);
    ears
}

pub(super) fn client(server: &Running) -> Box<Ears> {
    client_with(server, |_| {})
}

/// One that is logged in.
pub(super) fn user(server: &Running, user: &str) -> Box<Ears> {
    let ears = client(server);
    assert_eq!(
        ilive_login(ears.client.get(), text(user), text(&sig(user)), Some(done), ears.user(), None),
        0
    );
    ears.hear(1);
    assert_eq!(ears.completed.take(), [Completed { code: 0, sub_reason: String::new(), seq: 0 }]);
    ears
}

/// Ends it.
pub(super) fn release(ears: &Ears) {
    assert_eq!(ilive_release(ears.client.get(), None, null_mut(), None), 0);
    while ilive_poll(ears.client.get(), 1000) == 0 {}
}

pub(super) const NO_BYTES: ilive_bytes = ilive_bytes { data: std::ptr::null(), len: 0 };
