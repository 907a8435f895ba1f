//! The actors of a scenario, and the calls that are under way.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::Context;
use ilive_conformance::line::{Command, Fact, Outcome};
use tokio::sync::{Notify, mpsc};

use crate::actor::Actor;
use crate::answer::{Answer, Ending, failure};
use crate::args::Args;
use crate::{events, say, verbs};

/// Calls under way by their number, each with what gives it up.
type UnderWay = Rc<RefCell<BTreeMap<u32, Rc<Notify>>>>;

/// A call that was made on another thread: its number, and what came of it.
pub(crate) type MadeElsewhere = (u32, anyhow::Result<Option<Answer>>);

/// Everything of one scenario.
pub(crate) struct Stage {
    actors: BTreeMap<String, Actor>,
    under_way: UnderWay,
    elsewhere: mpsc::UnboundedSender<MadeElsewhere>,
}

impl Stage {
    /// `elsewhere` hears of calls that are made on other threads; they come back by [`Stage::made`].
    pub(crate) fn new(elsewhere: mpsc::UnboundedSender<MadeElsewhere>) -> Self {
        Self { actors: BTreeMap::new(), under_way: UnderWay::default(), elsewhere }
    }

    /// Makes the call of a command. What comes of it is said here, or once it has come.
    pub(crate) fn obey(&mut self, command: Command) -> anyhow::Result<()> {
        let Command { seq, actor, verb, keys } = command;
        let args = Args(keys);
        match verb.as_str() {
            "init" => self.init(seq, actor, &args),
            "cancel" => self.cancel(seq, &args),
            "from_callback" => self.call_from_callback(seq, &actor, args),
            _ => self.made((seq, verbs::call(self.actor(&actor)?, &verb, &args))),
        }
    }

    /// Says what came of a call.
    pub(crate) fn made(&self, (seq, answer): MadeElsewhere) -> anyhow::Result<()> {
        match answer? {
            Some(answer) => self.answered(seq, answer),
            None => say(&Fact::Unknown(seq)),
        }
        Ok(())
    }

    fn actor(&self, name: &str) -> anyhow::Result<&Actor> {
        self.actors.get(name).with_context(|| format!("{name} was not made"))
    }

    /// Makes the call on the thread that raw sound comes on.
    fn call_from_callback(&self, seq: u32, actor: &str, args: Args) -> anyhow::Result<()> {
        let (actor, elsewhere) = (self.actor(actor)?.clone(), self.elsewhere.clone());
        let verb = args.needed("verb")?.to_owned();
        let sink = std::sync::Arc::clone(&actor.sink);
        sink.with_next_sound(Box::new(move || {
            // Nobody listens once the scenario is over.
            _ = elsewhere.send((seq, verbs::call(&actor, &verb, &args)));
        }));
        Ok(())
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
