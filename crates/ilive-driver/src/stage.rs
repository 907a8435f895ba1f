//! The actors of a scenario, and the calls that are under way.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Context;
use ilive_conformance::line::{Command, Fact, Outcome};
use tokio::sync::Notify;

use crate::actor::Actor;
use crate::answer::{Answer, Ending, failure};
use crate::args::Args;
use crate::{events, say, verbs};

/// Calls under way by their number, each with what gives it up.
type UnderWay = Rc<RefCell<BTreeMap<u32, Rc<Notify>>>>;

/// Everything of one scenario.
pub(crate) struct Stage {
    actors: BTreeMap<String, Actor>,
    under_way: UnderWay,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self { actors: BTreeMap::new(), under_way: UnderWay::default() }
    }

    /// Makes the call of a command. What comes of it is said here, or once it has come.
    pub(crate) fn obey(&mut self, command: Command) -> anyhow::Result<()> {
        let Command { seq, actor, verb, keys } = command;
        let args = Args(keys);
        match verb.as_str() {
            "init" => self.init(seq, actor, &args),
            "cancel" => self.cancel(seq, &args),
            _ => {
                let actor = self.actors.get(&actor).with_context(|| format!("{actor} was not made"))?;
                match verbs::call(actor, &verb, &args)? {
                    Some(answer) => self.answered(seq, answer),
                    None => say(&Fact::Unknown(seq)),
                }
                Ok(())
            }
        }
    }

    fn init(&mut self, seq: u32, name: String, args: &Args) -> anyhow::Result<()> {
        match Actor::init(&name, args)? {
            Ok(actor) => {
                tokio::task::spawn_local(events::tell(name.clone(), actor.ilive.events()));
                self.actors.insert(name, actor);
                say(&Fact::Returned(seq, Outcome::ok()));
            }
            Err(error) => say(&Fact::Returned(seq, failure(&error))),
        }
        Ok(())
    }

    fn answered(&self, seq: u32, answer: Answer) {
        match answer {
            Answer::Returned(outcome) => say(&Fact::Returned(seq, outcome)),
            Answer::Accepted(ending) => {
                say(&Fact::Accepted(seq));
                let stop = Rc::new(Notify::new());
                self.under_way.borrow_mut().insert(seq, Rc::clone(&stop));
                tokio::task::spawn_local(end(seq, ending, stop, Rc::clone(&self.under_way)));
            }
        }
    }

    /// Who has ended is given up without any effect.
    fn cancel(&self, seq: u32, args: &Args) -> anyhow::Result<()> {
        args.needed("of")?;
        if let Some(stop) = self.under_way.borrow().get(&args.number("of")?) {
            stop.notify_one();
        }
        say(&Fact::Returned(seq, Outcome::ok()));
        Ok(())
    }
}

async fn end(seq: u32, mut ending: Box<dyn Ending>, stop: Rc<Notify>, under_way: UnderWay) {
    let outcome = loop {
        tokio::select! {
            outcome = ending.ended() => break outcome,
            () = stop.notified() => {}
        }
        ending.give_up();
    };
    under_way.borrow_mut().remove(&seq);
    say(&Fact::Done(seq, outcome));
}
