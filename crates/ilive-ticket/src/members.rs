//! The members of a ticket's JSON object, read once: none twice, none of a guessed type.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::TicketError;
use crate::limits::MEMBERS_MAX;

/// An object's members; each is taken by name, what nobody takes is ignored.
pub(crate) struct Members {
    values: Vec<(String, Value)>,
    duplicate: Option<String>,
}

/// What tickets are made of; anything else is only named.
enum Value {
    Text(String),
    Integer(i64),
    Other(&'static str),
}

impl Members {
    pub(crate) fn parse(json: &[u8]) -> Result<Self, TicketError> {
        let members: Self =
            serde_json::from_slice(json).map_err(|error| TicketError::BadJson { why: error.to_string() })?;
        match members.duplicate {
            Some(name) => Err(TicketError::DuplicateMember { name }),
            None => Ok(members),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(known, _)| known == name)
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<String, TicketError> {
        match self.take(name)? {
            Value::Text(text) => Ok(text),
            Value::Integer(_) => Err(not(name, "a text", "a number")),
            Value::Other(kind) => Err(not(name, "a text", kind)),
        }
    }

    pub(crate) fn optional_text(&mut self, name: &'static str) -> Result<Option<String>, TicketError> {
        if self.has(name) { self.text(name).map(Some) } else { Ok(None) }
    }

    pub(crate) fn integer(&mut self, name: &'static str) -> Result<i64, TicketError> {
        match self.take(name)? {
            Value::Integer(number) => Ok(number),
            Value::Text(_) => Err(not(name, "an integer", "a text")),
            Value::Other(kind) => Err(not(name, "an integer", kind)),
        }
    }

    fn take(&mut self, name: &'static str) -> Result<Value, TicketError> {
        let at = self.values.iter().position(|(known, _)| known == name);
        at.map(|at| self.values.swap_remove(at).1).ok_or(TicketError::MissingField { name })
    }
}

fn not(name: &'static str, wanted: &str, kind: &str) -> TicketError {
    TicketError::BadField { name, why: format!("is {kind}, not {wanted}") }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let mut members = Members { values: Vec::new(), duplicate: None };
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            if members.values.len() == MEMBERS_MAX {
                return Err(A::Error::custom(format_args!("more than {MEMBERS_MAX} members")));
            }
            if members.has(&name) {
                members.duplicate = Some(name);
            } else {
                members.values.push((name, value));
            }
        }
        Ok(members)
    }
}

/// Nested values are walked, not kept; serde_json ends that walk at 128 levels.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Other("a number out of range"), Value::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Other("a number with a fraction, an exponent or out of range"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Other("a boolean"))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other("null"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        while list.next_element::<Value>()?.is_some() {}
        Ok(Value::Other("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, Value>()?.is_some() {}
        Ok(Value::Other("an object"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sub_reason(json: &str) -> &'static str {
        match Members::parse(json.as_bytes()) {
            Ok(mut members) => members.integer("n").map_or_else(|error| error.sub_reason(), |_| "good"),
            Err(error) => error.sub_reason(),
        }
    }

    #[test]
    fn only_an_integer_is_an_integer() {
        for (json, expected) in [
            (r#"{"n":0}"#, "good"),
            (r#"{"n":-9223372036854775808}"#, "good"),
            (r#"{"n":9223372036854775807}"#, "good"),
            (r#"{"n":9223372036854775808}"#, "bad_field"),
            (r#"{"n":-9223372036854775809}"#, "bad_field"),
            (r#"{"n":18446744073709551616}"#, "bad_field"),
            (r#"{"n":1.0}"#, "bad_field"),
            (r#"{"n":1e3}"#, "bad_field"),
            (r#"{"n":-0}"#, "bad_field"),
            (r#"{"n":"1"}"#, "bad_field"),
            (r#"{"n":null}"#, "bad_field"),
            (r#"{"n":true}"#, "bad_field"),
            (r#"{"n":[1]}"#, "bad_field"),
            (r#"{"n":{"n":1}}"#, "bad_field"),
            (r#"{"n":01}"#, "bad_json"),
            (r#"{"n":+1}"#, "bad_json"),
            (r#"{"n":0x1}"#, "bad_json"),
            (r#"{"n":NaN}"#, "bad_json"),
            (r#"{"n":1e999}"#, "bad_json"),
            (r#"{"m":1}"#, "missing_field"),
        ] {
            assert_eq!(sub_reason(json), expected, "{json}");
        }
    }

    #[test]
    fn one_object_whose_members_are_there_once() {
        let deep = |levels: usize| format!(r#"{{"n":1,"x":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
        let many = |n: usize| {
            let others: String = (1..n).map(|i| format!(r#""m{i}":1,"#)).collect();
            format!(r#"{{{others}"n":1}}"#)
        };
        for (case, json, expected) in [
            ("unknown member", r#"{"x":{"y":[1,"z",null]},"n":1}"#.to_owned(), "good"),
            ("space around", " {\"n\" :\t1}\r\n".to_owned(), "good"),
            ("twice", r#"{"n":1,"n":1}"#.to_owned(), "duplicate_member"),
            ("twice, escaped", r#"{"n":1,"\u006e":1}"#.to_owned(), "duplicate_member"),
            ("twice, unknown", r#"{"n":1,"x":1,"x":2}"#.to_owned(), "duplicate_member"),
            ("two objects", r#"{"n":1}{"n":1}"#.to_owned(), "bad_json"),
            ("a list", r#"["n",1]"#.to_owned(), "bad_json"),
            ("a comment", r#"{"n":1/**/}"#.to_owned(), "bad_json"),
            ("a comma", r#"{"n":1,}"#.to_owned(), "bad_json"),
            ("a lone surrogate", r#"{"n":1,"x":"\ud800"}"#.to_owned(), "bad_json"),
            ("a raw control character", "{\"n\":1,\"x\":\"\n\"}".to_owned(), "bad_json"),
            ("nothing", String::new(), "bad_json"),
            ("100 levels", deep(100), "good"),
            ("4000 levels", deep(4000), "bad_json"),
            ("32 members", many(32), "good"),
            ("33 members", many(33), "bad_json"),
        ] {
            assert_eq!(sub_reason(&json), expected, "{case}");
        }
        assert!(Members::parse(b"{\"n\":1,\"x\":\"\xff\"}").is_err(), "bytes that are no UTF-8");
    }
}
