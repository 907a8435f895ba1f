//! Random histories against a small model.
