//! The best layer for what is wanted.

use crate::packet::Layer;

/// What is known of a layer that a publisher sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerState {
    /// Which.
    pub layer: Layer,
    /// Packets come. A browser stops upper layers when its uplink is narrow or its processor slow.
    pub active: bool,
    /// Height in pixels, where it is known.
    pub height: Option<u16>,
    /// Measured bitrate, RTP headers included.
    pub bitrate_bps: u64,
}

/// What a slot asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    /// Height in pixels that is shown; `None` for the largest there is.
    pub height: Option<u16>,
    /// What the viewer's link has for this slot, in bits a second; `None` while nobody estimates it.
    pub budget_bps: Option<u64>,
}

/// The lowest layer's height where it is not known; each layer above has twice as much. The client's 720 lines in three.
const ASSUMED_HEIGHT: u32 = 180;

/// The smallest active layer that fills the wanted height, else the largest; none that the budget does not carry, but the
/// lowest in any case. `None` when no layer is active. `layers` is in rising order.
#[must_use]
pub fn choose(layers: &[LayerState], wish: Wish) -> Option<Layer> {
    let lowest = layers.iter().find(|state| state.active)?;
    let fits = |state: &&LayerState| wish.budget_bps.is_none_or(|budget| state.bitrate_bps <= budget);
    let mut best = lowest;
    for state in layers.iter().filter(|state| state.active).take_while(fits) {
        best = state;
        if wish.height.is_some_and(|wanted| height(state) >= u32::from(wanted)) {
            break;
        }
    }
    Some(best.layer)
}

fn height(state: &LayerState) -> u32 {
    state.height.map_or(ASSUMED_HEIGHT << state.layer.0.min(8), u32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(active: [bool; 3]) -> Vec<LayerState> {
        let states = [(0, 180, 150_000), (1, 360, 500_000), (2, 720, 1_500_000)];
        let state = |((layer, height, bitrate_bps), active)| LayerState {
            layer: Layer(layer),
            active,
            height: Some(height),
            bitrate_bps,
        };
        states.into_iter().zip(active).map(state).collect()
    }

    #[test]
    fn the_smallest_layer_that_fills_the_slot() {
        let all = [true, true, true];
        for (case, active, height, budget_bps, chosen) in [
            ("as large as can be", all, None, None, Some(2)),
            ("a thumbnail", all, Some(90), None, Some(0)),
            ("exactly a layer", all, Some(360), None, Some(1)),
            ("a pixel more than a layer", all, Some(361), None, Some(2)),
            ("more than there is", all, Some(2160), None, Some(2)),
            ("the middle one is off", [true, false, true], Some(360), None, Some(2)),
            ("the upper ones are off", [true, false, false], Some(720), None, Some(0)),
            ("the lowest is off", [false, true, true], Some(90), None, Some(1)),
            ("a narrow link", all, None, Some(600_000), Some(1)),
            ("a link for nothing", all, None, Some(1), Some(0)),
            ("nothing comes", [false; 3], None, None, None),
        ] {
            assert_eq!(choose(&layers(active), Wish { height, budget_bps }), chosen.map(Layer), "{case}");
        }
    }

    #[test]
    fn unknown_heights_are_taken_to_double() {
        let unknown: Vec<_> =
            layers([true; 3]).into_iter().map(|state| LayerState { height: None, ..state }).collect();

        assert_eq!(choose(&unknown, Wish { height: Some(300), budget_bps: None }), Some(Layer(1)));
    }
}
