//! What is received: pictures to who looks, voices mixed to the player.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, AudioSourceKind, Channels, Volume, mix};
use ilive_devices::codec::{self, EncodedVideo, VideoCodec};
use ilive_devices::device::{AudioSink, DeviceKind};
use ilive_protocol::TinyId;
use ilive_protocol::limits::SLOTS_MAX;
use ilive_protocol::wire::{self, Source};
use ilive_session::io::PeerNo;
use str0m::media::Mid;

use super::awaited::Awaited;
use super::closings::Held;
use super::feed::Hold;
use super::film_sounds::FilmSounds;
use super::listeners::Listeners;
use super::peer::{Coded, Received, StreamId};
use super::picture::{Picture, Seen};
use super::quality::Board;
use super::sink::MediaSink;
use super::ticker::Ticker;
use super::voice::Voice;

/// Frames of a film that may wait for the player's next turn: what two clocks are apart, and no delay to be heard.
const FILM_SPARE: usize = 1;

/// What the sender's app has put beside a picture; only H264 has a place for it.
fn user_data(video: &EncodedVideo) -> impl Iterator<Item = Vec<u8>> {
    let data = (video.codec == VideoCodec::H264).then(|| codec::user_data(&video.data));
    data.into_iter().flatten()
}

/// All that is received.
pub(super) struct Playback {
    sink: Arc<dyn MediaSink>,
    board: Arc<Board>,
    slots: BTreeMap<StreamId, (TinyId, Source)>,
    awaited: Awaited,
    pictures: BTreeMap<StreamId, Picture>,
    voices: BTreeMap<StreamId, Voice>,
    player: Option<Player>,
    /// Counts while anybody listens.
    ticker: Option<Ticker>,
    /// The own voice, in a device test.
    own: Option<AudioFrame>,
    /// Of films that are played here: who plays one hears it at home, not from the room.
    films: FilmSounds,
}

struct Player {
    sink: Held<dyn AudioSink>,
    hold: Hold,
    volume: Volume,
}

impl Playback {
    pub(super) fn new(sink: Arc<dyn MediaSink>, board: Arc<Board>) -> Self {
        Self {
            sink,
            board,
            slots: BTreeMap::new(),
            awaited: Awaited::default(),
            pictures: BTreeMap::new(),
            voices: BTreeMap::new(),
            player: None,
            ticker: None,
            own: None,
            films: FilmSounds::default(),
        }
    }

    pub(super) fn open_player(&mut self, sink: Held<dyn AudioSink>, hold: Hold) {
        self.player = Some(Player { sink, hold, volume: Volume::default() });
    }

    /// Another player takes the place of one that nobody has chosen.
    pub(super) fn exchange_player(&mut self, sink: Held<dyn AudioSink>, hold: Hold) {
        if let Some(player) = &mut self.player {
            (player.sink, player.hold) = (sink, hold);
        }
    }

    /// Of an open player, how it is held.
    pub(super) fn hold(&mut self) -> Option<&mut Hold> {
        self.player.as_mut().map(|player| &mut player.hold)
    }

    pub(super) fn close_player(&mut self) {
        self.player = None;
    }

    pub(super) fn set_volume(&mut self, volume: Volume) {
        if let Some(player) = &mut self.player {
            player.volume = volume;
        }
    }

    /// What slots show from now on; those that are not named show what they did. More than a connection has are not believed.
    pub(super) fn show(&mut self, now: Instant, peer: PeerNo, slots: Vec<wire::Slot>) {
        for slot in slots {
            let source = slot.source();
            let stream = StreamId { peer, mid: Mid::from(slot.mid.as_str()) };
            let shows = (slot.tiny_id != 0).then_some((TinyId(slot.tiny_id), source));
            let shown = self.slots.keys().filter(|stream| stream.peer == peer).count();
            if shown >= SLOTS_MAX && !self.slots.contains_key(&stream) {
                continue;
            }
            self.board.slot(stream, shows);
            match shows {
                Some(shows) => {
                    if self.slots.insert(stream, shows) != Some(shows) && source != Source::Audio {
                        self.awaited.begin(now, stream);
                    }
                }
                None => self.clear(stream),
            }
        }
    }

    fn clear(&mut self, stream: StreamId) {
        self.slots.remove(&stream);
        self.awaited.end(stream);
        self.pictures.remove(&stream);
        self.voices.remove(&stream);
    }

    /// A connection is gone.
    pub(super) fn forget(&mut self, peer: PeerNo) {
        self.slots.retain(|stream, _| stream.peer != peer);
        self.awaited.retain(|stream| stream.peer != peer);
        self.pictures.retain(|stream, _| stream.peer != peer);
        self.voices.retain(|stream, _| stream.peer != peer);
    }

    /// A packet has come. One for a slot that shows nobody is kept too: the word of whom it shows may come later.
    pub(super) fn receive(&mut self, received: Received, listeners: &Listeners) {
        let stream = received.stream;
        match received.coded {
            Coded::Opus if self.is_heard(listeners) => {
                self.voices.entry(stream).or_insert_with(Voice::new).receive(&received);
            }
            Coded::Opus => drop(self.voices.remove(&stream)),
            Coded::Video(codec) => {
                let picture = self.pictures.entry(stream).or_insert_with(|| Picture::new(codec));
                if picture.codec() != codec {
                    *picture = Picture::new(codec);
                }
                picture.receive(received);
            }
        }
    }

    /// The own voice, to be heard with the next 20 ms.
    pub(super) fn hear_own(&mut self, frame: AudioFrame) {
        self.own = Some(frame);
    }

    /// The next 20 ms of a film that is played here.
    pub(super) fn hear_film(&mut self, kind: DeviceKind, frame: AudioFrame) {
        self.films.push(kind, frame);
    }

    /// When there is something to do although nothing comes.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let pictures = self.pictures.values().filter_map(Picture::deadline);
        self.ticker.iter().map(Ticker::deadline).chain(pictures).chain(self.awaited.deadline()).min()
    }

    /// Shows the pictures that are whole; gives the streams that need a keyframe.
    pub(super) fn look(&mut self, now: Instant) -> Vec<StreamId> {
        let looked_at = self.sink.wants_pictures();
        let (sink, board, slots, awaited) = (&self.sink, &self.board, &self.slots, &mut self.awaited);
        for (stream, picture) in &mut self.pictures {
            let Some((tiny_id, source)) = slots.get(stream).copied() else { continue };
            let codec_is_decoded = looked_at && picture.codec() == VideoCodec::H264;
            picture.look(now, looked_at, |seen| match seen {
                Seen::Decoded(frame) => {
                    board.shown(*stream, Some(frame.picture.size()));
                    sink.picture(tiny_id, source, &frame);
                }
                Seen::Encoded(video) => {
                    awaited.end(*stream);
                    if !codec_is_decoded {
                        board.shown(*stream, None);
                    }
                    user_data(&video).for_each(|data| sink.custom_data(tiny_id, source, &data));
                    sink.encoded(tiny_id, source, &video);
                }
            });
        }
        let broken = self
            .pictures
            .iter_mut()
            .filter_map(|(stream, picture)| picture.asks_for_keyframe(now).then_some(*stream));
        broken.chain(self.awaited.due(now)).collect()
    }

    /// Plays what is due, and tells `played` what the player gets; an error is the player's.
    pub(super) fn play(
        &mut self,
        now: Instant,
        listeners: &Listeners,
        mut played: impl FnMut(&AudioFrame),
    ) -> Result<(), DeviceError> {
        if !self.is_heard(listeners) {
            self.ticker = None;
            self.voices.clear();
            self.films.clear();
            return Ok(());
        }
        let turns = self.ticker.get_or_insert_with(|| Ticker::new(now)).due(now);
        for at in turns {
            self.play_turn(at, listeners, &mut played)?;
        }
        Ok(())
    }

    fn is_heard(&self, listeners: &Listeners) -> bool {
        self.player.is_some() || listeners.hear_others() || self.sink.wants_sound()
    }

    fn play_turn(
        &mut self,
        at: Duration,
        listeners: &Listeners,
        played: &mut impl FnMut(&AudioFrame),
    ) -> Result<(), DeviceError> {
        let mut heard: Vec<AudioFrame> = self.own.take().into_iter().collect();
        heard.extend(self.films.take_next(FILM_SPARE));
        for (stream, voice) in &mut self.voices {
            let Some((tiny_id, _)) = self.slots.get(stream).copied() else { continue };
            if let Some(frame) = voice.pull() {
                let frame = listeners.offer(AudioSourceKind::NetStream, Some(tiny_id), frame);
                self.sink.sound(tiny_id, &frame);
                heard.push(frame);
            }
            self.board.heard(*stream, voice.quality());
        }
        heard.extend(listeners.contribution(AudioSourceKind::MixToPlay, at));
        let mixed = mix(&heard.iter().collect::<Vec<_>>(), Channels::Stereo, at);
        let mut mixed = listeners.offer(AudioSourceKind::Play, None, mixed);
        match &mut self.player {
            Some(player) if !player.hold.is_gone() => {
                player.volume.apply(&mut mixed);
                played(&mixed);
                player.sink.play(&mixed)
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_shows_no_more_than_it_has_slots() {
        let mut playback = Playback::new(Arc::new(()), Arc::default());
        let (now, peer) = (Instant::now(), PeerNo(1));
        let slot = |number: usize, tiny_id| wire::Slot {
            mid: format!("m{number}"),
            tiny_id,
            source: Source::Main.into(),
        };

        playback.show(now, peer, (0..1_000).map(|number| slot(number, 7)).collect());
        playback.show(now, PeerNo(2), vec![slot(0, 7)]);
        assert_eq!(playback.slots.len(), SLOTS_MAX + 1, "another connection has its own");

        playback.show(now, peer, vec![slot(0, 8), slot(1, 0), slot(500, 9)]);
        let shows = |number: usize| {
            let mid = Mid::from(format!("m{number}").as_str());
            playback.slots.get(&StreamId { peer, mid }).map(|(tiny, _)| tiny.0)
        };
        assert_eq!([shows(0), shows(1), shows(2), shows(500)], [Some(8), None, Some(7), Some(9)]);
        assert_eq!(playback.awaited.due(now + Duration::from_secs(2)).len(), SLOTS_MAX + 1);
    }
}
