//! A file descriptor that is readable while there is news, for programs that wait on many.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::OnceLock;

/// Two ends of a socket pair, made once somebody asks.
#[derive(Debug, Default)]
pub(crate) struct Descriptor {
    ends: OnceLock<(UnixStream, UnixStream)>,
}

impl Descriptor {
    /// The end to wait on.
    pub(crate) fn open(&self) -> std::io::Result<RawFd> {
        if self.ends.get().is_none() {
            let (read, write) = UnixStream::pair()?;
            read.set_nonblocking(true)?;
            write.set_nonblocking(true)?;
            // Of two who ask at a time one is first.
            let _ = self.ends.set((read, write));
            // What came before it was there was not signalled.
            self.signal();
        }
        Ok(self.ends.get().map_or(-1, |(read, _)| read.as_raw_fd()))
    }

    /// There is news.
    pub(crate) fn signal(&self) {
        if let Some((_, write)) = self.ends.get() {
            // Full is as good: it is readable.
            let _ = (&*write).write(&[1]);
        }
    }

    /// The news is about to be read.
    pub(crate) fn clear(&self) {
        if let Some((read, _)) = self.ends.get() {
            let mut bytes = [0; 64];
            loop {
                match (&*read).read(&mut bytes) {
                    Ok(count) if count == bytes.len() => {}
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    _ => return,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readable(descriptor: &Descriptor) -> bool {
        let (read, _) = descriptor.ends.get().expect("it was asked for");
        read.try_clone().expect("a descriptor").read(&mut [0]).is_ok()
    }

    #[test]
    #[cfg_attr(miri, ignore = "sockets")]
    fn it_is_readable_while_there_is_news() {
        let descriptor = Descriptor::default();
        descriptor.signal();
        let opened = descriptor.open().expect("a descriptor");
        assert_eq!(descriptor.open().expect("the same"), opened);
        assert!(readable(&descriptor), "what came before it was asked for counts");

        for _ in 0..1000 {
            descriptor.signal();
        }
        descriptor.clear();

        assert!(!readable(&descriptor));
        descriptor.signal();
        assert!(readable(&descriptor));
    }
}
