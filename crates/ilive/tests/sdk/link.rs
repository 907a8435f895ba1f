//! What a failed connection is called, and what a lost one does.

use ilive::{Config, Event, Ilive};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::world::{APP, World, coded, done, heard, sig};

async fn login_at(url: String) -> ilive::IliveError {
    let client = Ilive::init(Config::new(url, APP)).expect("a client");
    done("login", client.login("ann", &sig("ann"))).await.expect_err("nobody of ours is there")
}

#[tokio::test]
async fn a_closed_port_and_an_unknown_name_are_no_network() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");

    assert_eq!(coded(&login_at(format!("http://{free}")).await), (8012, "unreachable"));
    assert_eq!(coded(&login_at("http://no-such-host.invalid:8800".to_owned()).await), (8012, "unreachable"));
}

#[tokio::test]
async fn a_portals_page_is_an_answer_that_cannot_be_read() {
    let portal = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = portal.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut client, _)) = portal.accept().await {
            let mut asked = [0; 4096];
            let _ = client.read(&mut asked).await;
            let page = "<html>Please log in</html>";
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length";
            let _ = client.write_all(format!("{head}: {}\r\n\r\n{page}", page.len()).as_bytes()).await;
        }
    });

    assert_eq!(coded(&login_at(format!("http://{address}")).await), (8052, "foreign_answer"));
}

#[tokio::test]
async fn a_bad_ticket_is_the_servers_refusal() {
    let world = World::start().await;
    let client = world.client();

    let error = done("login", client.login("ann", &sig("bob"))).await.expect_err("another's ticket");

    assert_eq!(coded(&error), (10_003, "identifier_mismatch"));
    assert!(!error.trace_id.is_empty());
}

#[test]
fn an_address_that_is_none_is_refused_when_the_client_is_made() {
    let error = Ilive::init(Config::new("ftp://host", APP)).expect_err("no address");
    assert_eq!(coded(&error), (8021, "bad_url"));

    let error = Ilive::init(Config::new("http://127.0.0.1:1", 0)).expect_err("no app");
    assert_eq!(coded(&error), (8021, "bad_sdk_app_id"));
}

#[tokio::test]
async fn a_server_that_goes_down_is_a_lost_link_and_the_login_stands() {
    let world = World::start().await;
    let ann = world.user("ann").await;
    let mut events = ann.events();

    world.stop().await;

    let lost = |event: &Event| matches!(event, Event::LinkDown { .. }).then_some(());
    heard(&mut events, "the loss", lost).await;
    assert!(ann.state().logged_in, "for as long as the session may come back");
}
