//! Rows that tell of what came of events: instruments and commitments.

use std::collections::BTreeSet;

use crate::calendar::PartialDate;
use crate::frame::{Commitment, Instrument};
use crate::lexicon::{Scheme, TermId};
use crate::register::{EntityId, slug};
use crate::source::table::Misfit;
use crate::vocab::stage;

use super::column::Column;
use super::directory::{Sort, key};
use super::record::{Record, Written, date};
use super::{Clerk, RULE};

/// The stages whose day names a text that has several, the first that it has.
const NAMING: [&str; 4] = [stage::SIGNED, stage::ISSUED, stage::ADOPTED, stage::INITIALLED];

/// Those who can promise, and be promised something.
const ACTORS: [Sort; 4] = [Sort::Country, Sort::Organization, Sort::Forum, Sort::Person];

/// A step of a text's life, where the row tells it.
type Step<'a> = (TermId, Option<PartialDate>, Written<'a>);

impl Clerk<'_> {
    /// The instrument of a row; rows of one id are the steps of one instrument.
    pub(super) fn instrument(&mut self, record: Record<'_>, class: TermId) -> Result<usize, Misfit> {
        let mut steps = self.steps(record)?;
        let parties = record.entities(Column::Party, &[Sort::Country], &self.directory)?;
        let domains = record.domains(&self.directory)?;
        let known = record.get(Column::Id).and_then(|id| self.own.get(&key(id.text))?.instrument);
        if let Some(number) = known {
            return self.goes_on(number, record, &steps, domains);
        }
        if parties.is_empty() {
            record.must(Column::Party, "name the countries that it is between")?;
        }
        let title = record.get(Column::Title).map(|title| title.cell.span.clone());
        let naming = |(step, ..): &Step<'_>| {
            NAMING.iter().position(|name| *name == self.lexicon.terms[*step].name).unwrap_or(NAMING.len())
        };
        let own = record.get(Column::Stage).is_none() && record.get(Column::Date).is_none();
        if own {
            steps.sort_by_key(|step| (naming(step), step.1));
        }
        let (stage, date) = match steps.first() {
            Some((stage, date, _)) => (Some(*stage), *date),
            None => (None, record.date(Column::Date)?),
        };
        let adopted_at = match record.get(Column::AdoptedAt) {
            Some(written) => Some(self.refer(record, written, date, &parties)?),
            None => None,
        };
        self.instruments.push(Instrument {
            class,
            title,
            stage,
            date,
            parties,
            domains,
            steps: steps.iter().skip(1).map(|(stage, date, _)| (*stage, *date)).collect(),
            adopted_at,
            evidence: BTreeSet::from([record.number]),
            rule: RULE,
        });
        Ok(self.instruments.len() - 1)
    }

    /// Where the text stood, and when: the stage of the row, and each stage that has a column of its own.
    fn steps<'a>(&self, record: Record<'a>) -> Result<Vec<Step<'a>>, Misfit> {
        let mut steps: Vec<Step<'a>> = Vec::new();
        if let Some(written) = record.get(Column::Stage) {
            let stage = written.term(written.text, &[Scheme::Stage], &self.directory)?;
            steps.push((stage, record.date(Column::Date)?, written));
        }
        for (column, written) in record.cells() {
            let Column::Step(stage) = column else { continue };
            let day = date(written)?;
            match steps.iter_mut().find(|(other, ..)| *other == stage) {
                Some(same) if same.1.is_none_or(|known| known.agrees(day)) => same.1 = Some(day),
                Some(_) => return Err(written.refuse("the row gives this stage another date too", "leave one of the two")),
                None => steps.push((stage, Some(day), written)),
            }
        }
        Ok(steps)
    }

    /// Further steps of an instrument that an earlier row has told of.
    fn goes_on(
        &mut self,
        number: usize,
        record: Record<'_>,
        steps: &[Step<'_>],
        domains: BTreeSet<TermId>,
    ) -> Result<usize, Misfit> {
        let old = &mut self.instruments[number];
        for (stage, day, written) in steps {
            let first = (old.stage == Some(*stage)).then_some(old.date);
            let told = first.or_else(|| old.steps.iter().find(|(other, _)| other == stage).map(|(_, day)| *day));
            if told.is_some_and(|told| told != *day) {
                let hint = "a text comes to each stage once: correct the date, or give the other text another id";
                return Err(written.refuse("an earlier row of this id gives the stage another date", hint));
            }
        }
        old.steps.extend(steps.iter().filter(|(stage, ..)| old.stage != Some(*stage)).map(|(stage, day, _)| (*stage, *day)));
        old.domains.extend(domains);
        old.evidence.insert(record.number);
        Ok(number)
    }

    /// The commitment of a row: one for each pair of those who promise and those who are promised something, which have one name.
    pub(super) fn commitment(&mut self, record: Record<'_>) -> Result<(), Misfit> {
        let deed = record.must(Column::Deed, "say in words what is promised")?;
        let directory = &self.directory;
        let committers = record.entities(Column::Committer, &ACTORS, directory)?;
        if committers.is_empty() {
            record.must(Column::Committer, "name who promises")?;
        }
        let to = [Sort::Country, Sort::Organization, Sort::Forum, Sort::Person, Sort::Initiative];
        let beneficiaries = record.entities(Column::Beneficiary, &to, directory)?;
        let (amount, due, domains) = (record.money(directory)?, record.date(Column::Due)?, record.domains(directory)?);
        let mut parties = record.entities(Column::Party, &[Sort::Country], directory)?;
        if parties.is_empty() {
            let sides = committers.iter().chain(&beneficiaries).filter_map(|&actor| self.lexicon.register.country_of(actor));
            parties.extend(sides);
        }
        let day = record.date(Column::Date)?;
        let made_at = match record.get(Column::MadeAt) {
            Some(written) => Some(self.refer(record, written, day, &parties)?),
            None => None,
        };
        let name = record.get(Column::Id).map(|id| slug(id.text, 60)).filter(|name| !name.is_empty());
        let one = |committer: EntityId, beneficiary: Option<EntityId>| Commitment {
            committer,
            beneficiary,
            deed: deed.cell.span.clone(),
            amount: amount.clone(),
            due,
            domains: domains.clone(),
            name: name.clone(),
            made_at,
            rule: RULE,
        };
        for &committer in &committers {
            if beneficiaries.is_empty() {
                self.pledges.push((record.number, one(committer, None)));
            }
            self.pledges.extend(beneficiaries.iter().map(|&to| (record.number, one(committer, Some(to)))));
        }
        Ok(())
    }
}
