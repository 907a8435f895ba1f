//! A code as scripts and people read it.

use clap::ValueEnum;
use ilive_protocol::codes::{Code, Lang};
use serde::Serialize;

/// The language of the contract's texts.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Language {
    #[value(alias = "en-US")]
    En,
    #[value(alias = "zh-CN")]
    Zh,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Zh => Self::Zh,
        }
    }
}

/// A row of `ilive codes --json`; the names of its members are kept.
#[derive(Serialize)]
pub(crate) struct Entry {
    pub(crate) code: u32,
    pub(crate) name: &'static str,
    pub(crate) module: &'static str,
    pub(crate) text: &'static str,
    pub(crate) cause: &'static str,
    pub(crate) fix: &'static str,
    pub(crate) raised_by: Vec<&'static str>,
    pub(crate) delivery: Vec<&'static str>,
    pub(crate) sub_reasons: Vec<SubReason>,
}

/// A stable word that narrows a code down.
#[derive(Serialize)]
pub(crate) struct SubReason {
    pub(crate) word: &'static str,
    pub(crate) meaning: &'static str,
}

impl Entry {
    /// The contract's row of `code`.
    pub(crate) fn new(code: Code, lang: Lang) -> Self {
        let row = code.row();
        let reasons = row.sub_reasons.iter();
        Self {
            code: code.number(),
            name: code.name(),
            module: code.module().as_str(),
            text: code.text(lang),
            cause: code.cause(lang),
            fix: code.fix(lang),
            raised_by: row.raised_by.iter().map(|layer| layer.as_str()).collect(),
            delivery: row.delivery.iter().map(|way| way.as_str()).collect(),
            sub_reasons: reasons
                .map(|reason| SubReason { word: reason.word, meaning: reason.meaning.get(lang) })
                .collect(),
        }
    }
}
