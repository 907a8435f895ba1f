//! Streams: one connection each, read by one thread.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use pulseaudio::protocol::{
    ChannelMap, Command, CreatePlaybackStreamReply, CreateRecordStreamReply, PlaybackStreamParams,
    ProtocolError, PulseError, RecordStreamParams, SampleFormat, SampleSpec,
    SetPlaybackStreamBufferAttrParams, SetPlaybackStreamBufferAttrReply,
    stream::{BufferAttr, StreamFlags},
};

use super::super::cushion::Cushion;
use super::super::ear::Ear;
use super::super::lifeline::Lifeline;
use super::super::open::{Microphone, Player, Shared, lock};
use super::connection::{Connection, Hangup, Message};
use super::list::Endpoint;
use crate::DeviceError;
use crate::audio::{Channels, FRAME_SAMPLES, RATE_HZ};

/// The server sends what was heard, and asks for what is to be played, 10 ms at a time.
const PART_SAMPLES: usize = FRAME_SAMPLES / 2;
/// What the server itself has waiting, of which its device takes a part at once.
const AHEAD_PARTS: usize = 4;
/// Each time that the server has run dry it gets so much more, on a machine that is too busy to let us in in time,
const MORE_PARTS: usize = 2;
/// up to this: a delay that is heard in a talk is worse than a gap now and then.
const MOST_PARTS: usize = 20;
/// Of one sample.
const BYTES: usize = size_of::<i16>();

/// Reads a connection until it is dropped.
struct Reader {
    hangup: Arc<Hangup>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.hangup.hang_up();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Endpoint {
    /// Hears what this source hears.
    pub(crate) fn record(&self, life: Arc<Lifeline>) -> Result<Microphone, DeviceError> {
        let hangup = Arc::<Hangup>::default();
        let (mut connection, _) = self.create_record(&hangup).map_err(|why| error(&life, &why))?;
        let ear: Shared<Ear> = Arc::new(Mutex::new(Ear::new(self.channels)));
        let (heard, told) = (Arc::clone(&ear), Arc::clone(&life));
        let stream = Reader::start(hangup, &life, move || {
            told.end(loop {
                match connection.next() {
                    Ok(Message::Sound(bytes)) => lock(&heard).hear(samples(&bytes)),
                    Ok(Message::Event(event)) if matches!(*event, Command::RecordStreamKilled(_)) => {
                        break told.no_device();
                    }
                    Ok(Message::Event(_)) => {}
                    Err(why) => break error(&told, &why),
                }
            });
        })?;
        Ok(Microphone { ear, life, _stream: Box::new(stream) })
    }

    fn create_record(&self, hangup: &Hangup) -> Result<(Connection, CreateRecordStreamReply), ProtocolError> {
        let mut connection = Connection::open(hangup)?;
        let params = RecordStreamParams {
            sample_spec: spec(self.channels),
            channel_map: map(self.channels),
            source_name: Some(self.name.clone()),
            buffer_attr: BufferAttr { fragment_size: parts(1, self.channels), ..BufferAttr::default() },
            flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
            ..RecordStreamParams::default()
        };
        let made = connection.ask(&Command::CreateRecordStream(params))?;
        Ok((connection, made))
    }

    /// Plays at this sink.
    pub(crate) fn play(&self, life: Arc<Lifeline>) -> Result<Player, DeviceError> {
        let hangup = Arc::<Hangup>::default();
        let (mut connection, made) = self.create_playback(&hangup).map_err(|why| error(&life, &why))?;
        let cushion: Shared<Cushion> = Arc::new(Mutex::new(Cushion::new(RATE_HZ)));
        let (taken, told) = (Arc::clone(&cushion), Arc::clone(&life));
        let stream = Reader::start(hangup, &life, move || {
            let why = feed(&mut connection, &made, &taken);
            told.end(why.map_or_else(|why| error(&told, &why), |Killed| told.no_device()));
        })?;
        Player::new(cushion, RATE_HZ, life, Box::new(stream))
    }

    fn create_playback(
        &self,
        hangup: &Hangup,
    ) -> Result<(Connection, CreatePlaybackStreamReply), ProtocolError> {
        let mut connection = Connection::open(hangup)?;
        let channels = Channels::Stereo;
        let params = PlaybackStreamParams {
            sample_spec: spec(channels),
            channel_map: map(channels),
            sink_name: Some(self.name.clone()),
            buffer_attr: ahead(AHEAD_PARTS),
            flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
            ..PlaybackStreamParams::default()
        };
        let made = connection.ask(&Command::CreatePlaybackStream(params))?;
        Ok((connection, made))
    }
}

impl Reader {
    fn start(
        hangup: Arc<Hangup>,
        life: &Lifeline,
        read: impl FnOnce() + Send + 'static,
    ) -> Result<Self, DeviceError> {
        let thread = std::thread::Builder::new().name("ilive-pulse".to_owned()).spawn(read);
        Ok(Self { hangup, thread: Some(thread.map_err(|why| life.failed(why))?) })
    }
}

/// The server has ended a stream: its device is gone.
struct Killed;

/// Gives the server what it asks for until the stream ends.
fn feed(
    connection: &mut Connection,
    made: &CreatePlaybackStreamReply,
    cushion: &Shared<Cushion>,
) -> Result<Killed, ProtocolError> {
    let mut parts = AHEAD_PARTS;
    connection.play(made.channel, &played(cushion, made.requested_bytes))?;
    loop {
        let Message::Event(event) = connection.next()? else { continue };
        match *event {
            Command::Request(request) => connection.play(made.channel, &played(cushion, request.length))?,
            Command::Underflow(_) => {
                lock(cushion).count_underrun();
                if parts < MOST_PARTS {
                    parts += MORE_PARTS;
                    let params = SetPlaybackStreamBufferAttrParams {
                        index: made.channel,
                        buffer_attr: ahead(parts),
                        adjust_latency: true,
                        early_requests: false,
                    };
                    let _: SetPlaybackStreamBufferAttrReply =
                        connection.ask(&Command::SetPlaybackStreamBufferAttr(params))?;
                }
            }
            Command::PlaybackStreamKilled(_) => return Ok(Killed),
            _ => {}
        }
    }
}

fn ahead(count: usize) -> BufferAttr {
    BufferAttr {
        target_length: parts(count, Channels::Stereo),
        minimum_request_length: parts(1, Channels::Stereo),
        ..BufferAttr::default()
    }
}

/// What the server asked for, as it is sent. Nobody can ask for more than a buffer of the server holds.
fn played(cushion: &Shared<Cushion>, bytes: u32) -> Vec<u8> {
    let mut samples = vec![0; bytes as usize / BYTES];
    lock(cushion).pull(&mut samples);
    samples.into_iter().flat_map(i16::to_le_bytes).collect()
}

fn samples(bytes: &[u8]) -> impl Iterator<Item = i16> {
    bytes.chunks_exact(BYTES).map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
}

fn parts(count: usize, channels: Channels) -> u32 {
    (count * PART_SAMPLES * channels.count() * BYTES) as u32
}

fn spec(channels: Channels) -> SampleSpec {
    SampleSpec { format: SampleFormat::S16Le, channels: channels.count() as u8, sample_rate: RATE_HZ }
}

fn map(channels: Channels) -> ChannelMap {
    match channels {
        Channels::Mono => ChannelMap::mono(),
        Channels::Stereo => ChannelMap::stereo(),
    }
}

fn error(life: &Lifeline, why: &ProtocolError) -> DeviceError {
    match why {
        ProtocolError::ServerError(PulseError::NoEntity) => life.no_device(),
        ProtocolError::ServerError(PulseError::AccessDenied | PulseError::AuthKey) => life.denied(),
        ProtocolError::ServerError(PulseError::Busy) => life.busy(),
        why => life.failed(why),
    }
}
