//! What a login promises, told from outside.

use std::time::Instant;

use ilive_protocol::wire::client_frame::Request;
use ilive_protocol::wire::reply::Result as Answer;
use ilive_protocol::wire::{self, event::Event, server_frame::Body};
use ilive_protocol::{RoomId, TinyId};

use super::{CloseReason, Config, Ended, Input, LinkId, Opening, Output, Session};
use crate::room::{Person, RequestId};
use crate::testing::{START_MS, after, start};

const LINK: LinkId = LinkId(1);
const TOKEN: &str = "a secret of the session";

struct Login {
    session: Session,
    start: Instant,
    /// Seconds since the start.
    s: u64,
}

impl Login {
    fn new() -> Self {
        Self::with(Config::default(), 3600)
    }

    fn with(config: Config, ticket_s: u64) -> Self {
        let start = start();
        let person =
            Person { user: "ann".parse().expect("a good id"), tiny: TinyId(1), nick: "Ann".to_owned() };
        let opening = Opening {
            link: LINK,
            request_id: 1,
            session_id: "s1".to_owned(),
            resume_token: TOKEN.to_owned(),
            person,
            ticket_expires_at_ms: START_MS + ticket_s * 1000,
        };
        Self { session: Session::new(after(start, 0), config, opening), start, s: 0 }
    }

    /// Without what a login says of itself.
    fn quiet() -> Self {
        let mut login = Self::new();
        login.outputs();
        login
    }

    fn give(&mut self, input: Input) -> Vec<String> {
        self.session.handle(after(self.start, self.s), input);
        self.outputs()
    }

    fn outputs(&mut self) -> Vec<String> {
        let outputs: Vec<Output> = std::iter::from_fn(|| self.session.poll_output()).collect();
        outputs.into_iter().map(|output| self.tell(output)).collect()
    }

    fn frame(&mut self, link: LinkId, request_id: u32, key: &str, request: Request) -> Vec<String> {
        let client_key = key.to_owned();
        let frame = wire::ClientFrame { request_id, client_key, seen: 0, request: Some(request) };
        self.give(Input::Frame(link, frame))
    }

    fn event(&mut self, people: u32) -> Vec<String> {
        let event = wire::PeopleChanged { people, ..Default::default() };
        self.give(Input::Event(Event::PeopleChanged(event)))
    }

    fn answer(&mut self, request: u64, rights: u32) -> Vec<String> {
        let answer = Answer::ChangeRole(wire::ChangeRoleReply { rights });
        self.give(Input::Answer(RequestId(request), answer))
    }

    fn resume(&mut self, link: u64, last_seq: u64) -> Vec<String> {
        let ticket_expires_at_ms = START_MS + 3_600_000;
        self.give(Input::Resume { link: LinkId(link), request_id: 9, last_seq, ticket_expires_at_ms })
    }

    /// Wakes the session whenever it wants to be, up to this second.
    fn pass_to(&mut self, s: u64) -> Vec<String> {
        let mut said = Vec::new();
        while let Some((at, _)) = self.session.poll_timeout().filter(|(at, _)| *at <= after(self.start, s).at)
        {
            self.s = self.s.max(at.duration_since(self.start).as_secs());
            said.extend(self.give(Input::Tick));
        }
        self.s = s;
        said
    }

    fn tell(&self, output: Output) -> String {
        match output {
            Output::Send(LinkId(link), frame) => format!("{link}< {}", tell_frame(frame)),
            Output::Request(RequestId(id), _) => format!("request {id}"),
            Output::Ping(_) => "ping".to_owned(),
            Output::CloseLink(LinkId(link), reason) => format!("close {link} {reason:?}"),
            Output::LinkLost(until) => format!("lost until {}", until.duration_since(self.start).as_secs()),
            Output::LinkBack => "back".to_owned(),
            Output::Gone(why) => format!("gone {why:?}"),
        }
    }
}

fn tell_frame(frame: wire::ServerFrame) -> String {
    match frame.body {
        Some(Body::Reply(wire::Reply { request_id, result })) => match result {
            Some(Answer::Login(login)) => format!("{request_id} login recovered={}", login.recovered),
            Some(Answer::Error(error)) => {
                format!("{request_id} {} {} {}", error.module, error.code, error.sub_reason)
            }
            Some(Answer::ChangeRole(reply)) => format!("{request_id} rights {}", reply.rights),
            other => format!("{request_id} {other:?}"),
        },
        Some(Body::Event(wire::Event { seq, event })) => match event {
            Some(Event::PeopleChanged(changed)) => format!("#{seq} people {}", changed.people),
            Some(Event::SessionEnded(ended)) => {
                format!("#{seq} ended {}", ended.error.map_or(0, |error| error.code))
            }
            Some(Event::TicketExpired(expired)) => format!("#{seq} ticket expired {}", expired.grace_ms),
            other => format!("#{seq} {other:?}"),
        },
        Some(Body::Tick(_)) => "tick".to_owned(),
        None => "nothing".to_owned(),
    }
}

fn read() -> Request {
    Request::RoomRead(wire::RoomRead {})
}

/// A request that changes something.
fn change() -> Request {
    Request::ChangeRole(wire::ChangeRole::default())
}

#[test]
fn a_silent_client_is_asked_every_five_seconds_and_given_up_in_two_steps() {
    let mut login = Login::new();

    assert_eq!(login.outputs(), ["1< 1 login recovered=false"]);
    assert_eq!(login.pass_to(14), ["1< tick", "ping", "1< tick", "ping"]);
    assert_eq!(login.pass_to(15), ["close 1 Silent", "lost until 30"]);
    assert_eq!(login.pass_to(29), [""; 0]);
    assert_eq!(login.pass_to(30), ["gone NotResumed"]);
    assert!(login.session.is_over());
}

#[test]
fn whatever_is_heard_keeps_the_link() {
    let mut login = Login::quiet();
    login.pass_to(14);

    login.give(Input::Heard(LINK));

    assert!(!login.pass_to(28).contains(&"close 1 Silent".to_owned()));
    assert_eq!(login.pass_to(29), ["close 1 Silent", "lost until 44"]);
}

#[test]
fn a_client_that_resumes_in_time_gets_what_it_missed_in_order() {
    let mut login = Login::quiet();
    login.event(1);
    login.event(2);
    assert_eq!(login.give(Input::LinkClosed(LINK)), ["lost until 30"]);
    assert_eq!(login.event(3), [""; 0]);

    let said = login.resume(2, 1);

    assert_eq!(said, ["back", "2< 9 login recovered=true", "2< #2 people 2", "2< #3 people 3"]);
    assert_eq!(login.event(4), ["2< #4 people 4"]);
}

#[test]
fn a_room_is_not_heard_by_who_has_gone_on_to_another() {
    let mut login = Login::quiet();
    let [one, two] = [1, 2].map(|number| RoomId::number(number).expect("a good number"));
    let says = |room: &RoomId| {
        Input::FromRoom(
            room.clone(),
            Event::PeopleChanged(wire::PeopleChanged { people: 9, ..Default::default() }),
        )
    };
    login.give(Input::Room(Some(one.clone())));
    assert_eq!(login.give(says(&one)), ["1< #1 people 9"]);

    login.give(Input::Room(Some(two.clone())));

    assert_eq!(login.give(says(&one)), [""; 0]);
    assert_eq!(login.give(says(&two)), ["1< #2 people 9"]);
    login.give(Input::Room(None));
    assert_eq!(login.give(says(&two)), [""; 0]);
}

#[test]
fn what_fell_out_of_the_outbox_is_not_passed_over_in_silence() {
    let mut login = Login::with(Config { outbox_events: 2, ..Config::default() }, 3600);
    login.outputs();
    login.give(Input::LinkClosed(LINK));
    (1..=3).for_each(|people| _ = login.event(people));

    assert_eq!(login.resume(2, 0), ["back", "2< 9 login recovered=false"]);

    login.give(Input::LinkClosed(LinkId(2)));
    login.event(4);
    assert_eq!(login.resume(3, 3), ["back", "3< 9 login recovered=true", "3< #4 people 4"]);
}

#[test]
fn a_newer_connection_takes_the_session_over_and_the_older_is_deaf() {
    let mut login = Login::quiet();

    assert_eq!(login.resume(2, 0), ["close 1 Resumed", "2< 9 login recovered=true"]);
    assert_eq!(login.frame(LINK, 5, "", read()), [""; 0]);
    assert_eq!(login.give(Input::LinkClosed(LINK)), [""; 0]);
    assert_eq!(login.frame(LinkId(2), 5, "", read()), ["request 1"]);
}

#[test]
fn a_client_too_slow_to_read_loses_its_link_and_may_come_back() {
    let mut login = Login::quiet();
    login.event(1);

    assert_eq!(login.give(Input::LinkFull(LINK)), ["close 1 Lagged", "lost until 30"]);
    assert_eq!(login.resume(2, 0), ["back", "2< 9 login recovered=true", "2< #1 people 1"]);
}

#[test]
fn the_first_answer_to_a_client_key_is_the_only_one() {
    let mut login = Login::quiet();

    assert_eq!(login.frame(LINK, 5, "k", change()), ["request 1"]);
    assert_eq!(login.frame(LINK, 6, "k", change()), [""; 0], "the same is under way");
    assert_eq!(login.answer(1, 42), ["1< 5 rights 42", "1< 6 rights 42"]);
    assert_eq!(login.frame(LINK, 7, "k", change()), ["1< 7 rights 42"]);
    assert_eq!(login.frame(LINK, 8, "other", change()), ["request 2"]);
    assert_eq!(login.answer(1, 43), [""; 0], "one answer a request");
}

#[test]
fn an_answer_that_came_while_the_link_was_gone_is_had_by_asking_again() {
    let mut login = Login::quiet();
    login.frame(LINK, 5, "k", change());
    login.give(Input::LinkClosed(LINK));
    assert_eq!(login.answer(1, 42), [""; 0]);
    login.resume(2, 0);

    assert_eq!(login.frame(LinkId(2), 5, "k", change()), ["2< 5 rights 42"]);
}

#[test]
fn what_only_asks_is_asked_anew_whatever_its_key() {
    let mut login = Login::quiet();
    login.frame(LINK, 5, "k", change());
    login.answer(1, 42);

    assert_eq!(login.frame(LINK, 6, "k", read()), ["request 2"]);
    assert_eq!(login.frame(LINK, 7, "k", read()), ["request 3"], "nor does it wait for another");
    assert_eq!(login.answer(2, 43), ["1< 6 rights 43"]);
    assert_eq!(login.answer(3, 44), ["1< 7 rights 44"]);
    assert_eq!(login.frame(LINK, 8, "k", change()), ["1< 8 rights 42"], "the key's first answer stands");
}

#[test]
fn frames_that_are_no_requests_have_their_answers() {
    let mut login = Login::quiet();
    let bare = |request_id| wire::ClientFrame { request_id, ..Default::default() };

    assert_eq!(login.give(Input::Frame(LINK, bare(0))), [""; 0]);
    assert_eq!(login.give(Input::Frame(LINK, bare(3))), ["1< 3 av 10007 unknown_command"]);
    assert_eq!(login.frame(LINK, 0, "", Request::Ping(wire::Ping {})), ["1< tick", "ping"]);
    assert_eq!(login.frame(LINK, 0, "", read()), ["1< 0 av 10002 bad_request_id"]);
    assert_eq!(login.frame(LINK, 4, &"k".repeat(65), read()), ["1< 4 av 10002 bad_client_key"]);
    let again = Request::Login(wire::Login::default());
    assert_eq!(login.frame(LINK, 4, "", again), ["1< 4 av 10008 logged_in"]);
    assert_eq!(login.frame(LINK, 4, "", read()), ["request 1"]);
    assert_eq!(login.frame(LINK, 4, "", read()), ["1< 4 av 10002 bad_request_id"]);
}

#[test]
fn budgets_are_answered_and_refill() {
    let config = Config { requests: (3, 1), in_flight: 2, messages: (1, 1), ..Config::default() };
    let mut login = Login::with(config, 3600);
    login.outputs();

    assert_eq!(login.frame(LINK, 1, "", Request::Resolve(wire::Resolve::default())), ["request 1"]);
    let resolve = Request::Resolve(wire::Resolve::default());
    assert_eq!(login.frame(LINK, 2, "", resolve), ["1< 2 im 10023 throttled"]);
    assert_eq!(login.frame(LINK, 3, "", read()), ["request 2"]);
    assert_eq!(login.frame(LINK, 4, "", read()), ["1< 4 av 10005 throttled"]);
    login.pass_to(1);
    assert_eq!(login.frame(LINK, 5, "", read()), ["1< 5 av 10005 too_many_requests"]);
    login.answer(1, 0);
    login.pass_to(2);
    assert_eq!(login.frame(LINK, 6, "", read()), ["request 3"]);
}

#[test]
fn a_ticket_that_runs_out_may_be_renewed_for_a_minute() {
    let mut login = Login::with(Config::default(), 2);
    login.outputs();

    assert_eq!(login.pass_to(2), ["1< #1 ticket expired 60000"]);
    let ticket_expires_at_ms = START_MS + 100_000;
    assert_eq!(login.give(Input::Renewed { ticket_expires_at_ms }), [""; 0]);
    let keep_alive = |login: &mut Login, to: u64| {
        let mut said = Vec::new();
        while login.s < to {
            login.give(Input::Heard(LinkId(1)));
            said.extend(login.pass_to((login.s + 4).min(to)));
        }
        said.retain(|line| line != "1< tick" && line != "ping");
        said
    };
    assert_eq!(keep_alive(&mut login, 100), ["1< #2 ticket expired 60000"]);
    assert_eq!(keep_alive(&mut login, 159), [""; 0]);
    assert_eq!(keep_alive(&mut login, 160), ["1< #3 ended 8051", "close 1 Ended", "gone Expired"]);
}

#[test]
fn a_wall_clock_that_jumps_ahead_is_believed_and_breaks_no_deadline() {
    let mut login = Login::quiet();
    let mut now = after(login.start, 1);
    now.unix_ms += 7_200_000;

    login.session.handle(now, Input::Tick);

    assert_eq!(login.outputs(), ["1< #1 ticket expired 60000"]);
    assert_eq!(login.pass_to(14), ["1< tick", "ping", "1< tick", "ping"]);
}

#[test]
fn every_end_is_told_as_what_it_is() {
    for (why, told) in [
        (Ended::Logout, None),
        (Ended::Replaced, Some("1< #1 ended 8050")),
        (Ended::AccountKicked, Some("1< #1 ended 8050")),
        (Ended::Draining, Some("1< #1 ended 10004")),
    ] {
        let mut login = Login::quiet();
        let want: Vec<String> = told
            .into_iter()
            .map(str::to_owned)
            .chain([format!("close 1 {:?}", CloseReason::Ended), format!("gone {why:?}")])
            .collect();

        assert_eq!(login.give(Input::End(why)), want, "{why:?}");
        assert_eq!(login.event(1), [""; 0], "{why:?}: nothing follows");
        assert_eq!(login.session.poll_timeout(), None);
    }
}

#[test]
fn only_the_whole_token_opens_the_session() {
    let login = Login::new();

    assert!(login.session.is_token(TOKEN));
    for wrong in ["", "a secret of the sessioN", "b secret of the session", &TOKEN[1..], &format!("{TOKEN}x")]
    {
        assert!(!login.session.is_token(wrong), "{wrong:?}");
    }
}
