//! Message bodies are kept encrypted under a key of their author: to erase a person is to delete one row.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

/// Seals and opens the bodies of one author.
pub(crate) struct Sealer(RandomizedNonceKey);

impl Sealer {
    /// Length of an author's key in bytes.
    pub(crate) const KEY_LEN: usize = 32;

    /// `None`: the key has another length, so the row is damaged.
    pub(crate) fn new(key: &[u8]) -> Option<Self> {
        RandomizedNonceKey::new(&AES_256_GCM, key).ok().map(Self)
    }

    /// Nonce and ciphertext of `body`, bound to its place in the log.
    pub(crate) fn seal(&self, body: &[u8], place: &[u8]) -> Option<Vec<u8>> {
        let mut sealed = body.to_vec();
        let nonce = self.0.seal_in_place_append_tag(Aad::from(place), &mut sealed).ok()?;
        let mut out = nonce.as_ref().to_vec();
        out.append(&mut sealed);
        Some(out)
    }

    /// The body again; `None` when key, place or bytes are not those of [`Sealer::seal`].
    pub(crate) fn open(&self, sealed: &[u8], place: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let length = self.0.open_in_place(nonce, Aad::from(place), &mut body).ok()?.len();
        body.truncate(length);
        Some(body)
    }
}

/// What binds a body to its author and its own client id.
pub(crate) fn place(sender: u64, client_id: &str) -> Vec<u8> {
    let mut place = sender.to_be_bytes().to_vec();
    place.extend_from_slice(client_id.as_bytes());
    place
}
