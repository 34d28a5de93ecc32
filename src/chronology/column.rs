//! Columns: what a header says of the cells beneath it, in the terms of the ontology.

use std::collections::BTreeMap;

use oxigraph::model::{NamedOrBlankNode, Quad, Term};

use crate::lexicon::TermId;
use crate::vocab;

use super::directory::key;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The researcher's own name for the row.
    Id,
    /// The class of what the row tells.
    Class,
    /// The first or only day.
    Date,
    /// The last day.
    EndDate,
    /// The time of day at which it begins.
    StartTime,
    /// Where it takes place.
    Place,
    /// Who receives.
    Host,
    /// The countries whose side is there, or between which a text is.
    Party,
    /// The people there, with their offices.
    Participant,
    /// Who travels.
    Visitor,
    /// The standing dialogue that it is a session of.
    Forum,
    /// Its number in a series.
    Ordinal,
    /// Whether it happened.
    Realis,
    /// The event that it is part of.
    PartOf,
    /// The title of a text.
    Title,
    /// Where a text came to stand on the day.
    Stage,
    /// The day on which a text came to stand there: the column is named by the stage.
    Step(TermId),
    /// The event at which a text was made.
    AdoptedAt,
    /// What it is about.
    Domain,
    /// Who promises.
    Committer,
    /// To whom.
    Beneficiary,
    /// What is promised, in words.
    Deed,
    /// What it costs.
    Amount,
    /// In which currency.
    Currency,
    /// By when.
    Due,
    /// The event at which it was promised.
    MadeAt,
    /// The pages, or the literature, that bear the row out.
    Source,
}

/// The columns by the names of the properties that they give, each with further names that a header may have.
const COLUMNS: [(Column, &str, &[&str]); 26] = [
    (Column::Id, "id", &["key"]),
    (Column::Class, "class", &["type", "kind", "a"]),
    (Column::Date, "date", &["start", "from", "day"]),
    (Column::EndDate, "endDate", &["end", "until"]),
    (Column::StartTime, "startTime", &["time"]),
    (Column::Place, "place", &["city", "venue"]),
    (Column::Host, "host", &["country"]),
    (Column::Party, "party", &["parties", "countries"]),
    (Column::Participant, "participant", &["participants", "people"]),
    (Column::Visitor, "visitor", &["traveller"]),
    (Column::Forum, "forum", &["dialogue"]),
    (Column::Ordinal, "ordinal", &["number"]),
    (Column::Realis, "realis", &[]),
    (Column::PartOf, "partOf", &[]),
    (Column::Title, "title", &[]),
    (Column::Stage, "stage", &["status"]),
    (Column::AdoptedAt, "adoptedAt", &[]),
    (Column::Domain, "domain", &["domains"]),
    (Column::Committer, "committer", &["by"]),
    (Column::Beneficiary, "beneficiary", &["to"]),
    (Column::Deed, "deed", &["what"]),
    (Column::Amount, "amount", &[]),
    (Column::Currency, "currency", &[]),
    (Column::Due, "due", &[]),
    (Column::MadeAt, "madeAt", &[]),
    (Column::Source, "source", &["sources", "sourceUrl", "reference"]),
];

/// The names that a header may have, with what each means.
pub(super) struct Columns(BTreeMap<String, Column>);

impl Columns {
    /// The names of the columns, the labels of their properties in every language, and the names of the stages.
    pub(super) fn new(ontology: &[Quad], stages: impl Iterator<Item = (String, TermId)>) -> Self {
        let mut known: BTreeMap<String, Column> = stages.map(|(name, stage)| (key(&name), Column::Step(stage))).collect();
        for quad in ontology.iter().filter(|quad| quad.predicate == vocab::LABEL) {
            let (NamedOrBlankNode::NamedNode(property), Term::Literal(label)) = (&quad.subject, &quad.object) else { continue };
            let name = property.as_str().strip_prefix(vocab::CAJAD).unwrap_or_default();
            if let Some((column, ..)) = COLUMNS.iter().find(|(_, own, _)| *own == name) {
                known.insert(key(label.value()), *column);
            }
        }
        for (column, name, others) in COLUMNS {
            known.extend(others.iter().chain([&name]).map(|name| (key(name), column)));
        }
        Self(known)
    }

    /// What a column of this name holds.
    pub(super) fn find(&self, header: &str) -> Option<Column> {
        let bare = header.rsplit([':', '#', '/']).next().unwrap_or(header);
        self.0.get(&key(header)).or_else(|| self.0.get(&key(bare))).copied()
    }
}

impl Column {
    /// The name that the templates give it.
    pub fn name(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("stage", |(_, name, _)| name)
    }

    /// All names that the templates use.
    pub fn names() -> impl Iterator<Item = &'static str> {
        COLUMNS.iter().map(|(_, name, _)| *name)
    }
}
