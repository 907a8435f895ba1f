//! An address that a phone can read off the terminal.

use clap::builder::styling::{Ansi256Color, Color, Style};
use qrcode::render::unicode::Dense1x2;
use qrcode::types::QrError;
use qrcode::{EcLevel, QrCode};

/// Black on white whatever the terminal's theme: 16 and 231 are the corners of the colour cube, which themes leave alone.
const INK: Style = Style::new()
    .fg_color(Some(Color::Ansi256(Ansi256Color(16))))
    .bg_color(Some(Color::Ansi256(Ansi256Color(231))));

/// The QR code of `url`, two modules a character, each line in [`INK`]. A screen is not torn or stained: the lowest level of
/// error correction makes the smallest code.
///
/// # Errors
/// The address is too long for a code.
pub(super) fn qr(url: &str) -> Result<String, QrError> {
    let picture =
        QrCode::with_error_correction_level(url, EcLevel::L)?.render::<Dense1x2>().quiet_zone(true).build();
    Ok(picture.lines().map(|line| format!("  {INK}{line}{INK:#}\n")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_as_wide_as_the_code_and_has_its_colours() {
        let code = qr("https://192.168.100.100:8800").expect("short enough");

        let widths: Vec<usize> =
            code.lines().map(|line| line.chars().filter(|c| " ▀▄█".contains(*c)).count()).collect();
        // Version 2 has 25 modules a side, and a margin of 4 on each.
        assert_eq!(widths, vec![2 + 25 + 8; 17]);
        assert!(code.lines().all(|line| line.contains("\x1b[") && line.ends_with("\x1b[0m")), "{code:?}");
    }

    #[test]
    fn what_no_code_can_hold_is_an_error() {
        assert!(qr(&"x".repeat(4000)).is_err());
    }
}
