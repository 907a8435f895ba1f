//! RTCP with viewers (RFC 3550 section 6, RFC 4585, RFC 5104, the transport-wide congestion control draft).
//!
//! Read by our own reader: str0m's drops all but 31 ranges of a NACK, and keeps the parts of a transport feedback to
//! itself. Written: sender reports with the CNAME, which players need to play sound and picture in step.

mod read;
mod report;
mod transport;

pub use read::{Feedback, Lost, ReportBlock, read};
pub use report::{NtpTime, SenderReport, Sync, write_sender_report};
pub use transport::{Arrival, TransportFeedback};
