//! What happens in order: links that are lost, rooms that are switched, members that are named.
