//! Reading the members of a request, each with a clear complaint if it is not what it should be.

use crate::failure::{Outcome, wrong_request};
use crate::json::bytes_of;
use serde_json::{Map, Value};

/// A request as it came in.
pub struct Request {
    members: Map<String, Value>,
}

impl Request {
    /// Parses one line.
    pub fn parse(line: &[u8]) -> Outcome<Self> {
        match serde_json::from_slice(line) {
            Ok(Value::Object(members)) => Ok(Request { members }),
            Ok(_) => Err(wrong_request("a request is an object")),
            Err(error) => Err(wrong_request(format!("a request is not valid JSON: {error}"))),
        }
    }

    /// A whole number that must be there.
    pub fn number(&self, name: &str) -> Outcome<u64> {
        self.optional_number(name)?.ok_or_else(|| wrong_request(format!("{name} is missing")))
    }

    /// A whole number that may be missing.
    pub fn optional_number(&self, name: &str) -> Outcome<Option<u64>> {
        match self.members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| wrong_request(format!("{name} is not a number"))),
        }
    }

    /// Text, empty if missing.
    pub fn text(&self, name: &str) -> &str {
        self.members.get(name).and_then(Value::as_str).unwrap_or("")
    }

    /// A byte string, if there is one.
    pub fn optional_bytes(&self, name: &str) -> Outcome<Option<Vec<u8>>> {
        match self.members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => bytes_of(text).map(Some),
            Some(_) => Err(wrong_request(format!("{name} is not a string"))),
        }
    }

    /// A byte string, empty if missing.
    pub fn bytes(&self, name: &str) -> Outcome<Vec<u8>> {
        Ok(self.optional_bytes(name)?.unwrap_or_default())
    }

    /// A list of byte strings, empty if missing.
    pub fn byte_strings(&self, name: &str) -> Outcome<Vec<Vec<u8>>> {
        let Some(value) = self.members.get(name) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| wrong_request(format!("{name} is not a list")))?;
        let text = |value: &Value| value.as_str().map(bytes_of);
        list.iter().map(|value| text(value).unwrap_or_else(|| Err(wrong_request("not a string")))).collect()
    }

    /// A list of objects, empty if missing.
    pub fn objects(&self, name: &str) -> Outcome<Vec<Request>> {
        let Some(value) = self.members.get(name) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| wrong_request(format!("{name} is not a list")))?;
        let object = |value: &Value| value.as_object().map(|members| Request { members: members.clone() });
        list.iter().map(|value| object(value).ok_or_else(|| wrong_request("not an object"))).collect()
    }

    /// Whether a member is true.
    pub fn flag(&self, name: &str) -> bool {
        self.members.get(name).and_then(Value::as_bool).unwrap_or(false)
    }
}
