//! What was sent and seen before a return to a room is sent and seen again.

use std::time::Instant;

use ilive_protocol::TinyId;
use ilive_protocol::codes::Layer;
use ilive_protocol::wire::client_frame::Request as R;
use ilive_protocol::wire::{self, Source, UplinkKind, member_ref};

use super::device::Device;
use super::room::Room;
use super::views::Seen;
use crate::device::DeviceCommand;
use crate::purpose::Purpose;
use crate::{Client, DeviceKind, Error, Event};

impl Client {
    /// After a return: all that is open is sent as before.
    pub(super) fn send_again(&mut self, now: Instant) {
        let open = |kind: &DeviceKind| {
            matches!(self.devices.by_kind.get(kind), Some(Device::Open { in_test: false, .. }))
        };
        let voice = open(&DeviceKind::Microphone);
        for kind in DeviceKind::ALL.into_iter().filter(open).collect::<Vec<_>>() {
            if let Some((source, uplink)) = kind.uplink() {
                let sent = self.devices.as_sent(kind, source, uplink);
                self.ask(now, R::SetUplink(sent), Purpose::UplinkAgain(kind));
            }
        }
        if self.devices.is_sounding() && !voice {
            let (source, kind) = (Source::Audio.into(), UplinkKind::File.into());
            self.ask(
                now,
                R::SetUplink(wire::SetUplink { source, on: true, muted: false, kind }),
                Purpose::Undo,
            );
        }
    }

    /// What the room does not take any more is closed.
    pub(crate) fn sent_again(&mut self, now: Instant, kind: DeviceKind, reply: Result<(), Error>) {
        let Err(error) = reply else { return };
        if matches!(self.devices.by_kind.get(&kind), Some(Device::Open { in_test: false, .. })) {
            // A silent server may have taken it.
            if error.raised_by != Layer::Server {
                self.tell_uplink(now, kind, false, Purpose::Undo);
            }
            self.devices.by_kind.remove(&kind);
            self.devices.frames.remove(&kind);
            self.device(DeviceCommand::Drop(kind));
            let error = self.as_event(error);
            self.event(Event::DeviceClosed(kind, Some(error)));
        }
    }

    /// After a return: the same as before, those first who send already.
    pub(super) fn see_again(&mut self, now: Instant) {
        self.see_all(now);
        let Some(Seen::These { wished, asked }) = self.room.app_stay_mut().map(|stay| &mut stay.seen) else {
            return;
        };
        let count = wished.len();
        *asked = (count > 0).then(Vec::new);
        self.make_room_for(count);
        self.see_missing(now);
    }

    /// Asks for those who were seen before a return and send again.
    pub(super) fn see_missing(&mut self, now: Instant) {
        let Room::Entered(stay) = &self.room else { return };
        let Seen::These { wished, asked: Some(asked) } = &stay.seen else { return };
        let there: Vec<wire::View> = wished.iter().filter(|view| self.is_sent(view)).cloned().collect();
        let is_more = there.iter().any(|view| !asked.contains(view));
        let all = there.len() == wished.len();
        if let Some(Seen::These { asked, .. }) = self.room.app_stay_mut().map(|stay| &mut stay.seen) {
            *asked = (!all).then(|| there.clone());
        }
        if is_more {
            let views = wire::SetViews { auto: false, views: there };
            self.ask(now, R::SetViews(views), Purpose::StandingViews);
        }
    }

    /// One of them is gone again, or not to be seen: all are asked for once more when somebody changes.
    pub(crate) fn not_seen_again(&mut self) {
        if let Some(Seen::These { asked, .. }) = self.room.app_stay_mut().map(|stay| &mut stay.seen) {
            *asked = Some(Vec::new());
        }
    }

    fn is_sent(&self, view: &wire::View) -> bool {
        let id = match view.member.as_ref().and_then(|member| member.id.as_ref()) {
            Some(member_ref::Id::TinyId(id)) => Some(TinyId(*id)),
            Some(member_ref::Id::UserId(user)) => user.parse().ok().and_then(|user| self.names.tiny(&user)),
            None => None,
        };
        id.is_some_and(|id| self.member_sends(id, view.source()).is_ok())
    }
}
