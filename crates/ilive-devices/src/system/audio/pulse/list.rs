//! What the server has, and when that changes.

use std::ffi::{CStr, CString};

use pulseaudio::protocol::{
    Command, ProtocolError, ServerInfo, SinkInfo, SourceInfo, SubscriptionEvent, SubscriptionEventFacility,
    SubscriptionEventType, SubscriptionMask,
};

use super::super::found::{Found, Place};
use super::connection::{Connection, Hangup, Message};
use crate::audio::Channels;
use crate::device::DeviceKind;

/// A source or a sink of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) name: CString,
    pub(crate) channels: Channels,
}

/// The lists, again and again.
pub(crate) struct PulseWatch {
    connection: Connection,
    /// The first list was given.
    listed: bool,
}

impl PulseWatch {
    /// Listens to what changes.
    pub(crate) fn connect(hangup: &Hangup) -> Result<Self, ProtocolError> {
        let mut connection = Connection::open(hangup)?;
        let mask = SubscriptionMask::SINK | SubscriptionMask::SOURCE | SubscriptionMask::SERVER;
        connection.order(&Command::Subscribe(mask))?;
        Ok(Self { connection, listed: false })
    }

    /// What there is: at once for the first time, then when something may have changed.
    pub(crate) fn next(&mut self) -> Result<Vec<Found>, ProtocolError> {
        while self.listed && !is_news(&self.connection.next()?) {}
        self.listed = true;
        let server: ServerInfo = self.connection.ask(&Command::GetServerInfo)?;
        let sinks: Vec<SinkInfo> = self.connection.ask(&Command::GetSinkInfoList)?;
        let sources: Vec<SourceInfo> = self.connection.ask(&Command::GetSourceInfoList)?;
        Ok(list(&server, &sinks, &sources))
    }
}

/// A sink that was made louder has changed, too: only what comes, goes, or becomes the default is of interest.
fn is_news(message: &Message) -> bool {
    let Message::Event(event) = message else { return false };
    let Command::SubscribeEvent(SubscriptionEvent { event_facility, event_type, .. }) = **event else {
        return false;
    };
    event_facility == SubscriptionEventFacility::Server || event_type != SubscriptionEventType::Changed
}

/// The default of each kind first. What a sink plays is heard at its monitor, which is no microphone.
fn list(server: &ServerInfo, sinks: &[SinkInfo], sources: &[SourceInfo]) -> Vec<Found> {
    let players = sinks.iter().map(|sink| {
        let first = Some(&sink.name) == server.default_sink_name.as_ref();
        let channels = sink.sample_spec.channels;
        (first, found(DeviceKind::Player, &sink.name, sink.description.as_deref(), channels))
    });
    let heard = sources.iter().map(|source| {
        let (kind, first) = match &source.monitor_of_sink_name {
            Some(sink) => (DeviceKind::SystemSound, Some(sink) == server.default_sink_name.as_ref()),
            None => (DeviceKind::Microphone, Some(&source.name) == server.default_source_name.as_ref()),
        };
        let channels = source.sample_spec.channels;
        (first, found(kind, &source.name, source.description.as_deref(), channels))
    });
    let mut all: Vec<(bool, Option<Found>)> = heard.chain(players).collect();
    all.sort_by_key(|(first, _)| !first);
    all.into_iter().filter_map(|(_, found)| found).collect()
}

fn found(kind: DeviceKind, name: &CStr, description: Option<&CStr>, channels: u8) -> Option<Found> {
    let id = format!("pulse:{}", name.to_str().ok()?);
    let channels = if channels == 1 { Channels::Mono } else { Channels::Stereo };
    let endpoint = Endpoint { name: name.to_owned(), channels };
    let known_as = description.unwrap_or_default().to_string_lossy();
    Found::new(kind, &id, &known_as, Place::Pulse(endpoint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sink(name: &CStr) -> SinkInfo {
        SinkInfo { name: name.to_owned(), ..SinkInfo::new_dummy(0) }
    }

    fn source(name: &CStr, monitor_of: Option<&CStr>, description: Option<&CStr>) -> SourceInfo {
        SourceInfo {
            name: name.to_owned(),
            monitor_of_sink_name: monitor_of.map(CStr::to_owned),
            description: description.map(CStr::to_owned),
            ..SourceInfo::default()
        }
    }

    #[test]
    fn the_default_is_first_and_a_monitor_is_no_microphone() {
        let server = ServerInfo {
            default_sink_name: Some(c"headset".to_owned()),
            default_source_name: Some(c"headset_mic".to_owned()),
            ..ServerInfo::default()
        };
        let sources = [
            source(c"speaker.monitor", Some(c"speaker"), None),
            source(c"desk_mic", None, None),
            source(c"headset.monitor", Some(c"headset"), None),
            source(c"headset_mic", None, Some(c"Headset")),
        ];

        let all = list(&server, &[sink(c"speaker"), sink(c"headset")], &sources);

        let of = |kind| -> Vec<&str> {
            all.iter().filter(|found| found.info.kind == kind).map(|found| found.info.id.as_str()).collect()
        };
        assert_eq!(of(DeviceKind::Microphone), ["pulse:headset_mic", "pulse:desk_mic"]);
        assert_eq!(of(DeviceKind::Player), ["pulse:headset", "pulse:speaker"]);
        assert_eq!(of(DeviceKind::SystemSound), ["pulse:headset.monitor", "pulse:speaker.monitor"]);
        let names: Vec<&str> = all[..2].iter().map(|found| found.info.name.as_str()).collect();
        assert_eq!(names, ["pulse:headset.monitor", "Headset"], "one without a name is known by its id");
    }
}
