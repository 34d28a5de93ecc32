//! People in a cell: `Takaichi Sanae (Prime Minister)`, several with `|` between them.
//!
//! The office may be left out: then it is the highest that the register lets the person hold on the day. Somebody whom the
//! register does not know is named with `new:` before the name, so that a misspelt name does not become a new person.

use std::collections::BTreeSet;

use crate::calendar::PartialDate;
use crate::register::{Cast, EntityId};
use crate::resolve::{Holder, new_named, new_office};
use crate::source::Lang;
use crate::source::table::Misfit;

use super::directory::{Directory, Sort};
use super::record::{Written, values};

/// What stands before a name, or an office, that the register does not have.
const NEW: &str = "new:";

/// Who is told of in a cell, and by whom it is read.
pub(super) struct People<'d, 'a> {
    pub(super) directory: &'d Directory<'a>,
    pub(super) lang: Lang,
    pub(super) day: Option<PartialDate>,
}

impl People<'_, '_> {
    /// Everybody in a cell, each once.
    pub(super) fn all(&self, written: Written<'_>, cast: &mut Cast<'_>) -> Result<Vec<Holder>, Misfit> {
        let mut all: Vec<Holder> = Vec::new();
        for value in values(written.text) {
            let holder = self.one(value, written, cast)?;
            if !all.iter().any(|other| other.person == holder.person) {
                all.push(holder);
            }
        }
        Ok(all)
    }

    /// One person, or an organisation.
    pub(super) fn one(&self, value: &str, written: Written<'_>, cast: &mut Cast<'_>) -> Result<Holder, Misfit> {
        let (name, role) = apart(value);
        let (office, country) = self.role(role);
        if let Some(name) = name.strip_prefix(NEW).map(str::trim) {
            let Some(country) = country else {
                let message = format!("nothing says of which country {name:?} is");
                return Err(written.refuse(message, "write new: Family Given (Office, country)"));
            };
            if name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
                return Err(written.refuse(format!("{name:?} is no name"), "write new: Family Given (Office, country)"));
            }
            let person = cast.mint(new_named(name, self.lang, Some(country)));
            let office = office.map(|office| self.office(&office, Some(country), &[], written, cast)).transpose()?;
            return Ok(Holder { person, office, side: Some(country) });
        }
        let person = self.person(name, office.as_deref(), country, written)?;
        let side = country.or_else(|| cast.side_of(person)).or_else(|| cast.country_of(person));
        let held = self.directory.held(person, self.day.and_then(PartialDate::to_day));
        let office = match office {
            Some(office) => Some(self.office(&office, side, &held, written, cast)?),
            None => held.first().copied(),
        };
        Ok(Holder { person, office, side })
    }

    /// What stands in brackets behind a name: the office, the country, or both in either order.
    fn role(&self, role: Option<&str>) -> (Option<String>, Option<EntityId>) {
        let parts: Vec<&str> =
            role.unwrap_or_default().split([',', '、']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let country = |part: &&str| {
            let found = self.directory.entities(&[Sort::Country], part);
            found.iter().copied().next().filter(|_| found.len() == 1)
        };
        let (last, first) = (parts.last().and_then(country), parts.first().and_then(country));
        let office = match (last, first) {
            (Some(_), _) => &parts[..parts.len() - 1],
            (None, Some(_)) => &parts[1..],
            (None, None) => &parts[..],
        };
        (Some(office.join(", ")).filter(|office| !office.is_empty()), last.or(first))
    }

    /// The one of the register: of several of that name, of the country beside it, in the office beside it, in office on the day.
    fn person(
        &self,
        name: &str,
        office: Option<&str>,
        country: Option<EntityId>,
        written: Written<'_>,
    ) -> Result<EntityId, Misfit> {
        const SORTS: [Sort; 3] = [Sort::Person, Sort::Organization, Sort::Forum];
        let mut found = self.directory.entities(&SORTS, name);
        let offices = office.map(|office| self.directory.entities(&[Sort::Office], office)).unwrap_or_default();
        let day = self.day.and_then(PartialDate::to_day);
        let tests: [&dyn Fn(EntityId) -> bool; 3] = [
            &|person| country.is_none() || self.directory.country_of(person) == country,
            &|person| self.directory.held(person, day).iter().any(|held| offices.contains(held)),
            &|person| !self.directory.held(person, day).is_empty(),
        ];
        for test in tests {
            let kept: BTreeSet<EntityId> = found.iter().copied().filter(|&person| test(person)).collect();
            if found.len() > 1 && !kept.is_empty() {
                found = kept;
            }
        }
        written.only(name, "person", &found, |id| self.directory.shown(id), || self.directory.closest(&SORTS, name))
    }

    /// The office of this title: one that the person holds on the day, else the one of the country.
    fn office(
        &self,
        title: &str,
        side: Option<EntityId>,
        held: &[EntityId],
        written: Written<'_>,
        cast: &mut Cast<'_>,
    ) -> Result<EntityId, Misfit> {
        if let Some(title) = title.strip_prefix(NEW).map(str::trim) {
            let office = new_office(title, self.lang, side, cast);
            return Ok(cast.mint(office));
        }
        let all = self.directory.entities(&[Sort::Office], title);
        let own: BTreeSet<EntityId> = all.iter().copied().filter(|&office| self.directory.country_of(office) == side).collect();
        if let Some(&office) = held.iter().find(|office| all.contains(office)) {
            return Ok(office);
        }
        let found = if own.is_empty() { &all } else { &own };
        written.only(
            title,
            "office",
            found,
            |id| self.directory.shown(id),
            || {
                let mut closest = self.directory.closest(&[Sort::Office], title);
                closest.push(format!("{NEW} {title}, which the register does not have"));
                closest
            },
        )
    }
}

/// A name, and what stands in brackets behind it.
fn apart(value: &str) -> (&str, Option<&str>) {
    let inner = value.strip_suffix([')', '）']).and_then(|rest| rest.split_once(['(', '（']));
    inner.map_or((value, None), |(name, role)| (name.trim(), Some(role.trim())))
}
