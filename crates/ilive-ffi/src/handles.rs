//! Numbers for what C holds: one that was closed, or never given out, names nothing, whatever has taken its place.

/// A table of values with a number each. 0 is never given out.
#[derive(Debug)]
pub(crate) struct Handles<T> {
    slots: Vec<Slot<T>>,
}

/// A place in the table, and how often it was taken: the upper half of a number, so that an old one does not fit.
#[derive(Debug)]
struct Slot<T> {
    generation: u32,
    value: Option<T>,
}

impl<T> Handles<T> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new() }
    }

    pub(crate) fn open(&mut self, value: T) -> u64 {
        // A place whose generations are used up is never taken again.
        let free = |slot: &Slot<T>| slot.value.is_none() && slot.generation < u32::MAX;
        let index = self.slots.iter().position(free).unwrap_or_else(|| {
            self.slots.push(Slot { generation: 0, value: None });
            self.slots.len() - 1
        });
        let slot = &mut self.slots[index];
        slot.generation += 1;
        slot.value = Some(value);
        number(slot.generation, index)
    }

    pub(crate) fn get(&self, handle: u64) -> Option<&T> {
        let (generation, index) = parts(handle);
        self.slots.get(index).filter(|slot| slot.generation == generation)?.value.as_ref()
    }

    pub(crate) fn close(&mut self, handle: u64) -> Option<T> {
        let (generation, index) = parts(handle);
        self.slots.get_mut(index).filter(|slot| slot.generation == generation)?.value.take()
    }
}

fn number(generation: u32, index: usize) -> u64 {
    u64::from(generation) << 32 | index as u64
}

fn parts(handle: u64) -> (u32, usize) {
    ((handle >> 32) as u32, (handle & u64::from(u32::MAX)) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_handle_does_not_name_what_took_its_place() {
        let mut handles = Handles::new();

        let ann = handles.open("ann");
        assert_eq!(handles.close(ann), Some("ann"));
        let bob = handles.open("bob");

        assert_eq!((handles.get(ann), handles.get(bob)), (None, Some(&"bob")));
        assert_eq!(handles.close(ann), None);
    }

    #[test]
    fn a_number_that_was_never_given_out_names_nothing() {
        let mut handles = Handles::new();
        let ann = handles.open("ann");

        for foreign in [0, 1, ann + 1, ann + (1 << 32), u64::MAX] {
            assert_eq!(handles.get(foreign), None, "{foreign:#x}");
        }
    }

    #[test]
    fn a_place_whose_generations_are_used_up_is_not_taken_again() {
        let mut handles = Handles { slots: vec![Slot { generation: u32::MAX, value: None }] };

        let ann = handles.open("ann");

        assert_eq!(parts(ann), (1, 1));
    }
}
