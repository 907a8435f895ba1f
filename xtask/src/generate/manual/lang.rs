//! What the generated pages say around the words of the table.

use super::super::table::{SubReason, Words};

/// One language's words.
pub(super) struct Lang {
    chinese: bool,
    pub(super) raised_by: &'static str,
    pub(super) arrives: &'static str,
    pub(super) published: &'static str,
    pub(super) why: &'static str,
    pub(super) fix: &'static str,
    pub(super) sub_reasons: &'static str,
    pub(super) about_sub_reasons: &'static str,
    pub(super) sub_reason: &'static str,
    pub(super) means: &'static str,
    pub(super) more: &'static str,
    pub(super) look: &'static str,
    pub(super) all: &'static str,
    pub(super) about_all: &'static str,
    pub(super) code: &'static str,
    pub(super) constant: &'static str,
    pub(super) happened: &'static str,
    pub(super) scenarios: &'static str,
    pub(super) about_scenarios: &'static str,
    pub(super) settings: &'static str,
    pub(super) only: &'static str,
    pub(super) near_miss: &'static str,
    pub(super) goes_on: &'static str,
    pub(super) answers: &'static str,
}

/// In the order of the manual's folders.
pub(super) const LANGS: [Lang; 2] = [
    Lang {
        chinese: false,
        raised_by: "Raised by",
        arrives: "Arrives as",
        published: "Published as",
        why: "Why",
        fix: "What to do",
        sub_reasons: "Sub-reasons",
        about_sub_reasons: "The sub-reason comes with the code and says which of the causes it is. The words stay; texts may change.",
        sub_reason: "Sub-reason",
        means: "Means",
        more: "Look closer",
        look: "The same text on the command line; a sub-reason or a whole log line may follow in place of the number. \
               [Finding a cause](../errors.md) says how an error and its log lines are brought together.",
        all: "The 58 codes",
        about_all: "A code is never shown without its module: other modules have numbers of their own. `ilive codes` prints this \
                    table, `ilive explain NUMBER` a page.",
        code: "Code",
        constant: "Constant",
        happened: "What happened",
        scenarios: "Scenarios",
        about_scenarios: "The situations that the code is tested in, from each SDK against a real server; `cargo xtask contract` \
                          plays them. What has no answer here succeeds. A near miss is the situation beside it, which gives \
                          another answer.",
        settings: "Settings:",
        only: "Only",
        near_miss: "Near miss: ",
        goes_on: "not waited for:",
        answers: "answers",
    },
    Lang {
        chinese: true,
        raised_by: "来源",
        arrives: "到达方式",
        published: "公开表中的原文",
        why: "原因",
        fix: "怎么办",
        sub_reasons: "子原因",
        about_sub_reasons: "子原因随错误码一起给出，说明是其中哪一种原因。子原因的词不会变，说明文字可能会改。",
        sub_reason: "子原因",
        means: "含义",
        more: "进一步查看",
        look: "命令行给出同样的说明；编号也可以换成子原因，或者整行日志。怎样把一个错误和它的日志对上，见[查找原因](../errors.md)。",
        all: "58 个错误码",
        about_all: "错误码总是和模块一起出现：别的模块有自己的编号。`ilive codes` 打印这张表，`ilive explain 编号` 打印一页。",
        code: "错误码",
        constant: "常量",
        happened: "发生了什么",
        scenarios: "场景",
        about_scenarios: "这个错误码在这些情形下测试：从每个 SDK 出发，面对真实的服务器；`cargo xtask contract` 会逐一执行。没有写结果的步骤都成功。情形的名字只有英文，标题以“相邻”开头的是旁边的情形，结果不同。",
        settings: "设置：",
        only: "仅限",
        near_miss: "相邻：",
        goes_on: "不等待：",
        answers: "返回",
    },
];

impl Lang {
    pub(super) fn of<'a>(&self, words: &'a Words) -> &'a str {
        if self.chinese { &words.zh } else { &words.en }
    }

    pub(super) fn meaning<'a>(&self, reason: &'a SubReason) -> &'a str {
        if self.chinese { &reason.zh } else { &reason.en }
    }

    fn choose(&self, en: &'static str, zh: &'static str) -> &'static str {
        if self.chinese { zh } else { en }
    }

    /// A layer that raises codes; the table lets no other word in.
    pub(super) fn layer(&self, word: &str) -> &'static str {
        match word {
            "facade" => self.choose("the façade (`ilive`)", "门面层（`ilive`）"),
            "av" => self.choose("the audio and video layer (`av`)", "音视频层（`av`）"),
            _ => self.choose("the server", "服务器"),
        }
    }

    pub(super) fn delivery(&self, word: &str) -> &'static str {
        match word {
            "return" => self.choose(
                "`return`: the call itself fails, nothing was sent",
                "`return`：调用本身失败，什么都没有发出",
            ),
            "completion" => self.choose(
                "`completion`: the one answer to an accepted call",
                "`completion`：调用被接受后唯一的结果",
            ),
            _ => self.choose("`event`: nobody asked", "`event`：没有人调用，主动通知"),
        }
    }

    /// How an expectation's delivery reads in a list of steps.
    pub(super) fn delivered(&self, word: &str) -> Option<&'static str> {
        Some(match word {
            "return" => self.choose("refused at once", "立即被拒绝"),
            "done" => self.choose("completes", "完成"),
            "event" => self.choose("event", "事件"),
            _ => return None,
        })
    }

    pub(super) fn group(&self, title: &str) -> &'static str {
        match title {
            "ilive" => self.choose("Module ilive: the façade", "模块 ilive：门面层"),
            "av" => self.choose("Module av: the client's audio and video", "模块 av：客户端音视频"),
            _ => self.choose("Module av: the server's answers", "模块 av：服务器的应答"),
        }
    }

    pub(super) fn group_about(&self, title: &str) -> &'static str {
        match title {
            "ilive" => self.choose("One object with login, rooms, messages, devices.", "一个对象：登录、房间、消息、设备。"),
            "av" => self.choose(
                "Who uses the audio and video layer meets these; who uses the façade meets them where it has nothing better to say.",
                "直接使用音视频层时会遇到；使用门面层时，只有它没有更合适的码时才会遇到。",
            ),
            _ => self.choose("Decided by the server.", "由服务器判定。"),
        }
    }
}
