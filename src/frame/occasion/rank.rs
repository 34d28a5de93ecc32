//! The class of a plain meeting by the ranks of those who meet.

use std::collections::BTreeMap;

use crate::frame::{Occasion, Reading};
use crate::lexicon::Scheme;
use crate::register::EntityId;
use crate::vocab::{class, rank};

/// Gives each plain meeting of two sides its special class, and that with a monarch, who holds no summits.
pub(super) fn specialise(reading: &Reading<'_>, occasions: &mut [Occasion]) {
    let monarch = |o: &Occasion| {
        o.participants.iter().filter_map(|h| h.office).any(|office| reading.cast.entity(office).rank() == rank::MONARCH)
    };
    let plain = |o: &Occasion| match reading.term(o.class).name.as_str() {
        class::MEETING => true,
        class::SUMMIT_MEETING => monarch(o) && o.forum.is_none(),
        class::DIALOGUE_MEETING => o.forum.is_none(),
        _ => false,
    };
    let travellers: Vec<EntityId> = occasions.iter().filter_map(|o| Some(o.visitor?.person)).collect();
    for occasion in occasions.iter_mut().filter(|o| plain(o)) {
        let special = by_ranks(reading, occasion, &travellers).and_then(|name| reading.lexicon.term(Scheme::Occasion, name));
        if let Some(special) = special {
            occasion.class = special;
        }
    }
}

/// Two heads of state or government make a summit, two foreign ministers or other ministers a meeting of theirs; where the
/// ranks differ, or one is a monarch, the lower calls on the higher, unless the higher has come to see a minister.
fn by_ranks(reading: &Reading<'_>, occasion: &Occasion, travellers: &[EntityId]) -> Option<&'static str> {
    let highest = highest_offices(reading, occasion);
    let mut offices = highest.values().copied();
    let (Some(one), Some(other), None) = (offices.next(), offices.next(), offices.next()) else {
        // An ambassador who sees somebody of an office that nobody knows calls on them.
        let ambassador = highest.values().any(|&o| reading.cast.entity(o).rank() == rank::AMBASSADOR);
        return (ambassador && occasion.parties.len() == 2).then_some(class::COURTESY_CALL);
    };
    let level = |office: EntityId| match reading.cast.entity(office).rank() {
        rank::HEAD_OF_STATE | rank::HEAD_OF_GOVERNMENT => rank::HEAD_OF_STATE,
        level => level,
    };
    let diplomats = [one, other].iter().all(|&o| is_foreign_minister(reading, o));
    Some(match (level(one), level(other)) {
        (rank::MONARCH, _) | (_, rank::MONARCH) => class::COURTESY_CALL,
        (rank::HEAD_OF_STATE, rank::HEAD_OF_STATE) => class::SUMMIT_MEETING,
        _ if diplomats => class::FOREIGN_MINISTERS_MEETING,
        (rank::MINISTER, rank::MINISTER) => class::MINISTERIAL_MEETING,
        (rank::HEAD_OF_STATE, rank::MINISTER) | (rank::MINISTER, rank::HEAD_OF_STATE)
            if is_highest(reading, occasion, travellers) =>
        {
            class::MINISTERIAL_MEETING
        }
        // An ambassador sees a vice-minister at work.
        (rank::VICE_MINISTER, rank::AMBASSADOR) | (rank::AMBASSADOR, rank::VICE_MINISTER) => class::WORKING_LEVEL_MEETING,
        (a, b) if a != b => class::COURTESY_CALL,
        _ => class::WORKING_LEVEL_MEETING,
    })
}

/// Whether the one of the highest office is among some people.
fn is_highest(reading: &Reading<'_>, occasion: &Occasion, people: &[EntityId]) -> bool {
    let ranked = occasion.participants.iter().filter_map(|h| Some((reading.cast.entity(h.office?).precedence(), h.person)));
    ranked.min().is_some_and(|(_, person)| people.contains(&person))
}

/// The highest office of each side that takes part.
fn highest_offices(reading: &Reading<'_>, occasion: &Occasion) -> BTreeMap<EntityId, EntityId> {
    let mut highest: BTreeMap<EntityId, EntityId> = BTreeMap::new();
    for (side, office) in occasion.participants.iter().filter_map(|h| h.side.zip(h.office)) {
        let place = |o: EntityId| reading.cast.entity(o).precedence();
        highest.entry(side).and_modify(|old| *old = if place(office) < place(*old) { office } else { *old }).or_insert(office);
    }
    highest
}

/// Whether an office is that of foreign minister, by its id in the register: `kz-foreign-minister`.
fn is_foreign_minister(reading: &Reading<'_>, office: EntityId) -> bool {
    let entity = reading.cast.entity(office);
    let country = entity.country.map_or("", |c| reading.cast.entity(c).slug.as_str());
    entity.slug.strip_prefix(country) == Some("-foreign-minister")
}
