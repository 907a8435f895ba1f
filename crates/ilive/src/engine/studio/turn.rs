//! A turn: what devices have now goes through the encoders and out.

use std::time::{Duration, Instant};

use ilive_devices::DeviceError;
use ilive_devices::audio::{AudioFrame, Channels};
use ilive_devices::device::DeviceKind;
use ilive_devices::video::VideoFrame;
use ilive_protocol::wire::Source;

use super::super::external::ExternalBody;
use super::super::feed::VideoFeed;
use super::super::listeners::Listeners;
use super::super::outlet::Outlet;
use super::super::voice_sender::of_microphone;
use super::Studio;

/// Sound of the system that waits for the microphone's next 20 ms; more has come too fast.
const SYSTEM_WAITING_MAX: usize = 10;

/// What a turn has come to.
#[derive(Default)]
pub(in super::super) struct Turn {
    /// Devices that are gone.
    pub(in super::super) lost: Vec<(DeviceKind, DeviceError)>,
    /// The own voice, to be heard.
    pub(in super::super) own: Option<AudioFrame>,
    /// Sound of films, to be heard by who plays them.
    pub(in super::super) films: Vec<(DeviceKind, AudioFrame)>,
}

impl Studio {
    /// Takes what devices have now, and sends it.
    pub(in super::super) fn turn(
        &mut self,
        now: Instant,
        listeners: &Listeners,
        outlet: &mut Outlet,
    ) -> Turn {
        let mut turn = Turn::default();
        for kind in DeviceKind::ALL {
            let Some(feed) = self.video.get_mut(&kind) else { continue };
            let polled = feed.poll(now);
            let sent = polled.and_then(|frame| match frame {
                Some(frame) => self.show(now, kind, frame, outlet),
                None => self.show_again(now, kind, outlet),
            });
            if let Err(error) = sent {
                turn.lost.push((kind, error));
            }
        }
        self.take_film_sounds(now, &mut turn);
        self.take_system_sound(now, &mut turn);
        if let Err(error) = self.speak(now, listeners, outlet, &mut turn) {
            turn.lost.push((DeviceKind::Microphone, error));
        }
        turn
    }

    /// A frame of the app, as its capture's next picture; none where that is closed.
    pub(in super::super) fn external(
        &self,
        now: Instant,
        kind: DeviceKind,
        body: &ExternalBody,
    ) -> Result<Option<VideoFrame>, DeviceError> {
        let opened = self.video.get(&kind).map(VideoFeed::opened);
        opened.map(|opened| body.read(now.saturating_duration_since(opened))).transpose()
    }

    /// A picture of a device, or of the app's own capture.
    pub(in super::super) fn show(
        &mut self,
        now: Instant,
        kind: DeviceKind,
        frame: VideoFrame,
        outlet: &mut Outlet,
    ) -> Result<(), DeviceError> {
        if self.sink.wants_preview() {
            self.sink.preview(kind, &frame);
        }
        let Some(feed) = self.video.get(&kind) else { return Ok(()) };
        let (opened, keep) = (feed.opened(), feed.may_stand_still());
        if self.test.is_some() || feed.muted || !outlet.is_open() {
            return Ok(());
        }
        let Some((source, _)) = kind.uplink() else { return Ok(()) };
        let frame = VideoFrame { at: opened.saturating_duration_since(self.epoch) + frame.at, ..frame };
        let (sender, watermark) = match source {
            Source::Main => (&mut self.main, self.watermark.as_mut()),
            _ => (&mut self.aux, None),
        };
        let sent = sender.send(now, frame, watermark, keep)?;
        let complete = sent.is_none_or(|sent| outlet.send_picture(source, sent));
        if !complete {
            sender.ask_for_keyframe(now);
        }
        Ok(())
    }

    /// A film that is held: who comes needs its picture all the same.
    fn show_again(&mut self, now: Instant, kind: DeviceKind, outlet: &mut Outlet) -> Result<(), DeviceError> {
        let at = now.saturating_duration_since(self.epoch);
        let Some((source, _)) = kind.uplink().filter(|_| outlet.is_open()) else { return Ok(()) };
        let Some(sender) = self.sender(kind) else { return Ok(()) };
        let Some(sent) = sender.send_again(now, at)? else { return Ok(()) };
        if !outlet.send_picture(source, sent) {
            sender.ask_for_keyframe(now);
        }
        Ok(())
    }

    fn take_system_sound(&mut self, now: Instant, turn: &mut Turn) {
        let Some(feed) = &mut self.system else { return };
        loop {
            match feed.poll(now) {
                Ok(Some(frame)) => self.system_waiting.push(frame),
                Ok(None) => break,
                Err(error) => {
                    turn.lost.push((DeviceKind::SystemSound, error));
                    break;
                }
            }
        }
        let over = self.system_waiting.len().saturating_sub(SYSTEM_WAITING_MAX);
        self.system_waiting.drain(..over);
    }

    fn take_film_sounds(&mut self, now: Instant, turn: &mut Turn) {
        for (kind, feed) in &mut self.video {
            if turn.lost.iter().any(|(lost, _)| lost == kind) {
                continue;
            }
            let opened = feed.opened().saturating_duration_since(self.epoch);
            loop {
                match feed.poll_sound(now) {
                    Ok(Some(mut frame)) => {
                        frame.at += opened;
                        if !feed.muted && self.test.is_none() {
                            self.films.push(*kind, frame.clone());
                        }
                        turn.films.push((*kind, frame));
                    }
                    Ok(None) => break,
                    Err(error) => {
                        turn.lost.push((*kind, error));
                        break;
                    }
                }
            }
        }
    }

    /// All of the microphone that is due; where there is none, or none yet again, all of the films.
    fn speak(
        &mut self,
        now: Instant,
        listeners: &Listeners,
        outlet: &mut Outlet,
        turn: &mut Turn,
    ) -> Result<(), DeviceError> {
        loop {
            let Some(feed) = self.microphone.as_mut().filter(|feed| !feed.hold.is_gone()) else {
                return self.play_out(listeners, outlet);
            };
            let Some(mut frame) = feed.poll(now)? else { return Ok(()) };
            frame.at += feed.opened().saturating_duration_since(self.epoch);
            let muted = feed.muted;
            if let Some(test) = &mut self.test {
                test.meter.hear(&frame);
                self.sink.level(test.meter.level(), test.meter.peak());
                turn.own = test.loopback.pass(frame).or(turn.own.take());
                continue;
            }
            let others = self.others(frame.at);
            let voice = of_microphone(frame, muted, listeners);
            self.send_voice(voice, others, listeners, outlet)?;
        }
    }

    /// Without a microphone, films are sent alone.
    fn play_out(&mut self, listeners: &Listeners, outlet: &mut Outlet) -> Result<(), DeviceError> {
        while let Some(at) = self.films.first() {
            let (nobody, others) = (AudioFrame::silent(Channels::Mono, at), self.others(at));
            self.send_voice(nobody, others, listeners, outlet)?;
        }
        Ok(())
    }

    /// What is mixed with a voice at this time.
    fn others(&mut self, at: Duration) -> Vec<AudioFrame> {
        let system = (!self.system_waiting.is_empty()).then(|| self.system_waiting.remove(0));
        let mut others = self.films.take(at);
        others.extend(system);
        others
    }

    fn send_voice(
        &mut self,
        voice: AudioFrame,
        others: Vec<AudioFrame>,
        listeners: &Listeners,
        outlet: &mut Outlet,
    ) -> Result<(), DeviceError> {
        let mixed = self.voice.mix(voice, others, listeners);
        if outlet.is_open() {
            outlet.send_voice(self.voice.send(&mixed)?);
        }
        Ok(())
    }
}
