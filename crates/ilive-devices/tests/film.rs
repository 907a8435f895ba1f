//! Films as people have them, made by FFmpeg and by our own recorder: the right picture and the right sound at the
//! right time, in simulated time.

#[path = "film/made.rs"]
mod made;
#[path = "film/watched.rs"]
mod watched;

use std::io::Cursor;
use std::time::Duration;

use ilive_devices::device::VideoSource;
use ilive_devices::file::{BadFile, Found, Mp4Pictures};
use ilive_devices::pattern::read_counter;
use ilive_devices::tone::{TONE_HZ, measure};
use ilive_devices::video::{Rotation, Size, rotate};

use made::{Coded, PICTURES, RATE};
use watched::Watched;

const fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// The number that is on at a time of the film.
const fn on(at: u64) -> u16 {
    (at * RATE / 1000) as u16
}

#[test]
fn pictures_come_in_order_at_their_times() {
    for (case, coded) in Coded::pictures() {
        let mut film = Watched::new(made::film(case, &coded));

        film.watch(0..4200);

        let numbers: Vec<u16> = film.pictures.iter().map(|(_, number)| *number).collect();
        assert_eq!(numbers, (0..PICTURES as u16).collect::<Vec<_>>(), "{case}");
        for (at, number) in &film.pictures {
            let late = at.as_millis() as i64 - i64::from(*number) * 1000 / RATE as i64;
            assert!((0..=20).contains(&late), "{case}: picture {number} at {at:?}");
        }
    }
}

#[test]
fn a_film_that_is_wound_shows_the_picture_of_that_place() {
    for (case, coded) in Coded::pictures() {
        let mut film = Watched::new(made::film(case, &coded));
        film.watch(0..500);

        // Ahead, back, to where it is, into the last pictures, which have no later ones behind them.
        for (turn, to) in [3100, 700, 700, 3950, 0].into_iter().enumerate() {
            let at = 1000 * (turn as u64 + 1);
            film.film.pause(ms(at));
            film.film.seek(ms(at), ms(to));
            film.pictures.clear();
            film.watch(at..at + 900);
            let numbers: Vec<u16> = film.pictures.iter().map(|(_, number)| *number).collect();
            assert_eq!(numbers, [on(to)], "{case}: to {to}, held");
        }
    }
}

#[test]
fn the_sound_of_a_film_is_whole() {
    for (case, coded, frequency_off) in Coded::sounds() {
        let mut film = Watched::new(made::film(case, &coded));

        film.listen(0..4000);

        let samples = film.heard(0..3900);
        // What an encoder makes of the first 50 ms, and of the end, is its own.
        let report = measure(&samples[2400..], TONE_HZ);
        assert_eq!(report.missing, 0, "{case}: {report:?}");
        assert!((report.frequency_hz - 997.0).abs() < frequency_off, "{case}: {report:?}");
        assert!(report.frames >= 185, "{case}: {report:?}");
    }
}

#[test]
fn sound_and_picture_are_in_step_after_pause_and_winding() {
    for (case, coded) in Coded::in_step() {
        let mut film = Watched::new(made::film(case, &coded));
        film.watch(0..1190);
        film.film.pause(ms(1190));
        let seen = film.pictures.len();
        film.watch(1190..1730);
        assert_eq!(film.pictures.len(), seen, "{case}: held");
        assert_eq!(film.sounds_from(ms(1190)), 0, "{case}: held");
        film.film.resume(ms(1730));
        film.watch(1730..2500);
        film.film.seek(ms(2500), ms(2310));
        film.watch(2500..3900);
        film.film.restart(ms(3900));
        film.watch(3900..6000);

        // The pattern has a beep whenever its number is a multiple of RATE: where it begins is where the picture is.
        let beeps = film.beeps();
        assert!(beeps.len() >= 4, "{case}: {beeps:?}");
        for beep in beeps {
            let at = film.pictures.iter().filter(|(at, number)| {
                u64::from(*number).is_multiple_of(RATE) && at.abs_diff(beep) <= ms(40)
            });
            assert!(at.count() == 1, "{case}: a beep at {beep:?} beside {:?}", film.pictures);
        }
    }
}

#[test]
fn a_film_begins_again_with_its_sound() {
    let mut film = Watched::new(made::looped("again", &Coded::h264(&[]).with(&["-c:a", "libopus"])));

    film.watch(0..9000);

    let numbers: Vec<u16> = film.pictures.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers[..PICTURES + 5], [(0..60).collect::<Vec<u16>>(), vec![0, 1, 2, 3, 4]].concat());
    assert!(!film.film.is_over(ms(9000)));
}

#[test]
fn our_own_recordings_are_played_wherever_they_were_cut_off() {
    let whole = made::recording();
    let mut film = Watched::new(made::opened(&whole).expect("a recording"));
    film.watch(0..4000);
    let numbers: Vec<u16> = film.pictures.iter().map(|(_, number)| *number).collect();
    assert_eq!(numbers, (0..PICTURES as u16).collect::<Vec<_>>());
    let report = measure(&film.heard(0..3900)[960..], TONE_HZ);
    assert_eq!(report.missing, 0, "{report:?}");

    let mut before = 0;
    for cut in (0..whole.len()).step_by(whole.len() / 25) {
        let Ok(film) = made::opened(&whole[..cut]) else { continue };
        let mut film = Watched::new(film);
        film.watch(0..4000);
        let numbers: Vec<u16> = film.pictures.iter().map(|(_, number)| *number).collect();
        assert_eq!(numbers, (0..numbers.len() as u16).collect::<Vec<_>>(), "cut at {cut}");
        assert!(numbers.len() >= before, "cut at {cut}");
        before = numbers.len();
    }
    assert!(before >= PICTURES - 15, "{before}");
}

#[test]
fn a_film_that_lies_is_shown_upright() {
    let bytes = made::recording();
    for (rotation, back, matrix) in [
        (Rotation::Quarter, Rotation::ThreeQuarters, [0, 1, -1, 0]),
        (Rotation::Half, Rotation::Half, [-1, 0, 0, -1]),
        (Rotation::ThreeQuarters, Rotation::Quarter, [0, -1, 1, 0]),
        (Rotation::None, Rotation::None, [-1, 0, 0, 1]),
    ] {
        let mut film = made::opened(&made::turned(&bytes, matrix)).expect("a film");
        let picture = film.poll(ms(0)).expect("a good film").expect("the first picture").picture;

        let size = rotation.size(made::SIZE);
        assert_eq!((film.size(), picture.size()), (size, size), "{rotation:?}");
        assert_eq!(read_counter(&rotate(picture, back)), Some(0), "{rotation:?}");
    }
}

/// Sound waits while pictures are decoded, so a header that belittles them must not make many of them at once.
#[test]
fn a_turn_decodes_as_much_as_pictures_are_large_whatever_the_header_says() {
    let bytes = made::larger_than_it_says("belittled", "15", Size::new(16, 16));
    let mut film = Mp4Pictures::open(Box::new(Cursor::new(bytes))).expect("a film");

    let mut turns = 1;
    while let Found::OnTheWay(_) = film.read(14).expect("a good film") {
        turns += 1;
    }

    assert!(turns >= 15, "all pictures in {turns} turns");
    assert_eq!(film.size(), Size::new(1920, 1080));
}

#[test]
fn a_raw_film_has_the_sound_beside_it() {
    let mut film = Watched::new(made::raw("beside"));
    assert!(film.film.has_sound());
    film.watch(0..4000);
    assert!(!film.beeps().is_empty());
}

#[test]
fn what_cannot_be_played_says_what_it_is() {
    use BadFile::{Unsupported, Without};
    let h264 = |more: &[&str]| Coded::h264(more);
    for (case, coded, why) in [
        ("10 bits", h264(&["-pix_fmt", "yuv420p10le"]), Unsupported("this profile of H264")),
        ("mpeg4", Coded::of(&["-c:v", "mpeg4"]), Unsupported("this coding of pictures")),
        (
            "mp3",
            h264(&[]).with(&["-c:a", "libmp3lame"]),
            Unsupported("AAC other than LC in one or two channels"),
        ),
        (
            "surround",
            h264(&[]).with(&["-c:a", "aac", "-ac", "6"]),
            Unsupported("AAC other than LC in one or two channels"),
        ),
        ("too large", h264(&["-s", "2560x1440"]), Unsupported("a picture of odd sides or beyond 1920x1088")),
        ("sound alone", Coded::of(&["-vn", "-c:a", "aac"]), Without("picture")),
    ] {
        assert_eq!(made::refused(case, &coded), why, "{case}");
    }
}
