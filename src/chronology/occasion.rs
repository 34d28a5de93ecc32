//! Rows that tell of an event, and cells that name one.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::PartialDate;
use crate::frame::{Occasion, Realis};
use crate::lexicon::{Scheme, TermId};
use crate::register::EntityId;
use crate::resolve::Holder;
use crate::source::table::Misfit;
use crate::triple::name;
use crate::vocab::{self, class};

use super::column::Column;
use super::directory::{Sort, key};
use super::people::People;
use super::record::{Record, Written, values};
use super::{Clerk, REFERENCE, RULE};

/// The events of a table, each once.
#[derive(Default)]
pub(super) struct Occasions {
    pub(super) list: Vec<Occasion>,
    /// By their plain names.
    named: BTreeMap<String, Vec<usize>>,
}

impl Clerk<'_> {
    /// The event of a row.
    pub(super) fn event(&mut self, record: Record<'_>, class: TermId) -> Result<usize, Misfit> {
        let mut occasion = Occasion::new(class, record.number, RULE);
        occasion.date = record.date(Column::Date)?;
        occasion.until = record.date(Column::EndDate)?.filter(|until| Some(*until) != occasion.date);
        if let (Some(from), Some(until)) = (occasion.date, occasion.until)
            && from.first_day() > until.last_day()
        {
            let written = record.must(Column::EndDate, "")?;
            return Err(written.refuse(format!("the last day is before the first, {from}"), "correct one of the two"));
        }
        occasion.time = record.time()?;
        occasion.ordinal = record.ordinal()?;
        occasion.realis = self.realis(record, occasion.date)?;
        let directory = &self.directory;
        occasion.place = record.entity(Column::Place, &[Sort::Place], directory)?;
        occasion.host = record.entity(Column::Host, &[Sort::Country, Sort::Organization, Sort::Forum], directory)?;
        occasion.forum = record.entity(Column::Forum, &[Sort::Forum], directory)?;
        occasion.parties = record.entities(Column::Party, &[Sort::Country], directory)?;
        let people = People { directory, lang: self.lang, day: occasion.date };
        if let Some(written) = record.get(Column::Participant) {
            occasion.participants = people.all(written, &mut self.cast)?;
        }
        if let Some(written) = record.get(Column::Visitor) {
            let many = values(written.text).count() > 1;
            let hint = "name the one who travels, and those with them as participants";
            let one = if many {
                Err(written.refuse("a visit has one visitor", hint))
            } else {
                people.one(written.text, written, &mut self.cast)
            };
            occasion.visitor = Some(one?);
        }
        self.complete(&mut occasion);
        self.prove(record, &occasion)?;
        Ok(self.add(occasion))
    }

    /// What follows from what a row says: who travels, and which countries are there.
    fn complete(&self, occasion: &mut Occasion) {
        let visit = self.lexicon.terms[occasion.class].is_a(class::VISIT);
        if visit && occasion.visitor.is_none() && occasion.participants.len() == 1 {
            occasion.visitor = occasion.participants.first().copied();
        }
        if !occasion.parties.is_empty() {
            return;
        }
        let register = &self.lexicon.register;
        let sides = occasion.participants.iter().chain(&occasion.visitor).filter_map(|holder| holder.side);
        occasion.parties.extend(sides);
        let host = occasion.host.filter(|&host| visit && register.country_of(host) == Some(host));
        occasion.parties.extend(host);
        occasion.parties.extend(occasion.forum.into_iter().flat_map(|forum| register.members(forum)));
    }

    /// An event of which nobody and no country is known would be any event of the day.
    fn prove(&self, record: Record<'_>, occasion: &Occasion) -> Result<(), Misfit> {
        if occasion.parties.is_empty() && occasion.forum.is_none() && occasion.visitor.is_none() {
            let class = record.must(Column::Class, "")?;
            return Err(class.refuse("nothing says who was there", "fill in party, participant, visitor or forum"));
        }
        Ok(())
    }

    /// Whether it happened: what the row says, else what the day of the table says.
    fn realis(&self, record: Record<'_>, date: Option<PartialDate>) -> Result<Realis, Misfit> {
        if let Some(realis) = record.term(Column::Realis, Scheme::Realis, &self.directory)? {
            return Ok(Realis::of(&self.lexicon.terms[realis].name).unwrap_or(Realis::Held));
        }
        Ok(self.usual(date))
    }

    /// What is told of a day that has been is taken for held.
    fn usual(&self, date: Option<PartialDate>) -> Realis {
        let ahead = date.and_then(PartialDate::first_day).zip(self.issued).is_some_and(|(day, issued)| day > issued);
        if ahead { Realis::Planned } else { Realis::Held }
    }

    /// Adds an event, or what is told anew of one that is there: of the same kind, day and parties, with the same people.
    pub(super) fn add(&mut self, new: Occasion) -> usize {
        let name = name::occasion(self.lexicon, &self.cast, &new, &self.release);
        let people = |o: &Occasion| o.participants.iter().map(|p| p.person).collect::<BTreeSet<EntityId>>();
        let there = people(&new);
        let same = |old: &Occasion| {
            let theirs = people(old);
            let dates = old.date.zip(new.date).is_none_or(|(a, b)| a.agrees(b));
            dates && (theirs.is_subset(&there) || there.is_subset(&theirs))
        };
        let known = self.occasions.named.entry(name).or_default();
        if let Some(&number) = known.iter().find(|&&number| same(&self.occasions.list[number])) {
            let lexicon = self.lexicon;
            let narrower = |a: TermId, b: TermId| lexicon.terms[a].lineage.contains(&lexicon.terms[b].iri);
            unite(&mut self.occasions.list[number], new, narrower);
            return number;
        }
        known.push(self.occasions.list.len());
        self.occasions.list.push(new);
        self.occasions.list.len() - 1
    }

    /// The event that a cell names: by the id of its row, by its IRI, or by its class alone, which then was on the day of
    /// this row and between its parties.
    pub(super) fn refer(
        &mut self,
        record: Record<'_>,
        written: Written<'_>,
        date: Option<PartialDate>,
        parties: &BTreeSet<EntityId>,
    ) -> Result<usize, Misfit> {
        if let Some(row) = self.own.get(&key(written.text)) {
            return row.event.ok_or_else(|| {
                written.refuse(
                    format!("the row {:?} tells of no event that is in", written.text),
                    "correct that row first, or name another",
                )
            });
        }
        let tail = written.text.trim_start_matches(vocab::ID).trim_start_matches("id:").trim_start_matches("event/");
        if tail.starts_with(|c: char| c.is_ascii_digit()) {
            let occasion = self.by_name(record, tail).ok_or_else(|| {
                let hint = "name it by the id of its row, by its IRI such as id:event/2025-12-18-summit-jp-kz, or by its class";
                written.refuse(format!("{:?} is the name of no event", written.text), hint)
            })?;
            return Ok(self.add(occasion));
        }
        let class = written.term(written.text, &[Scheme::Occasion], &self.directory)?;
        let mut occasion = Occasion::new(class, record.number, REFERENCE);
        (occasion.date, occasion.parties, occasion.is_setting) = (date, parties.clone(), true);
        occasion.realis = self.usual(date);
        if occasion.date.is_none() || occasion.parties.is_empty() {
            let hint = "give the row a date and parties, or name the event by its IRI";
            return Err(written.refuse("nothing says when the event was, or between whom", hint));
        }
        Ok(self.add(occasion))
    }

    /// The event that an IRI names: its name says the day, the kind and who was there. Nothing, if no event has that name.
    fn by_name(&self, record: Record<'_>, tail: &str) -> Option<Occasion> {
        let (date, rest) = dated(tail)?;
        let classes =
            self.lexicon.terms.iter().enumerate().filter(|(_, term)| term.scheme == Scheme::Occasion && !term.slug.is_empty());
        let fits = classes.filter_map(|(id, term)| {
            let who = rest.strip_prefix(term.slug.as_str())?;
            (who.is_empty() || who.starts_with('-')).then_some((id, term, who.trim_start_matches('-')))
        });
        // The longest word for a class, and of several classes with one word the highest.
        let (class, term, who) = fits.max_by_key(|(_, term, _)| (term.slug.len(), usize::MAX - term.lineage.len()))?;
        let mut occasion = Occasion::new(class, record.number, REFERENCE);
        (occasion.date, occasion.is_setting, occasion.realis) = (Some(date), true, self.usual(Some(date)));
        let register = &self.lexicon.register;
        if let Some(forum) = register.find("org", who) {
            occasion.forum = Some(forum);
            occasion.parties = register.members(forum).collect();
        } else if let Some(parties) = who.split('-').map(|slug| register.find("country", slug)).collect::<Option<BTreeSet<_>>>() {
            occasion.parties = parties;
        } else if term.is_a(class::VISIT) {
            let hosted = who.rsplit_once('-').and_then(|(person, host)| Some((person, register.find("country", host)?)));
            let person = register.find("person", hosted.map_or(who, |(person, _)| person))?;
            let side = register.country_of(person);
            occasion.host = hosted.map(|(_, host)| host);
            occasion.visitor = Some(Holder { person, office: None, side });
            occasion.parties = side.into_iter().chain(occasion.host).collect();
        }
        let named = name::occasion(self.lexicon, &self.cast, &occasion, &self.release);
        (named == format!("{}event/{tail}", vocab::ID)).then_some(occasion)
    }
}

/// The date that a name begins with, and what follows it.
fn dated(tail: &str) -> Option<(PartialDate, &str)> {
    [10, 7, 4].into_iter().find_map(|length| {
        let (date, rest) = tail.split_at_checked(length)?;
        Some((date.parse().ok()?, rest.strip_prefix('-')?))
    })
}

/// Adds what is told anew of an event; what a row of its own says goes before what another row needs of it.
fn unite(old: &mut Occasion, new: Occasion, narrower: impl Fn(TermId, TermId) -> bool) {
    let own = old.is_setting && !new.is_setting;
    if own || old.is_setting == new.is_setting && narrower(new.class, old.class) {
        old.class = new.class;
    }
    if own {
        (old.realis, old.rule) = (new.realis, new.rule);
    }
    old.is_setting = old.is_setting && new.is_setting;
    // The day, where one of the two only has the month.
    if new.date.is_some_and(|date| date.day.is_some()) || old.date.is_none() {
        old.date = new.date;
    }
    old.until = old.until.or(new.until);
    old.parties.extend(new.parties);
    for holder in new.participants {
        if !old.participants.iter().any(|other| other.person == holder.person) {
            old.participants.push(holder);
        }
    }
    // The one who travels, with the office that a row of its own gives.
    old.visitor = old.visitor.filter(|visitor| visitor.office.is_some()).or(new.visitor).or(old.visitor);
    old.host = old.host.or(new.host);
    old.forum = old.forum.or(new.forum);
    old.place = old.place.or(new.place);
    old.time = old.time.or(new.time);
    old.ordinal = old.ordinal.or(new.ordinal);
    old.evidence.extend(new.evidence);
}
