//! What a section says of its payload types, gathered in one pass: an offer may have many lines, and many types.

use std::collections::BTreeMap;

use super::limits::MAX_FORMATS;
use crate::offer_error::OfferError;

/// A payload type of a section.
#[derive(Debug, Clone, Default)]
pub(crate) struct Format {
    pub(crate) pt: u8,
    /// The value of its first `a=rtpmap`: `VP8/90000`.
    pub(crate) name: String,
    /// The value of its first `a=fmtp`.
    pub(crate) parameters: Option<String>,
    /// Which of [`FEEDBACK`] it asks for, by index.
    feedback: [bool; FEEDBACK.len()],
}

/// What str0m reads of `a=rtcp-fb`. The rest is not passed on: a line for all types would become one for each.
const FEEDBACK: [&str; 5] = ["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"];

impl Format {
    pub(crate) fn feedback(&self) -> impl Iterator<Item = &'static str> {
        FEEDBACK.into_iter().zip(self.feedback).filter(|(_, asked)| *asked).map(|(name, _)| name)
    }

    fn ask(&mut self, index: usize) {
        self.feedback[index] = true;
    }
}

/// The payload types in `listed`, each once and in order, with what `attributes` say of them. One without a name is none.
pub(super) fn read(listed: &[String], attributes: &[String]) -> Result<Vec<Format>, OfferError> {
    let mut places: BTreeMap<u8, usize> = BTreeMap::new();
    let mut formats: Vec<Format> = Vec::new();
    for word in listed {
        let pt = parse_pt(word)?;
        if let std::collections::btree_map::Entry::Vacant(free) = places.entry(pt) {
            free.insert(formats.len());
            formats.push(Format { pt, ..Format::default() });
        }
    }
    if formats.len() > MAX_FORMATS {
        return Err(OfferError::TooManyFormats { formats: formats.len() });
    }
    for attribute in attributes {
        note(attribute, &places, &mut formats);
    }
    formats.retain(|format| !format.name.is_empty());
    Ok(formats)
}

/// Notes what one attribute says. What is said first holds.
fn note(attribute: &str, places: &BTreeMap<u8, usize>, formats: &mut [Format]) {
    let Some((what, (pt, value))) =
        attribute.split_once(':').and_then(|(what, rest)| Some((what, rest.split_once(' ')?)))
    else {
        return;
    };
    let feedback = || FEEDBACK.iter().position(|known| *known == value.trim());
    if (what, pt) == ("rtcp-fb", "*") {
        let Some(index) = feedback() else { return };
        return formats.iter_mut().for_each(|format| format.ask(index));
    }
    let Some(place) = pt.parse().ok().and_then(|pt: u8| places.get(&pt)) else { return };
    let format = &mut formats[*place];
    match what {
        "rtpmap" if format.name.is_empty() => value.trim().clone_into(&mut format.name),
        "fmtp" if format.parameters.is_none() => format.parameters = Some(value.trim().to_owned()),
        "rtcp-fb" => feedback().into_iter().for_each(|index| format.ask(index)),
        _ => {}
    }
}

/// Payload types have seven bits, and those of 64 to 95 are taken for RTCP (RFC 5761).
pub(super) fn parse_pt(text: &str) -> Result<u8, OfferError> {
    let refused = || OfferError::PayloadType { value: text.chars().take(16).collect() };
    text.parse().ok().filter(|pt| *pt <= 127).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_said_first_of_a_type_holds_and_what_is_said_of_all_is_said_of_each() {
        let attributes = owned(&[
            "rtpmap:96 VP8/90000",
            "rtpmap:96 VP9/90000",
            "rtcp-fb:* nack",
            "rtcp-fb:* nack",
            "rtcp-fb:96 nack pli",
            "rtcp-fb:96 of our own",
            "rtpmap:97 rtx/90000",
            "fmtp:97 apt=96",
            "fmtp:97 apt=98",
            "rtpmap:98 unlisted/90000",
        ]);

        let formats = read(&owned(&["96", "97", "96", "99"]), &attributes).expect("three types");

        let said =
            |f: &Format| (f.pt, f.name.clone(), f.parameters.clone(), f.feedback().collect::<Vec<_>>());
        assert_eq!(
            formats.iter().map(said).collect::<Vec<_>>(),
            [
                (96, "VP8/90000".to_owned(), None, vec!["nack", "nack pli"]),
                (97, "rtx/90000".to_owned(), Some("apt=96".to_owned()), vec!["nack"]),
            ]
        );
    }
}
