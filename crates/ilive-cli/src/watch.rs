//! `ilive watch`: what a room sends, looked at, measured and recorded.

mod part;
mod recording;
mod sink;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;
use ilive::{MediaSink, RoomId, RoomOption};
use tokio::sync::mpsc;

use crate::bot::{self, Bot, BotArgs, End, Equipment, StayArgs, Told, Turn};
use recording::{Recorded, Recording};
use sink::{First, Watcher};

/// The number of the sound that is played (B.4).
const PLAY: u32 = 4;

/// Watch a room: who sends, how well it comes, and a recording of it
#[derive(Args)]
#[command(after_help = bot::HELP)]
pub(crate) struct WatchArgs {
    /// A number, or a name (s:NAME for a name that is all digits)
    #[arg(value_parser = RoomId::from_path)]
    room: RoomId,
    /// Record into this MP4: the first picture that comes, H264 or VP8 as it was sent, and all voices, mixed. It is
    /// playable wherever it is cut off. Another codec begins another file, FILE-2.mp4
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Print what was measured every two seconds; what is not known is null, in a table ?
    #[arg(long)]
    stats: bool,
    #[command(flatten)]
    stay: StayArgs,
    #[command(flatten)]
    bot: BotArgs,
}

pub(crate) fn run(args: &WatchArgs) -> anyhow::Result<()> {
    let (firsts, mut first) = mpsc::channel(First::ALL.len());
    let recording = args.record.as_deref().map(Recording::start).transpose()?;
    let media = recording.as_ref().map(Recording::input);
    let sink: Arc<dyn MediaSink> = Arc::new(Watcher::new(firsts, media, args.stats));
    bot::run(&args.bot, async {
        let bot = Bot::login(&args.bot, Equipment { sink: Some(sink), ..Equipment::default() }).await;
        let mut bot = match bot {
            Ok(bot) => bot,
            // Its file, in which there is nothing, goes with it.
            Err(error) => return finish(recording).and(Err(error)),
        };
        let end = watch(&mut bot, args, &mut first, recording.as_ref()).await;
        let told = finish(recording).and_then(|recorded| tell_recorded(&bot, recorded));
        bot.leave(told.and(end)).await
    })
}

async fn watch(
    bot: &mut Bot,
    args: &WatchArgs,
    first: &mut mpsc::Receiver<First>,
    recording: Option<&Recording>,
) -> anyhow::Result<End> {
    let begun = Instant::now();
    bot.enter(&args.room, RoomOption::audience(), args.stay.stay()).await?;
    if let Some(file) = &args.record {
        bot.listen(PLAY)?;
        bot.news.tell(&Told::Recording { file: file.display().to_string() })?;
    }
    loop {
        let turn = tokio::select! {
            turn = bot.turn() => turn?,
            Some(first) = first.recv() => {
                let after_ms = begun.elapsed().as_millis() as u64;
                bot.news.tell(&Told::First { what: first.word(), after_ms })?;
                continue;
            }
        };
        match turn {
            Turn::Event(_) => {}
            Turn::Rates if recording.is_some_and(Recording::has_failed) => return Ok(End::Done),
            Turn::Rates if args.stats => bot.tell_quality()?,
            Turn::Rates => bot.tell_rates()?,
            Turn::End(end) => return Ok(end),
        }
    }
}

fn finish(recording: Option<Recording>) -> anyhow::Result<Recorded> {
    recording.map_or(Ok(Recorded::default()), Recording::finish)
}

fn tell_recorded(bot: &Bot, recorded: Recorded) -> anyhow::Result<()> {
    for file in recorded.files {
        bot.news.tell(&Told::Recorded {
            file: file.path.display().to_string(),
            seconds: file.seconds,
            pictures: file.pictures,
            bytes: file.bytes,
        })?;
    }
    if recorded.missed > 0 {
        bot.news.tell(&Told::NotRecorded { pieces: recorded.missed })?;
    }
    Ok(())
}
