//! `ilive speed`: what the way to a server carries.

use clap::Args;

use crate::bot::{self, Bot, BotArgs, End, Equipment, Told};

/// Measure what the way to a server carries: round trip, jitter, loss and bandwidth, up and down
#[derive(Args)]
#[command(after_help = bot::HELP)]
pub(crate) struct SpeedArgs {
    #[command(flatten)]
    bot: BotArgs,
}

pub(crate) fn run(args: &SpeedArgs) -> anyhow::Result<()> {
    bot::run(&args.bot, async {
        let mut bot = Bot::login(&args.bot, Equipment::default()).await?;
        let end = measure(&mut bot).await;
        bot.leave(end).await
    })
}

async fn measure(bot: &mut Bot) -> anyhow::Result<End> {
    bot.news.begin("measuring, for a few seconds");
    let measuring = bot.ilive.speed_test();
    let report = bot.unless_stopped(measuring, "measuring the way to the server").await?;
    bot.news.tell(&Told::speed(&report))?;
    Ok(End::Done)
}
