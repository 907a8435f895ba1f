//! Locks that are held for a few lines, never over an await.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A registry is whole between any two statements: a panic elsewhere leaves it usable.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
