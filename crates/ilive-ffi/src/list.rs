//! Arrays that C points at.

/// The values of an array; it must be there, if it has any.
///
/// What the caller of the C function has promised, that `count` of them lie at `first` until the call ends, is bound to the
/// life of the parameter only: whoever keeps values copies them.
pub(crate) fn read<'a, T: Copy>(first: *const T, count: usize) -> &'a [T] {
    if count == 0 {
        return &[];
    }
    assert!(!first.is_null(), "whoever reads an array has seen that it is there");
    // SAFETY: not null, and the caller of the C function has promised that `count` values lie there.
    unsafe { std::slice::from_raw_parts(first, count) }
}
