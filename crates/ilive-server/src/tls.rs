//! The self-signed certificate of `--lan`: browsers give no camera on plain http.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::Path;

use anyhow::Context;
use axum_server::tls_rustls::RustlsConfig;

use crate::origin::machine_names;
use crate::secrets::{read_private, write_private};

/// The certificate for `names`, kept in the data folder until a name is missing from it.
pub(crate) async fn self_signed(data: &Path, addresses: &[IpAddr]) -> anyhow::Result<RustlsConfig> {
    let names: BTreeSet<String> = addresses
        .iter()
        .map(ToString::to_string)
        .chain(["localhost".to_owned()])
        .chain(machine_names())
        .collect();
    let (certificate, key) = match kept(data, &names)? {
        Some(pair) => pair,
        None => make(data, &names)?,
    };
    RustlsConfig::from_pem(certificate.into_bytes(), key.into_bytes())
        .await
        .context("using the certificate of the data folder: delete lan-cert.pem to have a new one made")
}

fn kept(data: &Path, names: &BTreeSet<String>) -> anyhow::Result<Option<(String, String)>> {
    let known = read_private(&data.join("lan-names.txt"))?.unwrap_or_default();
    let known: BTreeSet<String> = known.lines().map(str::to_owned).collect();
    if !names.is_subset(&known) {
        return Ok(None);
    }
    Ok(read_private(&data.join("lan-cert.pem"))?.zip(read_private(&data.join("lan-key.pem"))?))
}

fn make(data: &Path, names: &BTreeSet<String>) -> anyhow::Result<(String, String)> {
    let made = rcgen::generate_simple_self_signed(names.iter().cloned().collect::<Vec<_>>())
        .context("making a self-signed certificate")?;
    let (certificate, key) = (made.cert.pem(), made.signing_key.serialize_pem());
    write_private(&data.join("lan-key.pem"), key.as_bytes())?;
    write_private(&data.join("lan-cert.pem"), certificate.as_bytes())?;
    let list: Vec<&str> = names.iter().map(String::as_str).collect();
    write_private(&data.join("lan-names.txt"), list.join("\n").as_bytes())?;
    Ok((certificate, key))
}
