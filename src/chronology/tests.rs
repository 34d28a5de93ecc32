use super::*;
use crate::bundle::{Bundle, BundlePaths};
use crate::error::{Error, Result};
use crate::pipeline::{Conversion, Pipeline};
use crate::source::{Overrides, parse};

const EVENTS: &str = "id,class,date,endDate,place,host,forum,party,participant,visitor,partOf,realis,source\n";

fn converted(text: &str) -> Result<Conversion> {
    let pipeline = Pipeline::new(&Bundle::open(BundlePaths::default())?)?;
    pipeline.convert(&parse("list.csv", format!("# issued: 2025-12-31\n# lang: en\n{text}").as_bytes(), &Overrides::default())?)
}

/// What is said of a thing, in short, without its evidence.
fn said(conversion: &Conversion, thing: &str) -> Vec<String> {
    let of = |quad: &&Quad| vocab::short(quad.subject.to_string().trim_matches(['<', '>'])) == thing;
    let kept = |quad: &&Quad| quad.predicate != vocab::EVIDENCE && quad.predicate != vocab::RULE;
    let object = |quad: &Quad| match &quad.object {
        oxigraph::model::Term::NamedNode(node) => vocab::short(node.as_str()),
        oxigraph::model::Term::Literal(literal) => literal.value().to_owned(),
        other => other.to_string(),
    };
    let told = conversion.quads.iter().filter(of).filter(kept);
    told.map(|quad| format!("{} {}", vocab::short(quad.predicate.as_str()), object(quad))).collect()
}

fn misfits(text: &str) -> Result<Vec<String>> {
    Ok(converted(text)?.misfits.iter().map(|m| format!("{}:{}: {} | {}", m.line, m.column, m.message, m.hint)).collect())
}

#[test]
fn the_same_event_gets_the_same_iri_in_four_languages() -> Result<()> {
    let rows = [
        "SummitMeeting,2025-12-20,,,,,jp|uz,,,,,",
        "首脳会談,2025/12/20,,,,,日本|ウズベキスタン,,,,,",
        "Rencontre au sommet,20.12.2025,,,,,Japon; Ouzbékistan,,,,,",
        "саммит,2025-12-20,,,,,,Санаэ Такаичи | id:person/mirziyoyev-shavkat,,,,",
    ];
    for row in rows {
        let conversion = converted(&format!("{EVENTS},{row}\n"))?;
        let told = said(&conversion, "id:event/2025-12-20-summit-jp-uz");
        for wanted in
            ["cajad:date 2025-12-20", "cajad:party id:country/jp", "cajad:party id:country/uz", "cajad:realis realis:held"]
        {
            assert!(told.iter().any(|line| line == wanted), "{row}: {told:?}");
        }
    }
    Ok(())
}

#[test]
fn the_row_is_the_evidence_and_names_its_page() -> Result<()> {
    let text = format!("{EVENTS},Banquet,2025-12-20,,Tokyo,,,jp|kz,,,,,https://a.example/x\n");
    let conversion = converted(&text)?;
    let row = ",Banquet,2025-12-20,,Tokyo,,,jp|kz,,,,,https://a.example/x".replace(',', "\t");
    let start = conversion.text.find(&row).ok_or_else(|| Error::internal("no such row"))?;
    let passage = format!("{}#char={start},{}", vocab::short(conversion.release.as_str()), start + row.chars().count());
    let told = said(&conversion, &passage);
    assert!(told.contains(&format!("oa:exact {row}")), "{told:?}");
    assert!(told.contains(&"dcterms:source https://a.example/x".to_owned()), "{told:?}");
    Ok(())
}

#[test]
fn offices_are_those_of_the_day_unless_the_row_says_other() -> Result<()> {
    let row = "Meeting,2019-05-18,,,,,,\"Kono Taro | Rahmon (President) | new: Someone New (new: Adviser, tj)\",,,,";
    let conversion = converted(&format!("{EVENTS},{row}\n"))?;
    let event = "id:event/2019-05-18-meeting-jp-tj";
    for (person, office) in [
        ("kono-taro", "id:office/jp-foreign-minister"),
        ("rahmon-emomali", "id:office/tj-president"),
        ("new-someone", "id:office/tj-adviser"),
    ] {
        let told = said(&conversion, &format!("{event}/{person}"));
        assert!(told.contains(&format!("cajad:inOffice {office}")), "{person}: {told:?}");
    }
    assert!(said(&conversion, "id:person/new-someone").contains(&"skos:prefLabel Someone New".to_owned()));
    Ok(())
}

#[test]
fn a_visit_is_named_by_its_month_and_a_meeting_is_part_of_it() -> Result<()> {
    let text = format!(
        "{EVENTS}V1,OfficialVisit,2015-10-22,2015-10-28,,,,,,Abe Shinzo,,,\n,SummitMeeting,2015-10-24,,Dushanbe,tj,,jp|tj,,,V1,,\n,Banquet,2015-10-24,,,,,jp|tj,,,2015-10-visit-abe-shinzo,,\n"
    );
    let conversion = converted(&text)?;
    assert!(conversion.misfits.is_empty(), "{:?}", conversion.misfits);
    let visit = said(&conversion, "id:event/2015-10-visit-abe-shinzo");
    let wanted = [
        "cajad:date 2015-10-22",
        "cajad:endDate 2015-10-28",
        "cajad:visitor id:person/abe-shinzo",
        "rdf:type cajad:OfficialVisit",
    ];
    assert!(wanted.iter().all(|line| visit.iter().any(|told| told == line)), "{visit:?}");
    for part in ["summit", "banquet"] {
        let told = said(&conversion, &format!("id:event/2015-10-24-{part}-jp-tj"));
        assert!(told.contains(&"cajad:partOf id:event/2015-10-visit-abe-shinzo".to_owned()), "{told:?}");
    }
    Ok(())
}

#[test]
fn what_has_not_been_yet_is_planned() -> Result<()> {
    let conversion =
        converted(&format!("{EVENTS},SummitMeeting,2026-03-01,,,,,jp|kz,,,,,\n,Visit,2024-08,,,,,,,Kishida Fumio,,中止,\n"))?;
    assert!(said(&conversion, "id:event/2026-03-01-summit-jp-kz").contains(&"cajad:realis realis:planned".to_owned()));
    let visit = said(&conversion, "id:event/2024-08-visit-kishida-fumio");
    assert!(visit.contains(&"cajad:realis realis:cancelled".to_owned()), "{visit:?}");
    Ok(())
}

#[test]
fn an_instrument_has_the_stages_of_its_columns_and_rows() -> Result<()> {
    let header = "id,class,title,date,stage,Signed,in-force,party,domain,adoptedAt\n";
    let text = format!(
        "{header},Convention,Tax Convention,,,2019-12-19,2020-10-17,jp|uz,finance-taxation,SummitMeeting\nB,Agreement,Investment Agreement,2014-10-23,signed,,,jp|kz,Trade and investment,\nB,Agreement,,2015-10-25,In force,,,,,\n"
    );
    let conversion = converted(&text)?;
    assert!(conversion.misfits.is_empty(), "{:?}", conversion.misfits);
    let convention = "id:instrument/2019-12-19-convention-finance-taxation-jp-uz";
    let told = said(&conversion, convention);
    assert!(told.contains(&"cajad:adoptedAt id:event/2019-12-19-summit-jp-uz".to_owned()), "{told:?}");
    assert!(told.contains(&"dcterms:title Tax Convention".to_owned()), "{told:?}");
    assert!(said(&conversion, &format!("{convention}/in-force")).contains(&"cajad:date 2020-10-17".to_owned()));
    let agreement = "id:instrument/2014-10-23-agreement-trade-investment-jp-kz";
    assert!(said(&conversion, &format!("{agreement}/signed")).contains(&"cajad:date 2014-10-23".to_owned()));
    assert!(said(&conversion, &format!("{agreement}/in-force")).contains(&"cajad:date 2015-10-25".to_owned()));
    Ok(())
}

#[test]
fn a_commitment_keeps_its_words_its_sum_and_its_occasion() -> Result<()> {
    let text = "id,class,deed,by,to,amount,currency,due,date,madeAt\nSix-2012,約束,support in five areas,jp,kz|kg,\"700,000,000\",US dollars,2017,2012-11-10,2012-11-10-foreign-ministers-meeting-ca-jad\n";
    let conversion = converted(text)?;
    let commitment = format!("{}/commitment/six-2012", vocab::short(conversion.release.as_str()));
    let told = said(&conversion, &commitment);
    for wanted in [
        "cajad:amount 700000000",
        "cajad:beneficiary id:country/kg",
        "cajad:beneficiary id:country/kz",
        "cajad:committer id:country/jp",
        "cajad:currency USD",
        "cajad:deed support in five areas",
        "cajad:due 2017",
        "cajad:madeAt id:event/2012-11-10-foreign-ministers-meeting-ca-jad",
    ] {
        assert!(told.iter().any(|line| line == wanted), "{wanted}: {told:?}");
    }
    assert_eq!(conversion.notes.len(), 0);
    Ok(())
}

#[test]
fn what_is_not_known_is_told_with_its_place_and_the_closest_names() -> Result<()> {
    let good = ",Banquet,2025-12-20,,,,,jp|kz,,,,,\n";
    let cases = [
        (
            ",SumitMeeting,2025-12-20,,,,,jp|kz,,,,,",
            "4:2: there is no class \"SumitMeeting\" (column \"class\") | is it SummitMeeting",
        ),
        (",Banquet,2025-13-20,,,,,jp|kz,,,,,", "4:10: \"2025-13-20\" is no date (column \"date\") | write year, month and day"),
        (
            ",Banquet,2025-12-20,2025-12-19,,,,jp|kz,,,,,",
            "4:21: the last day is before the first, 2025-12-20 (column \"endDate\")",
        ),
        (",Banquet,2025-12-20,,Tokio City,,,jp|kz,,,,,", "4:22: there is no place \"Tokio City\" (column \"place\")"),
        (
            ",Banquet,2025-12-20,,,,,jp|Kazahstann,,,,,",
            "4:25: there is no country \"Kazahstann\" (column \"party\") | is it kz (Kazakhstan)",
        ),
        (
            ",Banquet,2025-12-20,,,,,,Takaichi Sanai,,,,",
            "4:26: there is no person \"Takaichi Sanai\" (column \"participant\") | is it takaichi-sanae",
        ),
        (",Banquet,2025-12-20,,,,,jp|kz,new: Nobody,,,,", "4:31: nothing says of which country \"Nobody\" is"),
        (",Banquet,2025-12-20,,,,,,,,,,", "4:2: nothing says who was there (column \"class\")"),
        (",Banquet,2025-12-20,,,,,jp|kz,,,E99,,", "4:33: there is no class \"E99\" (column \"partOf\")"),
        (",Banquet,2025-12-20,,,,,jp|kz,,,2025-12-20-summit-zz,,", "4:33: \"2025-12-20-summit-zz\" is the name of no event"),
        (",Banquet,2025-12-20,,,,,jp|kz,,,,maybe,", "4:34: there is no realis \"maybe\" (column \"realis\")"),
        (",Banquet,2025-12-20,,,,,jp|kz,,,,,https://a.example/<b>", "4:35: \"https://a.example/<b>\" is no address of a page"),
    ];
    for (row, wanted) in cases {
        let told = misfits(&format!("{EVENTS}{row}\n{good}"))?;
        assert_eq!(told.len(), 1, "{row}: {told:?}");
        assert!(told[0].starts_with(wanted), "{row}: {told:?}");
    }
    Ok(())
}

#[test]
fn sums_and_ids_that_cannot_be_meant_are_refused() -> Result<()> {
    let header = "id,class,deed,committer,amount,currency,title,party,stage,date\n";
    let good = "g,Commitment,a good deed,jp,,,,,,\n";
    let cases = [
        ("a,Commitment,help,jp,1.5 billion,JPY,,,,", "\"1.5 billion\" is no amount of money"),
        ("a,Commitment,help,jp,\"1,50\",JPY,,,,", "\"1,50\" is no amount of money"),
        ("a,Commitment,help,jp,100,,,,,", "the amount has no currency"),
        ("a,Commitment,help,jp,100,cowries,,,,", "\"cowries\" is no currency"),
        ("a,Commitment,,jp,,,,,,", "the row has no deed"),
        ("a,Commitment,help,,,,,,,", "the row has no committer"),
        ("a,Treaty,,,,,A,,,", "the row has no party"),
        ("a,Treaty,,,,,A,jp|kz,sined,2001", "there is no stage \"sined\""),
        (",,,,,,A,jp|kz,signed,2001", "the row has no class"),
    ];
    for (row, wanted) in cases {
        let told = misfits(&format!("{header}{row}\n{good}"))?;
        assert!(told.len() == 1 && told[0].contains(wanted), "{row}: {told:?}");
    }
    let twice = misfits(&format!("{header}a,Treaty,,,,,A,jp|kz,signed,2001\na,Treaty,,,,,A,jp|kz,signed,2002\n"))?;
    assert!(twice.len() == 1 && twice[0].contains("gives the stage another date"), "{twice:?}");
    Ok(())
}

#[test]
fn a_table_without_a_row_that_can_be_taken_is_refused() {
    let none = converted("class,date,party\n").map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(none, Err("list.csv: there are no rows under the header".to_owned()));
    let foreign = converted("name,age,town\nA,1,B\n").map(|_| ()).map_err(|error| error.to_string());
    let told = "list.csv:3:1: the header has no column \"class\", so nothing says what its rows tell of".to_owned();
    assert_eq!(foreign, Err(told));
}

#[test]
fn columns_of_ones_own_are_noted_and_not_read() -> Result<()> {
    let conversion = converted("class,date,party,my remark,start\nBanquet,2025-12-20,jp|kz,nice,2001\n")?;
    let notes: Vec<&str> = conversion.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(notes[0].starts_with("the column \"my remark\" is none of ours"));
    assert!(said(&conversion, "id:event/2025-12-20-banquet-jp-kz").contains(&"cajad:date 2025-12-20".to_owned()));
    Ok(())
}

#[test]
fn the_templates_go_in_as_they_are() -> Result<()> {
    let bundle = Bundle::open(BundlePaths::default())?;
    let pipeline = Pipeline::new(&bundle)?;
    for kind in ["events", "instruments", "commitments"] {
        let file = bundle.interface_file(&format!("template-{kind}.csv"))?;
        let conversion = pipeline.convert(&parse(&file.path, file.text.as_bytes(), &Overrides::default())?)?;
        assert!(
            conversion.misfits.is_empty() && conversion.notes.is_empty(),
            "{kind}: {:?} {:?}",
            conversion.misfits,
            conversion.notes
        );
    }
    Ok(())
}
