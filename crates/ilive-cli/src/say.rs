//! `ilive say`: a text into a room's chat, or to a user.

use anyhow::Context;
use clap::Args;
use ilive::{RoomId, RoomOption, UserId};

use crate::bot::{self, Bot, BotArgs, End, Equipment, Told};
use crate::exit::UsageError;

/// Send a text into a room's chat, or with --to to a user
#[derive(Args)]
#[command(after_help = bot::HELP, override_usage = "ilive say [OPTIONS] <ROOM> <TEXT>...\n       ilive say [OPTIONS] --to <USER> <TEXT>...")]
pub(crate) struct SayArgs {
    /// The room, unless --to says who, and the text; words are put together with blanks
    #[arg(value_name = "ROOM|TEXT", required = true)]
    words: Vec<String>,
    /// To this user alone
    #[arg(long, value_name = "USER")]
    to: Option<UserId>,
    #[command(flatten)]
    bot: BotArgs,
}

/// To whom a text goes.
enum Goal<'a> {
    Room(RoomId),
    User(&'a UserId),
}

pub(crate) fn run(args: &SayArgs) -> anyhow::Result<()> {
    let (goal, text) = goal(args)?;
    bot::run(&args.bot, async {
        let mut bot = Bot::login(&args.bot, Equipment::default()).await?;
        let end = say(&mut bot, &goal, &text).await;
        bot.leave(end).await
    })
}

fn goal(args: &SayArgs) -> anyhow::Result<(Goal<'_>, String)> {
    let (goal, words) = match (&args.to, args.words.split_first()) {
        (Some(user), _) => (Goal::User(user), &args.words[..]),
        (None, Some((room, words))) => {
            let id = RoomId::from_path(room).map_err(|why| UsageError(format!("ROOM {room}: {why}")))?;
            (Goal::Room(id), words)
        }
        (None, None) => (Goal::Room(RoomId::number(1).context("a room")?), &[][..]),
    };
    let text = words.join(" ");
    if text.trim().is_empty() {
        return Err(UsageError("there is nothing to say: give a TEXT behind the room".to_owned()).into());
    }
    Ok((goal, text))
}

async fn say(bot: &mut Bot, goal: &Goal<'_>, text: &str) -> anyhow::Result<End> {
    let sent = match goal {
        Goal::User(user) => {
            let sending = bot.ilive.send_c2c_text(user.as_str(), text);
            bot.unless_stopped(sending, format!("sending to {user}")).await?
        }
        Goal::Room(room) => {
            // Only who is in a room may speak there; nothing is looked at.
            let option = RoomOption { auto_views: false, ..RoomOption::audience() };
            bot.enter(room, option, None).await?;
            let sending = bot.ilive.send_group_text(text);
            bot.unless_stopped(sending, format!("sending into room {room}")).await?
        }
    };
    bot.news.tell(&Told::Said { seq: sent.seq, time_ms: sent.time_ms })?;
    Ok(End::Done)
}
