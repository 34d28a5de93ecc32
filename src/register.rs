//! The register: countries, people, offices, tenures, organisations, places and initiatives, as `data/register/*.tsv` has them.
//!
//! Each row is an [`Entity`]; its number in [`Register::entities`] is how the stages speak of it.

mod cast;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use crate::bundle::{Bundle, BundleFile};
use crate::calendar::PartialDate;
use crate::error::{Error, Result};
use crate::source::Lang;
use crate::vocab::rank;

pub use cast::Cast;

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
}

impl Entity {
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
}

impl Tenure {
    /// Whether the day lies within the tenure, first and last day included.
    pub fn covers(&self, day: Date) -> bool {
        self.from.first_day().is_some_and(|from| from <= day) && self.until.is_none_or(|u| u.last_day().is_some_and(|u| day <= u))
    }
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
}

/// Any row of any table; a table simply lacks the columns that are not its own.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Row {
    id: String,
    iso3: String,
    wikidata: String,
    capital: String,
    country: String,
    organization: String,
    kind: String,
    abbr: String,
    rank: String,
    sex: String,
    lat: String,
    lon: String,
    en: String,
    fr: String,
    ja: String,
    ru: String,
    adj_en: String,
    adj_fr: String,
    adj_ja: String,
    adj_ru: String,
    family_en: String,
    given_en: String,
    family_fr: String,
    given_fr: String,
    family_ja: String,
    given_ja: String,
    family_ru: String,
    given_ru: String,
    alt_en: String,
    alt_fr: String,
    alt_ja: String,
    alt_ru: String,
    hidden: String,
    source: String,
    person: String,
    office: String,
    from: String,
    until: String,
    status: String,
    note: String,
    members: String,
    session: String,
}

impl Register {
    /// Reads all tables.
    ///
    /// # Errors
    /// A row that does not fit its header, a reference to a row that is not there, a date that is none: with file and line.
    pub fn read(bundle: &Bundle) -> Result<Self> {
        let mut register = Self::default();
        for table in ["countries", "places", "organizations", "offices", "people", "initiatives"] {
            let file = bundle.register_file(&format!("{table}.tsv"))?;
            for (line, row) in rows(&file)? {
                register.add(table, row).map_err(|e| e.in_file(&file.path).at(line, 1))?;
            }
        }
        let file = bundle.register_file("tenures.tsv")?;
        for (line, row) in rows(&file)? {
            let tenure = register.tenure(row).map_err(|e| e.in_file(&file.path).at(line, 1))?;
            register.tenures.push(tenure);
        }
        let file = bundle.register_file("forums.tsv")?;
        for (line, row) in rows(&file)? {
            register.forum(&row).map_err(|e| e.in_file(&file.path).at(line, 1))?;
        }
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

    /// The number of an entity by kind (`country`, `org`, …) and slug.
    pub fn find(&self, kind: &'static str, slug: &str) -> Option<EntityId> {
        self.index.get(&(kind, slug.to_owned())).copied()
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

    fn add(&mut self, table: &str, row: Row) -> Result<()> {
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
            let lang = if abbreviation.chars().any(|c| matches!(c, 'А'..='я')) { Lang::Ru } else { Lang::En };
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

    fn tenure(&self, row: Row) -> Result<Tenure> {
        let required =
            |kind, slug: &str| self.reference(kind, slug)?.ok_or_else(|| Error::input(format!("a tenure needs a {kind}")));
        Ok(Tenure {
            person: required("person", &row.person)?,
            office: required("office", &row.office)?,
            from: date(&row.from)?,
            until: some(&row.until).map(|u| date(&u)).transpose()?,
            sources: pages(&row.source),
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

fn rows(file: &BundleFile) -> Result<Vec<(usize, Row)>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(file.text.as_bytes());
    let numbered = reader.deserialize().enumerate();
    numbered.map(|(i, row)| Ok((i + 2, row.map_err(|e| Error::input(e.to_string()).in_file(&file.path).at(i + 2, 1))?))).collect()
}

fn values(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|v| !v.is_empty())
}

fn pages(cell: &str) -> Vec<String> {
    values(cell).filter(|v| v.starts_with("http")).map(str::to_owned).collect()
}

fn some(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn names(cells: [&String; 4]) -> Names {
    let mut names = Names::default();
    for (lang, cell) in Lang::ALL.into_iter().zip(cells) {
        for value in values(cell) {
            names.add(lang, value);
        }
    }
    names
}

/// `Sanae Takaichi`, 高市早苗, `カシム＝ジョマルト・トカエフ`: given and family name in the order of the language, then the alternatives.
fn person_names(family: &Names, given: &Names, alternatives: [&String; 4]) -> Names {
    let mut names = Names::default();
    for (lang, cell) in Lang::ALL.into_iter().zip(alternatives) {
        let (family, given) = (family.of(lang).first(), given.of(lang).first());
        match (family, given) {
            (Some(f), Some(g)) if lang != Lang::Ja => names.add(lang, format!("{g} {f}")),
            // Names in katakana keep the order of the West with a dot between; names in kanji have family first.
            (Some(f), Some(g)) if is_katakana(f) => names.add(lang, format!("{g}・{f}")),
            (Some(f), Some(g)) => names.add(lang, format!("{f}{g}")),
            (Some(one), None) | (None, Some(one)) => names.add(lang, one.as_str()),
            (None, None) => {}
        }
        for value in values(cell) {
            names.add(lang, value);
        }
    }
    names
}

/// Whether a name, or a part of one, is written in kanji alone.
pub fn is_kanji(name: &str) -> bool {
    name.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々' | 'ヶ'))
}

/// Whether a name is written in katakana alone.
pub fn is_katakana(name: &str) -> bool {
    name.chars().all(|c| matches!(c, '\u{30a0}'..='\u{30ff}' | '＝' | '='))
}

fn hidden(cell: &str) -> Result<Names> {
    let mut names = Names::default();
    for value in values(cell) {
        let parts = value.rsplit_once('@').and_then(|(label, code)| Some((label, Lang::from_code(code)?)));
        let (label, lang) = parts.ok_or_else(|| {
            Error::input(format!("hidden spelling {value:?} has no language")).hint("write it as spelling@en, @fr, @ja or @ru")
        })?;
        names.add(lang, label);
    }
    Ok(names)
}

fn date(text: &str) -> Result<PartialDate> {
    text.parse().map_err(|_| Error::input(format!("{text:?} is no date")).hint("write YYYY-MM-DD, YYYY-MM or YYYY"))
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
