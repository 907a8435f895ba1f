//! The server's configuration: defaults, then `ilive.toml`, then `ILIVE_…`, then flags.

mod features;
mod layers;
mod limits;
mod roles;
mod timers;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use features::Features;
pub use layers::{ConfigError, Layers, Origin};
pub use limits::{RoomLimits, SessionLimits, SpeedLimits};
pub use roles::{RoleAudio, RoleConfig, RoleKind, RoleNet, RoleVideo};
pub use timers::TimersConfig;
pub(crate) use timers::ms;

/// All settings. `ilive config show --origin` prints each with where it came from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Sockets, names and folders.
    pub server: ServerConfig,
    /// The media plane.
    pub media: MediaConfig,
    /// Deadlines and periods.
    pub timers: TimersConfig,
    /// Budgets: past them the answer is a code.
    pub limits: LimitsConfig,
    /// Log output.
    pub log: LogConfig,
    /// Apps by their `sdkAppId`. None: one is generated and kept in the data folder.
    pub apps: BTreeMap<String, AppConfig>,
}

impl Config {
    /// The generated app is for trying out: beyond loopback it is served with `lan` only.
    #[must_use]
    pub fn serves_generated_app(&self) -> bool {
        self.server.generated_app && (self.server.listen.ip().is_loopback() || self.server.lan)
    }
}

/// Sockets, names and folders.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerConfig {
    /// HTTP and WebSocket by TCP, all media by UDP, on the same address and port. Port 0: any free one.
    pub listen: SocketAddr,
    /// Secrets, the store and the certificate live here.
    pub data: PathBuf,
    /// Bind all addresses with a self-signed certificate.
    pub lan: bool,
    /// On loopback and with `lan`: serve the generated app, whose guests need no account. Off behind a proxy.
    pub generated_app: bool,
    /// Addresses to offer for media instead of the listen address.
    pub public_ip: Vec<IpAddr>,
    /// Web origins that may log in, besides the server's own. `*` allows every one.
    pub allowed_origins: Vec<String>,
    /// Host names that this server is reached by, besides the machine's own: where guests get in, pages of others do not.
    pub names: Vec<String>,
    /// Addresses of reverse proxies: a request from there comes from the last address of its `X-Forwarded-For` (else
    /// `Forwarded`) that is none of these.
    pub trusted_proxies: Vec<IpAddr>,
    /// How long a server that stops still serves who is there and says 503 at `/readyz`, so that a load balancer turns to
    /// others first, in ms.
    pub notice_ms: u64,
    /// How long a stop then waits for goodbyes, in ms.
    pub drain_ms: u64,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8800)),
            data: PathBuf::from("data"),
            lan: false,
            generated_app: true,
            public_ip: Vec::new(),
            allowed_origins: Vec::new(),
            names: Vec::new(),
            trusted_proxies: Vec::new(),
            notice_ms: 0,
            drain_ms: 2_000,
        }
    }
}

/// The media plane.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MediaConfig {
    /// Media threads; 0: one less than there are cores, at least one.
    pub threads: usize,
    /// Send runs of packets by segmentation offload where the kernel can.
    pub gso: bool,
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self { threads: 0, gso: true }
    }
}

/// Budgets: past them the answer is a code.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// WebSocket connections at once; past it 10005 `server_full`.
    pub connections: usize,
    /// TCP connections besides those; past the sum one is not taken in.
    pub sockets_besides: usize,
    /// TCP connections from one source address (IPv6: one /64); loopback and `server.trusted_proxies` are not counted.
    pub sockets_per_source: usize,
    /// Rooms at once; past it 10005 `server_full`.
    pub rooms: usize,
    /// Of those, the ones that one user has opened; past it 10005 `too_many_rooms`.
    pub rooms_per_user: usize,
    /// Members and viewers of a room; past it 10005 `room_full`.
    pub room_people: usize,
    /// WHIP sessions of one user; past it 10005.
    pub whip_per_user: usize,
    /// WHEP players of one ticket; past it 10005.
    pub whep_per_ticket: usize,
    /// Guests made per source address and minute; loopback is not counted.
    pub guests_per_minute: u32,
    /// New connections, WHIP sources, WHEP players and tickets that are checked, per source address and minute; loopback is
    /// not counted.
    pub connects_per_minute: u32,
    /// One login.
    pub session: SessionLimits,
    /// One room.
    pub room: RoomLimits,
    /// Speed tests.
    pub speed: SpeedLimits,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            connections: 15_000,
            sockets_besides: 1_000,
            sockets_per_source: 1_000,
            rooms: 10_000,
            rooms_per_user: 50,
            room_people: 100_000,
            whip_per_user: 10,
            whep_per_ticket: 100,
            guests_per_minute: 30,
            connects_per_minute: 600,
            session: SessionLimits::default(),
            room: RoomLimits::default(),
            speed: SpeedLimits::default(),
        }
    }
}

/// Log output.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// `text` or `json` (one object a line).
    pub format: LogFormat,
    /// A tracing filter: `info`, `ilive_server=debug`.
    pub level: String,
    /// Log files of 10 MB that are kept in the data folder, for `ilive log`; 0: none.
    pub keep: usize,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".to_owned(), keep: 3 }
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// One app: its secret and its rules.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AppConfig {
    /// The text of the userSig v2 secret.
    pub secret: Option<String>,
    /// A file that holds it.
    pub secret_file: Option<PathBuf>,
    /// A PEM file with the secp256k1 public key of userSig v1; then v2 is refused for this app.
    pub v1_public_key_file: Option<PathBuf>,
    /// Who may rise above audience.
    pub stage: StagePolicy,
    /// Without a room key: no rights at all (10003 `key_required`).
    pub require_room_key: bool,
    /// Serve `POST /api/v1/guest` for this app.
    pub guests: bool,
    /// A role that the app's list lacks is refused (10002 `unknown_role`).
    pub strict_roles: bool,
    /// Its roles, each a table `[[apps.ID.roles]]`; none: those of the original's scene "interactive live".
    pub roles: Vec<RoleConfig>,
    /// What of the platform it uses.
    pub features: Features,
}

impl std::fmt::Debug for AppConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppConfig")
            .field("stage", &self.stage)
            .field("require_room_key", &self.require_room_key)
            .field("guests", &self.guests)
            .finish_non_exhaustive()
    }
}

/// Who may rise above audience.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StagePolicy {
    /// Whoever the host accepts, or whose room key has the bits.
    Ask,
    /// Whoever's ticket has the bits.
    #[default]
    Open,
}
