//! Which addresses of the network may be asked: those of the public internet alone.
//!
//! A page, a feed or a redirect can name any host, and a host's owner can let its name stand for any address, also for one
//! behind the reader's own firewall. So it is not the name that is looked at, but every address that it stands for, each time
//! that a connection is made, and the connection goes to just these addresses. The ranges are those of RFC 6890 and of the
//! registries that go on from it, <https://www.iana.org/assignments/iana-ipv6-special-registry>.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Whether an address lies in the public internet: no loopback, private, link-local, shared, documentation, benchmark,
/// multicast or reserved address, nor an IPv6 address that stands for such an IPv4 address.
///
/// ```
/// use cajad::fetch::is_public;
///
/// assert!(is_public("203.178.137.58".parse()?));
/// for refused in ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1", "::ffff:192.168.0.1", "2002:7f00:1::"] {
///     assert!(!is_public(refused.parse()?), "{refused}");
/// }
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        // "This network", and what was never given out.
        || a == 0
        || a >= 240
        // Shared by the customers of one provider, RFC 6598.
        || (a == 100 && b & 0b1100_0000 == 64)
        // Protocol assignments, and the old relays to IPv6.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        // Benchmarks, RFC 2544.
        || (a == 198 && b & 0b1111_1110 == 18);
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // IPv4 written as IPv6, and translated by NAT64, RFC 6052.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4 carries an IPv4 address, RFC 3056.
        [0x2002, high, low, ..] => embedded(high, low),
        // Protocol assignments with Teredo, and the two ranges for documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Global unicast is all that has been given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// A name stands for no address that may be asked.
#[derive(Debug, thiserror::Error)]
#[error("{host} stands for {address}, which is no address of the public internet")]
pub(super) struct Private {
    pub(super) host: String,
    pub(super) address: IpAddr,
}

/// Looks names up and keeps the addresses that may be asked.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) allowed: Vec<SocketAddr>,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        let mut refused = None;
        for address in found.iter() {
            if is_public(address.ip()) || self.allowed.contains(address) {
                kept.push(*address);
            } else {
                refused = refused.or(Some(address.ip()));
            }
        }
        match refused {
            Some(address) if kept.is_empty() => {
                let host = uri.host().unwrap_or_default().to_owned();
                Err(ureq::Error::Other(Box::new(Private { host, address })))
            }
            _ => Ok(kept),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_special_range_is_refused_at_both_its_ends() -> Result<(), std::net::AddrParseError> {
        let refused = "0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.255.255.255 169.254.0.0 \
            169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.1 192.88.99.1 192.168.0.0 \
            192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.0 239.255.255.255 240.0.0.0 \
            255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::10.0.0.1 \
            64:ff9b:1::808:808 100::1 2001::1 2001:1ff::1 2001:db8::1 2002:c0a8:101::1 2002:a00:1:: 3fff::1 3fff:fff::1 \
            5f00::1 fc00::1 fdff::1 fe80::1 febf::1 fec0::1 ff02::1";
        for address in refused.split(' ') {
            assert!(!is_public(address.parse()?), "{address}");
        }
        let public = "1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 \
            169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 \
            223.255.255.255 2001:200::1 2001:db9::1 2400:4000::1 2a00::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1";
        for address in public.split(' ') {
            assert!(is_public(address.parse()?), "{address}");
        }
        Ok(())
    }
}
