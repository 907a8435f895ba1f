//! Messages and names: what the IM channel of a login asks.

use ilive_core::chat::{Addressee, Append, Checked, Conversation, check_page};
use ilive_core::room::RequestId;
use ilive_protocol::wire::{self, event::Event, reply};
use ilive_protocol::{AppId, TinyId, UserId};

use super::{Task, page};
use crate::clock::unix_ms;
use crate::refusal::Refusal;
use crate::room::Message as ToRoom;
use crate::shared::Shared;
use crate::store::{NewMessage, Range};

impl Task {
    pub(super) fn send_message(&mut self, id: RequestId, send: wire::SendMessage) -> Result<(), Refusal> {
        let to = send.conversation.as_ref().ok_or(ilive_core::chat::ChatError::NoConversation)?;
        match Addressee::try_from(to)? {
            Addressee::Room(room) => {
                let room = crate::room::served(room)?;
                let message = Checked::new(Conversation::Group(room.clone()), send.client_id, send.elements)?;
                let room = self.open_room(&room)?;
                room.tell(ToRoom::Say {
                    from: self.handle.clone(),
                    request: id,
                    append: self.append(message),
                })
            }
            Addressee::User(user) => {
                ilive_core::chat::check_client_id(&send.client_id)?;
                self.send_to_user(id, user, send);
                Ok(())
            }
        }
    }

    fn append(&self, message: Checked) -> Append {
        Append { sender: self.handle.tiny, message, time_ms: unix_ms() }
    }

    fn send_to_user(&mut self, id: RequestId, user: UserId, send: wire::SendMessage) {
        let (shared, handle) = (self.shared.clone(), self.handle.clone());
        let time_ms = unix_ms();
        self.appends.push_back(Box::pin(async move {
            let sent = async {
                let other = user_named(&shared, handle.app, &user).await?;
                let conversation = Conversation::pair(handle.tiny, other)?;
                let message = Checked::new(conversation, send.client_id, send.elements)?;
                let append = Append { sender: handle.tiny, message, time_ms };
                let appended = shared.store.append(new_message(handle.app, &append)).await?;
                Ok(Sent { other, other_id: user, append, appended })
            };
            Appended { request: id, sent: sent.await }
        }));
    }

    /// A message to a user is in the log, or could not be: acknowledged first, then told.
    pub(super) fn appended(&mut self, Appended { request, sent }: Appended) {
        match sent {
            Ok(sent) => {
                self.answer(request, reply::Result::SendMessage(sent.appended.reply()));
                if sent.appended.tells_others() {
                    tell_pair(&self.shared, &self.handle, &sent);
                }
            }
            Err(refusal) => self.answer(request, reply::Result::Error(refusal.into_wire())),
        }
    }

    pub(super) fn read_messages(&mut self, id: RequestId, read: wire::ReadMessages) -> Result<(), Refusal> {
        check_page(read.limit)?;
        let to = read.conversation.as_ref().ok_or(ilive_core::chat::ChatError::NoConversation)?;
        let range = Range { after: read.after, before: read.before, limit: read.limit };
        match Addressee::try_from(to)? {
            Addressee::Room(room) => {
                let room = crate::room::served(room)?;
                let room = self.open_room(&room)?;
                room.tell(ToRoom::ReadLog { from: self.handle.clone(), request: id, range })
            }
            Addressee::User(user) => {
                let (shared, handle) = (self.shared.clone(), self.handle.clone());
                self.shared.tasks.spawn(async move {
                    let read = async {
                        let other = user_named(&shared, handle.app, &user).await?;
                        let log = Conversation::pair(handle.tiny, other)?.key();
                        let whole = wire::ConversationRef {
                            id: Some(wire::conversation_ref::Id::UserId(user.to_string())),
                        };
                        page(&shared, handle.app, &log, &whole, range).await
                    };
                    let result = read.await.map(reply::Result::ReadMessages);
                    handle.finish(id, result.map_err(Refusal::into_wire));
                });
                Ok(())
            }
        }
    }
}

/// The tiny id of a user of this app.
async fn user_named(shared: &Shared, app: AppId, user: &UserId) -> Result<TinyId, Refusal> {
    let found = shared.store.users(app, std::slice::from_ref(user), &[]).await?;
    found.first().map(|user| user.tiny).ok_or_else(|| {
        let fault = ilive_core::Fault::im(20_003, "unknown_user");
        Refusal::new(fault, format!("user {user} has never logged in to this app"))
    })
}

/// What became of a message to a user.
pub(super) struct Appended {
    request: RequestId,
    sent: Result<Sent, Refusal>,
}

/// A message to a user that is in the log.
struct Sent {
    other: TinyId,
    other_id: UserId,
    append: Append,
    appended: ilive_core::chat::Appended,
}

/// Tells the other user, and the sender's own other logins.
fn tell_pair(shared: &Shared, sender: &super::SessionHandle, sent: &Sent) {
    let Sent { other, other_id, append, appended } = sent;
    let seq = appended.ack().seq;
    let event = |with: &UserId| {
        let conversation =
            wire::ConversationRef { id: Some(wire::conversation_ref::Id::UserId(with.to_string())) };
        let message = Some(wire::Message {
            conversation: Some(conversation),
            seq,
            sender: sender.person.user.to_string(),
            sender_nick: sender.person.nick.clone(),
            time_ms: append.time_ms,
            client_id: append.message.client_id().to_owned(),
            elements: append.message.elements().to_vec(),
        });
        Event::MessageArrived(wire::MessageArrived { message })
    };
    shared.hub.tell([*other], &event(&sender.person.user), None);
    shared.hub.tell([sender.tiny], &event(other_id), Some(sender.id));
}

/// A checked message as the store takes it.
pub(crate) fn new_message(app: AppId, append: &Append) -> NewMessage {
    NewMessage {
        app,
        conversation: append.message.conversation().key(),
        sender: append.sender,
        client_id: append.message.client_id().to_owned(),
        time_ms: append.time_ms,
        body: crate::store::encode_elements(append.message.elements()),
    }
}
