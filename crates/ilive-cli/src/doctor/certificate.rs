//! The self-signed certificate of `--lan`.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::finding::Finding;

const CHECK: &str = "certificate";
/// Where the server keeps it, in the data folder.
const FILE: &str = "lan-cert.pem";
const SOON: Duration = Duration::from_secs(14 * 86_400);

/// Whether it is there, can be read, and still holds.
pub(super) fn check(data: &Path) -> Finding {
    let path = data.join(FILE);
    let fix = format!("remove {}: `ilive serve --lan` makes a new one", path.display());
    match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Finding::ok(CHECK, "none yet: `ilive serve --lan` makes one")
        }
        Err(error) => Finding::problem(CHECK, format!("{}: {error}", path.display()), fix),
        Ok(pem) => match end(&pem) {
            Ok(end) => judge(SystemTime::now(), end, fix),
            Err(error) => Finding::problem(CHECK, format!("{}: {error:#}", path.display()), fix),
        },
    }
}

fn end(pem: &[u8]) -> anyhow::Result<SystemTime> {
    let der = CertificateDer::from_pem_slice(pem).context("is no PEM certificate")?;
    let certificate = Certificate::from_der(&der).context("is no X.509 certificate")?;
    Ok(certificate.tbs_certificate().validity().not_after.to_system_time())
}

fn judge(now: SystemTime, end: SystemTime, fix: String) -> Finding {
    let date = httpdate::fmt_http_date(end);
    match end.duration_since(now) {
        Err(_) => Finding::problem(CHECK, format!("ended on {date}"), fix),
        Ok(left) if left < SOON => Finding::warning(CHECK, format!("ends on {date}"), fix),
        Ok(_) => Finding::ok(CHECK, format!("self-signed, good until {date}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::finding::Verdict;

    #[test]
    fn a_certificate_is_told_of_before_it_ends() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000);
        let verdict = |end| judge(now, end, String::new()).verdict;

        assert!(matches!(verdict(now + SOON), Verdict::Ok));
        assert!(matches!(verdict(now + SOON / 2), Verdict::Warning { .. }));
        assert!(matches!(verdict(now - SOON), Verdict::Problem { .. }));
    }

    #[test]
    fn what_is_no_certificate_is_an_error() {
        let armoured = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        assert!(end(b"lorem").is_err());
        assert!(end(armoured).is_err());
    }
}
