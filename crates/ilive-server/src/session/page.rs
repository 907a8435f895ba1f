//! A page of a conversation's log, as long as one answer may be.

use ilive_protocol::AppId;
use ilive_protocol::wire;

use crate::refusal::Refusal;
use crate::shared::Shared;
use crate::store::{Range, StoredMessage};

/// Bytes of a page at most: two of them wait for a reader who is slow, and a link's largest frame is twice as long. A
/// message by itself is far shorter.
const PAGE_BYTES: usize = 256 * 1024;

/// The newest messages of a range.
pub(crate) async fn page(
    shared: &Shared,
    app: AppId,
    log: &str,
    conversation: &wire::ConversationRef,
    range: Range,
) -> Result<wire::ReadMessagesReply, Refusal> {
    let end = shared.store.log_end(app, log).await?;
    // One more than asked for: whether there are older ones.
    let found = shared.store.messages(app, log, Range { limit: range.limit + 1, ..range }).await?;
    let message = |stored: StoredMessage| wire::Message {
        conversation: Some(conversation.clone()),
        seq: stored.seq,
        sender: stored.sender.to_string(),
        sender_nick: stored.sender_nick,
        time_ms: stored.time_ms,
        client_id: stored.client_id,
        elements: stored.elements,
    };
    let (messages, more) = newest(found.into_iter().map(message).collect(), range.limit as usize);
    Ok(wire::ReadMessagesReply { messages, last_seq: end.last_seq, epoch: end.epoch, more })
}

/// The newest so many that fit into a page, at least one; and whether there were others.
fn newest(mut messages: Vec<wire::Message>, limit: usize) -> (Vec<wire::Message>, bool) {
    let mut bytes = 0;
    let fits = messages.iter().rev().take(limit).take_while(|message| {
        bytes += len(message);
        bytes <= PAGE_BYTES
    });
    let cut = messages.len().saturating_sub(fits.count().max(1));
    (messages.split_off(cut), cut > 0)
}

/// Bytes of a message in the longer of the two forms: JSON writes a control character as six.
fn len(message: &wire::Message) -> usize {
    let mut counted = Counted(0);
    serde_json::to_writer(&mut counted, message).expect("a message of ours has a JSON form");
    counted.0
}

struct Counted(usize);

impl std::io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(count: u64, text: &str) -> Vec<wire::Message> {
        let body = Some(wire::element::Body::Text(text.to_owned()));
        let elements = vec![wire::Element { body }];
        (1..=count)
            .map(|seq| wire::Message { seq, elements: elements.clone(), ..Default::default() })
            .collect()
    }

    #[test]
    fn a_page_is_cut_by_number_and_by_length_and_says_so() {
        for (case, messages, limit, kept, more) in [
            ("nothing", log(0, ""), 10, 0, false),
            ("all", log(10, "x"), 10, 10, false),
            ("one over the limit", log(11, "x"), 10, 10, true),
            ("too long", log(100, &"x".repeat(12_000)), 100, 21, true),
            ("too long as JSON", log(100, &"\u{1}".repeat(12_000)), 100, 3, true),
            ("one that is too long by itself", log(2, &"x".repeat(300_000)), 10, 1, true),
        ] {
            let newest_seq = messages.last().map(|message| message.seq);
            let (page, cut) = newest(messages, limit);
            assert_eq!((page.len(), cut), (kept, more), "{case}");
            assert_eq!(page.last().map(|message| message.seq), newest_seq, "{case}: the newest are kept");
        }
    }
}
