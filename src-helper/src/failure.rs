//! How every operation of the helper fails: with a code that the engine understands and a sentence
//! for a log. Owns nothing else; it must never carry contents of an image beyond a name.

use std::borrow::Cow;
use std::fmt;

/// The families of misfortune, told apart on the wire by [`Code::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The file system or archive contradicts its own format.
    Malformed,
    /// Sound in itself, but not what its digest says.
    Digest,
    /// Valid, or at least known, but not handled here.
    Unsupported,
    /// No such path inside the image.
    NotFound,
    /// The path is of another type than the operation needs.
    WrongType,
    /// The operating system refused.
    NotPermitted,
    /// Something of that name is there already.
    Exists,
    /// The caller asked to stop.
    Cancelled,
    /// The disk is full, or a quota is.
    OutOfSpace,
    /// A bound stated beforehand was reached.
    Limit,
    /// Any other error of the operating system.
    Io,
    /// The request makes no sense.
    Request,
    /// A mistake in the helper itself.
    Internal,
}

impl Code {
    /// The stable name of the code in the protocol.
    pub const fn name(self) -> &'static str {
        match self {
            Code::Malformed => "malformed",
            Code::Digest => "digest",
            Code::Unsupported => "unsupported",
            Code::NotFound => "notFound",
            Code::WrongType => "wrongType",
            Code::NotPermitted => "notPermitted",
            Code::Exists => "exists",
            Code::Cancelled => "cancelled",
            Code::OutOfSpace => "outOfSpace",
            Code::Limit => "limit",
            Code::Io => "io",
            Code::Request => "request",
            Code::Internal => "internal",
        }
    }
}

/// A failed operation: what kind of failure, and one sentence about it.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The family.
    pub code: Code,
    /// One sentence in English without a final full stop.
    pub message: Cow<'static, str>,
}

/// The result of everything in this crate that can fail.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// Makes a failure of any family.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Failure { code, message: message.into() }
    }
}

/// The image or archive breaks its format.
pub fn malformed(message: impl Into<Cow<'static, str>>) -> Failure {
    Failure::new(Code::Malformed, message)
}

/// The image or archive uses something that is not handled.
pub fn unsupported(message: impl Into<Cow<'static, str>>) -> Failure {
    Failure::new(Code::Unsupported, message)
}

/// The caller asked for something that makes no sense.
pub fn wrong_request(message: impl Into<Cow<'static, str>>) -> Failure {
    Failure::new(Code::Request, message)
}

/// The caller asked to stop.
pub fn cancelled() -> Failure {
    Failure::new(Code::Cancelled, "cancelled")
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.message)
    }
}

impl std::error::Error for Failure {}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        // A failure that travelled through a reader comes back as what it was.
        if let Some(failure) = error.get_ref().and_then(|inner| inner.downcast_ref::<Failure>()) {
            return failure.clone();
        }
        let code = match error.kind() {
            Kind::NotFound => Code::NotFound,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Code::NotPermitted,
            Kind::AlreadyExists => Code::Exists,
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => Code::OutOfSpace,
            _ => Code::Io,
        };
        Failure::new(code, error.to_string())
    }
}

impl From<rustix::io::Errno> for Failure {
    fn from(error: rustix::io::Errno) -> Self {
        std::io::Error::from(error).into()
    }
}
