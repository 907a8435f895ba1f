//! Numbers beyond the 58: what messages and groups answer with (D.5, E.4.6), and the results of calls (E.15).

use ilive_protocol::codes::{Lang, Module, Words};

/// One of them.
pub(super) struct Beyond {
    pub(super) module: Module,
    pub(super) number: u32,
    text: Words,
    fix: Words,
    /// Sub-reasons that come with it.
    pub(super) reasons: &'static [&'static str],
}

impl Beyond {
    pub(super) fn text(&self, lang: Lang) -> &'static str {
        self.text.get(lang)
    }

    /// What to do.
    pub(super) fn fix(&self, lang: Lang) -> &'static str {
        self.fix.get(lang)
    }
}

const fn words(en: &'static str, zh: &'static str) -> Words {
    Words { en, zh }
}

const fn im(number: u32, text: Words, fix: Words, reasons: &'static [&'static str]) -> Beyond {
    Beyond { module: Module::Im, number, text, fix, reasons }
}

const fn call(number: u32, text: Words, fix: Words, reasons: &'static [&'static str]) -> Beyond {
    Beyond { module: Module::Call, number, text, fix, reasons }
}

/// How a call ended is no failure.
const NO_FAILURE: Words = words(
    "Nothing to do: it says how the call ended. Show it to the user.",
    "无需处理：它说明通话怎样结束。告诉用户即可。",
);

pub(super) const ALL: [Beyond; 22] = [
    im(
        6012,
        words("No answer in time", "没有及时应答"),
        words(
            "Send it again with the same client id: it is kept once however often it comes.",
            "用相同的客户端编号重发：无论来多少次，都只保存一次。",
        ),
        &["no_answer"],
    ),
    im(6014, words("Not logged in to messaging", "没有登录消息"), words("Log in first.", "请先登录。"), &[]),
    im(
        6015,
        words("A login is not finished", "登录还没有完成"),
        words("Wait for its completion, then call again.", "等登录完成后再调用。"),
        &["login_unfinished"],
    ),
    im(
        10_004,
        words("A bad value in a message or a question", "消息或请求里的值不正确"),
        words(
            "Act on the sub-reason: name a conversation, another user than oneself, a text that is not empty, a page of 1 to 100.",
            "按子原因处理：指明会话、对方不能是自己、内容不能为空、每页 1 到 100 条。",
        ),
        &[
            "no_conversation",
            "to_self",
            "bad_id",
            "bad_client_id",
            "empty_message",
            "too_many_elements",
            "bad_page",
        ],
    ),
    im(
        10_007,
        words("Not permitted in this group", "在这个群里不允许"),
        words(
            "Enter the room, which joins its group; who was removed cannot come back for a while.",
            "请先进入房间，会同时加入群；被移出的人一段时间内不能再进。",
        ),
        &["not_in_group", "kicked"],
    ),
    im(
        10_010,
        words("There is no such group", "没有这个群"),
        words(
            "A group lives as long as its room: check the room's number, or wait until it is open.",
            "群与房间同在：请核对房间号，或等房间打开。",
        ),
        &["group_not_exist"],
    ),
    im(
        10_013,
        words("A member of the group already", "已经是群成员"),
        words("Nothing to do.", "无需处理。"),
        &[],
    ),
    im(
        10_014,
        words("The group is full", "群已满"),
        words("Try again once somebody has left.", "等有人离开后再试。"),
        &["group_full"],
    ),
    im(
        10_017,
        words("Muted in this group", "在这个群里被禁言"),
        words("Wait until the host lifts it.", "等主播解除禁言。"),
        &[],
    ),
    im(
        10_023,
        words("Too often", "太频繁"),
        words(
            "Wait as long as the answer says (retry_after_ms), then send again.",
            "按应答里的 retry_after_ms 等待后再发。",
        ),
        &["throttled"],
    ),
    im(
        20_003,
        words("There is no such user", "没有这个用户"),
        words(
            "Check the id: a user is known to the server from their first login on.",
            "请核对用户名：用户第一次登录之后，服务器才认识。",
        ),
        &["unknown_user"],
    ),
    im(
        70_107,
        words("There is no such id", "没有这个 ID"),
        words(
            "Check the id: a user is known to the server from their first login on.",
            "请核对 ID：用户第一次登录之后，服务器才认识。",
        ),
        &["unknown_id"],
    ),
    im(
        80_002,
        words("The message is too long", "消息太长"),
        words(
            "Shorten it: 12,000 bytes between two users, 8,898 in a group.",
            "请缩短：两人之间 12,000 字节，群里 8,898 字节。",
        ),
        &["message_too_long"],
    ),
    call(1, words("The caller took it back", "呼叫方取消了"), NO_FAILURE, &[]),
    call(2, words("Nobody answered", "无人应答"), NO_FAILURE, &[]),
    call(3, words("Refused", "被拒绝"), NO_FAILURE, &[]),
    call(4, words("Hung up", "已挂断"), NO_FAILURE, &[]),
    call(5, words("Busy", "忙线中"), NO_FAILURE, &[]),
    call(6, words("Disconnected: a link was lost for too long", "连接断开：链路丢失太久"), NO_FAILURE, &[]),
    call(
        100,
        words("There is no such call", "没有这个通话"),
        words("It is over already: take it off the screen.", "它已经结束：请从界面上移除。"),
        &["not_exist"],
    ),
    call(
        101,
        words("The call failed", "通话失败"),
        words(
            "Act on the sub-reason: the other user is not logged in, one of the two is in another call, or the server did not answer in time.",
            "按子原因处理：对方没有登录、双方之一在另一个通话里，或服务器没有及时应答。",
        ),
        &["offline", "in_call", "no_answer"],
    ),
    call(102, words("Ended on this side", "由本端结束"), NO_FAILURE, &[]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_there_once_and_says_something_in_both_languages() {
        let mut seen = std::collections::BTreeSet::new();
        for row in &ALL {
            assert!(seen.insert((row.module, row.number)), "{} {}", row.module, row.number);
            for lang in [Lang::En, Lang::Zh] {
                assert!(!row.text(lang).is_empty() && !row.fix(lang).is_empty(), "{}", row.number);
            }
        }
    }
}
