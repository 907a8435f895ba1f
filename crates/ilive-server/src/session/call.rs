//! Calls and invitations that a login asks for.

use ilive_core::call::Request as Ask;
use ilive_core::room::RequestId;

use super::Task;
use crate::refusal::Refusal;

impl Task {
    pub(super) fn call(&mut self, id: RequestId, ask: Ask) -> Result<(), Refusal> {
        let features = &self.shared.apps.get(self.handle.app)?.features;
        let (on, what) = match ask {
            Ask::MakeCall(_) | Ask::AcceptCall(_) | Ask::RejectCall(_) | Ask::EndCall(_) => {
                (features.call, "call")
            }
            Ask::Invite(_) | Ask::AcceptInvite(_) | Ask::RefuseInvite(_) | Ask::CancelInvite(_) => {
                (features.invite, "invite")
            }
        };
        Refusal::unless_on(on, what)?;
        self.shared.exchange(self.handle.app)?.ask(self.handle.id, id, ask);
        Ok(())
    }
}
