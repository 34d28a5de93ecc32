//! Scope: whether a release is about Japan and Central Asia at all.
//!
//! The graph is of contacts between the two. A release about something else is kept with what it names, and tells nothing.

use std::collections::BTreeSet;

use crate::frame::{Frames, Reading, Scene};
use crate::mention::Mention;
use crate::register::{Body, EntityId, Kind};
use crate::resolve::{Nominal, Who};
use crate::text::Kind as Line;

/// How many sentences open a text: what a release is about stands in its titles and in the first of them.
const OPENING: usize = 3;

/// Takes everything told from a release that is not about both sides.
pub fn keep(reading: &Reading<'_>, frames: &mut Frames) {
    if reading.lexicon.register.are_of_both_sides(&opening(reading)) || tells(reading, frames) {
        return;
    }
    *frames = Frames { named: std::mem::take(&mut frames.named), out_of_scope: true, ..Frames::default() };
}

/// Whether an occasion or a text is between the two sides.
fn tells(reading: &Reading<'_>, frames: &Frames) -> bool {
    let main = frames.main.map(|m| &frames.occasions[m].parties);
    main.into_iter()
        .chain(frames.instruments.iter().map(|i| &i.parties))
        .any(|parties| reading.lexicon.register.are_of_both_sides(parties))
}

/// The countries that the publisher, the titles and the first sentences name, themselves or by what belongs to them.
fn opening(reading: &Reading<'_>) -> BTreeSet<EntityId> {
    let prose = |count| reading.scenes.iter().filter(|s| s.sentence.kind == Line::Prose).take(count);
    let sides = reading.titles().chain(prose(OPENING)).flat_map(|s| countries(reading, s));
    // A town may only be part of a name; at the very head it is where things happen.
    let towns = reading.titles().chain(prose(1)).flat_map(|s| towns(reading, s));
    sides.chain(towns).chain(reading.home).collect()
}

fn countries(reading: &Reading<'_>, scene: &Scene) -> BTreeSet<EntityId> {
    let register = &reading.lexicon.register;
    let names = || scene.mentions.names.iter().chain(&scene.mentions.nested);
    // The title of an office, or a label of several things, names no country.
    let office = |e: &EntityId| matches!(register.entities[*e].kind, Kind::Office { .. });
    let place = |e: &EntityId| matches!(register.entities[*e].kind, Kind::Place { .. });
    let of = |e: EntityId| register.country_of(e).filter(|_| !place(&e)).into_iter().chain(members(reading, e));
    let entities = names().filter_map(Mention::only).filter(|e| !office(e));
    let adjectives = names().flat_map(Mention::adjectives);
    let whole = scene.nominals.iter().any(|n| n.who == Who::Region);
    let region = register.region().filter(|_| whole);
    let acting = scene.nominals.iter().filter_map(Nominal::side);
    entities.flat_map(of).chain(adjectives).chain(acting).chain(region).collect()
}

/// The countries of the places that a sentence names.
fn towns<'a>(reading: &'a Reading<'_>, scene: &'a Scene) -> impl Iterator<Item = EntityId> + 'a {
    let place = |e: &EntityId| matches!(reading.cast.entity(*e).kind, Kind::Place { .. });
    let named = scene.mentions.names.iter().flat_map(Mention::entities);
    named.filter(place).filter_map(|e| reading.cast.country_of(e))
}

/// The countries of a forum or region.
fn members<'a>(reading: &'a Reading<'_>, entity: EntityId) -> impl Iterator<Item = EntityId> + 'a {
    let register = &reading.lexicon.register;
    let joint = matches!(reading.cast.entity(entity).kind, Kind::Organization(Body::Forum) | Kind::Place { .. });
    register.members(entity).filter(move |_| joint)
}
