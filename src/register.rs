//! The register: countries, people, offices, tenures, organisations, places and initiatives, as `data/register/*.tsv` has them.
//!
//! Each row is an [`Entity`]; its number in [`Register::entities`] is how the stages speak of it.

mod cast;
mod cell;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::bundle::Bundle;
use crate::calendar::PartialDate;
use crate::error::{Error, Place, Result};
use crate::source::Lang;
use crate::vocab::rank;

pub use cast::Cast;
use table::{Row, date, hidden, names, pages, person_names, rows, some, values};

/// The ranks of offices in the order of protocol; the names are those of the scheme `rank`.
const RANKS: [&str; 11] = [
    rank::MONARCH,
    rank::HEAD_OF_STATE,
    rank::HEAD_OF_GOVERNMENT,
    rank::MINISTER,
    rank::VICE_MINISTER,
    rank::SPECIAL_ENVOY,
    rank::AMBASSADOR,
    rank::PARLIAMENT,
    rank::AGENCY_HEAD,
    rank::SENIOR_OFFICIAL,
    rank::OTHER,
];

/// The ranks of which an office has one holder at a time.
const SINGLE: [&str; 5] = [rank::MONARCH, rank::HEAD_OF_STATE, rank::HEAD_OF_GOVERNMENT, rank::MINISTER, rank::AGENCY_HEAD];

/// The number of an entity in the register.
pub type EntityId = usize;

/// Labels by language; the first of each is the preferred one.
#[derive(Debug, Default, Clone)]
pub struct Names(BTreeMap<Lang, Vec<String>>);

impl Names {
    /// The labels in one language, the preferred one first; empty where the register has none.
    pub fn of(&self, lang: Lang) -> &[String] {
        self.0.get(&lang).map_or(&[], Vec::as_slice)
    }

    /// Adds a label unless it is there.
    pub fn add(&mut self, lang: Lang, label: impl Into<String>) {
        let label = label.into();
        let labels = self.0.entry(lang).or_default();
        if !label.is_empty() && !labels.contains(&label) {
            labels.push(label);
        }
    }
}

/// What sort of organisation one is, as far as the rules ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// A standing dialogue or committee.
    Forum,
    /// A country's government, which speaks as the country.
    Government,
    /// Whoever reports, and is on no side.
    Media,
    /// Any other.
    Other,
}

impl Body {
    /// The sort by its word in the table.
    fn of(kind: &str) -> Self {
        match kind {
            "forum" => Self::Forum,
            "government" => Self::Government,
            "media" => Self::Media,
            _ => Self::Other,
        }
    }
}

/// What an entity is, with what only that kind has.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A state.
    Country {
        /// The adjectives and short forms that stand for it.
        adjectives: Names,
        /// Its three-letter code in ISO 3166-1.
        iso3: String,
    },
    /// A person.
    Person {
        /// Family names, the preferred spelling first.
        family: Names,
        /// Given names.
        given: Names,
        /// Whether the person is a woman, for pronouns.
        female: bool,
    },
    /// An office that people hold.
    Office {
        /// Its id in the scheme `rank`.
        rank: String,
        /// The organisation that it belongs to.
        organization: Option<EntityId>,
    },
    /// An organisation.
    Organization(Body),
    /// A place.
    Place {
        /// Degrees north.
        latitude: Option<f64>,
        /// Degrees east.
        longitude: Option<f64>,
    },
    /// A named programme, corridor or project.
    Initiative,
}

/// One row of the register.
#[derive(Debug, Clone)]
pub struct Entity {
    /// What it is named in IRIs: `kz`, `takaichi-sanae`.
    pub slug: String,
    /// What it is.
    pub kind: Kind,
    /// The country it belongs to; its own for a country.
    pub country: Option<EntityId>,
    /// Its number in Wikidata, `Q…`.
    pub wikidata: Option<String>,
    /// Preferred and alternative labels.
    pub names: Names,
    /// Spellings for matching only.
    pub hidden: Names,
    /// Pages that the row was checked against; empty where it is general knowledge.
    pub sources: Vec<String>,
    /// Where its row stands; empty for whoever a text introduces.
    pub place: Place,
}

impl Entity {
    /// Somebody or something that a text introduces: what the register adds to a row is not known.
    pub fn introduced(slug: String, kind: Kind, country: Option<EntityId>, names: Names) -> Self {
        Self {
            slug,
            kind,
            country,
            wikidata: None,
            names,
            hidden: Names::default(),
            sources: Vec::new(),
            place: Place::default(),
        }
    }

    /// The rank of an office by its id in the scheme `rank`; empty for anything else.
    pub fn rank(&self) -> &str {
        if let Kind::Office { rank, .. } = &self.kind { rank } else { "" }
    }

    /// An office's place in the order of ranks, the highest first; what is no office comes last.
    pub fn precedence(&self) -> usize {
        RANKS.iter().position(|r| *r == self.rank()).unwrap_or(RANKS.len())
    }
}

/// Who held which office when; both days are included, no `until` means still in office or not known.
#[derive(Debug, Clone)]
pub struct Tenure {
    /// The person.
    pub person: EntityId,
    /// The office.
    pub office: EntityId,
    /// The first day; a month or a year where no more is known.
    pub from: PartialDate,
    /// The last day.
    pub until: Option<PartialDate>,
    /// Pages that the row was checked against.
    pub sources: Vec<String>,
    /// Where its row stands.
    pub place: Place,
}

impl Tenure {
    /// Whether the day lies within the tenure, first and last day included.
    pub fn covers(&self, day: Date) -> bool {
        self.from.first_day().is_some_and(|from| from <= day) && self.until.is_none_or(|u| u.last_day().is_some_and(|u| day <= u))
    }
}

/// An office that is never to be without a holder.
#[derive(Debug, Clone)]
pub struct Series {
    /// The office.
    pub office: EntityId,
    /// Since when.
    pub since: PartialDate,
    /// Where its row stands.
    pub place: Place,
}

/// All tables, read and cross-referenced.
#[derive(Debug, Default)]
pub struct Register {
    /// All rows, numbered.
    pub entities: Vec<Entity>,
    /// All tenures in the order of the table.
    pub tenures: Vec<Tenure>,
    index: BTreeMap<(&'static str, String), EntityId>,
    members: BTreeMap<EntityId, Vec<EntityId>>,
    /// Those that have members, in the order of the table.
    forums: Vec<EntityId>,
    /// The class of each forum's sessions.
    sessions: BTreeMap<EntityId, String>,
    /// The offices whose holders are to be known without a gap.
    pub series: Vec<Series>,
    /// The offices that several people hold at once, though their rank is one of which there is one at a time.
    shared: BTreeSet<EntityId>,
}

/// Takes each row of a table with its place.
fn table(bundle: &Bundle, name: &str, mut take: impl FnMut(Row, Place) -> Result<()>) -> Result<()> {
    let file = bundle.register_file(&format!("{name}.tsv"))?;
    for (line, row) in rows(&file)? {
        let place = Place { file: Some(file.path.clone()), line: Some(line), column: None };
        take(row, place).map_err(|error| error.in_file(&file.path).at(line, 1))?;
    }
    Ok(())
}

impl Register {
    /// Reads all tables.
    ///
    /// # Errors
    /// A row that does not fit its header, a cell that is none of what its column may hold, a reference to a row that is not
    /// there: with file and line.
    pub fn read(bundle: &Bundle) -> Result<Self> {
        let mut register = Self::default();
        for name in ["countries", "places", "organizations", "offices", "people", "initiatives"] {
            table(bundle, name, |row, place| row.prove(name).and_then(|()| register.add(name, row, place)))?;
        }
        table(bundle, "tenures", |row, place| {
            row.prove("tenures")?;
            let tenure = register.tenure(row, place)?;
            register.tenures.push(tenure);
            Ok(())
        })?;
        table(bundle, "forums", |row, _| register.forum(&row))?;
        table(bundle, "series", |row, place| register.series(&row, place))?;
        table(bundle, "shared", |row, _| register.shared(&row))?;
        Ok(register)
    }

    /// The last day on which the register says that somebody came into an office: what it knows of later days is a guess.
    pub fn as_of(&self) -> Date {
        let starts = self.tenures.iter().filter_map(|t| t.from.first_day());
        starts.max().unwrap_or(Date::constant(2000, 1, 1))
    }

    /// The countries that belong to a forum.
    pub fn members(&self, forum: EntityId) -> impl Iterator<Item = EntityId> + '_ {
        self.members.get(&forum).into_iter().flatten().copied()
    }

    /// The one person among some entities, where there is just one.
    pub fn only_person(&self, entities: impl Iterator<Item = EntityId>) -> Option<EntityId> {
        let mut people = entities.filter(|&e| matches!(self.entities[e].kind, Kind::Person { .. }));
        people.next().filter(|_| people.next().is_none())
    }

    /// The name of the class that a forum's sessions have.
    pub fn session_of(&self, forum: EntityId) -> Option<&str> {
        self.sessions.get(&forum).map(String::as_str)
    }

    /// The standing dialogue of just these countries, more than two: the first of the table that has them for its members.
    pub fn forum_of(&self, countries: &BTreeSet<EntityId>) -> Option<EntityId> {
        let same = |f: &EntityId| self.members(*f).collect::<BTreeSet<_>>() == *countries;
        let forum = |f: &EntityId| matches!(self.entities[*f].kind, Kind::Organization(Body::Forum));
        self.forums.iter().copied().find(|f| countries.len() > 2 && forum(f) && same(f))
    }

    /// Whether an entity is a region whose countries the register knows.
    pub fn is_region(&self, entity: EntityId) -> bool {
        matches!(self.entities[entity].kind, Kind::Place { .. }) && self.members.contains_key(&entity)
    }

    /// The countries of Central Asia, whose side in a release may be told as one.
    pub fn region(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.find("place", "central-asia").into_iter().flat_map(|r| self.members(r))
    }

    /// The countries that stand opposite Central Asia in its dialogue: Japan.
    pub fn partners(&self) -> BTreeSet<EntityId> {
        let region: BTreeSet<EntityId> = self.region().collect();
        let dialogue = self.find("org", "ca-jad");
        dialogue.into_iter().flat_map(|d| self.members(d)).filter(|c| !region.contains(c)).collect()
    }

    /// Whether some countries are of both sides of that dialogue.
    pub fn are_of_both_sides(&self, countries: &BTreeSet<EntityId>) -> bool {
        self.region().any(|c| countries.contains(&c)) && !self.partners().is_disjoint(countries)
    }

    fn forum(&mut self, row: &Row) -> Result<()> {
        let found = self.find("org", &row.id).or_else(|| self.find("place", &row.id));
        let forum = found.ok_or_else(|| Error::input(format!("there is no forum or region {:?}", row.id)))?;
        let members: Result<Vec<_>> = values(&row.members).map(|m| self.reference("country", m)).collect();
        self.members.insert(forum, members?.into_iter().flatten().collect());
        self.forums.push(forum);
        if !row.session.is_empty() {
            self.sessions.insert(forum, row.session.clone());
        }
        Ok(())
    }

    fn series(&mut self, row: &Row, place: Place) -> Result<()> {
        let office = self.reference("office", &row.office)?.ok_or_else(|| Error::input("a series needs an office"))?;
        self.series.push(Series { office, since: date(&row.from)?, place });
        Ok(())
    }

    fn shared(&mut self, row: &Row) -> Result<()> {
        let office = self.reference("office", &row.office)?.ok_or_else(|| Error::input("the row names no office"))?;
        self.shared.insert(office);
        Ok(())
    }

    /// Whether an office is one of which there is one holder at a time: of a head or a minister, where the table `shared` does
    /// not say otherwise. Deputies, envoys and officials are often several, and of ambassadors there are those at large.
    pub fn is_single(&self, office: EntityId) -> bool {
        SINGLE.contains(&self.entities[office].rank()) && !self.shared.contains(&office)
    }

    /// The number of an entity by kind (`country`, `org`, …) and slug.
    pub fn find(&self, kind: &'static str, slug: &str) -> Option<EntityId> {
        self.index.get(&(kind, slug.to_owned())).copied()
    }

    /// Whether a person had held an office by a day.
    pub fn held_before(&self, person: EntityId, office: EntityId, day: Date) -> bool {
        self.tenures.iter().any(|t| t.person == person && t.office == office && t.from.first_day().is_some_and(|d| d <= day))
    }

    /// The offices that a person held on a day, in the order of the table.
    pub fn offices_of(&self, person: EntityId, day: Date) -> impl Iterator<Item = EntityId> + '_ {
        self.tenures.iter().filter(move |t| t.person == person && t.covers(day)).map(|t| t.office)
    }

    /// An office's place in the order of ranks, the highest first.
    pub fn precedence(&self, office: EntityId) -> usize {
        self.entities[office].precedence()
    }

    /// Who held an office on a day.
    pub fn holders(&self, office: EntityId, day: Date) -> impl Iterator<Item = EntityId> + '_ {
        self.tenures.iter().filter(move |t| t.office == office && t.covers(day)).map(|t| t.person)
    }

    /// Whether statements can be about it beside subject matters: a forum or an initiative.
    pub fn is_topic(&self, entity: EntityId) -> bool {
        matches!(self.entities[entity].kind, Kind::Initiative | Kind::Organization(Body::Forum))
    }

    /// The country that an entity belongs to.
    pub fn country_of(&self, entity: EntityId) -> Option<EntityId> {
        self.entities[entity].country
    }

    fn add(&mut self, table: &str, row: Row, place: Place) -> Result<()> {
        let (kind_name, kind) = self.kind(table, &row)?;
        let id = self.entities.len();
        let country = match kind_name {
            "country" => Some(id),
            // An initiative may belong to several countries; only a single one is its own.
            "initiative" if row.country.contains('|') => None,
            _ => self.reference("country", &row.country)?,
        };
        let mut names = names([&row.en, &row.fr, &row.ja, &row.ru]);
        if let Kind::Person { family, given, .. } = &kind {
            names = person_names(family, given, [&row.alt_en, &row.alt_fr, &row.alt_ja, &row.alt_ru]);
        }
        for abbreviation in values(&row.abbr) {
            let lang = if abbreviation.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}')) { Lang::Ru } else { Lang::En };
            names.add(lang, abbreviation);
        }
        let entity = Entity {
            slug: row.id.clone(),
            kind,
            country,
            wikidata: some(&row.wikidata),
            names,
            hidden: hidden(&row.hidden)?,
            sources: pages(&row.source),
            place,
        };
        if self.index.insert((kind_name, row.id.clone()), id).is_some() {
            return Err(Error::input(format!("{table} has a second row {:?}", row.id)));
        }
        self.entities.push(entity);
        Ok(())
    }

    fn kind(&self, table: &str, row: &Row) -> Result<(&'static str, Kind)> {
        Ok(match table {
            "countries" => (
                "country",
                Kind::Country { adjectives: names([&row.adj_en, &row.adj_fr, &row.adj_ja, &row.adj_ru]), iso3: row.iso3.clone() },
            ),
            "places" => ("place", Kind::Place { latitude: row.lat.parse().ok(), longitude: row.lon.parse().ok() }),
            "organizations" => ("org", Kind::Organization(Body::of(&row.kind))),
            "offices" => {
                ("office", Kind::Office { rank: row.rank.clone(), organization: self.reference("org", &row.organization)? })
            }
            "people" => (
                "person",
                Kind::Person {
                    family: names([&row.family_en, &row.family_fr, &row.family_ja, &row.family_ru]),
                    given: names([&row.given_en, &row.given_fr, &row.given_ja, &row.given_ru]),
                    female: row.sex == "F",
                },
            ),
            _ => ("initiative", Kind::Initiative),
        })
    }

    fn tenure(&self, row: Row, place: Place) -> Result<Tenure> {
        let required =
            |kind, slug: &str| self.reference(kind, slug)?.ok_or_else(|| Error::input(format!("a tenure needs a {kind}")));
        Ok(Tenure {
            person: required("person", &row.person)?,
            office: required("office", &row.office)?,
            from: date(&row.from)?,
            until: some(&row.until).map(|u| date(&u)).transpose()?,
            sources: pages(&row.source),
            place,
        })
    }

    fn reference(&self, kind: &'static str, slug: &str) -> Result<Option<EntityId>> {
        if slug.is_empty() {
            return Ok(None);
        }
        let found = self.find(kind, slug).map(Some);
        found.ok_or_else(|| Error::input(format!("there is no {kind} {slug:?}")).hint("add its row, or correct the id"))
    }
}

/// Whether a name, or a part of one, is written in kanji alone; the mark of iteration and the small ke of names are written
/// among them.
pub fn is_kanji(name: &str) -> bool {
    name.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{3005}' | '\u{30f6}'))
}

/// Whether a name is written in katakana alone.
pub fn is_katakana(name: &str) -> bool {
    name.chars().all(|c| matches!(c, '\u{30a0}'..='\u{30ff}' | '＝' | '='))
}

/// What a thing is named by in IRIs: Latin letters, digits and hyphens of a title, at most `longest` of them; accents and Cyrillic are transliterated.
pub fn slug(title: &str, longest: usize) -> String {
    let mut out = String::new();
    for word in deunicode::deunicode(title).to_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
        if out.len() + word.len() + 1 > longest {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(word);
    }
    out
}
