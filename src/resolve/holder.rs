//! Chunks to people: by name, by title, by whom the text has named before.

use crate::lexicon::{Lexicon, Role, Scheme};
use crate::mention::{Mention, Mentions};
use crate::register::{EntityId, Kind, Register};
use crate::source::Lang;
use crate::text::{Kind as Line, Sentence, Text, covers, label_words};
use crate::vocab::rank;

use super::chunk::{Chunk, What};
use super::unknown::Unknown;
use super::{Discourse, Holder};

/// How well a candidate must fit before a family name alone is taken for it.
const ENOUGH: i32 = 2;
/// How much it counts that somebody held the office beside the name before.
const HELD: i32 = 5;

pub(super) struct Resolver<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) text: &'a Text,
    pub(super) sentence: &'a Sentence,
    pub(super) mentions: &'a Mentions,
}

impl Resolver<'_> {
    pub(super) fn register(&self) -> &Register {
        &self.lexicon.register
    }

    /// Whom a chunk stands for; `bracket` is the same name in Latin letters.
    pub(super) fn holder(&self, chunk: &Chunk<'_>, bracket: Option<&Chunk<'_>>, discourse: &mut Discourse<'_>) -> Option<Holder> {
        let offices = chunk.office.map(|m| self.offices(m, chunk.country)).unwrap_or_default();
        let Some(part) = &chunk.person else { return self.by_title(chunk, &offices, discourse) };
        let known = match &part.what {
            What::Person(mention) => {
                let known = self.known(mention, chunk, &offices, discourse);
                known.into_iter().for_each(|holder| self.introduce(mention, holder.person, discourse));
                known
            }
            What::Introduced(person) => Some(self.in_office(*person, &offices, discourse)),
            What::Unknown(name) => self.namesake(name, chunk, &offices, discourse),
            _ => None,
        };
        let spelled = |b: &Chunk<'_>, discourse: &Discourse<'_>| match b.person.as_ref().map(|p| &p.what) {
            Some(What::Person(mention)) => self.known(mention, chunk, &offices, discourse),
            _ => None,
        };
        let known = known.or_else(|| bracket.and_then(|b| spelled(b, discourse)));
        if let (Some(holder), What::Unknown(name)) = (known, &part.what) {
            discourse.introduced.extend(self.short_names(&name.name).into_iter().map(|n| (n, holder.person)));
        }
        if known.is_some() {
            return known;
        }
        let What::Unknown(name) = &part.what else { return None };
        let presented = name.honoured || name.leads || chunk.office.is_some() || chunk.title.is_some();
        presented.then(|| self.mint(name, chunk, bracket, &offices, discourse))
    }

    /// A family name that the register does not have in this spelling stands for the one whose whole name has it.
    fn introduce(&self, named: &Mention, person: EntityId, discourse: &mut Discourse<'_>) {
        let Kind::Person { family, .. } = &self.register().entities[person].kind else { return };
        let written = self.words(&named.units);
        let known = family.of(self.text.lang).iter().any(|f| written.contains(f.as_str()));
        if named.entities().any(|e| e == person) && !known {
            let new = self.short_names(written).into_iter().map(|name| (name, person));
            discourse.introduced.extend(new.filter(|n| n.0 != written));
        }
    }

    /// A person of the register, where the name and what stands around it leave one.
    fn known(&self, named: &Mention, chunk: &Chunk<'_>, offices: &[EntityId], discourse: &Discourse<'_>) -> Option<Holder> {
        let whole: Vec<EntityId> =
            named.entities().filter(|&e| matches!(self.register().entities[e].kind, Kind::Person { .. })).collect();
        let sure = !whole.is_empty();
        let people = if sure { whole } else { named.surnames().collect() };
        let past = self.held_past(&people, offices, discourse);
        let weigh = |p: EntityId| self.weigh(p, chunk, offices, discourse) + if past.contains(&p) { HELD } else { 0 };
        let mut candidates: Vec<(i32, EntityId)> = people.into_iter().map(|p| (weigh(p), p)).collect();
        candidates.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
        let &(best, person) = candidates.first()?;
        let tied = candidates.get(1).is_some_and(|&(second, _)| second == best);
        (!tied && (sure || best >= ENOUGH)).then(|| self.in_office(person, offices, discourse))
    }

    /// Those of some people who held one of the offices before the day of issue, where none of them holds it now: what is told is
    /// long ago.
    fn held_past(&self, people: &[EntityId], offices: &[EntityId], discourse: &Discourse<'_>) -> Vec<EntityId> {
        let register = self.register();
        let now = |&p: &EntityId| register.offices_of(p, discourse.issued).any(|o| offices.contains(&o));
        if people.iter().any(now) {
            return Vec::new();
        }
        let before = |&p: &EntityId| offices.iter().any(|&o| register.held_before(p, o, discourse.issued));
        people.iter().copied().filter(before).collect()
    }

    /// Somebody of the register behind a name that it does not spell so: one whose given name is in it, or who holds the
    /// very office.
    fn namesake(&self, name: &Unknown, chunk: &Chunk<'_>, offices: &[EntityId], discourse: &Discourse<'_>) -> Option<Holder> {
        let lower = name.name.to_lowercase();
        let given = |person: &EntityId| {
            let Kind::Person { given, .. } = &self.register().entities[*person].kind else { return false };
            Lang::ALL.into_iter().flat_map(|l| given.of(l)).any(|g| lower.contains(&g.to_lowercase()))
        };
        let holds = |person: &EntityId| {
            let mut held = self.register().offices_of(*person, discourse.issued);
            held.any(|o| offices.contains(&o)) && chunk.country.is_none_or(|c| self.register().country_of(*person) == Some(c))
        };
        // A title in capitals runs on behind a family name: "Kishida Holds Talks".
        let heads = |person: &EntityId| {
            let Kind::Person { family, .. } = &self.register().entities[*person].kind else { return false };
            let first = lower.split(' ').next().unwrap_or(&lower);
            let named = family.of(self.text.lang).iter().any(|f| f.to_lowercase() == first);
            named && self.sentence.kind == Line::Title && discourse.expected.contains(person)
        };
        let mut found = name.namesakes.iter().copied().filter(|p| given(p) || holds(p) || heads(p));
        let one = found.next()?;
        found.all(|other| other == one).then(|| self.in_office(one, offices, discourse))
    }

    /// How well a candidate fits what stands around the name.
    fn weigh(&self, person: EntityId, chunk: &Chunk<'_>, offices: &[EntityId], discourse: &Discourse<'_>) -> i32 {
        let register = self.register();
        let held: Vec<EntityId> = register.offices_of(person, discourse.issued).collect();
        let mut score = 0;
        if held.iter().any(|o| offices.contains(o)) {
            score += 8;
        } else if offices.iter().any(|&o| register.country_of(o) == register.country_of(person)) {
            score += 2;
        }
        if chunk.title.as_ref().is_some_and(|title| held.iter().any(|&o| self.is_kind(o, title, discourse))) {
            score += 3;
        }
        if chunk.country.is_some() {
            score += if chunk.country == register.country_of(person) { 2 } else { -8 };
        }
        if discourse.people.iter().any(|p| p.person == person) {
            score += 4;
        } else if discourse.expected.contains(&person) {
            score += 2;
        }
        score + i32::from(!held.is_empty())
    }

    /// Whether an office is one of the kind that a title names: the Minister of Foreign Affairs is a Minister.
    fn is_kind(&self, office: EntityId, title: &std::ops::Range<usize>, discourse: &Discourse<'_>) -> bool {
        let kind = self.words(title).to_lowercase();
        let entity = discourse.cast.entity(office);
        let labels = entity.names.of(self.text.lang).iter().chain(entity.hidden.of(self.text.lang));
        // A stem is enough: case endings differ.
        let stem: String = kind.chars().take(kind.chars().count().max(4) - usize::from(self.text.lang == Lang::Ru)).collect();
        labels.map(|l| l.to_lowercase()).any(|label| label.contains(&stem))
    }

    pub(super) fn words(&self, units: &std::ops::Range<usize>) -> &str {
        self.text.words(units)
    }

    fn in_office(&self, person: EntityId, offices: &[EntityId], discourse: &Discourse<'_>) -> Holder {
        let register = self.register();
        let side = discourse.cast.country_of(person);
        let held = || register.offices_of(person, discourse.issued);
        let titled = held().find(|o| offices.contains(o));
        let titled = titled.or_else(|| offices.iter().copied().find(|&o| register.country_of(o) == side));
        let before = discourse.people.iter().find(|p| p.person == person).and_then(|p| p.office);
        // Of several offices the highest is the one in which people meet.
        let highest = held().min_by_key(|&o| register.precedence(o));
        Holder { person, office: titled.or(before).or(highest), side }
    }

    /// The office that a title gives somebody whom the register knows, but not in that office on the day.
    pub(super) fn stray(&self, chunk: &Chunk<'_>, holder: Holder, discourse: &Discourse<'_>) -> Option<(EntityId, EntityId)> {
        let title = chunk.office.filter(|_| chunk.person.is_some() && !discourse.cast.is_minted(holder.person))?;
        let before = chunk.units.start.checked_sub(1);
        let former = before.is_some_and(|u| self.mentions.role_at(u, Role::Former));
        let offices = self.offices(title, chunk.country.or(holder.side));
        let held = self.register().offices_of(holder.person, discourse.issued).any(|o| offices.contains(&o));
        let met = discourse.people.iter().any(|p| p.person == holder.person);
        offices.first().filter(|_| !held && !former && !met).map(|&office| (holder.person, office))
    }

    /// The offices that a title may be: those of the country beside it.
    fn offices(&self, title: &Mention, country: Option<EntityId>) -> Vec<EntityId> {
        let all = title.entities().filter(|&e| matches!(self.register().entities[e].kind, Kind::Office { .. }));
        all.filter(|&o| country.is_none() || self.register().country_of(o) == country).collect()
    }

    /// A title without a name: whoever of the people named before holds it, else the one holder on the day.
    fn by_title(&self, chunk: &Chunk<'_>, offices: &[EntityId], discourse: &Discourse<'_>) -> Option<Holder> {
        if let Some(title) = &chunk.title {
            return self.by_kind(chunk, title, discourse);
        }
        let office = chunk.office.filter(|title| self.is_one(title) && !self.is_before_name(chunk.units.end))?;
        if chunk.units.start > 0 && self.mentions.role_at(chunk.units.start - 1, Role::Former) {
            return None;
        }
        if let Some(known) = discourse.latest(|p| p.office.is_some_and(|o| offices.contains(&o))) {
            return Some(known);
        }
        // 「同副首相」 is somebody named before, if not under this title, then the last with one like it.
        if chunk.same {
            return discourse.latest(|p| p.office.is_some_and(|o| self.is_kind(o, &office.units, discourse)));
        }
        let register = self.register();
        let home = chunk.country.or(discourse.home);
        let single = |o: &EntityId| {
            matches!(
                register.entities[*o].rank(),
                rank::HEAD_OF_STATE | rank::HEAD_OF_GOVERNMENT | rank::MINISTER | rank::MONARCH
            ) && register.country_of(*o) == home
        };
        let mut holders =
            offices.iter().copied().filter(single).flat_map(|o| register.holders(o, discourse.issued).map(move |p| (p, o)));
        let (person, office) = holders.next()?;
        holders.all(|(p, _)| p == person).then_some(Holder { person, office: Some(office), side: register.country_of(person) })
    }

    /// Whether a capitalised word that is nothing known follows: the title is that of somebody of this name.
    fn is_before_name(&self, unit: usize) -> bool {
        let capital = |u: usize| self.text.unit(u).starts_with(char::is_uppercase) && self.text.unit(u).chars().count() > 1;
        let known = |u: usize| self.mentions.names.iter().any(|m| m.units.contains(&u)) || self.mentions.is_term(u);
        let adjacent = || self.text.units[unit - 1].span.end + 1 == self.text.units[unit].span.start;
        self.text.lang != Lang::Ja && (1..self.sentence.units.end).contains(&unit) && adjacent() && capital(unit) && !known(unit)
    }

    /// "The Minister", 同大臣: the latest person with an office of the kind, of the country beside it if there is one.
    fn by_kind(&self, chunk: &Chunk<'_>, title: &std::ops::Range<usize>, discourse: &Discourse<'_>) -> Option<Holder> {
        let article = title.start > 0 && self.mentions.role_at(title.start - 1, Role::Article);
        let definite = match self.text.lang {
            Lang::Ja => chunk.same,
            Lang::En | Lang::Fr => article || chunk.country.is_some(),
            Lang::Ru => true,
        };
        let fits = |p: &Holder| {
            let side = chunk.country.is_none_or(|c| p.side == Some(c));
            side && p.office.is_some_and(|o| self.is_kind(o, title, discourse))
        };
        if definite && !self.is_plural(title) { discourse.latest(fits) } else { None }
    }

    /// Whether a title is that of one person: no plural, and no part of an occasion's name ("foreign ministers' meeting").
    fn is_one(&self, title: &Mention) -> bool {
        if self.mentions.terms.iter().any(|(scheme, m)| {
            *scheme == Scheme::Occasion && covers(&m.units, &title.units) && m.units.start == title.units.start
        }) {
            return false;
        }
        let lang = self.text.lang;
        if lang == Lang::Ja {
            return !self.is_plural(&title.units);
        }
        if lang == Lang::Ru {
            // глава ends in the genitive as others do in the plural; of several it has no ending.
            let written = self.text.unit(title.units.start).to_lowercase();
            let heads = title.entities().flat_map(|e| self.register().entities[e].names.of(lang));
            let vowels = &self.lexicon.words(lang).letter.nominative;
            let vowel = |head: &&str| vowels.iter().any(|vowel| head.ends_with(vowel.as_str()));
            let heads = heads.filter_map(|name| name.split(' ').next()).filter(vowel);
            let stems: Vec<String> =
                heads.map(|head| head.chars().take(head.chars().count() - 1).collect::<String>().to_lowercase()).collect();
            if stems.contains(&written) {
                return false;
            }
            return stems.iter().any(|stem| written.starts_with(stem)) || !self.is_plural(&title.units);
        }
        let words: Vec<String> = title.units.clone().map(|u| self.text.unit(u).to_lowercase()).collect();
        let mut labels = title.entities().flat_map(|e| {
            let entity = &self.register().entities[e];
            entity.names.of(lang).iter().chain(entity.hidden.of(lang))
        });
        labels.any(|label| label_words(lang, &label.to_lowercase()) == words)
    }

    /// Whether a Russian title stands in an oblique case: none of the forms that the tables have is written so.
    pub(super) fn is_oblique(&self, chunk: &Chunk<'_>) -> bool {
        let Some(units) = chunk.office.map(|m| m.units.clone()).or(chunk.title.clone()) else { return false };
        let written = self.words(&units).to_lowercase();
        let titles = self.lexicon.words(self.text.lang).person.titles.iter();
        let offices = chunk.office.into_iter().flat_map(Mention::entities).map(|e| &self.register().entities[e]);
        let labels = offices.flat_map(|office| office.names.of(Lang::Ru).iter().chain(office.hidden.of(Lang::Ru)));
        self.text.lang == Lang::Ru && !titles.chain(labels).any(|label| label.to_lowercase() == written)
    }

    /// Whether a title is of several people, by its ending, or in Japanese by what follows it.
    fn is_plural(&self, title: &std::ops::Range<usize>) -> bool {
        let endings = &self.lexicon.words(self.text.lang).person.plural_endings;
        if self.text.lang == Lang::Ja {
            let behind = self.text.units.get(title.end).map_or("", |u| self.text.of(&u.span));
            return endings.iter().any(|e| behind == e);
        }
        let head = if title.len() > 1 && self.words(&(title.start..title.start + 2)).contains('-') { 2 } else { 1 };
        let mut head = title.clone().take(head).map(|u| self.text.unit(u).to_lowercase());
        head.any(|word| endings.iter().any(|e| word.ends_with(e.as_str())))
    }
}
