//! Links that come and go, and what time alone brings about.

use ilive_protocol::wire::{self, event::Event, server_frame::Body};

use super::io::CloseReason;
use super::state::{Line, Ticket};
use super::{Ended, LinkId, Output, Session};
use crate::Now;
use crate::timers::ms;

impl Session {
    pub(super) fn link(&self) -> Option<LinkId> {
        match self.line {
            Line::Up { link, .. } => Some(link),
            Line::Away { .. } | Line::Over => None,
        }
    }

    /// Notes that the client is there; false when this is not its link any more.
    pub(super) fn hear(&mut self, now: Now, from: LinkId) -> bool {
        match &mut self.line {
            Line::Up { link, heard, .. } if *link == from => {
                *heard = now.at;
                true
            }
            _ => false,
        }
    }

    pub(super) fn hang_up(&mut self, reason: CloseReason) {
        if let Some(link) = self.link() {
            self.outputs.push_back(Output::CloseLink(link, reason));
            self.lose_link();
        }
    }

    pub(super) fn lose_link(&mut self) {
        if let Line::Up { heard, .. } = self.line {
            let until = heard + self.config.timers.resume_window;
            self.line = Line::Away { until };
            self.outputs.push_back(Output::LinkLost(until));
            self.forget_waiting();
        }
    }

    /// Who asked on a link that is gone asks again by client key on the next.
    pub(super) fn forget_waiting(&mut self) {
        self.pending.values_mut().for_each(|pending| pending.waiting.clear());
    }

    pub(super) fn resume(&mut self, now: Now, link: LinkId, request_id: u32, last_seq: u64) {
        match self.line {
            Line::Up { link: old, .. } => {
                self.outputs.push_back(Output::CloseLink(old, CloseReason::Resumed));
                self.forget_waiting();
            }
            Line::Away { .. } | Line::Over => self.outputs.push_back(Output::LinkBack),
        }
        self.line = Line::Up { link, heard: now.at, sent: now.at };
        let missed = self.outbox.after(last_seq);
        if missed.is_none() {
            self.outbox.clear();
        }
        self.reply(now, request_id, self.login_reply(now, missed.is_some()));
        for event in missed.into_iter().flatten() {
            self.send(now, Body::Event(event));
        }
    }

    pub(super) fn check_time(&mut self, now: Now) {
        self.check_ticket(now);
        let timers = self.config.timers;
        match self.line {
            Line::Up { heard, .. } if now.at >= heard + timers.link_lost => self.hang_up(CloseReason::Silent),
            Line::Up { link, sent, .. } if now.at >= sent + timers.tick => self.tick(now, link),
            Line::Away { until } if now.at >= until => self.end(now, Ended::NotResumed),
            Line::Up { .. } | Line::Away { .. } | Line::Over => {}
        }
    }

    /// The wall clock may have jumped: when the ticket runs out is reckoned anew each time.
    pub(super) fn check_ticket(&mut self, now: Now) {
        match self.ticket {
            Ticket::Good { expires_ms, .. } if now.unix_ms >= expires_ms => {
                let grace = self.config.timers.ticket_grace;
                self.ticket = Ticket::Expired { until: now.at + grace };
                self.event(now, Event::TicketExpired(wire::TicketExpired { grace_ms: ms(grace) }));
            }
            Ticket::Good { expires_ms, .. } => self.ticket = Ticket::good(now, expires_ms),
            Ticket::Expired { until } if now.at >= until => self.end(now, Ended::Expired),
            Ticket::Expired { .. } => {}
        }
    }

    pub(super) fn end(&mut self, now: Now, why: Ended) {
        if self.is_over() {
            return;
        }
        if let Some(fault) = why.fault() {
            let error = Some(fault.to_wire(why.to_string()));
            self.event(now, Event::SessionEnded(wire::SessionEnded { error }));
        }
        if let Some(link) = self.link() {
            self.outputs.push_back(Output::CloseLink(link, CloseReason::Ended));
        }
        self.line = Line::Over;
        self.outputs.push_back(Output::Gone(why));
    }
}
