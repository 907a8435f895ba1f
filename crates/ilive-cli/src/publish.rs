//! `ilive publish`: pictures and sound into a room.

mod equipment;

use clap::Args;
use ilive::{Event, Pick, RoomId, RoomOption};
use ilive_devices::video::Size;

use crate::args;
use crate::bot::{self, Bot, BotArgs, End, Failed, StayArgs, Told, Turn};

/// Send pictures and sound into a room; it is made where there is none
#[derive(Args)]
#[command(after_help = bot::HELP)]
pub(crate) struct PublishArgs {
    /// A number, or a name (s:NAME for a name that is all digits)
    #[arg(value_parser = RoomId::from_path)]
    room: RoomId,
    /// Title of the room, where it is made
    #[arg(long, value_name = "TEXT", value_parser = args::title)]
    title: Option<String>,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    encoding: EncodingArgs,
    #[command(flatten)]
    stay: StayArgs,
    #[command(flatten)]
    bot: BotArgs,
}

/// Where pictures and sound come from.
#[derive(Args)]
#[group(required = true, multiple = true)]
struct SourceArgs {
    /// Moving bars, with a number in each picture that can be read again
    #[arg(long, conflicts_with_all = ["file", "camera"])]
    pattern: bool,
    /// A film (MP4, Y4M) with its sound, or sound alone (M4A, WAV), again and again
    #[arg(long, value_name = "FILE", conflicts_with = "camera")]
    file: Option<std::path::PathBuf>,
    /// A camera of `ilive devices`, or `default` for the first
    #[arg(long, value_name = "ID")]
    camera: Option<String>,
    /// A screen or a window of `ilive devices`, or `default` for the first screen; beside a camera
    #[arg(long, value_name = "ID")]
    screen: Option<String>,
    /// A tone of 997 Hz
    #[arg(long, conflicts_with = "mic")]
    tone: bool,
    /// A microphone of `ilive devices`, or `default` for the first
    #[arg(long, value_name = "ID")]
    mic: Option<String>,
}

/// How pictures are encoded, in the place of what the server says of the role.
#[derive(Args)]
struct EncodingArgs {
    /// Size of the pictures, such as 640x480
    #[arg(long, value_name = "WxH", value_parser = equipment::size)]
    size: Option<Size>,
    /// Pictures a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    fps: Option<u32>,
    /// Kilobits a second
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..=20_000))]
    kbps: Option<u32>,
}

pub(crate) fn run(args: &PublishArgs) -> anyhow::Result<()> {
    let equipment = equipment::equipment(&args.source, &args.encoding)?;
    equipment::are_here(&args.source)?;
    bot::run(&args.bot, async {
        let mut bot = Bot::login(&args.bot, equipment).await?;
        let end = publish(&mut bot, args).await;
        bot.leave(end).await
    })
}

async fn publish(bot: &mut Bot, args: &PublishArgs) -> anyhow::Result<End> {
    let title = args.title.clone().unwrap_or_default();
    let option = RoomOption { create_room: true, title, ..RoomOption::host() };
    bot.enter(&args.room, option, args.stay.stay()).await?;
    for (kind, pick, device) in equipment::picks(&args.source) {
        if pick == Pick::Default {
            equipment::machine_has(&bot.ilive, kind)?;
        }
        let opening = bot.ilive.open(kind, pick);
        bot.unless_stopped(opening, format!("opening {device}")).await?;
        bot.news.tell(&Told::Opened { device })?;
    }
    loop {
        match bot.turn().await? {
            Turn::Event(Event::DeviceClosed(_, Some(error))) => {
                return Err(Failed::new("sending", error).into());
            }
            Turn::Event(_) => {}
            Turn::Rates => bot.tell_rates()?,
            Turn::End(end) => return Ok(end),
        }
    }
}
