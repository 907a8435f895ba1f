//! Between the room's rules and the media plane: offers in, commands out, events back.

use ilive_core::room::{
    Enter, Follow, Input, MediaCommand, MediaEvent, Negotiated, Published, Refusal, RequestId, SessionId,
    SlotOffer,
};
use ilive_protocol::wire::{self, MemberKind};
use ilive_protocol::{PeerId, Rights, TinyId};
use ilive_sfu::{
    Answer, AudioBy, Command, Event, Failure, IceLogin, Kind, Lacking, Mid, OfferError, Peer, PeerConfig,
    Senders, Source, Sources,
};

use super::{Message, Task};
use crate::clock::now;
use crate::refusal::Refusal as Refused;

/// What a client wants to negotiate.
pub(crate) enum OfferIn {
    /// An offer.
    Sdp(String, Senders),
    /// The last offer again, under other ICE credentials of the client (WHIP).
    Restart(IceLogin),
}

impl OfferIn {
    /// # Errors
    /// 10002 for an offer that is missing or names a sender wrongly.
    pub(crate) fn new(offer: Option<&wire::Offer>) -> Result<Self, Refused> {
        let offer = offer.ok_or_else(|| Refused::bad("no_offer", "offer: is missing"))?;
        let sender = |sender: &wire::Sender| {
            let source = Source::try_from(sender.source()).map_err(|error| {
                Refused::bad("sdp_sender", format!("offer.senders, mid {:?}: {error}", sender.mid))
            })?;
            Ok((mid(&sender.mid), source))
        };
        let senders = offer.senders.iter().map(sender).collect::<Result<_, Refused>>()?;
        Ok(Self::Sdp(offer.sdp.clone(), Senders::Named(senders)))
    }

    /// An offer of WHIP or WHEP: what its sections carry is inferred.
    pub(crate) fn inferred(sdp: String) -> Self {
        Self::Sdp(sdp, Senders::Inferred)
    }
}

/// What an offer has come to.
pub(super) struct Negotiation {
    /// Who asked; only its own answer ends it.
    request: RequestId,
    offer: Option<OfferIn>,
    /// Whose, for an entry; none for a later offer.
    entry: Option<Entry>,
    answer: String,
}

#[derive(Clone, Copy)]
struct Entry {
    tiny: TinyId,
    kind: MemberKind,
    /// One member is followed: the rules say whom the audio slots carry.
    follows: bool,
}

impl Negotiation {
    pub(super) fn asked(request: RequestId, offer: OfferIn, enter: &Enter) -> Self {
        let entry = Some(Entry {
            tiny: enter.person.tiny,
            kind: enter.kind,
            follows: matches!(enter.follow, Follow::Member(_)),
        });
        Self { request, offer: Some(offer), entry, answer: String::new() }
    }

    pub(super) fn again(request: RequestId, offer: OfferIn) -> Self {
        Self { request, offer: Some(offer), entry: None, answer: String::new() }
    }

    /// An entry that the rules have not let through yet.
    pub(super) fn is_to_come(&self) -> bool {
        self.entry.is_some() && self.offer.is_some()
    }

    pub(super) fn is_of(&self, request: RequestId) -> bool {
        self.request == request
    }
}

/// A peer whose offer was answered beside the room.
pub(crate) struct Answered {
    peer: Box<Peer>,
    answer: Answer,
    kind: MemberKind,
}

/// What the media plane was told of a peer.
#[derive(Default)]
pub(super) struct PeerState {
    rights: Rights,
    /// Sources that have their place and are heard.
    on: Sources,
}

impl Task {
    /// The rules let the offer through: it is answered beside the room, it costs milliseconds.
    pub(super) fn negotiate(&mut self, session: SessionId, peer: PeerId, rights: Rights) {
        let Some(negotiation) = self.negotiations.get_mut(&session) else { return };
        let token = session.0;
        let (sdp, senders, Entry { tiny, kind, follows }) =
            match (negotiation.offer.take(), negotiation.entry) {
                (Some(OfferIn::Sdp(sdp, senders)), Some(entry)) => (sdp, senders, entry),
                (Some(OfferIn::Sdp(offer, senders)), None) => {
                    return self
                        .shared
                        .media
                        .command(peer, Command::Negotiate { peer, offer, senders, token });
                }
                (Some(OfferIn::Restart(login)), _) => {
                    return self.shared.media.command(peer, Command::RestartIce { peer, login, token });
                }
                (None, _) => return,
            };
        let http = matches!(kind, MemberKind::Whip | MemberKind::Whep);
        let config = PeerConfig {
            peer,
            tiny,
            room: self.media,
            identity: self.shared.media.identity(),
            candidates: self.shared.media.candidates(),
            send: Sources::sendable(rights),
            receive: Sources::receivable(rights),
            lacking: if http { Lacking::Inactive } else { Lacking::Kept },
            audio_by: if follows { AudioBy::Command } else { AudioBy::Loudest },
        };
        let (room, request) = (self.handle.clone(), negotiation.request);
        self.shared.tasks.spawn_blocking(move || {
            let result = Peer::accept(&sdp, &senders, config, now().at)
                .map(|(peer, answer)| Box::new(Answered { peer, answer, kind }))
                .map_err(|error| offer_refused(&error));
            room.tell_blocking(Message::Answered { session, request, result });
        });
    }

    pub(super) async fn answered(
        &mut self,
        session: SessionId,
        request: RequestId,
        result: Result<Box<Answered>, Refusal>,
    ) {
        // An entry that a newer one has replaced meanwhile is not waited for.
        let newest = self.negotiations.get_mut(&session).filter(|negotiation| negotiation.is_of(request));
        let Some(negotiation) = newest else { return };
        let negotiated = match result {
            Ok(answered) => {
                let Answered { peer, answer, kind } = *answered;
                negotiation.answer.clone_from(&answer.sdp);
                let id = peer.id();
                let room = self.handle.clone();
                self.shared.media.add(peer, move |peer, event| room.media_says(peer, event));
                self.tell_peer(id);
                Ok(negotiated(&answer, kind == MemberKind::Whip))
            }
            Err(refusal) => Err(refusal),
        };
        self.input(Input::Negotiated(session, negotiated)).await;
    }

    pub(super) fn take_answer(&mut self, session: SessionId) -> String {
        self.negotiations.remove(&session).map(|negotiation| negotiation.answer).unwrap_or_default()
    }

    pub(super) fn media(&mut self, command: MediaCommand) {
        match command {
            MediaCommand::Allow(peer, rights) => {
                self.peers.entry(peer).or_default().rights = rights;
                self.tell_peer(peer);
            }
            MediaCommand::Publish(peer, source, published) => {
                let Ok(source) = Source::try_from(source) else { return };
                let state = self.peers.entry(peer).or_default();
                state.on = state.on.with(source, published == Published::On);
                self.tell_peer(peer);
            }
            MediaCommand::Show { peer, mid: slot, track, height } => {
                let shows = track.and_then(|track| Some((track.tiny, Source::try_from(track.source).ok()?)));
                self.shared.media.command(peer, Command::SetSlot { peer, mid: mid(&slot), shows, height });
            }
            MediaCommand::Remove(peer) => {
                self.peers.remove(&peer);
                self.silences.forget(peer);
                self.shared.media.remove(peer);
            }
        }
    }

    /// Rights, and silence for what has no place in the room; the media plane drops the rest itself.
    fn tell_peer(&self, peer: PeerId) {
        let Some(state) = self.peers.get(&peer) else { return };
        let send = Sources::sendable(state.rights);
        let receive = Sources::receivable(state.rights);
        self.shared.media.command(peer, Command::SetRights { peer, send, receive });
        self.shared.media.command(peer, Command::SetMuted { peer, muted: send.without(state.on) });
    }

    pub(super) async fn media_event(&mut self, peer: PeerId, event: Event) {
        let told = match event {
            Event::PeerConnected { .. } | Event::PeerBack { .. } => MediaEvent::Connected,
            Event::PeerLost { .. } => MediaEvent::Lost,
            Event::PeerFailed { why, .. } => MediaEvent::Failed(path_failed(why)),
            Event::PeerClosed { .. } => MediaEvent::Failed(Refusal::IceFailed),
            Event::TrackSilent { source, .. } => return self.silences.begin(now().at, peer, source),
            Event::TrackStarted { source, .. } | Event::TrackEnded { source, .. } => {
                return self.silences.end(peer, source);
            }
            Event::PrivilegeDiff { source, .. } => MediaEvent::Unauthorised(source.into()),
            Event::AudioSlots { slots, .. } => {
                for (mid, speaker) in slots {
                    let heard = MediaEvent::Heard { mid: mid.to_string(), speaker };
                    self.input(Input::Media(peer, heard)).await;
                }
                return;
            }
            Event::Negotiated { token, result, .. } => {
                let session = SessionId(token);
                let result = result.map_err(|error| offer_refused(&error));
                if let (Ok(answer), Some(negotiation)) = (&result, self.negotiations.get_mut(&session)) {
                    negotiation.answer.clone_from(&answer.sdp);
                }
                let negotiated = result.map(|answer| negotiated(&answer, false));
                return self.input(Input::Negotiated(session, negotiated)).await;
            }
            Event::PeerMoved { .. } | Event::Stats(_) => return,
        };
        self.input(Input::Media(peer, told)).await;
    }
}

fn negotiated(answer: &Answer, sends: bool) -> Negotiated {
    let slot = |(mid, kind): &(Mid, Kind)| SlotOffer { mid: mid.to_string(), video: *kind == Kind::Video };
    let sources = answer.senders.iter().map(|(_, source)| (*source).into());
    Negotiated {
        slots: answer.slots.iter().map(slot).collect(),
        sends: if sends { sources.collect() } else { Vec::new() },
    }
}

fn offer_refused(error: &OfferError) -> Refusal {
    Refusal::Media { code: error.code(), sub_reason: error.sub_reason(), message: error.to_string() }
}

fn path_failed(why: Failure) -> Refusal {
    Refusal::Media { code: why.code(), sub_reason: why.sub_reason(), message: why.to_string() }
}

/// Mids are compared as str0m has them; one that it would cut is refused when the offer is read.
fn mid(text: &str) -> Mid {
    Mid::from(text)
}
