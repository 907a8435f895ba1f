//! What an app can switch, leave to its role, or leave alone.

use ilive_session::Error;

use crate::args::Level;

/// On, off, or as the app's role has it.
pub type ilive_switch = u32;
/// As the role has it; on, where no role says it.
pub const ILIVE_AS_ROLE: ilive_switch = 0;
/// On, whatever the role says.
pub const ILIVE_ON: ilive_switch = 1;
/// Off, whatever the role says.
pub const ILIVE_OFF: ilive_switch = 2;

pub(crate) fn read(switch: ilive_switch, what: &str) -> Result<Option<bool>, Error> {
    match switch {
        ILIVE_AS_ROLE => Ok(None),
        ILIVE_ON => Ok(Some(true)),
        ILIVE_OFF => Ok(Some(false)),
        other => Err(Level::Facade.bad(format!("{what}: {other} is no switch"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_is_on_off_or_the_roles() {
        for (switch, says) in
            [(0, Some(None)), (1, Some(Some(true))), (2, Some(Some(false))), (3, None), (u32::MAX, None)]
        {
            assert_eq!(read(switch, "a switch").ok(), says, "{switch}");
        }
    }
}
