//! Refused at the call, or completed once.

use ilive::binding::{Binding, News};
use ilive::{AppFrame, Delivery, DeviceKind, Ilive, PixelFormat, RoomOption};

use crate::world::{World, coded, done, sig, within};

#[tokio::test]
async fn a_refused_call_has_failed_when_the_method_returns() {
    let world = World::start().await;
    let client = world.client();

    let pending = client.join_room(1, RoomOption::audience());

    let error = pending.refused().expect("refused before it is awaited").clone();
    assert_eq!((coded(&error), error.delivery), ((8002, ""), Delivery::Return));
    assert_eq!(pending.await.map(drop), Err(error), "and that is all that follows");
}

#[tokio::test]
async fn a_login_completes_and_another_of_the_same_user_is_refused() {
    let world = World::start().await;
    let client = world.client();

    let first = client.login("ann", &sig("ann"));
    let second = client.login("ann", &sig("ann"));

    assert_eq!(second.refused().map(coded), Some((8011, "busy")));
    done("login", first).await.expect("a login");
    assert!(client.state().logged_in);
    assert_eq!(client.login("ann", &sig("ann")).refused().map(|error| error.code), Some(8024));
}

#[tokio::test]
async fn a_login_that_is_given_up_ends_as_cancelled_and_can_be_made_again() {
    let world = World::start().await;
    let client = world.client();

    let login = client.login("ann", &sig("ann"));
    login.cancel();

    let error = done("login", login).await.expect_err("given up");
    assert_eq!((error.code, error.delivery), (8007, Delivery::Completion));
    done("login", client.login("ann", &sig("ann"))).await.expect("a login");
}

#[tokio::test]
async fn with_strict_threads_another_thread_is_refused_before_anything_else() {
    let world = World::start().await;
    let client = Ilive::init(ilive::Config { strict_threads: true, ..world.config() }).expect("a client");

    let there = client.clone();
    let error = std::thread::spawn(move || there.logout().refused().cloned()).join().expect("no panic");
    let here = client.logout().refused().cloned();

    assert_eq!(error.map(|error| (error.code, error.trace_id.is_empty())), Some((1007, false)));
    assert_eq!(here.map(|error| error.code), Some(8009));
}

#[tokio::test]
async fn frames_and_data_of_the_apps_own_come_from_any_thread() {
    let world = World::start().await;
    let client = Ilive::init(ilive::Config { strict_threads: true, ..world.config() }).expect("a client");

    let there = client.clone();
    let fill = move || {
        let frame = vec![0; PixelFormat::I420.bytes_of(176, 144) as usize];
        let (format, rotation) = (PixelFormat::I420, 0);
        let frame = AppFrame { format, width: 176, height: 144, rotation, data: &frame };
        there.fill_frame(DeviceKind::ExternalMain, &frame)
    };
    let error = std::thread::spawn(fill).join().expect("no panic").expect_err("not logged in");

    assert_eq!(error.code, 8002);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn completions_need_no_runtime_of_the_apps() {
    let world = World::start().await;
    let client = world.client();

    let logged_in = std::thread::spawn(move || futures_executor::block_on(client.login("ann", &sig("ann"))));

    let joined = tokio::task::spawn_blocking(|| logged_in.join().expect("no panic"));
    within("login", joined).await.expect("no panic").expect("a login");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_binding_gets_each_completion_once_and_in_order() {
    let world = World::start().await;
    let config = world.config();

    let codes = tokio::task::spawn_blocking(move || poll_all(config));

    let codes = within("the completions", codes).await.expect("no panic");
    assert_eq!(codes, [0, 20_003, 0], "a login, a message to nobody, a logout");
}

fn poll_all(config: ilive::Config) -> Vec<u32> {
    use ilive_session::{Accepted, Call, call::Secret};
    let binding = Binding::init(config, None).expect("a client");
    let login = Call::Login { user_id: "ann".into(), user_sig: Secret(sig("ann")), nick: String::new() };
    let mut codes = Vec::new();
    for call in [login, Call::SendC2c("bob".into(), vec![text("hello")]), Call::Logout] {
        let Ok(Accepted::Pending(op)) = binding.call(call, None) else { panic!("accepted") };
        codes.push(loop {
            match binding.poll(std::time::Duration::from_secs(20)) {
                Some(News::Completed(done, result)) => {
                    assert_eq!(done, op, "nothing else is in flight");
                    break result.map_or_else(|error| error.code, |_| 0);
                }
                Some(News::Event(_)) => {}
                None => panic!("{op:?}: no completion"),
            }
        });
    }
    assert!(binding.poll(std::time::Duration::ZERO).is_none(), "nothing follows");
    codes
}

fn text(text: &str) -> ilive::wire::Element {
    let body = ilive::wire::element::Body::Text(text.to_owned());
    ilive::wire::Element { body: Some(body) }
}

#[tokio::test]
async fn the_log_has_the_trace_of_every_error_and_no_ticket() {
    let world = World::start().await;
    let path = world.file("sdk.log");
    let log = Some(ilive::LogFile::new(&path));
    let client = Ilive::init(ilive::Config { log, ..world.config() }).expect("a client");

    let refused = client.logout().await.expect_err("not logged in");
    let failed = done("login", client.login("ann", &sig("bob"))).await.expect_err("another's ticket");

    let text = std::fs::read_to_string(path).expect("a log");
    let line = |trace: &str| text.lines().find(|line| line.contains(trace)).expect("a line").to_owned();
    assert!(line(&refused.trace_id).contains("refused") && line(&refused.trace_id).contains("code=8009"));
    assert!(line(&failed.trace_id).contains("failed") && line(&failed.trace_id).contains("code=10003"));
    assert!(!text.contains(&sig("bob")[..20]), "{text}");
}

#[test]
fn a_log_file_that_cannot_be_written_is_refused() {
    let log = Some(ilive::LogFile::new("/proc/no/such/place.log"));
    let config = ilive::Config { log, ..ilive::Config::new("http://127.0.0.1:1", 1) };

    assert_eq!(Ilive::init(config).err().map(|error| error.code), Some(8021));
}
