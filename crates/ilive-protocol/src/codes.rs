//! The contract's 58 codes: `contract/codes.toml` as types.
//!
//! The enum and its rows are generated (`cargo xtask gen`); what can be asked of them is here.

mod table;

use std::fmt;

pub use table::Code;

/// The space that a code's number lives in. `1` of `av` and `1` of `call` differ, so no number goes without its module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Module {
    /// The one object with login, rooms, messages and devices.
    Ilive,
    /// Audio and video: the layer on the client, and the server's answers.
    Av,
    /// Messaging; its numbers are none of the 58.
    Im,
    /// Calls; their results are none of the 58.
    Call,
}

impl Module {
    /// The word on the wire and in logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ilive => "ilive",
            Self::Av => "av",
            Self::Im => "im",
            Self::Call => "call",
        }
    }

    /// Reads the word on the wire.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Ilive, Self::Av, Self::Im, Self::Call].into_iter().find(|module| module.as_str() == word)
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who answers with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// The SDK's one object, on the client.
    Facade,
    /// The SDK's audio and video layer, on the client.
    Av,
    /// The server.
    Server,
}

impl Layer {
    /// The word in errors and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Facade => "facade",
            Self::Av => "av",
            Self::Server => "server",
        }
    }
}

/// How a code reaches the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// The call itself fails and nothing was sent.
    Return,
    /// As the one answer to a call that was accepted.
    Completion,
    /// As news that nobody asked for.
    Event,
}

impl Delivery {
    /// The word in errors and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Completion => "completion",
            Self::Event => "event",
        }
    }
}

/// A language of the contract's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

/// A text in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Words {
    /// The text in `lang`.
    #[must_use]
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// A stable word that narrows a code down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubReason {
    /// Goes over the wire; never changes.
    pub word: &'static str,
    /// For people.
    pub meaning: Words,
}

/// All that the contract says of one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The published constant, to the letter.
    pub name: &'static str,
    /// The space of the number.
    pub module: Module,
    /// Who may answer with it; first the layer that the number belongs to.
    pub raised_by: &'static [Layer],
    /// How it may reach the app.
    pub delivery: &'static [Delivery],
    /// What happened, in a few words.
    pub text: Words,
    /// Why.
    pub cause: Words,
    /// What to do.
    pub fix: Words,
    /// The words that narrow it down.
    pub sub_reasons: &'static [SubReason],
    /// The description in the published table.
    pub source_description: &'static str,
    /// The reason in the published table, where it gives one.
    pub source_reason: Option<&'static str>,
}

impl Code {
    /// The code of this number. The numbers of the 58 differ from each other, but not from those of other
    /// modules: use [`Code::find`] for an error that came from elsewhere.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.number() == number)
    }

    /// The code of this number in this module.
    #[must_use]
    pub fn find(module: Module, number: u32) -> Option<Self> {
        Self::from_number(number).filter(|code| code.module() == module)
    }

    /// The code of this constant, such as `ERR_NO_ROOM`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// The published number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32
    }

    /// The published constant, to the letter.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The space of the number.
    #[must_use]
    pub const fn module(self) -> Module {
        self.row().module
    }

    /// What happened, in a few words.
    #[must_use]
    pub const fn text(self, lang: Lang) -> &'static str {
        self.row().text.get(lang)
    }

    /// Why it happened.
    #[must_use]
    pub const fn cause(self, lang: Lang) -> &'static str {
        self.row().cause.get(lang)
    }

    /// What to do about it.
    #[must_use]
    pub const fn fix(self, lang: Lang) -> &'static str {
        self.row().fix.get(lang)
    }

    /// What a sub-reason of this code means, where the contract knows the word.
    #[must_use]
    pub fn sub_reason(self, word: &str) -> Option<&'static SubReason> {
        self.row().sub_reasons.iter().find(|reason| reason.word == word)
    }
}

/// `av 10003 AV_ERR_SERVER_NO_PERMISSION`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.module(), self.number(), self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_by_its_number_its_name_and_its_module() {
        for code in Code::ALL {
            assert_eq!(Code::from_number(code.number()), Some(code));
            assert_eq!(Code::from_name(code.name()), Some(code));
            assert_eq!(Code::find(code.module(), code.number()), Some(code));
        }
    }

    #[test]
    fn a_number_of_another_module_is_no_code_of_the_contract() {
        for (module, number) in
            [(Module::Call, 1), (Module::Im, 7000), (Module::Ilive, 1), (Module::Av, 8003)]
        {
            assert_eq!(Code::find(module, number), None, "{module} {number}");
        }
        assert_eq!(Code::from_number(8013), None);
    }

    #[test]
    fn a_sub_reason_belongs_to_its_code() {
        let known =
            Code::ServerNoPermission.sub_reason("key_expired").map(|reason| reason.meaning.get(Lang::En));

        assert_eq!(known, Some("The room key has run out."));
        assert_eq!(Code::ServerFailed.sub_reason("key_expired"), None);
    }

    #[test]
    fn a_code_is_shown_with_its_module() {
        assert_eq!(Code::ServerNoPermission.to_string(), "av 10003 AV_ERR_SERVER_NO_PERMISSION");
        assert_eq!(Code::NoErr.to_string(), "ilive 0 NO_ERR");
    }

    #[test]
    fn the_word_of_a_module_reads_back() {
        for module in [Module::Ilive, Module::Av, Module::Im, Module::Call] {
            assert_eq!(Module::from_word(module.as_str()), Some(module));
        }
        assert_eq!(Module::from_word("AV"), None);
    }
}
