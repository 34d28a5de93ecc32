//! New people: somebody whom the register does not know, introduced with a name and an office or an honorific.

use std::ops::Range;

use crate::lexicon::Role;
use crate::register::{Cast, Entity, EntityId, Kind, Names, is_kanji, is_katakana, slug};
use crate::source::Lang;
use crate::vocab::rank;

use super::chunk::{Chunk, What, is_complement};
use super::holder::Resolver;
use super::unknown::Unknown;
use super::{Discourse, Holder};

/// How many words the title of an office may have at most.
const LONGEST_TITLE: usize = 14;

impl Resolver<'_> {
    /// Adds the person, and the office where the register does not have it, to the cast.
    pub(super) fn mint(
        &self,
        name: &Unknown,
        chunk: &Chunk<'_>,
        bracket: Option<&Chunk<'_>>,
        offices: &[EntityId],
        discourse: &mut Discourse<'_>,
    ) -> Holder {
        let latin = bracket.and_then(|b| match b.person.as_ref().map(|p| &p.what) {
            Some(What::Unknown(latin)) => Some(latin.name.as_str()),
            _ => None,
        });
        let alone = offices.first().and_then(|&o| discourse.cast.country_of(o)).filter(|_| offices.len() == 1);
        let home = discourse.home.filter(|_| {
            let before = chunk.units.start.checked_sub(1);
            before.is_some_and(|u| self.mentions.role_at(u, Role::Home)) || chunk.posted && chunk.country != discourse.home
        });
        // Whoever is posted abroad is not of the country of the post.
        let own = chunk.country.filter(|_| !chunk.posted);
        let led = || if name.leads { self.country_before(chunk) } else { None };
        let side = home.or(own).or(alone).or_else(|| if chunk.posted { None } else { self.country_around(chunk).or_else(led) });
        let mut names = Names::default();
        names.add(self.text.lang, name.name.as_str());
        if let Some(latin) = latin {
            names.add(Lang::En, latin);
        }
        let slug = person_slug(latin.unwrap_or(&name.name));
        let person = discourse.cast.mint(new_person(slug, names, side, self.is_honoured_woman(chunk)));
        discourse.introduced.extend(self.short_names(&name.name).into_iter().map(|n| (n, person)));
        let known = offices.iter().copied().find(|&o| side.is_none() || discourse.cast.country_of(o) == side);
        let office = known.or_else(|| chunk.title.as_ref().map(|title| self.mint_office(title, chunk, side, discourse)));
        Holder { person, office, side }
    }

    /// An office by the words of its title, up to the name, a mark or a verb.
    fn mint_office(
        &self,
        title: &Range<usize>,
        chunk: &Chunk<'_>,
        side: Option<EntityId>,
        discourse: &mut Discourse<'_>,
    ) -> EntityId {
        let name = chunk.person.as_ref().map_or(0..0, |p| p.units.clone());
        let mut end = title.end;
        while end < self.sentence.units.end
            && !name.contains(&end)
            && end - title.start < LONGEST_TITLE
            && (is_complement(self.text, self.mentions, end)
                || self.mentions.role_at(end, Role::Genitive)
                || self.is_country(end))
        {
            end += 1;
        }
        while end > title.end && self.is_small(end - 1) {
            end -= 1;
        }
        let label = self.words(&(title.start..end)).to_owned();
        let office = new_office(&label, self.text.lang, side, &discourse.cast);
        discourse.cast.mint(office)
    }

    /// The country of an organisation in the chunk, or one named inside its words.
    fn country_around(&self, chunk: &Chunk<'_>) -> Option<EntityId> {
        let names = self.mentions.names.iter().chain(&self.mentions.nested);
        let inside = names.filter(|m| crate::text::overlap(&m.units, &chunk.units));
        inside.flat_map(|m| m.entities().chain(m.adjectives())).find_map(|e| {
            let person = matches!(self.register().entities[e].kind, Kind::Person { .. } | Kind::Office { .. });
            self.register().country_of(e).filter(|_| !person)
        })
    }

    /// The country named closest before a chunk: that of a delegation before whoever leads it.
    fn country_before(&self, chunk: &Chunk<'_>) -> Option<EntityId> {
        let names = self.mentions.names.iter().chain(&self.mentions.nested);
        let before = names.filter(|m| m.units.end <= chunk.units.start);
        let nearest = before.filter_map(|m| {
            let named = m.entities().chain(m.adjectives());
            let country = named.into_iter().find_map(|e| self.register().country_of(e))?;
            Some((m.units.end, country))
        });
        nearest.max_by_key(|(end, _)| *end).map(|(_, country)| country)
    }

    fn is_country(&self, unit: usize) -> bool {
        self.mentions
            .names
            .iter()
            .any(|m| m.units.contains(&unit) && m.entities().any(|e| self.register().country_of(e) == Some(e)))
    }

    fn is_small(&self, unit: usize) -> bool {
        [Role::Complement, Role::Conjunction, Role::Article, Role::Genitive].iter().any(|&role| self.mentions.role_at(unit, role))
    }

    fn is_honoured_woman(&self, chunk: &Chunk<'_>) -> bool {
        let feminine = &self.lexicon.words(self.text.lang).person.feminine;
        let start = chunk.person.as_ref().map_or(chunk.units.start, |p| p.units.start);
        let before = self.mentions.words.iter().filter(|m| m.is(Role::Honorific) && m.units.end == start);
        before.into_iter().any(|m| feminine.iter().any(|f| self.words(&m.units).ends_with(f.as_str())))
    }

    /// The names under which a person comes back: the whole name and the family name, which capitals mark, or which is the
    /// last of the parts, in kanji the first two letters.
    pub(super) fn short_names(&self, name: &str) -> Vec<String> {
        let family = family_name(name);
        if family == name { vec![name.to_owned()] } else { vec![name.to_owned(), family] }
    }
}

fn family_name(name: &str) -> String {
    let parts: Vec<&str> = name.split([' ', '・', '=']).filter(|p| !p.is_empty()).collect();
    let capitals = |p: &&&str| p.chars().count() > 1 && p.chars().all(|c| !c.is_lowercase() && !matches!(c, '.'));
    let kanji = |p: &str| !p.is_ascii() && is_kanji(p);
    if parts.len() == 1 && kanji(name) {
        return name.chars().take(2).collect();
    }
    let katakana = parts.iter().all(|p| is_katakana(p));
    let marked = parts.iter().find(capitals).filter(|_| !katakana && parts.iter().any(|p| !capitals(&p)));
    marked.or(parts.last()).map_or_else(|| name.to_owned(), |p| (*p).to_owned())
}

/// Somebody whom the register does not know.
fn new_person(slug: String, names: Names, country: Option<EntityId>, female: bool) -> Entity {
    let kind = Kind::Person { family: Names::default(), given: Names::default(), female };
    Entity::introduced(slug, kind, country, names)
}

/// Somebody whom the register does not know, by a name alone.
pub fn new_named(name: &str, lang: Lang, country: Option<EntityId>) -> Entity {
    let mut names = Names::default();
    names.add(lang, name);
    new_person(person_slug(name), names, country, false)
}

/// An office that the register does not have, by its title.
pub fn new_office(label: &str, lang: Lang, country: Option<EntityId>, cast: &Cast<'_>) -> Entity {
    let home = country.map(|country| format!("{}-", cast.entity(country).slug)).unwrap_or_default();
    let mut names = Names::default();
    names.add(lang, label);
    let own = slug(label, 60);
    let slug = format!("{home}{}", if own.is_empty() || lang == Lang::Ja { label } else { &own });
    Entity::introduced(slug, Kind::Office { rank: rank::OTHER.to_owned(), organization: None }, country, names)
}

/// `tursunov-adil`: the family name first, as in the register; a name that has no Latin letters names itself.
fn person_slug(name: &str) -> String {
    if name.chars().any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')) {
        return name.replace(['・', '='], "-");
    }
    let family = family_name(name);
    let given: Vec<&str> = name.split(' ').filter(|p| *p != family).collect();
    slug(&format!("{family} {}", given.join(" ")), 60)
}
