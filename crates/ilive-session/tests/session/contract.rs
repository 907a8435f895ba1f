//! The contract's table, code by code.
