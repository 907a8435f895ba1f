//! The dependency descriptor (AOMedia, "RTP Payload Format For AV1", appendix A): the fields that every one has.

/// What is read of a descriptor. The rest (dependencies, chains, decode targets) travels on unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Descriptor {
    pub(super) start: bool,
    pub(super) end: bool,
    /// A template structure is attached: it comes with keyframes, and only with them.
    pub(super) structure: bool,
}

const START: u8 = 0x80;
const END: u8 = 0x40;
const STRUCTURE: u8 = 0x80;

/// Three bytes are mandatory: start, end and 6 bits of template id, then 16 bits of frame number. The extended fields
/// begin with the flag of an attached structure.
pub(super) fn read(extension: &[u8]) -> Option<Descriptor> {
    let (&[first, _, _], extended) = extension.split_first_chunk::<3>()?;
    let structure = extended.first().is_some_and(|flags| flags & STRUCTURE != 0);
    Some(Descriptor { start: first & START != 0, end: first & END != 0, structure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mandatory_fields() {
        let said = |start, end, structure| Some(Descriptor { start, end, structure });
        for (case, bytes, expected) in [
            ("middle of a frame", vec![0x05, 0, 9], said(false, false, false)),
            ("a frame in one packet", vec![0xC5, 0, 9], said(true, true, false)),
            ("a structure is attached", vec![0x80, 0, 9, 0x80, 0x12], said(true, false, true)),
            ("only decode targets are", vec![0x80, 0, 9, 0x40, 0x12], said(true, false, false)),
            ("cut", vec![0x80, 0], None),
        ] {
            assert_eq!(read(&bytes), expected, "{case}");
        }
    }
}
