//! str0m, kept at arm's length: should it panic, one connection ends, and those beside it on the thread go on.

use std::panic::{AssertUnwindSafe, catch_unwind};

use str0m::Rtc;

/// One connection of str0m's. After a panic its state cannot be trusted, and it is not called again.
pub(crate) struct Engine {
    rtc: Rtc,
    sound: bool,
}

/// str0m has panicked, now or before; whose connection it is must be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Panicked;

impl Engine {
    /// Takes what `build` makes of str0m, and what it makes besides.
    pub(crate) fn build<T>(build: impl FnOnce() -> (Rtc, T)) -> Result<(Self, T), Panicked> {
        let mut sound = true;
        guard(&mut sound, build).map(|(rtc, besides)| (Self { rtc, sound }, besides))
    }

    /// Calls str0m.
    pub(crate) fn run<T>(&mut self, call: impl FnOnce(&mut Rtc) -> T) -> Result<T, Panicked> {
        let rtc = &mut self.rtc;
        guard(&mut self.sound, || call(rtc))
    }
}

/// Makes one call while all before it came back.
fn guard<T>(sound: &mut bool, call: impl FnOnce() -> T) -> Result<T, Panicked> {
    if !*sound {
        return Err(Panicked);
    }
    // What a panic leaves half done is not looked at again: nothing is called once `sound` is false.
    let returned = catch_unwind(AssertUnwindSafe(call));
    *sound = returned.is_ok();
    returned.map_err(|_| Panicked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_panic_nothing_is_called_again() {
        let (mut sound, mut calls) = (true, 0);

        assert_eq!(guard(&mut sound, || 7), Ok(7));
        assert_eq!(guard(&mut sound, || -> u8 { panic!("as str0m might") }), Err(Panicked));
        assert_eq!(guard(&mut sound, || calls += 1), Err(Panicked));
        assert_eq!(calls, 0);
    }

    #[test]
    fn what_panics_while_it_is_built_is_not_there() {
        let built = Engine::build(|| -> (Rtc, ()) { panic!("as str0m might") });

        assert_eq!(built.err(), Some(Panicked));
    }
}
