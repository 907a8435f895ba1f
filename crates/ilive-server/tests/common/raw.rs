//! A WebSocket written byte by byte, for what no library would send (RFC 6455).

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::{Running, within};

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Got {
    Message(Vec<u8>),
    Pong(Vec<u8>),
    Ping,
    Close(u16),
    /// The connection ended without a close.
    End,
}

pub(crate) struct Raw(TcpStream);

impl Raw {
    /// An upgraded connection.
    pub(crate) async fn open(server: &Running, protocol: &str) -> Self {
        let (mut raw, head) = Self::upgrade(server, &[("Sec-WebSocket-Protocol", protocol)]).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        raw.0.set_nodelay(true).expect("no delay");
        raw.0.flush().await.expect("flushed");
        raw
    }

    /// Asks for an upgrade with these headers besides; gives the head of the answer.
    pub(crate) async fn upgrade(server: &Running, headers: &[(&str, &str)]) -> (Self, String) {
        Self::upgrade_as(server, &server.address.to_string(), headers).await
    }

    /// As a client does that knows the server by this name.
    pub(crate) async fn upgrade_as(server: &Running, host: &str, headers: &[(&str, &str)]) -> (Self, String) {
        Self::upgrade_on(server, host, TcpSocket::new_v4().expect("a socket"), headers).await
    }

    /// An upgraded connection that takes in next to nothing before it is read.
    pub(crate) async fn narrow(server: &Running, protocol: &str) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small window");
        let host = server.address.to_string();
        let headers = [("Sec-WebSocket-Protocol", protocol)];
        let (raw, head) = Self::upgrade_on(server, &host, socket, &headers).await;
        assert!(head.starts_with("HTTP/1.1 101"), "{head}");
        raw
    }

    async fn upgrade_on(
        server: &Running,
        host: &str,
        socket: TcpSocket,
        headers: &[(&str, &str)],
    ) -> (Self, String) {
        let mut request = format!(
            "GET /ws/v1 HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        );
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        let mut stream = socket.connect(server.address).await.expect("a connection");
        stream.write_all((request + "\r\n").as_bytes()).await.expect("written");
        let mut head = Vec::new();
        within("the head of an answer", async {
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.expect("a head"));
            }
        })
        .await;
        (Self(stream), String::from_utf8(head).expect("ASCII"))
    }

    /// The server may have hung up already: then what it said before is read.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        let _ = self.0.write_all(bytes).await;
    }

    /// Writes until the server has dropped the connection, and reads nothing.
    pub(crate) async fn until_dropped(&mut self) {
        let pong = frame(0x8A, &[0; 100]);
        within("the end of a connection", async { while self.0.write_all(&pong).await.is_ok() {} }).await;
    }

    /// The next frame, unmasked as servers send them.
    pub(crate) async fn read(&mut self) -> Got {
        within("a frame", async { self.frame().await.unwrap_or(Got::End) }).await
    }

    async fn frame(&mut self) -> std::io::Result<Got> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).await?;
        let len = match head[1] {
            126 => self.0.read_u16().await?.into(),
            127 => self.0.read_u64().await? as usize,
            short => usize::from(short),
        };
        let mut payload = vec![0; len];
        self.0.read_exact(&mut payload).await?;
        Ok(match head[0] & 0x0F {
            8 => Got::Close(payload.get(..2).map_or(1005, |code| u16::from_be_bytes([code[0], code[1]]))),
            9 => Got::Ping,
            10 => Got::Pong(payload),
            _ => Got::Message(payload),
        })
    }
}

/// A masked frame of a client. `head` is its first byte: FIN, reserved bits, opcode.
pub(crate) fn frame(head: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![head];
    match payload.len() {
        len @ 0..=125 => bytes.push(0x80 | len as u8),
        len @ 126..=0xFFFF => {
            bytes.push(0x80 | 126);
            bytes.extend_from_slice(&(len as u16).to_be_bytes());
        }
        len => {
            bytes.push(0x80 | 127);
            bytes.extend_from_slice(&(len as u64).to_be_bytes());
        }
    }
    let mask = [0x12, 0x34, 0x56, 0x78];
    bytes.extend_from_slice(&mask);
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}
