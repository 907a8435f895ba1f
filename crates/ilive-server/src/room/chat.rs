//! The room's chat group: the room says who may speak, the log gives the order, then everybody is told.

use ilive_core::chat::{Append, Conversation};
use ilive_core::room::{Input, Person, Refusal, RequestId};
use ilive_protocol::wire::{self, event::Event, reply};

use super::{Saying, Task};
use crate::clock::now;
use crate::session::{SessionHandle, new_message, page};
use crate::store::Range;

impl Task {
    pub(super) fn log(&self) -> String {
        Conversation::Group(self.handle.id.clone()).key()
    }

    pub(super) fn say(&mut self, from: SessionHandle, request: RequestId, append: Append) {
        if let Err(refusal) = self.room.may_say(now(), append.sender) {
            return from.answer(request, Err(refusal));
        }
        // Queued at once, so that the log has the order in which the room heard; answered in the same order.
        let queued = self.shared.store.queue(new_message(self.handle.app, &append));
        self.says.push_back(Box::pin(async move {
            let result = match queued {
                Ok(queued) => queued.await,
                Err(error) => Err(error),
            };
            Saying { from, request, append, result }
        }));
    }

    /// A message is in the log, or could not be.
    pub(super) async fn said(&mut self, saying: Saying) {
        let Saying { from, request, append, result } = saying;
        let appended = match result {
            Ok(appended) => appended,
            Err(error) => {
                tracing::error!(room = %self.handle.id, %error, "a message was not kept");
                return from.answer(request, Err(Refusal::StoreUnavailable));
            }
        };
        from.answer(request, Ok(reply::Result::SendMessage(appended.reply())));
        if appended.tells_others() {
            let event = self.arrived(&from.person, &append, appended.ack().seq);
            self.shared.hub.tell(self.room.group_users(), &event, Some(from.id));
            self.input(Input::MessageKept).await;
        }
    }

    fn arrived(&self, sender: &Person, append: &Append, seq: u64) -> Event {
        let message = Some(wire::Message {
            conversation: Some(self.conversation()),
            seq,
            sender: sender.user.to_string(),
            sender_nick: sender.nick.clone(),
            time_ms: append.time_ms,
            client_id: append.message.client_id().to_owned(),
            elements: append.message.elements().to_vec(),
        });
        Event::MessageArrived(wire::MessageArrived { message })
    }

    fn conversation(&self) -> wire::ConversationRef {
        let room = wire::RoomRef::from(&self.handle.id);
        wire::ConversationRef { id: Some(wire::conversation_ref::Id::Room(room)) }
    }

    /// History is for the members of the group.
    pub(super) fn read_log(&mut self, session: SessionHandle, request: RequestId, range: Range) {
        if let Err(refusal) = self.room.may_send(session.tiny) {
            return session.answer(request, Err(refusal));
        }
        let (shared, app, log) = (self.shared.clone(), self.handle.app, self.log());
        let conversation = self.conversation();
        self.shared.tasks.spawn(async move {
            let read = page(&shared, app, &log, &conversation, range).await;
            session.finish(
                request,
                read.map(reply::Result::ReadMessages).map_err(|refusal| refusal.into_wire()),
            );
        });
    }
}
