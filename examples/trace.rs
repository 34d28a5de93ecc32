#![allow(missing_docs, clippy::all, clippy::print_stdout, clippy::unwrap_used)]
use cajad::bundle::*;
use cajad::figure::*;
use cajad::frame::*;
use cajad::lexicon::*;
use cajad::pipeline::*;
use cajad::register::*;
use cajad::source::*;
use cajad::text::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let bundle = Bundle::open(BundlePaths::default()).unwrap();
    let p = Pipeline::new(&bundle).unwrap();
    let ontology = p.ontology().unwrap();
    let lex = Lexicon::compile(&bundle, Register::read(&bundle).unwrap(), &ontology).unwrap();
    let body = std::fs::read_to_string(&a[1]).unwrap();
    let lang = Lang::from_code(&a[2]).unwrap();
    let issued = a[3].parse().unwrap();
    let home = a.get(4).and_then(|p| lex.register.find("org", p)).and_then(|o| lex.register.country_of(o));
    let fr = FigureReader::new(lex.words(lang)).unwrap();
    let doc = cajad::source::parse("x", body.as_bytes(), &Overrides::default()).unwrap();
    let text = Text::new(lang, &doc.text, lex.words(lang));
    let r = Reading::new(&lex, &fr, &text, Some(issued), home);
    let f = frames(&r);
    let w = |u: &std::ops::Range<usize>| {
        if u.is_empty() {
            String::new()
        } else {
            text.of(&(text.units[u.start].span.start..text.units[u.end - 1].span.end)).to_string()
        }
    };
    let en = |e: usize| r.cast.entity(e).slug.clone();
    for s in &r.scenes {
        println!("[{}] {:?}: {}", s.number, s.sentence.kind, text.of(&s.sentence.span));
        for m in &s.mentions.names {
            println!(
                "    name {:?} {:?}",
                w(&m.units),
                m.entries
                    .iter()
                    .map(|e| match e.sense {
                        Sense::Entity(i) => en(i),
                        Sense::Surname(i) => format!("~{}", en(i)),
                        Sense::Adjective(i) => format!("adj {}", en(i)),
                        _ => String::new(),
                    })
                    .collect::<Vec<_>>()
            );
        }
        for (sc, m) in &s.mentions.terms {
            println!("    {sc:?} {:?} {:?}", w(&m.units), m.terms().map(|t| lex.terms[t].name.clone()).collect::<Vec<_>>());
        }
        println!(
            "    words {:?}",
            s.mentions
                .words
                .iter()
                .map(|m| format!(
                    "{}:{:?}",
                    w(&m.units),
                    m.entries
                        .iter()
                        .map(|e| if let Sense::Word(r) = e.sense { format!("{r:?}") } else { String::new() })
                        .collect::<Vec<_>>()
                        .join("/")
                ))
                .collect::<Vec<_>>()
        );
        for n in &s.nominals {
            println!(
                "    nominal {:?} {} subj={} emb={}",
                w(&n.units),
                match n.who {
                    cajad::resolve::Who::Person(h) =>
                        format!("{} as {:?} of {:?}", en(h.person), h.office.map(en), h.side.map(en)),
                    cajad::resolve::Who::Country(c) => en(c),
                    o => format!("{o:?}"),
                },
                n.subject,
                n.embedded
            );
        }
        println!(
            "    figures {:?} {:?} {:?} {:?} {:?}",
            s.figures.dates.iter().map(|d| (d.from.to_string(), d.until.map(|u| u.to_string()))).collect::<Vec<_>>(),
            s.figures.times.iter().map(|t| t.time.to_string()).collect::<Vec<_>>(),
            s.figures.durations.iter().map(|d| d.minutes).collect::<Vec<_>>(),
            s.figures.ordinals.iter().map(|d| d.number).collect::<Vec<_>>(),
            s.figures.amounts.iter().map(|d| (d.amount, d.currency.clone())).collect::<Vec<_>>()
        );
        for st in f.statements.iter().filter(|x| x.sentence == s.number) {
            println!(
                "  => {} by {:?} -> {:?} about {:?} {}",
                lex.terms[st.act].name,
                st.speakers.iter().map(|v| en(v.actor())).collect::<Vec<_>>(),
                st.addressee.map(|v| en(v.actor())),
                st.about
                    .iter()
                    .map(|t| match t {
                        Topic::Term(t) => lex.terms[*t].name.clone(),
                        Topic::Entity(e) => en(*e),
                    })
                    .collect::<Vec<_>>(),
                if st.commitment.is_some() { "COMMIT" } else { "" }
            );
        }
        for sk in f.skipped.iter().filter(|x| x.sentence == s.number) {
            println!("  -- {} {}", sk.kind, sk.message);
        }
    }
    for (i, o) in f.occasions.iter().enumerate() {
        println!(
            "OCC{} {} {:?} {:?} {:?} parties {:?} people {:?} visitor {:?} host {:?} forum {:?} ev {:?} {}",
            if f.main == Some(i) { "*" } else { "" },
            lex.terms[o.class].name,
            o.date.map(|d| d.to_string()),
            o.until.map(|d| d.to_string()),
            o.realis,
            o.parties.iter().map(|&e| en(e)).collect::<Vec<_>>(),
            o.participants.iter().map(|p| en(p.person)).collect::<Vec<_>>(),
            o.visitor.map(|v| en(v.person)),
            o.host.map(en),
            o.forum.map(en),
            o.evidence,
            o.rule
        );
    }
    for o in &f.instruments {
        println!(
            "INS {} {:?} {:?} {:?} parties {:?} {:?} {}",
            lex.terms[o.class].name,
            o.stage.map(|s| lex.terms[s].name.clone()),
            o.date.map(|d| d.to_string()),
            o.title.as_ref().map(|t| text.of(t)),
            o.parties.iter().map(|&e| en(e)).collect::<Vec<_>>(),
            o.domains.iter().map(|&e| lex.terms[e].name.clone()).collect::<Vec<_>>(),
            o.rule
        );
    }
}
