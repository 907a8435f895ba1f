//! What a bot tells: lines and progress on a terminal, JSON elsewhere.

use std::fmt;
use std::time::Duration;

use ilive::wire::{self, element};
use ilive::{Event, IliveError, SpeedReport};
use ilive_protocol::text::printable;
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};
use serde::Serialize;

use super::rates::{Rates, word};
use crate::output;

/// How often the progress moves on a terminal.
const SPIN: Duration = Duration::from_millis(120);

/// Something worth telling. For scripts: names of events and of their members stay.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Told {
    /// At the server.
    LoggedIn { user_id: String, server: String },
    /// In the room, with these authority bits.
    Entered { room: String, rights: u8 },
    /// A device gives sound or pictures.
    Opened { device: String },
    /// A member begins or ends to send something.
    Member { user_id: String, source: &'static str, on: bool },
    /// A text, of the room or to this user alone.
    Message { from: String, text: String, private: bool },
    /// A text is on the server's disk.
    Said { seq: u64, time_ms: u64 },
    /// The first picture, or the first sound, after the room was entered.
    First { what: &'static str, after_ms: u64 },
    /// What the way to the server carries; what could not be measured is null.
    Speed {
        rtt_ms: Option<f64>,
        jitter_ms: Option<f64>,
        up_loss: Option<f64>,
        down_loss: Option<f64>,
        up_bps: Option<u64>,
        down_bps: Option<u64>,
    },
    /// A file of a recording has begun.
    Recording { file: String },
    /// It is whole.
    Recorded { file: String, seconds: f64, pictures: u64, bytes: u64 },
    /// Pictures and sound that could not be written in time.
    NotRecorded { pieces: u64 },
    /// What is sent is dropped by the server for want of a right.
    NotAllowed { source: &'static str },
    /// The connection is lost; it is tried again.
    LinkDown { attempt: u32 },
    /// It is back.
    LinkUp { recovered: bool },
    /// Something is wrong, and nothing fails.
    Warning(Problem),
    /// It is over.
    Ended { why: &'static str },
}

/// A failure, for scripts.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    module: &'static str,
    code: u32,
    sub_reason: String,
    message: String,
    trace_id: String,
}

impl Told {
    /// What there is to tell of an event; of many, nothing.
    pub(super) fn of(event: &Event) -> Option<Self> {
        match event {
            Event::LinkDown { attempt, .. } => Some(Self::LinkDown { attempt: *attempt }),
            Event::LinkUp { recovered } => Some(Self::LinkUp { recovered: *recovered }),
            Event::Warning(error) | Event::TicketExpired(_, error) => Some(Self::Warning(Problem::of(error))),
            Event::DeviceClosed(_, Some(error)) => Some(Self::Warning(Problem::of(error))),
            Event::PrivilegeDiff(source) => Some(Self::NotAllowed { source: word(*source) }),
            Event::Member { user, source, on, .. } => {
                Some(Self::Member { user_id: user.to_string(), source: word(*source), on: *on })
            }
            Event::Server(wire::event::Event::MessageArrived(arrived)) => {
                Self::message(arrived.message.as_ref()?)
            }
            _ => None,
        }
    }

    /// Times in ms, losses from 0 to 1.
    pub(crate) fn speed(report: &SpeedReport) -> Self {
        let ms = |us: Option<u32>| us.map(|us| f64::from(us) / 1000.0);
        let share = |loss: Option<u32>| loss.map(|loss| f64::from(loss) / 10_000.0);
        Self::Speed {
            rtt_ms: ms(report.rtt_us),
            jitter_ms: ms(report.jitter_us),
            up_loss: share(report.up_loss),
            down_loss: share(report.down_loss),
            up_bps: report.up_bps,
            down_bps: report.down_bps,
        }
    }

    fn message(message: &wire::Message) -> Option<Self> {
        use wire::conversation_ref::Id;
        let texts = message.elements.iter().filter_map(|element| match &element.body {
            Some(element::Body::Text(text)) => Some(text.as_str()),
            _ => None,
        });
        let text = texts.collect::<Vec<_>>().join(" ");
        let private = matches!(message.conversation.as_ref()?.id, Some(Id::UserId(_)));
        (!text.is_empty()).then(|| Self::Message { from: message.sender.clone(), text, private })
    }
}

impl Problem {
    fn of(error: &IliveError) -> Self {
        Self {
            module: error.module.as_str(),
            code: error.code,
            sub_reason: error.sub_reason.to_string(),
            message: error.message.clone(),
            trace_id: error.trace_id.clone(),
        }
    }
}

/// For people. What others wrote is shown with escapes: a terminal would obey it.
impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LoggedIn { user_id, server } => {
                write!(f, "logged in at {server} as {}", printable(user_id))
            }
            Self::Entered { room, .. } => write!(f, "in room {room}"),
            Self::Opened { device } => write!(f, "{} is open", printable(device)),
            Self::Member { user_id, source, on } => {
                let user = printable(user_id);
                write!(f, "{user} {} sending {source}", if *on { "begins" } else { "stops" })
            }
            Self::Message { from, text, private } => {
                let alone = if *private { ", to you alone" } else { "" };
                write!(f, "{}{alone}: {}", printable(from), printable(text))
            }
            Self::Said { seq, .. } => write!(f, "said; it is message {seq} of the conversation"),
            Self::First { what, after_ms } => write!(f, "first {what} after {after_ms} ms"),
            Self::Speed { rtt_ms, jitter_ms, up_loss, down_loss, up_bps, down_bps } => {
                let known = |text: Option<String>| text.unwrap_or_else(|| "not known".to_owned());
                let ms = |ms: &Option<f64>| known(ms.map(|ms| format!("{ms:.1} ms")));
                let loss = |loss: &Option<f64>| known(loss.map(|loss| format!("{:.2} % lost", loss * 100.0)));
                let rate =
                    |bps: &Option<u64>| known(bps.map(|bps| format!("{:.1} Mbit/s", bps as f64 / 1e6)));
                writeln!(f, "round trip  {}, jitter {}", ms(rtt_ms), ms(jitter_ms))?;
                writeln!(f, "up          {}, {}", rate(up_bps), loss(up_loss))?;
                write!(f, "down        {}, {}", rate(down_bps), loss(down_loss))
            }
            Self::Recording { file } => write!(f, "recording into {file}"),
            Self::Recorded { file, seconds, pictures, bytes } => {
                write!(f, "{file} is whole: {seconds:.1} s, {pictures} pictures, {} KB", bytes / 1024)
            }
            Self::NotRecorded { pieces } => {
                write!(f, "the disk was too slow: {pieces} pictures and pieces of sound are missing")
            }
            Self::NotAllowed { source } => {
                write!(f, "the room does not get {source}: the right to send it is missing")
            }
            Self::LinkDown { attempt } => write!(f, "the connection is lost, trying again ({attempt})"),
            Self::LinkUp { recovered: true } => write!(f, "the connection is back, nothing was missed"),
            Self::LinkUp { recovered: false } => {
                write!(f, "the connection is back, something may have been missed")
            }
            Self::Warning(problem) => {
                let Problem { module, code, sub_reason, message, .. } = problem;
                write!(f, "warning: {module} {code} {}: {}", printable(sub_reason), printable(message))
            }
            Self::Ended { why } => write!(f, "ended: {why}"),
        }
    }
}

/// Where it is told.
pub(crate) struct News {
    /// On a terminal only.
    progress: Option<ProgressBar>,
}

#[derive(Serialize)]
struct RatesLine<'a> {
    event: &'static str,
    #[serde(flatten)]
    rates: &'a Rates,
}

impl News {
    pub(super) fn new() -> Self {
        let progress = output::is_terminal().then(|| {
            let style = ProgressStyle::with_template("{spinner:.green} {elapsed} {wide_msg}");
            let bar = ProgressBar::new_spinner()
                .with_finish(ProgressFinish::AndClear)
                .with_style(style.expect("the template is sound"));
            bar.enable_steady_tick(SPIN);
            bar
        });
        Self { progress }
    }

    /// Something begins that may take a while.
    pub(crate) fn begin(&self, what: &str) {
        if let Some(progress) = &self.progress {
            progress.set_message(what.to_owned());
        }
    }

    /// A line, of text or of JSON.
    pub(crate) fn tell(&self, told: &Told) -> anyhow::Result<()> {
        match &self.progress {
            Some(progress) => progress.suspend(|| output::print(&format!("{told}\n"))),
            None => output::print_json_line(told),
        }
    }

    /// Rates in the line of progress, or as JSON.
    pub(super) fn rates(&self, rates: &Rates) -> anyhow::Result<()> {
        match &self.progress {
            Some(progress) => {
                progress.set_message(rates.line());
                Ok(())
            }
            None => output::print_json_line(&RatesLine { event: "rates", rates }),
        }
    }

    /// The whole quality record: a table, or the same JSON as rates.
    pub(crate) fn quality(&self, rates: &Rates) -> anyhow::Result<()> {
        match &self.progress {
            Some(progress) => {
                progress.set_message(rates.line());
                progress.suspend(|| output::print(&rates.table()))
            }
            None => self.rates(rates),
        }
    }

    /// Nothing more comes.
    pub(super) fn end(&self) {
        if let Some(progress) = &self.progress {
            progress.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names the terminal's window, and turns what follows around.
    const HOSTILE: &str = "\u{1b}]0;PWNED\u{7}\u{202e}olleh\n";
    const SHOWN: &str = r"\u{1b}]0;PWNED\u{7}\u{202e}olleh\n";

    fn arrived(conversation: wire::conversation_ref::Id) -> Event {
        let body = Some(element::Body::Text(HOSTILE.to_owned()));
        let message = wire::Message {
            sender: HOSTILE.to_owned(),
            conversation: Some(wire::ConversationRef { id: Some(conversation) }),
            elements: vec![wire::Element { body }],
            ..wire::Message::default()
        };
        Event::Server(wire::event::Event::MessageArrived(wire::MessageArrived { message: Some(message) }))
    }

    #[test]
    fn a_message_shows_a_person_escapes_and_gives_a_script_the_text() {
        use wire::conversation_ref::Id;
        for (to, shown) in [
            (Id::UserId("ann".to_owned()), format!("{SHOWN}, to you alone: {SHOWN}")),
            (Id::Room(wire::RoomRef::default()), format!("{SHOWN}: {SHOWN}")),
        ] {
            let told = Told::of(&arrived(to)).expect("a message");
            assert_eq!(told.to_string(), shown);
            let json = serde_json::to_value(&told).expect("JSON");
            assert_eq!((&json["from"], &json["text"]), (&HOSTILE.into(), &HOSTILE.into()));
        }
    }

    #[test]
    fn a_warning_of_a_server_shows_escapes() {
        let mut error = IliveError::of(ilive::Code::NetUndefine, "");
        error.message = HOSTILE.to_owned();
        let told = Told::of(&Event::Warning(error)).expect("a warning").to_string();
        assert!(told.ends_with(SHOWN), "{told}");
    }
}
