//! Manners towards one host: one request at a time, and a pause between two.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::robots::Rules;

/// What is known of one host. Whoever asks it anything holds the lock on this.
#[derive(Debug, Default)]
pub(super) struct Host {
    /// The rules of its robots.txt, by scheme and port.
    pub(super) rules: BTreeMap<String, Arc<Rules>>,
    /// Whether a page has been asked for, so that the next must wait.
    pub(super) visited: bool,
    /// How long it wants to be left alone.
    pub(super) hold: Duration,
}

/// All hosts by their names.
#[derive(Debug, Default)]
pub(super) struct Hosts(Mutex<BTreeMap<String, Arc<Mutex<Host>>>>);

impl Hosts {
    pub(super) fn host(&self, name: &str) -> Arc<Mutex<Host>> {
        let mut hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(name.to_owned()).or_default())
    }

    /// Notes that so much time has passed without any request. A robots.txt is asked for anew after that.
    pub(super) fn rest(&self, passed: Duration) {
        let hosts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for host in hosts.values() {
            let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
            host.rules.clear();
            host.hold = host.hold.saturating_sub(passed);
        }
    }
}
