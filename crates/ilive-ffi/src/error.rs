//! A failure, as C sees it.

use ilive_protocol::codes::{Delivery, Lang, Layer};
use ilive_session::{Error, OldRoom};

use crate::keep::Keep;
use crate::numbers::{ilive_delivery, ilive_layer, ilive_module, ilive_old_room, module_number};
use crate::text::ilive_text;

/// A failure. `module` and `code` belong together: 1 of `ILIVE_MODULE_AV` and 1 of `ILIVE_MODULE_CALL` differ.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_error {
    /// The space of the number.
    pub module: ilive_module,
    /// One of the 58, or a number of messaging or of calls; never 0.
    pub code: i32,
    /// Who found it.
    pub raised_by: ilive_layer,
    /// How it came here.
    pub delivery: ilive_delivery,
    /// Only of a failed switch: what became of the room that it was from.
    pub old_room: ilive_old_room,
    /// Only of a refusal that passes: when to try again, in ms; 0: nothing was said.
    pub retry_after_ms: u32,
    /// The published constant, such as `ERR_NO_ROOM`; empty for a number outside the 58.
    pub name: ilive_text,
    /// A stable word that says which case of the code this is; may be empty.
    pub sub_reason: ilive_text,
    /// For people; may change.
    pub message: ilive_text,
    /// Finds the line in the log.
    pub trace_id: ilive_text,
    /// Why it usually happens; empty for a number outside the 58.
    pub why: ilive_text,
    /// What to do about it; empty for a number outside the 58.
    pub fix: ilive_text,
    /// The failure below this one; NULL: none.
    pub cause: *const ilive_error,
}

impl ilive_error {
    pub(crate) fn of(error: &Error, keep: &mut Keep) -> Self {
        let cause = error.cause.as_deref().map(|cause| {
            let cause = Self::of(cause, keep);
            keep.one(cause)
        });
        let known = error.known();
        Self {
            module: module_number(error.module),
            code: number(error),
            raised_by: raised_by(error.raised_by),
            delivery: delivery(error.delivery),
            old_room: old_room(error.old_room),
            retry_after_ms: error.retry_after_ms,
            name: keep.text(known.map_or("", |code| code.name())),
            sub_reason: keep.text(&error.sub_reason),
            message: keep.text(&error.message),
            trace_id: keep.text(&error.trace_id),
            why: keep.text(known.map_or("", |code| code.cause(Lang::En))),
            fix: keep.text(known.map_or("", |code| code.fix(Lang::En))),
            cause: cause.unwrap_or(std::ptr::null()),
        }
    }
}

/// What the functions return. A number that does not fit in is none of ours.
pub(crate) fn number(error: &Error) -> i32 {
    i32::try_from(error.code).unwrap_or(i32::MAX)
}

fn raised_by(layer: Layer) -> ilive_layer {
    match layer {
        Layer::Facade => crate::numbers::ILIVE_LAYER_FACADE,
        Layer::Av => crate::numbers::ILIVE_LAYER_AV,
        Layer::Server => crate::numbers::ILIVE_LAYER_SERVER,
    }
}

fn delivery(delivery: Delivery) -> ilive_delivery {
    match delivery {
        Delivery::Return => crate::numbers::ILIVE_DELIVERY_RETURN,
        Delivery::Completion => crate::numbers::ILIVE_DELIVERY_COMPLETION,
        Delivery::Event => crate::numbers::ILIVE_DELIVERY_EVENT,
    }
}

fn old_room(old_room: Option<OldRoom>) -> ilive_old_room {
    match old_room {
        None => crate::numbers::ILIVE_OLD_ROOM_NONE,
        Some(OldRoom::Kept) => crate::numbers::ILIVE_OLD_ROOM_KEPT,
        Some(OldRoom::Left) => crate::numbers::ILIVE_OLD_ROOM_LEFT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ilive_protocol::Code;

    #[test]
    fn a_failure_is_told_with_all_that_is_below_it() {
        let cause = Error::im(6017, "unknown_id").because("no such id");
        let error = Error::of(Code::AvInviteFailed, "").caused_by(cause);
        let mut keep = Keep::default();

        let told = ilive_error::of(&error, &mut keep);

        assert_eq!((told.module, told.code), (crate::numbers::ILIVE_MODULE_AV, 1801));
        assert_eq!(told.name.read().as_deref(), Ok("AV_ERR_INVITE_FAILED"));
        let below = crate::list::read(told.cause, 1)[0];
        assert_eq!((below.module, below.code), (crate::numbers::ILIVE_MODULE_IM, 6017));
        assert_eq!(below.sub_reason.read().as_deref(), Ok("unknown_id"));
        assert_eq!(below.message.read().as_deref(), Ok("no such id"));
        assert!(below.cause.is_null());
    }
}
