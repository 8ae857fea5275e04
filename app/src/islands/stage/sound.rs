//! Few short tones: a question opens, its last five seconds, the answer. Off until somebody switches them on, which browsers
//! ask for as well.

use super::life::phase;
use std::cell::{Cell, RefCell};
use web_sys::{AudioContext, OscillatorType};

/// The projector's voice.
pub(super) struct Sound {
    context: AudioContext,
    phase: RefCell<String>,
    second: Cell<i64>,
}

impl Sound {
    /// Wakes the browser's audio; only after a tap or a key.
    pub(super) fn new() -> Option<Self> {
        let context = AudioContext::new().ok()?;
        _ = context.resume();
        let sound = Self { context, phase: RefCell::new(phase()), second: Cell::new(0) };
        sound.tone(660.0, 0.0, 0.12);
        Some(sound)
    }

    /// The stage moved.
    pub(super) fn phase(&self) {
        let now = phase();
        if self.phase.replace(now.clone()) == now {
            return;
        }
        match now.as_str() {
            "open" => self.tone(880.0, 0.0, 0.2),
            "closed" => self.tone(330.0, 0.0, 0.35),
            "reveal" => [523.0, 659.0, 784.0]
                .into_iter()
                .zip([0.0, 0.14, 0.28])
                .for_each(|(pitch, at)| self.tone(pitch, at, 0.25)),
            "final" => [523.0, 659.0, 784.0, 1047.0]
                .into_iter()
                .zip([0.0, 0.2, 0.4, 0.6])
                .for_each(|(pitch, at)| self.tone(pitch, at, 0.5)),
            _ => {}
        }
    }

    /// The clock moved.
    pub(super) fn clock(&self, left: i64) {
        let second = (left + 999) / 1000;
        if self.second.replace(second) != second && (1..=5).contains(&second) {
            self.tone(587.0, 0.0, 0.08);
        }
    }

    /// A tone that cannot be made is not missed.
    fn tone(&self, pitch: f32, after: f64, length: f64) {
        _ = self.play(pitch, after, length);
    }

    fn play(&self, pitch: f32, after: f64, length: f64) -> Option<()> {
        let (oscillator, gain) = (self.context.create_oscillator().ok()?, self.context.create_gain().ok()?);
        let start = self.context.current_time() + after;
        oscillator.set_type(OscillatorType::Triangle);
        oscillator.frequency().set_value(pitch);
        gain.gain().set_value_at_time(0.2, start).ok()?;
        gain.gain().exponential_ramp_to_value_at_time(0.001, start + length).ok()?;
        oscillator.connect_with_audio_node(&gain).ok()?;
        gain.connect_with_audio_node(&self.context.destination()).ok()?;
        oscillator.start_with_when(start).ok()?;
        oscillator.stop_with_when(start + length).ok()
    }
}
