//! What C gives to be called.

use std::os::raw::c_void;

use ilive_session::{Answer, Error, Event};

use crate::answer::ilive_answer;
use crate::client::ilive_client;
use crate::error::{self, ilive_error};
use crate::event::ilive_event;
use crate::keep::Keep;

/// The one completion of a call that returned 0, inside `ilive_poll`. May be NULL where nobody wants to know.
///
/// `code` 0: `error` is NULL, and `answer` has what the function says. Else `answer` is NULL, and `error` has `code` too. Both
/// live until it returns. It may call any function of this library, `ilive_poll` and `ilive_release` too; it must return
/// (no `longjmp`, no exception).
pub type ilive_done = Option<
    unsafe extern "C" fn(
        user: *mut c_void,
        code: i32,
        error: *const ilive_error,
        answer: *const ilive_answer,
    ),
>;

/// Gets every event, inside `ilive_poll`. `event` and all that it points at live until it returns; for the rest as
/// `ilive_done`.
pub type ilive_event_handler =
    Option<unsafe extern "C" fn(user: *mut c_void, client: ilive_client, event: *const ilive_event)>;

/// The app's own pointer, which is handed back and never looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct User(pub(crate) *mut c_void);

// SAFETY: it is only handed back. Completions and events come on the thread that polls, which is the owner's unless the app
// has asked for any thread.
unsafe impl Send for User {}

/// Whom to tell of a completion.
#[derive(Debug)]
pub(crate) struct Done {
    function: ilive_done,
    user: User,
}

impl Done {
    pub(crate) fn new(function: ilive_done, user: *mut c_void) -> Self {
        Self { function, user: User(user) }
    }

    pub(crate) fn tell(self, completion: &Result<Answer, Error>) {
        let Some(function) = self.function else { return };
        let mut keep = Keep::default();
        let nothing = (std::ptr::null(), std::ptr::null());
        let (code, (error, answer)) = match completion {
            Ok(answer) => {
                let answer = ilive_answer::of(answer, &mut keep);
                (0, (nothing.0, keep.one(answer)))
            }
            Err(failure) => {
                let told = ilive_error::of(failure, &mut keep);
                (error::number(failure), (keep.one(told), nothing.1))
            }
        };
        // SAFETY: C gave the function for this, with this pointer; what the others point at lives until it returns.
        unsafe { function(self.user.0, code, error, answer) };
    }
}

/// One handler of events; the same function with another pointer is another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Handler {
    function: unsafe extern "C" fn(*mut c_void, ilive_client, *const ilive_event),
    user: User,
}

impl Handler {
    pub(crate) fn new(function: ilive_event_handler, user: *mut c_void) -> Option<Self> {
        function.map(|function| Self { function, user: User(user) })
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        self.function as usize == other.function as usize && self.user == other.user
    }

    pub(crate) fn tell(&self, client: ilive_client, event: *const ilive_event) {
        // SAFETY: as for a completion; who calls this keeps what the event points at.
        unsafe { (self.function)(self.user.0, client, event) };
    }
}

/// An event, for all handlers alike.
pub(crate) struct Told {
    pub(crate) event: *const ilive_event,
    _kept: Keep,
}

impl Told {
    /// None: it is not for C.
    pub(crate) fn new(event: &Event) -> Option<Self> {
        let mut keep = Keep::default();
        let event = ilive_event::of(event, &mut keep)?;
        Some(Self { event: keep.one(event), _kept: keep })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ilive_protocol::Code;

    /// What a completion said.
    #[derive(Debug, Default, PartialEq, Eq)]
    struct Heard {
        code: i32,
        seq: Option<u64>,
        message: Option<String>,
    }

    unsafe extern "C" fn hear(
        user: *mut c_void,
        code: i32,
        error: *const ilive_error,
        answer: *const ilive_answer,
    ) {
        let seq = (!answer.is_null()).then(|| crate::list::read(answer, 1)[0].seq);
        let message =
            (!error.is_null()).then(|| crate::list::read(error, 1)[0].message.read().expect("a text"));
        // SAFETY: the tests give a pointer to one of these.
        unsafe { *user.cast::<Heard>() = Heard { code, seq, message } };
    }

    fn told(completion: &Result<Answer, Error>) -> Heard {
        let mut heard = Heard::default();
        Done::new(Some(hear), (&raw mut heard).cast()).tell(completion);
        heard
    }

    #[test]
    fn a_success_brings_an_answer_and_a_failure_an_error() {
        let success = told(&Ok(Answer::Sent { seq: 7, time_ms: 1 }));
        let failure = told(&Err(Error::of(Code::NoRoom, "").because("in none")));

        assert_eq!(success, Heard { code: 0, seq: Some(7), message: None });
        assert_eq!(failure, Heard { code: 8003, seq: None, message: Some("in none".to_owned()) });
    }

    #[test]
    fn nobody_is_told_where_nobody_wants_to_know() {
        Done::new(None, std::ptr::null_mut()).tell(&Ok(Answer::Done));
    }

    unsafe extern "C" fn count(user: *mut c_void, client: ilive_client, event: *const ilive_event) {
        let event = crate::list::read(event, 1)[0];
        assert_eq!((client, event.kind, event.ms), (5, crate::event::ILIVE_EVENT_TICKET_EXPIRED, 60_000));
        let error = crate::list::read(event.error, 1)[0];
        assert_eq!(error.sub_reason.read().as_deref(), Ok("grace"));
        // SAFETY: the test gives a pointer to a number.
        unsafe { *user.cast::<u32>() += 1 };
    }

    #[test]
    fn an_event_is_told_with_all_that_it_points_at() {
        let event = Event::TicketExpired(60_000, Error::of(Code::Expire, "grace"));
        let mut heard = 0_u32;
        let handler = Handler::new(Some(count), (&raw mut heard).cast()).expect("a function");

        let told = Told::new(&event).expect("an event of C");
        handler.tell(5, told.event);
        handler.tell(5, told.event);

        assert_eq!(heard, 2);
    }

    #[test]
    fn the_same_function_with_another_pointer_is_another_handler() {
        let (mut one, mut two) = (0_u32, 0_u32);
        let handler = |user: *mut u32| Handler::new(Some(count), user.cast()).expect("a function");

        assert!(handler(&raw mut one).is(&handler(&raw mut one)));
        assert!(!handler(&raw mut one).is(&handler(&raw mut two)));
    }
}
