//! What viewers see: from wishes to slots. A picture that stays wanted stays in its slot.

use std::collections::BTreeMap;

use ilive_protocol::wire::{self, Source, event::Event};
use ilive_protocol::{TinyId, limits};

use super::open::Open;
use super::seat::Seat;
use super::{Action, MediaCommand, Output, Refusal, SessionId, SlotOffer, Standing, Track, may};

/// One receive-only section of a viewer, and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) mid: String,
    pub(super) video: bool,
    pub(super) track: Option<Track>,
    pub(super) height: u32,
}

/// What a viewer wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// Everybody who sends, host first; heights where given.
    Auto(BTreeMap<(TinyId, Source), u32>),
    /// These, the first ones first.
    Views(Vec<(TinyId, Source, u32)>),
    /// WHEP: one member, picture and sound.
    Follow(TinyId),
}

/// A published source, as candidates for slots are sorted: the host's first, then by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    not_host: bool,
    order: u64,
    track: Track,
}

impl Open {
    pub(super) fn set_views(&mut self, session: SessionId, set: &wire::SetViews) -> Result<(), Refusal> {
        let standing = self.standing(self.seat(session)?);
        if set.views.len() > limits::VIEWS_MAX {
            return Err(Refusal::BadValue { what: "bad_views", why: "more than 32 views" });
        }
        let mut views: Vec<(TinyId, Source, u32)> = Vec::new();
        for view in &set.views {
            let (tiny, source) = self.known_view(view)?;
            if !set.auto && !may(&standing, Action::Receive(source)) {
                return Err(Refusal::LackReceive(source));
            }
            if views.iter().any(|(t, s, _)| (*t, *s) == (tiny, source)) {
                return Err(Refusal::BadValue { what: "bad_views", why: "a picture is named twice" });
            }
            views.push((tiny, source, view.height));
        }
        let wish = if set.auto {
            Wish::Auto(views.into_iter().map(|(tiny, source, height)| ((tiny, source), height)).collect())
        } else {
            Wish::Views(views)
        };
        if let Some(seat) = self.seats.get_mut(&session) {
            seat.wish = wish;
        }
        self.relayout(session);
        Ok(())
    }

    fn known_view(&self, view: &wire::View) -> Result<(TinyId, Source), Refusal> {
        let tiny = self.named(view.member.as_ref())?;
        if !self.members.contains_key(&tiny) {
            return Err(Refusal::MemberGone);
        }
        match super::uplink::known_source(view.source)? {
            Source::Unspecified | Source::Audio => {
                Err(Refusal::BadValue { what: "bad_source", why: "only pictures are viewed" })
            }
            source => Ok((tiny, source)),
        }
    }

    /// Everything that is published now.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let of_seat = |seat: &Seat| {
            let (tiny, peer, not_host) = (seat.tiny(), seat.peer, !self.is_host(seat.tiny()));
            let candidate = move |(source, uplink): (&Source, &super::seat::Uplink)| Candidate {
                not_host,
                order: uplink.order,
                track: Track { tiny, peer, source: *source },
            };
            seat.uplinks.iter().map(candidate).collect::<Vec<_>>()
        };
        let mut all: Vec<Candidate> = self.seats.values().flat_map(of_seat).collect();
        all.sort_unstable();
        all
    }

    /// Works out what one viewer's slots show, and tells viewer and media plane what is new.
    pub(super) fn layout(&mut self, session: SessionId, all: &[Candidate]) {
        let Some(seat) = self.seats.get(&session).filter(|seat| seat.is_in()) else { return };
        let standing = self.standing(seat);
        let mut slots = assign(seat, &standing, all);
        std::mem::swap(&mut slots, &mut self.seats.get_mut(&session).expect("it was there above").slots);
        self.tell_slots(session, &slots);
    }

    /// Compares with the slots of before.
    fn tell_slots(&mut self, session: SessionId, before: &[Slot]) {
        let Some(seat) = self.seats.get(&session) else { return };
        let mut news = Vec::new();
        for slot in &seat.slots {
            let old = before.iter().find(|old| old.mid == slot.mid);
            let (track, height) = old.map_or((None, 0), |old| (old.track, old.height));
            // Who is heard is the media plane's choice, unless one member is followed.
            let ours = slot.video || matches!(seat.wish, Wish::Follow(_));
            if ours && (track, height) != (slot.track, slot.height) {
                let (peer, mid) = (seat.peer, slot.mid.clone());
                let show = MediaCommand::Show { peer, mid, track: slot.track, height: slot.height };
                self.out.push(Output::Media(show));
            }
            if track.map(shown) != slot.track.map(shown) {
                news.push(slot.to_wire());
            }
        }
        if !news.is_empty() && seat.hears_events() && !self.told.fresh.contains(&session) {
            self.out.event(vec![session], Event::SlotsChanged(wire::SlotsChanged { slots: news }));
        }
    }

    /// The media plane has given an audio slot to a speaker, or to none.
    pub(super) fn heard(&mut self, session: SessionId, mid: &str, speaker: Option<TinyId>) {
        let speaks = |tiny: TinyId| {
            let mut seats = self.members.get(&tiny)?.sessions.iter().filter_map(|id| self.seats.get(id));
            let seat = seats.find(|seat| seat.uplinks.contains_key(&Source::Audio))?;
            Some(Track { tiny, peer: seat.peer, source: Source::Audio })
        };
        let track = speaker.and_then(speaks);
        let Some(seat) = self.seats.get_mut(&session) else { return };
        let before = seat.slots.clone();
        let ours = !matches!(seat.wish, Wish::Follow(_));
        if let Some(slot) = seat.slots.iter_mut().find(|slot| ours && !slot.video && slot.mid == mid) {
            slot.track = track;
        }
        self.tell_slots(session, &before);
    }

    /// A new offer may have more slots; those that were there go on as they are.
    pub(super) fn take_slots(&mut self, session: SessionId, offers: Vec<SlotOffer>) {
        let Some(seat) = self.seats.get_mut(&session) else { return };
        let mut before = std::mem::take(&mut seat.slots);
        for offer in offers {
            let known = before.iter().position(|slot| slot.mid == offer.mid && slot.video == offer.video);
            seat.slots.push(known.map_or_else(|| Slot::from(offer), |at| before.swap_remove(at)));
        }
    }
}

/// The slots of a viewer, each with what it shows from now on.
fn assign(seat: &Seat, standing: &Standing, all: &[Candidate]) -> Vec<Slot> {
    let mut slots = seat.slots.clone();
    let free = |track: &Track| track.peer != seat.peer && may(standing, Action::Receive(track.source));
    let there: Vec<Track> = all.iter().map(|candidate| candidate.track).filter(free).collect();
    let pictures = slots.iter().filter(|slot| slot.video).count();
    place(&mut slots, true, wanted(seat, all, &there).into_iter().take(pictures).collect());
    if let Wish::Follow(tiny) = seat.wish {
        let voice = there.iter().find(|track| track.tiny == tiny && track.source == Source::Audio);
        place(&mut slots, false, voice.map(|track| (*track, 0)).into_iter().collect());
    } else {
        for slot in slots.iter_mut().filter(|slot| !slot.video) {
            slot.track = slot.track.filter(|track| there.contains(track));
        }
    }
    slots
}

/// Pictures in the order in which they get slots, with their heights.
fn wanted(seat: &Seat, all: &[Candidate], there: &[Track]) -> Vec<(Track, u32)> {
    let picture = |track: &Track| track.source != Source::Audio;
    match &seat.wish {
        Wish::Auto(heights) => {
            let mut order: Vec<Candidate> =
                all.iter().filter(|c| picture(&c.track) && there.contains(&c.track)).copied().collect();
            order.sort_by_key(|candidate| importance(seat, candidate));
            let height = |track: &Track| heights.get(&(track.tiny, track.source)).copied().unwrap_or(0);
            order.iter().map(|candidate| (candidate.track, height(&candidate.track))).collect()
        }
        Wish::Views(views) => {
            let find = |tiny, source| there.iter().find(|t| t.tiny == tiny && t.source == source);
            views.iter().filter_map(|(tiny, source, h)| find(*tiny, *source).map(|t| (*t, *h))).collect()
        }
        Wish::Follow(tiny) => {
            let mut own: Vec<_> = there.iter().filter(|t| t.tiny == *tiny && picture(t)).collect();
            own.sort_by_key(|track| track.source);
            own.into_iter().map(|track| (*track, 0)).collect()
        }
    }
}

/// The host's camera, then what is shared, then the others by age. A player with one picture shows a person first.
fn importance(seat: &Seat, candidate: &Candidate) -> (u8, u64) {
    let aux = candidate.track.source == Source::Aux;
    let class = match (candidate.not_host, aux) {
        (false, false) => 0,
        (false, true) => 1,
        (true, true) if !seat.is_player() => 1,
        (true, false) => 2,
        (true, true) => 3,
    };
    (class, candidate.order)
}

/// Fills the slots of a kind: what is wanted and there stays, the rest takes what is free.
fn place(slots: &mut [Slot], video: bool, wanted: Vec<(Track, u32)>) {
    let shows = |slot: &Slot, track: &Track| slot.track.is_some_and(|shown| shown == *track);
    for slot in slots.iter_mut().filter(|slot| slot.video == video) {
        if !wanted.iter().any(|(track, _)| shows(slot, track)) {
            (slot.track, slot.height) = (None, 0);
        }
    }
    for (track, height) in wanted {
        let of_kind = || slots.iter().enumerate().filter(|(_, slot)| slot.video == video);
        let same = of_kind().find(|(_, slot)| shows(slot, &track)).map(|(at, _)| at);
        let free = || of_kind().find(|(_, slot)| slot.track.is_none()).map(|(at, _)| at);
        if let Some(at) = same.or_else(free) {
            (slots[at].track, slots[at].height) = (Some(track), height);
        }
    }
}

/// What the viewer is told of a track.
fn shown(track: Track) -> (TinyId, Source) {
    (track.tiny, track.source)
}

impl Slot {
    pub(super) fn to_wire(&self) -> wire::Slot {
        let mid = self.mid.clone();
        match self.track {
            Some(Track { tiny, source, .. }) => wire::Slot { mid, tiny_id: tiny.0, source: source.into() },
            None => wire::Slot { mid, tiny_id: 0, source: Source::Unspecified.into() },
        }
    }
}

impl From<SlotOffer> for Slot {
    fn from(offer: SlotOffer) -> Self {
        Self { mid: offer.mid, video: offer.video, track: None, height: 0 }
    }
}
