//! The quads of a release as lines that can be read and compared.

use std::collections::BTreeSet;

use cajad::pipeline::Conversion;
use cajad::vocab;
use oxigraph::model::{NamedNodeRef, Quad, Term};

/// What a graph says, a line for each thing: `event`, `instrument`, `say`, `commit`, then what is named, by kind.
pub struct Summary<'a>(pub &'a Conversion);

impl Summary<'_> {
    /// The objects of a property, whole.
    fn all(&self, subject: &str, predicate: NamedNodeRef<'_>) -> BTreeSet<String> {
        let mine = |q: &&Quad| q.predicate == predicate && whole(&q.subject.clone().into()) == subject;
        self.0.quads.iter().filter(mine).map(|q| whole(&q.object)).collect()
    }

    /// The objects of a property by their short names.
    fn short(&self, subject: &str, predicate: NamedNodeRef<'_>) -> String {
        self.all(subject, predicate).iter().map(|o| short(o)).collect::<Vec<_>>().join(",")
    }

    /// ` key=a,b` for each property that there is.
    fn fields(&self, subject: &str, fields: &[(&str, NamedNodeRef<'_>)]) -> String {
        let field = |&(key, p): &(&str, NamedNodeRef<'_>)| format!(" {key}={}", self.short(subject, p));
        fields.iter().map(field).filter(|field| !field.ends_with('=')).collect()
    }

    /// Everything of a class, in the order of the text for statements, else of the IRIs.
    fn every(&self, class: NamedNodeRef<'_>) -> Vec<String> {
        let typed = |q: &&Quad| q.predicate == vocab::TYPE && q.object == Term::from(class);
        let mut all: Vec<String> = self.0.quads.iter().filter(typed).map(|q| whole(&q.subject.clone().into())).collect();
        all.sort_by_key(|iri| {
            short(iri).split('-').next().and_then(|start| start.parse::<usize>().ok()).filter(|_| iri.contains("/statement/"))
        });
        all
    }

    /// The lines whose first word is one of `show`, or all of them.
    pub fn lines(&self, show: &[String]) -> String {
        let release = self.0.release.as_str();
        let mut lines: Vec<String> = self.every(vocab::EVENT).iter().map(|e| self.event(e)).collect();
        lines.extend(self.every(vocab::INSTRUMENT).iter().map(|i| self.instrument(i)));
        lines.extend(self.every(vocab::STATEMENT).iter().map(|s| self.statement(s)));
        lines.extend(self.every(vocab::COMMITMENT).iter().map(|s| self.commitment(s)));
        lines.push(format!("domains {}", self.short(release, vocab::SUBJECT)));
        let named = self.all(release, vocab::MENTIONS);
        for kind in ["person", "country", "org", "place", "initiative"] {
            let of_kind = named.iter().filter(|n| n.contains(&format!("/{kind}/"))).map(|n| short(n));
            lines.push(format!("{kind} {}", of_kind.collect::<Vec<_>>().join(",")));
        }
        lines.extend(self.0.notes.iter().map(|n| format!("note {} {}", n.kind, n.message)));
        lines.retain(|line| !line.ends_with(' ') && (show.is_empty() || show.iter().any(|s| line.split(' ').next() == Some(s))));
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The most special class.
    fn class(&self, node: &str) -> String {
        let general = ["Event", "Instrument", "Meeting", "Visit", "Ceremony"];
        let classes = self.all(node, vocab::TYPE).into_iter().map(|class| short(&class));
        classes.max_by_key(|class| general.iter().position(|g| g == class).unwrap_or(general.len())).unwrap_or_default()
    }

    fn event(&self, event: &str) -> String {
        let person = |p: &String| format!("{}({})", self.short(p, vocab::ACTOR), self.short(p, vocab::IN_OFFICE));
        let people: Vec<String> = self.all(event, vocab::PARTICIPATION).iter().map(person).collect();
        let until = self.all(event, vocab::END_DATE).iter().map(|day| format!("..{day}")).collect::<String>();
        let day = Some(self.short(event, vocab::DATE)).filter(|day| !day.is_empty()).unwrap_or_else(|| "undated".to_owned());
        let main = self.all(self.0.release.as_str(), vocab::REPORTS).contains(event);
        let fields = [("parties", vocab::PARTY), ("forum", vocab::FORUM), ("visitor", vocab::VISITOR), ("host", vocab::HOST)];
        let figures = [
            ("time", vocab::START_TIME),
            ("duration", vocab::DURATION),
            ("ordinal", vocab::ORDINAL),
            ("place", vocab::PLACE),
            ("part-of", vocab::PART_OF),
        ];
        let (realis, fields) = (self.short(event, vocab::REALIS), self.fields(event, &fields));
        let figures = self.fields(event, &figures);
        let people = if people.is_empty() { String::new() } else { format!(" people={}", people.join(",")) };
        format!("event {} {day}{until} {realis}{fields}{people}{figures}{}", self.class(event), if main { " main" } else { "" })
    }

    fn instrument(&self, instrument: &str) -> String {
        let milestones = self.all(instrument, vocab::MILESTONE);
        let stages: Vec<String> = milestones
            .iter()
            .map(|m| [self.short(m, vocab::STAGE), self.short(m, vocab::DATE)].join(" ").trim().to_owned())
            .collect();
        let fields = [("parties", vocab::PARTY), ("domains", vocab::DOMAIN), ("title", vocab::TITLE)];
        format!("instrument {} {}{}", self.class(instrument), stages.join(","), self.fields(instrument, &fields))
    }

    fn statement(&self, statement: &str) -> String {
        let addressee = self.all(statement, vocab::ADDRESSEE).iter().map(|a| format!(" -> {}", short(a))).collect::<String>();
        let (act, speakers) = (self.short(statement, vocab::ACT), self.short(statement, vocab::SPEAKER));
        format!("say {act} {speakers}{addressee}{}", self.fields(statement, &[("about", vocab::ABOUT)]))
    }

    fn commitment(&self, node: &str) -> String {
        let beneficiary = self.all(node, vocab::BENEFICIARY).iter().map(|b| format!(" -> {}", short(b))).collect::<String>();
        let fields = [
            ("amount", vocab::AMOUNT),
            ("currency", vocab::CURRENCY),
            ("due", vocab::DUE),
            ("domains", vocab::DOMAIN),
            ("deed", vocab::DEED),
        ];
        let fields = self.fields(node, &fields);
        format!("commit {}{beneficiary}{fields}", self.short(node, vocab::COMMITTER))
    }
}

/// An IRI or the words of a literal.
fn whole(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    }
}

/// What stands after the last slash or hash of an IRI.
fn short(term: &str) -> String {
    let iri = term.starts_with("https://");
    term.rsplit(['/', '#']).next().filter(|_| iri).unwrap_or(term).to_owned()
}
