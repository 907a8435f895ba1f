//! Watches a room and writes what it sees to a file: `viewer URL APP USER USERSIG ROOM FILE.mp4 SECONDS`. The seconds count
//! from the first picture, for which it waits ten times as long: a room where nobody sends leaves a file without pictures.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_executor::block_on;
use ilive::wire::Source;
use ilive::{Config, Ilive, MediaSink, RoomOption, TinyId};
use ilive_devices::audio::Channels;
use ilive_devices::codec::EncodedVideo;
use ilive_devices::file::Mp4Recorder;

/// Hands on what comes; on the SDK's thread nobody may take their time.
struct Eye(SyncSender<EncodedVideo>);

impl MediaSink for Eye {
    fn encoded(&self, _: TinyId, source: Source, picture: &EncodedVideo) {
        if source == Source::Main {
            // Full when the disk is too slow, closed when enough was seen.
            let _ = self.0.try_send(picture.clone());
        }
    }
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, app, user, user_sig, room, file, seconds] = &args[..] else {
        anyhow::bail!("usage: viewer URL APP USER USERSIG ROOM FILE.mp4 SECONDS")
    };
    let (eye, seen) = sync_channel(300);
    let ilive = Ilive::init(Config::new(url, app.parse()?).with_sink(Arc::new(Eye(eye))))?;
    block_on(ilive.login(user, user_sig))?;
    block_on(ilive.join_room(room.parse::<u32>()?, RoomOption::audience()))?;
    println!("watching room {room}");
    let pictures = write(&seen, File::create(file)?, Duration::from_secs(seconds.parse()?))?;
    println!("{pictures} pictures in {file}");
    block_on(ilive.quit_room())?;
    Ok(block_on(ilive.release())?)
}

/// What comes of the first stream, from its first picture on for `length`.
fn write(seen: &Receiver<EncodedVideo>, mut file: File, length: Duration) -> anyhow::Result<u32> {
    let mut end = Instant::now() + length * 10;
    let mut recorder = Mp4Recorder::new(Channels::Mono, SystemTime::now().duration_since(UNIX_EPOCH)?);
    let mut pictures = 0;
    while let Ok(picture) = seen.recv_timeout(end.saturating_duration_since(Instant::now())) {
        if !recorder.takes(picture.codec) {
            break;
        }
        if pictures == 0 {
            end = Instant::now() + length;
        }
        file.write_all(&recorder.picture(&picture)?)?;
        pictures += 1;
    }
    file.write_all(&recorder.finish()?)?;
    Ok(pictures)
}
